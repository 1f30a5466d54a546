"""What several forms ask of a text and of a day."""
import datetime
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

YEARS_BACK, YEARS_AHEAD = 50, 5


class Line(forms.CharField):
    """One line that shows as it was typed: characters that cannot be seen, or that turn the writing round, are left out."""

    def to_python(self, value):
        value = super().to_python(value)
        return " ".join(visible(value).split()) if isinstance(value, str) else value


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
