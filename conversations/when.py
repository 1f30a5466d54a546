"""When something takes place: the day, from when until when, as people type and read it. London time; instants are UTC."""
import datetime

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council_portal.clock.days import at_london, london_date, odd_hour
from council_portal.clock.working import working_days_before
from council_portal.design.dates import day, moment
from council_portal.design.fields import of_our_time

FORMATS = ["%H:%M", "%H.%M", "%H"]


class TimeOfDay(forms.TimeField):
    """An hour as the wall clock shows it: 9:30, 09.30, 18. Cleans to a time."""

    def __init__(self, **kwargs):
        kwargs.setdefault("input_formats", FORMATS)
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}))
        super().__init__(**kwargs)
        self.error_messages["invalid"] = gettext_lazy("Enter an hour of the day, like 18:30")


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
    """(starts_at, ends_at) of a form's on, begins and ends; an end before the beginning is on the next day. Raises ValidationError."""
    of_our_time(data["on"])
    starts_at = instant(data["on"], data["begins"])
    ends_on = data["on"] if data["ends"] > data["begins"] else data["on"] + datetime.timedelta(days=1)
    return starts_at, instant(ends_on, data["ends"])


def remind_on(event):
    """The London date on which whoever comes is reminded: REMIND_WORKING_DAYS before, the portal's own rule."""
    return working_days_before(london_date(event.starts_at), settings.REMIND_WORKING_DAYS, settings.COUNCIL_NATION)


def in_words(starts_at, ends_at):
    """From when until when: "12 January 2027, 18:00 to 20:00"."""
    first, last = timezone.localtime(starts_at), timezone.localtime(ends_at)
    if first.date() == last.date():
        return _("%(day)s, %(begins)s to %(ends)s") % {"day": day(first), "begins": f"{first:%H:%M}", "ends": f"{last:%H:%M}"}
    return _("%(begins)s to %(ends)s") % {"begins": moment(first), "ends": moment(last)}
