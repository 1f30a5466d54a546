"""What the profiles rooms put on the home page, for whom, and in how many statements."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from council_portal.accounts.services import add_person, leave_office, seat
from profiles import panels, services
from profiles.models import Member, Term
from profiles.services.leaving import propose_leaving
from tests import factories
from tests.profiles.ground import council as make_council

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 6, 10, 12, tzinfo=datetime.UTC)
TODAY = NOW.date()
DAYS = datetime.timedelta(days=1)


@pytest.fixture
def council():
    with time_machine.travel(NOW, tick=False):
        made = make_council()
        Member.objects.update(confirmed_on=TODAY)
        yield made


def shown(panel_list):
    """(title, [(text, note)]) of panels."""
    return [(panel["title"], [(item["text"], item["note"]) for item in panel["items"]]) for panel in panel_list]


def reader(council, name):
    return factories.fresh(council.accounts[name])


def joined(council, name, *, since, until=None):
    """A Member who took office then, and left then."""
    person = add_person(name, honorific="Councillor")
    seat(person, council.wards.castle, authority="Invented", since=since)
    Member.objects.create(person=person, confirmed_on=TODAY)
    if until:
        leave_office(person, at=until)


def test_democratic_services_need_to_settle_who_has_left(council):
    propose_leaving(council.other_member.person)

    found = panels.needs(reader(council, "democratic"))

    assert shown(found) == [("Missing from the feed: have they left?", [("Councillor Gwen Pritchard", "Noticed on 10 June 2026")])]


def test_democratic_services_see_how_many_profiles_nobody_confirmed_for_a_year_the_longest_first(council):
    Member.objects.filter(pk=council.profiles.member.pk).update(confirmed_on=TODAY - 366 * DAYS)
    Member.objects.filter(pk=council.profiles.colleague.pk).update(confirmed_on=None)
    Member.objects.filter(pk=council.profiles.other_member.pk).update(confirmed_on=TODAY - 365 * DAYS)

    found = panels.needs(reader(council, "democratic"))

    assert shown(found) == [("Profiles to confirm", [("Councillor Tomasz Wolny", "Never confirmed"),
                                                     ("Councillor Aisha Rahman", "Last confirmed on 9 June 2025")])]
    assert found[0]["text"] == "2 profiles were not confirmed in the last year."


@pytest.mark.parametrize(("confirmed", "text"), [
    (None, ["Never confirmed"]), (TODAY - 366 * DAYS, ["Last confirmed on 9 June 2025"]), (TODAY - 365 * DAYS, [])])
def test_a_member_is_asked_about_a_profile_older_than_a_year(council, confirmed, text):
    Member.objects.filter(pk=council.profiles.member.pk).update(confirmed_on=confirmed)

    found = panels.needs(reader(council, "member"))

    assert [panel["text"] for panel in found] == text


def test_everybody_sees_who_came_left_and_changed_group_lately(council):
    joined(council, "Odile Marsh", since=NOW - 3 * DAYS)
    joined(council, "Walter Quill", since=factories.LONG_AGO, until=datetime.datetime(2026, 6, 4, 23, tzinfo=datetime.UTC))
    joined(council, "Ada Earlier", since=factories.LONG_AGO, until=NOW - 20 * DAYS)
    joined(council, "Ben Later", since=NOW + 3 * DAYS)
    services.move_group(council.profiles.member, group=council.groups.town, party="", on=datetime.date(2026, 6, 9), actor=council.keeper)

    found = panels.changed(reader(council, "head"))

    assert shown(found) == [("Members who came, left or changed group", [
        ("Councillor Aisha Rahman", "From Harbour Alliance to Town and Country on 9 June 2026"),
        ("Councillor Odile Marsh", "Took office on 7 June 2026"), ("Councillor Walter Quill", "Left office on 4 June 2026")])]


def test_terms_that_end_soon_come_to_democratic_services(council):
    services.end_term(council.profiles.member, last_day=TODAY + 10 * DAYS, reason="resignation", actor=council.keeper)
    Term.objects.create(person=council.other_member.person, ended_on=TODAY + 60 * DAYS)
    Term.objects.create(person=council.colleague.person, ended_on=TODAY + 61 * DAYS)

    found = panels.coming(reader(council, "democratic"))

    assert shown(found) == [("Terms that end soon", [("Councillor Aisha Rahman", "In office until 20 June 2026"),
                                                     ("Councillor Gwen Pritchard", "Term as published ends on 9 August 2026")])]
    assert panels.coming(reader(council, "member")) == []


@pytest.mark.parametrize(("name", "statements"), [("head", 0), ("technical", 0), ("member", 1), ("democratic", 2)])
@pytest.mark.parametrize("how_many", [1, 3])
def test_what_needs_me_takes_no_more_statements_for_three_than_for_one(council, how_many, name, statements):
    for number in range(how_many):
        joined(council, f"Extra {number}", since=factories.LONG_AGO)
    Member.objects.update(confirmed_on=None)
    user = reader(council, name)
    assert user.posts

    with CaptureQueriesContext(connection) as asked:
        panels.needs(user)

    assert len(asked) == statements


@pytest.mark.parametrize("how_many", [1, 3])
def test_what_changed_and_what_is_coming_take_no_more_statements_for_three_than_for_one(council, how_many):
    for number in range(how_many):
        joined(council, f"Extra {number}", since=NOW - DAYS, until=NOW + 5 * DAYS)
        Term.objects.create(person=council.member.person, ended_on=TODAY + 5 * DAYS)
    services.move_group(council.profiles.member, group=council.groups.town, party="", on=TODAY, actor=council.keeper)
    user = reader(council, "democratic")
    assert user.posts

    with CaptureQueriesContext(connection) as asked:
        panels.changed(user)
        panels.coming(user)

    assert len(asked) == 8


def test_who_is_in_no_office_has_no_panels(council):
    leave_office(council.head.person)
    user = reader(council, "head")

    assert (panels.needs(user), panels.changed(user), panels.coming(user)) == ([], [], [])
