"""Officers ask a Member outside any case: whom they may ask, what the Member reads, how it is settled, and what is not offered."""

import csv
import datetime
import io
import uuid

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from casework import owners, questions
from casework.counts import count_anew
from casework.models import Case, CaseClock, CaseEntry, CasePaper, ServiceCount
from casework.turns import CannotBe
from council_portal.access.decisions import Forbidden, can
from council_portal.accounts.models import Principal, Service
from council_portal.accounts.services import appoint, leave_office, post_principal
from council_portal.drafts.models import Draft
from council_portal.outbox.management.commands.run_due import once as run_due
from council_portal.outbox.models import Message
from tests import factories
from tests.casework.ground import browser, words
from tests.casework.test_acts import errors, send
from tests.factories import fresh

pytestmark = pytest.mark.django_db
TUESDAY = datetime.datetime(2026, 12, 22, 10, 30, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
ASK = "/casework/ask/"
ANSWERED_BY_A_CASE_ONLY = ["answer", "acknowledge", "escalate", "more_time", "agree", "come_back", "close", "want", "refer", "turn"]


def ask(council, actor=None, **changes):
    """A question of the Head of Street Scene to the council's Member."""
    given = {"actor": fresh(actor or council.head), "key": uuid.uuid4(), "title": "The lights on Mill Green", "text": "Who asked for them?",
             "member": council.member.person, "office": Principal.objects.get(post="head_of_service", service__name="Street Scene")}
    return questions.ask_member(**given | changes)


def typed(council, **changes):
    """What an officer of one office types."""
    return {"member": council.member.person.uid, "title": "The lights on Mill Green", "text": "Who asked for them?", "key": uuid.uuid4(),
            **changes}


def said(user, case):
    return words(browser(user).get(case.get_absolute_url()))


# --- asking --------------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("RUG-4-OFFICERS")
@pytest.mark.requirement("SEC-3.4")
def test_a_question_goes_to_the_member_with_a_week_and_back_to_the_office_which_settles_it(council):
    with time_machine.travel(TUESDAY, tick=False) as clock:
        sent = browser(council.head).post(ASK, typed(council))
        case = Case.objects.get()
        asked = said(council.member, case)
        clock.move_to(TUESDAY + DAY)
        send(council.member, case, "reply", text="The residents of Mill Green.")
        case.refresh_from_db()
        replied = said(council.head, case)
        send(council.head, case, "settle", text="Thank you, that is all.")
        settled = said(council.member, case)
    run_due()

    assert (sent.status_code, sent["Location"]) == (302, case.get_absolute_url())
    assert "Priya Chandran asked Councillor Aisha Rahman this on 22 December 2026. It belongs to no case." in asked
    assert "The reply is due by 29 December 2026. ( clause 3.4 )" in asked
    assert "Asked on 22 December 2026, which is day 0." in asked
    assert "Received on" not in asked
    assert (case.status, case.next_on, case.due_on) == ("with_officer", datetime.date(2027, 1, 11), None)
    assert "Councillor Aisha Rahman has replied. Head of service, Street Scene settles the question, or asks again." in replied
    assert "It has been settled by whoever asks." in settled
    assert "Thank you, that is all." in settled
    assert Case.objects.get().status == "closed"
    assert [one.kind for one in CaseEntry.objects.order_by("pk")] == ["asked", "replied", "settled"]
    assert {one.kind for one in Message.objects.filter(to=council.member.person)} == {"case_asked", "case_question_settled"}
    assert [one for one in mail.outbox if "Mill Green" in one.message().as_string()] == []


def test_nowhere_is_it_said_that_the_member_raised_it(council):
    case = ask(council)
    send(council.member, case, "reply", text="The residents.")

    pages = [said(reader, case) for reader in (council.member, council.head)]
    pages += [words(browser(council.member).get(address)) for address in (
        "/casework/", "/", f"{case.get_absolute_url()}print/", "/casework/search/?q=Aisha", "/casework/search/?q=lights")]

    assert [page for page in pages if "Mill Green" not in page] == []
    assert [page for page in pages if "raised" in page.partition("The clauses, written out")[0].lower()] == []
    assert "You see this as the Member who was asked: The office of Councillor Aisha Rahman." in pages[0]
    assert "You see this as the office that asks: Head of service, Street Scene." in pages[1]
    assert "was asked by officers" in pages[2]
    assert "Asked of: Aisha" in pages[5]


def test_the_file_of_the_list_says_that_it_is_a_question(council):
    ask(council)

    body = b"".join(browser(council.member).get("/casework/cases.csv").streaming_content).decode("utf-8-sig")

    [row] = csv.DictReader(io.StringIO(body))
    assert (row["Member"], row["Kind of matter"], row["Status"]) == (
        "Councillor Aisha Rahman", "Question to a Member", "Waiting on the Member")


@pytest.mark.parametrize("who", ["member", "democratic", "monitoring", "technical"])
def test_only_officers_who_take_cases_ask(council, who):
    user = getattr(council, who)

    assert browser(user).get(ASK).status_code == 403
    with pytest.raises(Forbidden):
        ask(council, user)
    assert not Case.objects.exists()


def test_a_member_whose_term_ended_yesterday_cannot_be_asked_and_nothing_is_lost(council):
    leave_office(council.member.person, at=timezone.now() - DAY)

    page = browser(council.head).post(ASK, typed(council, text="What I wrote at length."))

    assert page.status_code == 200
    assert dict(page.context["form"].errors) == {"member": [
        "This person is no Member of the council today, and cannot be asked. Select somebody else."]}
    assert "What I wrote at length." in page.content.decode()
    assert Draft.objects.get().data["text"] == "What I wrote at length."
    assert not Case.objects.exists()
    with pytest.raises(CannotBe):
        ask(council)


def test_what_is_left_out_is_asked_for_at_its_field(council):
    page = browser(council.head).post(ASK, {"key": uuid.uuid4()})

    assert {name: list(found) for name, found in page.context["form"].errors.items()} == {
        "member": ["Select the Member whom you ask"], "title": ["Enter what it is about"], "text": ["Enter your question"]}


def test_who_holds_two_offices_says_in_which_they_ask_and_no_other_will_do(council):
    housing = Principal.objects.get(post="head_of_service", service__name="Housing")
    appoint(council.head.person, housing, authority="Invented")
    chief = Principal.objects.get(post="chief_officer")
    client = browser(council.head)

    nothing, wrong = client.post(ASK, typed(council)), client.post(ASK, typed(council, office=chief.uid))
    client.post(ASK, typed(council, office=housing.uid))

    assert list(nothing.context["form"].errors["office"]) == ["Select in which office you ask"]
    assert list(wrong.context["form"].errors["office"]) == ["You do not hold this office any more. Select another."]
    assert (Case.objects.get().sent_to, Case.objects.get().service.name) == (housing, "Housing")
    with pytest.raises(CannotBe):
        ask(council, office=chief)


def test_an_office_of_the_whole_council_names_the_service(council):
    client = browser(council.chief_executive)

    nothing = client.post(ASK, typed(council))
    client.post(ASK, typed(council, service=council.services.housing.uid))

    assert list(nothing.context["form"].errors["service"]) == ["Select which service it is about"]
    assert Case.objects.get().service == Service.objects.get(name="Housing")


def test_the_same_form_twice_asks_once_and_other_words_are_another_question(council):
    key = uuid.uuid4()
    client = browser(council.head)

    sent = [client.post(ASK, typed(council, key=key, text=text))["Location"] for text in ("Who?", "Who?", "And when?")]

    assert sent[0] == sent[1] != sent[2]
    assert (Case.objects.count(), Message.objects.filter(kind="case_asked").count()) == (2, 2)


def test_a_form_that_is_begun_is_kept_and_goes_with_the_question(council):
    client = browser(council.head)
    client.post(ASK, {"key": uuid.uuid4(), "title": "Half a question"})

    begun = client.get(ASK)
    home = words(client.get("/"))
    client.post(ASK, typed(council))

    assert begun.context["form"]["title"].value() == "Half a question"
    assert "Ask a Member: Half a question" in home
    assert not Draft.objects.exists()


def test_the_member_can_be_chosen_by_the_address(council):
    page = browser(council.head).get(f"{ASK}?member={council.member.person.uid}")

    assert page.context["form"]["member"].value() == str(council.member.person.uid)
    assert "Councillor Aisha Rahman, Mill Hill" in page.content.decode()


def test_a_paper_goes_with_the_question(council):
    from tests.documents.files import pdf
    file = io.BytesIO(pdf())
    file.name = "plan.pdf"

    browser(council.head).post(ASK, typed(council, papers=file))

    assert CasePaper.objects.get().name == "plan.pdf"
    assert browser(council.member).get(CasePaper.objects.get().get_absolute_url()).status_code == 200
    assert browser(council.colleague).get(CasePaper.objects.get().get_absolute_url()).status_code == 404


def test_a_question_that_failed_says_that_its_files_are_to_be_chosen_again(council):
    files = [SimpleUploadedFile(name, b"Words.\n") for name in ("one.txt", "two.txt")]

    page = browser(council.head).post(ASK, typed(council, text="", papers=files))

    assert "None of your 2 files was kept: choose again those that you want to add." in words(page)
    assert not CasePaper.objects.exists()


def test_where_the_protocol_names_no_time_the_page_says_whose_it_is(council):
    factories.adopt("rugby", on=timezone.localdate())
    page = words(browser(council.head).get(ASK))
    case = ask(council)

    assert "The protocol sets no time for this. The time that is counted here is the portal’s own." in page
    assert "The protocol sets no time for it: that is the portal’s own." in said(council.member, case)


def test_a_silent_protocol_is_said_to_be_silent(council):
    factories.adopt("north-northamptonshire", on=timezone.localdate())
    page = words(browser(council.head).get(ASK))
    case = ask(council)

    assert "The protocol does not say how officers ask a Member something" in page
    assert "The protocol does not say how officers ask a Member something" in said(council.member, case)


# --- what follows --------------------------------------------------------------------------------------------------------------


def test_what_makes_no_sense_for_a_question_is_offered_to_nobody(council):
    case = ask(council)
    states = {"with_member": case}
    for state in ("with_officer", "closed"):
        states[state] = other = ask(council, title=state)
        send(council.member, other, "reply", text="So it is.")
        if state == "closed":
            other.refresh_from_db()
            send(council.head, other, "settle", text="Thanks.")

    for one in states.values():
        one.refresh_from_db()
        for user in (council.member, council.head):
            assert [action for action in ANSWERED_BY_A_CASE_ONLY if can(fresh(user), action, one)] == []
    may = {state: sorted(action for action in Case.RULES if action not in ("log", "ask_member") and can(fresh(user), action, one))
           for user in (council.member, council.head) for state, one in states.items() for state in [(user.person.name, state)]}
    assert may == {
        ("Aisha Rahman", "with_member"): ["join", "reply", "update", "view"], ("Aisha Rahman", "with_officer"): ["join", "update", "view"],
        ("Aisha Rahman", "closed"): ["view"],
        ("Priya Chandran", "with_member"): ["assign", "go_on", "hand_over", "join", "update", "view"],
        ("Priya Chandran", "with_officer"): ["ask", "assign", "hand_over", "join", "settle", "update", "view"],
        ("Priya Chandran", "closed"): ["view"]}


@pytest.mark.requirement("SEC-3.4")
def test_without_a_reply_both_are_told_once_and_the_office_goes_on_and_settles(council):
    with time_machine.travel(TUESDAY, tick=False) as clock:
        case = ask(council)
        clock.move_to(TUESDAY + 8 * DAY)
        run_due()
        run_due()
        late = words(browser(council.member).get("/casework/?queue=question"))
        send(council.head, case, "go-on")
        case.refresh_from_db()
        page = said(council.head, case)
        send(council.head, case, "settle", text="We decided without.")
        count_anew(timezone.localdate())

    told = Message.objects.filter(kind="case_question_late")
    assert sorted(one.to.name for one in told) == ["Aisha Rahman", "Priya Chandran"]
    assert "The lights on Mill Green" in late
    assert "Reply overdue" in late
    assert "Councillor Aisha Rahman did not reply, and the reply is awaited no longer." in page
    assert Case.objects.get().status == "closed"
    figures = ServiceCount.objects.get(service=case.service, quarter="2026-4").figures
    assert figures["members"]["without"] == 1, "the Member's side is counted"
    assert figures["officers"] == {"awaited": 0, "overdue": 0, "in_time": 0, "late": 0, "median": None, "without": 0}
    assert set(figures["outcomes"].values()) == {0}


def test_the_office_may_ask_again_and_the_member_has_a_new_week(council):
    with time_machine.travel(TUESDAY, tick=False) as clock:
        case = ask(council)
        send(council.member, case, "reply", text="Somebody.")
        clock.move_to(TUESDAY + 2 * DAY)
        case.refresh_from_db()
        send(council.head, case, "ask", text="Who is that?")
        case.refresh_from_db()

    running = CaseClock.objects.filter(case=case, stopped_at=None)
    assert (case.status, case.next_on) == ("with_member", datetime.date(2026, 12, 31))
    assert [clock.kind for clock in running] == ["member"]


def test_the_office_that_lets_its_own_date_go_by_is_overdue_and_is_reminded(council):
    with time_machine.travel(TUESDAY, tick=False) as clock:
        case = ask(council)
        send(council.member, case, "reply", text="Somebody.")
        case.refresh_from_db()
        clock.move_to(TUESDAY.replace(year=2027, month=1, day=7))
        run_due()
        clock.move_to(TUESDAY.replace(year=2027, month=1, day=13))
        listed = words(browser(council.head).get("/casework/?queue=overdue"))

    assert [one.to.name for one in Message.objects.filter(kind="case_due_soon", to=council.head.person)] == ["Priya Chandran"]
    assert "to be settled, or asked again" in listed
    assert "Overdue" in listed


def test_it_waits_on_the_home_page_of_whoever_has_it(council):
    case = ask(council)
    member, officer = [words(browser(user).get("/")) for user in (council.member, council.head)]
    send(council.member, case, "reply", text="Somebody.")
    after = [words(browser(user).get("/")) for user in (council.member, council.head)]

    waits = "No case waits for you."
    assert (waits in member, waits in officer) == (False, True)
    assert (waits in after[0], waits in after[1]) == (True, False)


def test_settling_needs_a_word(council):
    case = ask(council)
    send(council.member, case, "reply", text="Somebody.")
    case.refresh_from_db()

    page = send(council.head, case, "settle", text="")

    assert errors(page) == {"text": ["Enter a word of thanks, or what follows from it"]}
    assert Case.objects.get().status == "with_officer"


def test_a_question_cannot_be_settled_before_a_reply_and_a_case_never(council):
    question, case = ask(council), factories.log(council)

    answers = [browser(council.head).get(f"{one.get_absolute_url()}settle/").status_code for one in (question, case)]

    assert answers == [403, 403]


def test_nobody_else_sees_it(council):
    case = ask(council)

    seen = {name: browser(user).get(case.get_absolute_url()).status_code for name, user in council.accounts.items()}

    assert {name for name, status in seen.items() if status == 200} == {"member", "head"}
    assert set(seen.values()) == {200, 404}


def test_an_assistant_in_the_office_of_the_member_reads_and_replies_for_them(council):
    assistant = factories.officer("Joan Pike")
    appoint(assistant.person, Principal.objects.get_or_create(kind="office", person=council.member.person, defaults={
        "name": "The office of Councillor Aisha Rahman"})[0], authority="Invented")
    case = ask(council)

    send(assistant, case, "reply", text="She is away; it was the residents.")

    assert CaseEntry.objects.get(kind="replied").acting_as == "The office of Councillor Aisha Rahman"


def test_when_the_officer_leaves_the_question_goes_to_the_office_above(council):
    case = ask(council)
    leave_office(council.head.person)
    run_due()
    owners.mind_owners()
    case.refresh_from_db()

    assert (case.owner.name, case.status) == ("Marian Holt", "with_member")
    assert "Head of service, Street Scene has nobody left to see to this case" in said(council.chief, case)


def test_when_nobody_is_left_democratic_services_find_somebody(council):
    case = ask(council)
    for name in ("head", "nominated", "clo", "chief", "chief_executive"):
        leave_office(council.accounts[name].person)
    owners.mind_owners()
    case.refresh_from_db()
    page = said(council.democratic, case)
    send(council.democratic, case, "place", text="Hers now.",
         principal=Principal.objects.get(post="head_of_service", service__name="Housing").uid)
    case.refresh_from_db()

    assert "Democratic Services are finding somebody." in page
    assert "raised" not in page
    assert (case.status, case.owner.name) == ("with_officer", "Femi Adeyemi")


def test_when_the_member_leaves_the_office_is_told_on_the_page_and_can_settle_it(council):
    case = ask(council)
    leave_office(council.member.person)

    page = said(council.head, case)
    send(council.head, case, "go-on")
    case.refresh_from_db()
    send(council.head, case, "settle", text="For the record.")

    assert "is no Member any more: they cannot read this" in page
    assert "settle it." in page
    assert browser(council.member).get(case.get_absolute_url()).status_code == 404
    assert Case.objects.get().status == "closed"


def test_it_can_be_handed_over_and_the_page_says_by_whom_and_why(council):
    case = ask(council)
    send(council.head, case, "hand-over", text="The lights are theirs.",
         principal=Principal.objects.get(post="head_of_service", service__name="Housing").uid)

    page = said(council.member, case)

    assert "Priya Chandran handed it over to them, for this reason: “The lights are theirs”." in page
    assert "Head of service, Housing waits for the reply of Councillor Aisha Rahman." in page
    assert browser(council.head).get(case.get_absolute_url()).status_code == 404


def test_two_who_settle_it_at_once_settle_it_once(council):
    case = ask(council)
    send(council.member, case, "reply", text="Somebody.")
    case.refresh_from_db()
    form = {"act": "settle", "settle-version": case.version, "settle-key": uuid.uuid4(), "settle-text": "Thanks."}

    first = browser(council.head).post(case.get_absolute_url(), form)
    again = browser(council.head).post(case.get_absolute_url(), form)
    other = browser(council.head).post(case.get_absolute_url(), form | {"settle-key": uuid.uuid4(), "settle-text": "Many thanks."})

    assert (first.status_code, again.status_code, other.status_code) == (302, 302, 409)
    assert "Many thanks." in other.content.decode()
    assert "The question is settled, and takes nothing more." in words(other)
    assert CaseEntry.objects.filter(kind="settled").count() == 1


def test_the_office_of_a_post_nobody_holds_is_not_offered(council):
    vacant = post_principal("senior_officer", service=council.services.housing, name="Senior officer, Housing")

    with pytest.raises(CannotBe):
        ask(council, office=vacant)
