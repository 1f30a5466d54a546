"""What a day and an hour clash with: bank holidays, the council's own meetings, other events of the programme."""
import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from conversations.models import CouncilMeeting, Event
from conversations.policy import CANCELLED
from conversations.when import in_words
from council_portal.clock.days import london_date
from council_portal.clock.working import HolidaysUnknown, WorkingDays
from council_portal.design.dates import day

MOST = 10  # of what is named: more helps nobody


def day_off(on):
    """Why a London date is no working day, in a few words; "" for one that is."""
    try:
        off = WorkingDays(settings.COUNCIL_NATION).why_off(on)
    except HolidaysUnknown:
        return _("the bank holidays of this year are not known yet")
    if off is None:
        return ""
    return _("a weekend") if off.reason == "weekend" else off.name


def is_holiday(on):
    """Is this London date a bank holiday? A weekend is none: much is planned on one on purpose. No, where the holidays are not known."""
    try:
        off = WorkingDays(settings.COUNCIL_NATION).why_off(on)
    except HolidaysUnknown:
        return False
    return off is not None and off.reason != "weekend"


def overlapping(rows, starts_at, ends_at):
    """Those of these rows that take place at the same time, in part."""
    return rows.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)


def at_the_same_time(user, starts_at, ends_at, but=None):
    """Sentences: each thing that these hours clash with. SECURITY: other events only as far as this reader may see them. One statement.

    but: the key of the event whose hours they are.
    """
    found, on = [], london_date(starts_at)
    if off := day_off(on):
        found.append(_("%(day)s is no working day: %(why)s.") % {"day": day(on), "why": off})
    columns = ("starts_at", "ends_at", "title")
    meetings = overlapping(CouncilMeeting.objects.permitted(user), starts_at, ends_at).order_by().values_list(*columns)
    others = overlapping(Event.objects.permitted(user).exclude(pk=but).exclude(status=CANCELLED), starts_at, ends_at)
    for begins, ends, title in meetings.union(others.order_by().values_list(*columns), all=True).order_by("starts_at")[:MOST]:
        found.append(_("At the same time: %(title)s, %(when)s.") % {"title": title, "when": in_words(begins, ends)})
    return found


def of_year(user, year):
    """{day: why it is no working day} of a year, weekends left out."""
    days = (datetime.date(year, 1, 1) + datetime.timedelta(days=n) for n in range(366))
    return {on: off for on in days if on.year == year and on.weekday() < 5 and (off := day_off(on))}
