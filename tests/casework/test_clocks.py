"""Whose time counts in a case, and what stops it: casework/clocks.py."""
import datetime

import pytest
import time_machine

from casework import asking, owners, services
from casework.clocks import Kind, running
from casework.models import Case, CaseClock, ServiceTime, Status
from tests import factories
from tests.factories import fresh, log, post

pytestmark = pytest.mark.django_db
TUESDAY = datetime.datetime(2026, 6, 9, 10, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def set_time(case, kind, days, unit="calendar"):
    """The council sets how long the case's service takes."""
    return ServiceTime.objects.create(service=case.service, matter=case.matter, kind=kind, days=days, unit=unit)


@pytest.mark.requirement("NNC-TIME")
def test_of_the_protocols_time_and_the_services_own_the_earlier_day_counts(council):
    first = log(council)
    set_time(first, Kind.ANSWER, 3)
    shorter = log(council)
    ServiceTime.objects.update(days=30)
    longer = log(council)

    found = [(clock.days, clock.unit, clock.source) for clock in (running(case)[Kind.ANSWER] for case in (first, shorter, longer))]
    assert found == [(7, "calendar", "protocol"), (3, "calendar", "service"), (7, "calendar", "protocol")]


@pytest.mark.requirement("SEC-3.4")
def test_a_question_stops_all_clocks_of_the_officers_and_a_word_in_between_starts_none_again(council):
    with time_machine.travel(TUESDAY, tick=False) as clock:
        case = log(council)
        asking.ask(case, actor=council.head, text="Which house is it?")
        clock.move_to(TUESDAY + DAY)
        services.update(case, actor=council.head, text="We have looked at the street meanwhile.")
        still = {kind: row.due_on for kind, row in running(case).items()}
        clock.move_to(TUESDAY + 3 * DAY)
        asking.reply(case, actor=council.member, text="Number 12.")

    assert still == {Kind.ANSWER: None, Kind.UPDATE: None, Kind.MEMBER: datetime.date(2026, 6, 16)}
    case.refresh_from_db()
    two_days_of_waiting_later = datetime.date(2026, 6, 18)
    assert (case.status, running(case)[Kind.ANSWER].due_on) == (Status.WITH_OFFICER, two_days_of_waiting_later)


@pytest.mark.requirement("RUG-CASE")
def test_a_case_that_comes_back_has_the_time_that_it_had_at_first_and_keeps_the_clocks_of_before(council):
    case = log(council)
    first = running(case)[Kind.ANSWER]
    services.answer(case, actor=council.head, text="Done.")
    set_time(case, Kind.ANSWER, 2)

    services.come_back(case, actor=council.member, text="It is not.")

    again = running(case)[Kind.ANSWER]
    assert (again.days, again.unit, again.source, again.pk != first.pk) == (first.days, first.unit, first.source, True)
    assert CaseClock.objects.get(pk=first.pk).stopped_at is not None
    assert Case.objects.get(pk=case.pk).times_back == 1


def test_an_open_case_always_has_a_next_date(council):
    case = log(council)
    acts = [
        lambda: asking.acknowledge(case, actor=council.head), lambda: asking.ask(case, actor=council.head, text="Which?"),
        lambda: asking.go_on(case, actor=council.head), lambda: services.answer(case, actor=council.head, text="Done."),
        lambda: services.come_back(case, actor=council.member, text="No.")]
    for act in acts:
        act()
        fresh = Case.objects.get(pk=case.pk)
        assert fresh.next_on < datetime.date(9999, 12, 31)
        assert set(fresh.standings.values_list("next_on", flat=True)) == {fresh.next_on}


@pytest.mark.requirement("NNC-TIME")
def test_what_offices_say_to_each_other_is_no_word_to_the_member(council):
    with time_machine.travel(TUESDAY, tick=False) as clock:
        case = log(council)
        before = {kind: (row.started_at, row.due_on) for kind, row in running(case).items()}
        clock.move_to(TUESDAY + DAY)
        housing = post("head_of_service", of=council.services.housing)
        asking.want(case, actor=fresh(council.head), principal=housing, text="Are the bins yours?", due_on=(TUESDAY + 2 * DAY).date())
        owners.hand_over(case, actor=fresh(council.head), principal=post("clo", of=council.services.street_scene), text="Rosie knows.")
        after = {kind: (row.started_at, row.due_on) for kind, row in running(case).items()}

    assert after == before
    assert {Kind.ACKNOWLEDGE, Kind.UPDATE, Kind.ANSWER} <= set(after)


@pytest.fixture
def council():
    """A council of its own for each test: some travel in time."""
    return factories.council()
