"""The times that are counted in a case: how long, by whose rule, from when; pauses, extensions, and the next date of the case.

Every change of a clock is followed by `dates`, whose columns go into the same `move`: a case always has a next date.
"""
import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from casework.models import NO_DATE, CaseClock, CaseEntry, ServiceTime, Status
from council_portal.clock.days import at_london, london_date
from council_portal.clock.due import ClockStopped, due

Kind, Source = CaseClock.Kind, CaseClock.Source
WOUND = ["started_at", "pauses", "extensions", "due_on", "working", "more_days", "reminded_on"]
OFFICERS = (Kind.ACKNOWLEDGE, Kind.ANSWER, Kind.UPDATE)  # what a question to the Member stops
Turn = CaseEntry.Kind
WORD = (Turn.ACKNOWLEDGED, Turn.UPDATE, Turn.ASKED, Turn.ANSWER, Turn.SETTLED)  # what an officer says to the Member
KEPT_BY = {Kind.ACKNOWLEDGE: WORD, Kind.UPDATE: WORD, Kind.ANSWER: (Turn.ANSWER,), Kind.MEMBER: (Turn.REPLIED,), Kind.REQUEST: ()}
ENDS = (*WORD, Turn.REPLIED, Turn.WENT_ON, Turn.ESCALATED, Turn.CLOSED, Turn.TURNED)


class Time(NamedTuple):
    """How long something may take, in calendar or working days, and by whose rule; clause: of the protocol, or ""."""

    days: int
    unit: str
    source: str
    clause: str = ""


def protocol_time(step):
    """The time that a step of a route names; None where it names none."""
    if step is None or (step.within_days is None and step.within_working_days is None):
        return None
    if step.within_days is not None:
        return Time(step.within_days, "calendar", Source.PROTOCOL, step.timed_by or "")
    return Time(step.within_working_days, "working", Source.PROTOCOL, step.timed_by or "")


def service_time(kind, service, matter):
    """The time that the council has set for this kind of clock, service and kind of matter (NNC-TIME); None where it has not."""
    row = ServiceTime.objects.filter(kind=kind, service=service, matter=matter).first() if service else None
    return Time(row.days, row.unit, Source.SERVICE) if row else None


def own_time(kind):
    """The portal's own time, a setting in working days."""
    days = {
        Kind.ACKNOWLEDGE: settings.ACKNOWLEDGE_WORKING_DAYS, Kind.ANSWER: settings.REPLY_WORKING_DAYS,
        Kind.UPDATE: settings.UPDATE_WORKING_DAYS, Kind.MEMBER: settings.REPLY_WORKING_DAYS, Kind.REQUEST: settings.REQUEST_WORKING_DAYS,
    }
    return Time(days[kind], "working", Source.PORTAL)


def time_of(kind, *, at, step=None, service=None, matter=""):
    """Which time counts: of the protocol's and the service's own the one that ends earlier; the portal's where neither says one.

    at: the instant from which it is counted.
    """
    found = [time for time in (protocol_time(step), service_time(kind, service, matter)) if time]
    return min(found, key=lambda time: count(time, at).on) if found else own_time(kind)


def count(time, at, *, pauses=(), extensions=()):
    """When a time that is counted from an instant ends, as `clock.due.Due`. Raises ClockStopped while a pause goes on."""
    wanted = {"days" if time.unit == "calendar" else "working_days": time.days}
    more = {"extensions": extensions} if extensions else {}
    return due(at, **wanted, nation=settings.COUNCIL_NATION, pauses=pauses, **more)


def working_days_on(days, at=None):
    """The London day so many working days after an instant (now): for dates that are the portal's own."""
    return due(at or timezone.now(), working_days=days, nation=settings.COUNCIL_NATION).on


def noon(day):
    """An instant of this London day, from which days can be counted."""
    return at_london(day, datetime.time(12))


def start(case, kind, time, at):
    """Begin a clock. One of a kind runs in a case at a time. Returns it."""
    return wind(CaseClock(case=case, kind=kind, started_at=at, days=time.days, unit=time.unit, source=time.source, clause=time.clause))


def wind(clock):
    """Work out anew when a clock ends, and keep it. While it stands still it has no end."""
    counted = counted_of(clock, clock.extensions)
    clock.due_on, clock.working = (counted.on, counted.as_json()) if counted else (None, None)
    # Not when it was stopped: somebody may have stopped it since it was read.
    clock.save(update_fields=WOUND if clock.pk else None)
    return clock


def counted_of(clock, extensions):
    """When a clock ends with these extensions, as `clock.due.Due`; None while it stands still."""
    day = datetime.date.fromisoformat
    pauses = [(day(first), day(last) if last else None) for first, last in clock.pauses]
    agreed = [(days, day(on)) for days, on in extensions]
    try:
        return count(Time(clock.days, clock.unit, clock.source), clock.started_at, pauses=pauses, extensions=agreed)
    except ClockStopped:
        return None


def extended(clock, days, at=None):
    """The extensions of a clock with so many more days of its own kind, agreed at this instant (now), as it keeps them."""
    return [*clock.extensions, [days, london_date(at or timezone.now()).isoformat()]]


def with_more(clock):
    """The London day on which a clock would end if the days that are asked for were agreed now; None while it stands still."""
    counted = counted_of(clock, extended(clock, clock.more_days))
    return counted.on if counted else None


def with_ends(case):
    """The clocks of a case, oldest first, each with `ended_by`: the kind of the turn that stopped it; None where none did. One statement.
    """
    turns = CaseEntry.objects.filter(case=OuterRef("case"), at=OuterRef("stopped_at"), kind__in=ENDS).order_by("-pk")
    return list(case.clocks.annotate(ended_by=Subquery(turns.values("kind")[:1])))


def running(case):
    """The clocks that run in a case, {kind: clock}."""
    return {clock.kind: clock for clock in case.clocks.filter(stopped_at=None)}


def stop(case, *kinds, at=None):
    """Stop the clocks of these kinds, or all. Returns how many ran."""
    rows = case.clocks.filter(stopped_at=None)
    return (rows.filter(kind__in=kinds) if kinds else rows).update(stopped_at=at or timezone.now(), more_days=None)


def pause(case, at):
    """The officer waits for the Member: the officer's clocks stand still from this day (SEC-3.4)."""
    for clock in case.clocks.filter(stopped_at=None, kind__in=OFFICERS):
        clock.pauses = [*clock.pauses, [london_date(at).isoformat(), None]]
        wind(clock)


def resume(case, at):
    """The officer's clocks go on, on this day."""
    for clock in case.clocks.filter(stopped_at=None, kind__in=OFFICERS):
        clock.pauses = [[first, last or london_date(at).isoformat()] for first, last in clock.pauses]
        wind(clock)


def officer_spoke(case, at):
    """An officer told the Member something: it is acknowledged, and the time to the next update is counted from here.

    While the officers' clocks stand still this one goes on standing still.
    """
    stop(case, Kind.ACKNOWLEDGE, at=at)
    update = case.clocks.filter(stopped_at=None, kind=Kind.UPDATE).first()
    if update:
        still = bool(update.pauses) and update.pauses[-1][1] is None
        update.started_at, update.reminded_on = at, None
        update.pauses = [[london_date(at).isoformat(), None]] if still else []
        wind(update)


def dates(case, status, at=None):
    """The dates of a case that comes to this status, as columns: when an answer is due with its working, and the next date.

    at: the instant at which it comes to it, now when left out. The date of an answer stays as it was while the clock stands still or
    has been stopped.
    """
    going = running(case)
    columns, answer = {"next_on": next_on(status, going, at)}, going.get(Kind.ANSWER)
    if answer and answer.due_on and not case.taken_further:
        columns |= {"due_on": answer.due_on, "due_working": answer.working}
    return columns


def next_on(status, going, at=None):
    """The day by which the next thing is due of whoever has the case. going: the clocks that run. at: since when it has this status."""
    if status == Status.CLOSED:
        return NO_DATE
    if status == Status.ANSWERED:
        return working_days_on(settings.ANSWER_OPEN_WORKING_DAYS, at)
    if status == Status.UNROUTED:
        return working_days_on(settings.ROUTE_WORKING_DAYS, at)
    wanted = {Status.WITH_MEMBER: [Kind.MEMBER], Status.WITH_CENTRE: [Kind.REQUEST]}.get(status, OFFICERS)
    found = [going[kind].due_on for kind in wanted if kind in going and going[kind].due_on]
    return min(found) if found else working_days_on(settings.UPDATE_WORKING_DAYS, at)
