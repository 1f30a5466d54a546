from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from casework import times
from casework.forms_keeping import CentresTimes, OfficersTimes, in_days
from casework.kinds import in_a_word
from casework.models import CaseClock, ServiceTime
from casework.policy import RAISABLE, REQUEST
from council_portal.access.decisions import can
from council_portal.access.views import Guarded
from council_portal.accounts.models import Service
from council_portal.people.views.guided import PlainGuardedForm
from council_portal.protocol.services import in_force
from directory.views.whole import WholePage

Kind, Source = CaseClock.Kind, CaseClock.Source
KINDS = {
    Kind.ACKNOWLEDGE: gettext_lazy("Acknowledged within"), Kind.ANSWER: gettext_lazy("Answered within"),
    Kind.UPDATE: gettext_lazy("An update at least every"), Kind.REQUEST: gettext_lazy("Done by the contact centre within"),
}


def cards(version, own):
    """For each kind of matter what holds today: [{"matter", "title", "rows"}]. own: {(matter, kind): Time} of one service."""
    return [{"matter": matter, "title": in_a_word(matter), "rows": [row(one) for one in times.holding(
        version, matter, {kind: time for (of, kind), time in own.items() if of == matter})]} for matter in RAISABLE]


def row(holds):
    """One time: what it is for, how long, by whose rule and under which clause."""
    source = {Source.PROTOCOL: _("The protocol’s"), Source.SERVICE: _("The service’s own"), Source.PORTAL: _("The portal’s own rule")}
    note, clause = source[holds.time.source], holds.time.clause
    if holds.beside:
        note, clause = _("The service’s own; the protocol asks for %(time)s") % {"time": in_days(holds.beside)}, holds.beside.clause
    return {"label": KINDS[holds.kind], "text": in_days(holds.time), "note": note, "clause": clause}


class Times(WholePage):
    """What to expect from each service: what holds everywhere, and which services have times of their own (NNC-TIME)."""

    model, template_name = ServiceTime, "casework/times.html"

    def get_context_data(self, **kwargs):
        services = list(Service.objects.permitted(self.request.user, "view").filter(ended_on=None).order_by("name"))
        own = {}
        for service, _matter, _kind in times.own_times(services):
            own[service] = own.get(service, 0) + 1
        rows = [{"name": one.name, "url": reverse("casework:times_of", args=[one.uid]), "note": how_many(own.get(one.pk, 0))}
                for one in services]
        return super().get_context_data(cards=cards(in_force(), {}), rows=rows, **kwargs)


def how_many(number):
    """How many times of its own a service has."""
    if not number:
        return _("As above")
    return ngettext("%(n)s time of its own", "%(n)s times of its own", number) % {"n": number}


class OfService(Guarded):
    """On an address with the uid of a service, and perhaps a kind of matter."""

    model = ServiceTime

    def get_object(self, queryset=None):
        """A ServiceTime, not saved, that names the service and the matter; 404 where there is no such service or matter."""
        matter = self.kwargs.get("matter", RAISABLE[0])
        service = Service.objects.permitted(self.request.user, "view").filter(uid=self.kwargs["uid"]).first()
        if service is None or matter not in RAISABLE:
            raise Http404
        return ServiceTime(service=service, matter=matter)


class TimesOfService(OfService, TemplateView):
    """What to expect from one service: every kind of matter, each time with its clause."""

    template_name = "casework/service_times.html"

    def get_context_data(self, **kwargs):
        found = self.get_object()
        own = {(matter, kind): time for (_service, matter, kind), time in times.own_times([found.service]).items()}
        return super().get_context_data(service=found.service, cards=cards(in_force(), own), ended=found.service.ended_on is not None,
                                        may_change=can(self.request.user, "change", found), **kwargs)


class ChangeTimes(OfService, PlainGuardedForm):
    """How long one service takes over one kind of matter, by Democratic Services."""

    template_name, said = "casework/change_times.html", gettext_lazy("Saved. Cases raised from now on are counted by it.")

    def get_form_class(self):
        return CentresTimes if self.object.matter == REQUEST else OfficersTimes

    def get_context_data(self, **kwargs):
        heading = _("Times of %(service)s") % {"service": self.object.service.name}
        [card] = [one for one in cards(in_force(), {}) if one["matter"] == self.object.matter]
        return super().get_context_data(heading=heading, back_text=self.object.service.name, card=card, **kwargs)

    def back_to(self):
        return reverse("casework:times_of", args=[self.object.service.uid])

    def where_to(self, saved):
        return self.back_to()
