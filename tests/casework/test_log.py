"""Raising a matter of every kind: what the second page says of it, and where it goes; the service and the ward found; the draft."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.models import Case, CasePaper
from casework.views import log as log_page
from council_portal.accounts.models import Appointment
from council_portal.drafts.models import Draft
from council_portal.drafts.services import begun
from council_portal.protocol.rules import Route
from directory.models import ServiceEntry
from tests import factories
from tests.casework.ground import browser, hidden, words
from tests.factories import fresh
from tests.people.test_places import street

pytestmark = pytest.mark.django_db
KINDS = ["service_request", "service_failure", "operational", "strategic", "policy", "information_request"]
PRESETS = ["model", "section-c", "rugby", "north-northamptonshire", "executive-directors", "south-ribble"]
RAW = re.compile(r"\bNone\b|\{\{|\}\}|%\(|\(\s*\)|\bhead_of_service\b|\bservice_request\b|<bound|&lt;")


def typed(council, matter="service_failure", **changes):
    """What the pages of raising a matter post."""
    return {"matter": matter, "title": "Street scene: bins", "text": "Three weeks running.", "service": "",
            "ward": council.wards.mill_hill.uid, "key": uuid.uuid4(), **changes}


def post(council, **given):
    return browser(council.member).post("/casework/log/", given)


def sent(council, **given):
    """Both pages: the second is sent as it is shown, its first choice taken."""
    client = browser(council.member)
    check = client.post("/casework/log/", given)
    shown = {"stage": "send", "shown": hidden(check, "shown"), "service": hidden(check, "shown")}
    chosen = re.search(r'name="chosen" value="([^"]*)"[^>]*checked', check.content.decode())
    return client.post("/casework/log/", given | shown | ({"chosen": chosen[1]} if chosen else {}))


# --- every kind ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("matter", KINDS)
def test_every_kind_is_explained_and_goes_where_the_protocol_in_force_sends_it(council, matter, preset):
    factories.adopt(preset)

    said = words(post(council, **typed(council, matter)))
    response = sent(council, **typed(council, matter))

    case = Case.objects.get()
    assert RAW.findall(said) == []
    assert ("The protocol sends" in said) != ("The protocol names nobody for this." in said or "not in hand" in said)
    assert (case.matter, case.status) == (matter, "with_centre" if matter == "service_request" else "with_officer")
    assert response["Location"] == f"/casework/{case.uid}/" + ("request/" if matter == "service_request" else "")


@pytest.mark.requirement("SEC-3.1")
def test_a_plain_request_goes_to_the_contact_centre_and_to_no_officer(council):
    page = words(post(council, **typed(council, "service_request")))
    sent(council, **typed(council, "service_request"))

    assert "The protocol sends a plain request for a service to the Contact Centre first. ( clause 3.1 )" in page
    assert "Who should it go to?" not in page
    assert Case.objects.get().sent_to.post == "contact_centre"
    assert not Case.objects.permitted(fresh(council.head), "view").exists()


@pytest.mark.requirement("SEC-3.3")
def test_a_matter_of_strategy_must_go_to_the_chief_executive_and_nobody_else_is_offered(council):
    page = post(council, **typed(council, "strategic"))

    assert "It says must: it can go to nobody else first." in words(page)
    assert "elsewhere" not in page.context["form"].fields
    assert [choice[0] for choice in page.context["form"].fields["chosen"].choices] == ["chief_executive"]


@pytest.mark.parametrize(("changes", "says"), [
    ({"rule": "forbidden", "clause": "9.9", "steps": ()}, "The protocol forbids this. It is not sent to anybody. ( clause 9.9 )"),
    ({"rule": "exceptional"}, "The protocol refuses this unless an exception is approved."),
    ({"who_may_raise": ("group_leader",)}, "It is not sent to anybody.")])
def test_what_the_protocol_does_not_let_through_is_explained_and_goes_nowhere(council, monkeypatch, changes, says):
    plain = {"preset": "x", "matter": "policy", "raised_by": "member", "silent": False, "incomplete": False}
    monkeypatch.setattr(log_page, "route_under", lambda *_args: Route(**(plain | changes)))

    check, attempt = post(council, **typed(council, "policy")), post(council, **typed(council, "policy", stage="send"))

    for page in (check, attempt):
        assert says in words(page)
        assert 'value="send"' not in page.content.decode()
    assert not Case.objects.exists()


def test_where_nobody_holds_the_post_the_page_says_that_it_goes_up(council):
    Appointment.objects.filter(principal__post="chief_executive").delete()

    said = words(post(council, **typed(council, "strategic")))

    assert "nobody holds this post today, so it would go to the next post up" in said


def test_the_same_form_with_another_kind_is_another_matter(council):
    first = typed(council, "operational")

    sent(council, **first)
    sent(council, **first | {"matter": "service_failure"})

    assert set(Case.objects.values_list("matter", flat=True)) == {"operational", "service_failure"}


@pytest.mark.parametrize("matter", ["", "unanswered", "officer_conduct", "nothing", "member_conduct"])
def test_what_is_not_offered_cannot_be_raised(council, matter):
    page = post(council, **typed(council, matter, stage="send", chosen="head_of_service"))

    assert list(page.context["form"].errors) == ["matter"]
    assert not Case.objects.exists()


# --- the service -----------------------------------------------------------------------------------------------------------------


def test_the_service_is_found_from_the_words_and_the_page_says_why(council):
    page = post(council, **typed(council))

    assert page.context["first"].cleaned_data["service"] == council.services.street_scene
    assert "Street Scene Because its name says so" in words(page)


def test_a_service_that_is_not_found_is_asked_for_and_the_rest_is_kept(council):
    page = post(council, **typed(council, title="Qwertz"))

    assert list(page.context["form"].errors) == ["service"]
    assert "Select the service: your words do not lead to one" in words(page)
    assert "Three weeks running." in page.content.decode()


@pytest.fixture
def highways(council):
    """Another service, found by other words than Street Scene."""
    made = factories.service("Highways", part_of=council.services.place)
    factories.post("head_of_service", of=made)
    for service, deals_with in ((council.services.street_scene, ["missed bins"]), (made, ["street light out"])):
        ServiceEntry.objects.update_or_create(service=service, defaults={"deals_with": deals_with})
    return made


def found(check):
    """Which service the second page says that the portal found; "" where the Member picked it."""
    return str(check.context["form"]["found"].value())


def gone_back(council, client, check, **changes):
    """The first page, by "Change what I wrote" on the second."""
    carried = {"shown": hidden(check, "shown"), "found": found(check), "service": hidden(check, "shown")}
    return client.post("/casework/log/", typed(council, stage="change", **{**carried, **changes}))


@pytest.mark.parametrize("by", ["change", "draft"])
def test_a_service_that_the_portal_found_is_found_anew_from_other_words(council, highways, by):
    client = browser(council.member)
    check = client.post("/casework/log/", typed(council, title="Missed bins"))
    page = gone_back(council, client, check, title="Missed bins")
    page = client.get("/casework/log/") if by == "draft" else page

    again = client.post("/casework/log/", typed(council, title="Street light out", service=page.context["form"]["service"].value() or ""))

    assert hidden(check, "shown") == found(check) == str(council.services.street_scene.uid)
    assert page.context["form"]["service"].value() == ""
    assert hidden(again, "shown") == str(highways.uid)


@pytest.mark.parametrize("on", ["first page", "second page"])
def test_a_service_that_the_member_picked_stays_whatever_is_written(council, highways, on):
    housing, client = str(council.services.housing.uid), browser(council.member)
    check = client.post("/casework/log/", typed(council, title="Missed bins", service=housing if on == "first page" else ""))
    if on == "second page":
        picked = {"stage": "send", "service": housing, "shown": hidden(check, "shown"), "found": found(check)}
        check = client.post("/casework/log/", typed(council, title="Missed bins", **picked))
    page = gone_back(council, client, check, title="Missed bins")

    assert (hidden(check, "shown"), found(check)) == (housing, "")
    assert str(page.context["form"]["service"].value()) == housing


@pytest.mark.requirement("SEC-3.2")
def test_another_service_shows_where_it_goes_before_anything_is_sent(council):
    changed = typed(council, stage="send", chosen="head_of_service", service=council.services.housing.uid,
                    shown=council.services.street_scene.uid)

    page = post(council, **changed)

    assert "The service is Housing now: this is where it goes. Nothing has been sent yet." in words(page)
    assert "Femi Adeyemi" in words(page)
    assert hidden(page, "shown") == str(council.services.housing.uid)
    assert not Case.objects.exists()


# --- the ward --------------------------------------------------------------------------------------------------------------------


def test_the_ward_is_found_by_street_and_said_and_the_street_goes_along(council):
    street("Mill Lane", council.wards.castle)
    given = typed(council, ward="", place="12 Mill Lane")

    page = words(post(council, **given))
    sent(council, **given)

    case = Case.objects.get()
    assert "Castle Mill Lane is in Castle ward." in page
    assert case.ward == council.wards.castle
    assert case.text == "Three weeks running.\n\nWhere: 12 Mill Lane"


def test_a_street_that_is_in_the_text_already_is_not_said_twice(council):
    street("Mill Lane", council.wards.castle)

    sent(council, **typed(council, ward="", place="mill lane", text="Three weeks in Mill Lane."))

    assert Case.objects.get().text == "Three weeks in Mill Lane."


def test_with_a_list_of_streets_no_ward_is_chosen_already(council):
    before = browser(council.member).get("/casework/log/").context["form"].initial.get("ward")
    street("Mill Lane", council.wards.castle)
    after = browser(council.member).get("/casework/log/").context["form"].initial.get("ward")

    assert (before, after) == (council.wards.mill_hill.uid, None)


# --- the draft -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [{}, {"title": ""}, {"stage": "change"}, {"stage": "send", "chosen": "nobody"}],
                         ids=["continue", "failed", "change", "failed at sending"])
def test_without_script_too_what_was_typed_is_kept(council, changes):
    post(council, **typed(council) | changes)

    said = words(browser(council.member).get("/casework/log/"))

    assert "You began this on" in said
    assert "Three weeks running." in said
    assert begun(fresh(council.member), "log").data.keys() & {"key", "stage", "csrfmiddlewaretoken"} == set()


def test_a_draft_goes_when_it_is_sent(council):
    sent(council, **typed(council))

    assert (Case.objects.count(), Draft.objects.count()) == (1, 0)
    assert "You began this on" not in words(browser(council.member).get("/casework/log/"))


def test_a_colleague_finds_nothing_of_it(council):
    post(council, **typed(council))

    said = words(browser(council.colleague).get("/casework/log/"))

    assert "Three weeks running." in words(browser(council.member).get("/casework/log/"))
    assert "Three weeks running." not in said
    assert "You began this on" not in said


def test_files_are_never_in_a_draft(council):
    post(council, **typed(council, stage="send", papers=SimpleUploadedFile("notes.txt", b"")))

    assert "papers" not in begun(fresh(council.member), "log").data
    assert not CasePaper.objects.exists()


def test_going_back_keeps_every_answer_of_the_first_page(council):
    street("Mill Lane", council.wards.castle)
    given = typed(council, "operational", ward="", place="12 Mill Lane", service=council.services.housing.uid)

    page = post(council, **given | {"stage": "change"})

    shown = page.context["form"]
    assert {name: str(shown[name].value()) for name in ("matter", "title", "text", "place", "ward", "service")} == {
        name: str(given[name]) for name in ("matter", "title", "text", "place", "ward", "service")}


def test_a_street_in_another_ward_than_the_one_picked_is_asked_about_and_both_pages_keep_the_answer(council):
    street("Mill Lane", council.wards.mill_hill)
    client, given = browser(council.member), typed(council, place="Mill Lane", ward=council.wards.castle.uid)

    asked = client.post("/casework/log/", given)
    meant = asked.context["form"].fields["meant"].widget.choices[1][0]
    check = client.post("/casework/log/", given | {"meant": meant})
    sending = {"stage": "send", "meant": hidden(check, "meant"), "shown": hidden(check, "shown"), "service": hidden(check, "shown"),
               "chosen": "head_of_service"}
    client.post("/casework/log/", given | sending)

    assert "Mill Lane is in Mill Hill ward, and you picked Castle ward: select which is meant" in words(asked)
    assert "Castle Mill Lane is in Mill Hill ward. You said that Castle ward is meant." in words(check)
    assert Case.objects.get().ward == council.wards.castle


@pytest.mark.parametrize("title", ["Keep Road", "12 Keep Road", "Keep Road, bins"])
def test_the_name_of_a_street_in_the_title_is_no_word_about_streets(council, title):
    """The words that are left say what the matter is; where none is left, those of the text do."""
    street("Keep Road", council.wards.mill_hill)
    highways = factories.service("Highways", part_of=council.services.place)
    factories.post("head_of_service", of=highways)
    for service, deals_with in ((council.services.street_scene, ["missed bins"]), (highways, ["flooded road"])):
        ServiceEntry.objects.update_or_create(service=service, defaults={"deals_with": deals_with})

    check = post(council, **typed(council, title=title, text="The bins were missed twice.", place="Keep Road", ward=""))

    assert hidden(check, "shown") == str(council.services.street_scene.uid)
