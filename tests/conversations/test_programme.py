"""The programme as a list, a month and a year: what one said, what clashes, over midnight, whole days; and planning that asks first."""
import datetime

import pytest
import time_machine

from conversations import places, services
from conversations.models import CouncilMeeting, Event
from tests.casework.ground import browser, words
from tests.conversations.ground import HOUR, announced, for_ward, plan
from tests.conversations.test_pages import typed
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-MC")]
EVENING = datetime.datetime(2026, 12, 14, 18, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _autumn():
    """A day in November 2026."""
    with time_machine.travel(datetime.datetime(2026, 11, 30, 10, tzinfo=datetime.UTC)):
        yield


def meeting(key="1", title="Full Council", starts_at=EVENING, hours=2):
    """A meeting of the council's own calendar."""
    return CouncilMeeting.objects.create(key=key, title=title, starts_at=starts_at, ends_at=starts_at + hours * HOUR)


def row(user, title):
    """What the list says of one event."""
    rows = browser(user).get("/programme/").context["rows"]
    return next(one for one in rows if one["title"] == title)


class TestTheList:
    def test_it_says_what_the_reader_said_and_asks_those_who_are_invited_alone(self, council):
        event = announced(council, title="Full", room_for=1, starts_at=EVENING)
        assert (row(council.member, "Full")["mine"], row(council.head, "Full")["mine"]) == ("You have not answered yet", "")
        for user in (council.member, council.colleague):
            places.answer(event, actor=fresh(user), coming=True)
        places.answer(event, actor=fresh(council.other_member), coming=False)

        said = {name: row(council.accounts[name], "Full")["mine"] for name in ("member", "colleague", "other_member")}
        assert said == {"member": "You come", "colleague": "You wait for a place", "other_member": "You do not come"}
        event.refresh_from_db()
        services.change(event, actor=fresh(council.democratic), version=event.version, place="Library")

        assert row(council.member, "Full")["mine"] == "Moved since you answered: do you still come?"
        assert "do you still come?" in words(browser(council.member).get("/programme/"))

    def test_what_clashes_is_marked_as_far_as_the_reader_may_know(self, council):
        announced(council, title="One", starts_at=EVENING, **for_ward(council))
        announced(council, title="Other", starts_at=EVENING + HOUR, **for_ward(council, "castle"))
        announced(council, title="After", starts_at=EVENING + 2 * HOUR, **for_ward(council))

        marks = {title: row(council.democratic, title)["clash"] for title in ("One", "Other", "After")}
        assert marks == {"One": True, "Other": True, "After": True}
        assert not row(council.member, "One")["clash"], "the other is for others"
        meeting()
        assert row(council.member, "One")["clash"]

    def test_one_on_a_bank_holiday_is_marked_and_one_at_a_weekend_is_not(self, council):
        for title, on in (("Christmas", 25), ("Saturday", 19), ("Monday", 21)):
            announced(council, title=title, starts_at=datetime.datetime(2026, 12, on, 18, tzinfo=datetime.UTC))

        assert {title: row(council.member, title)["clash"] for title in ("Christmas", "Saturday", "Monday")} == {
            "Christmas": True, "Saturday": False, "Monday": False}


class TestMonthAndYear:
    @pytest.mark.parametrize("address", ["/programme/2026/12/", "/programme/2026/"])
    def test_an_event_over_midnight_stands_on_both_days(self, council, address):
        announced(council, title="Late", starts_at=EVENING + 4 * HOUR, ends_at=EVENING + 7 * HOUR)

        said = words(browser(council.member).get(address))

        assert "22:00 Late" in said
        assert "until 01:00 Late" in said

    def test_of_one_over_the_end_of_a_month_the_second_day_stands_in_the_next(self, council):
        night = datetime.datetime(2026, 12, 31, 22, tzinfo=datetime.UTC)
        announced(council, title="New Year", starts_at=night, ends_at=night + 4 * HOUR)

        assert "until 02:00 New Year" in words(browser(council.member).get("/programme/2027/1/"))
        assert "until 02:00 New Year" in words(browser(council.member).get("/programme/2027/"))

    def test_a_meeting_of_whole_days_shows_no_hour(self, council):
        meeting(title="Conference", starts_at=datetime.datetime(2026, 12, 8, tzinfo=datetime.UTC), hours=48)

        said = words(browser(council.member).get("/programme/2026/12/"))

        assert said.count("All day Conference") == 2
        assert "00:00" not in said

    @pytest.mark.parametrize("address", ["/programme/2026/12/", "/programme/2026/"])
    def test_what_clashes_is_marked_and_a_cancelled_one_clashes_with_nothing(self, council, address):
        event = announced(council, starts_at=EVENING)
        other = announced(council, title="Another", starts_at=EVENING)
        services.cancel(other, actor=fresh(council.democratic), text="The speaker is ill.")
        assert "Clashes" not in words(browser(council.member).get(address))

        meeting(starts_at=EVENING + HOUR)

        assert words(browser(council.member).get(address)).count("Clashes") == 1
        assert f"{event.title} " in words(browser(council.member).get(address))

    def test_the_year_names_the_kinds_and_begins_with_this_month(self, council):
        announced(council, title="Paths", kind="workshop", starts_at=EVENING, **for_ward(council))

        page = browser(council.member).get("/programme/2026/")

        assert "18:00 Paths Ward workshop" in words(page)
        assert [one["name"] for one in page.context["months"]] == ["November 2026", "December 2026"]
        assert (len(page.context["over"]), len(browser(council.member).get("/programme/2027/").context["months"])) == (10, 12)
        assert "Earlier this year" in words(page)


class TestPlanning:
    def test_what_it_clashes_with_is_said_before_anything_is_saved(self, council):
        meeting(starts_at=datetime.datetime(2027, 4, 12, 17, tzinfo=datetime.UTC))
        client = browser(council.democratic)

        page = client.post("/programme/new/", typed())

        assert "At the same time: Full Council, 12 April 2027, 18:00 to 20:00." in words(page)
        assert "Nothing is saved yet." in words(page)
        assert "What the trial has shown." in page.content.decode()
        assert Event.objects.count() == 0
        accepted = page.context["form"]["accepted"].value()
        other_day = client.post("/programme/new/", typed(accepted=accepted, on_day="1", on_month="5"))
        assert "is no working day" in words(other_day), "of other hours it is asked anew"

        client.post("/programme/new/", typed(accepted=accepted))

        assert Event.objects.count() == 1

    def test_so_is_it_when_the_hours_are_changed_and_not_when_they_stay(self, council):
        event, client = plan(council, starts_at=EVENING), browser(council.democratic)
        meeting()
        meeting(key="2", title="Cabinet", starts_at=EVENING + datetime.timedelta(days=1))
        given = typed(version=event.version, on_day="14", on_month="12", on_year="2026", ends="20:00", place="Library")
        address = f"{event.get_absolute_url()}change/"

        later = client.post(address, given | {"on_day": "15"})
        assert "At the same time: Cabinet" in words(later)
        assert Event.objects.get().starts_at == EVENING
        client.post(address, given)

        assert Event.objects.get().place == "Library"

    def test_wards_bodies_and_names_are_folded_until_one_is_ticked_or_missing(self, council):
        client = browser(council.democratic)

        def opened(page):
            """How many of the three stand open."""
            text = page.content.decode().split("<main", 1)[1]
            return text.count('<details class="govuk-details"'), text.count('<details class="govuk-details" open')

        assert opened(client.get("/programme/new/")) == (3, 0)
        assert opened(client.post("/programme/new/", typed(audience="some"))) == (3, 1)
        event = announced(council, **for_ward(council))
        assert opened(client.get(f"{event.get_absolute_url()}change/")) == (3, 1)


def test_what_else_there_is_stands_in_groups_and_requests_are_explained(council):
    said = words(browser(council.member).get("/programme/"))

    assert said.index("Requests that officers attend") < said.index("Calendars, requests"), "on a phone it is not only in what is folded"
    assert "Ask and propose Requests that officers attend ask that an officer comes to a group, a committee or a briefing" in said
