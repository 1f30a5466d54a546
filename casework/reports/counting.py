"""The numbers of a report: counted by the database in a few grouped statements, whatever there is to count; no case is read.

Every number is of the same cases: those received in the period. Small ones are left out here, before anything is kept.
"""
import datetime
import statistics
from typing import NamedTuple

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import TruncDate, TruncMonth

from casework.models import Case, CaseClock, CaseEntry, Outcome
from casework.policy import RAISABLE, with_parts
from casework.reports.veil import LEAST, SMALL, veil, veil_answers
from council_portal.clock.days import LONDON, start_of

MOST_MONTHS = 36
IN_TIME, LATE, NONE = "in_time", "late", "none"
CAME_BACK, STAYED = "came_back", "stayed"
NOT_SAID, NO_WARD = "not_said", ""


class Scope(NamedTuple):
    """What is counted. first_on, last_on: London days, both counted. wards, services: objects, none for all; kinds: words, none for all.

    among: the keys of the services that the maker answers for, None for all.
    """

    first_on: datetime.date
    last_on: datetime.date
    wards: tuple = ()
    services: tuple = ()
    kinds: tuple = ()
    among: frozenset | None = None


def cases_of(scope):
    """The cases that are counted, as a queryset that is never read: what Members raised, not what officers asked of them."""
    after = scope.last_on + datetime.timedelta(days=1)
    where = Q(received__gte=start_of(scope.first_on), received__lt=start_of(after), matter__in=scope.kinds or RAISABLE)
    if scope.wards:
        where &= Q(ward__in=[ward.pk for ward in scope.wards])
    if scope.services:
        where &= Q(service__in=with_parts([service.pk for service in scope.services]))
    if scope.among is not None:
        where &= Q(service__in=scope.among)
    return Case.objects.filter(where).order_by()


def count(scope):
    """{"total", "tables": {name: [[word, number], ...]}, "days"}; None stands for a number that is not shown.

    Fewer than LEAST cases are not divided at all: no tables. days: the median from receipt to the first answer, in calendar days.
    """
    cases = cases_of(scope)
    total = cases.count()
    if total < LEAST:
        return {"total": total if total == 0 or total >= SMALL else None, "tables": {}, "days": None}
    times, days = answers(cases, total)
    outcomes = how_they_ended(cases, times)
    times, outcomes = veil_answers(times, outcomes)
    divided = {"months": veil(by_month(cases, scope)), "wards": veil(by_ward(cases, scope)), "services": veil(by_service(cases, scope)),
               "kinds": veil(by_kind(cases, scope)), "times": times, "outcomes": outcomes, "came_back": veil(by_return(cases, total))}
    return {"total": total, "tables": {name: rows for name, rows in divided.items() if len(rows) > 1}, "days": days}


def tally(cases, *columns):
    """{value of the columns: how many} in one statement."""
    rows = cases.values_list(*columns).annotate(many=Count("pk"))
    return {key[0] if len(key) == 1 else tuple(key): many for *key, many in rows}


def by_month(cases, scope):
    """Each month of the period, London, with those without a case: "2026-03"."""
    found = tally(cases.annotate(month=TruncMonth("received", tzinfo=LONDON)), "month")
    found = {f"{at.astimezone(LONDON):%Y-%m}": many for at, many in found.items()}
    return [[month, found.get(month, 0)] for month in months(scope.first_on, scope.last_on)]


def months(first_on, last_on):
    """The words of the months from one day to another."""
    numbers = range(first_on.year * 12 + first_on.month - 1, last_on.year * 12 + last_on.month)
    return [f"{number // 12}-{number % 12 + 1:02}" for number in numbers]


def by_ward(cases, scope):
    """By the ward that each case was raised for, which stays with it when wards change; those chosen without a case too."""
    found = {name or NO_WARD: many for name, many in tally(cases, "ward__name").items()}
    return in_order(dict.fromkeys((ward.name for ward in scope.wards), 0) | found)


def by_service(cases, scope):
    """By the service that has each case now; those chosen without a case too, unless they are there for their parts."""
    wholes = set(with_parts([one.pk for one in scope.services])) - {one.pk for one in scope.services} if scope.services else set()
    chosen = [one.name for one in scope.services] if not wholes else []
    return in_order(dict.fromkeys(chosen, 0) | tally(cases, "service__name"))


def in_order(found):
    """Rows by name, those without one last."""
    return sorted(([name, many] for name, many in found.items()), key=lambda row: (row[0] == "", row[0]))


def by_kind(cases, scope):
    """By kind of matter: what the report calls its themes."""
    found = tally(cases, "matter")
    return [[kind, found.get(kind, 0)] for kind in scope.kinds or RAISABLE]


def by_return(cases, total):
    """On how many of them the Member came back at least once."""
    back = cases.filter(times_back__gt=0).count()
    return [[CAME_BACK, back], [STAYED, total - back]]


def answers(cases, total):
    """([[in time, n], [late, n], [none, n]], median days to the first answer or None). In one statement.

    In time: the time that ran when the first answer came had its day still before it, and the Member had not taken the case further by
    then. A time that stood still for the Member's reply is not late.
    """
    turns = CaseEntry.objects.filter(case=OuterRef("case"))
    on_time = CaseClock.objects.annotate(ended=TruncDate("stopped_at", tzinfo=LONDON)).filter(
        Q(due_on=None) | Q(ended__lte=F("due_on")), case=OuterRef("case"), kind=CaseClock.Kind.ANSWER, stopped_at=OuterRef("at"))
    waited = TruncDate("at", tzinfo=LONDON) - TruncDate("case__received", tzinfo=LONDON)
    rows = answers_without(cases, Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk"))).annotate(
        waited=ExpressionWrapper(waited, output_field=DurationField()), on_time=Exists(on_time),
        further=Exists(turns.filter(kind=CaseEntry.Kind.ESCALATED, at__lte=OuterRef("at"))))
    found = tally(rows, "waited", "on_time", "further")
    in_time = sum(many for (_waited, on_time, further), many in found.items() if on_time and not further)
    answered = sum(found.values())
    days = [waited.days for (waited, _on_time, _further), many in found.items() for _each in range(many)]
    return ([[IN_TIME, in_time], [LATE, answered - in_time], [NONE, total - answered]],
            statistics.median(days) if answered >= SMALL else None)


def answers_without(cases, other):
    """The answers to these cases to which no other answer of the case is `other`: earlier, for the first; later, for the last."""
    others = CaseEntry.objects.filter(other, case=OuterRef("case"), kind=CaseEntry.Kind.ANSWER)
    return CaseEntry.objects.filter(~Exists(others), case__in=cases, kind=CaseEntry.Kind.ANSWER).order_by()


def how_they_ended(cases, times):
    """By what the last answer said, come back or not; the last row holds those without an answer, as `times` has it."""
    found = tally(answers_without(cases, Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))), "outcome")
    return [*([word, found.get(word, 0)] for word in Outcome.values), [NOT_SAID, found.get("", 0)], list(times[-1])]
