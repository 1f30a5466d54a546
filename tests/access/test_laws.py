"""What must hold in every council: one expression answers the list, the page, the count, the button and the act."""

import dataclasses
import datetime

import pytest
import time_machine
from django.db.models import Q
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from casework import policy
from casework.models import Case
from council_portal.access import copies
from council_portal.access.decisions import can
from council_portal.access.queryset import mark_actions
from council_portal.access.rules import OfficeRule
from council_portal.access.views import read_cursor, write_cursor
from council_portal.accounts.models import GroupMembership, PoliticalGroup, User
from council_portal.accounts.services import end_appointment
from tests import factories
from tests.access.rows import (
    LIVE,
    NOW,
    ON_THE_DAY,
    ONE_STANDING,
    PEOPLE,
    PRINCIPALS,
    READING,
    TWO_CAPACITIES,
    WALLED_AT_ONCE,
    WALLED_OFFICE,
    build,
    for_a_moment,
    ground,
    holds,
    reading,
    walled,
    worlds,
)

ON_STANDINGS = sorted(action for action, rule in Case.RULES.items() if not isinstance(rule, OfficeRule))
no_hurry = {"deadline": None, "database": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}
law, short_law = settings(max_examples=60, **no_hurry), settings(max_examples=30, **no_hurry)
people = st.sampled_from([0, 0, 0, 1])  # the second holds less, or nothing
actions = st.sampled_from([*["view"] * 3, "update", *ON_STANDINGS])  # what gives most, most often
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SEC-4.2")]

# A filter as the pages give it, and the same said of a drawn case: (status, activity, receipt, due, ward, service).
FILTERS = {
    "none": (lambda at: Q(), lambda c: True),
    "open": (lambda at: Q(is_open=True), lambda c: c[0] != "closed"),
    "closed": (lambda at: Q(is_open=False), lambda c: c[0] == "closed"),
    "some statuses": (lambda at: Q(status__in=["with_officer", "closed"]), lambda c: c[0] in ("with_officer", "closed")),
    "ward": (lambda at: Q(is_open=True, ward=at.wards["mill_hill"]), lambda c: c[0] != "closed" and c[4] == "mill_hill"),
    "service": (lambda at: Q(service=at.services["housing"]), lambda c: c[5] == "housing"),
    "overdue": (lambda at: policy.OVERDUE.q(), lambda c: c[0] in ("with_officer", "escalated") and c[3] is not None and c[3] < NOW.date()),
    "contradiction": (lambda at: Q(pk__in=[]), lambda c: False),
}
# The place of each ordering's column in a drawn case.
SORTED_BY = {"-last_activity": 1, "next_on": 3, "-received": 2}


A_MOMENT_LATER = NOW + datetime.timedelta(microseconds=1)


@pytest.fixture
def at():
    """The ground of every world."""
    return ground()


@pytest.fixture(autouse=True)
def _noon():
    """Noon, and it stays noon: rows begin and end at this very instant."""
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_plain_reading_knows_every_rule_and_every_ordering():
    assert (sorted(READING), sorted(SORTED_BY)) == (ON_STANDINGS, sorted(Case.ORDERINGS))


@law
@given(world=worlds(), person=people)
@example(world=ON_THE_DAY, person=0)
@example(world=WALLED_OFFICE, person=0)
def test_list_act_and_button_say_what_a_plain_reading_of_the_rules_says(at, world, person):
    with for_a_moment():
        cases = build(at, world)
        reader = factories.fresh(at.users[person])

        marked = mark_actions(reader, Case.objects.filter(pk__in=[c.pk for c in cases]))

        for action in ON_STANDINGS:
            expected = {cases[number].pk for number in reading(world, person, action)}
            assert set(Case.objects.permitted(reader, action).values_list("pk", flat=True)) == expected
            assert set(Case.objects.standings_of(reader, action).values_list("case", flat=True)) == expected
            assert {c.pk for c in cases if can(reader, action, c)} == expected
            assert {c.pk for c in marked if c.may[action]} == expected
        may_log = "members" in holds(world, person)
        assert (can(reader, "log", Case), {c.may["log"] for c in marked}) == (may_log, {may_log})
        assert copies.untrue() == 0


@law
@given(world=worlds(), person=people, action=actions, named=st.sampled_from(["none", "open", *FILTERS]), size=st.integers(1, 3))
@example(world=TWO_CAPACITIES, person=0, action="view", named="none", size=2)
def test_pages_walked_by_cursor_are_the_whole_list_in_order_and_counted(at, world, person, action, named, size):
    where, fits = FILTERS[named]
    with for_a_moment():
        cases = build(at, world)
        reader = factories.fresh(at.users[person])
        numbers = [n for n in reading(world, person, action) if fits(world.cases[n])]

        for order in Case.ORDERINGS:
            expected = in_order(numbers, cases, world, order)
            assert list(walk(reader, order, where(at), size, action)) == expected
            assert Case.objects.keys_of_page(reader, order, where=where(at), action=action) == expected[:25]
            for limit in (0, 1, 100):
                counted = Case.objects.count_to(limit, reader, order, where=where(at), action=action)
                assert counted == min(len(expected), limit + 1)


def in_order(numbers, cases, world, order):
    """Keys of these cases as the ordering has them: no date comes last, and the key decides between equals, in the same direction."""

    def place(number):
        value = world.cases[number][SORTED_BY[order]]
        return (value is None, value or 0, cases[number].pk)

    return [cases[n].pk for n in sorted(numbers, key=place, reverse=order.startswith("-"))]


def walk(reader, order, where, size, action):
    """Keys of every page after the other, by the cursor that stands in the address."""
    after = None
    while rows := list(Case.objects.page(reader, order, where=where, after=after, size=size, action=action)):
        yield from (case.pk for case in rows)
        after = read_cursor(write_cursor(rows[-1], order), order)


def sights(user):
    """Everything this reader may do: {(action, case)}."""
    reader = factories.fresh(user)
    return {(action, pk) for action in ON_STANDINGS for pk in Case.objects.permitted(reader, action).values_list("pk", flat=True)}


@short_law
@given(world=worlds(), person=people, which=st.integers(0, 30))
@example(world=ONE_STANDING, person=0, which=0)
def test_taking_a_standing_away_never_widens(at, world, person, which):
    with for_a_moment():
        cases = build(at, world)
        before = sights(at.users[person])

        number, principal, capacity, _window = world.standings[which % len(world.standings)]
        cases[number].standings.filter(principal=at.principals[principal], capacity=capacity).delete()

        assert sights(at.users[person]) <= before


@short_law
@given(world=worlds(), person=people, which=st.integers(0, 30), principal=st.sampled_from(PRINCIPALS))
@example(world=ONE_STANDING, person=0, which=0, principal="own 0")
def test_an_exclusion_takes_that_case_away_and_nothing_else(at, world, person, which, principal):
    number = which % len(world.cases)
    with for_a_moment():
        cases = build(at, world)
        before = sights(at.users[person])
        bound = number in walled(dataclasses.replace(world, exclusions=((number, principal, "open"),)), person)

        since, until = LIVE["open"]
        cases[number].exclusions.create(principal=at.principals[principal], reason="drawn", since=since, until=until)

        assert sights(at.users[person]) == {(a, pk) for a, pk in before if not (bound and pk == cases[number].pk)}


@short_law
@given(world=worlds(), person=people, which=st.integers(0, 30))
@example(world=WALLED_OFFICE, person=0, which=0)
@example(world=WALLED_AT_ONCE, person=0, which=0)
def test_the_end_of_an_office_never_widens(at, world, person, which):
    with for_a_moment():
        build(at, world)
        before = sights(at.users[person])
        held = list(at.people[person].appointments.exclude(principal__kind="person").order_by("pk"))

        with time_machine.travel(A_MOMENT_LATER, tick=False):  # an office that begins and ends in one instant was never held
            if held:
                end_appointment(held[which % len(held)])
            assert sights(at.users[person]) <= before


@short_law
@given(world=worlds())
def test_who_holds_no_office_and_who_has_a_closed_account_holds_nothing(at, world):
    with for_a_moment():
        build(at, world)
        for person in range(PEOPLE):
            if not holds(world, person):
                assert (factories.fresh(at.users[person]).principals, sights(at.users[person])) == ([], set())
        User.objects.update(is_active=False)
        assert [sights(user) for user in at.users] == [set()] * PEOPLE


@short_law
@given(world=worlds(), person=people)
def test_political_groups_give_and_take_nothing(at, world, person):
    with for_a_moment():
        cases = build(at, world)
        one, two = (PoliticalGroup.objects.create(name=name) for name in ("One", "Two"))
        leaders = factories.post("group_leader", in_group=one)
        cases[0].standings.create(principal=leaders, capacity="handler", reason="drawn")
        before = sights(at.users[person])

        GroupMembership.objects.create(person=at.people[person], group=one)
        joined = sights(at.users[person])
        PoliticalGroup.objects.filter(pk=one.pk).update(name="Three")
        GroupMembership.objects.update(group=two)

        assert sights(at.users[person]) == joined == before
