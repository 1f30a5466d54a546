"""Plain words on the pages of cases: one name for one thing, and sentences that cannot be read in two ways."""

import datetime
import re
from email.message import EmailMessage

import pytest
from django.utils import timezone

from casework import asking, kinds, owners, services
from casework.models import Case, Status
from council_portal.accounts.models import Appointment, Principal
from council_portal.demo.mails import letters
from tests import factories
from tests.casework.ground import browser, words
from tests.casework.test_acts import boxes, errors, send
from tests.casework.test_officers_ask import ask
from tests.casework.test_pages import upload_of
from tests.documents import files
from tests.factories import fresh, log

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def page_of(user, case, more=""):
    return browser(user).get(f"{case.get_absolute_url()}{more}")


def rungs(user, case, state="here"):
    """(who, note) of the rungs of the ladder in this state."""
    return [(one["text"], one["note"]) for one in page_of(user, case).context["route"] if one["state"] == state]


# --- dates -----------------------------------------------------------------------------------------------------------------------


def test_the_date_of_an_update_does_not_read_as_the_next_that_the_member_hears(council):
    labels = [one["label"] for one in page_of(council.member, log(council)).context["dates"]]

    assert labels == ["When an answer is due", "When it is to be acknowledged",
                      "When an update is due, if the Member hears nothing before"]


@pytest.mark.parametrize(("days", "overdue"), [(1, True), (0, False)])
def test_a_case_that_nobody_was_found_for_in_time_is_marked_as_overdue_like_any_other(council, days, overdue):
    Appointment.objects.exclude(principal__post__in=["", "democratic_services"]).filter(principal__kind="post").exclude(
        person__in=[council.member.person]).update(until=timezone.now())
    case = log(council)
    Case.objects.filter(pk=case.pk).update(next_on=timezone.localdate() - days * DAY)

    date = page_of(council.democratic, case).context["dates"][0]

    assert case.status == Status.UNROUTED
    assert (date["label"], date["overdue"]) == ("When somebody is to be found for it", overdue)


# --- the ladder ------------------------------------------------------------------------------------------------------------------


def test_the_member_who_is_asked_is_said_to_have_been_asked_and_by_whom(council):
    case = log(council)
    asking.ask(case, actor=fresh(council.head), text="Which road?")

    assert rungs(council.member, case) == [
        ("Councillor Aisha Rahman", "Was asked a question by Head of service, Street Scene, who waits for the reply.")]


def test_after_a_handing_over_the_ladder_names_the_officer(council):
    case, clo = log(council), Principal.objects.get(post="clo")
    owners.hand_over(case, actor=fresh(council.head), principal=clo, text="She knows the street.")

    [(office, note)] = rungs(council.member, case)

    assert (office, note) == ("Clo, Street Scene", "Rosie Fenn. The portal’s own rule.")


# --- one name for one thing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("matter", kinds.NAMED)
def test_a_kind_has_one_name_in_filters_times_and_on_its_page(council, matter):
    client, name = browser(council.member), kinds.in_a_word(matter)
    times = [card["title"] for card in client.get("/casework/times/").context["cards"] if card["matter"] == matter]

    for address in ("/casework/", "/casework/search/"):
        assert f'<option value="{matter}">{name}</option>' in client.get(address).content.decode()
    assert times == ([name] if matter != "question_to_member" else [])


def test_the_queue_of_cases_without_anybody_is_called_as_their_status_is(council):
    queues = [one["text"] for one in browser(council.democratic).get("/casework/").context["queues"]]

    assert queues == ["All", Status.UNROUTED.label]


# --- answers ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("matter", ["operational", "information_request"])
def test_a_plain_question_is_answered_and_nobody_is_asked_when_it_was_done(council, matter):
    case = log(council, matter=matter)
    owner = case.owner.user

    shown = words(page_of(owner, case, "answer/"))
    sent = send(owner, case, "answer", text="It is emptied on Mondays, and will be in spring.", outcome="done")

    assert "Answered Scheduled" in shown
    assert "When was it done?" not in shown
    assert (sent.status_code, Case.objects.get().outcome, Case.objects.get().outcome_on) == (302, "done", None)
    assert "How it ends: answered." in words(page_of(council.member, case))


def test_a_concern_is_done_on_a_day_as_before(council):
    case = log(council)

    assert "Done When was it done?" in words(page_of(council.head, case, "answer/"))
    send(council.head, case, "answer", text="Swept.", outcome="done", **boxes("done_on", timezone.localdate()))
    assert "How it ends: done on" in words(page_of(council.member, case))


def test_what_can_be_passed_on_is_asked_for_as_a_whole_sentence(council):
    page = words(page_of(council.head, log(council), "answer/"))

    assert "Why has the council no power to do it? Only if there is no power to do it: a whole sentence" in page
    assert "Why is it refused? Only if it is refused: a whole sentence" in page


@pytest.mark.parametrize(("slug", "field", "says"), [
    ("hand-over", "text", "Enter why they take it"), ("join", "text", "Enter why they join"),
    ("want", "due_on", "Enter the day by which you need it")])
def test_what_is_missing_is_asked_for_in_a_sentence(council, slug, field, says):
    case, to = log(council), Principal.objects.get(post="chief_executive")
    given = {"text": "Is it yours?"} if field == "due_on" else {}

    assert errors(send(council.head, case, slug, principal=to.uid, **given))[field] == [says]


# --- paper, questions, routes, the demo's mail -----------------------------------------------------------------------------------


def test_paper_says_which_version_a_paper_is_and_that_it_is_restricted(council):
    case = log(council)
    services.update(case, actor=fresh(council.head), text="Here.", papers=services.store(
        [upload_of(files.pdf(), "lease.pdf")], restricted=True))
    first = case.papers.get()
    services.update(case, actor=fresh(council.head), text="Again.", papers=services.store(
        [upload_of(files.pdf(), "lease.pdf")], replaces=first))

    printed = words(page_of(council.member, case, "print/"))

    said = re.findall(r"lease.pdf \([^(),]+, ([^()]+)\)", printed)
    copies = "restricted: a copy with your name on it"
    assert said == [f"version 1 of 2, {copies}", f"version 2 of 2, {copies}"] * 2, "in the thread, and among the papers"


def test_a_question_outside_any_case_is_called_no_case_by_its_page_and_on_paper(council):
    question, case = ask(council), log(council)

    shown, printed = (words(page_of(council.head, question, more)) for more in ("", "print/"))

    assert "Print this question · PDF of this question" in shown
    assert "Print this case · PDF of this case" in words(page_of(council.head, case))
    assert ["The case" in one for one in (shown, printed)] == [False, False]
    assert ["The question" in one for one in (shown, printed)] == [True, True]


def test_a_condition_goes_on_in_the_sentence_of_what_the_protocol_says(council):
    factories.adopt("executive-directors", on=timezone.localdate() - DAY)
    given = {"matter": "information_request", "title": "Street scene: figures", "text": "Of trees.", "ward": council.wards.mill_hill.uid,
             "service": council.services.street_scene.uid, "key": "11111111-1111-4111-8111-111111111111"}

    page = words(browser(council.member).post("/casework/log/", given))

    assert "The protocol says must, unless minor" in page
    assert "Unless minor" not in page


def test_the_demos_mail_writes_its_days_as_everywhere_else():
    letter = EmailMessage()
    letter["Date"], letter["To"], letter["Subject"] = "Sat, 28 Nov 2026 20:56:21 -0000", "a@council.example", "Something"
    letter.set_content("A link.")

    [shown] = letters(bytes(letter))

    assert shown["when"] == "28 November 2026 at 20:56"
