"""Dates as the portal writes them."""
import datetime
import functools

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def day(on):
    """A date as it is written: 29 December 2026. on: a date, or an instant that is in London's time already."""
    return f"{on.day} {month(on.year, on.month, get_language())}"


def moment(at):
    """An instant as it is written, London time: 29 December 2026 at 10:30."""
    local = timezone.localtime(at)
    return _("%(day)s at %(time)s") % {"day": day(local), "time": f"{local:%H:%M}"}


@functools.lru_cache(maxsize=600)
def month(year, number, language):
    """A month and its year, in the language of the page: December 2026. Kept: a list writes 25 of them."""
    return date_format(datetime.date(year, number, 1), "F Y")
