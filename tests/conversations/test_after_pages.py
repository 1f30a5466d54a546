"""The pages of what follows from events and of open days: what was typed is kept, who was first, sent twice, statements, strangers."""
import datetime
import io
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from casework.models import Case
from conversations import afterwards, open_days, proposing, services
from conversations.models import Event, FollowUp, Progress, Remark, Stand, Visit
from council_portal.design.dates import day
from tests.casework.ground import browser, words
from tests.conversations import after_ground
from tests.conversations.after_ground import held, open_day, report, say, stand, visit
from tests.conversations.ground import announced, for_ward, proposed, upload
from tests.factories import fresh, post

pytestmark = pytest.mark.django_db


def begin(of, event, **changes):
    """A follow-up of the Head of Street Scene."""
    return after_ground.begin(of, event, post("head_of_service", of=of.services.street_scene), **changes)


def on_day(name, day):
    """A day as its three boxes are sent."""
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


def in_time():
    return timezone.localdate() + datetime.timedelta(days=9)


def typed(of, event, slug):
    """(who sends it, what is typed in the form of this act)."""
    given = {"version": Event.objects.get(pk=event.pk).version, "key": uuid.uuid4()}
    office = post("chief_executive").uid
    begins, ends = (f"{timezone.localtime(at):%H:%M}" for at in (event.starts_at, event.starts_at + after_ground.HOUR))
    return {
        "said": (of.member, {"said_by": "The school", "text": "The crossing is dark."}),
        "follow-up": (of.democratic, {"text": "Measure the light", "office": office, "remark": "", **on_day("due_on", in_time())}),
        "stand": (of.democratic, {"service": of.services.housing.uid, "shows": "What damp is", "where": "Hall, left"}),
        "visit": (of.democratic, {"title": "A tour of the archive", "begins": begins, "ends": ends, "where": "Door B",
                                  "room_for": "6"}),
    }[slug], given


def noon(days=30):
    """An instant from which an open day of six hours ends on the same day."""
    return timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + datetime.timedelta(days=days)


def event_for(of, slug):
    return open_day(of, starts_at=noon()) if slug in ("stand", "visit") else held(of)


OUTSIDE = "This is outside of the hours of the open day"
KINDS = {"said": Remark, "follow-up": FollowUp, "stand": Stand, "visit": Visit}


class TestForms:
    @pytest.mark.parametrize(("slug", "left_out", "error", "kept"), [
        ("said", "text", "Enter what was said", "The school"),
        ("follow-up", "office", "Select the office that does it", "Measure the light"),
        ("stand", "service", "Select a service", "What damp is"),
        ("visit", "title", "Enter what it is", "Door B")])
    def test_what_is_missing_is_said_and_what_was_typed_is_kept(self, council, slug, left_out, error, kept):
        event = event_for(council, slug)
        (user, facts), given = typed(council, event, slug)

        answer = browser(user).post(f"{event.get_absolute_url()}{slug}/", {**facts, **given, left_out: ""})

        assert answer.status_code == 200
        assert error in words(answer)
        assert kept in answer.content.decode()
        assert KINDS[slug].objects.count() == 0

    @pytest.mark.parametrize(("days", "taken"), [(-1, False), (0, True)])
    def test_nothing_is_to_be_done_by_a_day_that_is_over(self, council, days, taken):
        event = held(council)
        (user, facts), given = typed(council, event, "follow-up")
        by = on_day("due_on", timezone.localdate() + datetime.timedelta(days=days))

        answer = browser(user).post(f"{event.get_absolute_url()}follow-up/", {**facts, **given, **by})

        assert (answer.status_code == 302, FollowUp.objects.exists()) == (taken, taken)
        assert taken or "This day is over: enter today or a day to come" in words(answer)

    @pytest.mark.parametrize("slug", KINDS)
    def test_sent_twice_it_is_there_once(self, council, slug):
        event = event_for(council, slug)
        (user, facts), given = typed(council, event, slug)
        address, client = f"{event.get_absolute_url()}{slug}/", browser(user)

        answers = [client.post(address, facts | given).status_code for _press in range(2)]

        assert answers == [302, 302]
        assert KINDS[slug].objects.count() == 1

    @pytest.mark.parametrize(("begins", "ends", "error"), [
        ("08:00", "11:00", OUTSIDE), ("15:30", "16:30", OUTSIDE), ("12:00", "11:00", "")])
    def test_a_visit_outside_of_the_open_day_or_that_ends_before_it_begins_is_refused_at_its_field(self, council, begins, ends, error):
        event = event_for(council, "visit")
        (user, facts), given = typed(council, event, "visit")

        answer = browser(user).post(f"{event.get_absolute_url()}visit/", {**facts, **given, "begins": begins, "ends": ends})

        assert {"begins", "ends"} & set(answer.context["form"].errors)
        assert error in words(answer)
        assert "A tour of the archive" in answer.content.decode()
        assert Visit.objects.count() == 0

    def test_a_report_sent_twice_is_one_and_tells_once(self, council):
        one = begin(council, held(council))
        client, facts = browser(council.head), {"text": "It is measured.", "done": "on", "key": uuid.uuid4()}

        answers = [client.post(f"/programme/follow-ups/{one.uid}/", facts).status_code for _press in range(2)]

        assert answers == [302, 302]
        assert Progress.objects.count() == 1

    def test_an_empty_report_is_refused_and_the_box_stays_ticked(self, council):
        one = begin(council, held(council))

        answer = browser(council.head).post(f"/programme/follow-ups/{one.uid}/", {"done": "on", "key": uuid.uuid4()})

        assert "Enter how it stands, or what came of it" in words(answer)
        assert answer.context["form"]["done"].value() is True
        assert Progress.objects.count() == 0


def opened_late(user, address, back):
    """What a page says on which nothing can be done any more: heading and first sentence; it leads back, and speaks of no writing."""
    page = browser(user).get(address)
    text = page.content.decode()
    assert (page.status_code, f'href="{back}"' in text, "While you were writing" in text) == (409, True, False)
    return re.search(r"<h1[^>]*>(.*?)</h1>.*?<p[^>]*>(.*?)</p>", text, re.DOTALL).groups()


class TestWhoComesLate:
    @pytest.mark.parametrize("slug", ["correct", "withdraw"])
    def test_words_that_are_withdrawn_say_so_and_not_when_or_why(self, council, slug):
        said = say(held(council), council.member)
        afterwards.withdraw(said, actor=fresh(council.democratic), version=said.version, why="She asked for it.")

        heading, sentence = opened_late(council.member, f"/programme/said/{said.uid}/{slug}/", said.event.get_absolute_url())

        assert heading == "What was said here is withdrawn"
        assert sentence == "It was withdrawn, and the words are gone for good: there is nothing left to correct or to withdraw."

    def test_words_from_which_a_case_was_raised_say_so(self, council):
        said = say(held(council), council.member)
        facts = {"title": "Full buses", "text": "Every morning.", "service": council.services.street_scene, "ward": council.wards.mill_hill}
        afterwards.case_from(said, actor=fresh(council.member), agreed=True, key=uuid.uuid4(), **facts)

        heading, sentence = opened_late(council.member, f"/programme/said/{said.uid}/case/", said.event.get_absolute_url())

        assert heading == "A case was raised from this already"
        assert Case.objects.get().reference in sentence

    def test_what_followed_says_on_which_day_it_was_done(self, council):
        one = begin(council, held(council))
        report(one, council.democratic, "Done last week.", done=True)

        heading, sentence = opened_late(council.head, f"/programme/follow-ups/{one.uid}/", one.event.get_absolute_url())

        assert heading == "This is followed up already"
        assert sentence == f"It was done on {day(timezone.localdate())}: there is nothing more to report."

    def test_what_followed_says_that_everything_is_followed_up(self, council):
        event = held(council)
        one = begin(council, event)
        Event.objects.filter(pk=event.pk).update(status="closed", is_open=False)  # as if it had been closed while the page was open

        _heading, sentence = opened_late(council.head, f"/programme/follow-ups/{one.uid}/", event.get_absolute_url())

        assert sentence == "Everything that followed from the event is followed up, so there is nothing more to report."

    def test_a_proposal_that_was_declined_says_so(self, council):
        one = proposing.decline(proposed(council.member), actor=fresh(council.democratic), text="It is not the council's.")

        heading, sentence = opened_late(council.member, f"{one.get_absolute_url()}take-back/", one.get_absolute_url())

        assert heading == "This proposal waits no more"
        assert sentence.startswith(f"It stands as: Declined, since {day(timezone.localdate())}.")

    def test_a_paper_that_is_withdrawn_says_so(self, council):
        event = announced(council)
        paper, = services.add_papers(event, actor=fresh(council.democratic), papers=[upload()])
        services.withdraw_paper(paper, actor=fresh(council.democratic), text="Wrong figures.")

        heading, sentence = opened_late(council.democratic, f"/programme/papers/{paper.uid}/withdraw/", event.get_absolute_url())

        assert heading == "This paper is withdrawn already"
        assert sentence.startswith(f"It was withdrawn on {day(timezone.localdate())}")


class TestSomebodyWasFirst:
    def test_a_report_on_what_is_done_is_shown_with_what_was_typed(self, council):
        one = begin(council, held(council))
        report(one, council.democratic, "Done last week.", done=True)

        answer = browser(council.head).post(f"/programme/follow-ups/{one.uid}/", {"text": "Twelve an hour.", "key": uuid.uuid4()})

        assert answer.status_code == 409
        assert "Twelve an hour." in words(answer)
        assert browser(council.head).get(f"/programme/follow-ups/{one.uid}/").status_code == 409
        assert [word.text for word in one.progress.all()] == ["Done last week."]

    def test_so_is_one_after_everything_is_followed_up(self, council):
        event = held(council)
        one = begin(council, event)
        Event.objects.filter(pk=event.pk).update(status="closed", is_open=False)  # as if it had been closed while the page was open

        answer = browser(council.head).post(f"/programme/follow-ups/{one.uid}/", {"text": "Twelve an hour.", "key": uuid.uuid4()})

        assert answer.status_code == 409
        assert "Twelve an hour." in words(answer)

    @pytest.mark.requirement("RUG-WORKSHOP")
    def test_a_case_that_was_raised_meanwhile_is_not_raised_again_and_what_was_typed_is_shown(self, council):
        said = say(held(council), council.member, ward=council.wards.mill_hill)
        facts = {"title": "Full buses", "text": "Every morning.", "service": council.services.street_scene, "ward": council.wards.mill_hill}
        afterwards.case_from(said, actor=fresh(council.member), agreed=True, key=uuid.uuid4(), **facts)
        sent = facts | {"service": facts["service"].uid, "ward": facts["ward"].uid, "matter": "service_failure", "agreed": "on"}

        answer = browser(council.colleague).post(f"/programme/said/{said.uid}/case/", {**sent, "key": uuid.uuid4(), "title": "Too full"})

        assert answer.status_code == 409
        assert "Too full" in words(answer)
        case = Case.objects.get()
        for page in (answer, browser(council.colleague).get(f"/programme/said/{said.uid}/case/")):
            assert "Another Member has raised a case from these words already." in words(page)
            assert case.reference not in words(page)
        own = browser(council.member).get(f"/programme/said/{said.uid}/case/")
        assert f"A case was raised from these words already: {case.reference}" in words(own)

    @pytest.mark.requirement("RUG-WORKSHOP")
    def test_the_same_form_sent_twice_raises_one_case(self, council):
        said, client = say(held(council), council.member), browser(council.member)
        sent = {"title": "Full buses", "text": "Every morning.", "service": council.services.street_scene.uid, "key": uuid.uuid4(),
                "ward": council.wards.mill_hill.uid, "matter": "service_failure", "agreed": "on"}

        answers = [client.post(f"/programme/said/{said.uid}/case/", sent) for _press in range(2)]

        assert [one.status_code for one in answers] == [302, 302]
        assert answers[0]["Location"] == answers[1]["Location"] == Case.objects.get().get_absolute_url()

    @pytest.mark.parametrize("slug", ["close", "reopen"])
    def test_closing_and_taking_up_again_are_of_the_event_that_was_read(self, council, slug):
        event = held(council)
        if slug == "reopen":
            afterwards.close(event, actor=fresh(council.democratic))
        before = Event.objects.get(pk=event.pk)

        answer = browser(council.democratic).post(f"{event.get_absolute_url()}{slug}/", {"version": before.version - 1})

        assert answer.status_code == 409
        assert Event.objects.get(pk=event.pk).status == before.status

    def test_it_is_not_closed_while_something_is_open_and_the_page_says_so(self, council):
        event = held(council)
        begin(council, event)

        answer = browser(council.democratic).post(f"{event.get_absolute_url()}close/", {"version": Event.objects.get(pk=event.pk).version})

        assert "Something that followed from it is not done yet" in words(answer)

    def test_the_last_place_is_taken_and_the_page_says_so(self, council):
        tour = visit(council, open_day(council), room_for=1)
        open_days.book(tour, actor=fresh(council.other_member))

        answer = browser(council.member).post(f"/programme/visits/{tour.uid}/book/", {})

        assert "All places of this visit are taken. Nothing was booked." in words(answer)

    def test_what_was_taken_out_is_not_found(self, council):
        tour = visit(council, open_day(council))
        open_days.take_out(tour, actor=fresh(council.democratic))

        assert browser(council.member).post(f"/programme/visits/{tour.uid}/book/", {}).status_code == 404


class TestPages:
    def test_what_was_said_comes_first_and_on_a_phone_before_when_and_where_it_was(self, council):
        event, coming = held(council), announced(council)
        say(event, council.member)

        page = browser(council.member).get(event.get_absolute_url())

        assert words(page).index("What was said") < words(page).index("What happened to what was said")
        assert '<div class="cp-event__after">' in page.content.decode()
        assert "cp-event__after" not in browser(council.member).get(coming.get_absolute_url()).content.decode()

    def test_what_is_late_is_marked_until_it_is_done(self, council):
        event = held(council)
        one = begin(council, event, days=-2)
        assert "Overdue" in words(browser(council.member).get(event.get_absolute_url()))

        report(one, council.head, "Done.", done=True)

        assert "Overdue" not in words(browser(council.member).get(event.get_absolute_url()))

    def test_more_that_was_said_and_follows_takes_no_statement_more(self, council):
        few, many = held(council), held(council)
        for event, number in ((few, 1), (many, 5)):
            for _n in range(number):
                report(begin(council, event, said=say(event, council.member)), council.head)
                say(event, council.colleague)

        assert taken(council.member, few.get_absolute_url()) == taken(council.member, many.get_absolute_url())
        assert taken(council.democratic, few.get_absolute_url()) == taken(council.democratic, many.get_absolute_url())

    @pytest.mark.requirement("RUG-OPEN")
    def test_more_stands_visits_and_bookings_take_no_statement_more(self, council):
        few, many = open_day(council), open_day(council)
        for event, number in ((few, 1), (many, 4)):
            for n in range(number):
                stand(council, event, council.services.housing)
                tour = visit(council, event, after=n)
                for user in (council.member, council.colleague)[:number]:
                    open_days.book(tour, actor=fresh(user))

        for user in (council.member, council.democratic):
            assert taken(user, few.get_absolute_url()) == taken(user, many.get_absolute_url())

    @pytest.mark.requirement("RUG-OPEN")
    def test_the_programme_to_print_has_stands_and_visits_and_nobodys_name(self, council):
        event = open_day(council)
        stand(council, event, council.services.housing, "What damp is", where="Hall, left")
        gone = stand(council, event, council.services.housing, "An old map")
        open_days.take_out(gone, actor=fresh(council.democratic))
        open_days.book(visit(council, event), actor=fresh(council.member))

        file = PdfReader(io.BytesIO(browser(council.democratic).get(f"{event.get_absolute_url()}programme.pdf").content))
        text = " ".join("\n".join(page.extract_text() for page in file.pages).split())

        assert [said in text for said in ("Open day", "Housing: What damp is", "Hall, left", "A tour of the depot")] == [True] * 4
        assert [said in text for said in ("An old map", "Rahman", "Booked")] == [False] * 3

    @pytest.mark.requirement("SEC-4.2")
    def test_strangers_find_nothing_of_an_event_of_others(self, council):
        event, day = held(council, **for_ward(council)), open_day(council, **for_ward(council))
        one, said = begin(council, event), say(event, council.member)
        tour, table = visit(council, day), stand(council, day, council.services.housing)
        places = [event.get_absolute_url(), f"{event.get_absolute_url()}said/", f"{event.get_absolute_url()}follow-up/",
                  f"/programme/follow-ups/{one.uid}/", f"/programme/said/{said.uid}/case/", day.get_absolute_url(),
                  f"{day.get_absolute_url()}programme.pdf", f"/programme/visits/{tour.uid}/book/",
                  f"/programme/stands/{table.uid}/take-out/"]

        for user in (council.other_member, council.other_head):
            client = browser(user)
            assert {place: client.get(place).status_code for place in places} == dict.fromkeys(places, 404)


def taken(user, address):
    """How many statements the page takes."""
    client = browser(user)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
