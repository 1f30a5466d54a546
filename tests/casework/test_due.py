"""What falls due by the clock: each job tells once, on the right day, whatever runs beside it."""
import datetime

import pytest
import time_machine
from django.utils import timezone

from casework import asking, clocks, due, services
from casework.models import Case, CaseClock, Status
from council_portal.outbox.models import Message
from tests.factories import fresh, log, post

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 9, 10, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def told(kind):
    """The names of those who are told something of this kind."""
    return sorted(Message.objects.filter(kind=kind).values_list("to__name", flat=True))


def reminders(case, days, clock):
    """The days from today (0) on which something of this case is called to mind, run once a day."""
    found = []
    for number in range(days):
        if due.remind():
            found.append(number)
        clock.shift(DAY)
    return found


def only(case, kind):
    """Leave one clock of the case running."""
    case.clocks.exclude(kind=kind).update(stopped_at=timezone.now())


class TestReminders:
    """Before a date, REMIND_WORKING_DAYS, once; the Member's to the Member (SEC-3.4)."""

    @pytest.mark.requirement("SEC-3.4")
    def test_two_working_days_before_and_once(self, council):
        with time_machine.travel(MONDAY, tick=False) as clock:
            case = log(council)
            only(case, "answer")
            on = case.clocks.get(kind="answer").due_on

            found = reminders(case, 12, clock)

        assert (on - MONDAY.date()).days == 7  # Monday to Monday: called to mind on the Thursday
        assert found == [3]
        assert told("case_due_soon") == ["Priya Chandran"]

    def test_never_on_the_day_on_which_the_clock_began(self, council, settings):
        settings.REMIND_WORKING_DAYS = 30
        with time_machine.travel(MONDAY, tick=False) as clock:
            log(council)
            assert due.remind() == 0
            clock.move_to(MONDAY.replace(hour=23, minute=59))
            assert due.remind() == 0
            clock.move_to((MONDAY + DAY).replace(hour=0, minute=0))
            assert due.remind() == 3

    def test_the_members_own_date_to_the_member(self, council):
        with time_machine.travel(MONDAY, tick=False) as clock:
            case = log(council)
            asking.ask(case, actor=fresh(council.head), text="Which road?")

            reminders(case, 20, clock)

        assert told("case_due_soon") == ["Aisha Rahman"]  # the officers' clocks stand still

    def test_again_after_the_date_has_moved(self, council):
        with time_machine.travel(MONDAY, tick=False) as clock:
            case = log(council)
            only(case, "answer")
            clock.shift(4 * DAY)
            assert due.remind() == 1
            case.refresh_from_db()
            asking.ask_more_time(case, actor=fresh(council.head), days=7, text="The van is in the garage.")
            asking.answer_more_time(case, actor=fresh(council.member), agreed=True)

            assert len(reminders(case, 14, clock)) == 1

    def test_christmas_is_counted_as_the_council_works(self, council, settings):
        settings.REMIND_WORKING_DAYS = 2
        with time_machine.travel(datetime.datetime(2026, 12, 22, 10, tzinfo=datetime.UTC), tick=False) as clock:
            case = log(council)
            only(case, "answer")
            found = reminders(case, 12, clock)

        # Due on Tuesday 29 December; 25, 26 and the substitute on the 28th do not count: two working days before is the 23rd.
        assert (case.due_on, found) == (datetime.date(2026, 12, 29), [1])

    @pytest.mark.parametrize(("at", "is_told"), [("2026-10-24T22:59", False), ("2026-10-24T23:00", True)])
    def test_the_day_begins_at_midnight_in_london_on_the_night_the_clocks_change(self, council, settings, at, is_told):
        settings.REMIND_WORKING_DAYS = 30
        with time_machine.travel(datetime.datetime(2026, 10, 24, 9, tzinfo=datetime.UTC), tick=False) as clock:
            log(council)
            clock.move_to(datetime.datetime.fromisoformat(at).replace(tzinfo=datetime.UTC))

            assert bool(due.remind()) is is_told

    def test_a_case_whose_officer_has_left_is_called_to_mind_to_all_who_have_it(self, council):
        with time_machine.travel(MONDAY, tick=False) as clock:
            case = log(council)
            only(case, "answer")
            Case.objects.filter(pk=case.pk).update(owner=None)
            reminders(case, 5, clock)

        assert told("case_due_soon") == ["Priya Chandran"]


def test_a_question_that_is_late_is_told_to_both_once(council):
    with time_machine.travel(MONDAY, tick=False) as clock:
        case = log(council)
        asking.ask(case, actor=fresh(council.head), text="Which road?")
        on = case.clocks.get(kind="member").due_on
        clock.move_to(clocks.noon(on))
        assert due.tell_late_questions() == 0
        clock.move_to(clocks.noon(on + DAY))

        assert (due.tell_late_questions(), due.tell_late_questions()) == (1, 0)

    assert told("case_question_late") == ["Aisha Rahman", "Priya Chandran"]
    assert Case.objects.get(pk=case.pk).status == Status.WITH_MEMBER  # nothing goes on by itself


def test_a_contribution_that_is_late_is_told_to_who_owes_it_and_who_asked_once(council):
    with time_machine.travel(MONDAY, tick=False) as clock:
        case = log(council)
        asking.want(case, actor=fresh(council.head), principal=post("head_of_service", of=council.services.housing), text="Your view?",
                    due_on=MONDAY.date() + 3 * DAY)
        clock.shift(3 * DAY)
        assert due.tell_late_contributions() == 0
        clock.shift(DAY)

        assert (due.tell_late_contributions(), due.tell_late_contributions()) == (1, 0)

    assert told("case_contribution_late") == ["Femi Adeyemi", "Priya Chandran"]


def test_a_contribution_that_was_given_is_not_late(council):
    with time_machine.travel(MONDAY, tick=False) as clock:
        case = log(council)
        asking.want(case, actor=fresh(council.head), principal=post("head_of_service", of=council.services.housing), text="Your view?",
                    due_on=MONDAY.date())
        asking.contribute(case, actor=fresh(council.other_head), text="It is ours.")
        clock.shift(5 * DAY)

        assert due.tell_late_contributions() == 0


class TestClosing:
    """An answer on which the Member does not come back closes the case by itself, the day after its last."""

    def answered(self, council):
        case = log(council)
        services.answer(case, actor=fresh(council.head), text="Thursday.", outcome="done", outcome_on=timezone.localdate())
        return case

    def test_after_the_last_day_and_once(self, council):
        with time_machine.travel(MONDAY, tick=False) as clock:
            case = self.answered(council)
            clock.move_to(clocks.noon(case.next_on))
            assert due.close_what_is_settled() == 0
            clock.shift(DAY)

            assert (due.close_what_is_settled(), due.close_what_is_settled()) == (1, 0)

        case.refresh_from_db()
        assert (case.status, case.is_open, told("case_settled")) == (Status.CLOSED, False, ["Aisha Rahman"])
        assert "did not come back" in case.entries.last().text

    def test_five_working_days_over_christmas(self, council):
        with time_machine.travel(datetime.datetime(2026, 12, 23, 10, tzinfo=datetime.UTC), tick=False):
            case = self.answered(council)

        # 24, 29, 30, 31 December and, after New Year's Day and a weekend, Monday 4 January.
        assert case.next_on == datetime.date(2027, 1, 4)

    def test_what_the_member_came_back_on_stays_open(self, council):
        with time_machine.travel(MONDAY, tick=False) as clock:
            case = self.answered(council)
            services.come_back(case, actor=fresh(council.member), text="Not done.")
            clock.shift(30 * DAY)

            assert due.close_what_is_settled() == 0

    def test_whoever_was_second_closes_nothing(self, council):
        with time_machine.travel(MONDAY, tick=False) as clock:
            case = self.answered(council)
            clock.shift(30 * DAY)
            stale = Case.objects.get(pk=case.pk)
            assert due.settle(Case.objects.get(pk=case.pk)) == 1
            turns = case.entries.count()

            assert due.settle(stale) == 0
            assert case.entries.count() == turns


def test_the_day_that_was_named_is_asked_about_the_day_after_and_once(council):
    with time_machine.travel(MONDAY, tick=False) as clock:
        case = log(council)
        services.answer(case, actor=fresh(council.head), text="On Thursday.", outcome="scheduled", outcome_on=MONDAY.date() + 3 * DAY)
        clock.shift(3 * DAY)
        assert due.call_named_days() == 0
        clock.shift(DAY)

        assert (due.call_named_days(), due.call_named_days()) == (1, 0)

    assert told("case_day_named") == ["Aisha Rahman", "Priya Chandran"]


@pytest.mark.requirement("SEC-3.5")
def test_overdue_is_told_from_midnight_in_london_and_once_for_a_date(council):
    with time_machine.travel(datetime.datetime(2026, 7, 6, 10, tzinfo=datetime.UTC), tick=False) as clock:
        case = log(council)
        clock.move_to(datetime.datetime.combine(case.due_on, datetime.time(22, 59), datetime.UTC))
        assert due.offer_what_is_overdue() == 0
        clock.shift(datetime.timedelta(minutes=1))  # 00:00 of the next day in London, in summer

        assert (due.offer_what_is_overdue(), due.offer_what_is_overdue()) == (1, 0)

    assert told("case_overdue") == ["Aisha Rahman"]
    assert Case.objects.get(pk=case.pk).status == Status.WITH_OFFICER  # nothing is taken further by the clock


@pytest.mark.parametrize("job", due.JOBS)
def test_no_job_has_anything_to_say_in_an_empty_council(council, job):
    assert job() == 0


@pytest.mark.parametrize("job", due.JOBS)
def test_every_job_asks_a_fixed_number_of_statements_when_there_is_nothing(council, job, django_assert_num_queries):
    log(council)

    with django_assert_num_queries(1):
        job()


def test_a_clock_that_was_stopped_is_called_to_mind_by_nobody(council):
    with time_machine.travel(MONDAY, tick=False) as clock:
        case = log(council)
        services.close(case, actor=fresh(council.member))
        clock.shift(5 * DAY)

        assert due.remind() == 0
        assert CaseClock.objects.filter(stopped_at=None).count() == 0


@pytest.mark.requirement("SEC-3.5")
def test_the_member_is_told_once_for_each_office_that_is_silent(council):
    with time_machine.travel(MONDAY, tick=False) as clock:
        case = log(council)
        clock.shift(8 * DAY)
        services.escalate(Case.objects.get(pk=case.pk), actor=fresh(council.member))
        found = []
        for _office in range(2):
            case.refresh_from_db()
            clock.move_to(MONDAY + (case.next_on - MONDAY.date()))
            found.append(due.offer_what_is_overdue_again())
            clock.shift(DAY)
            found += [due.offer_what_is_overdue_again(), due.offer_what_is_overdue_again()]
            services.escalate(Case.objects.get(pk=case.pk), actor=fresh(council.member))

    assert found == [0, 1, 0, 0, 1, 0]
    assert told("case_overdue") == ["Aisha Rahman", "Aisha Rahman"]
