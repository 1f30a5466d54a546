import pytest
from django import forms
from django.template.loader import render_to_string

from council_portal.design.forms import PlainForm
from council_portal.design.widgets import DateBoxes

SERVICES = [("", "---------"), ("h", "Housing"), ("w", "Waste")]


class Concern(PlainForm, forms.Form):
    key = forms.CharField(widget=forms.HiddenInput)
    title = forms.CharField(max_length=10)
    address = forms.CharField()
    nhs = forms.CharField(label="NHS number")
    share = forms.CharField(label="100% of it", max_length=3)
    service = forms.ChoiceField(choices=SERVICES)
    ward = forms.ChoiceField(choices=[("a", "Abbey")], widget=forms.RadioSelect, label="Which ward is it?")
    topics = forms.MultipleChoiceField(choices=[("d", "Damp")], widget=forms.CheckboxSelectMultiple)
    when = forms.DateField(label="Date of the event")
    email = forms.EmailField(required=False)
    own = forms.CharField(error_messages={"required": "Say it"})
    asked = forms.CharField(label="What is it about?")
    reason = forms.ChoiceField(label="Why it ends", choices=[("a", "Age")], widget=forms.RadioSelect)
    ground = forms.CharField(label="By what authority")
    file = forms.FileField()
    photo = forms.FileField(label="Photograph")
    agreed = forms.BooleanField(label="The resident agrees")
    messages = {"asked": {"required": "Enter what it is about"}}


def test_each_missing_answer_is_asked_for_in_words_of_its_own():
    form = Concern({})

    found = {name: errors[0] for name, errors in form.errors.items()}

    assert found == {
        "key": "Enter a key",
        "title": "Enter a title",
        "address": "Enter an address",
        "nhs": "Enter NHS number",
        "share": "Enter 100% of it",
        "service": "Select a service",
        "ward": "Answer “Which ward is it?”",
        "topics": "Select topics",
        "when": "Enter the date of the event",
        "own": "Say it",
        "asked": "Enter what it is about",
        "reason": "Select why it ends",
        "ground": "Enter by what authority",
        "file": "Select a file",
        "photo": "Select a file: photograph",
        "agreed": "Confirm: the resident agrees",
    }


def test_a_label_with_a_percent_sign_does_not_break_its_message():
    form = Concern({"share": "1000", "title": "far too long a title"})

    found = (form.errors["share"][0], form.errors["title"][0])

    assert found == ("100% of it must be 3 characters or fewer", "Title must be 10 characters or fewer")


def test_two_forms_do_not_share_their_messages():
    class Other(PlainForm, forms.Form):
        title = forms.CharField(label="Heading")

    Concern({})

    assert Other({}).errors["title"] == ["Enter a heading"]


def test_an_empty_choice_is_a_prompt_and_not_a_row_of_dashes():
    class Optional(PlainForm, forms.Form):
        service = forms.ChoiceField(choices=SERVICES, required=False)
        nothing_chosen = "All services"

    found = (Concern().fields["service"].widget.choices[0], Optional().fields["service"].widget.choices[0])

    assert found == (("", "Select a service"), ("", "All services"))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("27", "3", "2027"), ["2027-03-27"]),
        (("30", "2", "2027"), ["Date of the event must be a real date, like 27 3 2027"]),
        (("27", "", "2027"), ["Date of the event must be a real date, like 27 3 2027"]),
        (("x", "y", "z"), ["Date of the event must be a real date, like 27 3 2027"]),
        (("", " ", ""), ["Enter the date of the event"]),
    ],
)
def test_a_date_is_read_from_three_boxes(typed, expected):
    form = Concern(dict(zip(("when_day", "when_month", "when_year"), typed, strict=True)))
    form.full_clean()

    found = form.errors.get("when") or [str(form.cleaned_data["when"])]

    assert list(found) == expected


def test_what_was_typed_into_the_boxes_is_kept_when_it_is_no_date():
    form = Concern({"when_day": "31", "when_month": "", "when_year": "27"})

    boxes = form["when"].field.widget.get_context("when", form["when"].value(), {"id": "id_when"})["boxes"]

    assert [(box["name"], box["value"]) for box in boxes] == [("when_day", "31"), ("when_month", ""), ("when_year", "27")]


def test_a_field_that_chose_its_own_widget_keeps_it():
    class Own(PlainForm, forms.Form):
        plain = forms.DateField(widget=forms.HiddenInput)
        boxes = forms.DateField()

    found = [type(field.widget) for field in Own().fields.values()]

    assert found == [forms.HiddenInput, DateBoxes]


def test_what_is_needed_at_times_is_not_called_optional():
    class Asked(PlainForm, forms.Form):
        name = forms.CharField(required=False)
        title = forms.CharField(required=False)
        needed_at_times = ("name",)

    page = render_to_string("govuk/label_text.html", {"field": Asked()["name"]}), render_to_string("govuk/label_text.html", {
        "field": Asked()["title"]})

    assert [text.strip() for text in page] == ["Name", "Title (optional)"]
