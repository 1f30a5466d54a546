"""The count of both clocks: what officers owed Members and Members owed officers, by service and quarter. Numbers, never a name.

It counts without looking at cases (docs/decisions/counting.md): grouped by service alone, small numbers of what Members did veiled.
"""
import datetime
import statistics
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from casework import policy
from casework.models import CaseClock, CaseEntry, Outcome
from council_portal.access.decisions import can, require
from council_portal.accounts.models import Service
from council_portal.audit.services import record
from council_portal.clock.days import LONDON, start_of

Clock, Turn = CaseClock.Kind, CaseEntry.Kind
ENDS = [Turn.ANSWER, Turn.ESCALATED, Turn.REPLIED, Turn.WENT_ON]  # the turns that end one of the two clocks
SMALL = 5
BACK = 8  # quarters that can be chosen, the present one among them


class Counts:
    """What the count is asked of: who may read it (`can(user, "view", Counts)`)."""

    RULES = policy.COUNTS


class Quarter(NamedTuple):
    """Three months of the calendar, London. number: 1 from January, 4 from October."""

    year: int
    number: int

    @property
    def first(self):
        """Its first day."""
        return datetime.date(self.year, 3 * self.number - 2, 1)

    @property
    def after(self):
        """The one that follows."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self):
        """The one that came before."""
        return Quarter(self.year - (self.number == 1), (self.number + 2) % 4 + 1)

    @property
    def instants(self):
        """From the first instant to the first one after it."""
        return start_of(self.first), start_of(self.after.first)

    def __str__(self):
        return f"{self.year}-{self.number}"


def quarters(today=None):
    """Those that can be chosen, the present one first."""
    day = today or timezone.localdate()
    found = [Quarter(day.year, (day.month + 2) // 3)]
    while len(found) < BACK:
        found.append(found[-1].before)
    return found


class Side:
    """One of the two clocks in one service. given: {days late or 0: how many}. without: ended without what was asked for."""

    def __init__(self):
        self.awaited, self.in_time, self.lates, self.without = 0, 0, [], 0

    @property
    def late(self):
        """How many came late."""
        return len(self.lates)

    @property
    def median(self):
        """The median of the days by which they were late; None where none was."""
        return statistics.median(self.lates) if self.lates else None


class Row:
    """One service in one quarter."""

    def __init__(self, name):
        self.name, self.came_back = name, 0
        self.sides = {Clock.ANSWER: Side(), Clock.MEMBER: Side()}
        self.outcomes = dict.fromkeys([*Outcome.values, ""], 0)

    @property
    def officers(self):
        """What officers owed Members."""
        return self.sides[Clock.ANSWER]

    @property
    def members(self):
        """What Members owed officers (SEC-3.4)."""
        return self.sides[Clock.MEMBER]

    @property
    def nothing(self):
        """Was there nothing at all?"""
        sides = any(side.awaited or side.in_time or side.lates or side.without for side in self.sides.values())
        return not (sides or self.came_back or any(self.outcomes.values()))


def count(user, quarter):
    """The rows of the services that this reader answers for, or of all: [Row], by name. Raises Forbidden for who may not.

    Six statements at most, however many cases. A service that has ended is there while it has something to show.
    """
    require(user, "view", Counts)
    services = Service.objects.order_by("name")
    if not user.posts & policy.COUNTS_OF_ALL:
        services = services.filter(pk__in=policy.services_of(user, policy.COUNTS_OF_SERVICE))
    rows, ended = {}, set()
    for pk, name, ended_on in services.values_list("pk", "name", "ended_on"):
        rows[pk] = Row(name)
        ended |= {pk} if ended_on else set()
    for tally in (tally_ended, tally_awaited, tally_turns):
        for service, *found in tally(quarter):
            if service in rows:
                put(rows[service], *found)
    return [row for pk, row in rows.items() if pk not in ended or not row.nothing]


def tally_ended(quarter):
    """(service, clock, how it ended, days late or less, how many) of the clocks that ended in the quarter."""
    first, after = quarter.instants
    day = TruncDate("stopped_at", tzinfo=LONDON)
    rows = CaseClock.objects.filter(
        kind__in=[Clock.ANSWER, Clock.MEMBER], stopped_at__gte=first, stopped_at__lt=after, case__entries__kind__in=ENDS,
        case__entries__at=F("stopped_at"), case__entries__at__gte=first, case__entries__at__lt=after)
    rows = rows.annotate(late=ExpressionWrapper(day - F("due_on"), output_field=DurationField())).order_by()
    grouped = rows.values_list("case__service", "kind", "case__entries__kind", "late").annotate(many=Count("pk"))
    return [(service, kind, how, late.days if late else 0, many) for service, kind, how, late, many in grouped]


def tally_awaited(quarter):
    """(service, clock, "", 0, how many) of the clocks that ran at the end of the quarter, or run now."""
    _first, after = quarter.instants
    rows = CaseClock.objects.filter(Q(stopped_at=None) | Q(stopped_at__gte=after), kind__in=[Clock.ANSWER, Clock.MEMBER],
                                    started_at__lt=after).order_by()
    return [(service, kind, "", 0, many) for service, kind, many in rows.values_list("case__service", "kind").annotate(many=Count("pk"))]


def tally_turns(quarter):
    """(service, "", turn, outcome, how many): Members who came back, and how answers ended."""
    first, after = quarter.instants
    rows = CaseEntry.objects.filter(kind__in=[Turn.CAME_BACK, Turn.ANSWER], at__gte=first, at__lt=after).order_by()
    grouped = rows.values_list("case__service", "kind", "outcome").annotate(many=Count("pk"))
    return [(service, "", kind, outcome, many) for service, kind, outcome, many in grouped]


def put(row, clock, how, what, many):
    """Add one group to the row of its service."""
    if not clock:
        if how == Turn.CAME_BACK:
            row.came_back += many
        else:
            row.outcomes[what] += many
        return
    side = row.sides[clock]
    if not how:
        side.awaited += many
    elif how == (Turn.ANSWER if clock == Clock.ANSWER else Turn.REPLIED):
        side.lates += [what] * many if what > 0 else []
        side.in_time += many if what <= 0 else 0
    else:
        side.without += many


def veiled(number):
    """Is this number of what Members did so small that one of them could be told from it?"""
    return 0 < number < SMALL


@transaction.atomic
def take_out(quarter, *, actor):
    """Record that the count of a quarter left the portal as a file. actor: the User."""
    require(actor, "view", Counts)
    record(None, "count of both clocks exported", actor=actor.person, detail=str(quarter))


def may_count(user):
    """May this reader see a count at all?"""
    return can(user, "view", Counts)
