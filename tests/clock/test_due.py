"""Due dates: a table worked by hand, and laws that hold for all of them."""

import csv
import json
import time as system_time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from council_portal.clock import LINE_KINDS, NATIONS, ClockStopped, Due, WorkingDays, due, london_date

pytestmark = pytest.mark.requirement("SEC-3.4")

TUESDAY_BEFORE_CHRISTMAS = datetime(2026, 12, 22, 9, tzinfo=UTC)
FIRST_OF_JUNE = datetime(2026, 6, 1, 9, tzinfo=UTC)

with Path(__file__).with_name("due.csv").open(newline="", encoding="utf-8") as table:
    TABLE = [pytest.param(row, id=f"{number}: {row['why']}") for number, row in enumerate(csv.DictReader(table), start=2)]


def worked(row):
    """Return the Due of a row of the table."""
    figure = {"calendar": "days", "working": "working_days"}[row["kind"]]
    pauses = [pause.split("/") for pause in row["pauses"].split(";") if pause]
    extensions = [one.split("@") for one in row["extensions"].split(";") if one]
    return due(
        datetime.fromisoformat(row["received"]),
        **{figure: int(row["days"])},
        nation=row["nation"],
        closures=[date.fromisoformat(day) for day in row["closures"].split(";") if day],
        pauses=[(date.fromisoformat(first), date.fromisoformat(last)) for first, last in pauses],
        extensions=[(int(more), date.fromisoformat(agreed)) for more, agreed in extensions],
    )


@pytest.mark.parametrize("row", TABLE)
def test_due_date_is_the_one_worked_by_hand(row):
    assert worked(row).on.isoformat() == row["due"]


@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "Pacific/Apia"])
def test_the_server_s_time_zone_does_not_matter(zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    system_time.tzset()
    try:
        found = [worked(case.values[0]).on.isoformat() for case in TABLE]
    finally:
        monkeypatch.undo()
        system_time.tzset()

    assert found == [case.values[0]["due"] for case in TABLE]


def test_the_working_names_each_day_that_did_not_count():
    answer = due(TUESDAY_BEFORE_CHRISTMAS, working_days=5, closures=[date(2026, 12, 30)], pauses=[(date(2026, 12, 23), date(2026, 12, 24))])

    assert [tuple(line) for line in answer.working()] == [
        ("received", {"on": date(2026, 12, 22)}),
        ("counted", {"days": 5, "kind": "working", "nation": "england", "weekend_days": 4}),
        ("bank_holiday", {"on": date(2026, 12, 25), "name": "Christmas Day"}),
        ("bank_holiday", {"on": date(2026, 12, 28), "name": "Boxing Day (substitute day)"}),
        ("bank_holiday", {"on": date(2027, 1, 1), "name": "New Year’s Day"}),
        ("closure", {"on": date(2026, 12, 30)}),
        ("paused", {"from": date(2026, 12, 23), "to": date(2026, 12, 24), "days": 1}),
        ("due", {"on": date(2027, 1, 5)}),
    ]


def test_the_working_of_calendar_days_leaves_nothing_out():
    answer = due(TUESDAY_BEFORE_CHRISTMAS, days=7, closures=[date(2026, 12, 24)])

    assert [tuple(line) for line in answer.working()] == [
        ("received", {"on": date(2026, 12, 22)}),
        ("counted", {"days": 7, "kind": "calendar", "nation": "", "weekend_days": 0}),
        ("due", {"on": date(2026, 12, 29)}),
    ]


def test_every_kind_of_line_is_one_that_the_page_knows():
    answer = due(
        datetime(2028, 12, 20, tzinfo=UTC),
        working_days=8,
        closures=[date(2028, 12, 28)],
        pauses=[(date(2028, 12, 21), date(2028, 12, 22))],
        extensions=[(1, date(2028, 12, 21))],
    )

    assert list(dict.fromkeys(line.kind for line in answer.working())) == list(LINE_KINDS)


def test_extensions_are_shown_in_the_order_of_agreement_and_only_their_days_are_added():
    answer = due(FIRST_OF_JUNE, days=7, extensions=[(2, date(2026, 6, 30)), (3, date(2026, 5, 1))])

    assert [tuple(line) for line in answer.working()] == [
        ("received", {"on": date(2026, 6, 1)}),
        ("counted", {"days": 7, "kind": "calendar", "nation": "", "weekend_days": 0}),
        ("extended", {"days": 3, "on": date(2026, 5, 1)}),
        ("extended", {"days": 2, "on": date(2026, 6, 30)}),
        ("due", {"on": date(2026, 6, 13)}),
    ]


def test_a_due_date_stored_before_there_were_extensions_is_read():
    answer = due(FIRST_OF_JUNE, days=7)
    stored = answer.as_json()
    del stored["extended"]

    assert Due.from_json(stored) == answer


def test_a_pause_that_stopped_no_day_is_not_in_the_working():
    none_of_them = [
        (date(2026, 5, 20), date(2026, 6, 2)),
        (date(2026, 6, 3), date(2026, 6, 3)),
        (date(2026, 6, 9), date(2026, 6, 12)),
    ]

    answer = due(FIRST_OF_JUNE, days=7, pauses=none_of_them)

    assert (answer.on, answer.paused) == (date(2026, 6, 8), ())


def test_years_without_known_bank_holidays_are_said_and_not_guessed():
    answer = due(datetime(2028, 12, 29, 10, tzinfo=UTC), working_days=2)

    assert (answer.on, answer.unknown_years) == (date(2029, 1, 2), (2029,))
    assert answer.working()[-2] == ("holidays_unknown", {"years": (2029,)})


def test_weekends_and_closures_of_an_unknown_year_need_no_list():
    answer = due(datetime(2011, 12, 30, 10, tzinfo=UTC), working_days=1, closures=[date(2012, 1, 3)])

    assert (answer.on, answer.unknown_years) == (date(2012, 1, 4), ())


def test_calendar_days_never_need_the_list():
    assert due(datetime(2040, 1, 1, tzinfo=UTC), days=7) == Due(date(2040, 1, 8), date(2040, 1, 1), 7, "calendar")


@pytest.mark.parametrize("end", [None, date(9999, 12, 31)])
def test_an_unfinished_pause_leaves_no_due_date(end):
    with pytest.raises(ClockStopped, match="2026-06-03"):
        due(FIRST_OF_JUNE, days=7, pauses=[(date(2026, 6, 3), end)])


def test_an_unfinished_pause_after_the_last_day_changes_nothing():
    assert due(FIRST_OF_JUNE, days=7, pauses=[(date(2026, 6, 9), None)]).on == date(2026, 6, 8)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({}, "either calendar days or working days"),
        ({"days": 7, "working_days": 5}, "either calendar days or working days"),
        ({"days": 0}, "1 day or more, not 0"),
        ({"working_days": -1}, "1 day or more, not -1"),
        ({"working_days": 5, "nation": "cornwall"}, "Unknown nation 'cornwall'"),
        ({"days": 7, "extensions": [(0, date(2026, 6, 4))]}, "1 day or more, not 0 \\(agreed on 2026-06-04"),
        ({"days": 7, "pauses": [(date(2026, 6, 5), date(2026, 6, 4))]}, "cannot end on 2026-06-04"),
    ],
)
def test_a_figure_that_makes_no_sense_is_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        due(FIRST_OF_JUNE, **wrong)


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        due(FIRST_OF_JUNE.replace(tzinfo=None), days=7)


FROM_2012 = datetime(2012, 1, 1, tzinfo=UTC)
instants = st.timedeltas(timedelta(0), datetime(2028, 6, 30, tzinfo=UTC) - FROM_2012).map(lambda later: FROM_2012 + later)
nations = st.sampled_from(sorted(NATIONS))
figures = st.one_of(
    st.fixed_dictionaries({"days": st.integers(1, 60)}),
    st.fixed_dictionaries({"working_days": st.integers(1, 40), "nation": nations}),
)
pauses_from = st.lists(st.tuples(st.integers(-5, 60), st.integers(0, 20)), max_size=3)


def dated(pauses, start):
    """Return pauses given as (days after start, length) as dates."""
    return [(start + timedelta(days=after), start + timedelta(days=after + length)) for after, length in pauses]


@given(instants, st.timedeltas(timedelta(0), timedelta(days=30)), figures, pauses_from, st.lists(st.integers(0, 60), max_size=4))
def test_what_came_later_is_never_due_earlier(received, later, figure, pauses, closed):
    start = london_date(received)
    rest = {"pauses": dated(pauses, start), "closures": [start + timedelta(days=after) for after in closed]}

    assert due(received, **figure, **rest).on <= due(received + later, **figure, **rest).on


@given(instants, st.integers(1, 40), nations, st.lists(st.integers(0, 60), max_size=4))
def test_working_days_never_end_on_a_weekend_a_bank_holiday_or_a_closure(received, days, nation, closed):
    closures = frozenset(london_date(received) + timedelta(days=after) for after in closed)

    answer = due(received, working_days=days, nation=nation, closures=closures)

    assert WorkingDays(nation, closures).why_off(answer.on) is None


@given(instants, figures, pauses_from)
def test_every_day_between_is_counted_or_accounted_for(received, figure, pauses):
    answer = due(received, **figure, pauses=dated(pauses, london_date(received)))

    after = [answer.received + timedelta(days=number) for number in range(1, (answer.on - answer.received).days + 1)]
    stood_still = {day for day in after if any(first <= day < last for first, last in answer.paused)}
    left_out = {one.day for one in answer.skipped}
    assert len(after) == answer.days + len(stood_still) + len(left_out)
    assert answer.on not in stood_still | left_out


@given(instants, st.integers(1, 400))
def test_calendar_days_are_added_to_the_london_date(received, days):
    assert due(received, days=days).on == london_date(received) + timedelta(days=days)


extensions_from = st.lists(st.tuples(st.integers(1, 20), st.dates(date(2012, 1, 1), date(2028, 12, 31))), max_size=3)


@given(instants, figures, pauses_from, extensions_from)
def test_an_extension_is_as_good_as_a_longer_rule(received, figure, pauses, extensions):
    [(unit, number)] = [(unit, number) for unit, number in figure.items() if unit != "nation"]
    longer = figure | {unit: number + sum(more for more, _ in extensions)}
    stops = dated(pauses, london_date(received))

    assert due(received, **figure, pauses=stops, extensions=extensions).on == due(received, **longer, pauses=stops).on


@given(instants, figures, pauses_from, extensions_from)
def test_a_due_date_comes_back_from_json_as_it_went(received, figure, pauses, extensions):
    answer = due(received, **figure, pauses=dated(pauses, london_date(received)), extensions=extensions)

    assert Due.from_json(json.loads(json.dumps(answer.as_json()))) == answer


OCCASIONS = (
    "March change 2027", "October change 2027", "March change", "October change", "ambiguous hour", "leap day 2028", "leap day 2024",
    "2100 is no leap year", "Christmas 2028 in England", "Christmas 2027 in Wales", "Christmas 2028 in Scotland",
    "Christmas 2027 in Northern Ireland", "New Year 2027", "New Year 2028", "2 January substitute", "St Patrick's Day", "12 July",
    "St Andrew's Day", "Easter Monday is no bank holiday in Scotland", "early May holiday", "spring holiday", "August holiday",
    "August holiday 2028 in Scotland", "closed on", "pauses that touch", "overlapping pauses", "paused over Christmas",
    "paused on the due date", "extended by", "extended twice", "acknowledgement in 1 working day", "acknowledgement in 2 working days",
    "update in 10 working days", "the Member's 7 calendar days", "received on a Saturday", "received on a Sunday", "23:59", "midnight",
)  # fmt: skip


def test_the_table_has_every_occasion_that_was_asked_for():
    reasons = [case.values[0]["why"] for case in TABLE]

    assert len(TABLE) >= 215
    assert [occasion for occasion in OCCASIONS if not any(occasion in why for why in reasons)] == []


def listed(row):
    """Return the due date of a row found by listing days and striking out, with summer time reckoned from the last Sundays."""
    instant = datetime.fromisoformat(row["received"]).astimezone(UTC)
    last_sundays = [max(datetime(instant.year, month, day, 1, tzinfo=UTC) for day in range(25, 32) if is_sunday(instant, month, day))
                    for month in (3, 10)]  # fmt: skip
    start = (instant + timedelta(hours=last_sundays[0] <= instant < last_sundays[1])).date()
    days = [start + timedelta(days=number) for number in range(1, 500)]
    for first, last in [pause.split("/") for pause in row["pauses"].split(";") if pause]:
        days = [day for day in days if not first <= day.isoformat() < last]
    if row["kind"] == "working":
        division = {"england": "england-and-wales", "wales": "england-and-wales"}.get(row["nation"], row["nation"])
        off = {one["date"] for one in BankHolidays(use_cached_holidays=True).get_holidays(division=division)}
        off |= {date(2026, 6, 15)} if division == "scotland" else set()
        days = [day for day in days if day.strftime("%a") not in {"Sat", "Sun"} and day not in off]
        days = [day for day in days if day.isoformat() not in row["closures"].split(";")]
    more = sum(int(one.split("@")[0]) for one in row["extensions"].split(";") if one)
    return days[int(row["days"]) + more - 1]


def is_sunday(instant, month, day):
    return date(instant.year, month, day).isoweekday() == 7


@pytest.mark.parametrize("row", TABLE)
def test_striking_days_off_a_list_gives_the_same_date(row):
    assert listed(row).isoformat() == row["due"]


def test_every_number_of_days_from_1_to_20_is_in_the_table_in_both_units():
    figures = {(case.values[0]["kind"], int(case.values[0]["days"])) for case in TABLE}

    assert {(kind, days) for kind in ("calendar", "working") for days in range(1, 21)} - figures == set()


def test_a_pause_that_begins_on_the_day_of_receipt_is_said_to_stop_the_day_after_and_the_sum_is_right():
    found = due(datetime(2026, 12, 22, 10, tzinfo=UTC), days=7, pauses=[(date(2026, 12, 22), date(2026, 12, 24))])

    [line] = [one for one in found.working() if one.kind == "paused"]
    assert line.values == {"from": date(2026, 12, 23), "to": date(2026, 12, 24), "days": 1}
    assert found.on == date(2026, 12, 22) + timedelta(days=7 + line.values["days"])
