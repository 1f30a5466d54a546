"""What Democratic Services and Members do to profiles: terms that end, groups that change, seats, duties, joining, and who may not."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import Case
from council_portal.access.decisions import can
from council_portal.accounts.models import Appointment, User
from council_portal.accounts.services import LastKeeper, add_person, appoint, group_of, record_absence
from council_portal.audit.models import Event
from council_portal.clock.days import start_of
from directory.models import Officer
from profiles import services
from profiles.models import Body, Duty, Member, PartyMembership, Seat
from profiles.services.keeping import EndsTooEarly
from profiles.services.leaving import Settled, propose_leaving
from profiles.words import day as words_day
from tests import factories
from tests.casework.ground import browser, hidden
from tests.profiles.ground import council as make_council

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 6, 10, 12, tzinfo=datetime.UTC)
TODAY = NOW.date()
BEGAN = datetime.date(2025, 5, 20)
MINUTE = "Invented minute 7"


@pytest.fixture
def council():
    with time_machine.travel(NOW, tick=False):
        yield make_council()


def day(*parts):
    return datetime.date(*parts)


def boxes(name, day, month, year):
    """What the three boxes of a date send."""
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


def held(user):
    """The posts that an account holds now, read anew."""
    return factories.fresh(user).posts


def busy(council):
    """The council's member with a seat, a duty, a party and the leadership of the group."""
    person, by = council.member.person, council.keeper
    seat = services.take_seat_on(person, council.planning, role=Seat.Role.CHAIR, began_on=BEGAN, authority=MINUTE, actor=by)
    duty = services.begin_duty(person, kind=Duty.Kind.CABINET, title="Portfolio Holder for Place", began_on=BEGAN, authority=MINUTE,
                               services=[council.services.street_scene], actor=by)
    PartyMembership.objects.create(person=person, party="Harbour Party", began_on=BEGAN)
    appoint(person, factories.post("group_leader", in_group=council.groups.harbour), authority=MINUTE, since=factories.LONG_AGO)
    return seat, duty


# --- a term ends ---------------------------------------------------------------------------------------------------------------


def test_a_term_ends_with_all_that_was_held_and_keeps_its_history(council):
    seat, duty = busy(council)

    services.end_term(council.profiles.member, last_day=day(2026, 6, 9), reason="resignation", actor=council.keeper)

    seat.refresh_from_db()
    duty.refresh_from_db()
    party = PartyMembership.objects.get()
    assert (seat.ended_on, duty.ended_on, party.ended_on) == (TODAY, TODAY, TODAY)
    assert held(council.member) == set()
    assert (group_of(council.member.person), group_of(council.member.person, on=day(2026, 6, 9))) == (None, council.groups.harbour)


def test_access_ends_at_the_first_request_after_the_last_day(council):
    client = browser(council.member)
    services.end_term(council.profiles.member, last_day=TODAY, reason="election", actor=council.keeper)

    with time_machine.travel(datetime.datetime(2026, 6, 10, 22, 59, tzinfo=datetime.UTC), tick=False):
        before = client.get("/members/").status_code
    with time_machine.travel(datetime.datetime(2026, 6, 10, 23, 0, tzinfo=datetime.UTC), tick=False):  # midnight in London
        after = client.get("/members/").status_code

    assert (before, after) == (200, 404)


def test_what_a_member_raised_stays_with_the_officer_who_has_it(council):
    case = factories.log(council)

    services.end_term(council.profiles.member, last_day=day(2026, 6, 9), reason="election", actor=council.keeper)

    assert list(Case.objects.permitted(factories.fresh(council.head))) == [case]
    assert list(Case.objects.permitted(factories.fresh(council.member))) == []


def test_a_term_recorded_late_ends_what_began_since(council):
    with time_machine.travel(NOW - datetime.timedelta(days=2), tick=False):
        busy(council)
    late = factories.post("scrutiny_chair")
    appoint(council.member.person, late, authority=MINUTE, since=NOW - datetime.timedelta(days=1))

    services.end_term(council.profiles.member, last_day=day(2026, 6, 1), reason="death", actor=council.keeper)

    assert held(council.member) == set()
    assert Appointment.objects.get(principal=late).until == NOW


def test_the_record_says_why_a_term_ended(council):
    services.end_term(council.profiles.member, last_day=TODAY, reason="moved", actor=council.keeper)

    assert Event.objects.get(verb="term ended").detail == "2026-06-10, moved"


def test_ending_a_term_settles_what_the_feed_proposed(council):
    proposal = propose_leaving(council.member.person)

    services.end_term(council.profiles.member, last_day=TODAY, reason="election", actor=council.keeper)

    proposal.refresh_from_db()
    assert proposal.outcome == "left"


def test_a_confirmed_leaving_ends_seats_duties_and_group(council):
    seat, duty = busy(council)

    services.confirm_left(propose_leaving(council.member.person), actor=council.keeper)

    seat.refresh_from_db()
    duty.refresh_from_db()
    assert (seat.ended_on, duty.ended_on, group_of(council.member.person)) == (TODAY, TODAY, None)
    assert held(council.member) == set()


def test_the_page_says_before_saving_what_ends_and_saves_nothing(council):
    busy(council)
    client, path = browser(council.democratic), f"/members/{council.profiles.member.uid}/term/"
    typed = {**boxes("last_day", 6, 7, 2026), "reason": "election"}

    checked = client.post(path, typed)
    still = held(council.member)
    done = client.post(path, {**typed, "stage": "save"}, follow=True)

    assert checked.context["changes"] == [
        "Office as a Member", "Group leader, Harbour Alliance", "Member of the council", "Portfolio holder, Street Scene",
        "Member for Mill Hill", "Planning Committee (Chair)",
        "Portfolio Holder for Place (Cabinet post and portfolio)", "membership of the group Harbour Alliance",
        "membership of the party Harbour Party"]
    assert "all_members" in still
    assert "The term of Councillor Aisha Rahman ends with 6 July 2026." in done.content.decode()
    midnight = datetime.datetime(2026, 7, 6, 23, tzinfo=datetime.UTC)  # in London
    assert Appointment.objects.filter(person=council.member.person, until=midnight).count() == 5


def test_a_last_day_before_the_first_is_refused_and_what_was_typed_stays(council):
    path = f"/members/{council.profiles.member.uid}/term/"

    page = browser(council.democratic).post(path, {**boxes("last_day", 1, 1, 2019), "reason": "election"})

    assert page.context["form"].errors == {"last_day": ["The last day must be on or after 1 January 2020, when they took office"]}
    assert 'value="2019"' in page.content.decode()


def seats_of(person):
    return dict(Seat.objects.filter(person=person).values_list("body__name", "ended_on"))


@pytest.mark.parametrize("corrected", [datetime.date(2026, 8, 31), datetime.date(2026, 6, 20)], ids=["later", "earlier"])
def test_the_end_of_a_term_that_is_to_come_moves_with_all_that_was_to_end_by_it(council, corrected):
    seat, duty = busy(council)
    services.end_term(council.profiles.member, last_day=day(2026, 7, 6), reason="resignation", actor=council.keeper)
    client, path = browser(council.democratic), f"/members/{council.profiles.member.uid}/term/"
    typed = {**boxes("last_day", corrected.day, corrected.month, corrected.year), "reason": "resignation"}

    checked = client.post(path, typed)
    client.post(path, {**typed, "stage": "save"})

    first_out = corrected + datetime.timedelta(days=1)
    person = council.member.person
    seat.refresh_from_db()
    duty.refresh_from_db()
    ends = set(Appointment.objects.filter(person=person).exclude(principal__kind="person").values_list("until", flat=True))
    assert "was to be 6 July 2026. It moves to " + words_day(corrected) in checked.context["check"]
    assert "Member of the council" in checked.context["changes"]
    assert (ends, seat.ended_on, duty.ended_on) == ({start_of(first_out)}, first_out, first_out)
    assert PartyMembership.objects.get(person=person).ended_on == first_out
    assert (group_of(person, on=corrected), group_of(person, on=first_out)) == (council.groups.harbour, None)
    assert f"2026-07-06 to {corrected}" in Event.objects.filter(verb="end of term moved").values_list("detail", flat=True)


def test_what_ended_for_another_reason_before_the_term_does_not_go_on_with_it(council):
    seat, _duty = busy(council)
    services.leave_seat(seat, on=day(2026, 6, 20), actor=council.keeper)
    services.end_term(council.profiles.member, last_day=day(2026, 7, 6), reason="resignation", actor=council.keeper)

    services.end_term(council.profiles.member, last_day=day(2026, 8, 31), reason="resignation", actor=council.keeper)

    assert seats_of(council.member.person) == {"Planning Committee": day(2026, 6, 20)}


def test_whoever_stands_in_goes_on_with_a_term_that_ends_later(council):
    busy(council)
    record_absence(council.member.person, since=NOW, until=NOW + datetime.timedelta(days=60), stand_in=council.colleague.person)
    services.end_term(council.profiles.member, last_day=day(2026, 6, 20), reason="resignation", actor=council.keeper)

    services.end_term(council.profiles.member, last_day=day(2026, 7, 6), reason="resignation", actor=council.keeper)

    ends = set(Appointment.objects.filter(person=council.colleague.person, role="stand_in").values_list("until", flat=True))
    assert ends == {start_of(day(2026, 7, 7))}


def test_the_last_of_democratic_services_does_not_leave_with_a_term(council):
    services.take_office(kind="lay", person=council.democratic.person, began_on=TODAY, authority=MINUTE, actor=council.keeper)
    member = Member.objects.get(person=council.democratic.person)

    page = browser(council.democratic).post(f"/members/{member.uid}/term/", {**boxes("last_day", 10, 6, 2026), "reason": "election"})

    assert page.context["form"].errors == {
        "last_day": ["Appoint somebody else to Democratic Services first: nobody would be left who can appoint"]}
    with pytest.raises(LastKeeper):
        services.end_term(member, last_day=TODAY, reason="election", actor=council.keeper)
    assert "democratic_services" in held(council.democratic)


def test_a_name_of_characters_that_cannot_be_seen_is_no_name(council):
    typed = {"kind": "lay", "name": "\u200b\u202e", **boxes("began_on", 9, 6, 2026), "authority": "Minute 9"}

    page = browser(council.democratic).post("/members/new/", typed)
    kept = browser(council.democratic).post("/members/new/", {**typed, "name": "Odile\u202e  Marsh\u200b", "stage": "save"})

    assert list(page.context["form"].errors) == ["name"]
    assert (kept.status_code, Member.objects.filter(person__name="Odile Marsh").count()) == (302, 1)


# --- a change of group ---------------------------------------------------------------------------------------------------------


def test_a_member_who_changes_group_leads_the_old_one_no_more_and_history_shows_it(council):
    busy(council)
    person = council.member.person

    services.move_group(council.profiles.member, group=council.groups.town, party="Independent", on=day(2026, 6, 3), actor=council.keeper)

    assert (group_of(person, on=day(2026, 6, 2)), group_of(person, on=day(2026, 6, 3))) == (council.groups.harbour, council.groups.town)
    assert list(PartyMembership.objects.values_list("party", "began_on", "ended_on")) == [
        ("Harbour Party", BEGAN, day(2026, 6, 3)), ("Independent", day(2026, 6, 3), None)]
    assert "group_leader" not in held(council.member)


def test_a_change_of_group_to_come_leaves_the_leader_in_place_until_then(council):
    busy(council)

    services.move_group(council.profiles.member, group=None, party="", on=day(2026, 7, 1), actor=council.keeper)

    assert "group_leader" in held(council.member)
    with time_machine.travel(datetime.datetime(2026, 7, 1, 9, tzinfo=datetime.UTC)):
        assert "group_leader" not in held(council.member)


def test_the_page_of_a_change_of_group_names_the_leadership_that_ends(council):
    busy(council)
    path = f"/members/{council.profiles.member.uid}/group/"
    typed = {"group": str(council.groups.town.uid), "party": "Harbour Party", **boxes("on", 3, 6, 2026)}

    page = browser(council.democratic).post(path, typed)

    assert page.context["changes"] == ["Political group: Harbour Alliance until 2 June 2026, then Town and Country.",
                                       "Group leader, Harbour Alliance: ends with 2 June 2026."]


def test_a_term_that_ends_before_a_change_of_group_to_come_leaves_no_group_behind(council):
    services.move_group(council.profiles.member, group=council.groups.town, party="", on=day(2026, 7, 1), actor=council.keeper)

    services.end_term(council.profiles.member, last_day=day(2026, 6, 14), reason="resignation", actor=council.keeper)

    person = council.member.person
    assert [group_of(person, on=day(2026, month, 14)) for month in (6, 7)] == [council.groups.harbour, None]
    assert group_of(person, on=day(2026, 6, 15)) is None


def test_a_change_to_no_group_is_said_and_kept(council):
    member = council.profiles.member
    path = f"/members/{member.uid}/group/"
    typed = {"group": "none", "party": "", **boxes("on", 3, 6, 2026)}

    page = browser(council.democratic).post(path, typed)
    browser(council.democratic).post(path, {**typed, "stage": "save"})

    member.refresh_from_db()
    assert page.context["changes"] == ["Political group: Harbour Alliance until 2 June 2026, then none."]
    assert (group_of(member.person), member.in_no_group) == (None, True)


def test_no_group_may_be_said_of_somebody_of_whom_none_was_known_and_only_once(council):
    member = join(council, "elected", ward=council.wards.castle)
    client, path = browser(council.democratic), f"/members/{member.uid}/group/"
    typed = {"group": "none", "party": "", **boxes("on", 11, 6, 2026), "stage": "save"}

    asked = client.get(path).context["form"].initial["group"]
    first = client.post(path, typed)
    second = client.post(path, typed)

    member.refresh_from_db()
    assert (asked, first.status_code, member.in_no_group) == ("", 302, True)
    assert second.context["form"].errors["group"] == [
        "This is the group and the party that they have. Select another group or enter another party."]


def test_the_new_group_must_be_chosen(council):
    page = browser(council.democratic).post(f"/members/{council.profiles.member.uid}/group/", {"party": "", **boxes("on", 3, 6, 2026)})

    assert page.context["form"].errors["group"] == ["Select the new group, or “In no group”"]


def test_the_group_that_they_are_in_is_no_change(council):
    path = f"/members/{council.profiles.member.uid}/group/"
    typed = {"group": str(council.groups.harbour.uid), "party": "", **boxes("on", 3, 6, 2026)}

    page = browser(council.democratic).post(path, typed)

    assert list(page.context["form"].errors) == ["group"]


# --- joining -------------------------------------------------------------------------------------------------------------------


def join(council, kind, **given):
    given = {"name": "Odile Marsh", "began_on": TODAY, **given}
    return services.take_office(kind=kind, actor=council.keeper, authority=MINUTE, **given)


@pytest.mark.requirement("NNC-WARDS")
def test_a_new_member_sits_for_the_ward_and_may_raise_a_case(council):
    member = join(council, "elected", ward=council.wards.castle, group=council.groups.town, party="Town Party")

    assert can(member.person, "log", Case)
    assert [row.principal.ward for row in member.person.appointments.filter(principal__kind="ward")] == [council.wards.castle]
    assert group_of(member.person) == council.groups.town


@pytest.mark.requirement("SEC-1.9")
@pytest.mark.parametrize("kind", ["co_opted", "lay"])
def test_a_co_opted_or_lay_member_reads_profiles_and_the_directory_and_raises_no_case(council, kind):
    member = join(council, kind, email="odile@council.example")
    client = browser(factories.account(member.person))

    pages = [client.get(path).status_code for path in ("/members/", f"/members/{member.uid}/", "/casework/log/")]

    assert pages == [200, 200, 403]
    assert can(member.person, "view", Officer)
    assert not can(member.person, "log", Case)
    assert (member.person.posts, can(member.person, "write", member), can(member.person, "write", council.profiles.member)) == (
        {"co_opted_members"}, True, False)


def test_a_lay_member_is_among_the_members_today_and_leaves_them_with_their_term(council):
    member = join(council, "lay")
    client = browser(council.head)

    before = [row["name"] for row in client.get("/members/").context["rows"]]
    services.end_term(member, last_day=day(2026, 6, 9), reason="resignation", actor=council.keeper)
    after = [row["name"] for row in client.get("/members/").context["rows"]]

    assert (before.count("Odile Marsh"), after.count("Odile Marsh")) == (1, 0)


def test_somebody_found_to_be_co_opted_loses_the_seat_on_the_council(council):
    member, case = council.profiles.member, factories.log(council)

    services.correct_member(member, honorific="", name="Aisha Rahman", council_email="a@council.example", kind="co_opted",
                            actor=council.keeper)

    user = factories.fresh(council.member)
    assert (can(user, "log", Case), can(user, "view", case), can(user, "view", Member)) == (False, False, True)


def test_a_former_member_who_is_co_opted_has_no_sight_of_the_cases_that_they_raised(council):
    case = factories.log(council)
    services.end_term(council.profiles.member, last_day=day(2026, 6, 1), reason="election", actor=council.keeper)

    services.take_office(kind="co_opted", person=council.member.person, began_on=TODAY, authority=MINUTE, actor=council.keeper)

    user = factories.fresh(council.member)
    assert (can(user, "view", Member), can(user, "view", case)) == (True, False)


def test_a_co_opted_member_is_not_made_an_elected_one_by_a_correction(council):
    member = join(council, "co_opted")
    client, path = browser(council.democratic), f"/members/{member.uid}/change/"
    seen = client.get(path).context["form"]["seen"].value()

    page = client.post(path, {"seen": seen, "name": "Odile Marsh", "kind": "elected"})

    assert list(page.context["form"].errors) == ["kind"]


def test_a_member_returns_as_the_person_that_they_were(council):
    services.end_term(council.profiles.member, last_day=day(2026, 6, 1), reason="election", actor=council.keeper)
    typed = {"kind": "elected", "returning": str(council.profiles.member.uid), "ward": str(council.wards.castle.uid),
             **boxes("began_on", 9, 6, 2026), "authority": "By-election", "stage": "save"}

    browser(council.democratic).post("/members/new/", typed)

    assert Member.objects.filter(person=council.member.person).count() == 1
    assert "all_members" in held(council.member)


def test_a_new_member_does_not_take_anothers_address(council):
    typed = {"kind": "elected", "name": "Odile Marsh", "email": council.head.email.upper(), **boxes("began_on", 9, 6, 2026),
             "authority": "By-election"}

    page = browser(council.democratic).post("/members/new/", typed)

    assert list(page.context["form"].errors) == ["email"]


def test_a_second_press_of_the_button_makes_no_second_member(council):
    typed = {"kind": "lay", "name": "Odile Marsh", **boxes("began_on", 9, 6, 2026), "authority": "Minute 9", "stage": "save"}
    client = browser(council.democratic)

    answers = [client.post("/members/new/", typed).status_code for _press in range(2)]

    assert answers == [302, 200]
    assert Member.objects.filter(person__name="Odile Marsh").count() == 1


def test_going_back_from_the_check_keeps_what_was_typed(council):
    typed = {"kind": "lay", "name": "Odile Marsh", **boxes("began_on", 9, 6, 2026), "authority": "Minute 9"}
    client = browser(council.democratic)

    checked = client.post("/members/new/", typed)
    back = client.post("/members/new/", {**dict(checked.context["carried"]), "stage": "change"})

    assert back.context["form"]["name"].value() == "Odile Marsh"
    assert 'value="2026"' in back.content.decode()
    assert not Member.objects.filter(person__name="Odile Marsh").exists()


# --- seats and duties ----------------------------------------------------------------------------------------------------------


def test_a_member_who_becomes_chair_ends_the_seat_that_they_had(council):
    person, by = council.member.person, council.keeper
    services.take_seat_on(person, council.planning, role="member", began_on=BEGAN, authority=MINUTE, actor=by)

    services.take_seat_on(person, council.planning, role="chair", began_on=TODAY, authority=MINUTE, actor=by)
    services.take_seat_on(person, council.planning, role="chair", began_on=TODAY, authority=MINUTE, actor=by)

    assert list(Seat.objects.values_list("role", "began_on", "ended_on")) == [("member", BEGAN, TODAY), ("chair", TODAY, None)]


def test_the_chair_of_a_committee_gets_no_post_of_the_protocol_by_it(council):
    before = held(council.member)

    services.take_seat_on(council.member.person, council.planning, role="chair", began_on=BEGAN, authority=MINUTE, actor=council.keeper)

    assert held(council.member) == before


def test_a_cabinet_post_makes_the_portfolio_holder_and_its_end_ends_that(council):
    person, by = council.member.person, council.keeper
    duty = services.begin_duty(person, kind="cabinet", title="Environment", services=[council.services.street_scene], began_on=BEGAN,
                               authority=MINUTE, actor=by)
    began = held(council.member)

    services.end_duty(duty, on=TODAY, actor=by)

    assert ("portfolio_holder" in began, "portfolio_holder" in held(council.member)) == (True, False)


def test_a_service_in_two_cabinet_posts_keeps_its_portfolio_holder_when_one_ends(council):
    given = {"kind": "cabinet", "services": [council.services.street_scene], "began_on": BEGAN, "authority": MINUTE,
             "actor": council.keeper}
    first = services.begin_duty(council.member.person, title="Environment", **given)
    services.begin_duty(council.member.person, title="Place", **given)

    services.end_duty(first, on=TODAY, actor=council.keeper)

    assert "portfolio_holder" in held(council.member)


def test_a_duty_that_they_have_is_not_begun_again(council):
    busy(council)
    typed = {"kind": "cabinet", "title": "portfolio holder for place", "authority": MINUTE}

    page = browser(council.democratic).post(f"/members/{council.profiles.member.uid}/duties/new/", typed)

    assert list(page.context["form"].errors) == ["title"]


def test_a_duty_outside_the_cabinet_has_no_portfolio(council):
    typed = {"kind": "parish", "title": "Mill Parish", "services": [str(council.services.housing.uid)], "authority": MINUTE}

    page = browser(council.democratic).post(f"/members/{council.profiles.member.uid}/duties/new/", typed)

    assert list(page.context["form"].errors) == ["services"]
    assert Duty.objects.count() == 0


def test_a_seat_ends_by_its_page_and_stays_in_the_history(council):
    seat, _duty = busy(council)

    page = browser(council.democratic).post(
        f"/members/seats/{seat.uid}/end/", {**boxes("last_day", 9, 6, 2026)}, follow=True)

    seat.refresh_from_db()
    assert seat.ended_on == TODAY
    assert {"text": "Planning Committee: Chair", "note": "20 May 2025 – 9 June 2026"} in page.context["earlier"]


def test_a_body_that_ends_ends_its_seats(council):
    seat, _duty = busy(council)
    body = council.planning

    services.change_body(body, name=body.name, kind=body.kind, remit="", ended_on=TODAY, actor=council.keeper)

    seat.refresh_from_db()
    assert seat.ended_on == TODAY


def change_of(council, body, last_day, **more):
    """What the form of a body sends. last_day: a date."""
    seen = hidden(browser(council.democratic).get(f"/members/bodies/{body.uid}/change/"), "seen")
    return {"name": body.name, "kind": body.kind, "seen": seen, **boxes("last_day", last_day.day, last_day.month, last_day.year), **more}


def test_a_body_that_ends_leaves_what_has_ended_as_it_was(council):
    ended, today = [services.take_seat_on(council.accounts[name].person, council.planning, role=Seat.Role.MEMBER, began_on=BEGAN,
                                          authority=MINUTE, actor=council.keeper) for name in ("other_member", "colleague")]
    services.leave_seat(ended, on=day(2026, 3, 1), actor=council.keeper)

    services.change_body(council.planning, name="Planning Committee", kind="committee", remit="", ended_on=day(2026, 1, 1),
                         actor=council.keeper)

    seats = dict(Seat.objects.values_list("person__name", "ended_on"))
    assert seats == {"Gwen Pritchard": day(2026, 3, 1), today.person.name: day(2026, 1, 1)}


@pytest.mark.parametrize(("last_day", "says"), [
    (datetime.date(2025, 5, 19), "The last day must be on or after 20/05/2025, when Councillor Aisha Rahman took a seat on it."),
    (datetime.date(1016, 6, 9), "Enter a date of our time, like 27 3 2027"),
    (datetime.date(9999, 12, 31), "Enter a day within the next five years")])
def test_a_last_day_of_a_body_that_cannot_be_is_refused_and_no_seat_changes(council, last_day, says):
    seat, _duty = busy(council)

    page = browser(council.democratic).post(f"/members/bodies/{council.planning.uid}/change/",
                                            change_of(council, council.planning, last_day, stage="save"))

    seat.refresh_from_db()
    council.planning.refresh_from_db()
    assert page.context["form"].errors["last_day"][0].startswith(says)
    assert (seat.ended_on, council.planning.ended_on) == (None, None)


def test_the_service_refuses_to_end_a_body_before_a_seat_on_it_began(council):
    busy(council)

    with pytest.raises(EndsTooEarly):
        services.change_body(council.planning, name="X", kind="panel", remit="", ended_on=BEGAN, actor=council.keeper)

    assert list(Body.objects.values_list("name", flat=True)) == ["Cabinet", "Planning Committee"]


def test_the_seats_that_end_with_a_body_are_shown_before_anything_is_saved(council):
    seat, _duty = busy(council)
    client, path = browser(council.democratic), f"/members/bodies/{council.planning.uid}/change/"
    typed = change_of(council, council.planning, day(2026, 6, 30))

    checked = client.post(path, typed)
    before = Seat.objects.get(pk=seat.pk).ended_on
    done = client.post(path, {**dict(checked.context["carried"]), "stage": "save"}, follow=True)

    assert checked.context["changes"] == ["Councillor Aisha Rahman (Chair), since 20 May 2025"]
    assert (before, Seat.objects.get(pk=seat.pk).ended_on) == (None, day(2026, 7, 1))
    assert "The last day of Planning Committee is 30 June 2026." in done.content.decode()


def test_a_body_that_goes_on_is_changed_without_a_page_between(council):
    path = f"/members/bodies/{council.planning.uid}/change/"
    seen = hidden(browser(council.democratic).get(path), "seen")

    answer = browser(council.democratic).post(path, {"name": "Plans Committee", "kind": "committee", "seen": seen})

    assert (answer.status_code, Body.objects.filter(name="Plans Committee").count()) == (302, 1)


@pytest.mark.parametrize("address", [
    "/members/{member}/term/", "/members/{member}/group/", "/members/{member}/seats/new/", "/members/{member}/duties/new/",
    "/members/seats/{seat}/end/", "/members/duties/{duty}/end/", "/members/leavings/{leaving}/", "/members/new/"])
@pytest.mark.parametrize(("year", "says"), [(9999, "Enter a day within the next five years"), (1, "Enter a date of our time"),
                                            (1066, "Enter a date of our time")])
def test_a_day_of_another_century_is_refused_by_every_act(council, address, year, says):
    seat, duty = busy(council)
    leaving = propose_leaving(council.other_member.person)
    path = address.format(member=council.profiles.member.uid, seat=seat.uid, duty=duty.uid, leaving=leaving.uid)
    typed = {name + part: value for name in ("last_day", "on", "began_on") for part, value in (
        ("_day", 31), ("_month", 12), ("_year", f"{year:04}"))}

    page = browser(council.democratic).post(path, {**typed, "stage": "save"})

    errors = [error for listed in page.context["form"].errors.values() for error in listed]
    assert [error for error in errors if error.startswith(says)] == [error for error in errors if "date" in error or "years" in error]
    assert [error for error in errors if error.startswith(says)] != []


def test_no_two_bodies_have_one_name(council):
    page = browser(council.democratic).post("/members/bodies/new/", {"name": "planning committee", "kind": "committee"})

    assert list(page.context["form"].errors) == ["name"]
    assert Body.objects.count() == 2


# --- the Member's own text -----------------------------------------------------------------------------------------------------


def test_a_member_writes_their_own_text_and_no_other_column(council):
    member, actor = council.profiles.member, council.member.person

    services.write_profile(member, actor=actor, skills="Accounts", surgeries="Saturdays")

    member.refresh_from_db()
    assert (member.skills, member.surgeries) == ("Accounts", "Saturdays")
    with pytest.raises(TypeError):
        services.write_profile(member, actor=actor, kind="lay")


def test_nobody_writes_or_confirms_the_profile_of_another(council):
    others = council.other_member.person

    for act in (services.write_profile, services.confirm_profile):
        with pytest.raises(PermissionDenied):
            act(council.profiles.member, actor=others)


def test_a_member_confirms_their_profile_and_the_day_is_shown(council):
    member = council.profiles.member

    page = browser(council.member).post(f"/members/{member.uid}/confirm/", follow=True)

    assert page.context["confirmed"] == "Last confirmed on 10 June 2026 by Councillor Aisha Rahman"


def test_two_who_write_at_once_do_not_overwrite_one_another(council):
    path = f"/members/{council.profiles.member.uid}/write/"
    client = browser(council.member)
    seen = client.get(path).context["form"]["seen"].value()
    services.write_profile(council.profiles.member, actor=council.keeper, skills="Accounts")

    late = client.post(path, {"seen": seen, "skills": "Sign language"})

    assert late.status_code == 409
    assert "Sign language" in late.content.decode()
    assert Member.objects.get(pk=council.profiles.member.pk).skills == "Accounts"


def test_a_corrected_address_leaves_the_address_to_sign_in_with(council):
    client, path = browser(council.democratic), f"/members/{council.profiles.member.uid}/change/"
    signs_in = council.member.email
    seen = client.get(path).context["form"]["seen"].value()

    client.post(path, {"seen": seen, "honorific": "Councillor", "name": "Aisha Rahman-Lee", "kind": "elected",
                       "council_email": "new.address@council.example"})

    user = User.objects.select_related("person").get(pk=council.member.pk)
    assert (user.person.name, user.person.email, user.email) == ("Aisha Rahman-Lee", "new.address@council.example", signs_in)


# --- who may not ---------------------------------------------------------------------------------------------------------------

ACTS = {
    "end a term": lambda c, by: services.end_term(c.profiles.member, last_day=TODAY, reason="election", actor=by),
    "move group": lambda c, by: services.move_group(c.profiles.member, group=None, party="", on=TODAY, actor=by),
    "take office": lambda c, by: services.take_office(kind="elected", name="X", began_on=TODAY, authority="X", actor=by),
    "correct": lambda c, by: services.correct_member(c.profiles.member, honorific="", name="X", council_email="", kind="lay", actor=by),
    "seat": lambda c, by: services.take_seat_on(c.member.person, c.cabinet, role="chair", began_on=None, authority="", actor=by),
    "duty": lambda c, by: services.begin_duty(c.member.person, kind="other", title="X", began_on=None, authority="", actor=by),
    "add a body": lambda c, by: services.add_body(name="X", kind="panel", remit="", actor=by),
    "change a body": lambda c, by: services.change_body(c.cabinet, name="X", kind="panel", remit="", ended_on=None, actor=by),
}


@pytest.mark.parametrize("who", ["member", "other_member", "head", "monitoring", "technical"])
@pytest.mark.parametrize("act", ACTS)
def test_nobody_but_democratic_services_keeps_members(council, act, who):
    with pytest.raises(PermissionDenied):
        ACTS[act](council, factories.fresh(council.accounts[who]).person)


def test_a_seat_and_a_duty_are_ended_by_democratic_services_only(council):
    seat, duty = busy(council)

    with pytest.raises(PermissionDenied):
        services.leave_seat(seat, on=TODAY, actor=council.member.person)
    with pytest.raises(PermissionDenied):
        services.end_duty(duty, on=TODAY, actor=council.member.person)


def test_whoever_settles_a_leaving_second_is_told_that_somebody_was_first(council):
    proposal = propose_leaving(council.member.person)
    client = browser(council.democratic)
    client.post(f"/members/leavings/{proposal.uid}/", {"outcome": "stays", "stage": "save"})

    again = client.post(f"/members/leavings/{proposal.uid}/", {"outcome": "left", "stage": "save"})

    assert again.status_code == 409
    assert "all_members" in held(council.member)
    with pytest.raises(Settled):
        services.confirm_left(proposal, actor=council.keeper)


@pytest.mark.parametrize("how_many", [1, 3])
def test_leavings_are_listed_with_what_each_holds_in_the_same_number_of_statements(council, how_many):
    for name in ["member", "other_member", "colleague"][:how_many]:
        propose_leaving(council.accounts[name].person)
    client = browser(council.democratic)
    client.get("/")

    with CaptureQueriesContext(connection) as asked:
        rows = client.get("/members/leavings/").context["rows"]

    assert len(asked) == 5
    assert rows[-1]["held"] == ["Member for Mill Hill", "Member of the council"]


def test_a_leaving_with_a_last_day_ends_with_that_day(council):
    proposal = propose_leaving(council.member.person)
    typed = {"outcome": "left", **boxes("last_day", 5, 6, 2026), "stage": "save"}

    page = browser(council.democratic).post(f"/members/leavings/{proposal.uid}/", typed, follow=True)

    assert held(council.member) == set()
    assert "This ends with 5 June 2026:" in page.content.decode()


@pytest.mark.parametrize(("chosen", "known"), [("", False), ("none", True)])
def test_of_a_new_member_no_group_is_kept_only_when_it_is_said(council, chosen, known):
    typed = {"kind": "elected", "name": "Odile Marsh", "group": chosen, **boxes("began_on", 9, 6, 2026), "authority": "By-election",
             "stage": "save"}

    browser(council.democratic).post("/members/new/", typed)

    assert Member.objects.get(person__name="Odile Marsh").in_no_group == known


def test_whoever_is_in_office_or_is_to_be_is_not_offered_as_somebody_who_was_a_member_before(council):
    join(council, "lay")
    join(council, "co_opted", name="Beatrix Lund", began_on=day(2026, 7, 1))
    left = join(council, "lay", name="Walter Quill")
    with time_machine.travel(NOW + datetime.timedelta(days=3), tick=False):
        services.end_term(left, last_day=day(2026, 6, 11), reason="resignation", actor=council.keeper)

        choices = browser(council.democratic).get("/members/new/").context["form"].fields["returning"].queryset

        assert [member.person.name for member in choices] == ["Walter Quill"]


def test_a_new_member_without_a_name_is_told_when_it_is_needed(council):
    typed = {"kind": "elected", **boxes("began_on", 9, 6, 2026), "authority": "By-election"}

    page = browser(council.democratic).post("/members/new/", typed)

    assert page.context["form"].errors["name"] == [
        "Enter the name of the new Member, or select above somebody who was a Member before"]
    assert "Name (optional)" not in page.content.decode()


@pytest.mark.parametrize(("kind", "said"), [("elected", "an elected Member"), ("co_opted", "a co-opted Member"), ("lay", "a lay member")])
def test_what_somebody_takes_office_as_is_said_in_a_whole_sentence(council, kind, said):
    typed = {"kind": kind, "name": "Odile Marsh", **boxes("began_on", 9, 6, 2026), "authority": "Minute 9"}

    page = browser(council.democratic).post("/members/new/", typed)

    assert page.context["check"] == f"Odile Marsh takes office on 9 June 2026 as {said}."


def test_a_person_who_is_no_member_has_no_profile_to_return_to(council):
    add_person("Nobody Inparticular")

    choices = browser(council.democratic).get("/members/new/").context["form"].fields["returning"].queryset

    assert list(choices) == []
