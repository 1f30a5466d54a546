"""What people type to act on a case: a form for each act, which calls one service. Answers and questions have files of their own."""
from types import SimpleNamespace

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from casework import asking, involved, owners, services
from casework.answer_forms import AcknowledgeForm, AnswerForm, PapersForm, UpdateForm, WithPapers
from casework.asking_forms import AgreeForm, AskForm, ContributeForm, GoOnForm, MoreTimeForm, ReplyForm, SettleForm, WantForm
from casework.forms import ActForm, long_text
from casework.models import Case, CaseClock, Status
from casework.policy import HANDLER
from casework.somebody import ToSomebody
from casework.turns import everybody
from council_portal.access.models import in_force
from council_portal.protocol.rules import Route

Clock = CaseClock.Kind


class EscalateForm(ActForm):
    slug, service, action = "escalate", staticmethod(services.escalate), "escalate"
    done = _("It has been taken further.")
    heading, button = _("Take it further"), _("Take it further")
    explanation = _("The reply is overdue. It is for you to decide; nothing is sent unless you say so.")


class ComeBackForm(WithPapers):
    slug, service, action = "come-back", staticmethod(services.come_back), "come_back"
    done = _("It has been sent back.")
    heading, button = _("Come back on it"), _("Send it back")
    explanation = _("The case keeps its reference and its thread, and an answer is due anew. It is counted that you came back.")
    messages = {"text": {"required": _("Enter what is still not settled")}}
    text = long_text(_("What is still not settled?"))


class CloseForm(ActForm):
    slug, service, action = "close", staticmethod(services.close), "close"
    done = _("The case is closed.")
    heading, button = _("Close the case"), _("Close the case")
    accepting = _("Accept the answer and close")
    explanation = _("You can come back on a closed case at any time.")
    text = long_text(_("Anything to add"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.case.status == Status.ANSWERED:
            self.heading = self.button = self.accepting


class PlaceForm(ToSomebody):
    slug, service, action = "place", staticmethod(services.place), "place"
    leaves, said = True, _("%(name)s has it now.")
    heading, button = _("Find somebody for it"), _("Send it there")
    explanation = _("When it was sent nobody held the post that the protocol names, nor one above it, or nobody was there. Choose who "
                    "takes the case. Whoever holds the protocol’s own post today stands first.")
    messages = {**ToSomebody.messages, "text": {"required": _("Enter why they take it")}}
    principal = forms.ChoiceField(label=_("Who takes it?"))
    text = long_text(_("Why they take it"))

    def in_order(self, rows):
        """Those whom the protocol names first, of the case's own service or one that it is part of."""
        case = self.case
        step = services.first_step(Route.from_json(case.route)) if case.status == Status.UNROUTED else services.way_up(case)
        posts, near = step.to if step else (), (case.service_id, case.service.part_of_id, None)
        named = [(_now("Whom the protocol names"), principal, names) for _group, principal, names in rows
                 if principal.post in posts and principal.service_id in near]
        first = {principal for _group, principal, _names in named}
        return [*named, *(row for row in rows if row[1] not in first)]


# SECURITY: the same whatever the reason is: not of this office, away, kept out of the case or apart from its Member.
CANNOT_TAKE = _("Choose somebody else: this officer cannot take this case.")


def nobody_but(name):
    """That a case can be given to nobody else. name: of who sees to it; "" where nobody does."""
    if not name:
        return _now("Nobody who holds an office that has the case can take it today: there is nobody to give it to.")
    return _now("Nobody but %(name)s holds an office that has the case and can take it today: there is nobody else to give it to.") % {
        "name": name}


class AssignForm(ActForm):
    """nobody: can it be given to nobody but who sees to it already? Then the page says so, and leads to `instead`, where that can be done.
    """

    nobody, instead = False, None
    slug, service, action = "assign", staticmethod(owners.assign), "assign"
    heading, button = _("Give it to an officer"), _("Give it to them")
    explanation = _("The officer sees to the case from now on, and the Member reads their name. The clocks go on.")
    cannot = {"not of this office": ("person", CANNOT_TAKE)}
    messages = {"person": {"required": _("Select the officer"), "invalid_choice": CANNOT_TAKE}}
    person = forms.ChoiceField(label=_("Who sees to it?"))
    text = long_text(_("Anything to add"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = {str(person.uid): person for person in owners.may_own(self.case)}
        self.fields["person"].choices = [("", _("Select")), *((uid, person.full_name) for uid, person in self.found.items())]
        name = self.case.owner.full_name if self.case.owner else ""
        already = _now("%(name)s sees to it already. Select somebody else.") % {"name": name}
        self.cannot = {**self.cannot, "sees to it already": ("person", already)}
        if not self.found.keys() - {str(self.case.owner.uid) if self.case.owner else ""}:
            self.explanation = nobody_but(name if self.found else "")
            self.instead = HandOverForm if Case.RULES["hand_over"].holds(self.case, {HANDLER}) else None
            self.nobody, self.cannot = True, {**self.cannot, "sees to it already": (None, self.explanation)}

    def clean_person(self):
        return self.found[self.cleaned_data["person"]]

    @property
    def done(self):
        return _now("%(name)s sees to it from now on.") % {"name": self.cleaned_data["person"].full_name}


class HandOverForm(ToSomebody):
    slug, service, action = "hand-over", staticmethod(owners.hand_over), "hand_over"
    leaves, said = True, _("%(name)s has it now.")
    heading, button = _("Hand it over"), _("Hand it over")
    explanation = _("Another office takes the case, and the clocks go on from the day of receipt. Unless it is of your own service, you "
                    "read the case no more. This is the portal’s own rule.")
    of_question = {"explanation": _("Another office takes the question on. Unless it is of your own service, you read it no more. This is "
                                    "the portal’s own rule.")}
    cannot = {"nobody to hand it over to": ("principal", _("Nobody is there, or they cannot take this case. Select another."))}
    messages = {**ToSomebody.messages, "text": {"required": _("Enter why they take it")}}
    principal = forms.ChoiceField(label=_("Who takes it?"))
    text = long_text(_("Why do they take it?"), help_text=_("The Member reads it."))


class JoinForm(ToSomebody):
    slug, service, action = "join", staticmethod(asking.join), "join"
    said = _("%(name)s reads it from now on.")
    on_any_version = True
    members_too = True
    heading, button = _("Add somebody"), _("Add them")
    explanation = _("They read the case from now on, and nothing of what was written before. Everybody who has it is told.")
    cites = ("exchange_concern", "member")
    whom = _("Officers in posts that take cases can be added, and other Members.")
    cannot = {"nobody to join": ("principal", _("Select a post of officers, or the office of another Member")),
              "reads it already": ("principal", _("Nobody is there, or they read it already. Select another."))}
    messages = {**ToSomebody.messages, "text": {"required": _("Enter why they join")}}
    principal = forms.ChoiceField(label=_("Who joins?"))
    text = long_text(_("Why do they join?"), help_text=_("Everybody who has the case reads it, and so do they."))

    def in_order(self, rows):
        """First the Members who have said that they are openly involved in what the case is about, for officers who may know it.

        Who reads it already stands in the list as such: whoever looks for them is not left to wonder.
        """
        there = set(self.case.standings.filter(in_force()).values_list("principal", flat=True))
        rows = [(group, principal, _now("%(names)s (reads it already)") % {"names": names} if principal.pk in there else names)
                for group, principal, names in rows]
        people, group = involved.in_case(self.user, self.case), _now("Openly involved in %(service)s") % {"service": self.case.service.name}
        first = [(group, principal, names) for _group, principal, names in rows if principal.person_id in people]
        return [*first, *(row for row in rows if row[1].person_id is None or row[1].person_id not in people)]

    def nobody(self, typed):
        """The Member and the office that have the case are not in the list: they read it already, and the page says so."""
        wanted = typed.casefold().split()
        there = [person.full_name for person in everybody(self.case) if all(word in person.full_name.casefold() for word in wanted)]
        if there:
            return _now("Who reads it already: %(names)s.") % {"names": ", ".join(there)}
        return super().nobody(typed)


# In the order in which they are offered. The first of FIRST that a reader may do stands open on the page of the case.
ACTS = [
    ReplyForm, AgreeForm, ContributeForm, EscalateForm, PlaceForm, AnswerForm, AcknowledgeForm, SettleForm, AskForm, GoOnForm, MoreTimeForm,
    CloseForm, ComeBackForm, UpdateForm, AssignForm, HandOverForm, WantForm, JoinForm]
BESIDE = [PapersForm]  # which have their door elsewhere on the page of the case
OPEN = [ReplyForm, AgreeForm, ContributeForm, EscalateForm, PlaceForm, AnswerForm, SettleForm]


def stands_open(case, fitting):
    """Which of the acts that a reader may do now stands open on the page: what is next for them. None where there is nothing to do."""
    wanted = [*OPEN, *([CloseForm] if case.status == Status.ANSWERED else []), *([ComeBackForm] if case.status == Status.CLOSED else []),
              UpdateForm]
    return next((kind for kind in wanted if kind in fitting), None)


def now_of(case, clocks, owed=False):
    """What the acts ask of a case beside its rules. clocks: of the case. owed: does the reader owe a contribution?"""
    running = {clock.kind: clock for clock in clocks if clock.stopped_at is None}
    answer = running.get(Clock.ANSWER)
    left = asking.left_to_extend(answer) if answer else 0
    return SimpleNamespace(running=running, owed=owed, may_extend=left > 0)
