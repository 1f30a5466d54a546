"""The days of a meeting that recurs, out of an iCalendar file: bounded in time and number, whatever the rule says (RFC 5545, 3.8.5)."""
import datetime

import icalendar
import recurring_ical_events
from django.utils import timezone

from council_portal.clock.days import LONDON, at_london

YEARS_BACK, YEARS_AHEAD = 2, 3
MOST_OF_ONE = 2_000  # days of one meeting within the window: more than one a day is no meeting of a council
MOST_STEPS = 60_000  # that a rule is counted on from its beginning: a daily one since 1970 takes 22,000
BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError)  # by what else is in a file
A_DAY = {"HOURLY": 24, "MINUTELY": 24 * 60, "SECONDLY": 24 * 60 * 60}  # how often; the others once a day at most


class TooOften(Exception):
    """One meeting recurs more often than can be read; the first argument is its title."""


def window(now=None):
    """(from, until), instants: the days of a meeting that recurs are read within them."""
    today = timezone.localdate(now)
    back, ahead = (datetime.timedelta(days=366 * years) for years in (YEARS_BACK, YEARS_AHEAD))
    return at_london(today - back, datetime.time()), at_london(today + ahead, datetime.time())


def recurs(one):
    """Does this entry of a file stand for more than one day?"""
    return "RRULE" in one or "RDATE" in one


def days_of(entries, begins, ends):
    """The days of one meeting between two instants, each an entry with a RECURRENCE-ID. entries: the meeting and its changed days.

    Days that the file takes out (EXDATE) are left out, changed and cancelled ones are as their own entry says. Raises TooOften, and
    one of BROKEN for a rule or an hour that cannot be read.
    """
    for one in entries:
        if recurs(one) and steps(one, ends) > MOST_STEPS:
            raise TooOften(str(one.get("SUMMARY", "")))
    calendar = icalendar.Calendar()
    for one in entries:
        calendar.add_component(one)
    found = recurring_ical_events.of(calendar).between(begins, ends)
    if len(found) > MOST_OF_ONE:
        raise TooOften(str(entries[0].get("SUMMARY", "")))
    return found


def steps(one, ends):
    """How often the rules of an entry could come true from its beginning until an instant. ValueError for a rule that never goes on."""
    rules = one.get("RRULE", [])
    began = one["DTSTART"].dt
    began = began.astimezone(LONDON).date() if isinstance(began, datetime.datetime) else began
    days = max(1, (ends.date() - began).days)
    return sum(days * a_day(rule) for rule in (rules if isinstance(rules, list) else [rules]))


def a_day(rule):
    """How often a day a rule could come true. ValueError for one without a frequency, or that stands still."""
    if not rule.get("FREQ") or rule.get("INTERVAL", [1])[0] < 1:
        raise ValueError("a rule that never goes on")
    often = A_DAY.get(str(rule["FREQ"][0]).upper(), 1)
    for part in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        often *= max(1, len(rule.get(part, [])))
    return often
