"""To whom a post turns: its holder, a stand-in, a deputy, nobody; and never past somebody who is concerned in the matter."""

import datetime

import pytest
import time_machine

from casework.models import Case
from council_portal.access.decisions import can
from council_portal.accounts.holders import Holder, holders
from council_portal.accounts.models import Appointment, Principal
from council_portal.accounts.services import appoint, change_group, end_appointment, leave_office, record_absence
from tests import factories

NOW = datetime.datetime(2026, 6, 10, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def council(db):
    return factories.council()


def of_street_scene(council, post="head_of_service", **changes):
    """The people who act for this post of Street Scene, and for whom."""
    return [(h.person, h.instead_of) for h in holders(post, service=council.services.street_scene, **changes)]


def head_post(council):
    return Principal.objects.get(post="head_of_service", service=council.services.street_scene)


def away(person, *, stand_in=None, since=NOW - DAY, until=NOW + DAY):
    return record_absence(person, since=since, until=until, stand_in=stand_in)


def deputy(council, name="Dilys Deputy"):
    """A deputy for the Head of Street Scene."""
    return factories.officer(name, "head_of_service", of=council.services.street_scene, role=Appointment.Role.DEPUTY).person


def test_a_post_turns_to_its_holder(council):
    assert of_street_scene(council) == [(council.head.person, None)]
    assert holders("head_of_service", service=council.services.street_scene) == [Holder(council.head.person, head_post(council))]


def test_a_post_of_the_directorate_is_found_from_its_service(council):
    assert of_street_scene(council, "chief_officer") == [(council.chief.person, None)]
    assert of_street_scene(council, "chief_executive") == [(council.chief_executive.person, None)]


def test_a_post_that_nobody_holds_turns_to_nobody(council):
    end_appointment(council.head.person.appointments.get(principal=head_post(council)))

    assert of_street_scene(council) == []
    assert of_street_scene(council, "director") == []


def test_several_holders_of_one_post_are_all_named(council):
    second = factories.officer("Bram Second", "head_of_service", of=council.services.street_scene).person

    assert sorted(h.pk for h, _ in of_street_scene(council)) == sorted([council.head.person.pk, second.pk])


def test_a_deputy_acts_when_the_holder_is_away_and_not_before(council):
    dilys = deputy(council)
    assert of_street_scene(council) == [(council.head.person, None)]

    away(council.head.person)

    assert of_street_scene(council) == [(dilys, council.head.person)]


def test_a_stand_in_comes_before_the_deputy(council):
    deputy(council)

    away(council.head.person, stand_in=council.nominated.person)

    assert of_street_scene(council) == [(council.nominated.person, council.head.person)]


@pytest.mark.parametrize("order", ["first absence recorded first", "second absence recorded first"])
def test_a_chain_of_absences_is_followed_to_its_end(council, order):
    first = lambda: away(council.head.person, stand_in=council.nominated.person)  # noqa: E731 -- two acts in either order
    second = lambda: away(council.nominated.person, stand_in=council.clo.person)  # noqa: E731
    for record in (first, second) if order.startswith("first") else (second, first):
        record()
    case = factories.log(council)

    assert of_street_scene(council) == [(council.clo.person, council.head.person)]
    assert can(factories.fresh(council.clo), "answer", case)


def test_a_loop_of_absences_ends_with_nobody(council):
    away(council.head.person, stand_in=council.nominated.person)
    away(council.nominated.person, stand_in=council.head.person)

    assert of_street_scene(council) == []


def test_somebody_concerned_is_passed_over_and_chooses_nobody_in_their_place(council):
    dilys = deputy(council)
    away(council.head.person, stand_in=council.nominated.person)

    assert of_street_scene(council, excluding=[council.head.person]) == [(dilys, council.head.person)]
    assert of_street_scene(council, excluding=[council.head.person, dilys]) == []


def test_a_stand_in_who_is_concerned_does_not_pass_it_on(council):
    away(council.head.person, stand_in=council.nominated.person)
    away(council.nominated.person, stand_in=council.clo.person)

    assert of_street_scene(council, excluding=[council.nominated.person]) == []


def test_an_absence_counts_only_in_its_days(council):
    away(council.head.person, stand_in=council.nominated.person, since=NOW, until=NOW + DAY)

    acting = {days: of_street_scene(council, at=NOW + days * DAY / 2)[0][0] for days in (-1, 0, 1, 2)}

    head, nominated = council.head.person, council.nominated.person
    assert acting == {-1: head, 0: nominated, 1: nominated, 2: head}


def test_a_stand_in_sees_the_cases_of_the_post_in_those_days_only_and_none_of_the_persons_own(council):
    case = factories.log(council)
    away(council.head.person, stand_in=council.other_head.person, since=NOW + DAY, until=NOW + 2 * DAY)

    seen = []
    for moment in (NOW, NOW + DAY, NOW + 2 * DAY - datetime.timedelta(microseconds=1), NOW + 2 * DAY):
        with time_machine.travel(moment, tick=False):
            seen.append(list(Case.objects.permitted(factories.fresh(council.other_head))) == [case])

    assert seen == [False, True, True, False]


def test_a_stand_in_for_a_member_does_not_become_that_member(council):
    factories.log(council)
    away(council.member.person, stand_in=council.other_member.person)

    stand_in = factories.fresh(council.other_member)

    assert list(Case.objects.permitted(stand_in)) == []
    assert stand_in.person.appointments.filter(principal__kind="office").count() == 1


def test_an_appointment_made_during_an_absence_goes_to_the_stand_in_too(council):
    away(council.other_head.person, stand_in=council.nominated.person)
    planning = factories.service("Planning", part_of=council.services.place)
    post = factories.post("head_of_service", of=planning)

    appoint(council.other_head.person, post, authority="test")

    assert [h.person for h in holders("head_of_service", service=planning)] == [council.nominated.person]
    assert post.pk in factories.fresh(council.nominated).principals


def test_standing_in_ends_with_the_appointment_along_the_whole_chain(council):
    away(council.head.person, stand_in=council.nominated.person)
    away(council.nominated.person, stand_in=council.clo.person)
    post = head_post(council)

    end_appointment(council.head.person.appointments.get(principal=post))

    assert [post.pk in factories.fresh(user).principals for user in (council.head, council.nominated, council.clo)] == [False] * 3


def test_standing_in_that_is_yet_to_begin_is_ended_too(council):
    away(council.head.person, stand_in=council.nominated.person, since=NOW + DAY, until=NOW + 5 * DAY)
    post = head_post(council)

    end_appointment(council.head.person.appointments.get(principal=post))

    with time_machine.travel(NOW + 2 * DAY):
        assert post.pk not in factories.fresh(council.nominated).principals


def test_standing_in_for_somebody_who_holds_a_post_twice_goes_on(council):
    post = head_post(council)
    again = appoint(council.head.person, post, authority="test", role=Appointment.Role.DEPUTY)
    away(council.head.person, stand_in=council.nominated.person)

    end_appointment(again)

    assert of_street_scene(council) == [(council.nominated.person, council.head.person)]


def test_a_stand_in_who_has_left_is_nobody_and_the_deputy_acts(council):
    dilys = deputy(council)
    away(council.head.person, stand_in=council.nominated.person)

    leave_office(council.nominated.person)

    assert of_street_scene(council) == [(dilys, council.head.person)]


def test_whoever_leaves_holds_nothing_now_or_as_a_stand_in_to_come(council):
    case = factories.log(council)
    away(council.other_head.person, stand_in=council.head.person, since=NOW + DAY, until=NOW + 5 * DAY)

    leave_office(council.head.person)

    for moment in (NOW, NOW + 2 * DAY):
        with time_machine.travel(moment):
            reader = factories.fresh(council.head)
            assert (reader.principals, reader.posts, can(reader, "view", case)) == ([], set(), False)


def test_an_appointment_ended_twice_ended_the_first_time(council):
    row = council.head.person.appointments.get(principal=head_post(council))
    end_appointment(row, at=NOW - DAY)

    end_appointment(row, at=NOW)

    row.refresh_from_db()
    assert row.until == NOW - DAY


def test_a_group_leader_is_of_the_members_group_and_ward_members_of_the_ward(council):
    harbour = council.groups.harbour
    appoint(council.colleague.person, factories.post("group_leader", in_group=harbour), authority="test")

    assert [h.person for h in holders("group_leader", group=harbour)] == [council.colleague.person]
    assert holders("group_leader", group=council.groups.town) == holders("group_leader") == []
    assert {h.person for h in holders("ward_members", ward=council.wards.mill_hill)} == {council.member.person, council.colleague.person}


def test_a_change_of_group_is_a_row_ended_and_a_row_begun(council):
    aisha = council.member.person

    change_group(aisha, council.groups.town, on=NOW.date())
    change_group(aisha, council.groups.town, on=NOW.date() + DAY)

    rows = aisha.group_memberships.order_by("pk").values_list("group__name", "began_on", "ended_on")
    began = factories.LONG_AGO.date()
    assert list(rows) == [("Harbour Alliance", began, NOW.date()), ("Town and Country", NOW.date(), None)]
