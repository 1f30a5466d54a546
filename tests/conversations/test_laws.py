"""What must hold of events in every council: list, page and button say what a plain reading of docs/roles.md says."""

import datetime
from dataclasses import dataclass

import pytest
import time_machine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conversations.models import Event, EventExclusion, EventStanding
from council_portal.access import copies
from council_portal.access.decisions import can
from council_portal.access.queryset import mark_actions
from council_portal.access.rules import OfficeRule
from council_portal.accounts.models import Appointment
from council_portal.matters.models import new_reference
from tests import factories
from tests.access.rows import DAY, LIVE, NOW, PRINCIPALS, dated, for_a_moment, ground, holds, kept_once, walled, windows

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-MC"), pytest.mark.requirement("SEC-4.2")]
CAPACITIES = ["organiser", "officer", "invited", "viewer"]
PLANNED, COMING = {"draft", "announced", "confirmed"}, {"announced", "confirmed"}
# Who may do what with an event, as docs/roles.md tells a reader: capacities that give it, statuses, and whether it has begun.
READING = {
    "view": (set(CAPACITIES), None, None),
    "attend": ({"invited", "officer"}, COMING | {"held", "closed"}, None),
    "change": ({"organiser"}, PLANNED, None),
    "announce": ({"organiser"}, {"draft"}, False),
    "confirm": ({"organiser"}, {"announced"}, False),
    "cancel": ({"organiser"}, PLANNED, False),
    "hold": ({"organiser"}, COMING, True),
    "answer": ({"invited"}, COMING, False),
    "add_paper": ({"organiser", "officer"}, PLANNED | {"held"}, None),
    "withdraw_paper": ({"organiser", "officer"}, PLANNED | {"held"}, None),
    "name_officer": ({"organiser"}, PLANNED, None),
    "remark": ({"organiser", "officer", "invited"}, {"held"}, None),
    "follow_up": ({"organiser", "officer"}, {"held"}, None),
    "close": ({"organiser"}, {"held"}, None),
    "reopen": ({"organiser"}, {"closed"}, None),
    "arrange": ({"organiser"}, PLANNED, None),
    "book": ({"invited"}, COMING, False),
    "feedback": ({"invited", "officer"}, {"held", "closed"}, None),
    "see_people": ({"organiser"}, None, None),
}
OPEN_DAY_ALONE = {"arrange", "book", "feedback"}
A_MOMENT = datetime.timedelta(microseconds=1)


@dataclass(frozen=True)
class Drawn:
    """One council, drawn: numbers of people and events, names of principals, names of windows."""

    events: tuple  # (status, instant at which it begins, kind)
    offices: tuple  # (person, office, window, role)
    standings: tuple  # (event, principal, capacity, window)
    exclusions: tuple  # (event, principal, window)


@st.composite
def drawn(draw):
    """Up to five events with one to four standings each, one person with a handful of offices, two exclusions."""
    event = st.tuples(st.sampled_from(["draft", "announced", "confirmed", "held", "closed", "cancelled"]),
                      st.sampled_from([NOW - DAY, NOW, NOW + A_MOMENT, NOW + DAY]), st.sampled_from(["conversation", "open_day"]))
    events = draw(st.lists(event, min_size=2, max_size=5))
    office = st.tuples(st.just(0), st.sampled_from(["members", "officers", "head", "mill_hill", "office"]), windows,
                       st.sampled_from(["holder", "deputy", "stand_in"]))
    standing = st.tuples(st.sampled_from(PRINCIPALS), st.sampled_from(CAPACITIES), windows)
    standings = [(n, *s) for n in range(len(events)) for s in draw(st.lists(standing, min_size=1, max_size=4, unique_by=kept_once))]
    out = st.tuples(st.integers(0, len(events) - 1), st.sampled_from(PRINCIPALS), windows)
    return Drawn(tuple(events), tuple(draw(st.lists(office, min_size=1, max_size=4))), tuple(standings),
                 tuple(draw(st.lists(out, max_size=2))))


def build(at, world):
    """Write the council. Returns its events, in the order drawn, as the database has them."""
    rows = Event.objects.bulk_create([Event(
        reference=new_reference(), raised_by=at.raiser, protocol=at.protocol, title="t", about="t", place="p", status=status, kind=kind,
        is_open=status not in ("closed", "cancelled"), starts_at=begins, ends_at=begins + DAY) for status, begins, kind in world.events])
    ids = [Event.objects.get(uid=one.uid).pk for one in rows]
    Appointment.objects.bulk_create(
        Appointment(person=at.people[person], principal=at.principals[office], role=role, authority=f"drawn {n}", **dated(window),
                    absence=at.away if role == "stand_in" else None)
        for n, (person, office, window, role) in enumerate(world.offices))
    EventStanding.objects.bulk_create(
        EventStanding(event_id=ids[n], principal=at.principals[principal], capacity=capacity, reason="drawn", **dated(window))
        for n, principal, capacity, window in world.standings)
    EventExclusion.objects.bulk_create(
        EventExclusion(event_id=ids[n], principal=at.principals[principal], reason="drawn", **dated(window))
        for n, principal, window in world.exclusions)
    found = Event.objects.in_bulk(ids)
    return [found[pk] for pk in ids]


def reading(world, action):
    """Numbers of the events on which the person may do this, read off the drawn facts."""
    mine, (capacities, statuses, begun) = holds(world, 0), READING[action]
    stands = {n for n, principal, capacity, window in world.standings if principal in mine and capacity in capacities and window in LIVE}
    fits = {n for n, (status, begins, kind) in enumerate(world.events) if (statuses is None or status in statuses) and (
        begun is None or (begins <= NOW) == begun) and (kind == "open_day" or action not in OPEN_DAY_ALONE)}
    return stands & fits - walled(world, 0)


@pytest.fixture
def at():
    """The ground of every council."""
    return ground()


@pytest.fixture(autouse=True)
def _noon():
    """Noon, and it stays noon: events and rows begin at this very instant."""
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_plain_reading_knows_every_rule():
    assert set(READING) == {action for action, rule in Event.RULES.items() if not isinstance(rule, OfficeRule)}


BEGINS_NOW = Drawn((("announced", NOW, "open_day"), ("announced", NOW + A_MOMENT, "open_day")), ((0, "members", "open", "holder"),),
                   ((0, "members", "organiser", "open"), (1, "members", "invited", "open")), ())
KEPT_OUT = Drawn((("draft", NOW + DAY, "conversation"), ("draft", NOW + DAY, "conversation")), ((0, "head", "open", "holder"),),
                 ((0, "head", "organiser", "open"), (1, "head", "organiser", "open")), ((0, "own 0", "open"),))


@settings(max_examples=40, deadline=None, database=None,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(world=drawn())
@example(world=BEGINS_NOW)
@example(world=KEPT_OUT)
def test_list_act_and_button_say_what_a_plain_reading_of_the_rules_says(at, world):
    with for_a_moment():
        events = build(at, world)
        reader = factories.fresh(at.users[0])

        marked = mark_actions(reader, Event.objects.filter(pk__in=[one.pk for one in events]))

        for action in READING:
            expected = {events[number].pk for number in reading(world, action)}
            assert set(Event.objects.permitted(reader, action).values_list("pk", flat=True)) == expected, action
            assert {one.pk for one in events if can(reader, action, one)} == expected, action
            assert {one.pk for one in marked if one.may[action]} == expected, action
        for order in Event.ORDERINGS:
            seen = list(Event.objects.page(reader, order).values_list("pk", "starts_at"))
            assert {pk for pk, _at in seen} == {events[number].pk for number in reading(world, "view")}
            assert [begins for _pk, begins in seen] == sorted((begins for _pk, begins in seen), reverse=order.startswith("-"))
        assert copies.untrue() == 0


@settings(max_examples=15, deadline=None, database=None,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(world=drawn(), which=st.integers(0, 100))
def test_taking_a_standing_away_never_widens(at, world, which):
    with for_a_moment():
        build(at, world)
        reader = factories.fresh(at.users[0])
        before = {action: set(Event.objects.permitted(reader, action)) for action in READING}

        row = EventStanding.objects.order_by("pk")[which % len(world.standings)]
        EventStanding.objects.filter(pk=row.pk).update(since=NOW - 9 * DAY, until=NOW - 8 * DAY)

        assert all(set(Event.objects.permitted(reader, action)) <= before[action] for action in READING)


@pytest.mark.parametrize("later", [NOW + DAY, NOW - DAY])
def test_a_day_that_is_changed_reaches_the_standings(at, later):
    event, _other = build(at, BEGINS_NOW)

    Event.objects.filter(pk=event.pk).update(starts_at=later, ends_at=later + DAY)

    assert set(event.standings.values_list("starts_at", flat=True)) == {later}
    assert copies.untrue() == 0
