"""What the Member marks as urgent is seen wherever an officer picks work, so that nobody has to walk into a work area (SEC-3.2)."""

import csv
import io
import re

import pytest

from casework import services
from council_portal.outbox.models import Message
from council_portal.outbox.services import letter
from tests.casework.ground import browser, words
from tests.factories import fresh, log

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SEC-3.2")]

TAG = re.compile(r'<strong class="govuk-tag govuk-tag--red[^"]*">Urgent</strong>')


@pytest.fixture
def two(council):
    """A case that is urgent and one that is not."""
    return log(council, title="Water off in Mill Lane", urgent=True), log(council, title="Bins missed")


def tags(council, who, address):
    """How often the tag stands on a page."""
    return len(TAG.findall(browser(getattr(council, who)).get(address).content.decode()))


@pytest.mark.parametrize(("who", "address"), [
    ("head", "/casework/"), ("head", "/casework/?queue=mine"), ("head", "/casework/search/?q=water"), ("member", "/casework/")])
def test_the_row_of_an_urgent_case_says_so_and_no_other_does(council, two, who, address):
    assert tags(council, who, address) == 1


def test_the_home_page_says_so_of_what_waits_and_of_what_has_moved(council, two):
    sections = browser(council.head).get("/").context["sections"]

    said = {panel["title"]: {item["text"]: item["also"] for item in panel["items"]} for one in sections for panel in one["panels"]
            if panel["title"].startswith("Cases that ")}
    marked = {"Water off in Mill Lane": "Urgent", "Bins missed": ""}
    assert said == {"Cases that wait for you": marked, "Cases that moved this week": marked}
    assert tags(council, "head", "/") == 2


def test_the_page_of_the_case_says_so_beside_its_status_and_paper_beside_the_reference(council, two):
    urgent, other = two

    assert [tags(council, "head", case.get_absolute_url()) for case in two] == [1, 0]
    printed = [words(browser(council.head).get(f"{case.get_absolute_url()}print/")) for case in two]
    assert f"{urgent.reference} · With officer · Urgent Printed by" in printed[0]
    assert f"{other.reference} · With officer Printed by" in printed[1]


def test_the_file_of_the_list_has_a_column_for_it(council, two):
    body = b"".join(browser(council.head).get("/casework/cases.csv").streaming_content)

    rows = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    assert {row["Title"]: row["Urgent"] for row in rows} == {"Water off in Mill Lane": "Yes", "Bins missed": ""}


def test_cases_that_are_given_to_an_officer_say_so(council, two):
    ticked = [f"{case.uid}:{case.version}" for case in two]

    page = browser(council.head).post("/casework/assign/", {"case": ticked}).content.decode()

    assert len(TAG.findall(page)) == 1


def test_a_closed_case_waits_for_nobody_and_keeps_it_among_its_facts_only(council, two):
    urgent, _other = two
    services.close(urgent, actor=fresh(council.member))

    assert [tags(council, "head", address) for address in ("/casework/?is_open=", urgent.get_absolute_url())] == [0, 0]
    assert "Marked as urgent by the Member" in words(browser(council.head).get(urgent.get_absolute_url()))


def test_the_mail_about_it_is_the_same_as_about_any_other(council, two):
    letters = [{(message.to_id, letter(message).subject, letter(message).body.replace(case.reference, "").replace(str(case.uid), ""))
                for message in Message.objects.filter(about_uid=case.uid)} for case in two]

    assert len(letters[0]) == 2
    assert letters[0] == letters[1]
