"""Working days: not weekends, not the nation's bank holidays, not the council's own closure days.

The bank holidays are GOV.UK's, as the package govuk-bank-holidays carries them; nothing is fetched. They are published a few
years ahead and no further, so a year that is not in the list is unknown: that is said, and nothing is worked out by guesswork.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from govuk_bank_holidays.bank_holidays import BankHolidays

NATIONS = MappingProxyType(
    {
        "england": BankHolidays.ENGLAND_AND_WALES,
        "wales": BankHolidays.ENGLAND_AND_WALES,
        "scotland": BankHolidays.SCOTLAND,
        "northern-ireland": BankHolidays.NORTHERN_IRELAND,
    }
)

# Proclaimed later than the package's list was made; a name already listed wins. The council adds what is newer as a closure day.
# 2026-06-15: proclaimed for Scotland on 4 February 2026 under the Banking and Financial Dealings Act 1971.
PROCLAIMED_SINCE = MappingProxyType({BankHolidays.SCOTLAND: {date(2026, 6, 15): "World Cup bank holiday"}})

Reason = Literal["weekend", "bank_holiday", "closure"]


class HolidaysUnknown(LookupError):
    """The bank holidays of that year are not in the list."""


class Skipped(NamedTuple):
    """A day that is no working day, why, and the bank holiday's name as GOV.UK gives it, in English."""

    day: date
    reason: Reason
    name: str = ""


@dataclass(frozen=True)
class WorkingDays:
    """The working days of a council: its nation, and the dates on which it closes besides. ValueError for an unknown nation."""

    nation: str = "england"
    closures: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.nation not in NATIONS:
            raise ValueError(f"Unknown nation {self.nation!r}; it is one of {', '.join(NATIONS)}.")

    def knows(self, day: date) -> bool:
        """Say whether the bank holidays of that day's year are in the list."""
        return day.year in _known_years(NATIONS[self.nation])

    def why_off(self, day: date) -> Skipped | None:
        """Return why a day is no working day, None for a working day. HolidaysUnknown where only the missing list could tell."""
        if day.weekday() >= 5:
            return Skipped(day, "weekend")
        name = _holidays(NATIONS[self.nation]).get(day)
        if name is not None:
            return Skipped(day, "bank_holiday", name)
        if day in self.closures:
            return Skipped(day, "closure")
        if not self.knows(day):
            raise HolidaysUnknown(f"The bank holidays of {day.year} are not known for {self.nation}.")
        return None


def working_days(after: date, *, nation: str = "england", closures: Iterable[date] = ()) -> Iterator[date]:
    """Yield the working days after a date, without end. HolidaysUnknown on reaching a year that is not in the list."""
    calendar = WorkingDays(nation, frozenset(closures))
    day = after
    while True:
        day += timedelta(days=1)
        if calendar.why_off(day) is None:
            yield day


def working_days_before(day: date, n: int, nation: str = "england", closures: Iterable[date] = ()) -> date:
    """Return the date `n` working days before `day`, for reminders; `day` itself for 0, be it a working day or not.

    In a year whose bank holidays are not known, weekends and closures alone are left out: the reminder may then come a little
    late, never not at all. ValueError for n below 0 and for an unknown nation.
    """
    if n < 0:
        raise ValueError(f"Working days before a date are counted from 0, not {n}.")
    calendar = WorkingDays(nation, frozenset(closures))
    while n:
        day -= timedelta(days=1)
        n -= _counts(calendar, day)
    return day


def count_working_days(after: date, until: date, nation: str = "england", closures: Iterable[date] = ()) -> int:
    """Return how many working days lie after one date and not after another: 0 from a day to itself, or to an earlier one.

    In a year whose bank holidays are not known, weekends and closures alone are left out. ValueError for an unknown nation.
    """
    calendar = WorkingDays(nation, frozenset(closures))
    return sum(_counts(calendar, after + timedelta(days=n)) for n in range(1, (until - after).days + 1))


def _counts(calendar: WorkingDays, day: date) -> bool:
    """Say whether a day is a working day as far as is known."""
    try:
        return calendar.why_off(day) is None
    except HolidaysUnknown:
        return True


def holidays_known_to(nation: str = "england") -> date:
    """Return the last day for which the nation's bank holidays are known, for the check that warns before they run out."""
    return date(max(_known_years(NATIONS[nation])), 12, 31)


@cache
def _holidays(division: str) -> dict[date, str]:
    """Return date to name, as GOV.UK publishes them."""
    # Without use_cached_holidays the package would ask GOV.UK over the network each time.
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=division)
    names = {one["date"]: f"{one['title']} ({one['notes'].lower()})" if one["notes"] else one["title"] for one in listed}
    return PROCLAIMED_SINCE.get(division, {}) | names


@cache
def _known_years(division: str) -> frozenset[int]:
    return whole_years(_holidays(division))


def whole_years(holidays: Iterable[date]) -> frozenset[int]:
    """Return the years listed to their end: those whose Christmas is there. A year may be published piece by piece."""
    return frozenset(day.year for day in holidays if (day.month, day.day) >= (12, 25))
