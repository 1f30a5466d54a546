"""Open days: stands, visits, booking, the programme to print, and the half-year that has none."""
import datetime
import re
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations import open_days, places, services
from conversations.models import Booking, Feedback
from conversations.services import CannotBe
from council_portal.access.decisions import Forbidden
from council_portal.audit.models import Event
from council_portal.clock.days import at_london
from council_portal.outbox.models import Message
from tests.casework.ground import browser, words
from tests.conversations.after_ground import open_day, take_place, visit
from tests.conversations.ground import announced, for_ward, plan
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-OPEN")]


class TestVisits:
    def test_the_last_place_is_booked_once(self, council):
        tour = visit(council, open_day(council), room_for=1)
        open_days.book(tour, actor=fresh(council.member))
        assert open_days.book(tour, actor=fresh(council.member)).person == council.member.person  # twice is once

        with pytest.raises(CannotBe, match="full"):
            open_days.book(tour, actor=fresh(council.other_member))
        open_days.give_back(tour, actor=fresh(council.member))
        open_days.book(tour, actor=fresh(council.other_member))

        assert [one.person for one in Booking.objects.filter(until=None)] == [council.other_member.person]

    def test_nobody_is_in_two_places_at_once(self, council):
        event = open_day(council)
        open_days.book(visit(council, event), actor=fresh(council.member))
        with pytest.raises(CannotBe, match="busy"):
            open_days.book(visit(council, event, title="A talk"), actor=fresh(council.member))

        open_days.book(visit(council, event, after=3), actor=fresh(council.member))

    def test_it_lies_within_the_open_day(self, council):
        with pytest.raises(CannotBe, match="outside"):
            visit(council, open_day(council), after=6)

    def test_whoever_books_says_that_they_come_and_whoever_does_not_come_gives_it_back(self, council):
        event = open_day(council)
        tour = visit(council, event)
        places.answer(event, actor=fresh(council.member), coming=False)

        open_days.book(tour, actor=fresh(council.member))

        assert list(event.answers.values_list("state", flat=True)) == ["coming"]
        places.answer(event, actor=fresh(council.member), coming=False)
        assert not tour.bookings.filter(until=None).exists()

    def test_whoever_is_invited_no_longer_gives_it_back(self, council):
        event = open_day(council)
        tour = visit(council, event)
        open_days.book(tour, actor=fresh(council.member))
        event.refresh_from_db()

        services.change(event, actor=fresh(council.democratic), version=event.version, **for_ward(council, "castle"))

        assert not tour.bookings.filter(until=None).exists()

    def test_taken_out_whoever_booked_is_told_and_nobody_books_it(self, council):
        tour = visit(council, open_day(council))
        open_days.book(tour, actor=fresh(council.member))

        open_days.take_out(tour, actor=fresh(council.democratic))

        assert [one.to.name for one in Message.objects.filter(kind="event_visit_gone", key__contains="visit")] == ["Aisha Rahman"]
        with pytest.raises(CannotBe, match="gone"):
            open_days.book(tour, actor=fresh(council.other_member))

    def test_only_democratic_services_arrange_it_and_only_an_open_day_has_stands(self, council):
        with pytest.raises(Forbidden):
            open_days.add_stand(open_day(council), actor=fresh(council.head), key=uuid.uuid4(), service=council.services.housing,
                                shows="Damp")
        with pytest.raises(Forbidden):
            open_days.add_stand(announced(council), actor=fresh(council.democratic), key=uuid.uuid4(), service=council.services.housing,
                                shows="Damp")

    def test_who_booked_is_seen_by_the_organisers_alone(self, council):
        event = open_day(council)
        open_days.book(visit(council, event), actor=fresh(council.member))

        readers = ("democratic", "other_member", "head")
        said = {name: words(browser(council.accounts[name]).get(event.get_absolute_url())) for name in readers}

        assert {name: "Booked by Councillor Aisha Rahman" in page for name, page in said.items()} == {
            "democratic": True, "other_member": False, "head": False}

    def test_it_is_confirmed_without_papers_as_only_a_conversation_needs_them(self, council):
        assert services.confirm(open_day(council), actor=fresh(council.democratic)).status == "confirmed"

    def test_the_programme_is_a_pdf_and_others_have_none(self, council):
        answer = browser(council.member).get(f"{open_day(council).get_absolute_url()}programme.pdf")
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
        assert browser(council.member).get(f"{announced(council).get_absolute_url()}programme.pdf").status_code == 404


class TestFeedback:
    def past(self, council):
        """An open day that has taken place; the colleague had said that he does not come."""
        event = open_day(council)
        places.answer(event, actor=fresh(council.colleague), coming=False)
        return take_place(council, event)

    def page(self, council, event, who="democratic"):
        return words(browser(council.accounts[who]).get(event.get_absolute_url()))

    def test_the_organisers_alone_read_it_counted_and_with_a_name_only_where_that_was_allowed(self, council):
        event = self.past(council)
        open_days.give_feedback(event, actor=fresh(council.member), useful="The map.", missing="Seats.", named=False)
        open_days.give_feedback(event, actor=fresh(council.other_member), missing="Shade.", named=True)

        said = self.page(council, event)

        for part in ("2 people have said something.", "Without a name Useful: The map. Missing: Seats.", "Gwen Pritchard Missing: Shade."):
            assert part in said
        assert "Aisha Rahman" not in said
        assert "The map." not in self.page(council, event, "other_member")
        assert set(Feedback.objects.permitted(fresh(council.member)).values_list("person__name", flat=True)) == {"Aisha Rahman"}
        assert "Aisha" not in str(list(Event.objects.filter(verb="feedback on an open day").values()))

    def test_said_again_it_takes_the_place_of_what_was_said_and_is_shown_to_whose_it_is(self, council):
        event, client = self.past(council), browser(council.member)
        address = f"{event.get_absolute_url()}feedback/"
        client.post(address, {"useful": "The map.", "named": "on"})
        form = client.get(address).context["form"]
        assert (form["useful"].value(), form["named"].value()) == ("The map.", True)
        client.post(address, {"useful": "The tour."})
        assert list(Feedback.objects.values_list("useful", "named")) == [("The tour.", False)]

    def test_nothing_said_is_asked_for_and_what_is_too_long_is_kept(self, council):
        event, client = self.past(council), browser(council.member)
        address = f"{event.get_absolute_url()}feedback/"
        assert "Enter what was useful, or what was missing" in words(client.post(address, {"useful": " "}))
        assert "x" * 2001 in client.post(address, {"missing": "x" * 2001}).content.decode()
        assert not Feedback.objects.exists()

    def test_whoever_stayed_away_is_not_asked_and_loses_nothing_typed(self, council):
        event = self.past(council)
        answer = browser(council.colleague).post(f"{event.get_absolute_url()}feedback/", {"useful": "I heard of the map."})
        assert "only those who were there are asked" in words(answer)
        assert "I heard of the map." in answer.content.decode()
        assert not Feedback.objects.exists()

    def test_before_it_has_taken_place_and_of_another_event_there_is_none(self, council):
        for event in (open_day(council), take_place(council, announced(council))):
            with pytest.raises(Forbidden):
                open_days.give_feedback(event, actor=fresh(council.member), useful="The map.")
            assert "said something" not in self.page(council, event)

    def test_the_page_takes_as_many_statements_for_one_as_for_three(self, council):
        event, client = self.past(council), browser(council.democratic)

        def counted():
            with CaptureQueriesContext(connection) as seen:
                client.get(event.get_absolute_url())
            return len(seen)

        open_days.give_feedback(event, actor=fresh(council.member), useful="The map.", named=True)
        counted()
        before = counted()
        open_days.give_feedback(event, actor=fresh(council.other_member), useful="The tour.", named=True)
        assert counted() == before


class TestTheHalfYear:
    """The portal reads "bi-annually" as twice a year: a setting."""

    def spans(self, on):
        return [(str(first), str(last)) for first, last in open_days.spans_without(on)]

    def test_the_half_year_that_runs_and_the_next_from_ninety_days_before(self, council):
        assert self.spans(datetime.date(2027, 8, 1)) == [("2027-07-01", "2027-12-31")]
        assert self.spans(datetime.date(2027, 10, 2)) == [("2027-07-01", "2027-12-31")]
        assert self.spans(datetime.date(2027, 10, 3)) == [("2027-07-01", "2027-12-31"), ("2028-01-01", "2028-06-30")]

    def test_every_second_year_by_the_setting(self, council, settings):
        settings.OPEN_DAY_EVERY_MONTHS = 24
        assert self.spans(datetime.date(2027, 8, 1)) == [("2026-01-01", "2027-12-31")]

    @pytest.mark.parametrize(("on", "there"), [
        (datetime.date(2027, 7, 1), True), (datetime.date(2027, 12, 31), True), (datetime.date(2028, 1, 1), False)])
    def test_an_open_day_of_it_satisfies_it_to_its_last_day(self, council, on, there):
        with time_machine.travel(datetime.datetime(2027, 7, 1, 6, tzinfo=datetime.UTC), tick=False):
            starts_at = at_london(on, datetime.time(10))
            plan(council, kind="open_day", starts_at=starts_at)
            assert bool(open_days.spans_without()) is not there

    def test_one_that_is_cancelled_does_not(self, council):
        with time_machine.travel(datetime.datetime(2027, 7, 1, 6, tzinfo=datetime.UTC), tick=False):
            event = plan(council, kind="open_day")
            assert open_days.spans_without() == []
            services.cancel(event, actor=fresh(council.democratic), text="Rain.")
            assert len(open_days.spans_without()) == 1

    def test_a_council_that_has_planned_nothing_here_is_not_reminded(self, council):
        assert open_days.remind() == 0

    def test_democratic_services_are_told_once_for_each(self, council):
        plan(council)
        with time_machine.travel(datetime.datetime(2027, 11, 1, 6, tzinfo=datetime.UTC), tick=False):
            open_days.remind()
            open_days.remind()
        assert [one.to.name for one in Message.objects.filter(kind="open_day_missing")] == ["Ines Duarte", "Ines Duarte"]
        page = words(browser(council.democratic).get("/programme/"))
        assert re.search(r"No open day is planned from [^.]+\. The portal asks for one open day in every 6 months\. That number is", page)
        assert "No open day is planned from" not in words(browser(council.member).get("/programme/"))
