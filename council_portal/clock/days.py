"""The London calendar: which day an instant falls on, when a day begins, when a date has passed.

Adding hours to an instant is wrong by an hour twice a year. Here days are added to dates, and only then does a date become an
instant again, by the wall clock of London. The server's own time zone is never asked.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_date(instant: datetime) -> date:
    """Return the day it is in London at an instant. ValueError for an instant without a time zone."""
    if instant.utcoffset() is None:
        raise ValueError("An instant needs a time zone: the server's own is never assumed.")
    return instant.astimezone(LONDON).date()


def at_london(day: date, wall: time) -> datetime:
    """Return the instant, in UTC, at which the clocks of London show `wall` on `day`.

    Where they show it twice (October) it is the second time, and where they never do (March) it is as long after the change as
    was meant: what is embargoed until then never opens early. ValueError for a time with a zone of its own.
    """
    if wall.tzinfo is not None:
        raise ValueError("A wall clock time has no time zone of its own: it is London's.")
    return max(datetime.combine(day, wall.replace(fold=fold), LONDON).astimezone(UTC) for fold in (0, 1))


def odd_hour(day: date, wall: time) -> str:
    """Say what is odd about `wall` on `day` in London: "skipped" when the clocks never show it, "repeated" when twice, "" as a rule."""
    first, second = (datetime.combine(day, wall.replace(fold=fold), LONDON) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return ""
    return "repeated" if first.astimezone(UTC).astimezone(LONDON).time() == wall else "skipped"


def start_of(day: date) -> datetime:
    """Return the instant, in UTC, of 00:00 in London on `day`."""
    return at_london(day, time.min)


def is_overdue(due: date, now: datetime) -> bool:
    """Say whether `due` has passed: from 00:00 London of the day after it. ValueError for an instant without a time zone."""
    return london_date(now) > due


def before(day: date, days: int) -> date:
    """Return the date `days` calendar days before `day`: the last for what must be done so long before. ValueError below 0."""
    if days < 0:
        raise ValueError(f"Days before a date are counted from 0, not {days}.")
    return day - timedelta(days=days)


def days_late(due: date, stopped_on: date) -> int:
    """Return by how many calendar days what was due on `due` came late: 0 for what stopped the clock on that date or before."""
    return max(0, (stopped_on - due).days)
