"""The count of both clocks: what officers owed Members and Members owed officers, by service and quarter. Numbers, never a name.

Counted every hour, by the clock, into a table of its own: pages read that and never look at cases (docs/decisions/counting.md).
"""
import datetime
import statistics
from typing import NamedTuple

from django.core.cache import cache
from django.db import transaction
from django.db.models import Case, Count, DurationField, ExpressionWrapper, F, Q, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from casework.models import CaseClock, CaseEntry, Outcome, ServiceCount
from council_portal.access.decisions import require
from council_portal.accounts.models import Service
from council_portal.audit.services import record
from council_portal.clock.days import LONDON, start_of

Clock, Turn = CaseClock.Kind, CaseEntry.Kind
ENDS = [Turn.ANSWER, Turn.ESCALATED, Turn.REPLIED, Turn.WENT_ON]  # the turns that end one of the two clocks
GIVEN = {Clock.ANSWER: Turn.ANSWER, Clock.MEMBER: Turn.REPLIED}  # the turn that gives what was owed
SMALL = 5
COUNT_EVERY = 3600  # seconds
BACK = 8  # quarters that can be chosen, the present one among them


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
    """One of the two clocks in one service while it is counted. lates: days late, one for each. without: ended without what was owed.

    overdue: of those awaited, how many whose day had gone by.
    """

    def __init__(self):
        self.awaited, self.overdue, self.in_time, self.lates, self.without = 0, 0, 0, [], 0

    def figures(self):
        """As it is stored. median: of the days late, None where nothing was."""
        median = statistics.median(self.lates) if self.lates else None
        return {"awaited": self.awaited, "overdue": self.overdue, "in_time": self.in_time, "late": len(self.lates), "median": median,
                "without": self.without}


class Figures:
    """One service in one quarter: what officers owed Members, what Members owed officers (SEC-3.4), who came back, how answers ended."""

    def __init__(self):
        self.sides, self.came_back = {Clock.ANSWER: Side(), Clock.MEMBER: Side()}, 0
        self.outcomes = dict.fromkeys([*Outcome.values, ""], 0)

    def put(self, clock, how, what, many):
        """Add one group. clock: "" for turns that are counted by themselves; what: days late, the outcome, or of one that is
        awaited whether its day has gone by."""
        side = self.sides.get(clock)
        if side is None and how == Turn.CAME_BACK:
            self.came_back += many
        elif side is None:
            self.outcomes[what] += many
        elif not how:
            side.awaited += many
            side.overdue += many if what else 0
        elif how != GIVEN[clock]:
            side.without += many
        elif what > 0:
            side.lates += [what] * many
        else:
            side.in_time += many

    def as_json(self):
        """As `ServiceCount.figures` keeps it."""
        return {"officers": self.sides[Clock.ANSWER].figures(), "members": self.sides[Clock.MEMBER].figures(), "came_back": self.came_back,
                "outcomes": self.outcomes}


def count_anew(today=None):
    """Due by the clock, once an hour: count the present quarter and the one before, and those that were never counted.

    Older ones stay as they were counted. Returns how many quarters were counted.
    """
    if today is None and not cache.add("casework.counted", True, COUNT_EVERY):
        return 0
    there, known = quarters(today), set(ServiceCount.objects.values_list("quarter", flat=True).distinct())
    wanted = [one for one in there if one in there[:2] or str(one) not in known]
    for quarter in wanted:
        count(quarter)
    return len(wanted)


@transaction.atomic
def count(quarter):
    """Count one quarter, for every service that is there or has something to show; a directorate only where it has.

    Three statements read the cases' clocks and turns, however many there are.
    """
    found = {pk: Figures() for pk in Service.objects.filter(ended_on=None, parts=None).values_list("pk", flat=True)}
    for tally in (tally_ended, tally_awaited, tally_turns):
        for service, *group in tally(quarter):
            found.setdefault(service, Figures()).put(*group)
    ServiceCount.objects.bulk_create(
        [ServiceCount(quarter=str(quarter), service_id=pk, figures=one.as_json(), counted_at=timezone.now()) for pk, one in found.items()],
        update_conflicts=True, unique_fields=["quarter", "service"], update_fields=["figures", "counted_at"])


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
    """(service, clock, "", has its day gone by?, how many) of the clocks that ran at the end of the quarter, or run now. One that stands
    still has no day."""
    _first, after = quarter.instants
    day = min(quarter.after.first, timezone.localdate())
    gone_by = Case(When(due_on__lt=day, then=True), default=False)
    rows = CaseClock.objects.filter(Q(stopped_at=None) | Q(stopped_at__gte=after), kind__in=[Clock.ANSWER, Clock.MEMBER],
                                    started_at__lt=after).order_by()
    grouped = rows.annotate(late=gone_by).values_list("case__service", "kind", "late").annotate(many=Count("pk"))
    return [(service, kind, "", late, many) for service, kind, late, many in grouped]


def tally_turns(quarter):
    """(service, "", turn, outcome, how many): Members who came back, and how answers ended."""
    first, after = quarter.instants
    rows = CaseEntry.objects.filter(kind__in=[Turn.CAME_BACK, Turn.ANSWER], at__gte=first, at__lt=after).order_by()
    grouped = rows.values_list("case__service", "kind", "outcome").annotate(many=Count("pk"))
    return [(service, "", kind, outcome, many) for service, kind, outcome, many in grouped]


def veiled(number):
    """Is this number of what Members did so small that one of them could be told from it?"""
    return 0 < number < SMALL


@transaction.atomic
def take_out(quarter, *, actor):
    """Record that the count of a quarter left the portal as a file. actor: the User."""
    require(actor, "view", ServiceCount)
    record(None, "count of both clocks exported", actor=actor.person, detail=str(quarter))
