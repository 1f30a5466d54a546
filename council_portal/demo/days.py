"""The demo council's calendar: elections in May, and the working hours in which its cases were written, all before today."""
import datetime

from django.conf import settings
from django.utils import timezone

from council_portal.clock.days import at_london
from council_portal.clock.working import HolidaysUnknown, WorkingDays

DAY = datetime.timedelta(days=1)
A_DAY = 8 * 60  # working minutes of a day, from 09:00 to 17:00
YEARS = 2  # of cases


def election(year):
    """The first Thursday in May."""
    first = datetime.date(year, 5, 1)
    return first + DAY * ((3 - first.weekday()) % 7)


def last_may(today):
    """The year of the last election in May after which the new council has met: two weeks at least before this day (a date)."""
    return today.year if election(today.year) + 14 * DAY <= today else today.year - 1


def takes_office(year):
    """The day on which whoever was elected in this May takes office: the fourth after the election."""
    return election(year) + 4 * DAY


def annual_meeting(year):
    """The day of the council's annual meeting, two weeks after the election; without an election in the same week."""
    return election(year) + 14 * DAY


class Hours:
    """The working minutes of the last two years as one scale of whole numbers, so that what comes later is a larger number.

    `latest`: the last one that is not in the future. Bank holidays that are not known are taken for working days.
    """

    def __init__(self, now=None):
        now = now or timezone.now()
        self.today = timezone.localdate(now)
        calendar = WorkingDays(settings.COUNCIL_NATION)
        every = (self.today - back * DAY for back in range(366 * YEARS + 5, -1, -1))
        self.days = [day for day in every if is_working(calendar, day)]
        self.latest = len(self.days) * A_DAY - 1
        while self.at(self.latest) >= now:
            self.latest -= 1

    def at(self, minute):
        """The instant of a working minute."""
        day, rest = divmod(minute, A_DAY)
        return at_london(self.days[day], datetime.time(9 + rest // 60, rest % 60))

    def back(self, days):
        """The minute so many working days before the latest; the first of all when there are not so many."""
        return max(self.latest - int(days * A_DAY), 0)


def is_working(calendar, day):
    """Is this a day on which officers work?"""
    try:
        return calendar.why_off(day) is None
    except HolidaysUnknown:
        return True
