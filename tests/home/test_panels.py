"""The home page: what needs me, what changed, what is next, for each role."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import asking, services
from casework.models import Case
from conversations.places import answer
from council_portal.access.services import exclude
from council_portal.accounts.models import Principal
from council_portal.accounts.services import add_person, appoint, employ
from council_portal.design.dates import day
from council_portal.outbox.models import Message
from profiles.models import Duty, Member
from tests.casework.ground import browser, words
from tests.conversations import ground as programme
from tests.conversations_briefing import ground as briefing
from tests.factories import LONG_AGO, council, fresh, log, officer, post
from tests.matrix.people import date_back

pytestmark = pytest.mark.django_db


@pytest.fixture(name="council")
def made(db):
    return council()


def sections(user):
    """{section: {title of a panel: the texts of its lines}} of this reader's home page."""
    page = browser(user).get("/")
    assert page.status_code == 200
    return {one["slug"]: {panel["title"]: [item["text"] for item in panel["items"]] for panel in one["panels"]}
            for one in page.context.get("sections", [])}


WAITING, MOVED, DUE = "Cases that wait for you", "Cases that moved this week", "Answers due to you in two weeks"


def test_a_case_waits_for_the_office_that_has_it_and_not_for_the_member(council):
    log(council, title="Bins missed")

    assert sections(council.head)["needs"][WAITING] == ["Bins missed"]
    assert sections(council.member)["needs"][WAITING] == []
    assert sections(council.member)["coming"][DUE] == ["Bins missed"]


def test_an_answered_case_waits_for_the_member_and_not_for_the_office(council):
    case = log(council, title="Bins missed")
    services.answer(case, actor=fresh(council.head), text="Thursday.")

    assert sections(council.member)["needs"][WAITING] == ["Bins missed"]
    assert sections(council.head)["needs"][WAITING] == []
    assert sections(council.member)["coming"][DUE] == []


def test_an_overdue_case_waits_for_both(council):
    date_back(log(council, title="Bins missed"), days=9)

    assert sections(council.member)["needs"][WAITING] == ["Bins missed"]
    assert sections(council.head)["needs"][WAITING] == ["Bins missed"]


def test_a_closed_case_waits_for_nobody_and_is_said_to_have_moved(council):
    case = log(council, title="Bins missed")
    services.close(case, actor=fresh(council.member))

    for reader in (council.member, council.head):
        assert sections(reader)["needs"][WAITING] == []
        assert sections(reader)["changed"][MOVED] == ["Bins missed"]


def test_what_has_not_moved_for_a_week_is_not_said_to_have(council):
    case = log(council, title="Bins missed")
    Case.objects.filter(pk=case.pk).update(last_activity=timezone.now() - datetime.timedelta(days=8))

    assert sections(council.member)["changed"][MOVED] == []


def test_an_unrouted_case_waits_for_democratic_services(db):
    empty = council()
    for one in (empty.head, empty.nominated, empty.clo, empty.chief, empty.chief_executive):
        one.person.appointments.update(until=timezone.now())

    log(empty, title="Nobody's")

    found = sections(empty.democratic)
    assert found["needs"][WAITING] == ["Nobody's"]
    assert "Answers that you owe in two weeks" not in found.get("coming", {})


@pytest.mark.requirement("SEC-4.2")
@pytest.mark.parametrize("who", ["other_member", "colleague", "other_head", "chief", "chief_executive", "democratic", "monitoring",
                                 "technical"])
def test_nobody_else_finds_a_case_on_their_home_page(council, who):
    date_back(log(council, title="Bins missed"), days=9)

    assert "Bins missed" in words(browser(council.head).get("/"))
    assert "Bins missed" not in words(browser(council.accounts[who]).get("/"))


@pytest.mark.requirement("SEC-1.8")
def test_the_monitoring_officer_is_told_which_protocol_is_in_force(council):
    said = sections(council.monitoring)["needs"]["The protocol"]

    assert said[0] == "Protocol for Managing Member/Officer Relations"
    assert said[1].startswith("It names nobody for ")
    assert "The protocol" not in sections(council.head)["needs"]


def test_the_technical_administrator_is_told_who_cannot_sign_in(council):
    person = add_person("Nora Inkpen", email="nora.inkpen@council.example")
    employ(person, authority="Invented for a test", since=LONG_AGO)
    add_person("Nobody Inoffice", email="nobody@council.example")

    assert sections(council.technical)["needs"]["In office, without an account"] == ["Nora Inkpen"]
    assert "In office, without an account" not in sections(council.democratic)["needs"]


def test_the_technical_administrator_is_told_who_takes_office_soon_and_has_no_account(council):
    begins = timezone.now() + datetime.timedelta(days=10)
    person = add_person("Nora Inkpen", email="nora.inkpen@council.example")
    employ(person, authority="Invented for a test", since=begins)
    employ(add_person("Later Lenton"), authority="Invented for a test", since=begins + datetime.timedelta(days=60))

    assert sections(council.technical)["coming"]["Taking office in 30 days, without an account"] == ["Nora Inkpen"]
    assert "Nora Inkpen" not in sections(council.technical)["needs"]["In office, without an account"]


def test_every_role_is_told_what_changed_and_what_is_next(council):
    for who in ("member", "head", "clo", "chief", "chief_executive", "democratic", "monitoring", "technical"):
        assert {"changed", "coming"} <= set(sections(council.accounts[who])), who


def test_the_technical_administrator_is_told_how_many_messages_failed_and_not_which(council):
    log(council, title="Bins missed")
    Message.objects.update(status=Message.Status.FAILED)
    failed = Message.objects.count()

    said = sections(council.technical)["needs"]["Messages"]

    assert said == [f"{failed} messages were given up in the last 30 days"]
    assert "Bins missed" not in words(browser(council.technical).get("/"))


def test_messages_that_wait_too_long_are_said_to(council):
    log(council)
    Message.objects.update(next_try_at=timezone.now() - datetime.timedelta(hours=2))

    assert sections(council.technical)["needs"]["Messages"] == [f"{Message.objects.count()} messages have waited for more than an hour"]


def test_the_page_says_in_which_offices_one_acts(council):
    assert "You act here as: Head of service, Street Scene · Officers of the council" in words(browser(council.head).get("/"))
    assert "You act here as: Members for Mill Hill · Members of the council · The office of Councillor Aisha Rahman" in words(
        browser(council.member).get("/"))


def test_whoever_holds_no_office_is_told_so_and_shown_nothing(council):
    log(council, title="Bins missed")
    council.member.person.appointments.update(until=timezone.now())

    page = browser(council.member).get("/")

    assert "You hold no office in the council today" in words(page)
    assert "Bins missed" not in words(page)


def test_an_officer_is_told_how_many_answers_are_due_on_which_day(council):
    log(council, title="One")
    log(council, title="Two")
    date_back(log(council, title="Overdue"), days=9)
    due = timezone.localdate() + datetime.timedelta(days=7)

    panel = browser(council.head).get("/").context["sections"][2]["panels"][0]

    assert panel["title"] == "Answers that you owe in two weeks"
    assert [(item["text"], item["note"]) for item in panel["items"]] == [(f"{due:%A} {due.day} {due:%B %Y}", "2 answers are due")]


def test_whoever_has_to_do_with_no_case_is_shown_no_empty_list_of_cases(council):
    for who in ("monitoring", "technical"):
        found = [title for panels in sections(council.accounts[who]).values() for title in panels]
        assert [title for title in found if "Cases" in title or "Answers" in title] == []


def test_a_portfolio_holder_is_shown_the_services_of_the_portfolio_and_who_heads_them(council):
    appoint(council.member.person, post("portfolio_holder", of=council.services.street_scene), authority="Invented for a test")

    panels = browser(council.member).get("/").context["sections"][-1]["panels"]

    assert [(panel["title"], [(item["text"], item["note"]) for item in panel["items"]]) for panel in panels] == [
        ("Your portfolio", [("Street Scene", "Head of Service: Priya Chandran")])]
    assert "yours" not in sections(council.other_member)


def test_communications_are_told_who_holds_which_portfolio_and_whose_term_ends(council):
    press = officer("Jonah Price", "communications")
    Member.objects.create(person=council.member.person)
    Duty.objects.create(person=council.member.person, kind="cabinet", title="Cabinet Member for Streets")
    council.member.person.appointments.filter(principal__post="all_members").update(until=timezone.now() + datetime.timedelta(days=30))

    found = sections(press)

    assert found["yours"] == {"Who holds which portfolio": ["Cabinet Member for Streets"]}
    assert found["coming"]["Terms that end soon"] == ["Councillor Aisha Rahman"]
    assert "Who holds which portfolio" not in sections(council.head)["yours"]


def test_a_group_leader_is_led_to_the_members_of_the_group(council):
    appoint(council.member.person, post("group_leader", in_group=council.groups.harbour), authority="Invented for a test")

    panels = browser(council.member).get("/").context["sections"][-1]["panels"]

    assert [(panel["title"], panel["text"]) for panel in panels] == [("Harbour Alliance", "2 Members")]
    assert browser(council.member).get(panels[0]["action"]["url"]).status_code == 200


@pytest.mark.parametrize("who", ["chief_executive", "democratic"])
def test_posts_with_nobody_there_are_told_to_the_chief_executive_and_democratic_services(council, who):
    post("head_of_service", of=council.services.place)

    assert sections(council.accounts[who])["needs"]["1 post has nobody there today"] == ["Head of service, Place"]
    assert "1 post has nobody there today" not in sections(council.head)["needs"]


def test_the_finder_stands_at_the_head_of_the_page(council):
    page = browser(council.member).get("/").content.decode()

    assert 'action="/directory/"' in page


def test_the_admin_sites_of_a_demo_say_that_it_is_one(council, settings):
    settings.DEMO_REAL_MEMBERS = True

    for who, place in (("technical", "/admin/"), ("technical", "/admin/accounts/person/"), ("monitoring", "/monitoring/")):
        assert "Real Members, invented cases." in words(browser(council.accounts[who]).get(place))


def notes(user):
    """{title of a case: its note} of what waits for this reader."""
    return {item["text"]: item["note"] for item in browser(user).get("/").context["sections"][0]["panels"][0]["items"]}


@pytest.mark.requirement("SEC-3.4")
def test_a_question_waits_for_the_member_first_and_no_more_for_the_office(council):
    date_back(log(council, title="Overdue"), days=9)
    asking.ask(log(council, title="Bins missed"), actor=fresh(council.head), text="Which road?")

    assert sections(council.member)["needs"][WAITING] == ["Bins missed", "Overdue"]
    assert "a question, to be answered by" in notes(council.member)["Bins missed"]
    assert sections(council.head)["needs"][WAITING] == ["Overdue"]


def test_a_contribution_waits_for_the_office_that_owes_it_until_it_is_given(council):
    case = log(council, title="Bins missed")
    asking.want(case, actor=fresh(council.head), principal=post("head_of_service", of=council.services.housing), text="Your view?",
                due_on=timezone.localdate())
    assert f"a contribution is owed by {day(timezone.localdate())}" in notes(council.other_head)["Bins missed"]
    assert sections(council.other_head)["coming"]["Answers that you owe in two weeks"] == []

    asking.contribute(case, actor=fresh(council.other_head), text="It is ours.")

    assert sections(council.other_head)["needs"][WAITING] == []
    assert sections(council.head)["needs"][WAITING] == ["Bins missed"]


def test_a_request_for_more_time_waits_for_the_member(council):
    case = log(council, title="Bins missed")
    asking.ask_more_time(case, actor=fresh(council.head), days=3, text="The van is in the garage.")

    assert "more time is asked for" in notes(council.member)["Bins missed"]
    asking.answer_more_time(case, actor=fresh(council.member), agreed=False)
    assert sections(council.member)["needs"][WAITING] == []


def test_democratic_services_are_told_for_how_long_an_unrouted_case_has_lain_and_how_many_have_no_officer(council):
    for one in (council.head, council.nominated, council.clo, council.chief, council.chief_executive):
        one.person.appointments.update(until=timezone.now())
    case = log(council, title="Nobody's")
    case.standings.filter(capacity="router").update(since=timezone.now() - datetime.timedelta(days=14))

    assert "has lain here for 10 working days" in notes(council.democratic)["Nobody's"]
    panel = browser(council.democratic).get("/").context["sections"][0]["panels"][1]
    assert (panel["title"], [(item["text"], item["note"]) for item in panel["items"]]) == (
        "Open cases that no officer sees to", [("Street Scene", "1 case")])


@pytest.mark.parametrize(("who", "most"), [("member", 12), ("head", 11), ("clo", 11)])
def test_the_home_page_takes_so_many_statements_at_most(council, who, most):
    log(council)
    client = browser(council.accounts[who])
    client.get("/")

    with CaptureQueriesContext(connection) as captured:
        client.get("/")

    assert len(captured) <= most


@pytest.mark.parametrize(("who", "count"), [("member", 12), ("head", 11)])
def test_events_and_briefings_take_no_statement_more_when_there_are_many(council, who, count):
    editor = officer("Nell Ashby", "communications")

    def taken():
        client = browser(council.accounts[who])
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        return len(captured)

    programme.announced(council)
    briefing.sent(editor, briefing.submit(council.head))
    one = taken()
    for _n in range(3):
        programme.announced(council)
        briefing.sent(editor, briefing.submit(council.head))

    assert (one, taken()) == (count, count)


ASKED, UNREAD = "Do you come?", "Weekly briefing"


@pytest.mark.requirement("RUG-MC")
def test_a_member_is_asked_about_the_next_events_until_they_have_answered(council):
    later, event = programme.announced(council, title="Later", days=40), programme.announced(council, title="The paths", days=10)
    programme.announced(council, title="Elsewhere", **programme.for_ward(council, "castle"))
    assert sections(council.member)["needs"][ASKED] == ["The paths", "Later"]

    answer(event, actor=fresh(council.member), coming=False)

    assert sections(council.member)["needs"][ASKED] == [later.title]
    assert ASKED not in sections(council.head).get("needs", {})


def test_of_many_events_the_first_are_shown(council):
    for number in range(7):
        programme.announced(council, title=f"Event {number}", days=10 + number)

    assert sections(council.member)["needs"][ASKED] == [f"Event {number}" for number in range(5)]
    assert "The first 5 are shown; there are more." in words(browser(council.member).get("/"))


@pytest.mark.requirement("SEC-4.2")
def test_who_is_kept_out_of_an_event_is_not_asked_about_it(council):
    event = programme.announced(council)
    exclude(event, Principal.objects.get(kind="person", person=council.member.person), reason="a declared connection")

    assert ASKED not in sections(council.member)["needs"]
    assert sections(council.other_member)["needs"][ASKED] == [event.title]


@pytest.mark.requirement("RUG-BRIEF")
@pytest.mark.parametrize("who", ["member", "head", "technical"])
def test_everybody_in_office_is_told_of_briefings_that_they_have_not_read(council, who):
    editor, reader = officer("Nell Ashby", "communications"), council.accounts[who]
    assert UNREAD not in sections(reader).get("changed", {})
    first = briefing.sent(editor, briefing.submit(council.head))
    briefing.sent(editor, briefing.submit(council.head))
    assert "2 briefings you have not read." in words(browser(reader).get("/"))

    browser(reader).get(first.get_absolute_url())

    assert "1 briefing you have not read." in words(browser(reader).get("/"))


def test_panels_say_when_there_are_more_than_they_show(council):
    """Never cut silently: eight of what waits, five of what moved and of what is due, and where the others are."""
    for number in range(5):
        log(council, title=f"Case {number}")
    texts = [panel_text(council.member, DUE), panel_text(council.member, MOVED), panel_text(council.head, WAITING)]
    for number in range(5, 9):
        log(council, title=f"Case {number}")

    assert texts == ["", "", ""]
    assert panel_text(council.head, WAITING) == "The first 8 of 9 are shown."
    assert panel_text(council.member, MOVED) == "The first 5 are shown; there are more."
    assert panel_text(council.member, DUE) == "The first 5 of 9 are shown."
    assert len(sections(council.member)["changed"][MOVED]) == 5


def panel_text(user, title):
    """What a panel says above its lines."""
    found = [panel for one in browser(user).get("/").context["sections"] for panel in one["panels"] if panel["title"] == title]
    return found[0]["text"]
