"""When something takes place: the day, from when until when, as people type and read it. London time; instants are UTC."""
import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from council_portal.clock.days import at_london, london_date, odd_hour
from council_portal.clock.working import working_days_before
from council_portal.design.dates import day, moment
from council_portal.design.fields import of_our_time

LAST_HOUR = datetime.time(6)  # an evening ends by then, the next morning


def instant(on, at):
    """The instant at which the clocks of London show this, in UTC. Raises ValidationError where they never do, or do so twice."""
    odd = odd_hour(on, at)
    if odd == "skipped":
        raise ValidationError(_("On %(day)s the clocks go forward and there is no %(time)s: enter another hour") % {
            "day": day(on), "time": f"{at:%H:%M}"})
    if odd == "repeated":
        raise ValidationError(_("On %(day)s the clocks go back and it is %(time)s twice: enter another hour") % {
            "day": day(on), "time": f"{at:%H:%M}"})
    return at_london(on, at)


def times_of(data):
    """(starts_at, ends_at) of a form's on, begins and ends. An end before the beginning is on the next day, up to 06:00 there; a later one
    is a slip of the pen. Raises ValidationError, with the code "ends" where the end is what is wrong."""
    of_our_time(data["on"])
    starts_at = instant(data["on"], data["begins"])
    if data["ends"] > data["begins"]:
        return starts_at, instant(data["on"], data["ends"])
    if data["ends"] == data["begins"] or data["ends"] > LAST_HOUR or data["begins"] < LAST_HOUR:
        raise ValidationError(_(
            "It ends before it begins: enter a later hour, or one until 06:00 if it ends the next morning"), code="ends")
    return starts_at, instant(data["on"] + datetime.timedelta(days=1), data["ends"])


def is_all_day(begins, ends):
    """Is it of whole days, as meetings without an hour are read? begins and ends: instants on the clocks of London."""
    return begins.date() < ends.date() and begins.time() == ends.time() == datetime.time()


def remind_on(event):
    """The London date on which whoever comes is reminded: REMIND_WORKING_DAYS before, the portal's own rule."""
    return working_days_before(london_date(event.starts_at), settings.REMIND_WORKING_DAYS, settings.COUNCIL_NATION)


def in_words(starts_at, ends_at):
    """From when until when: "12 January 2027, 18:00 to 20:00"."""
    first, last = timezone.localtime(starts_at), timezone.localtime(ends_at)
    if is_all_day(first, last):
        until = last.date() - datetime.timedelta(days=1)
        return _("%(day)s, all day") % {"day": day(first)} if until == first.date() else _("%(first)s to %(last)s, all day") % {
            "first": day(first), "last": day(until)}
    if first.date() == last.date():
        return _("%(day)s, %(begins)s to %(ends)s") % {"day": day(first), "begins": f"{first:%H:%M}", "ends": f"{last:%H:%M}"}
    return _("%(begins)s to %(ends)s") % {"begins": moment(first), "ends": moment(last)}
