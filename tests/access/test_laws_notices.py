"""What must hold of ward notices in every council: list, page, count, button and act are one answer, and the hour opens them by itself."""

import dataclasses
import datetime

import pytest
import time_machine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conversations.notices.filters import states
from conversations.notices.models import Notice, NoticeExclusion, NoticeOpening, NoticeStanding
from council_portal.access import copies
from council_portal.access.decisions import can
from council_portal.access.queryset import mark_actions
from council_portal.access.rules import OfficeRule
from council_portal.accounts.models import Appointment
from council_portal.matters.models import new_reference
from tests import factories
from tests.access.rows import LIVE, NOW, OFFICES, PRINCIPALS, World, dated, for_a_moment, ground, holds, kept_once, walled, windows

DAY, TICK = datetime.timedelta(days=1), datetime.timedelta(microseconds=1)
CAPACITIES = ["issuer", "local", "authority", "keeper", "public", "named"]
HOURS = [NOW - DAY, NOW, NOW + TICK, NOW + DAY]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SEC-4.4")]
law = settings(max_examples=60, deadline=None, database=None,
               suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])

# Who may do what, as docs/roles.md tells a reader: capacities that give it, and in which status; before the hour only, or at any time.
READING = {
    "view": (set(CAPACITIES), {"draft", "issued", "withdrawn"}, False),
    "change": ({"issuer"}, {"draft"}, False),
    "issue": ({"issuer"}, {"draft"}, False),
    "move": ({"issuer"}, {"issued"}, True),
    "withdraw": ({"issuer"}, {"draft", "issued"}, True),
    "add_paper": ({"issuer"}, {"draft", "issued"}, False),
    "withdraw_paper": ({"issuer"}, {"draft", "issued"}, False),
    "accept": ({"local"}, {"issued", "withdrawn"}, True),
    "ask_disclosure": ({"local"}, {"issued"}, True),
    "answer_disclosure": ({"authority"}, {"issued"}, True),
    "deny": ({"named"}, {"issued", "withdrawn"}, False),
    "evidence": ({"issuer", "keeper"}, {"issued", "withdrawn"}, False),
    "replace": ({"issuer"}, {"issued", "withdrawn"}, False),
}


@st.composite
def worlds(draw):
    """Three to six notices with one to four standings each, two people with a handful of offices, two exclusions."""
    notices = draw(st.lists(st.tuples(st.sampled_from(["draft", "issued", "issued", "withdrawn"]), st.sampled_from(HOURS)),
                            min_size=3, max_size=6))
    standing = st.tuples(st.sampled_from(PRINCIPALS), st.sampled_from(CAPACITIES), windows)
    standings = [(n, *s) for n in range(len(notices)) for s in draw(st.lists(standing, min_size=1, max_size=4, unique_by=kept_once))]
    office = st.tuples(st.sampled_from(OFFICES), windows, st.sampled_from(["holder", "deputy", "stand_in"]))
    offices = [(0, *one) for one in draw(st.lists(office, min_size=2, max_size=5))]
    wall = st.tuples(st.integers(0, len(notices) - 1), st.sampled_from(PRINCIPALS), windows)
    return World(tuple(notices), tuple(offices), tuple(standings), tuple(draw(st.lists(wall, max_size=2))))


# A notice at its very hour, before the office that issues it and a Member of the ward.
AT_THE_HOUR = World(
    (("issued", NOW), ("issued", NOW + TICK)),
    ((0, "head", "open", "holder"), (0, "mill_hill", "open", "holder")),
    ((0, "head", "issuer", "open"), (1, "head", "issuer", "open"), (0, "mill_hill", "local", "open"), (1, "mill_hill", "local", "open")),
    ())


def build(at, world):
    """Write the world. Returns its notices, in the order drawn."""
    notices = [Notice.objects.create(
        reference=new_reference(), raised_by=at.raiser, protocol=at.protocol, office=at.principals["head"], title="t", summary="t",
        status=status, is_open=status != "withdrawn", publish_at=hour, issued_at=NOW - 9 * DAY if status == "issued" else None,
        service=at.services["housing"], occasion="other") for status, hour in world.cases]
    Appointment.objects.bulk_create(
        Appointment(person=at.people[person], principal=at.principals[office], role=role, authority="drawn", **dated(window),
                    absence=at.away if role == "stand_in" else None) for person, office, window, role in world.offices)
    NoticeStanding.objects.bulk_create(
        NoticeStanding(notice=notices[number], principal=at.principals[principal], capacity=capacity, reason="drawn", **dated(window))
        for number, principal, capacity, window in world.standings)
    NoticeExclusion.objects.bulk_create(
        NoticeExclusion(notice=notices[number], principal=at.principals[principal], reason="drawn", **dated(window))
        for number, principal, window in world.exclusions)
    return notices


def capacities(world, number):
    """What the first person holds in this notice."""
    mine = holds(world, 0)
    return {capacity for n, principal, capacity, window in world.standings if n == number and principal in mine and window in LIVE}


def reading(world, action):
    """Numbers of the notices on which the first person may do this, read off the drawn facts."""
    who, statuses, in_confidence = READING[action]

    def fits(status, hour):
        return status in statuses and not (in_confidence and status == "issued" and hour <= NOW)

    return {n for n, one in enumerate(world.cases) if capacities(world, n) & who and fits(*one)} - walled(world, 0)


@pytest.fixture
def at():
    """The ground of every world."""
    return ground()


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_plain_reading_knows_every_rule():
    assert sorted(READING) == sorted(action for action, rule in Notice.RULES.items() if not isinstance(rule, OfficeRule))


@law
@given(world=worlds())
@example(world=AT_THE_HOUR)
def test_list_act_and_button_say_what_a_plain_reading_of_the_rules_says(at, world):
    with for_a_moment():
        notices = build(at, world)
        reader = factories.fresh(at.users[0])

        marked = mark_actions(reader, Notice.objects.filter(pk__in=[one.pk for one in notices]))

        for action in READING:
            expected = {notices[number].pk for number in reading(world, action)}
            assert set(Notice.objects.permitted(reader, action).values_list("pk", flat=True)) == expected
            assert {one.pk for one in notices if can(reader, action, one)} == expected
            assert {one.pk for one in marked if one.may[action]} == expected
        assert copies.untrue() == 0


@law
@given(world=worlds(), accepts=st.sets(st.integers(0, 5)))
def test_what_stands_in_it_is_read_by_standing_or_by_accepting_and_of_the_ward_alone_not_without(at, world, accepts):
    with for_a_moment():
        notices = build(at, world)
        NoticeOpening.objects.bulk_create(
            NoticeOpening(notice=one, person=at.people[0], accepted_at=NOW) for number, one in enumerate(notices) if number in accepts)
        reader = factories.fresh(at.users[0])

        read = {one.pk for one in Notice.objects.with_readable(reader).permitted(reader) if one.readable}

        expected = {number for number in reading(world, "view") if number in accepts or capacities(world, number) - {"local"}}
        assert read == {notices[number].pk for number in expected}


@law
@given(world=worlds())
def test_pages_by_each_filter_are_the_permitted_in_order(at, world):
    with for_a_moment():
        notices = build(at, world)
        reader = factories.fresh(at.users[0])
        fits = {"draft": lambda status, hour: status == "draft", "withdrawn": lambda status, hour: status == "withdrawn",
                "public": lambda status, hour: status == "issued" and hour <= NOW,
                "confidence": lambda status, hour: status == "issued" and hour > NOW}

        for name, (_label, where) in states(None).items():
            rows = [(world.cases[n][1], notices[n].pk) for n in reading(world, "view") if fits[name](*world.cases[n])]
            expected = [pk for _hour, pk in sorted(rows)]
            for in_one in (False, True):
                page = Notice.objects.page(reader, "publish_at", where=where(), in_one=in_one)
                assert [one.pk for one in page] == expected
            assert Notice.objects.count_to(100, reader, "publish_at", where=where()) == len(rows)


@law
@given(world=worlds())
def test_the_hour_closes_the_acts_before_it_and_takes_nothing_else(at, world):
    with for_a_moment():
        build(at, dataclasses.replace(world, offices=((0, "head", "open", "holder"),)))
        reader = at.users[0]
        before = {(action, pk) for action in READING for pk in Notice.objects.permitted(
            factories.fresh(reader), action).values_list("pk", flat=True)}

        with time_machine.travel(NOW + TICK, tick=False):
            after = {(action, pk) for action in READING for pk in Notice.objects.permitted(
                factories.fresh(reader), action).values_list("pk", flat=True)}

        assert {action for action, _pk in before - after} <= {action for action, (_who, _statuses, bound) in READING.items() if bound}
        assert after <= before
