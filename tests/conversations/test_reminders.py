"""Whoever comes to an event is reminded once, some working days before it: the portal's own rule."""
import datetime

import pytest
import time_machine

from conversations import due, open_days, places, services
from conversations.models import Event
from conversations.when import remind_on
from council_portal.accounts.services import end_appointment
from council_portal.clock.days import at_london
from council_portal.outbox.models import Message
from tests.casework.ground import browser, words
from tests.conversations.after_ground import open_day, visit
from tests.conversations.ground import announced
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-MC")]


@pytest.fixture(autouse=True)
def clock():
    """The morning of 1 March 2027, until it is moved."""
    with time_machine.travel(at_london(datetime.date(2027, 3, 1), datetime.time(9)), tick=False) as traveller:
        yield traveller


def on(day, hour=9):
    """An instant of March 2027, London."""
    return at_london(datetime.date(2027, 3, day), datetime.time(hour))


def event_of(council, **changes):
    """An event on Tuesday 16 March; the member comes, the colleague does not, the other Member waits for the only place."""
    event = announced(council, starts_at=on(16, 18), room_for=1, **changes)
    for who, coming in ((council.member, True), (council.colleague, False), (council.other_member, True)):
        places.answer(event, actor=fresh(who), coming=coming)
    return event


def reminded():
    return [one.to.name for one in Message.objects.filter(kind="event_soon").order_by("pk")]


def test_whoever_comes_is_told_once_two_working_days_before_and_nobody_else(council, clock):
    event = event_of(council)
    assert remind_on(event) == datetime.date(2027, 3, 12), "a weekend lies between"
    for day, told in ((11, []), (12, ["Aisha Rahman"]), (13, ["Aisha Rahman"]), (15, ["Aisha Rahman"])):
        clock.move_to(on(day))
        due.remind()
        assert reminded() == told


def test_after_a_standstill_it_is_told_late_but_not_once_it_has_begun(council, clock):
    event_of(council)
    clock.move_to(on(17))
    assert due.remind() == 0
    clock.move_to(on(16, 17))
    assert due.remind() == 1


def test_the_number_of_days_is_the_councils(council, clock, settings):
    settings.REMIND_WORKING_DAYS = 5
    assert remind_on(event_of(council)) == datetime.date(2027, 3, 9)
    clock.move_to(on(9))
    assert due.remind() == 1


@pytest.mark.parametrize("days", [0, 1, 2, 10])
def test_no_day_of_reminding_is_missed_whatever_holidays_there_are(council, clock, settings, days):
    settings.REMIND_WORKING_DAYS = days
    clock.move_to(at_london(datetime.date(2027, 12, 1), datetime.time(9)))
    event = announced(council, starts_at=at_london(datetime.date(2027, 12, 30), datetime.time(18)))
    places.answer(event, actor=fresh(council.member), coming=True)
    clock.move_to(at_london(remind_on(event), datetime.time(9)))
    assert due.remind() == 1


def test_whoever_answers_only_since_that_day_is_not_reminded_of_what_they_have_just_said(council, clock):
    event = announced(council, starts_at=on(16, 18))
    clock.move_to(on(12))
    places.answer(event, actor=fresh(council.member), coming=True)
    clock.move_to(on(15))
    assert due.remind() == 0


def test_one_that_is_moved_to_another_day_is_called_to_mind_anew_and_one_that_is_cancelled_is_not(council, clock):
    event = event_of(council)
    clock.move_to(on(12))
    due.remind()
    services.change(event, actor=fresh(council.democratic), version=event.version, starts_at=on(24, 18), ends_at=on(24, 20))
    assert due.remind() == 0
    clock.move_to(on(22))
    assert due.remind() == 1
    services.cancel(Event.objects.get(pk=event.pk), actor=fresh(council.democratic), text="Snow.")
    Message.objects.filter(kind="event_soon").delete()
    assert due.remind() == 0


def test_whoever_has_left_office_since_is_not_reminded(council, clock):
    event_of(council)
    for one in council.member.person.appointments.all():
        end_appointment(one, at=on(10), authority="Invented")
    clock.move_to(on(12))
    due.remind()
    assert "Aisha Rahman" not in reminded()


def test_of_an_open_day_whoever_booked_a_visit_is_reminded_once_and_who_gave_it_back_still_comes(council, clock):
    event = open_day(council, starts_at=on(16, 10), ends_at=on(16, 12))
    tours = visit(council, event), visit(council, event, after=3, title="A talk")
    for tour in tours:
        open_days.book(tour, actor=fresh(council.member))
    open_days.book(tours[0], actor=fresh(council.other_member))
    open_days.give_back(tours[0], actor=fresh(council.other_member))
    clock.move_to(on(12))
    due.remind()
    assert sorted(reminded()) == ["Aisha Rahman", "Gwen Pritchard"]


def test_the_page_says_on_which_day_and_the_mail_says_nothing(council, clock):
    event = event_of(council, in_confidence=True, title="The sale of the depot")
    page = words(browser(council.member).get(event.get_absolute_url()))
    assert "You said that you come. You are reminded on 12 March 2027: the portal’s own rule." in page
    clock.move_to(on(12))
    due.remind()
    assert "depot" not in str(Message.objects.filter(kind="event_soon").values())
    assert "You are reminded" not in words(browser(council.member).get(event.get_absolute_url()))
