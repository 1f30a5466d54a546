"""The question where it is: a street, a postcode or a pick; one ward comes of it, and what was typed is kept."""
import uuid

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms

from council_portal.access.forms import GuardedFormMixin
from council_portal.people.ward_answer import WardAnswer
from tests import factories
from tests.people.test_places import postcode, street

pytestmark = pytest.mark.django_db


class Concern(WardAnswer, GuardedFormMixin, forms.Form):
    title = forms.CharField(label="What is it about?")
    field_order = ["title", "place", "ward"]


@pytest.fixture
def listed(council):
    """The small council, in whose wards lie some streets."""
    street("Mill Lane", council.wards.mill_hill)
    street("Border Road", council.wards.mill_hill)
    street("Border Road", council.wards.castle)
    postcode("QX1 2PX", council.wards.castle)
    return council


def posted(user, place="", ward=None, title="Bins"):
    """The form as it was posted."""
    return Concern({"title": title, "place": place, "ward": ward.uid if ward else ""}, user=user)


def options(form):
    """The choices of the list in its groups: ["Select a ward", ("It may be here", [...]), ...]."""
    return [(str(label), [str(name) for _value, name in of]) if isinstance(of, list) else str(of)
            for label, of in ((one[0], one[1]) for one in form.fields["ward"].choices)]


@pytest.mark.parametrize(("typed", "ward", "note"), [
    ("12 Mill Lane", "Mill Hill", "Mill Lane is in Mill Hill ward."), ("qx12px", "Castle", "QX1 2PX is in Castle ward."),
    ("Castle", "Castle", "This is Castle ward."), ("Mil Lane", "Mill Hill", "“Mil Lane” was read as Mill Lane, in Mill Hill ward.")])
def test_what_leads_to_one_ward_is_taken_and_said(listed, typed, ward, note):
    form = posted(listed.member, typed)

    assert form.is_valid()
    assert (form.cleaned_data["ward"].name, form.ward_note) == (ward, note)


def test_a_street_in_two_wards_asks_which_and_lists_these_first(listed):
    factories.ward("Abbey Fields")
    form = posted(listed.member, "Border Road")

    assert form.errors == {"ward": ["Border Road lies in Castle and Mill Hill: pick the ward"]}
    assert options(form) == ["Select a ward", ("It may be here", ["Castle", "Mill Hill"]), ("Other wards", ["Abbey Fields"])]
    assert 'value="Border Road"' in render_crispy_form(form)


def test_the_ward_that_is_picked_settles_it(listed):
    form = posted(listed.member, "Border Road", listed.wards.castle)

    assert form.is_valid()
    assert (form.cleaned_data["ward"], form.ward_note) == (listed.wards.castle, "")


def answered(form, number):
    """The same form again, with one of the wards that it asks about."""
    assert not form.is_valid()
    return Concern({**form.data, "meant": form["meant"].field.widget.choices[number][0]}, user=form.user)


def test_where_both_are_given_and_differ_the_form_asks_which_is_meant_and_keeps_both(listed):
    form = posted(listed.member, "Mill Lane", listed.wards.castle)

    assert form.errors == {"meant": ["Mill Lane is in Mill Hill ward, and you picked Castle ward: select which is meant"]}
    assert [label for _value, label in form.fields["meant"].widget.choices] == [
        "Mill Hill ward, by “Mill Lane”", "Castle ward, which you picked"]
    html = render_crispy_form(form)
    assert 'value="Mill Lane"' in html
    assert f'value="{listed.wards.castle.uid}" selected' in html
    assert html.count('type="radio"') == 2
    assert "checked" not in html


@pytest.mark.parametrize(("number", "ward", "note"), [
    (0, "Mill Hill", "Mill Lane is in Mill Hill ward."),
    (1, "Castle", "Mill Lane is in Mill Hill ward. You said that Castle ward is meant.")])
def test_the_ward_that_is_meant_is_taken(listed, number, ward, note):
    form = answered(posted(listed.member, "Mill Lane", listed.wards.castle), number)

    assert form.is_valid()
    assert (form.cleaned_data["ward"].name, form.ward_note) == (ward, note)


@pytest.mark.parametrize("changes", [{"place": "2 Mill Lane"}, {"ward": "abbey"}, {"meant": "x"}])
def test_an_answer_holds_for_what_was_asked_only(listed, changes):
    abbey = factories.ward("Abbey Fields")
    form = answered(posted(listed.member, "Mill Lane", listed.wards.castle), 0)

    form = Concern({**form.data, **changes} | ({"ward": abbey.uid} if "ward" in changes else {}), user=listed.member)

    assert list(form.errors) == ["meant"]


@pytest.mark.parametrize("typed", ["Mill Lane, Castle", "12 Mill Lane, Castle ward", "Mill Lane Castle"])
def test_a_street_with_the_name_of_another_ward_asks_which(listed, typed):
    form = posted(listed.member, typed)

    assert form.errors == {"ward": ["Mill Lane is in Mill Hill ward, and you named Castle ward: pick the ward"]}
    assert form["place"].value() == typed
    assert options(form)[1] == ("It may be here", ["Mill Hill", "Castle"])


@pytest.mark.parametrize("typed", ["Mill Lane, Mill Hill", "Mill Lane, Rugby", "Mill Lane"])
def test_a_street_with_its_own_ward_or_a_town_is_taken(listed, typed):
    form = posted(listed.member, typed)

    assert form.is_valid()
    assert form.cleaned_data["ward"] == listed.wards.mill_hill


def test_a_street_that_is_called_like_another_ward_is_that_street(listed):
    street("Old Castle", listed.wards.mill_hill)

    form = posted(listed.member, "Old Castle")

    assert form.is_valid()
    assert form.cleaned_data["ward"] == listed.wards.mill_hill


def test_the_ward_alone_is_enough_as_it_was_before_streets(listed):
    form = Concern({"title": "Bins", "ward": listed.wards.castle.uid}, user=listed.member)

    assert form.is_valid()
    assert (form.cleaned_data["ward"], form.ward_note) == (listed.wards.castle, "")


@pytest.mark.parametrize(("typed", "said"), [
    ("", "Enter a street or postcode, or pick the ward"),
    ("Nowhere Row", "“Nowhere Row” is no street, postcode or ward that the portal knows. Pick the ward from the list.")])
def test_without_an_answer_the_form_says_what_to_do_and_keeps_what_was_typed(listed, typed, said):
    form = posted(listed.member, typed)

    assert form.errors == {"place": [said]}
    assert form["place"].value() == typed


def test_an_unknown_ward_is_refused_and_not_overruled_by_a_street(listed):
    form = Concern({"title": "Bins", "place": "Mill Lane", "ward": uuid.uuid4()}, user=listed.member)

    assert form.errors == {"ward": ["Select one of the choices that are shown"]}


def test_before_the_list_is_taken_in_there_is_the_pick_list_alone(council):
    form = posted(council.member)

    assert list(form.fields) == ["title", "ward"]
    assert form.errors == {"ward": ["Select the ward it is in"]}
    assert "Which ward is it in?" in render_crispy_form(form)
    assert "Street or postcode" not in render_crispy_form(form)


def test_the_fields_stand_where_the_form_puts_them_and_are_not_called_optional(listed):
    html = render_crispy_form(Concern(user=listed.member))

    assert html.index("What is it about?") < html.index("Street or postcode") < html.index("Or pick the ward")
    assert "optional" not in html


def test_who_is_in_no_office_is_offered_nothing_and_finds_nothing(listed):
    nobody = factories.account(factories.add_person("Nobody Atall", email=factories.address("Nobody Atall")))
    form = posted(nobody, "Mill Lane")

    assert not form.is_valid()
    assert form.fields["ward"].queryset.count() == 0
