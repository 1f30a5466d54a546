"""Home tells whoever is told of a concern, or let in to one by name, that there is something; and whoever has not signed the protocol."""
import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints import inquiry, reviewing, services, settling
from complaints.models import Status
from complaints.policy import GRANTED, SUBJECT
from complaints.signing import services as signing
from complaints.signing.models import Renewal
from council_portal.accounts.services import leave_office
from council_portal.protocol.services import adopt, in_force
from directory.models import Officer
from tests.casework.ground import browser, words
from tests.complaints import ground
from tests.factories import fresh

pytestmark = pytest.mark.django_db
WAITS, SIGN = "something waits for you", "The protocol waits for your signature"


@pytest.fixture
def at():
    return ground.outsiders(ground.council())


def inquired(at):
    """A concern of an officer about a Member that is investigated, with everybody who can be let in."""
    made = ground.concern(at.head, at.member)
    services.moved(made, Status.ASSESSED, fresh(at.monitoring), "assessed")
    services.moved(made, Status.INQUIRY, fresh(at.monitoring), "investigated")
    ground.let_in(made, at, fresh(at.monitoring))
    return made


def told(at, made):
    """The accounts whose home page tells that something waits, with its reference."""
    everybody = {*at.everybody, at.investigator, at.independent, at.panellist}
    found = {user: words(browser(user).get("/")) for user in everybody}
    return {user for user, said in found.items() if f"{made.reference} {WAITS}" in said}


@pytest.mark.requirement("CMP-CONF")
def test_home_tells_those_who_are_told_and_let_in_and_nobody_else_and_nothing_but_the_reference(at):
    made = ground.concern(at.head, at.member)
    assert told(at, made) == set()

    made = inquired(at)

    assert told(at, made) == {at.member, at.investigator, at.independent, at.panellist}
    for user in (at.member, at.investigator, at.independent, at.panellist):
        said = words(browser(user).get("/"))
        place = said.index(made.reference)
        assert [word for word in ("investigated", at.head.person.name, "last change") if word in said[place:place + 90]] == []
        assert browser(user).get(made.get_absolute_url()).status_code == 200
    assert f"{made.reference} {WAITS}" not in words(browser(at.monitoring).get("/"))


@pytest.mark.requirement("CMP-CONF")
def test_it_ends_with_what_lets_them_in(at):
    made = inquired(at)
    for row in made.standings.filter(capacity__in=GRANTED):
        inquiry.end_grant(made, actor=fresh(at.monitoring), standing=row.pk)
    assert told(at, made) == {at.member}

    services.moved(made, Status.DECIDED, fresh(at.monitoring), "decided")
    services.moved(made, Status.CLOSED, fresh(at.monitoring), "closed")
    assert told(at, made) == set()


@pytest.mark.requirement("CMP-CONFLICT")
def test_who_is_kept_out_is_told_nothing_and_whoever_it_is_about_goes_on_being_told_in_no_office(at):
    made = inquired(at)

    settling.wall_off(made, at.investigator.person, "concerned in it")
    leave_office(at.member.person)

    assert told(at, made) == {at.member, at.independent, at.panellist}


LAST_DAY = "A decision in confidence: until 29 June 2027 you may ask that it is looked at again"


@pytest.mark.requirement("CMP-CONF")
def test_after_a_decision_home_tells_both_sides_until_when_a_second_look_may_be_asked_and_nothing_else(at, time_machine):
    time_machine.move_to(datetime.datetime(2027, 6, 8, 9, tzinfo=datetime.UTC), tick=False)
    made = inquired(at)
    services.set_facts(made, settled_on="2027-06-08", decided_by=[at.monitoring.person.pk])
    services.moved(made, Status.DECIDED, fresh(at.monitoring), "decided")

    for status in (Status.DECIDED, Status.CLOSED):
        if status == Status.CLOSED:
            services.moved(made, Status.CLOSED, fresh(at.monitoring), "closed")
        for user in (at.head, at.member):
            assert f"{made.reference} {LAST_DAY}" in words(browser(user).get("/"))
        for user in (at.investigator, at.independent, at.panellist, at.monitoring, at.deputy, at.other_member):
            assert LAST_DAY not in words(browser(user).get("/"))

    time_machine.move_to(datetime.datetime(2027, 6, 29, 22, 59, tzinfo=datetime.UTC), tick=False)
    assert LAST_DAY in words(browser(at.head).get("/"))
    time_machine.move_to(datetime.datetime(2027, 6, 29, 23, tzinfo=datetime.UTC), tick=False)  # midnight in London
    assert [made.reference in words(browser(user).get("/")) for user in (at.head, at.member)] == [False, False]


def test_home_tells_no_more_of_a_second_look_once_it_was_asked(at):
    made = inquired(at)
    services.set_facts(made, settled_on=timezone.localdate().isoformat(), decided_by=[at.monitoring.person.pk])
    services.moved(made, Status.DECIDED, fresh(at.monitoring), "decided")

    reviewing.ask_review(made, actor=fresh(at.member), text="Look again.")

    assert made.reference not in words(browser(at.head).get("/"))
    assert f"{made.reference} {WAITS}" in words(browser(at.member).get("/"))


def test_whoever_holds_no_office_is_shown_that_and_nothing_else(at):
    made = inquired(at)
    page = browser(at.independent).get("/")

    assert [panel["title"] for one in page.context["sections"] for panel in one["panels"]] == ["In confidence"]
    assert "You are let in by name to what stands here, and to nothing else." in words(page)

    made.standings.filter(capacity__in=GRANTED).update(until=timezone.now())

    page = browser(at.independent).get("/")
    assert page.context["sections"] == []
    assert "there is nothing here for you" in words(page)


def statements(user):
    client = browser(user)
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/")
    return len(captured)


def test_concerns_of_others_cost_whoever_deals_with_none_no_statement(at):
    before = {name: statements(at.accounts[name]) for name in ("member", "other_member", "head", "other_head", "democratic")}
    settling.stand(ground.concern(at.clo, at.colleague), "person:0", SUBJECT, reason="told")
    for _one in range(3):
        made = ground.concern(at.clo, at.colleague)
        settling.stand(made, services.own_word(at.colleague), SUBJECT, reason="told")

    assert {name: statements(at.accounts[name]) for name in before} == before
    assert WAITS in words(browser(at.colleague).get("/"))


def test_without_the_keys_home_is_there_and_says_so_to_those_who_deal_with_concerns(at, settings):
    inquired(at)
    settings.SEALING_KEYS = "/nowhere/keys"

    pages = {user: browser(user).get("/") for user in (at.panellist, at.monitoring, at.other_member)}

    assert [page.status_code for page in pages.values()] == [200, 200, 200]
    assert {user for user, page in pages.items() if "cannot be opened now" in words(page)} == {at.monitoring}
    assert WAITS not in words(pages[at.panellist])


# --- signing -------------------------------------------------------------------------------------------------------------------


def asks(at, *, restricted=True, days=30):
    """A version that asks Members, officers of the first three tiers and politically restricted posts to sign."""
    asked = f"members = true\nofficer_tiers = [1, 2, 3]\npolitically_restricted = {str(restricted).lower()}"
    text = at.protocol.text + f'\n[signing]\n{asked}\nclause = "1.1"\n'
    return adopt(text, "asks", timezone.localdate() - datetime.timedelta(days=days), "Minute 9")


def entry(user, **given):
    return Officer.objects.update_or_create(person=user.person, defaults={"post": "Invented", **given})[0]


def outstanding(at):
    """The accounts whose home page asks them to sign; and, the same by the register."""
    found = {user for user in at.everybody if SIGN in words(browser(user).get("/"))}
    by_register = {line.person.pk for line in signing.register(in_force()) if line.signature is None}
    assert {user.person.pk for user in found} == by_register & {user.person.pk for user in at.everybody}
    return found


@pytest.mark.requirement("SRB-SIGN")
def test_home_asks_whoever_has_not_signed_and_the_register_says_the_same(at):
    assert outstanding(at) == set()
    asks(at)
    entry(at.head, tier=2), entry(at.clo, tier=4), entry(at.nominated, tier=4, politically_restricted=True)
    members = {at.member, at.other_member, at.colleague, at.town_member}

    assert outstanding(at) & {at.head, at.clo, at.nominated, *members} == {at.head, at.nominated, *members}

    signing.sign(digest=in_force().digest, actor=fresh(at.member))
    assert at.member not in outstanding(at)


@pytest.mark.requirement("SRB-SIGN")
@pytest.mark.parametrize("again", [None, True, False])
def test_what_counts_for_the_register_counts_on_home(at, again):
    first = asks(at)
    signing.sign(digest=first.digest, actor=fresh(at.member))
    second = asks(at, restricted=False, days=2)
    if again is not None:
        Renewal.objects.create(version=second, again=again, why="So.", decided_by=at.monitoring.person)

    assert (at.member in outstanding(at)) == (again is not False)


def test_asking_to_sign_takes_no_statement(at):
    before = {name: statements(at.accounts[name]) for name in ("member", "head", "democratic")}
    asks(at)
    entry(at.head, tier=2)

    assert {name: statements(at.accounts[name]) for name in before} == before
    assert SIGN in words(browser(at.head).get("/"))
