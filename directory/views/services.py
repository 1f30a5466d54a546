from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from council_portal.access.queryset import mark_actions
from council_portal.access.views import Guarded, GuardedForm
from council_portal.accounts.models import Service
from directory.board import Board
from directory.cards import LADDER, People, confirmed_words, contact_cards, day, everybody, ladder, the_rules, ways
from directory.faults import in_office
from directory.forms import ConfirmService, ServiceForm
from directory.models import ServiceEntry

OF_A_PART = ("clo", "head_of_service")  # whom the page of a directorate names for each of its services


class OfService(Guarded):
    """On an address with the uid of a service. Its entry is not saved yet where nobody has written one."""

    model = ServiceEntry

    def get_object(self, queryset=None):
        user = self.request.user
        service = Service.objects.permitted(user, "view").filter(uid=self.kwargs["uid"]).first()
        if service is None:
            raise Http404
        entry = ServiceEntry.objects.permitted(user, "view").filter(service=service).select_related("confirmed_by").first()
        entry = entry or ServiceEntry(service=service)
        entry.service = service
        return entry


class ServicePage(OfService, TemplateView):
    """What a service does, how to ask for it, and who answers for it."""

    template_name = "directory/service.html"

    def get_context_data(self, **kwargs):
        user, entry = self.request.user, self.get_object()
        mark_actions(user, [entry])
        board, (version, rules) = Board(user), the_rules()
        service = board.services.get(entry.service_id, entry.service)
        above = ("chief_officer", "director", "executive_director")
        parts = board.parts.get(service.pk, [])
        shown = everybody(board, service, ("clo", "nominated_officer", *LADDER, "portfolio_holder"))
        people = People.of(user, shown + [person for one in parts for person in everybody(board, one, OF_A_PART)])
        staff = in_office(user).filter(service=entry.service).select_related("person").order_by("team", "person__name").defer("about")
        portfolio = {holder.person.full_name: None for holder in board.acting("portfolio_holder", service)}
        return super().get_context_data(
            entry=entry, service=service, ended=day(service.ended_on) if service.ended_on else "",
            clos=contact_cards(board, service, ("clo",), rules, people),
            heads=contact_cards(board, service, ("head_of_service", "nominated_officer"), rules, people),
            chiefs=contact_cards(board, service, above, rules, people), portfolio=list(portfolio), teams=teams(staff),
            ways=ways(version, rules), ladder=ladder(board, service, version, rules), confirmed=confirmed_words(entry),
            parts=[part(board, one, rules, people) for one in parts],
            needs_confirming=not parts or entry.confirmed_on is not None,
            lacks=service.pk not in board.parts and board.lacks_contact(service), only_away=board.only_away(service), **kwargs)


def part(board, service, rules, people):
    """A service of a directorate: its name, and whom to turn to."""
    cards = contact_cards(board, service, OF_A_PART, rules, people)
    lacks = service.pk not in board.parts and board.lacks_contact(service)
    return {"name": service.name, "url": ServiceEntry(service=service).get_absolute_url(), "cards": cards, "lacks": lacks}


def teams(staff):
    """The officers of a service by team: [{"name", "people"}]."""
    grouped = {}
    for one in staff:
        grouped.setdefault(one.team, []).append({"name": one.person.full_name, "url": one.get_absolute_url(), "post": one.post})
    return [{"name": team, "people": people} for team, people in grouped.items()]


class ChangeService(OfService, GuardedForm):
    """What the directory says of a service, by whoever answers for it or Democratic Services."""

    form_class, heading, said = ServiceForm, _("What the directory says of the service"), _("Saved, and confirmed as of today.")
    intro = [{"text": _("Members read it, and the issue finder looks here for what a resident says. "
                        "Saving confirms that it is right today.")}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(intro=self.intro, back_text=self.object.service.name, **kwargs)


class ConfirmServiceEntry(OfService, GuardedForm):
    """One press: the entry of the service is right."""

    action, form_class, heading, button, said = "confirm", ConfirmService, _("Confirm the entry"), _("Confirm"), _("Confirmed as of today.")

    def get_context_data(self, **kwargs):
        intro = [{"text": _("You say that what the directory says of this service is right as it stands today.")}]
        return super().get_context_data(intro=intro, back_text=self.object.service.name, **kwargs)
