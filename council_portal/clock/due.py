"""Due dates with their working shown, so that the page can say how a date was arrived at.

The day of receipt is day 0. Calendar days are never moved, be it Christmas Day. A pause stops whole days: the day on which it
begins and those that follow, but not the day on which it ends, so that an answer is never due before the pause is over.
An extension adds days of the clock's own kind to those wanted: calendar days to calendar days, working days to working days.

What a pause does, by where it stands:
- It begins on the day of receipt or before it: day 0 is not counted anyway; only the days after it stand still.
- It begins on the due date: that day stands still, and the answer is due on the day the pause ends, if that is a day that counts.
- It begins after the due date: it comes too late and changes nothing.
- It begins and ends on the same day: no whole day stands still.
- Two pauses that touch stop each day of both; two that overlap stop each day once.
- Over a weekend, a bank holiday or a closure: a day that would not have counted is not made up for.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple, Self

from council_portal.clock.days import london_date
from council_portal.clock.working import HolidaysUnknown, Skipped, WorkingDays

Kind = Literal["calendar", "working"]
Pause = tuple[date, date | None]
Extension = tuple[int, date]

# What a line of working may be, in the order in which lines come. The page words each of them.
LINE_KINDS = ("received", "counted", "extended", "bank_holiday", "closure", "paused", "holidays_unknown", "due")

OPEN_ENDED = date.max
ONE_DAY = timedelta(days=1)


class ClockStopped(ValueError):
    """A pause that has not ended stops the clock before its last day: there is no due date until it ends."""


class Line(NamedTuple):
    """One line of working: what it is about (one of LINE_KINDS) and its dates and figures."""

    kind: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Due:
    """A due date and how it was computed.

    `days` are those of the rule; `extended` are (days more, the day on which they were agreed), in the order of agreement.
    `skipped` are the days left out of working days; a day of a pause stands in `paused` only. `unknown_years` are those whose
    bank holidays were needed and are not known: the date may then be too early, and the page has to say so.
    """

    on: date
    received: date
    days: int
    kind: Kind
    nation: str = ""
    skipped: tuple[Skipped, ...] = ()
    paused: tuple[tuple[date, date], ...] = ()
    unknown_years: tuple[int, ...] = ()
    extended: tuple[Extension, ...] = ()

    def working(self) -> list[Line]:
        """Return the arithmetic as lines for the page to word and translate. Weekends are a figure, other days a line each."""
        weekend_days = sum(day.reason == "weekend" for day in self.skipped)
        lines = [
            Line("received", {"on": self.received}),
            Line("counted", {"days": self.days, "kind": self.kind, "nation": self.nation, "weekend_days": weekend_days}),
        ]
        lines += [Line("extended", {"days": more, "on": agreed}) for more, agreed in self.extended]
        lines += [Line(day.reason, {"on": day.day, "name": day.name}) for day in self.skipped if day.reason == "bank_holiday"]
        lines += [Line(day.reason, {"on": day.day}) for day in self.skipped if day.reason == "closure"]
        # The day of receipt is not counted anyway, so a pause that begins on it stops the day after.
        stops = [(max(start, self.received + ONE_DAY), end) for start, end in self.paused]
        lines += [Line("paused", {"from": start, "to": end, "days": (end - start).days}) for start, end in stops]
        if self.unknown_years:
            lines.append(Line("holidays_unknown", {"years": self.unknown_years}))
        return [*lines, Line("due", {"on": self.on})]

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data for a JSON column; `from_json` is its inverse."""
        return {
            "on": self.on.isoformat(),
            "received": self.received.isoformat(),
            "days": self.days,
            "kind": self.kind,
            "nation": self.nation,
            "skipped": [[one.day.isoformat(), one.reason, one.name] for one in self.skipped],
            "paused": [[start.isoformat(), end.isoformat()] for start, end in self.paused],
            "unknown_years": list(self.unknown_years),
            "extended": [[more, agreed.isoformat()] for more, agreed in self.extended],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Return the Due that `as_json` wrote, with or without `extended`. KeyError or ValueError for anything else."""
        day = date.fromisoformat
        return cls(
            on=day(data["on"]),
            received=day(data["received"]),
            days=data["days"],
            kind=data["kind"],
            nation=data["nation"],
            skipped=tuple(Skipped(day(on), reason, name) for on, reason, name in data["skipped"]),
            paused=tuple((day(start), day(end)) for start, end in data["paused"]),
            unknown_years=tuple(data["unknown_years"]),
            # What was stored before there were extensions has no such key.
            extended=tuple((more, day(agreed)) for more, agreed in data.get("extended", ())),
        )


def due(
    received: datetime,
    *,
    days: int | None = None,
    working_days: int | None = None,
    nation: str = "england",
    closures: Iterable[date] = (),
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Extension] = (),
) -> Due:
    """Return when an answer is due to what came in at an instant: by so many calendar `days`, or so many `working_days`.

    A pause is (its first day, the day it ended); None or 9999-12-31 as its end means that it goes on. Nation and closures bear on
    working days only. An extension is (days more, the day on which they were agreed): its days are of the clock's own kind, and the
    day of agreement bears on nothing but the working shown. ClockStopped when a pause that goes on keeps the last day from being
    reached; ValueError unless exactly one of the two figures is given and is at least 1, for an extension of less than 1 day, a
    pause that ends before it begins, an unknown nation, a naive instant.
    """
    if (days is None) == (working_days is None):
        raise ValueError("Give either calendar days or working days.")
    wanted = days if days is not None else working_days
    if wanted < 1:
        raise ValueError(f"An answer is due in 1 day or more, not {wanted}.")
    extended = _agreed(extensions)
    start = london_date(received)
    stops = _checked(pauses)
    calendar = WorkingDays(nation, frozenset(closures)) if working_days is not None else None
    count = _count(start, wanted + sum(more for more, _ in extended), calendar, stops)
    return Due(
        on=count.on,
        received=start,
        days=wanted,
        kind="working" if calendar else "calendar",
        nation=calendar.nation if calendar else "",
        skipped=tuple(count.skipped),
        paused=tuple((first, last) for first, last in stops if first < last and start + ONE_DAY < last and first < count.on),
        unknown_years=tuple(sorted(count.unknown_years)),
        extended=extended,
    )


@dataclass
class _Count:
    on: date
    skipped: list[Skipped] = field(default_factory=list)
    unknown_years: set[int] = field(default_factory=set)


def _count(start: date, wanted: int, calendar: WorkingDays | None, stops: list[tuple[date, date]]) -> _Count:
    """Count `wanted` days from the day after `start`."""
    count, counted = _Count(start), 0
    while counted < wanted:
        count.on += ONE_DAY
        stop = next((stop for stop in stops if stop[0] <= count.on < stop[1]), None)
        if stop and stop[1] == OPEN_ENDED:
            raise ClockStopped(f"The clock has stood still since {stop[0].isoformat()}.")
        if stop:
            continue
        try:
            off = calendar.why_off(count.on) if calendar else None
        except HolidaysUnknown:
            # A matter still needs a date: the day is counted, and Due says what was not known.
            off = None
            count.unknown_years.add(count.on.year)
        if off:
            count.skipped.append(off)
        else:
            counted += 1
    return count


def _checked(pauses: Iterable[Pause]) -> list[tuple[date, date]]:
    """Return the pauses in order, a missing end as 9999-12-31."""
    stops = sorted((first, last or OPEN_ENDED) for first, last in pauses)
    for first, last in stops:
        if last < first:
            raise ValueError(f"A pause cannot end on {last.isoformat()}, before it begins on {first.isoformat()}.")
    return stops


def _agreed(extensions: Iterable[Extension]) -> tuple[Extension, ...]:
    """Return the extensions in the order in which they were agreed."""
    extended = tuple(sorted(((more, agreed) for more, agreed in extensions), key=lambda one: (one[1], one[0])))
    for more, agreed in extended:
        if more < 1:
            raise ValueError(f"An extension is of 1 day or more, not {more} (agreed on {agreed.isoformat()}).")
    return extended
