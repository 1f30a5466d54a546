"""Working days and bank holidays, offline."""

import socket
import subprocess
import sys
from datetime import date
from itertools import islice

import pytest

from council_portal.clock import (
    HolidaysUnknown,
    WorkingDays,
    count_working_days,
    holidays_known_to,
    working_days,
    working_days_before,
)
from council_portal.clock import working as module


@pytest.mark.parametrize(
    ("nation", "days"),
    [
        ("england", [date(2026, 12, 24), date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 4)]),
        ("scotland", [date(2026, 12, 24), date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 5)]),
    ],
)
def test_working_days_after_a_date(nation, days):
    assert list(islice(working_days(date(2026, 12, 23), nation=nation), 5)) == days


def test_a_day_off_says_why():
    calendar = WorkingDays("england", frozenset([date(2026, 12, 29), date(2026, 12, 25)]))

    reasons = [calendar.why_off(date(2026, 12, day)) for day in (24, 25, 26, 29)]

    assert reasons == [
        None,
        (date(2026, 12, 25), "bank_holiday", "Christmas Day"),
        (date(2026, 12, 26), "weekend", ""),
        (date(2026, 12, 29), "closure", ""),
    ]


def test_working_days_stop_where_the_list_of_bank_holidays_ends():
    last = holidays_known_to()

    with pytest.raises(HolidaysUnknown, match=str(last.year + 1)):
        list(islice(working_days(last), 10))


def test_an_unknown_year_is_unknown_on_weekdays_only():
    calendar = WorkingDays(closures=frozenset([date(2011, 3, 2)]))

    assert [calendar.why_off(date(2011, 3, day)).reason for day in (2, 5)] == ["closure", "weekend"]
    with pytest.raises(HolidaysUnknown):
        calendar.why_off(date(2011, 3, 3))


def test_a_year_that_is_listed_in_part_is_not_known():
    assert module.whole_years([date(2028, 1, 3), date(2028, 12, 25), date(2029, 1, 1), date(2029, 3, 30)]) == {2028}


def test_the_known_years_reach_the_end_of_2028_at_least():
    assert [holidays_known_to(nation) >= date(2028, 12, 31) for nation in module.NATIONS] == [True, True, True, True]


def test_bank_holidays_are_never_fetched(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)

    module._holidays.__wrapped__(module.NATIONS["england"])


def test_an_unknown_nation_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="england, wales, scotland, northern-ireland"):
        WorkingDays("cornwall")


def test_the_clock_imports_no_django():
    code = "import sys, council_portal.clock; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("day", "n", "nation", "closures", "found"),
    [
        (date(2026, 12, 29), 1, "england", [], date(2026, 12, 24)),
        (date(2026, 12, 29), 1, "england", [date(2026, 12, 24)], date(2026, 12, 23)),
        (date(2027, 1, 5), 1, "england", [], date(2027, 1, 4)),
        (date(2027, 1, 5), 1, "scotland", [], date(2026, 12, 31)),
        (date(2026, 7, 14), 2, "northern-ireland", [], date(2026, 7, 9)),
        (date(2026, 6, 7), 0, "england", [], date(2026, 6, 7)),
        (date(2026, 6, 7), 5, "england", [], date(2026, 6, 1)),
        # The 25th of an unknown year is a Monday and taken for a working day.
        (date(2045, 12, 26), 1, "england", [], date(2045, 12, 25)),
        (date(2045, 12, 25), 1, "england", [date(2045, 12, 22)], date(2045, 12, 21)),
    ],
)
def test_working_days_before_a_date(day, n, nation, closures, found):
    assert working_days_before(day, n, nation, closures) == found


@pytest.mark.parametrize(("n", "nation"), [(-1, "england"), (1, "cornwall")])
def test_working_days_before_refuses_what_makes_no_sense(n, nation):
    with pytest.raises(ValueError, match=r"not -1|Unknown nation"):
        working_days_before(date(2026, 6, 1), n, nation)


@pytest.mark.parametrize(("after", "until", "found"), [
    (date(2026, 6, 1), date(2026, 6, 1), 0), (date(2026, 6, 1), date(2026, 5, 1), 0),  # a Monday; backwards
    (date(2026, 6, 5), date(2026, 6, 7), 0), (date(2026, 6, 5), date(2026, 6, 8), 1),  # over a weekend
    (date(2026, 5, 22), date(2026, 5, 29), 4),  # a bank holiday on the Monday
    (date(2026, 5, 26), date(2026, 5, 29), 2)])
def test_working_days_between_two_dates_are_counted_to_the_last(after, until, found):
    assert count_working_days(after, until, "england", [date(2026, 5, 27)] if after == date(2026, 5, 26) else []) == found


def test_working_days_are_counted_in_a_year_that_is_not_listed_too():
    assert count_working_days(date(2190, 1, 1), date(2190, 1, 8)) == 5
