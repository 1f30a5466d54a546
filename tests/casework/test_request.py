"""The page of a request at the contact centre: who comes there, what it says when something is not entered, and its two forms."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone

from casework import services
from casework.models import Case, CaseEntry, CasePaper
from council_portal.accounts.models import Appointment
from council_portal.drafts.services import begun
from tests import factories
from tests.casework.ground import browser, words
from tests.casework.test_pages import upload_of
from tests.factories import fresh, log

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of(council):
    """A request of the Member's."""
    return log(council, matter="service_request")


def page_of(case):
    return f"{case.get_absolute_url()}request/"


def form(case, slug, **typed):
    return {"act": slug, **{f"{slug}-{name}": value for name, value in {"version": case.version, "key": uuid.uuid4(), **typed}.items()}}


@override_settings(CONTACT_CENTRE_PHONE="", CONTACT_CENTRE_URL="")
def test_what_is_not_entered_is_said(council, request_of):
    said = words(browser(council.member).get(page_of(request_of)))

    assert "Web address: not entered" in said
    assert "Telephone: not entered" in said


def test_photos_are_listed_to_be_attached_and_the_text_to_hand_over_names_them(council):
    photo = services.store([upload_of(b"Words.\n", "bin.txt")])
    case, bare = log(council, matter="service_request", papers=photo), log(council, matter="service_request")
    client = browser(council.member)

    page, without = client.get(page_of(case)), words(client.get(page_of(bare)))

    assert "The contact centre does not get these from the portal." in words(page)
    assert f'href="{CasePaper.objects.get().get_absolute_url()}" download' in page.content.decode()
    assert "Photos or papers that go with this: bin.txt" in page.context["said"]
    assert "does not get these" not in without
    assert "Photos or papers that go with this" not in without


@pytest.mark.parametrize(("matter", "told"), [("service_request", True), ("service_failure", False)])
def test_before_it_is_kept_the_page_says_that_photos_do_not_go_to_the_contact_centre(council, matter, told):
    given = {"matter": matter, "title": "A bin for Mill Lane", "text": "Please bring one.", "service": council.services.street_scene.uid,
             "ward": council.wards.mill_hill.uid, "key": uuid.uuid4()}

    said = words(browser(council.member).post("/casework/log/", given))

    assert "Check where it goes" in said
    assert ("the contact centre does not get them from it" in said) is told


@pytest.mark.parametrize("preset", ["rugby", "executive-directors", "north-northamptonshire"])
def test_where_the_protocol_is_silent_the_page_says_so_and_cites_nothing(council, preset):
    factories.adopt(preset)

    said = words(browser(council.member).get(page_of(log(council, matter="service_request"))))

    assert "The protocol names nobody for this." in said
    assert "The protocol sends a plain request" not in said
    assert "not to an officer. No officer reads it here yet" in said


@pytest.mark.parametrize(("ended", "says"), [
    ((), "Councillor Liaison Officer of Street Scene"), (("clo",), "Who answers for Street Scene"),
    (("clo", "head_of_service", "nominated_officer"), "Nobody is named for this service. Ask Democratic Services")])
def test_it_names_whom_to_turn_to_or_says_that_there_is_nobody(council, request_of, ended, says):
    Appointment.objects.filter(principal__post__in=ended).update(until=timezone.now())

    assert says in words(browser(council.member).get(page_of(request_of)))


def test_a_reference_is_asked_for_and_what_was_typed_wrongly_is_kept(council, request_of):
    client = browser(council.member)

    empty = client.post(page_of(request_of), form(request_of, "refer", text=" "))
    long = client.post(page_of(request_of), form(request_of, "refer", text="9" * 61))

    assert "Enter the reference that you were given" in words(empty)
    assert "9" * 61 in long.content.decode()
    assert Case.objects.get().crm_reference == ""


def test_a_concern_that_failed_says_that_its_file_is_to_be_chosen_again(council, request_of):
    typed = form(request_of, "turn", text="", papers=SimpleUploadedFile("bin.txt", b"Words.\n"))

    said = words(browser(council.member).post(page_of(request_of), typed))

    assert "Your file was not kept: choose it again." in said


@pytest.mark.requirement("SEC-3.2")
def test_whoever_raises_it_as_a_concern_chooses_the_post_and_may_mark_it_as_urgent_as_in_the_log(council, request_of):
    client, typed = browser(council.member), form(request_of, "turn", text="Nobody came.", chosen="nominated_officer", urgent="on")

    page = words(client.get(page_of(request_of)))
    client.post(page_of(request_of), typed)

    case = Case.objects.get()
    assert "Who should it go to? Head of service, Street Scene: Priya Chandran Nominated officer, Street Scene: Callum Baird" in page
    assert "This is urgent" in page
    assert (case.sent_to.post, case.owner, case.urgent, case.clause) == ("nominated_officer", council.nominated.person, True, "3.2")


@pytest.mark.parametrize(("chosen", "urgent"), [("chief_executive", ""), ("", "on")])
def test_a_post_that_is_not_offered_takes_no_failed_request_and_what_was_typed_is_kept(council, request_of, chosen, urgent):
    page = browser(council.member).post(
        page_of(request_of), form(request_of, "turn", text="Nobody came.", chosen=chosen, urgent=urgent))

    assert list(page.context["acts"]["turn"]["form"].errors) == ["chosen"]
    assert "Nobody came." in page.content.decode()
    assert Case.objects.get().matter == "service_request"


def test_a_draft_of_a_failed_request_keeps_the_choice_and_the_tick(council, request_of):
    client = browser(council.member)
    client.post("/drafts/turn/", {"draft_of": council.member.person.uid, "draft_about": request_of.uid, "turn-text": "Nobody ca",
                                  "turn-chosen": "nominated_officer", "turn-urgent": "on"})

    shown = client.get(page_of(request_of)).context["acts"]["turn"]["form"]

    assert (shown["chosen"].value(), bool(shown["urgent"].value())) == ("nominated_officer", True)


def test_pressed_twice_is_one_turn(council, request_of):
    client, typed = browser(council.member), form(request_of, "turn", text="Nobody came.", chosen="head_of_service")

    answers = [client.post(page_of(request_of), typed)["Location"] for _ in range(2)]

    assert answers == [request_of.get_absolute_url()] * 2
    assert CaseEntry.objects.filter(kind="turned").count() == 1


def test_what_was_typed_before_it_failed_is_found_again(council, request_of):
    client = browser(council.member)
    client.post("/drafts/turn/", {"draft_of": council.member.person.uid, "draft_about": request_of.uid, "turn-text": "Nobody ca"})

    said = words(client.get(page_of(request_of)))
    client.post(page_of(request_of), form(request_of, "turn", text="Nobody came.", chosen="head_of_service"))

    assert "You began this on" in said
    assert "Nobody ca" in said
    assert begun(fresh(council.member), "turn", request_of.uid) is None


def test_a_request_that_was_turned_already_is_answered_with_what_was_typed(council, request_of):
    typed = form(request_of, "refer", text="CRM-9")
    services.turn_into_concern(Case.objects.get(), actor=fresh(council.member), text="Nobody came.")

    page = browser(council.member).post(page_of(request_of), typed)

    assert page.status_code == 409
    assert "CRM-9" in words(page)
    assert "You changed it yourself, in another window" in words(page)
    assert "Councillor Aisha Rahman: Turned into a concern, on" in words(page), "as on the page of a case: who did what meanwhile"


@pytest.mark.parametrize("slug", ["", "answer", "update", "close"])
def test_other_acts_are_not_done_here(council, request_of, slug):
    assert browser(council.member).post(page_of(request_of), form(request_of, slug, text="x")).status_code == 404


@pytest.mark.parametrize("who", ["colleague", "other_member", "head", "clo", "democratic", "monitoring", "technical"])
def test_nobody_else_comes_there(council, request_of, who):
    client = browser(council.accounts[who])

    assert client.get(page_of(request_of)).status_code == 404
    assert client.post(page_of(request_of), form(request_of, "turn", text="x")).status_code == 404


@pytest.mark.parametrize("address", ["/", "/casework/", "/casework/?status=with_centre"])
def test_the_lists_and_the_home_page_show_a_request(council, request_of, address):
    assert request_of.reference in words(browser(council.member).get(address))
