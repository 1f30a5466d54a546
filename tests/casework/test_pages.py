"""What the pages of a case say and take, as the people of a small council meet them."""

import datetime
import re
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from casework import services
from casework.models import Case, CaseEntry, CasePaper
from council_portal.accounts.models import Appointment, Principal
from council_portal.audit.models import Event
from council_portal.documents.uploads import check_upload
from council_portal.matters.models import Submission
from council_portal.protocol.models import ProtocolVersion
from tests import factories
from tests.casework.ground import browser, hidden, words
from tests.documents import files
from tests.factories import fresh, log
from tests.matrix.people import date_back

pytestmark = pytest.mark.django_db
FIRST = "The protocol sends a concern about a service to the"
RAW = re.compile(r"\bNone\b|\{\{|\}\}|%\(|\(\s*\)|\bhead_of_service\b|\bwith_officer\b|<bound|&lt;")  # what no person should read
SILENT = "The protocol names nobody for this. What follows is the portal’s own default."


def concern(council, **changes):
    """What the two pages of raising a case post."""
    return {"matter": "service_failure", "title": "Bins missed in Mill Lane", "text": "Three weeks <b>running</b>.",
            "service": council.services.street_scene.uid, "ward": council.wards.mill_hill.uid, "key": uuid.uuid4(), **changes}


def act(case, slug, **typed):
    """What a form on the page of a case posts."""
    return {"act": slug, **{f"{slug}-{name}": value for name, value in {"version": case.version, **typed}.items()}}


# --- raising -------------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("SEC-3.2")
def test_the_check_page_says_to_whom_under_which_clause_and_by_when_before_anything_is_sent(council):
    with time_machine.travel(datetime.datetime(2026, 12, 22, 10, tzinfo=datetime.UTC), tick=False):
        page = browser(council.member).post("/casework/log/", concern(council))

    said = words(page)
    assert f"{FIRST} Head of Service or nominated officer first. ( clause 3.2 )" in said
    assert "29 December 2026" in said
    assert "Received on 22 December 2026, which is day 0." in said
    assert "7 calendar days are counted, weekends and holidays too." in said
    assert "Head of service, Street Scene: Priya Chandran" in said
    assert "Nominated officer, Street Scene: Callum Baird" in said
    assert "Three weeks <b>running</b>." in said, "what was typed is text, not a page"
    assert Case.objects.count() == 0


def test_five_fields_at_most_are_asked_for_and_the_rest_may_be_left(council):
    first = browser(council.member).get("/casework/log/")
    second = browser(council.member).post("/casework/log/", concern(council))

    asked = first.context["form"].visible_fields()
    also = [field for field in second.context["form"].visible_fields() if field.field.required]
    assert [field.name for field in [*asked, *also] if field.field.required] == ["matter", "title", "text", "ward", "chosen"]


def test_a_case_is_raised_on_two_pages_and_going_back_keeps_what_was_typed(council):
    client, typed = browser(council.member), concern(council)

    back = client.post("/casework/log/", typed | {"stage": "change"})
    sent = client.post("/casework/log/", typed | {"stage": "send", "chosen": "nominated_officer", "urgent": "on"})

    case = Case.objects.get()
    assert "Bins missed in Mill Lane" in back.content.decode()
    assert sent["Location"] == case.get_absolute_url()
    assert (case.sent_to.name, case.urgent, case.title) == ("Nominated officer, Street Scene", True, "Bins missed in Mill Lane")


@pytest.mark.parametrize("left", ["matter", "title", "text", "ward"])
def test_what_is_left_out_is_asked_for_and_the_rest_is_kept(council, left):
    page = browser(council.member).post("/casework/log/", concern(council) | {left: ""})

    assert list(page.context["form"].errors) == [left]
    assert ("Three weeks" if left != "text" else "Bins missed") in page.content.decode()
    assert Case.objects.count() == 0


def test_the_same_form_pressed_twice_is_one_case(council):
    client, typed = browser(council.member), concern(council, stage="send", chosen="head_of_service")

    first, second = client.post("/casework/log/", typed), client.post("/casework/log/", typed)

    assert first["Location"] == second["Location"] == Case.objects.get().get_absolute_url()


def test_the_key_of_somebody_elses_form_makes_nothing_and_breaks_nothing(council):
    typed = concern(council, stage="send", chosen="head_of_service")
    browser(council.member).post("/casework/log/", typed)

    response = browser(council.other_member).post("/casework/log/", typed)

    assert response.status_code == 400
    assert (Case.objects.count(), Submission.objects.count()) == (1, 1)


@pytest.mark.parametrize("chosen", ["chief_officer", "all_members", "", "nobody"])
def test_a_choice_that_was_not_offered_is_refused_and_what_was_typed_kept(council, chosen):
    page = browser(council.member).post("/casework/log/", concern(council, stage="send", chosen=chosen))

    assert page.status_code == 200
    assert hidden(page, "title") == "Bins missed in Mill Lane"
    assert Case.objects.count() == 0


def test_extra_fields_of_a_post_change_nothing(council):
    extra = {"status": "closed", "raised_by": council.other_member.person.pk, "version": 9, "clause": "9.9", "is_open": "",
             "reference": "AAAA-AAAA", "protocol": 7, "sent_to": 1, "uid": uuid.UUID(int=1), "id": 5}

    browser(council.member).post("/casework/log/", concern(council, stage="send", chosen="head_of_service") | extra)

    case = Case.objects.get()
    assert (case.status, case.raised_by, case.version, case.clause) == ("with_officer", council.member.person, 1, "3.2")
    assert (case.reference != "AAAA-AAAA", case.uid != uuid.UUID(int=1), case.sent_to.post) == (True, True, "head_of_service")


def test_somewhere_else_needs_a_reason_and_the_page_keeps_both(council):
    client, typed = browser(council.member), concern(council, stage="send", chosen="head_of_service", elsewhere="clo")

    without = client.post("/casework/log/", typed)
    client.post("/casework/log/", typed | {"departure": "The Head of Service is my neighbour."})

    case = Case.objects.get()
    assert list(without.context["form"].errors) == ["departure"]
    assert (case.sent_to.name, case.departure) == ("Clo, Street Scene", "The Head of Service is my neighbour.")
    assert "The Head of Service is my neighbour." in words(client.get(case.get_absolute_url()))
    assert "nobody held the one it names" not in words(client.get(case.get_absolute_url()))


def test_without_a_protocol_in_force_the_portal_says_closed_and_makes_nothing(council):
    ProtocolVersion.objects.all().delete()

    page = browser(council.member).post("/casework/log/", concern(council))

    assert page.status_code == 503


# --- the page ------------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("SEC-3.4")
def test_the_page_says_where_the_case_is_why_by_when_and_who_may_see_it(council):
    with time_machine.travel(datetime.datetime(2026, 12, 22, 10, tzinfo=datetime.UTC), tick=False):
        case = log(council)
        said = words(browser(council.member).get(case.get_absolute_url()))

    assert f"With the Head of service, Street Scene. {FIRST} Head of Service or nominated officer first. ( clause 3.2 )" in said
    assert "When an answer is due 29 December 2026 clause 3.4" in said
    assert "Received on 22 December 2026, which is day 0. 7 calendar days are counted, weekends and holidays too." in said
    assert "So an answer is due by the end of 29 December 2026, London time." in said
    assert "You see this as the Member who raised it: The office of Councillor Aisha Rahman." in said
    assert "Head of service, Street Scene the office that it was sent to" in said
    assert "Routed under Protocol for Managing Member/Officer Relations" in said


@pytest.mark.parametrize("preset", ["rugby", "executive-directors", "north-northamptonshire"])
def test_where_the_protocol_is_silent_the_pages_say_so_and_cite_no_clause(council, preset):
    factories.adopt(preset)
    case = log(council)

    check = words(browser(council.member).post("/casework/log/", concern(council)))
    page = words(browser(council.member).get(case.get_absolute_url()))

    for said in (check, page):
        assert SILENT in said
        assert FIRST not in said
        assert "The protocol sets no time for this. The time that is counted here is the portal’s own. Received on" in said
        assert "10 working days are counted" in said
        assert "clause" not in said.split("When an answer is due")[1].split("London time.")[0]
    assert "Where this is, and why The protocol names nobody" in page
    assert "With the Clo, Street Scene." in page
    assert "With the Clo, Street Scene. ( clause" not in page


def test_where_the_text_is_not_in_hand_the_page_says_that(council):
    factories.adopt("south-ribble")
    case = log(council)

    assert "The protocol’s text on this is not in hand." in words(browser(council.member).get(case.get_absolute_url()))


@pytest.mark.parametrize("preset", ["model", "section-c", "rugby", "north-northamptonshire", "executive-directors", "south-ribble"])
def test_the_page_of_a_case_and_of_the_protocol_read_in_whole_sentences_under_every_preset(council, preset):
    factories.adopt(preset)
    case = log(council)
    client = browser(council.member)

    for address in (case.get_absolute_url(), "/casework/", "/", "/protocol/"):
        page = client.get(address)
        assert page.status_code == 200
        assert RAW.findall(words(page)) == []


def test_an_unrouted_case_says_why_and_who_looks_for_somebody(council):
    Appointment.objects.filter(principal__post__in=["head_of_service", "nominated_officer", "chief_officer", "chief_executive"]).update(
        until=timezone.now())
    case = log(council)

    said = words(browser(council.member).get(case.get_absolute_url()))

    assert "Nobody holds the post that this goes to, nor one above it. Democratic Services are finding somebody." in said


def test_reading_a_case_and_a_paper_is_recorded(council):
    case = log(council, papers=services.store([upload_of(b"Notes.\n", "notes.txt")]))
    client = browser(council.head)

    client.get(case.get_absolute_url())
    b"".join(client.get(CasePaper.objects.get().get_absolute_url()).streaming_content)

    assert list(Event.objects.filter(verb__in=["opened", "paper opened"]).order_by("pk").values_list("verb", "actor_name")) == [
        ("opened", "Priya Chandran"), ("paper opened", "Priya Chandran")]


# --- acting --------------------------------------------------------------------------------------------------------------------


def test_two_officers_answer_and_the_second_keeps_the_text(council):
    case = log(council)
    typed = act(case, "answer", text="Mine: on Friday.", key=uuid.uuid4())
    browser(council.head).post(case.get_absolute_url(), act(case, "answer", text="On Thursday.", key=uuid.uuid4()))

    page = browser(council.head).post(case.get_absolute_url(), typed)

    assert page.status_code == 409
    assert "Mine: on Friday." in words(page)
    assert list(CaseEntry.objects.filter(kind="answer").values_list("text", flat=True)) == ["On Thursday."]


@pytest.mark.parametrize("slug", ["update", "answer"])
def test_a_form_pressed_twice_is_one_turn(council, slug):
    case, client = log(council), browser(council.head)
    typed = act(case, slug, text="On Thursday.", key=uuid.uuid4())

    answers = [client.post(case.get_absolute_url(), typed) for _ in range(2)]

    assert [response.status_code for response in answers] == [302, 302]
    assert CaseEntry.objects.filter(kind=slug).count() == 1


def test_an_update_may_be_posted_to_a_case_that_has_moved_on(council):
    case, client = log(council), browser(council.member)
    typed = act(case, "update", text="Still there.", key=uuid.uuid4())
    services.answer(case, actor=fresh(council.head), text="Done.")

    response = client.post(case.get_absolute_url(), typed)

    assert response.status_code == 302
    assert CaseEntry.objects.filter(kind="update").count() == 1


@pytest.mark.requirement("SEC-3.5")
def test_what_may_be_seen_and_not_done_is_refused_with_the_clause(council):
    case = log(council)

    page = browser(council.member).post(case.get_absolute_url(), act(case, "escalate"))

    assert page.status_code == 403
    assert "A case can be taken further by the Member who raised it, once the reply is overdue. ( clause 3.5 )" in words(page)


@pytest.mark.parametrize("slug", ["", "delete", "view", "log", "../answer"])
def test_an_unknown_act_is_nothing(council, slug):
    case = log(council)

    assert browser(council.head).post(case.get_absolute_url(), act(case, slug, text="x")).status_code == 404


@pytest.mark.parametrize("version", ["", "abc", "-1", "99999999999999999999", "1; drop"])
def test_a_made_up_version_answers_nothing(council, version):
    case = log(council)

    page = browser(council.head).post(case.get_absolute_url(), act(case, "answer", text="Kept text.", version=version))

    assert page.status_code == 409
    assert "Kept text." in words(page)
    assert not CaseEntry.objects.filter(kind="answer").exists()


def test_an_empty_answer_is_asked_for_again(council):
    case = log(council)

    page = browser(council.head).post(case.get_absolute_url(), act(case, "answer", text="  "))

    assert page.status_code == 200
    assert "There is a problem" in words(page)
    assert Case.objects.get().status == "with_officer"


def test_democratic_services_choose_only_posts_that_take_cases(council):
    Appointment.objects.filter(principal__post__in=["head_of_service", "nominated_officer", "chief_officer", "chief_executive"]).update(
        until=timezone.now())
    case, client = log(council), browser(council.democratic)

    everybody = Principal.objects.get(post="all_members")
    offered = client.get(case.get_absolute_url()).content.decode()
    refused = client.post(case.get_absolute_url(), act(case, "place", principal=everybody.pk, text="All."))

    assert "Members of the council" not in offered
    assert (refused.status_code, Case.objects.get().status) == (200, "unrouted")


def test_a_form_from_elsewhere_is_refused_and_says_what_to_do(council):
    case = log(council)

    page = browser(council.head, enforce_csrf_checks=True).post(case.get_absolute_url(), act(case, "answer", text="Thursday."))

    assert page.status_code == 403
    assert "Please send the form again" in words(page)
    assert not CaseEntry.objects.filter(kind="answer").exists()


# --- papers --------------------------------------------------------------------------------------------------------------------


def upload_of(content, name):
    """A small file as the check lets it through."""
    return check_upload(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(("name", "content", "says"), [
    ("photo.jpg", b"MZ" + b"\0" * 200, "“photo.jpg” is not what the end of its name says"),
    ("notes.txt", b"", "“notes.txt” is empty"), ("run.exe", b"MZ" + b"\0" * 200, "“run.exe” is a kind of file that we cannot take"),
    ("scan.pdf", b"<html><script>alert(1)</script></html>", "“scan.pdf” is not what the end of its name says"),
    ("big.txt", b"word " * 2_200_000, "“big.txt” is bigger than 10 MB")])
def test_a_file_that_is_not_taken_is_named_and_what_was_typed_is_kept(council, name, content, says):
    client = browser(council.member)
    typed = concern(council, stage="send", chosen="nominated_officer", papers=SimpleUploadedFile(name, content))
    typed["shown"] = typed["service"]

    page = client.post("/casework/log/", typed)

    assert page.status_code == 200
    assert says in words(page).replace("\xa0", " ")
    assert (hidden(page, "title"), hidden(page, "shown")) == ("Bins missed in Mill Lane", str(council.services.street_scene.uid))
    assert re.search(r'value="nominated_officer"[^>]*checked', page.content.decode())
    assert (Case.objects.count(), CasePaper.objects.count()) == (0, 0)


def test_a_refused_file_keeps_the_answer_that_was_typed_with_it(council):
    case = log(council)

    page = browser(council.head).post(case.get_absolute_url(), act(
        case, "answer", text="See the paper.", papers=SimpleUploadedFile("photo.jpg", b"MZ" + b"\0" * 200)))

    assert page.status_code == 200
    assert "See the paper." in words(page)
    assert "“photo.jpg” is not what the end of its name says" in words(page)
    assert Case.objects.get().status == "with_officer"


def test_a_paper_is_handed_out_as_a_file_that_can_run_nothing(council):
    client = browser(council.member)
    client.post("/casework/log/", concern(council, stage="send", chosen="head_of_service",
                                          papers=SimpleUploadedFile("mill lane.png", files.picture("PNG"))))

    paper = CasePaper.objects.get()
    response = browser(council.head).get(paper.get_absolute_url())

    assert b"".join(response.streaming_content)[:8] == b"\x89PNG\r\n\x1a\n"
    assert response["Content-Disposition"] == 'attachment; filename="mill lane.png"'
    assert (response["X-Content-Type-Options"], response["Content-Security-Policy"]) == ("nosniff", "sandbox; default-src 'none'")
    assert response["Cache-Control"] == "private, no-store"


def test_a_paper_is_gone_for_who_lost_the_office(council):
    case = log(council, papers=services.store([upload_of(b"Notes.\n", "notes.txt")]))
    address, client = case.papers.get().get_absolute_url(), browser(council.head)
    before = client.get(address).status_code
    Appointment.objects.filter(person=council.head.person, principal__post="head_of_service").update(until=timezone.now())

    after = client.get(address).status_code

    assert (before, after) == (200, 404)


# --- what an overdue case offers -----------------------------------------------------------------------------------------------


@pytest.mark.requirement("SEC-3.5")
def test_an_overdue_case_offers_the_chief_officer_to_the_member_and_to_nobody_else(council):
    case = log(council)
    date_back(case, days=9)

    member, officer = (words(browser(user).get(case.get_absolute_url())) for user in (council.member, council.head))

    due = timezone.localdate() - datetime.timedelta(days=2)
    assert (f"No answer came by {due.day} {due:%B %Y}. You may raise it with the Chief Officer. "
            "It is for you to decide: nothing is sent unless you say so. ( clause 3.5 )") in member
    assert "You may raise it with" not in officer
