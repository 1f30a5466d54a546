"""The demo around a real council: its Members and wards, invented officers, dull cases, and nothing else that is made up about anybody."""

import io

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from casework.models import Case, CaseEntry, CasePaper
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, GroupMembership, Person, PrivateContact, User
from council_portal.accounts.policy import SEATS
from council_portal.demo.council import build
from council_portal.demo.data import data
from council_portal.outbox.management.commands.run_due import once as run_due
from council_portal.outbox.models import Message
from council_portal.people.models import Photo
from profiles.models import Body, Duty, Member, Seat
from tests.casework.ground import browser, kept, undone, words
from tests.demo.ground import FEEDS

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not FEEDS.is_dir(), reason=f"there are no real feeds in {FEEDS}")]
OTHERS = ["argyll-bute", "fareham", "staffordshire", "london-fire"]
PRESETS = ["model", "rugby", "north-northamptonshire", "executive-directors", "south-ribble"]


def take(feed, preset="section-c"):
    """Build around a real feed. Returns its Members, and what the feed alone says of them."""
    call_command("import_moderngov", str(FEEDS / f"{feed}.xml"), stdout=io.StringIO())
    members = list(Person.objects.filter(appointments__principal__post=SEATS).distinct().order_by("name"))
    before = said_of(members)
    build(preset, members)
    return members, before


def said_of(members):
    """Everything that the portal holds of these people beside cases and accounts."""
    lent = "Invented for the demo"
    return {
        "profiles": list(Member.objects.order_by("pk").values()),
        "groups": list(GroupMembership.objects.order_by("pk").values()),
        "people": list(Person.objects.filter(pk__in=[one.pk for one in members]).order_by("pk").values()),
        "held": list(Appointment.objects.filter(person__in=members).exclude(authority=lent).order_by("pk").values()),
    }


def nothing_is_made_up(members, before):
    assert said_of(members) == before
    assert [model.objects.count() for model in (Photo, Seat, Duty, Body, PrivateContact)] == [0] * 5
    assert {person.pk for person in Person.objects.filter(is_demo=False)} == {one.pk for one in members}
    assert {address.partition("@")[2] for address in User.objects.values_list("email", flat=True)} == {"council.example"}


def patterns(key):
    return [one[key].split("{")[0] for one in data("dull")["matter"]]


def test_a_real_council_has_its_members_our_officers_and_dull_cases():
    members, before = take("southwark")

    nothing_is_made_up(members, before)
    assert len(members) == 63
    assert Appointment.objects.filter(in_force(), principal__post="officers").count() == 90
    assert (Case.objects.count(), Case.objects.overdue().count()) == (300, 20)
    assert {row.raised_by_id for row in Case.objects.all()} <= {one.pk for one in members}
    assert [case.title for case in Case.objects.all() if not case.title.startswith(tuple(patterns("title")))] == []
    assert Case.objects.exclude(text__endswith="Invented for the demonstration: no such matter was raised.").count() == 0
    assert set(Case.objects.values_list("service__name", flat=True)) == {"Street Scene", "Highways", "Parks and Open Spaces"}
    assert set(Case.objects.values_list("matter", flat=True)) == {"service_failure"}


@pytest.fixture(scope="module")
def fareham(django_db_setup, django_db_blocker):
    """One small real council, built once for the tests that only read it."""
    with kept(django_db_blocker):
        take("fareham")
        yield


def test_no_opinion_is_put_into_anybodys_mouth(fareham):
    said = data("dull")["said"]
    fixed = {text for kind in ("update", "member", "closed") for text in said[kind]}
    begun = tuple(text.split("{")[0] for kind in ("answer", "back") for text in said[kind])
    placed = "This service has the matter in hand."
    written = set(CaseEntry.objects.exclude(text="").values_list("text", flat=True))

    assert [text for text in written if text not in fixed | {placed} and not text.startswith(begun)] == []
    assert set(Case.objects.exclude(departure="").values_list("departure", flat=True)) == set(said["departure"])


def test_nothing_is_mailed_to_real_members(fareham):
    with undone():
        run_due()

        assert mail.outbox == []
    assert set(Message.objects.values_list("status", flat=True)) == {"cancelled"}


def test_no_address_of_a_real_member_is_in_a_name_of_a_file(fareham):
    names = [*CasePaper.objects.values_list("name", flat=True), *CasePaper.objects.values_list("stored", flat=True)]

    assert len(names) == 60
    assert [name for name in names if "@" in name] == []


def test_a_card_of_the_cabinet_shows_what_the_feed_says_and_no_portfolio(fareham, settings):
    settings.DEMO_REAL_MEMBERS = True
    person = Person.objects.get(user__email="portfolio-holder@council.example")

    page = words(browser().get(reverse("account_login")))

    assert person.appointments.filter(principal__post="portfolio_holder").count() == 0
    assert "; ".join(person.member.key_posts) in page
    assert "Holds the portfolio that Street Scene is in" not in page


@pytest.mark.long
@pytest.mark.parametrize("feed", OTHERS)
def test_every_feed_builds(feed):
    members, before = take(feed)

    nothing_is_made_up(members, before)
    assert (Case.objects.count(), Case.objects.overdue().count()) == (300, 20)


@pytest.mark.long
@pytest.mark.parametrize("preset", PRESETS)
def test_a_real_council_builds_under_every_protocol(preset):
    members, before = take("fareham", preset)

    nothing_is_made_up(members, before)
    assert (Case.objects.count(), Case.objects.overdue().count()) == (300, 20)
