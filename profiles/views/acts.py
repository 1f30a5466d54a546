from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.access.views import GuardedForm
from council_portal.accounts.models import Appointment, Principal
from council_portal.accounts.services import Refused
from council_portal.design.views import error_409
from profiles import forms, words
from profiles.models import Body, Duty, Member, ProposedLeaving, Seat
from profiles.services.leaving import Settled, holdings
from profiles.views.pages import Overview


class OfMember(GuardedForm):
    """A form about one Member; it leads back to the profile."""

    model, related, template_name = Member, ("person",), "profiles/of_member.html"
    intro = ()

    def get_context_data(self, **kwargs):
        whose = self.object.person.full_name if self.object else ""
        return super().get_context_data(**{"whose": whose, "back_text": _say("Back to %(name)s") % {"name": whose} if whose else "",
                                           "intro": [{"text": text} for text in self.intro], **kwargs})


class Contested:
    """Mixin, before GuardedForm: what the service finds to be taken, a moment after the form found it free, is said by the form."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Refused as refused:
            form.add_error(None, refused.says)
            return self.form_invalid(form)


class Staged(GuardedForm):
    """An act with consequences: the first press shows what will change and from when, the second saves. The form has changes(),
    check() and said()."""

    def form_valid(self, form):
        stage = self.request.POST.get("stage")
        if stage == "change":
            return self.render_to_response(self.get_context_data(form=form))
        if stage != "save":
            carried = [(name, value) for name, values in self.request.POST.lists() for value in values
                       if name not in ("csrfmiddlewaretoken", "stage")]
            self.template_name = "profiles/check.html"
            return self.render_to_response(self.get_context_data(form=form, carried=carried, check=form.check(), changes=form.changes()))
        saved = form.save()
        messages.success(self.request, form.said())
        return HttpResponseRedirect(self.where_to(saved))


class Guided(Contested, Staged, OfMember):
    """A staged act about one Member, or about none."""

    template_name, button = "profiles/guided.html", _("Continue")


class Write(OfMember):
    action, form_class = "write", forms.WriteForm
    heading = _("Your own words on the profile")
    intro = (_("Every Member and officer reads this. Leave out personal telephone numbers and your home address: they have a page "
               "of their own, where you choose what is shown."),)


class Change(Contested, OfMember):
    form_class, heading = forms.ChangeForm, _("Correct a Member’s details")


class EndTerm(Guided):
    form_class, heading = forms.TermForm, _("A term ends")
    intro = (_("Everything that the Member holds ends with their last day: the seat on the council and for the ward, seats on bodies, "
               "duties, group and party. Nothing is deleted: it moves to the history."),
             _("The cases that they raised stay with the council and with the officers who have them."))


class ChangeGroup(Guided):
    form_class, heading = forms.GroupForm, _("A Member changes political group")
    intro = (_("The group and the party that they leave stay in the history with their days. A Group Leader of the group that is left "
               "stops leading it on the same day."),)


class New(Guided):
    form_class, heading = forms.NewForm, _("A new Member")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"back": reverse("profiles:list"), "back_text": _say("Back to Members"), **kwargs})


class AddSeat(OfMember):
    form_class, heading = forms.SeatForm, _("Add a seat on a body")
    intro = (_("Somebody who sits there already as something else stops being that on the same day."),)


class AddDuty(OfMember):
    form_class, heading = forms.DutyForm, _("Add a duty")
    intro = (_("A Cabinet post with its portfolio, an additional responsibility, or an appointment outside the council."),)


class EndFact(OfMember):
    """A seat or a duty ends. It stays in the history."""

    related = ("person__member",)
    button = _("End it")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"intro": [{"text": f"{self.object}, {words.running(self.object)}."}], **kwargs})


class EndSeat(EndFact):
    model, form_class, heading = Seat, forms.EndSeatForm, _("A seat on a body ends")
    related = ("person__member", "body")


class EndDuty(EndFact):
    model, form_class, heading = Duty, forms.EndDutyForm, _("A duty ends")


class AddBody(Contested, GuardedForm):
    model, form_class, heading = Body, forms.NewBodyForm, _("Add a committee or other body")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"back": reverse("profiles:bodies"), **kwargs})


class SaidAtOnce(Staged):
    """A staged act, staged only where it ends something: the form says so (`ends`)."""

    def form_valid(self, form):
        if form.ends() or self.request.POST.get("stage") == "change":
            return super().form_valid(form)
        return GuardedForm.form_valid(self, form)


class ChangeBody(Contested, SaidAtOnce):
    model, form_class, heading = Body, forms.ChangeBodyForm, _("Change a body")


class Leavings(Overview):
    """Members who are missing from the feed, for Democratic Services to settle."""

    model, template_name = ProposedLeaving, "profiles/leavings.html"

    def get(self, request, *args, **kwargs):
        require(request.user, "settle", ProposedLeaving)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        rows = ProposedLeaving.objects.permitted(self.request.user, "view").select_related("person__member", "settled_by")
        rows = rows.order_by("-noticed_at", "-pk")
        still = [row for row in rows if row.outcome == ProposedLeaving.Outcome.OPEN]
        done = [{"name": row.person.full_name, "outcome": row.get_outcome_display(), "by": row.settled_by,
                 "on": words.day(timezone.localdate(row.settled_at))} for row in rows if row not in still and row.settled_at]
        held = {}
        offices = Appointment.objects.permitted(self.request.user, "view").filter(in_force(), person__in=[row.person_id for row in still])
        offices = offices.exclude(principal__kind__in=[Principal.Kind.PERSON, Principal.Kind.OFFICE])
        for row in offices.select_related("principal__ward").order_by("principal__name"):
            held.setdefault(row.person_id, []).append(words.called(row.principal))
        rows = [{"leaving": row, "noticed": words.day(timezone.localdate(row.noticed_at)), "held": held.get(row.person_id, [])}
                for row in still]
        return super().get_context_data(rows=rows, settled=done[:20], **kwargs)


class Settle(Guided):
    """One proposed leaving."""

    model, action, related = ProposedLeaving, "settle", ("person__member",)
    form_class, heading = forms.LeavingForm, _("Missing from the feed: have they left?")
    intro = (_("The feed of the council’s meetings system no longer lists this Member. A person decides; the portal ends nothing by "
               "itself. This is the portal’s own rule."),)

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Settled:
            return error_409(self.request, typed=[], back=reverse("profiles:leavings"))

    def where_to(self, saved):
        return reverse("profiles:leavings")

    def get_context_data(self, **kwargs):
        held = forms.ended(holdings(self.object.person, timezone.localdate()))
        texts = [*self.intro, _say("They hold: %(what)s.") % {"what": "; ".join(held) or _say("nothing")}]
        return super().get_context_data(**{"back": reverse("profiles:leavings"), "back_text": "",
                                           "intro": [{"text": text} for text in texts], **kwargs})

    def get(self, request, *args, **kwargs):
        if self.object.outcome != ProposedLeaving.Outcome.OPEN:
            return redirect("profiles:leavings")
        return super().get(request, *args, **kwargs)
