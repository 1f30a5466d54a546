"""The demo around a real council: its Members and wards, invented officers, dull cases, and nothing else that is made up about anybody."""

import pytest
from django.core import mail
from django.urls import reverse

from casework.models import Case, CaseEntry, CasePaper
from council_portal.accounts.models import Person
from council_portal.demo.data import data
from council_portal.outbox.management.commands.run_due import once as run_due
from council_portal.outbox.models import Message
from tests.casework.ground import browser, kept, undone, words
from tests.demo.ground import FEEDS, take

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not FEEDS.is_dir(), reason=f"there are no real feeds in {FEEDS}")]


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
