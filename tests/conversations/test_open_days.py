"""Open days: stands, visits, booking, the programme to print, and the half-year that has none."""
import datetime
import uuid

import pytest
import time_machine

from conversations import open_days, places, services
from conversations.models import Booking
from conversations.services import CannotBe
from council_portal.access.decisions import Forbidden
from council_portal.clock.days import at_london
from council_portal.outbox.models import Message
from tests.casework.ground import browser, words
from tests.conversations.after_ground import open_day, visit
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

        assert [one.to.name for one in Message.objects.filter(kind="event_changed", key__contains="visit")] == ["Aisha Rahman"]
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
        assert "No open day is planned from" in words(browser(council.democratic).get("/programme/"))
        assert "No open day is planned from" not in words(browser(council.member).get("/programme/"))
