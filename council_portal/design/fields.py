"""What several forms ask of a text and of a day."""
import datetime
import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

YEARS_BACK, YEARS_AHEAD = 50, 5
HOUR = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?(am|pm)?")
NAMED = {"noon": datetime.time(12), "midday": datetime.time(12), "midnight": datetime.time(0)}


class Line(forms.CharField):
    """One line that shows as it was typed: characters that cannot be seen, or that turn the writing round, are left out."""

    def to_python(self, value):
        value = super().to_python(value)
        return " ".join(visible(value).split()) if isinstance(value, str) else value


class TimeOfDay(forms.TimeField):
    """An hour as the wall clock shows it, as people type it: 9:30, 09.30, 1830, 18, 6pm, 6.30 p.m., noon. Cleans to a time."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-5"}))
        super().__init__(**kwargs)
        self.error_messages["invalid"] = gettext_lazy("Enter an hour of the day, like 18:30 or 6.30pm")

    def to_python(self, value):
        if isinstance(value, datetime.time) or value in self.empty_values or not str(value).strip():
            return super().to_python(None if isinstance(value, str) else value)
        found = hour_of(str(value))
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


def hour_of(text):
    """The time of the day that this says, or None where it says none. "6" is six in the morning, as "06:00" is."""
    word = re.sub(r"[\s]|(?<=[ap])\.|(?<=m)\.", "", text.lower())
    if word in NAMED:
        return NAMED[word]
    found = HOUR.fullmatch(word)
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + 12 * (half == "pm") if half else hour
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None


def visible(text):
    """The text without control and formatting characters."""
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cf") else " " if c in "\t\r\n" else "" for c in text)


def of_our_time(day):
    """A validator: raises ValidationError for a day (a date) more than 50 years back or 5 years ahead, in London. Returns the day.

    A slip of the pen must not begin or end an office in another century; nobody plans further ahead.
    """
    today = timezone.localdate()
    if day < today - datetime.timedelta(days=366 * YEARS_BACK):
        raise ValidationError(_("Enter a date of our time, like 27 3 2027"))
    if day > today + datetime.timedelta(days=365 * YEARS_AHEAD + 2):
        raise ValidationError(_("Enter a day within the next five years"))
    return day
