"""Dates as the portal writes them."""
from django.utils.formats import date_format


def day(on):
    """A date as it is written: 29 December 2026. on: a date, or an instant that is in London's time already."""
    return f"{on.day} {date_format(on, 'F Y')}"
