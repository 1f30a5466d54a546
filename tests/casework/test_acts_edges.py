"""The edges of a case, each with the outcome that docs/decisions/case-outcomes.md states."""

import datetime
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import due, services
from casework.models import Case, CaseEntry
from council_portal.accounts.services import leave_office
from tests.casework.ground import REFUSED, browser, words
from tests.casework.test_pages import upload_of
from tests.factories import fresh, log

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def late_answer(case, version, text="Mine: on Friday."):
    """What an officer posts who opened the case when it had this version."""
    return {"act": "answer", "answer-version": version, "answer-key": uuid.uuid4(), "answer-text": text, **REFUSED}


def test_of_two_officers_who_answer_the_second_reads_who_was_first(council):
    case = log(council)
    version = case.version
    services.answer(case, actor=fresh(council.head), text="On Thursday.")

    page = browser(council.head).post(f"{case.get_absolute_url()}answer/", late_answer(case, version))

    assert page.status_code == 409
    assert "Mine: on Friday." in words(page)
    assert "Priya Chandran: Answer, on" in words(page)
    assert "What you wanted to add you can post as an update." in words(page)
    assert CaseEntry.objects.filter(kind="answer").count() == 1


def test_an_answer_after_closing_is_refused_kept_and_told_what_can_be_done(council):
    case = log(council)
    version = case.version
    services.close(case, actor=fresh(council.member))

    page = browser(council.head).post(case.get_absolute_url(), late_answer(case, version))

    assert page.status_code == 409
    assert "Mine: on Friday." in words(page)
    assert "While you were writing, somebody else changed it." in words(page)
    assert "Councillor Aisha Rahman: Closed, on" in words(page)
    assert "If yours is still needed, the Member can come back on the case; then send it." in words(page)
    assert Case.objects.get().status == "closed"


def test_a_case_whose_member_left_yesterday_is_answered_for_the_record_and_closes_by_itself(council):
    case = log(council)
    leave_office(council.member.person, at=timezone.now() - DAY)

    before = words(browser(council.head).get(case.get_absolute_url()))
    answered = browser(council.head).post(case.get_absolute_url(), late_answer(case, case.version))
    own = browser(council.member).get(case.get_absolute_url())
    due.close_what_is_settled(Case.objects.get().next_on + DAY)

    assert "Councillor Aisha Rahman is no Member any more: they cannot read this, and no message will reach them." in before
    assert (answered.status_code, own.status_code, Case.objects.get().status) == (302, 404, "closed")
    assert "Closed by itself" in words(browser(council.head).get(case.get_absolute_url()))


def test_of_two_hundred_turns_the_last_thirty_are_shown_and_all_on_request(council):
    case, client = log(council), browser(council.member)
    client.get(case.get_absolute_url())
    with CaptureQueriesContext(connection) as short:
        client.get(case.get_absolute_url())
    CaseEntry.objects.bulk_create(
        CaseEntry(case=case, kind="update", author=council.head.person, acting_as="Head", text=f"Turn {n}.", at=timezone.now())
        for n in range(199))

    with CaptureQueriesContext(connection) as long:
        page = client.get(case.get_absolute_url())
    whole = client.get(f"{case.get_absolute_url()}?all=1")

    assert (len(page.context["thread"]), len(whole.context["thread"])) == (30, 200)
    assert [turn["text"] for turn in page.context["thread"]][-1] == "Turn 198."
    assert "The last 30 turns are shown. Show all 200 turns" in words(page)
    assert "Show all" not in words(whole)
    assert len(short) == len(long)


def test_of_forty_papers_ten_are_shown_and_the_others_folded(council):
    papers = services.store([upload_of(b"Note.\n", f"note {n}.txt") for n in range(40)])
    case = log(council, papers=papers)

    page = browser(council.member).get(case.get_absolute_url())

    assert (len(page.context["papers"]), len(page.context["more_papers"])) == (10, 30)
    assert "30 more papers" in words(page)


@pytest.mark.parametrize(("received", "last_second", "first_second"), [
    # Clocks go back on 25 October 2026 and forward on 28 March 2027, in the night to Sunday.
    ("2026-10-18T09:00:00+00:00", "2026-10-25T23:59:59+00:00", "2026-10-26T00:00:00+00:00"),
    ("2027-03-21T09:00:00+00:00", "2027-03-28T22:59:59+00:00", "2027-03-28T23:00:00+00:00")])
def test_a_day_on_which_the_clocks_change_ends_at_londons_midnight(council, received, last_second, first_second):
    at = datetime.datetime.fromisoformat
    with time_machine.travel(at(received), tick=False) as clock:
        case = log(council)
        clock.move_to(at(last_second))
        before = words(browser(council.member).get(case.get_absolute_url()))
        clock.move_to(at(first_second))
        after = words(browser(council.member).get(case.get_absolute_url()))

    assert ("Take it further" in before, "Take it further" in after) == (False, True)
