"""Faults of the directory: what nobody answers for, what has gone stale, who has no place."""

import datetime

import pytest
from django.utils import timezone

from council_portal.accounts.models import Service
from council_portal.accounts.services import leave_office, record_absence
from directory.cards import FRESH_DAYS
from directory.faults import Faults
from directory.models import ServiceEntry
from tests import factories
from tests.casework.ground import browser, words
from tests.directory.ground import entry, former

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def faults(council):
    """{slug: [names]} of the faults that there are, apart from officers without an entry, as all of this council are at first."""
    return {one["slug"]: [line["text"] for line in one["lines"]]
            for one in Faults(factories.fresh(council.democratic)).sections() if one["lines"] and one["slug"] != "no-entry"}


def confirmed(*services):
    for service in services:
        ServiceEntry.objects.create(service=service, confirmed_on=timezone.localdate())


def test_a_council_in_order_has_no_fault(council):
    confirmed(council.services.street_scene, council.services.housing)
    for key in ("head", "nominated", "clo", "other_head", "chief", "chief_executive", "democratic", "monitoring", "technical"):
        entry(getattr(council, key), service=council.services.place, confirmed_on=timezone.localdate())

    assert faults(council) == {}
    assert "Nothing is wrong today." in words(browser(council.democratic).get("/directory/faults/"))


@pytest.mark.requirement("RUG-4-POINTS")
def test_a_service_without_a_contact_is_a_fault_and_one_whose_only_contact_is_away_another(council):
    confirmed(council.services.street_scene, council.services.housing)
    bare = factories.service("Parks", part_of=council.services.place)
    confirmed(bare)
    now = timezone.now()
    record_absence(council.other_head.person, since=now - DAY, until=now + DAY)

    assert faults(council) == {"contact": ["Parks"], "away": ["Housing"]}


def test_a_stand_in_mends_an_absence(council):
    confirmed(council.services.street_scene, council.services.housing)
    now = timezone.now()
    record_absence(council.other_head.person, since=now - DAY, until=now + DAY, stand_in=council.clo.person)

    assert faults(council) == {}


@pytest.mark.requirement("RUG-DIR-FRESH")
@pytest.mark.parametrize(("who", "kind"), [("clo", "contact"), ("head", "contact"), ("democratic", "other")])
@pytest.mark.parametrize(("over", "stale"), [(0, False), (1, True)])
def test_an_entry_goes_stale_after_its_days(council, who, kind, over, stale):
    confirmed(council.services.street_scene, council.services.housing)
    user = getattr(council, who)
    entry(user, service=council.services.place, confirmed_on=timezone.localdate() - datetime.timedelta(days=FRESH_DAYS[kind] + over))

    assert faults(council) == ({"stale-officers": [user.person.full_name]} if stale else {})


def test_entries_never_confirmed_officers_without_a_service_and_those_not_in_the_hr_list_are_faults(council):
    entry(factories.officer("Wanda Tripp"), unlisted_since=timezone.localdate())

    assert faults(council) == {
        "unlisted": ["Wanda Tripp"], "no-service": ["Wanda Tripp"], "stale-services": ["Housing", "Street Scene"],
        "stale-officers": ["Wanda Tripp"]}


def test_whoever_holds_a_post_of_the_whole_council_needs_no_service(council):
    confirmed(council.services.street_scene, council.services.housing)
    entry(council.chief_executive, confirmed_on=timezone.localdate())

    assert faults(council) == {}


def test_officers_who_stand_in_no_list_are_named(council):
    entry(council.head)

    named = [line["text"] for line in Faults(factories.fresh(council.democratic)).without_entry()]

    assert named == ["Callum Baird", "Femi Adeyemi", "Ines Duarte", "Marian Holt", "Owen Tate", "Rosie Fenn", "Ruth Abara", "Sam Ollerton"]


def test_whoever_left_and_a_service_that_ended_are_no_fault(council):
    confirmed(council.services.street_scene)
    former(unlisted_since=timezone.localdate())
    Service.objects.filter(name__in=["Housing", "People"]).update(ended_on=timezone.localdate())
    leave_office(council.other_head.person)

    assert faults(council) == {}


@pytest.mark.parametrize("who", ["member", "head", "clo", "chief_executive", "technical"])
def test_only_democratic_services_see_the_faults(council, who):
    assert browser(getattr(council, who)).get("/directory/faults/").status_code == 403


def test_a_service_that_has_ended_is_named_while_its_posts_are_held(council):
    for service in (council.services.street_scene, Service.objects.create(name="Markets")):
        service.ended_on = timezone.localdate()
        service.save()

    assert faults(council)["ended"] == ["Street Scene"]
