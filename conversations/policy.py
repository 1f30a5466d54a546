"""Who may do what with events and proposals of the programme. The only place that says so (docs/decisions/programme.md)."""
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.policy import TAKERS
from council_portal.access.rules import Condition, OfficeRule, OwnRule, Rule
from council_portal.accounts.policy import DEMOCRATIC, SEATS, STAFF

ORGANISER, OFFICER, INVITED, VIEWER = "organiser", "officer", "invited", "viewer"
DRAFT, ANNOUNCED, CONFIRMED, HELD, CLOSED, CANCELLED = "draft", "announced", "confirmed", "held", "closed", "cancelled"
PLANNED = [DRAFT, ANNOUNCED, CONFIRMED]
COMING = [ANNOUNCED, CONFIRMED]
WAITING, ACCEPTED, MERGED, DECLINED = "waiting", "accepted", "merged", "declined"
ORGANISES = frozenset({ORGANISER})
KEEPS_PAPERS = frozenset({ORGANISER, OFFICER})

NOT_BEGUN = Condition("not_begun", lambda: Q(starts_at__gt=timezone.now()), lambda event: event.starts_at > timezone.now())
BEGUN = Condition("begun", lambda: Q(starts_at__lte=timezone.now()), lambda event: event.starts_at <= timezone.now())
ONLY_DEMOCRATIC = _("Only Democratic Services do this: they keep the programme.")

EVENTS = {
    "make": OfficeRule("RUG-MC", DEMOCRATIC, says=ONLY_DEMOCRATIC),
    "view": Rule("RUG-MC"),
    "attend": Rule("RUG-CAL", frozenset({INVITED, OFFICER}), {"status": [*COMING, HELD, CLOSED]}, says=_(
        "Only what one is invited to or named in stands in one's calendar.")),
    "feed": OfficeRule("RUG-CAL", says=_("Only whoever holds an office has a calendar feed.")),
    "change": Rule("RUG-MC", ORGANISES, {"status": PLANNED}, says=_(
        "Only Democratic Services change an event, and only until it has taken place or was cancelled.")),
    "announce": Rule("RUG-MC", ORGANISES, {"status": [DRAFT]}, (NOT_BEGUN,), says=_(
        "Only Democratic Services announce an event, once, and before it begins.")),
    "confirm": Rule("RUG-MC-PAPERS", ORGANISES, {"status": [ANNOUNCED]}, (NOT_BEGUN,), says=_(
        "Only Democratic Services confirm an event that was announced, and before it begins.")),
    "cancel": Rule("RUG-MC", ORGANISES, {"status": PLANNED}, (NOT_BEGUN,), says=_(
        "Only Democratic Services cancel an event, and only before it begins.")),
    "hold": Rule("RUG-MC-AFTER", ORGANISES, {"status": COMING}, (BEGUN,), says=_(
        "Only Democratic Services say that an event took place, and only once it has begun.")),
    "answer": Rule("RUG-MC", frozenset({INVITED}), {"status": COMING}, (NOT_BEGUN,), says=_(
        "Only whoever is invited says whether they come, and only before the event begins.")),
    "add_paper": Rule("RUG-MC-PAPERS", KEEPS_PAPERS, {"status": [*PLANNED, HELD]}, says=_(
        "Only Democratic Services and the officers of an event add its papers.")),
    "withdraw_paper": Rule("RUG-MC-PAPERS", KEEPS_PAPERS, {"status": [*PLANNED, HELD]}, says=_(
        "Only Democratic Services and the officers of an event withdraw its papers.")),
    "name_officer": Rule("RUG-MC-OFFICERS", ORGANISES, {"status": PLANNED}, says=_(
        "Only Democratic Services name the officers of an event.")),
    "remark": Rule("RUG-MC-AFTER", frozenset({ORGANISER, OFFICER, INVITED}), {"status": [HELD]}, says=_(
        "Only whoever was invited or named, and Democratic Services, write down what was said, and only once it has taken place.")),
    "follow_up": Rule("RUG-MC-AFTER", KEEPS_PAPERS, {"status": [HELD]}, says=_(
        "Only Democratic Services and the officers of an event say who came and what follows from it, and only once it has taken place.")),
    "close": Rule("RUG-MC-AFTER", ORGANISES, {"status": [HELD]}, says=_(
        "Only Democratic Services say that everything that followed from an event is done.")),
    "reopen": Rule("RUG-MC-AFTER", ORGANISES, {"status": [CLOSED]}, says=_(
        "Only Democratic Services take up again what was followed up.")),
    "arrange": Rule("RUG-OPEN", ORGANISES, {"status": PLANNED, "kind": ["open_day"]}, says=_(
        "Only Democratic Services arrange the stands and visits of an open day, and only until it has taken place.")),
    "book": Rule("RUG-OPEN", frozenset({INVITED}), {"status": COMING, "kind": ["open_day"]}, (NOT_BEGUN,), says=_(
        "Only whoever is invited to an open day books a visit, and only before it begins.")),
    "feedback": Rule("RUG-OPEN", frozenset({INVITED, OFFICER}), {"status": [HELD, CLOSED], "kind": ["open_day"]}, says=_(
        "Only whoever was invited to an open day or named says what was useful there, and only once it has taken place.")),
    "see_people": Rule("RUG-MC", ORGANISES, says=_("Only Democratic Services see who comes, and what each needs.")),
}
PROPOSALS = {
    "propose": OfficeRule("RUG-MC-PROPOSE", frozenset({SEATS, STAFF}), says=_("Only Members and officers propose matters.")),
    "view": OwnRule("RUG-MC-PROPOSE", DEMOCRATIC, of="proposer_id", says=_("Only whoever proposed it and Democratic Services see this.")),
    "decide": OfficeRule("RUG-MC-PROPOSE", DEMOCRATIC, says=_("Only Democratic Services decide on what was proposed.")),
    "take_back": OwnRule("RUG-MC-PROPOSE", of="proposer_id", says=_("Only whoever proposed it takes it back.")),
}
MEETINGS = {
    "view": OfficeRule("RUG-MC", says=_("Sign in as a Member or an officer to see this.")),
    "import": OfficeRule("RUG-MC", DEMOCRATIC, says=ONLY_DEMOCRATIC),
}
UNASKED, GIVEN, REFUSED = "unasked", "given", "refused"  # what whoever said something answered: may a case be made of it?


@dataclass(frozen=True)
class RaiseRule(OfficeRule):
    """A case from what was said: by a Member whom it concerns, and never where whoever said it does not agree (RUG-WORKSHOP)."""

    def rows(self, queryset, user):
        """Of an event that took place: the words that the Member wrote down, of events where they were (before that is recorded: said that
        they come), and that concern a ward of theirs (one that is named with the words, or that the event was for)."""
        if not self.given_to(user):
            return queryset.none()
        me, mine = user.person_id, user.principals
        there = Q(event__presences__person=me) | Q(event__came_at=None, event__answers__person=me, event__answers__state="coming")
        of_ward = Q(ward__principal__in=mine) | Q(ward=None, event__invitations__until=None, event__invitations__principal__in=mine,
                                                  event__invitations__principal__kind="ward")
        mine = queryset.filter(Q(author=me) | there | of_ward, event__status__in=[HELD, CLOSED], withdrawn_at=None)
        return mine.exclude(consent=REFUSED).distinct()


@dataclass(frozen=True)
class AmendRule(OwnRule):
    """What was written down is corrected and withdrawn by whoever wrote it down, while they read the event, and by Democratic Services."""

    def rows(self, queryset, user):
        """Of an event that took place, also once everything is followed up: consent may be taken back at any time."""
        return super().rows(queryset, user).filter(event__status__in=[HELD, CLOSED])


REMARKS = {
    "raise": RaiseRule("RUG-WORKSHOP", frozenset({SEATS}), says=_(
        "Only a Member who was there, or for the ward that it concerns, raises a case from what was said.")),
    "amend": AmendRule("RUG-MC-AFTER", DEMOCRATIC, of="author_id", says=_(
        "Only whoever wrote it down and Democratic Services correct or withdraw what was said.")),
}
NAMEABLE = TAKERS  # who holds one of these posts can be named as an officer of an event
