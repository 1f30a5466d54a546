"""What the directory puts on the home page, and what that costs whom."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from council_portal.accounts.services import appoint, end_appointment, leave_office
from directory.models import ServiceEntry
from directory.panels import changed, coming, needs
from tests import factories
from tests.directory.ground import entry

pytestmark = pytest.mark.django_db
TODAY = datetime.timedelta(0)


def asked(user, panel):
    """(the panels, how many statements) for this reader."""
    reader = factories.fresh(user)
    assert isinstance(reader.principals, list)
    with CaptureQueriesContext(connection) as statements:
        found = panel(reader)
    return found, len(statements)


def texts(panels):
    return [(panel["title"], [item["text"] for item in panel["items"]]) for panel in panels]


def confirm(council):
    for service in (council.services.street_scene, council.services.housing):
        ServiceEntry.objects.create(service=service, confirmed_on=timezone.localdate())


def test_democratic_services_are_shown_the_first_five_faults_and_how_many_there_are(council):
    for number in range(6):
        factories.service(f"Service {number}", part_of=council.services.place)

    panels, statements = asked(council.democratic, needs)

    assert texts(panels) == [("The directory needs mending", [f"Service {number}" for number in range(5)])]
    assert (panels[0]["text"], panels[0]["action"]["url"], statements) == ("14 faults.", "/directory/faults/", 5)


def test_democratic_services_without_a_fault_are_shown_nothing(council):
    confirm(council)

    assert asked(council.democratic, needs) == ([], 5)


@pytest.mark.requirement("RUG-DIR-FRESH")
def test_an_officer_is_asked_to_confirm_their_own_entry(council):
    entry(council.nominated, confirmed_on=timezone.localdate() - datetime.timedelta(days=91))

    panels, statements = asked(council.nominated, needs)

    assert texts(panels) == [("Your entries in the directory", ["Callum Baird"])]
    assert (panels[0]["items"][0]["note"], statements) == ("last confirmed 91 days ago", 1)


@pytest.mark.parametrize("who", ["head", "clo"])
def test_whoever_answers_for_a_service_is_asked_to_confirm_its_entry(council, who):
    entry(getattr(council, who), confirmed_on=timezone.localdate())

    panels, statements = asked(getattr(council, who), needs)

    assert (texts(panels), statements) == ([("Your entries in the directory", ["Street Scene"])], 1)


@pytest.mark.parametrize(("who", "statements"), [("member", 0), ("nominated", 1), ("technical", 1)])
def test_whoever_is_not_concerned_is_asked_nothing(council, who, statements):
    assert asked(getattr(council, who), needs) == ([], statements)


def test_new_and_former_liaison_officers_and_heads_are_news_for_a_fortnight(council):
    now, day = timezone.now(), datetime.timedelta(days=1)
    factories.officer("Mina Farouk", "clo", of=council.services.housing, since=now - day)
    factories.officer("Ed Novak", "clo", of=council.services.housing, since=now - 15 * day)
    factories.officer("Joan Petrie", "chief_officer", of=council.services.people, since=now - day)
    end_appointment(council.head.person.appointments.get(principal__post="head_of_service"), at=now - 2 * day)

    panels, statements = asked(council.member, changed)

    assert texts(panels) == [("New in the directory", ["Mina Farouk", "Priya Chandran"])]
    assert [item["note"].split(" since ")[0].split(" until ")[0] for item in panels[0]["items"]] == [
        "Councillor Liaison Officer, Housing", "Head of Service, Street Scene"]
    assert statements == 3


def test_a_stand_in_is_no_news(council):
    appoint(council.clo.person, factories.post("portfolio_holder"), authority="x")

    assert asked(council.member, changed) == ([], 1)


def test_nobody_in_no_office_is_told_or_asked_anything(council):
    leave_office(council.member.person)

    assert [asked(council.member, panel) for panel in (needs, changed, coming)] == [([], 0), ([], 0), ([], 0)]


def test_nothing_is_dated_ahead_in_the_directory(council):
    assert asked(council.democratic, coming) == ([], 0)
