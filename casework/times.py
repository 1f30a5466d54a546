"""How long each service takes over each kind of matter (NNC-TIME): what the protocol says, what the council has set, which counts."""
import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from casework import clocks, policy
from casework.models import CaseClock, ServiceTime
from casework.routing import first_step
from council_portal.access.decisions import require
from council_portal.audit.services import record
from council_portal.protocol.services import route_under

Kind = CaseClock.Kind
YEAR = 366  # days from which both are counted
LONGEST = 90  # days that a service may give itself


class TooLate(ValueError):
    """A time that would end after the protocol's. kind; time: the protocol's; day: counted from it, own_on is later than its on."""

    def __init__(self, kind, time, day, own_on, on):
        super().__init__(kind)
        self.kind, self.time, self.day, self.own_on, self.on = kind, time, day, own_on, on


class Holds(NamedTuple):
    """What counts for one kind of clock: the time, and, where the service's own does, the protocol's beside it or None."""

    kind: str
    time: clocks.Time
    beside: clocks.Time | None = None


def kinds_of(matter):
    """The clocks that run in a matter of this kind: a plain request has that of the contact centre alone (SEC-3.1)."""
    return (Kind.REQUEST,) if matter == policy.REQUEST else clocks.OFFICERS


def of_protocol(version, matter, kind):
    """What this version of the protocol says of the clock of a matter that a Member raises; None where it says nothing.

    Protocols time the answer only.
    """
    return clocks.protocol_time(first_step(route_under(version, matter, "member"))) if kind == Kind.ANSWER else None


def own_times(services):
    """What the council has set for these services: {(service's key, matter, kind): Time}. One statement."""
    rows = ServiceTime.objects.filter(service__in=services)
    return {(row.service_id, row.matter, row.kind): clocks.Time(row.days, row.unit, clocks.Source.SERVICE) for row in rows}


def holding(version, matter, own):
    """What counts for each clock of a matter today, as a list of Holds. own: {kind: Time} of the service."""
    found = []
    for kind in kinds_of(matter):
        said, set_here = of_protocol(version, matter, kind), own.get(kind)
        both = [time for time in (said, set_here) if time]
        time = min(both, key=lambda one: clocks.count(one, timezone.now()).on) if both else clocks.own_time(kind)
        found.append(Holds(kind, time, said if time == set_here else None))
    return found


def first_later(own, time):
    """The first day of the year to come from which one time ends after another: (day, the day it ends, the other's), or None.

    Both are counted from every day, so that weekends and bank holidays wherever they fall have their say.
    """
    today = timezone.localdate()
    for ahead in range(YEAR):
        at = clocks.noon(today + datetime.timedelta(days=ahead))
        ends, other = clocks.count(own, at).on, clocks.count(time, at).on
        if ends > other:
            return today + datetime.timedelta(days=ahead), ends, other
    return None


@transaction.atomic
def set_times(service, matter, *, actor, version, given):
    """Set how long a service takes over one kind of matter (NNC-TIME). What is logged from now on is counted by it; running clocks stay.

    given: {kind: (days, unit)}, or {kind: None} for the protocol's or the portal's own. version: the protocol in force. Raises TooLate for
    a time that would end after the protocol's from any day of the coming year, KeyError for a clock that such a matter has not.
    """
    require(actor, "change", ServiceTime(service=service, matter=matter))
    before = own_times([service])
    for kind, wanted in given.items():
        if kind not in kinds_of(matter):
            raise KeyError(kind)
        refuse_later(version, matter, kind, wanted)
        there = before.get((service.pk, matter, kind))
        if (there[:2] if there else None) == wanted:
            continue
        rows = ServiceTime.objects.filter(service=service, matter=matter, kind=kind)
        if wanted is None:
            rows.delete()
        else:
            days, unit = wanted
            ServiceTime.objects.update_or_create(service=service, matter=matter, kind=kind, defaults={"days": days, "unit": unit})
        record(service, "time of a service set", actor=actor.person, detail=f"{matter} {kind}: {in_short(there)} > {in_short(wanted)}")


def refuse_later(version, matter, kind, wanted):
    """Raise TooLate where the protocol says an earlier time."""
    said = of_protocol(version, matter, kind)
    found = first_later(clocks.Time(*wanted, clocks.Source.SERVICE), said) if said and wanted else None
    if found:
        raise TooLate(kind, said, *found)


def in_short(time):
    """A time as the record keeps it."""
    return f"{time[0]} {time[1]}" if time else "none"
