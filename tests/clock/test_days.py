"""London days and instants."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council_portal.clock import LONDON, at_london, before, days_late, is_overdue, london_date, start_of

MICROSECOND = timedelta(microseconds=1)
NAIVE = datetime(2026, 7, 1, 23, tzinfo=UTC).replace(tzinfo=None)
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 7, 1, 22, 59, 59, 999999, UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 1, 1, 23, 59, 59, 999999, UTC), date(2026, 1, 1)),
        (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 7, 2, 12, 15, tzinfo=timezone(timedelta(hours=13))), date(2026, 7, 2)),
    ],
)
def test_the_day_is_london_s(instant, day):
    assert london_date(instant) == day


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        (date(2026, 1, 5), datetime(2026, 1, 5, 0, tzinfo=UTC)),
        (date(2026, 7, 5), datetime(2026, 7, 4, 23, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 0, tzinfo=UTC)),
        (date(2026, 3, 30), datetime(2026, 3, 29, 23, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 24, 23, tzinfo=UTC)),
        (date(2026, 10, 26), datetime(2026, 10, 26, 0, tzinfo=UTC)),
    ],
)
def test_a_day_starts_at_midnight_in_london(day, instant):
    start = start_of(day)

    assert (start, start.tzinfo) == (instant, UTC)


@pytest.mark.parametrize(
    ("day", "wall", "instant"),
    [
        (date(2026, 3, 31), time(9), datetime(2026, 3, 31, 8, tzinfo=UTC)),
        (date(2026, 10, 27), time(9), datetime(2026, 10, 27, 9, tzinfo=UTC)),
        (date(2026, 3, 29), time(1, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 30), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 30, fold=1), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
    ids=["after March", "after October", "01:30 that never is", "01:30 twice", "01:30 twice, the second named"],
)
@pytest.mark.requirement("EXD-10.4")
def test_an_embargo_follows_the_wall_clock_and_never_opens_early(day, wall, instant):
    assert at_london(day, wall) == instant


def test_a_week_of_embargo_opens_at_the_same_wall_clock_time():
    set_at = datetime(2026, 10, 20, 9, tzinfo=LONDON)

    opens = at_london(london_date(set_at) + timedelta(days=7), time(9))

    assert opens.astimezone(LONDON).strftime("%d %B %H:%M") == "27 October 09:00"
    assert opens - set_at == timedelta(days=7, hours=1)


@given(days)
def test_a_day_is_all_that_lies_between_two_starts(day):
    assert london_date(start_of(day)) == day
    assert london_date(start_of(day) - MICROSECOND) == day - timedelta(days=1)


@given(days, st.times())
def test_london_clocks_show_the_time_asked_for_unless_march_leaves_it_out(day, wall):
    shown = at_london(day, wall).astimezone(LONDON).replace(tzinfo=None, fold=0)

    left_out = timedelta(hours=1) if shown != datetime.combine(day, wall) else timedelta(0)
    assert shown == datetime.combine(day, wall) + left_out
    assert not left_out or (day.month, day.weekday(), wall.hour) == (3, 6, 1)


@pytest.mark.requirement("SEC-3.5")
@pytest.mark.parametrize("due", [date(2026, 12, 29), date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)])
def test_overdue_begins_at_midnight_in_london_after_the_date(due):
    midnight = start_of(due + timedelta(days=1))

    assert [is_overdue(due, midnight - MICROSECOND), is_overdue(due, midnight)] == [False, True]


def test_nothing_is_overdue_an_hour_early_in_summer_or_late():
    due = date(2026, 7, 1)

    assert not is_overdue(due, datetime(2026, 7, 1, 22, 59, 59, 999999, UTC))
    assert is_overdue(due, datetime(2026, 7, 1, 23, 0, tzinfo=UTC))


@pytest.mark.requirement("EXD-10.4")
@pytest.mark.parametrize(
    ("publication", "last_day"),
    [
        (date(2026, 3, 17), date(2026, 3, 10)),
        (date(2026, 3, 31), date(2026, 3, 24)),
        (date(2028, 3, 7), date(2028, 2, 29)),
        (date(2027, 1, 4), date(2026, 12, 28)),
    ],
)
def test_seven_days_before_publication(publication, last_day):
    assert before(publication, 7) == last_day


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (lambda: london_date(NAIVE), "needs a time zone"),
        (lambda: is_overdue(date(2026, 7, 1), NAIVE), "needs a time zone"),
        (lambda: at_london(date(2026, 7, 1), time(9, tzinfo=UTC)), "no time zone of its own"),
        (lambda: before(date(2026, 7, 1), -1), "counted from 0, not -1"),
    ],
)
def test_what_would_have_to_be_guessed_is_refused(refused, said):
    with pytest.raises(ValueError, match=said):
        refused()


@pytest.mark.parametrize(
    ("stopped_on", "late"),
    [(date(2026, 3, 20), 0), (date(2026, 3, 27), 0), (date(2026, 3, 28), 1), (date(2026, 3, 30), 3), (date(2027, 3, 27), 365)],
)
def test_lateness_is_in_calendar_days_and_never_below_nought(stopped_on, late):
    assert days_late(date(2026, 3, 27), stopped_on) == late
