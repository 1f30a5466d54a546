"""The home page tells each reader what waits in the programme, in requests to attend, ward notices and the briefing, and nobody else."""
import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conversations import proposing, services
from conversations.attendance import services as attendance
from conversations.attendance.models import AttendanceRequest
from conversations.models import FollowUp
from conversations.notices import disclosure
from conversations.places import answer
from council_portal.access.services import exclude
from council_portal.accounts.models import Principal
from council_portal.design.dates import day
from council_portal.outbox.models import Message
from tests.casework.ground import browser, words
from tests.conversations import after_ground as after
from tests.conversations import ground as programme
from tests.conversations.notices import ground as notices
from tests.conversations_attendance import ground as requests
from tests.conversations_briefing import ground as briefing
from tests.factories import fresh, officer, post

pytestmark = pytest.mark.django_db
WEEK = datetime.timedelta(days=7)


@pytest.fixture(name="council")
def made(db):
    return requests.council()


def panels(user):
    """{title of a panel: [(text, note, tag) of its lines]} of this reader's home page."""
    page = browser(user).get("/")
    assert page.status_code == 200
    return {panel["title"]: [(item["text"], item.get("note"), (item.get("tag") or {}).get("text")) for item in panel["items"]]
            for one in page.context["sections"] for panel in one["panels"]}


def texts(user, title):
    """The lines of one panel, or None where there is no such panel."""
    found = panels(user).get(title)
    return found and [text for text, _note, _tag in found]


def readers_of(council, text):
    """Who of the council finds these words on their home page."""
    return {who for who, user in council.accounts.items() if text in words(browser(user).get("/"))}


YOURS, MOVED = "Your events", "Events that changed this week"


@pytest.mark.requirement("RUG-MC")
def test_an_event_that_a_member_said_yes_to_is_next(council):
    yes, no = programme.announced(council, title="The paths"), programme.announced(council, title="The depot")
    answer(yes, actor=fresh(council.member), coming=True)
    answer(no, actor=fresh(council.member), coming=False)

    assert [(text, tag) for text, _note, tag in panels(council.member)[YOURS]] == [("The paths", "Coming")]
    assert texts(council.other_member, YOURS) is None


def test_whoever_waits_for_a_place_is_told_that_they_wait(council):
    event = programme.announced(council, title="The depot", room_for=1)
    answer(event, actor=fresh(council.other_member), coming=True)
    answer(event, actor=fresh(council.member), coming=True)

    assert [tag for _text, _note, tag in panels(council.member)[YOURS]] == ["Waiting for a place"]


@pytest.mark.requirement("RUG-MC-OFFICERS")
def test_an_office_that_is_named_for_an_event_finds_it_next_until_it_is_named_no_more(council):
    event = programme.announced(council, title="The paths")
    named = services.name_officer(event, actor=fresh(council.democratic), decides=False,
                                  principal=post("head_of_service", of=council.services.street_scene))
    assert [(text, tag) for text, _note, tag in panels(council.head)[YOURS]] == [("The paths", "You are named")]
    assert texts(council.other_head, YOURS) is None

    services.unname_officer(event, actor=fresh(council.democratic), officer=named)

    assert texts(council.head, YOURS) is None


def moved(council, **changes):
    """An event that was announced and is now five days later."""
    event = programme.announced(council, title="The paths", **changes)
    later = event.starts_at + datetime.timedelta(days=5)
    return services.change(event, actor=fresh(council.democratic), version=event.version, starts_at=later, ends_at=later + programme.HOUR)


def test_an_event_that_was_moved_has_changed_for_whoever_is_invited(council):
    event = moved(council, **programme.for_ward(council))

    found = panels(council.member)[MOVED]

    assert [(text, tag) for text, _note, tag in found] == [("The paths", "Changed")]
    assert day(timezone.localtime(event.starts_at)) in found[0][1]
    assert texts(council.other_member, MOVED) is None


def test_an_event_that_was_cancelled_is_said_to_be_and_is_no_more_next(council):
    event = programme.announced(council, title="The paths")
    answer(event, actor=fresh(council.member), coming=True)
    services.cancel(event, actor=fresh(council.democratic), text="Nobody has the figures.")

    assert [(text, tag) for text, _note, tag in panels(council.member)[MOVED]] == [("The paths", "Cancelled")]
    assert texts(council.member, YOURS) is None


def test_what_was_moved_more_than_a_week_ago_is_no_news_though_it_was_confirmed_since(council):
    event = moved(council)
    Message.objects.filter(kind="event_changed").update(created_at=timezone.now() - WEEK - datetime.timedelta(hours=1))
    services.confirm(event, actor=fresh(council.democratic), no_papers="There are none to read.", no_decider="Nothing is decided.")

    assert texts(council.member, MOVED) is None


@pytest.mark.requirement("SEC-4.2")
def test_who_is_kept_out_of_an_event_is_told_nothing_of_it(council):
    event = moved(council)
    answer(event, actor=fresh(council.member), coming=True)
    assert {YOURS, MOVED} <= set(panels(council.member))

    exclude(event, Principal.objects.get(kind="person", person=council.member.person), reason="a declared connection")

    assert not {YOURS, MOVED} & set(panels(council.member))


TO_DO = "What you do after events"


@pytest.mark.requirement("RUG-MC-AFTER")
def test_what_follows_from_an_event_waits_for_the_office_whose_it_is_and_is_overdue_in_the_end(council):
    event, owner = after.held(council, title="The paths"), post("head_of_service", of=council.services.street_scene)
    one = after.begin(council, event, owner, text="Count the buses anew")
    assert panels(council.head)[TO_DO] == [("Count the buses anew", f"The paths · by {day(one.due_on)}", None)]
    assert readers_of(council, "Count the buses anew") == {"head"}

    FollowUp.objects.filter(pk=one.pk).update(due_on=timezone.localdate() - datetime.timedelta(days=1))
    assert [tag for _text, _note, tag in panels(council.head)[TO_DO]] == ["Overdue"]

    after.report(one, council.head, done=True)
    assert texts(council.head, TO_DO) is None


PROPOSALS, NO_OPEN_DAY = "Proposals that wait", "No open day is planned"


@pytest.mark.requirement("RUG-MC-PROPOSE")
def test_a_proposal_waits_for_democratic_services_alone_until_it_is_answered(council):
    proposal = programme.proposed(council.member)
    assert panels(council.democratic)[PROPOSALS] == [
        ("Benches along the canal", f"Councillor Aisha Rahman · proposed on {day(timezone.localdate())}", None)]
    assert readers_of(council, "Benches along the canal") == {"democratic"}

    proposing.decline(proposal, actor=fresh(council.democratic), text="It is the county’s.")

    assert texts(council.democratic, PROPOSALS) is None


@pytest.mark.requirement("RUG-OPEN")
def test_a_half_year_without_an_open_day_is_told_to_democratic_services_once_anything_is_planned(council):
    assert texts(council.democratic, NO_OPEN_DAY) is None

    programme.plan(council)
    assert texts(council.democratic, NO_OPEN_DAY)
    assert readers_of(council, NO_OPEN_DAY) == {"democratic"}


TO_DECIDE, AHEAD = "Requests to attend that wait for your decision", "Meetings that an officer attends"
DECIDED = "Your requests to attend that were decided this week"


@pytest.mark.requirement("SEC-7.4")
def test_a_request_to_attend_waits_for_whoever_decides(council):
    requests.ask(council)

    assert texts(council.chief_executive, TO_DECIDE) == ["The waste contract"]
    assert readers_of(council, "The waste contract") == {"chief_executive"}


@pytest.mark.requirement("SEC-7.4")
def test_a_request_that_was_agreed_to_is_news_for_the_member_and_next_for_both(council):
    requests.agree(council, requests.ask(council))

    assert [(text, tag) for text, _note, tag in panels(council.leader)[DECIDED]] == [("The waste contract", "Agreed")]
    for who in (council.leader, council.head):
        assert [(text, note) for text, note, _tag in panels(who)[AHEAD]] == [
            ("The waste contract", f"{day(timezone.localdate() + WEEK)} at 18:00, until 18:45 · Committee room 2")]
    assert texts(council.chief_executive, TO_DECIDE) is None
    assert readers_of(council, "The waste contract") == {"leader", "colleague", "head"}


def test_a_refusal_is_news_for_a_week(council):
    request = attendance.refuse(requests.ask(council), actor=fresh(council.chief_executive), reason="No one is free then.")
    assert [(text, tag) for text, _note, tag in panels(council.leader)[DECIDED]] == [("The waste contract", "Refused")]
    assert texts(council.leader, AHEAD) is None

    AttendanceRequest.objects.filter(pk=request.pk).update(decided_at=timezone.now() - WEEK)

    assert texts(council.leader, DECIDED) is None


IN_CONFIDENCE, OPENED = "Ward notices in confidence that you have not opened", "Ward notices that opened this week"
QUESTIONS = "Agreement to disclosure that you are asked for"


def notice(council, days=10, **changes):
    """A notice about Mill Hill, to be published in so many days."""
    return notices.issued(council, publish_at=timezone.now() + datetime.timedelta(days=days), **changes)


def opens(notice, *, days=0):
    """As if its hour had come, so many days ago."""
    at = timezone.now() - datetime.timedelta(days=days, minutes=1)
    notice.standings.filter(capacity="public").update(since=at)
    type(notice).objects.filter(pk=notice.pk).update(publish_at=at)


@pytest.mark.requirement("SEC-4.4")
def test_a_notice_that_opened_is_told_to_every_member_for_a_week_and_by_its_title_only_then(council):
    made = notice(council)
    assert [text for text in panels(council.member)[IN_CONFIDENCE]] == [
        ("A significant operational matter", panels(council.member)[IN_CONFIDENCE][0][1], "In confidence")]
    assert readers_of(council, "Castle Street car park closes") == set()

    opens(made)
    assert texts(council.member, OPENED) == texts(council.other_member, OPENED) == ["Castle Street car park closes"]
    assert (texts(council.member, IN_CONFIDENCE), texts(council.head, OPENED)) == (None, None)

    opens(made, days=7)
    assert texts(council.member, OPENED) is None


@pytest.mark.requirement("EXD-10.4")
def test_a_question_of_disclosure_waits_for_the_office_that_is_asked(council):
    made = notice(council)
    notices.accepted(made, council.member)
    asked = notices.asked(made, council.member)
    [(text, note, _tag)] = panels(council.exec_director)[QUESTIONS]
    assert (text, note) == ("Castle Street car park closes",
                            f"to tell The chair of the parish council · asked on {day(timezone.localdate())}")
    assert readers_of(council, "The chair of the parish council") == {"exec_director"}

    disclosure.answer(asked, actor=fresh(council.exec_director), agreed=True, text="Do.")

    assert texts(council.exec_director, QUESTIONS) is None


@pytest.mark.requirement("RUG-BRIEF")
def test_items_wait_for_communications_until_they_are_in_a_briefing(council):
    editor = officer("Nell Ashby", "communications")
    item = briefing.submit(council.head)
    assert panels(editor)["Items that wait for the briefing"] == [
        ("The library moves", f"Priya Chandran · submitted on {day(timezone.localdate())}", None)]
    assert readers_of(council, "The library moves") == set()

    briefing.put_in(editor, item, briefing.begin(editor))

    assert texts(editor, "Items that wait for the briefing") is None


def test_panels_of_the_programme_say_when_there_are_more_than_they_show(council):
    for number in range(6):
        answer(programme.announced(council, title=f"Event {number}", days=9 + number), actor=fresh(council.member), coming=True)

    assert texts(council.member, YOURS) == [f"Event {number}" for number in range(5)]
    assert "The first 5 are shown; there are more." in words(browser(council.member).get("/"))


# Statements of the home page, cold: of those who keep something for the council a few more than of other officers.
COUNTS = {"member": 12, "leader": 14, "head": 11, "chief": 12, "chief_executive": 15, "democratic": 27, "communications": 14}


@pytest.mark.parametrize("who", COUNTS)
def test_all_that_waits_takes_one_statement_for_one_and_for_three(council, who):
    council.accounts["communications"] = officer("Nell Ashby", "communications")

    def more():
        event = moved(council)
        services.name_officer(event, actor=fresh(council.democratic), decides=True,
                              principal=post("head_of_service", of=council.services.street_scene))
        after.begin(council, after.held(council), post("head_of_service", of=council.services.street_scene))
        answer(event, actor=fresh(council.member), coming=True)
        requests.ask(council), requests.agree(council, requests.ask(council))
        for made in (notice(council), notice(council)):
            notices.accepted(made, council.member)
            notices.asked(made, council.member)
        opens(made)
        notice(council), briefing.submit(council.head), programme.proposed(council.member)

    def taken():
        client = browser(council.accounts[who])
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        return len(captured)

    more()
    one = taken()
    more(), more()

    assert (one, taken()) == (COUNTS[who], COUNTS[who])
