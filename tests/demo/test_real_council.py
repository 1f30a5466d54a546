"""The demo around a real council: its Members and wards, invented officers, dull cases, and nothing else that is made up about anybody."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from casework.models import Case, CaseEntry, CasePaper
from council_portal.accounts.models import Person
from council_portal.demo.data import data
from council_portal.outbox.management.commands.run_due import once as run_due
from council_portal.outbox.models import Message
from council_portal.people.models import Place
from tests.casework.ground import browser, kept, undone, words
from tests.demo.ground import FEEDS, take

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not FEEDS.is_dir(), reason=f"there are no real feeds in {FEEDS}")]


@pytest.fixture(scope="module")
def fareham(django_db_setup, django_db_blocker):
    """One small real council, built once for the tests that only read it."""
    with kept(django_db_blocker):
        take("fareham")
        yield


def pattern(texts):
    """What these texts may have become: anything in the place of {where} and {past}."""
    return re.compile("|".join(re.sub(r"\\{\w+\\}", ".+", re.escape(text)) for text in texts))


def test_no_opinion_is_put_into_anybodys_mouth(fareham):
    told, turns = data("dull"), data("turns")
    said, lettered = told["said"], told["closings"]["lettered"]
    mine = [text for kind in ("member", "closed", "back", "further", "early") for text in said[kind]]
    mine += [text for kind in ("reply", "agree", "decline", "turned") for text in turns[kind]]
    theirs = [text for kind in ("received", "update", "noted", "answer", "again") for text in said[kind]]
    theirs += [text for kind in ("ask", "more_time", "want", "contribute", "hand_over", "join", "acknowledge") for text in turns[kind]]
    theirs += [turns[ending]["answer"] for ending in ("scheduled", "not_ours", "refused", "no_power")]
    entries = CaseEntry.objects.exclude(text="").exclude(kind="reference").exclude(author=None).select_related("author__member")

    by_members = {entry.text for entry in entries if hasattr(entry.author, "member")}
    by_officers = {entry.text for entry in entries if not hasattr(entry.author, "member")} - {"This service has the matter in hand."}

    assert len(by_members) >= 7
    assert [text for text in by_members if not pattern(mine).fullmatch(text.removesuffix(f"\n\n{told['mark']}"))] == []
    assert [text for text in by_members if not text.endswith(f"\n\n{told['mark']}")] == []
    assert [text for text in by_officers if not pattern(theirs).fullmatch(text.removesuffix(f"\n\n{lettered}"))] == []
    assert set(Case.objects.exclude(departure="").values_list("departure", flat=True)) == {
        f"{text} {told['mark']}" for text in said["departure"]}


def test_nothing_that_a_member_did_stands_without_the_mark(fareham):
    entries = CaseEntry.objects.exclude(kind__in=["logged", "reference"]).filter(author__member__isnull=False)

    assert entries.count() > 258
    assert entries.exclude(text__endswith="Invented for the demonstration.").count() == 0


def test_no_street_is_made_up_for_a_real_ward(fareham):
    assert Place.objects.count() == 0


def test_dull_titles_are_many_and_dull():
    titles = {one["title"] for one in data("dull")["matter"]}

    assert len(titles) >= 60
    assert {title for title in titles if not title.endswith(" {where}, {ward}")} == set()


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
