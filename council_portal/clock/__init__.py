"""Days and dates: London days, working days, bank holidays, and due dates with their working shown. Plain Python."""

from council_portal.clock.days import LONDON, at_london, before, days_late, is_overdue, london_date, odd_hour, start_of
from council_portal.clock.due import LINE_KINDS, ClockStopped, Due, due
from council_portal.clock.working import (
    NATIONS,
    HolidaysUnknown,
    Skipped,
    WorkingDays,
    count_working_days,
    holidays_known_to,
    working_days,
    working_days_before,
)

__all__ = [
    "LINE_KINDS",
    "LONDON",
    "NATIONS",
    "ClockStopped",
    "Due",
    "HolidaysUnknown",
    "Skipped",
    "WorkingDays",
    "at_london",
    "before",
    "count_working_days",
    "days_late",
    "due",
    "holidays_known_to",
    "is_overdue",
    "london_date",
    "odd_hour",
    "start_of",
    "working_days",
    "working_days_before",
]
