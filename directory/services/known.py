"""What the portal knows of the officers before a list is taken in: read once, in a fixed number of statements."""
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from council_portal.accounts.models import Appointment, Person, Principal, Service
from council_portal.accounts.policy import SEATS, STAFF
from directory.models import Officer
from directory.officers_csv import GIVEN

AUTHORITY = "HR list read on "  # how the authority of every appointment begins that a list gave, and of no other

GROUPS = ("look", "begun", "ended", "missing", "services", "new", "changed")  # of what is said, in this order


def heading_of(group):
    """What stands above the sentences of a group."""
    return {"services": _("Services that are new"), "new": _("Officers who are new"), "begun": _("Posts that begin"),
            "ended": _("Posts that end"), "changed": _("Entries that change"), "missing": _("No longer in the list"),
            "look": _("To look at")}[group]


class Known:
    """Officers by their staff number (in small letters), and who holds, held and left what.

    `staff`, `left`: {person id: the instant at which they stop, or stopped, being an officer}.
    `posts`: {person id: {(post word, service id or None): appointment}}, held today or later, as holder, of the posts that a list gives.
    """

    def __init__(self, now):
        entries = Officer.objects.select_related("person", "service", "line_manager")
        self.entries = {entry.person_id: entry for entry in entries}
        self.officers = {entry.staff_id.casefold(): entry for entry in self.entries.values() if entry.staff_id}
        self.first = not self.officers
        self.services = {service.name.casefold(): service for service in Service.objects.all()}
        self.principals = {(p.post, p.service_id): p for p in Principal.objects.filter(kind=Principal.Kind.POST, group=None)}
        staff = Appointment.objects.filter(principal__post=STAFF).values_list("person_id").annotate(Max("until"))
        until = dict(staff.order_by())
        self.staff = {person: end for person, end in until.items() if end > now}
        self.left = {person: end for person, end in until.items() if end <= now}
        self.members = set(Appointment.objects.filter(principal__post=SEATS).values_list("person_id", flat=True))
        self.posts = defaultdict(dict)
        rows = Appointment.objects.filter(principal__post__in=GIVEN, until__gt=now, role=Appointment.Role.HOLDER)
        for row in rows.select_related("principal", "person").order_by("pk"):
            self.posts[row.person_id].setdefault((row.principal.post, row.principal.service_id), row)


@dataclass
class Run:
    """One import under way: when, by whom, which columns there are, what was known, and what it has come to."""

    known: Known
    now: datetime
    day: date
    columns: frozenset[str]
    actor: Person | None = None
    keepers_ended: bool = False  # did an appointment to Democratic Services end?
    counts: Counter = field(default_factory=Counter)
    said: dict[str, list[str]] = field(default_factory=lambda: {group: [] for group in GROUPS})

    @property
    def authority(self):
        """By what authority a post is held that the list names."""
        return f"{AUTHORITY}{self.day.day} {self.day:%B %Y}"

    def count(self, what, many=1):
        """created, updated, unchanged or missing: so many more."""
        self.counts[what] += many

    def say(self, group, sentence):
        """A line for the person who reads what the import came to."""
        self.said[group].append(str(sentence))
