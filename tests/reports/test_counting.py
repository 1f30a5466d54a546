"""What is counted, against a count by hand in plain Python; where the bounds lie; how often the database is asked."""

import datetime
import itertools
import uuid
from collections import Counter

import pytest
import time_machine

from casework import questions
from casework import services as casework
from casework.models import Case, CaseEntry
from casework.reports import counting
from casework.reports.counting import Scope
from casework.reports.veil import veil
from council_portal.accounts.models import Principal
from tests.factories import fresh, log
from tests.reports.ground import FIRST, LAST, at, cases

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-CASE-REPORT")]


def numbers(figures, table):
    return dict(figures["tables"][table])


def by_hand(where, key):
    """Cases of the first half of 2026 by a key, counted one by one."""
    start, end = at(1, 1, 0), datetime.datetime(2026, 6, 30, 23, tzinfo=datetime.UTC)  # midnight in London's summer
    found = Case.objects.select_related("ward", "service")
    return Counter(key(case) for case in found if start <= case.received < end and where(case))


def test_it_counts_by_month_ward_service_and_theme_as_a_count_by_hand(council):
    places, kinds = [council.wards.mill_hill, council.wards.castle, None], ["service_failure", "operational", "policy"]
    for n, (ward, service, kind) in enumerate(itertools.product(places, [council.services.street_scene, council.services.housing], kinds)):
        cases(council, 5 + n, ward=ward, service=service, matter=kind, received=at(1 + n % 7, 1 + n))

    figures = counting.count(Scope(FIRST, LAST))
    hand = {
        "months": by_hand(lambda case: True, lambda case: f"{case.received:%Y-%m}"),
        "wards": by_hand(lambda case: True, lambda case: case.ward.name if case.ward else ""),
        "services": by_hand(lambda case: True, lambda case: case.service.name),
        "kinds": by_hand(lambda case: True, lambda case: case.matter)}

    assert figures["total"] == sum(hand["kinds"].values()) > 150
    for table, wanted in hand.items():
        assert {word: many for word, many in numbers(figures, table).items() if many} == dict(wanted), table
    assert list(numbers(figures, "months")) == ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]


def test_wards_services_with_their_parts_and_themes_narrow_it_and_what_was_chosen_is_named_with_nought(council):
    cases(council, 12)
    cases(council, 7, service=council.services.housing)
    cases(council, 6, ward=council.wards.castle)
    cases(council, 9, matter="policy")

    figures = counting.count(Scope(FIRST, LAST, (council.wards.mill_hill,), (council.services.place,), ("service_failure", "operational")))

    assert figures["total"] == 12
    assert numbers(figures, "kinds") == {"service_failure": 12, "operational": 0}
    assert "wards" not in figures["tables"], "a table of one row says nothing"
    both = counting.count(Scope(FIRST, LAST, (council.wards.mill_hill, council.wards.castle), (council.services.housing,)))
    assert both["total"] == 7
    assert both["tables"] == {}, "fewer than ten are not divided"


def test_a_maker_counts_no_service_beyond_their_own(council):
    cases(council, 12)
    cases(council, 30, service=council.services.housing)

    assert counting.count(Scope(FIRST, LAST, among=frozenset({council.services.street_scene.pk})))["total"] == 12


def test_what_officers_asked_of_a_member_is_no_matter_that_a_member_raised(council):
    cases(council, 12)
    asked = questions.ask_member(
        actor=fresh(council.head), key=uuid.uuid4(), title="The lights", text="Who asked for them?", member=council.member.person,
        office=Principal.objects.get(post="head_of_service", service=council.services.street_scene))
    Case.objects.filter(pk=asked.pk).update(received=at(3))

    assert counting.count(Scope(FIRST, LAST))["total"] == 12


@pytest.mark.parametrize(("received", "counted"), [
    ("2026-01-01T00:00:00+00:00", True), ("2025-12-31T23:59:59+00:00", False),
    ("2026-06-30T22:59:59+00:00", True), ("2026-06-30T23:00:00+00:00", False)])
def test_a_period_begins_and_ends_at_midnight_in_london(council, received, counted):
    cases(council, 10, received=datetime.datetime.fromisoformat(received))

    assert counting.count(Scope(FIRST, LAST))["total"] == (10 if counted else 0)


def test_a_case_of_midnight_in_summer_belongs_to_the_month_of_london(council):
    cases(council, 10, received=datetime.datetime(2026, 4, 30, 23, 30, tzinfo=datetime.UTC))

    assert numbers(counting.count(Scope(FIRST, LAST)), "months")["2026-05"] == 10


def act(verb, case, user, **given):
    return verb(Case.objects.get(pk=case.pk), actor=fresh(user), **given)


def test_answers_are_in_time_late_or_not_there_and_a_case_taken_further_is_late(council):
    with time_machine.travel("2026-03-02 12:00+00:00", tick=False) as clock:
        made = [log(council) for _ in range(40)]
        clock.shift(datetime.timedelta(days=2))
        for case in made[:12]:
            act(casework.answer, case, council.head, text="Done.", outcome="done")
        clock.shift(datetime.timedelta(days=6))
        for case in made[12:19]:
            act(casework.answer, case, council.head, text="No.", outcome="refused")
        for case in made[19:25]:
            act(casework.escalate, case, council.member)
            act(casework.answer, case, council.chief, text="Done.", outcome="done")
        for case in made[:6]:
            act(casework.come_back, case, council.member, text="Not so.")

        figures = counting.count(Scope(FIRST, datetime.date(2026, 3, 31)))

    assert numbers(figures, "times") == {"in_time": 12, "late": 13, "none": 15}
    assert numbers(figures, "outcomes") == {
        "done": 18, "scheduled": 0, "not_ours": 0, "refused": 7, "no_power": 0, "not_said": 0, "none": 15}
    assert numbers(figures, "came_back") == {"came_back": 6, "stayed": 34}
    assert figures["days"] == 8


def test_an_answer_that_ran_out_on_its_day_is_in_time_and_the_first_answer_counts(council):
    with time_machine.travel("2026-03-02 12:00+00:00", tick=False) as clock:
        made = [log(council) for _ in range(10)]
        clock.shift(datetime.timedelta(days=7))
        for case in made:
            act(casework.answer, case, council.head, text="Done.", outcome="done")
            act(casework.come_back, case, council.member, text="Not so.")
        clock.shift(datetime.timedelta(days=20))
        for case in made:
            act(casework.answer, case, council.head, text="No.", outcome="refused")

        figures = counting.count(Scope(FIRST, datetime.date(2026, 3, 31)))

    assert numbers(figures, "times") == {"in_time": 10, "late": 0, "none": 0}
    assert numbers(figures, "outcomes")["refused"] == 10
    assert figures["days"] == 7


def test_small_numbers_are_left_out_before_anything_is_kept(council):
    cases(council, 30)
    cases(council, 3, ward=council.wards.castle)

    figures = counting.count(Scope(FIRST, LAST))

    assert figures["tables"]["wards"] == veil([["Castle", 3], ["Mill Hill", 30]]) == [["Castle", None], ["Mill Hill", None]]
    assert "3" not in str(figures["tables"]["wards"])


@pytest.mark.parametrize(("many", "total"), [(0, 0), (1, None), (4, None), (5, 5), (9, 9)])
def test_few_cases_are_not_divided_and_very_few_not_even_numbered(council, many, total):
    cases(council, many)

    assert counting.count(Scope(FIRST, LAST)) == {"total": total, "tables": {}, "days": None}


def test_no_median_of_fewer_than_five_answers(council):
    made = cases(council, 20)
    CaseEntry.objects.bulk_create(CaseEntry(case=one, kind="answer", acting_as="x", at=at(3, 12)) for one in made[:4])
    assert counting.count(Scope(FIRST, LAST))["days"] is None

    CaseEntry.objects.create(case=made[4], kind="answer", acting_as="x", at=at(3, 20))

    assert counting.count(Scope(FIRST, LAST))["days"] == 2


def test_counting_asks_as_often_with_a_hundred_cases_as_with_ten(council, django_assert_num_queries):
    for many in (10, 100):
        cases(council, many)
        with django_assert_num_queries(8):
            counting.count(Scope(FIRST, LAST))
