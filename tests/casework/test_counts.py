"""The count of both clocks: what is counted where, who reads it, what is veiled."""

import csv
import datetime

import pytest
import time_machine
from django.urls import reverse

from casework import asking, counts, services
from casework.models import Case, CaseEntry, ServiceCount
from council_portal.accounts.models import Service
from council_portal.audit.models import Event
from council_portal.design.dates import moment
from tests.casework.ground import browser, words
from tests.factories import fresh, log

pytestmark = pytest.mark.django_db
Q4 = counts.Quarter(2026, 4)


@pytest.fixture
def clock():
    """A clock that is set by hand: 2 November 2026, a Monday, at noon."""
    with time_machine.travel("2026-11-02 12:00+00:00", tick=False) as found:
        yield found


def later(clock, days):
    """So many days on."""
    clock.shift(datetime.timedelta(days=days))


def act(verb, case, user, **given):
    """One act on a case as it is now."""
    return verb(Case.objects.get(pk=case.pk), actor=fresh(user), **given)


def figures(quarter=Q4, service="Street Scene"):
    """What is counted of a service."""
    counts.count(quarter)
    return ServiceCount.objects.get(quarter=str(quarter), service__name=service).figures


@pytest.mark.requirement("NNC-TIME")
def test_answers_are_counted_in_time_late_with_their_median_awaited_and_taken_further(council, clock):
    made = [log(council) for _ in range(5)]
    later(clock, 7)
    act(services.answer, made[0], council.head, text="Done.", outcome="done")
    later(clock, 1)
    act(services.answer, made[1], council.head, text="No.", outcome="refused")
    later(clock, 3)
    act(services.answer, made[2], council.head, text="Done.", outcome="done")
    act(services.escalate, made[3], council.member)

    said = figures()

    assert said["officers"] == {"awaited": 2, "overdue": 1, "in_time": 1, "late": 2, "median": 2.5, "without": 1}
    assert said["outcomes"] == {"done": 2, "scheduled": 0, "not_ours": 0, "refused": 1, "no_power": 0, "": 0}


@pytest.mark.requirement("SEC-3.4")
def test_replies_of_members_are_counted_by_their_own_clock_as_answers_are(council, clock):
    made = [log(council) for _ in range(4)]
    for case in made:
        act(asking.ask, case, council.head, text="Which street?")
    later(clock, 2)
    act(asking.reply, made[0], council.member, text="Mill Lane.")
    later(clock, 9)
    act(asking.reply, made[1], council.member, text="Mill Lane.")
    act(asking.go_on, made[2], council.head)

    said = figures()

    assert said["members"] == {"awaited": 1, "overdue": 1, "in_time": 1, "late": 1, "median": 4, "without": 1}
    assert said["officers"]["awaited"] == 4


@pytest.mark.requirement("NNC-TIME")
def test_a_service_that_never_answers_is_late_on_the_page_and_in_the_file_unless_it_waits_for_the_member(council, clock):
    made = [log(council) for _ in range(4)]
    act(asking.ask, made[0], council.head, text="Which street?")
    later(clock, 7)
    before = figures()["officers"]["overdue"]
    later(clock, 1)
    act(services.answer, made[1], council.head, text="Done.", outcome="done")

    said, client = figures(), browser(council.head)

    assert before == 0
    assert said["officers"] == {"awaited": 3, "overdue": 2, "in_time": 0, "late": 1, "median": 1, "without": 0}
    [row] = csv.DictReader(client.get(reverse("casework:counts_csv")).content.decode("utf-8-sig").splitlines())
    assert [row[f"Officers: {name}"] for name in ("Awaited", "Overdue and unanswered", "Late")] == ["3", "2", "3"]
    assert row["Counted on"] == moment(ServiceCount.objects.get(service__name="Street Scene", quarter=str(Q4)).counted_at)
    page = words(client.get(reverse("casework:counts")))
    assert "“Late” counts those answered late and those that are overdue and unanswered, which are among “Awaited” too." in page
    assert "Overdue and unanswered" in page


def test_what_was_overdue_when_a_quarter_ended_stays_counted_in_it(council, clock):
    clock.move_to(datetime.datetime(2026, 9, 10, 12, tzinfo=datetime.UTC))
    first, second = log(council), log(council)
    Case.objects.get(pk=second.pk).clocks.update(due_on=datetime.date(2026, 10, 1))
    clock.move_to(datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC))
    act(services.answer, first, council.head, text="Done.", outcome="done")

    assert [figures(counts.Quarter(2026, number))["officers"]["overdue"] for number in (3, 4)] == [1, 1]


def test_a_quarter_that_was_counted_before_overdue_was_is_still_shown(council):
    counts.count(counts.quarters()[0])
    for row in ServiceCount.objects.all():
        del row.figures["officers"]["overdue"], row.figures["members"]["overdue"]
        row.save()

    assert browser(council.head).get(reverse("casework:counts")).status_code == 200


@pytest.mark.requirement("RUG-CASE")
def test_coming_back_is_counted_against_the_service_and_closing_is_no_answer(council, clock):
    first, second = log(council), log(council)
    act(services.answer, first, council.head, text="Done.", outcome="done")
    act(services.come_back, first, council.member, text="Not so.")
    act(services.close, second, council.member)

    said = figures()

    assert said["came_back"] == 1
    assert (said["officers"]["in_time"], said["officers"]["awaited"]) == (1, 1)


def test_a_quarter_ends_at_midnight_in_london(council, clock):
    clock.move_to(datetime.datetime(2026, 9, 30, 22, 59, 59, tzinfo=datetime.UTC))
    case = log(council)
    act(services.answer, case, council.head, text="Done.")
    clock.move_to(datetime.datetime(2026, 9, 30, 23, 0, tzinfo=datetime.UTC))
    act(services.answer, log(council), council.head, text="Done.")

    assert [figures(counts.Quarter(2026, number))["officers"]["in_time"] for number in (3, 4)] == [1, 1]
    assert figures(counts.Quarter(2026, 3))["officers"]["awaited"] == 0


@pytest.mark.parametrize(("year", "number", "before", "after"), [(2026, 1, "2025-4", "2026-2"), (2026, 4, "2026-3", "2027-1")])
def test_quarters_follow_one_another(year, number, before, after):
    quarter = counts.Quarter(year, number)

    assert (str(quarter.before), str(quarter.after)) == (before, after)
    assert [str(one) for one in counts.quarters(datetime.date(2026, 2, 1))][:3] == ["2026-1", "2025-4", "2025-3"]


def test_the_clock_counts_the_last_two_and_what_was_never_counted_and_leaves_the_rest(council):
    today = datetime.date(2026, 11, 2)

    assert (counts.count_anew(today), counts.count_anew(today)) == (8, 2)
    assert ServiceCount.objects.filter(service__name="Street Scene").count() == 8


@pytest.mark.parametrize(("who", "sees"), [
    ("head", ["Street Scene"]), ("chief", ["Street Scene"]), ("other_head", ["Housing"]),
    ("chief_executive", ["Housing", "Street Scene"]), ("democratic", ["Housing", "Street Scene"]),
    ("member", None), ("clo", None), ("nominated", None), ("monitoring", None), ("technical", None),
])
def test_it_is_read_by_who_answers_for_the_service_and_by_who_sees_all(council, who, sees):
    counts.count(counts.quarters()[0])
    client = browser(council.accounts[who])

    page, file = client.get(reverse("casework:counts")), client.get(reverse("casework:counts_csv"))

    assert (page.status_code, file.status_code) == ((200, 200) if sees else (404, 404))
    if sees:
        lines = file.content.decode("utf-8-sig").splitlines()[1:]
        assert [line.split(",")[1] for line in lines] == sees
        hidden = set(Service.objects.values_list("name", flat=True)) - set(sees)
        assert [name for name in hidden if f">{name}</th>" in page.content.decode()] == []


def test_what_a_few_members_did_is_veiled_on_the_page_and_in_the_file_and_nobody_is_named(council):
    for _ in range(2):
        act(asking.ask, log(council), council.head, text="Which street?")
    counts.count(counts.quarters()[0])
    client = browser(council.head)

    page, file = client.get(reverse("casework:counts")), client.get(reverse("casework:counts_csv")).content.decode("utf-8-sig")

    assert words(page).count("fewer than 5") == 2  # the sentence that says so, and the number of questions
    assert file.count("fewer than 5") == 1
    for name in ("Rahman", "Harbour Alliance", "Mill Hill"):
        assert name not in page.content.decode() + file
    assert Event.objects.filter(verb="count of both clocks exported", detail=str(counts.quarters()[0])).count() == 1


def test_a_number_that_is_large_enough_is_shown(council):
    counts.count(counts.quarters()[0])
    row = ServiceCount.objects.get(service__name="Street Scene", quarter=str(counts.quarters()[0]))
    row.figures["members"] |= {"in_time": 5, "late": 4, "median": 3}
    row.save()

    file = browser(council.head).get(reverse("casework:counts_csv")).content.decode("utf-8-sig")

    assert ",0,5,fewer than 5,–,0," in file.splitlines()[1]


def test_the_page_asks_as_often_with_three_cases_as_with_none(council, django_assert_num_queries):
    client = browser(council.head)
    for number in (0, 3):
        for _ in range(number):
            log(council)
        counts.count(counts.quarters()[0])
        with django_assert_num_queries(6):
            client.get(reverse("casework:counts"))


def test_counting_asks_as_often_with_three_cases_as_with_none(council, django_assert_num_queries):
    for number in (0, 3):
        for _ in range(number):
            act(services.answer, log(council), council.head, text="Done.")
        with django_assert_num_queries(7):
            counts.count(counts.quarters()[0])
    assert CaseEntry.objects.filter(kind="answer").count() == 3
