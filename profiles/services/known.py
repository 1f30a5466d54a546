"""What the portal knows of the Members before a feed is taken in: read once, in a fixed number of statements."""
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from council_portal.accounts.models import Appointment, GroupMembership, Person, PoliticalGroup, Principal, Ward
from council_portal.accounts.policy import SEATS
from profiles.models import Member, PartyMembership, ProposedLeaving, Term, WardTitle

SOURCE = "moderngov"

GROUPS = ("look", "missing", "ended", "begun", "changed", "wards", "groups", "new")  # of what is said, in this order


def heading_of(group):
    """What stands above the sentences of a group."""
    return {"look": _("To look at"), "missing": _("No longer in the feed"), "ended": _("Seats and terms that end"),
            "begun": _("Seats and terms that begin"), "changed": _("Profiles that change"), "wards": _("Wards that are new in the feed"),
            "groups": _("Political groups that are new"), "new": _("Members who are new")}[group]


class Known:
    """Members by their number, and for each person the seats, terms, party, group and proposal that are not ended.

    `sitting`: {person id: person} of whoever has a seat on the council, whether a feed or somebody here gave it.
    `seats`: {person id: {ward id: appointment}}; a Member without a ward has {None: their seat on the council}. A seat that
    begins later counts: it has been taken in.
    """

    def __init__(self, now):
        self.members = {m.source_id: m for m in Member.objects.filter(source=SOURCE).select_related("person")}
        self.first = not self.members
        self.titles = {t.title: t.ward for t in WardTitle.objects.filter(source=SOURCE).select_related("ward")}
        self.wards = {w.name: w for w in Ward.objects.all()}
        self.groups = {g.name: g for g in PoliticalGroup.objects.all()}
        self.group_of = {row.person_id: row for row in GroupMembership.objects.filter(ended_on=None).select_related("group")}
        self.party_of = {row.person_id: row for row in PartyMembership.objects.filter(ended_on=None)}
        proposals = ProposedLeaving.objects.filter(outcome__in=ProposedLeaving.UNSETTLED).select_related("person")
        self.proposals = {p.person_id: p for p in proposals}
        self.terms = defaultdict(list)
        for term in Term.objects.filter(source=SOURCE).select_related("ward"):
            self.terms[term.person_id].append(term)
        self.seats = self._seats(now)
        members = Appointment.objects.filter(principal__post=SEATS).values_list("person_id").annotate(Max("until"))
        self.left = {person: until for person, until in members.order_by() if until <= now}

    def _seats(self, now):
        rows = Appointment.objects.filter(Q(principal__kind=Principal.Kind.WARD) | Q(principal__post=SEATS),
                                          until__gt=now, role=Appointment.Role.HOLDER)
        council, wards = {}, defaultdict(dict)
        self.sitting = {}
        for row in rows.select_related("principal", "person").order_by("pk"):
            if row.principal.post == SEATS:
                council[row.person_id] = row
                self.sitting[row.person_id] = row.person
            else:
                wards[row.person_id][row.principal.ward_id] = row
        return {person: wards.get(person) or {None: row} for person, row in council.items()}

    def ward_called(self, title):
        """The ward that the feed calls so, or None."""
        return self.titles.get(title)


@dataclass
class Run:
    """One import under way: when, by whom, what was known, the terms still to be written, and what it has come to."""

    known: Known
    now: datetime
    day: date
    actor: Person | None = None
    begun: list[Term] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)
    said: dict[str, list[str]] = field(default_factory=lambda: {group: [] for group in GROUPS})

    @property
    def authority(self):
        """By what authority a seat is held that the feed names."""
        return f"ModernGov feed read on {self.day.day} {self.day:%B %Y}"

    def count(self, what, many=1):
        """created, updated, unchanged or missing: so many more."""
        self.counts[what] += many

    def say(self, group, sentence):
        """A line for the person who reads what the import came to."""
        self.said[group].append(str(sentence))
