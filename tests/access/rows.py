"""Small random councils for the laws, as plain rows: what the services make is tested elsewhere, here every odd combination counts.

A `World` is drawn by Hypothesis, `ground()` makes the reference rows once a test, `build(ground, world)` one council inside the test's
transaction. `reading(...)` says in plain Python who may do what, from the drawn facts alone: it shares no line with the portal.
"""

import datetime
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace

from django.db import transaction
from hypothesis import strategies as st

from casework.models import Case, CaseExclusion, CaseStanding
from council_portal.access.models import OPEN_ENDED
from council_portal.accounts.models import Absence, Appointment, Person, Principal, User
from council_portal.accounts.services import BEGINNING
from council_portal.matters.models import new_reference
from tests import factories

NOW = datetime.datetime(2026, 6, 10, 12, tzinfo=datetime.UTC)
TODAY = NOW.date()
DAY = datetime.timedelta(days=1)
# Begun and not ended: a row counts from the very instant of `since`, and no longer at the instant of `until`.
LIVE = {"open": (NOW - 10 * DAY, OPEN_ENDED), "to end": (NOW - 9 * DAY, NOW + DAY), "begins now": (NOW, OPEN_ENDED)}
DEAD = {
    "ended": (NOW - 10 * DAY, NOW - DAY),
    "ends now": (NOW - 10 * DAY, NOW),
    "coming": (NOW + DAY, OPEN_ENDED),
    "never": (NOW - DAY, NOW - DAY),
}
WINDOWS = LIVE | DEAD
PEOPLE = 2
OFFICES = ["members", "officers", "head", "chief", "mill_hill", "office"]
PRINCIPALS = [*OFFICES, "own 0", "own 1"]
CAPACITIES = ["raiser", "handler", "router", "former", "participant", "contributor", "contributed"]
STATUSES = ["unrouted", "with_centre", "with_officer", "escalated", "with_member", "answered", "closed"]
# Some alike, so that the tie-break counts; some with parts of a second, which SQLite stores as longer text.
INSTANTS = [NOW - 3 * DAY, NOW - DAY, NOW - DAY + datetime.timedelta(microseconds=5), NOW]
DUE = [None, TODAY - DAY, TODAY, TODAY + DAY]


@dataclass(frozen=True)
class World:
    """One council, drawn: numbers of people and cases, names of principals, names of windows."""

    cases: tuple  # (status, instant of activity, instant of receipt, due, ward or None, service, matter)
    offices: tuple  # (person, office, window, role)
    standings: tuple  # (case, principal, capacity, window)
    exclusions: tuple  # (case, principal, window)


windows = st.sampled_from([*LIVE, *LIVE, *LIVE, *LIVE, *DEAD])  # mostly live: a council in which nothing is seen proves little
case_rows = st.tuples(
    st.sampled_from(STATUSES),
    st.sampled_from(INSTANTS),
    st.sampled_from(INSTANTS),
    st.sampled_from(DUE),
    st.sampled_from([None, "mill_hill", "castle"]),
    st.sampled_from(["street_scene", "housing"]),
    st.sampled_from(["service_failure", "service_failure", "question_to_member"]),
)


def kept_once(standing):
    """What the database keeps one of in each case: principal, capacity and end."""
    principal, capacity, window = standing
    return principal, capacity, WINDOWS[window][1]


@st.composite
def worlds(draw):
    """Up to seven cases with one to five standings each, two people with a handful of offices, two exclusions."""
    cases = draw(st.lists(case_rows, min_size=3, max_size=7))
    one = st.integers(0, len(cases) - 1)
    office = st.tuples(st.sampled_from(OFFICES), windows, st.sampled_from(["holder", "deputy", "stand_in"]))
    standing = st.tuples(st.sampled_from(PRINCIPALS), st.sampled_from(CAPACITIES), windows)
    standings = [(n, *s) for n in range(len(cases)) for s in draw(st.lists(standing, min_size=1, max_size=5, unique_by=kept_once))]
    offices = [(0, *o) for o in draw(st.lists(office, min_size=2, max_size=5))]
    offices += [(1, *o) for o in draw(st.lists(office, max_size=3))]
    exclusions = draw(st.lists(st.tuples(one, st.sampled_from(PRINCIPALS), windows), max_size=2))
    return World(tuple(cases), tuple(offices), tuple(standings), tuple(exclusions))


PLAIN = ("with_officer", NOW, NOW, None, None, "housing", "service_failure")
DUE_TODAY = (*PLAIN[:3], TODAY, *PLAIN[4:])
# What chance seldom draws, tried every time: a reply due today and one due yesterday, before the Member who raised them;
ON_THE_DAY = World(
    (DUE_TODAY, (*PLAIN[:3], TODAY - DAY, *PLAIN[4:])),
    ((0, "office", "open", "holder"),),
    ((0, "office", "raiser", "open"), (1, "office", "raiser", "open")),
    (),
)
# two offices, the one kept out of what the other has;
WALLED_OFFICE = World(
    (PLAIN,),
    ((0, "head", "open", "holder"), (0, "officers", "open", "holder")),
    ((0, "officers", "handler", "open"),),
    ((0, "head", "open"),),
)
WALLED_AT_ONCE = World(
    (PLAIN,),
    ((0, "head", "begins now", "holder"), (0, "officers", "open", "holder")),
    ((0, "officers", "handler", "open"),),
    ((0, "head", "begins now"),),
)
# one office in two capacities in one case, and a second case behind it;
TWO_CAPACITIES = World(
    (PLAIN, PLAIN, PLAIN),
    ((0, "head", "open", "holder"),),
    ((2, "head", "handler", "open"), (2, "head", "raiser", "open"), (1, "head", "handler", "open"), (0, "head", "handler", "open")),
    (),
)
# one standing, and somebody with an office.
ONE_STANDING = World((PLAIN,), ((0, "head", "open", "holder"),), ((0, "head", "handler", "open"),), ())


def ground():
    """The rows that every world stands on: places, offices, two people with accounts who hold no office."""
    at = SimpleNamespace(protocol=factories.adopt(), wards={}, services={}, people=[], users=[], principals={})
    for key in ("mill_hill", "castle"):
        at.wards[key] = factories.ward(key)
    for key in ("street_scene", "housing"):
        at.services[key] = factories.service(key)
    for number in range(PEOPLE):
        person = Person.objects.create(name=f"Person {number}", email=f"person.{number}@council.example")
        own = Principal.objects.create(kind="person", person=person, name=person.name)
        Appointment.objects.create(person=person, principal=own, authority="themselves", since=BEGINNING)
        at.principals[f"own {number}"] = own
        at.people.append(person)
        at.users.append(User.objects.create(email=person.email, person=person))
    at.raiser = Person.objects.create(name="Somebody else")
    at.away = Absence.objects.create(person=at.raiser, since=BEGINNING)
    at.principals["members"] = factories.post("all_members")
    at.principals["officers"] = factories.post("officers")
    at.principals["head"] = factories.post("head_of_service", of=at.services["street_scene"])
    at.principals["chief"] = factories.post("chief_officer")
    at.principals["mill_hill"] = Principal.objects.create(kind="ward", ward=at.wards["mill_hill"], name="Mill Hill")
    at.principals["office"] = Principal.objects.create(kind="office", person=at.people[0], name="The office")
    return at


@contextmanager
def for_a_moment():
    """Whatever is written inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build(at, world):
    """Write the world. Returns its cases, in the order drawn, as the database has them."""
    case_rows = [
        Case(
            reference=new_reference(),
            raised_by=at.raiser,
            protocol=at.protocol,
            matter=matter_of(status, matter),
            asked_by=at.raiser if matter_of(status, matter) == "question_to_member" else None,
            title="t",
            text="t",
            route={},
            sent_to=at.principals["head"],
            status=status,
            is_open=status != "closed",
            last_activity=active,
            received=received,
            due_on=due,
            next_on=due or TODAY + 2 * DAY,
            ward=at.wards.get(ward),
            service=at.services[service],
        )
        for status, active, received, due, ward, service, matter in world.cases
    ]
    Case.objects.bulk_create(case_rows)
    keys = {case.uid: case.pk for case in Case.objects.filter(uid__in=[c.uid for c in case_rows])}
    ids = [keys[case.uid] for case in case_rows]
    Appointment.objects.bulk_create(
        Appointment(
            person=at.people[person],
            principal=at.principals[office],
            role=role,
            authority=uuid.uuid4().hex,
            **dated(window),
            absence=at.away if role == "stand_in" else None,
        )
        for person, office, window, role in world.offices
    )
    CaseStanding.objects.bulk_create(
        CaseStanding(case_id=ids[case], principal=at.principals[principal], capacity=capacity, reason="drawn", **dated(window))
        for case, principal, capacity, window in world.standings
    )
    CaseExclusion.objects.bulk_create(
        CaseExclusion(case_id=ids[case], principal=at.principals[principal], reason="drawn", **dated(window))
        for case, principal, window in world.exclusions
    )
    found = Case.objects.in_bulk(ids)
    return [found[pk] for pk in ids]


def matter_of(status, matter):
    """What a case is about: what lies with the contact centre is a plain request for a service, whatever was drawn."""
    return "service_request" if status == "with_centre" else matter


def dated(window):
    """The two ends of a named window."""
    since, until = WINDOWS[window]
    return {"since": since, "until": until}


# Who may do what with a case, as docs/roles.md tells a reader: capacities that give it, and what the case must be like.
READING = {
    "view": (set(CAPACITIES), lambda status, due, asked: True),
    "acknowledge": ({"handler"}, lambda status, due, asked: status in ("with_officer", "escalated") and not asked),
    "answer": ({"handler", "former"}, lambda status, due, asked: status in ("with_officer", "escalated", "with_member") and not asked),
    "ask": ({"handler"}, lambda status, due, asked: status in ("with_officer", "escalated") and (due is None or due >= TODAY)),
    "reply": ({"raiser"}, lambda status, due, asked: status == "with_member"),
    "go_on": ({"handler"}, lambda status, due, asked: status == "with_member"),
    "more_time": ({"handler"}, lambda status, due, asked: status == "with_officer" and not asked),
    "agree": ({"raiser"}, lambda status, due, asked: status in ("with_officer", "with_member") and not asked),
    "update": ({"raiser", "handler", "former", "participant"}, lambda status, due, asked: status != "closed"),
    "escalate": ({"raiser"}, lambda status, due, asked: (
        status in ("with_officer", "escalated") and due is not None and due < TODAY and not asked)),
    "come_back": ({"raiser"}, lambda status, due, asked: status in ("answered", "closed") and not asked),
    "close": ({"raiser"}, lambda status, due, asked: status != "closed" and not asked),
    "settle": ({"handler"}, lambda status, due, asked: status == "with_officer" and asked),
    "place": ({"router"}, lambda status, due, asked: status in ("unrouted", "escalated")),
    "assign": ({"handler"}, lambda status, due, asked: status in ("with_officer", "escalated", "with_member", "answered")),
    "hand_over": ({"handler"}, lambda status, due, asked: status in ("with_officer", "escalated", "with_member")),
    "want": ({"handler"}, lambda status, due, asked: status in ("with_officer", "escalated", "with_member") and not asked),
    "contribute": ({"contributor"}, lambda status, due, asked: status != "closed"),
    "join": ({"raiser", "handler"}, lambda status, due, asked: status != "closed"),
    "refer": ({"raiser"}, lambda status, due, asked: status == "with_centre"),
    "turn": ({"raiser"}, lambda status, due, asked: status == "with_centre"),
}


def holds(world, person):
    """The principals that this person holds now: their own only beside an office."""
    offices = {office for who, office, window, _role in world.offices if who == person and window in LIVE}
    return offices | {f"own {person}"} if offices else set()


def walled(world, person):
    """The cases this person is kept out of: excluded themselves, or through an office that they have held since the exclusion began."""
    out = set()
    for case, principal, window in world.exclusions:
        if window not in LIVE:
            continue
        begun = LIVE[window][0]
        spells = [WINDOWS[w] for who, office, w, _role in world.offices if (who, office) == (person, principal)]
        if principal == f"own {person}" or any(since <= NOW and until > begun and until > since for since, until in spells):
            out.add(case)
    return out


def reading(world, person, action):
    """Numbers of the cases on which this person may do this, read off the drawn facts."""
    mine, (capacities, fits) = holds(world, person), READING[action]
    found = {c for c, principal, capacity, window in world.standings if principal in mine and capacity in capacities and window in LIVE}
    of = {c: world.cases[c] for c in found}
    return {c for c, one in of.items() if fits(one[0], one[3], matter_of(one[0], one[6]) == "question_to_member")} - walled(world, person)
