"""What the pages of Members show: the list and its filter, the profile with its history, wards, bodies and groups."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from council_portal.accounts.services import (
    BEGINNING,
    add_person,
    appoint,
    change_group,
    keep_private_contact,
    leave_office,
    record_absence,
    seat,
    ward_principal,
)
from council_portal.people.models import Photo, PhotoSize
from profiles import services
from profiles.filters import plain, says
from profiles.models import Duty, Member, PartyMembership, Seat, Term
from tests import factories
from tests.casework.ground import browser, words
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


def names(council, query="", who="head"):
    """The names that the list shows to this account, in order."""
    return [row["name"] for row in browser(council.accounts[who]).get(f"/members/{query}").context["rows"]]


def page_of(council, name, who="head"):
    """The profile of this Member of the council as this account is shown it."""
    return browser(council.accounts[who]).get(f"/members/{getattr(council.profiles, name).uid}/")


def take_seat(council, name, body, role="member", began_on=BEGAN):
    return services.take_seat_on(council.accounts[name].person, body, role=role, began_on=began_on, authority=MINUTE, actor=council.keeper)


def former(name="Walter Quill", *, until=NOW - datetime.timedelta(days=30), ward=None, since=BEGINNING):
    """Somebody who left office."""
    person = add_person(name, honorific="Councillor")
    seat(person, ward, authority="Invented", since=since)
    member = Member.objects.create(person=person)
    leave_office(person, at=until)
    return member


def many(how_many, ward):
    """So many Members more, each with all that a row of the list shows."""
    for number in range(how_many):
        person = add_person(f"Extra Member {number}", email=f"extra.{number}@council.example")
        seat(person, ward, authority="Invented", since=factories.LONG_AGO)
        change_group(person, factories.group(f"Group {number}"), on=BEGAN)
        Member.objects.create(person=person, phone="01632 960 000")
        Duty.objects.create(person=person, kind="cabinet", title=f"Portfolio {number}", began_on=BEGAN)
        photograph(person)


def photograph(person, alt="A person in front of the town hall"):
    """As if this person had a photograph, in one size."""
    photo = Photo.objects.create(person=person, alt=alt)
    PhotoSize.objects.create(photo=photo, width=192, height=240, size=1, stored="none")


# --- the list ------------------------------------------------------------------------------------------------------------------


def test_the_list_shows_the_members_today_by_last_name(council):
    former()

    assert names(council) == ["Councillor Gwen Pritchard", "Councillor Aisha Rahman", "Councillor Tomasz Wolny"]


def test_who_left_is_listed_only_when_asked_for(council):
    former()

    rows = browser(council.head).get("/members/?former=on").context["rows"]

    assert [(row["name"], row["left"]) for row in rows] == [
        ("Councillor Gwen Pritchard", ""), ("Councillor Walter Quill", "Not in office"), ("Councillor Aisha Rahman", ""),
        ("Councillor Tomasz Wolny", "")]


@pytest.mark.parametrize(("query", "found"), [
    ("?ward={mill_hill}", ["Councillor Aisha Rahman", "Councillor Tomasz Wolny"]),
    ("?group={town}", ["Councillor Gwen Pritchard"]),
    ("?body={planning}", ["Councillor Aisha Rahman"]),
    ("?skill=ACCOUNT", ["Councillor Aisha Rahman"]),
    ("?q=rahman", ["Councillor Aisha Rahman"]),
    ("?q=mill+hill", ["Councillor Aisha Rahman", "Councillor Tomasz Wolny"]),
    ("?q=theatre+zoe", ["Councillor Gwen Pritchard"]),
    ("?q=twinning", ["Councillor Gwen Pritchard"]),
    ("?q=environment", ["Councillor Tomasz Wolny"]),
    ("?ward={mill_hill}&group={town}", []),
    ("?ward=00000000-0000-0000-0000-000000000007", []),
    ("?ward=nonsense", []),
])
def test_the_list_is_narrowed_by_what_is_asked(council, query, found):
    take_seat(council, "member", council.planning)
    Member.objects.filter(pk=council.profiles.member.pk).update(skills="Accounts")
    Member.objects.filter(pk=council.profiles.other_member.pk).update(interests="Théâtre with Zoë", key_posts=["Chair of twinning"])
    Duty.objects.create(person=council.colleague.person, kind="cabinet", title="Environment", began_on=None)
    places = {"mill_hill": council.wards.mill_hill.uid, "town": council.groups.town.uid, "planning": council.planning.uid}

    assert names(council, query.format(**places)) == found


def test_words_are_compared_without_capitals_and_accents():
    assert (plain("Zoë D’Arcy"), says("Zoë D’Arcy", "d'arcy ZOE"), says("Zoë", "zoe x")) == ("zoe d'arcy", True, False)


def test_a_group_to_come_is_not_shown_as_the_group_today(council):
    services.move_group(council.profiles.member, group=council.groups.town, party="", on=TODAY + datetime.timedelta(days=5),
                        actor=council.keeper)

    assert names(council, f"?group={council.groups.town.uid}") == ["Councillor Gwen Pritchard"]


def test_a_group_is_none_only_where_that_is_known(council):
    new = {"kind": "elected", "began_on": TODAY, "authority": MINUTE, "actor": council.keeper}
    known = services.take_office(name="Odile Marsh", in_no_group=True, **new)
    unknown = services.take_office(name="Piet Nolan", **new)
    services.move_group(council.profiles.member, group=None, party="", on=TODAY, actor=council.keeper)
    client = browser(council.head)

    listed = {row["name"]: row["group"] for row in client.get("/members/").context["rows"]}
    profiles = ["Political group None" in words(client.get(f"/members/{one.uid}/")) for one in (known, unknown, council.profiles.member)]
    groups = client.get("/members/groups/").context

    assert listed == {"Odile Marsh": "None", "Piet Nolan": "Not known", "Councillor Aisha Rahman": "None",
                      "Councillor Gwen Pritchard": "Town and Country", "Councillor Tomasz Wolny": listed["Councillor Tomasz Wolny"]}
    assert profiles == [True, False, True]
    assert "Political group Not known" in words(client.get(f"/members/{unknown.uid}/"))
    assert ([row["name"] for row in groups["alone"]], [row["name"] for row in groups["unknown"]]) == (
        ["Odile Marsh", "Councillor Aisha Rahman"], ["Piet Nolan"])


@pytest.mark.parametrize(("kind", "said"), [("co_opted", "Co-opted Member"), ("lay", "Lay member")])
def test_whoever_was_not_elected_is_marked_in_the_list_with_the_day(council, kind, said):
    member = services.take_office(kind=kind, name="Odile Marsh", began_on=BEGAN, authority=MINUTE, actor=council.keeper)
    client = browser(council.head)

    row = next(row for row in client.get("/members/").context["rows"] if row["name"] == "Odile Marsh")

    assert (row["kind"], row["wards"]) == (f"{said}, in office since 20 May 2025", [])
    assert "In office Since 20 May 2025" in words(client.get(f"/members/{member.uid}/"))


@pytest.mark.parametrize("source", ["", "moderngov"])
def test_members_missing_from_the_feed_are_offered_only_where_there_was_a_feed(council, source):
    Member.objects.filter(pk=council.profiles.member.pk).update(source=source)

    said = words(browser(council.democratic).get("/members/"))

    assert ("Members missing from the feed" in said) == bool(source)


def test_how_a_member_is_reached_is_a_link_that_is_broken_in_no_word(council):
    Member.objects.filter(pk=council.profiles.member.pk).update(email="a.rahman@council.example", phone="01632 960 011")
    links = ('href="mailto:a.rahman@council.example">a.rahman<wbr>@council.example</a>', 'href="tel:01632960011">01632 960 011</a>')

    for page in (page_of(council, "member"), browser(council.head).get("/members/")):
        assert [link in page.content.decode() for link in links] == [True, True]


def test_a_hundred_members_are_on_a_page_and_more_on_the_next(council):
    with time_machine.travel(NOW, tick=False):
        many(99, council.wards.castle)
    client = browser(council.head)

    first = client.get("/members/").context
    second = client.get("/members/?" + first["older"]).context

    assert (len(first["rows"]), first["newer"], len(second["rows"]), second["older"]) == (100, "", 2, "")


@pytest.mark.parametrize(("path", "statements"), [
    ("/members/", 14), ("/members/wards/", 5), ("/members/bodies/", 5), ("/members/groups/", 11)])
@pytest.mark.parametrize("how_many", [1, 3])
def test_a_list_asks_the_database_as_often_for_three_as_for_one(council, how_many, path, statements):
    many(how_many, council.wards.castle)
    for number in range(how_many):
        body = services.add_body(name=f"Body {number}", kind="panel", remit="", actor=council.keeper)
        take_seat(council, "member", body, "chair")
    client = browser(council.head)
    client.get("/")

    with CaptureQueriesContext(connection) as asked:
        client.get(path)

    assert len(asked) == statements


def test_who_is_in_no_office_finds_no_list(council):
    client = browser(council.head)
    leave_office(council.head.person)

    pages = [client.get(path).status_code for path in ("/members/", "/members/wards/", "/members/bodies/", "/members/groups/")]

    assert pages == [404, 404, 404, 404]


# --- the profile ---------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("RUG-PROF")
def test_an_officer_reads_the_whole_profile(council):
    person = council.member.person
    take_seat(council, "member", council.planning, "chair")
    services.begin_duty(person, kind="cabinet", title="Portfolio Holder for Place", services=[council.services.housing], began_on=BEGAN,
                        authority=MINUTE, actor=council.keeper)
    services.begin_duty(person, kind="county", title="Hill Division", began_on=None, authority=MINUTE, actor=council.keeper)
    PartyMembership.objects.create(person=person, party="Harbour Party")
    Member.objects.filter(person=person).update(skills="Accounts\nSign language", surgeries="Saturdays", contact_hours="After six",
                                                phone="01632 960 011", key_posts=["Vice-chair of twinning"])

    said = words(page_of(council, "member"))

    for text in ("Elected Member", "Councillor Aisha Rahman", "Mill Hill", "Harbour Alliance since 1 January 2020",
                 "Harbour Party start date not known", "Planning Committee · Chair", "Committee, since 20 May 2025",
                 "Portfolio Holder for Place since 20 May 2025 Services: Housing", "County councillor Hill Division",
                 "Accounts Sign language", "Saturdays", "After six", "01632 960 011", "Vice-chair of twinning", "Never confirmed"):
        assert text.replace(" · ", " ") in said.replace(" · ", " "), text


def test_a_seat_held_since_before_the_import_gets_no_invented_date(council):
    member = former("Ada Fairlight", until=NOW + datetime.timedelta(days=90), ward=council.wards.castle)

    page = browser(council.head).get(f"/members/{member.uid}/")

    assert page.context["wards"][0]["note"] == "since before the portal’s records begin, until 8 September 2026"
    assert "1900" not in page.content.decode()


def test_the_history_shows_what_was_before_with_its_days(council):
    person, by = council.member.person, council.keeper
    services.leave_seat(take_seat(council, "member", council.planning), on=datetime.date(2026, 1, 10), actor=by)
    services.move_group(council.profiles.member, group=council.groups.town, party="", on=datetime.date(2026, 6, 3), actor=by)
    appoint(person, ward_principal(council.wards.castle), authority="Invented", since=BEGINNING,
            until=datetime.datetime(2019, 5, 6, 23, tzinfo=datetime.UTC))

    page = page_of(council, "member")

    assert page.context["earlier"] == [
        {"text": "Political group: Harbour Alliance", "note": "1 January 2020 – 2 June 2026"},
        {"text": "Planning Committee: Member", "note": "20 May 2025 – 9 January 2026"},
        {"text": "Member for Castle", "note": "before the portal’s records begin – 6 May 2019"}]
    assert page.context["groups"] == [{"text": "Town and Country", "note": "since 3 June 2026"}]


def test_who_left_is_said_to_have_left(council):
    member = former(until=datetime.datetime(2026, 5, 7, 23, tzinfo=datetime.UTC))

    page = browser(council.head).get(f"/members/{member.uid}/")

    assert "Not in office. Left on 7 May 2026." in words(page)
    assert page.context["in_office"] == ""


@pytest.mark.requirement("SEC-5.9")
@pytest.mark.parametrize(("shown", "there"), [(False, False), (True, True)])
def test_a_personal_number_and_a_home_address_are_shown_only_when_opted_in(council, shown, there):
    keep_private_contact(council.member.person, phone="07700 900 999", address="1 Secret Lane", phone_shown=shown, address_shown=shown,
                         actor=council.member.person)

    for reader in ("head", "member", "democratic"):
        said = words(page_of(council, "member", reader))
        assert ("07700 900 999" in said, "1 Secret Lane" in said) == (there, there)


def test_a_photograph_is_shown_with_its_words_and_initials_where_there_is_none(council):
    photograph(council.member.person, "Aisha Rahman at the library")

    page = page_of(council, "member").content.decode()
    other = page_of(council, "other_member").content.decode()

    assert 'alt="Aisha Rahman at the library"' in page
    assert ">GP</span>" in other


def test_an_absence_names_the_stand_in(council):
    with time_machine.travel(NOW, tick=False):
        record_absence(council.member.person, since=NOW, until=datetime.datetime(2026, 6, 20, 23, tzinfo=datetime.UTC),
                       stand_in=council.colleague.person)

        page = page_of(council, "member")

    assert page.context["absence"] == "Away until 20 June 2026. Councillor Tomasz Wolny stands in."


def test_published_terms_keep_their_own_last_day(council):
    Term.objects.create(person=council.member.person, ward=council.wards.mill_hill, began_on=None, ended_on=datetime.date(2027, 5, 5))

    page = page_of(council, "member")

    assert page.context["terms"] == [{"text": "Mill Hill", "note": "not known – 5 May 2027"}]


@pytest.mark.parametrize(("reader", "acts"), [
    ("member", ["write/"]), ("other_member", []), ("head", []), ("technical", []),
    ("democratic", ["write/", "change/", "group/", "term/", "seats/new/", "duties/new/"])])
def test_a_reader_is_offered_what_they_may_do_and_no_more(council, reader, acts):
    page = page_of(council, "member", reader).content.decode()

    offered = [act for act in ["write/", "change/", "group/", "term/", "seats/new/", "duties/new/"]
               if f"/members/{council.profiles.member.uid}/{act}" in page]
    assert offered == acts
    assert ("This is still correct" in page) == bool(acts)


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_profile_asks_the_database_as_often_for_much_as_for_little(council, how_many):
    for number in range(how_many):
        take_seat(council, "member", services.add_body(name=f"Body {number}", kind="panel", remit="", actor=council.keeper))
        Duty.objects.create(person=council.member.person, kind="other", title=f"Duty {number}")
        Term.objects.create(person=council.member.person, ward=council.wards.castle)
    client = browser(council.head)
    client.get("/")

    with CaptureQueriesContext(connection) as asked:
        client.get(f"/members/{council.profiles.member.uid}/")

    assert len(asked) == 14


# --- wards, bodies, groups -----------------------------------------------------------------------------------------------------


def test_a_ward_shows_all_its_members_today_and_those_before(council):
    former(ward=council.wards.mill_hill, until=datetime.datetime(2026, 5, 7, 23, tzinfo=datetime.UTC))

    page = browser(council.head).get(f"/members/wards/{council.wards.mill_hill.uid}/")

    assert [one["name"] for one in page.context["members"]] == ["Councillor Aisha Rahman", "Councillor Tomasz Wolny"]
    assert [(one["name"], one["note"]) for one in page.context["earlier"]] == [
        ("Councillor Walter Quill", "before the portal’s records begin – 7 May 2026")]


@pytest.mark.parametrize(("reader", "offered"), [("member", True), ("head", False), ("democratic", False)])
def test_a_ward_offers_to_raise_a_concern_to_members_only(council, reader, offered):
    page = browser(council.accounts[reader]).get(f"/members/wards/{council.wards.castle.uid}/")

    assert ('href="/casework/log/"' in page.content.decode()) is offered


def test_a_ward_without_members_is_listed_as_such(council):
    factories.ward("Nobody’s Ward")

    rows = browser(council.head).get("/members/wards/").context["rows"]

    assert [(row["ward"].name, len(row["members"])) for row in rows] == [("Castle", 1), ("Mill Hill", 2), ("Nobody’s Ward", 0)]


def test_a_body_shows_the_chair_first_and_past_members_folded(council):
    take_seat(council, "member", council.planning)
    take_seat(council, "other_member", council.planning, Seat.Role.CHAIR)
    services.leave_seat(take_seat(council, "colleague", council.planning), on=TODAY, actor=council.keeper)

    page = browser(council.head).get(f"/members/bodies/{council.planning.uid}/")

    assert [(one["name"], one["role"]) for one in page.context["members"]] == [
        ("Councillor Gwen Pritchard", "Chair"), ("Councillor Aisha Rahman", "Member")]
    assert [(one["name"], one["note"]) for one in page.context["earlier"]] == [("Councillor Tomasz Wolny", "20 May 2025 – 9 June 2026")]


def test_bodies_are_listed_by_kind_and_those_that_have_ended_as_earlier_ones(council):
    ended = services.add_body(name="Old Panel", kind="panel", remit="", actor=council.keeper)
    services.change_body(ended, name="Old Panel", kind="panel", remit="", ended_on=TODAY, actor=council.keeper)

    context = browser(council.head).get("/members/bodies/").context

    assert [(kind["label"], [row["body"].name for row in kind["rows"]]) for kind in context["kinds"]] == [
        ("Cabinet or executive", ["Cabinet"]), ("Committee", ["Planning Committee"])]
    assert [(row["body"].name, row["note"]) for row in context["earlier"]] == [("Old Panel", "until 9 June 2026")]


def test_groups_stand_in_the_order_of_the_alphabet_each_with_its_leader(council):
    appoint(council.colleague.person, factories.post("group_leader", in_group=council.groups.harbour), authority=MINUTE,
            since=factories.LONG_AGO)

    groups = browser(council.head).get("/members/groups/").context["groups"]

    assert [(one["group"].name, [(row["name"], row["role"]) for row in one["members"]]) for one in groups] == [
        ("Harbour Alliance", [("Councillor Tomasz Wolny", "Group Leader"), ("Councillor Aisha Rahman", "")]),
        ("Town and Country", [("Councillor Gwen Pritchard", "")])]
