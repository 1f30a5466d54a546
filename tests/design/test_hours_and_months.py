"""Hours and months as people type them."""
import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError

from council_portal.design.fields import TimeOfDay
from council_portal.design.forms import PlainForm


class WhenForm(PlainForm, forms.Form):
    on = forms.DateField()


@pytest.mark.parametrize(("typed", "is_"), [
    ("18:30", (18, 30)), ("18.30", (18, 30)), ("1830", (18, 30)), ("18", (18, 0)), ("9", (9, 0)), ("6pm", (18, 0)), ("6 PM", (18, 0)),
    ("6.30pm", (18, 30)), ("6:30 p.m.", (18, 30)), ("11am", (11, 0)), ("12am", (0, 0)), ("12pm", (12, 0)), ("12.15 a.m.", (0, 15)),
    ("noon", (12, 0)), ("Midnight", (0, 0)), ("18h30", (18, 30)), (" 7 ", (7, 0))])
def test_an_hour_is_understood(typed, is_):
    assert TimeOfDay().clean(typed) == datetime.time(*is_)


@pytest.mark.parametrize("typed", ["13pm", "0am", "24", "18:60", "six", "half past six", "6 o'clock", "18:3", "18:30:00:00", "-6", "pm"])
def test_what_is_no_hour_is_refused_in_plain_words(typed):
    with pytest.raises(ValidationError, match="Enter an hour of the day"):
        TimeOfDay().clean(typed)


def test_an_hour_that_may_be_left_out_may_be_left_out():
    assert TimeOfDay(required=False).clean(" ") is None


@pytest.mark.parametrize(("month", "year", "is_"), [
    ("Dec", "2027", 12), ("december", "2027", 12), ("Sept.", "2027", 9), ("May", "27", 5), ("06", "2027", 6)])
def test_a_month_is_understood_by_its_name_and_a_year_by_two_digits(month, year, is_):
    form = WhenForm({"on_day": "3", "on_month": month, "on_year": year})

    assert form.is_valid()
    assert form.cleaned_data["on"] == datetime.date(2027, is_, 3)


@pytest.mark.parametrize("month", ["Ju", "Decembre", "Foo", "", "13"])
def test_what_is_no_month_is_refused_and_stays_as_it_was_typed(month):
    form = WhenForm({"on_day": "3", "on_month": month, "on_year": "2027"})

    assert not form.is_valid()
    assert f'value="{month}"' in str(form["on"])
