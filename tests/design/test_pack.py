from html.parser import HTMLParser

import pytest
from crispy_forms.layout import Fieldset, Layout
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import engines
from django.template.loader import render_to_string

from council_portal.design.forms import PlainForm
from council_portal.design.templatetags.govuk import clause_anchor, failed_form


class Concern(PlainForm, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, initial=3)
    title = forms.CharField(help_text="A few words", max_length=80, widget=forms.TextInput(attrs={"placeholder": "Bins"}))
    text = forms.CharField(widget=forms.Textarea, max_length=4000)
    service = forms.ChoiceField(choices=[("h", "Housing")])
    to = forms.ChoiceField(choices=[("a", "Head of Service"), ("b", "Nominated officer")], widget=forms.RadioSelect)
    when = forms.DateField(help_text="For example, 27 3 2027")
    agreed = forms.BooleanField(help_text="Ask first")
    papers = forms.FileField(required=False)
    layout = Layout("title", "text", Fieldset("Where", "service", "to"), "when", "agreed", "papers")


class Elements(HTMLParser):
    """Every start tag of a page, as (tag, attributes)."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def by_id(self):
        return {attrs["id"]: (tag, attrs) for tag, attrs in self.found if "id" in attrs}

    def ids(self):
        return [attrs["id"] for _tag, attrs in self.found if "id" in attrs]


def render(form):
    return Elements(render_crispy_form(form))


@pytest.mark.parametrize("data", [None, {}], ids=["empty", "failed"])
def test_whatever_describes_a_control_is_on_the_page_and_no_id_twice(data):
    page = render(Concern(data))

    described = [name for _tag, attrs in page.found for name in (attrs.get("aria-describedby") or "").split()]
    labelled = [attrs["for"] for tag, attrs in page.found if tag == "label"]

    assert [name for name in described + labelled if name not in page.ids()] == []
    assert sorted(page.ids()) == sorted(set(page.ids()))


def test_every_control_has_a_label_of_its_own():
    page = render(Concern())

    controls = [a["id"] for tag, a in page.found if tag in ("input", "select", "textarea") and a.get("type") != "hidden"]
    labels = [a["for"] for tag, a in page.found if tag == "label"]

    assert sorted(controls) == sorted(labels)


def test_a_failed_control_is_marked_and_says_what_describes_it():
    tag, attrs = render(Concern({})).by_id()["id_title"]

    assert (tag, attrs["class"], attrs["aria-invalid"], attrs["aria-describedby"]) == (
        "input", "govuk-input govuk-input--error", "true", "id_title_helptext id_title_error")


def test_a_group_is_described_on_its_fieldset():
    page = render(Concern({}))

    found = [attrs.get("aria-describedby") for tag, attrs in page.found if tag == "fieldset"]

    assert found == [None, "id_to_error", "id_when_helptext id_when_error"]


def test_placeholders_and_bootstrap_do_not_come_through():
    html = render_crispy_form(Concern())

    assert [word for word in ("placeholder", "form-control", "btn", "---") if word in html] == []


def test_hidden_fields_are_sent_though_the_layout_does_not_name_them():
    page = render(Concern())

    found = [(a["name"], a["value"]) for tag, a in page.found if a.get("type") == "hidden"]

    assert found == [("version", "3")]


def test_what_was_typed_is_kept_and_escaped():
    html = render_crispy_form(Concern({"title": '"><script>alert(1)</script>', "to": "b"}))

    page = Elements(html)

    assert page.by_id()["id_title"][1]["value"] == '"><script>alert(1)</script>'
    assert [tag for tag, _attrs in page.found if tag == "script"] == []
    assert "checked" in page.by_id()["id_to_1"][1]


def test_labels_and_choices_are_escaped():
    class Hostile(PlainForm, forms.Form):
        one = forms.ChoiceField(label="<b>One</b>", choices=[("a", "<i>A</i>")], widget=forms.RadioSelect, help_text="<u>x</u>")

    found = [tag for tag, _attrs in render(Hostile({})).found if tag in ("b", "i", "u")]

    assert found == []


def test_the_error_summary_links_to_the_first_box_of_each_answer():
    form = Concern({})

    page = Elements(render_to_string("components/error_summary.html", {"form": form}))
    links = [attrs["href"] for tag, attrs in page.found if tag == "a"]

    assert links == ["#id_title", "#id_text", "#id_service", "#id_to_0", "#id_when_day", "#id_agreed"]
    assert [link for link in links if link[1:] not in render(form).ids()] == []


def test_a_long_text_says_how_long_it_may_be():
    _tag, attrs = render(Concern()).by_id()["id_text"]

    assert (attrs["aria-describedby"], "maxlength" in attrs) == ("id_text-info", False)


def test_two_forms_on_a_page_do_not_share_an_id():
    one, other = render(Concern(prefix="answer")).ids(), render(Concern(prefix="close")).ids()

    assert set(one) & set(other) == set()


def test_only_a_form_that_failed_is_reported():
    good, fresh, failed = short_form(word="yes"), Concern(), Concern({})

    found = [
        failed_form({}),
        failed_form({"form": fresh}),
        failed_form({"form": good}),
        failed_form({"form": failed}) is failed,
        failed_form({"acts": [{"form": None}, {"form": fresh}, {"form": failed}]}) is failed,
    ]

    assert found == [None, None, None, True, True]


def short_form(word):
    class Short(PlainForm, forms.Form):
        word = forms.CharField()

    return Short({"word": word})


@pytest.mark.parametrize(
    ("number", "expected"),
    [("3.2", "clause-3-2"), ("5.5(xi)", "clause-5-5-xi"), ("Press and media", "clause-press-and-media"),
     ("report 2.2", "clause-report-2-2")],
)
def test_a_clause_has_one_place_on_the_page(number, expected):
    assert clause_anchor(number) == expected


def test_no_clause_no_link():
    template = engines["django"].from_string("{% load govuk %}[{% clause number %}]")

    assert template.render({"number": ""}) == "[]"
