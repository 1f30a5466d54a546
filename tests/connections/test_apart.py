"""Two people with a declared connection, or an open concern between them, do not work on one case, and nobody learns why."""

import datetime
import re
import uuid

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import owners, questions, services
from casework.turns import CannotBe
from casework.whose import apart_from
from complaints import services as concerns
from complaints.connections import services as register
from complaints.connections import telling
from complaints.connections.models import NotAvoided
from council_portal.accounts.models import Appointment
from council_portal.accounts.services import appoint
from council_portal.matters.apart import kept_apart
from council_portal.outbox.models import Message
from tests import factories
from tests.casework.ground import browser, words
from tests.complaints import ground as complaints_ground
from tests.connections import ground
from tests.factories import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(db):
    """The Head of Street Scene has a deputy, who can take cases of the same office."""
    made = ground.council()
    made.head_post, made.clo_post = (factories.post(word, of=made.services.street_scene) for word in ("head_of_service", "clo"))
    made.second = factories.officer("Bodil Yates")
    appoint(made.second.person, made.head_post, authority="Invented", role=Appointment.Role.DEPUTY)
    return made


def alone(at):
    """Of all to whom the protocol lets a case go first, only the Head of Service is there."""
    Appointment.objects.filter(person__in=[at.second.person, at.nominated.person, at.clo.person]).exclude(
        principal__post__in=["", "staff"]).update(until=timezone.now())


def connected(at):
    return ground.declare(at.head, at.member)


def complained(at):
    return complaints_ground.concern(at.member, at.head)


def complained_of(at):
    return complaints_ground.concern(at.head, at.member)


BETWEEN = [connected, complained, complained_of]


@pytest.mark.requirement("SEC-5.7")
@pytest.mark.parametrize("between", BETWEEN)
def test_a_new_case_goes_to_somebody_else_of_the_same_office_and_no_page_or_message_says_why(at, between):
    before = factories.log(at)
    between(at)
    after, others = factories.log(at), factories.log(at, actor=at.other_member)

    assert [case.owner.name for case in (before, after, others)] == ["Priya Chandran", "Bodil Yates", "Priya Chandran"]
    assert after.sent_to == before.sent_to
    page = words(browser(at.member).get(after.get_absolute_url()))
    for word in ("onnection", "apart", "avoided", "conflict"):
        assert word not in page
    assert not NotAvoided.objects.exists()


@pytest.mark.requirement("SEC-5.7", "SEC-3.2")
@pytest.mark.parametrize("between", BETWEEN)
def test_of_the_protocols_equal_choices_one_is_chosen_already_that_is_free_and_nothing_says_why(at, between):
    Appointment.objects.filter(person=at.second.person, role=Appointment.Role.DEPUTY).update(until=timezone.now())
    usual = check(at)
    between(at)
    page = check(at)

    assert (chosen(usual), chosen(page)) == ("head_of_service", "nominated_officer")
    assert offered(page) == offered(usual), "the choices and their order are those of before"
    assert re.sub(r"\s+", " ", words(page)) == re.sub(r"\s+", " ", words(usual)), "no word says that anything is otherwise"
    case = factories.log(at, chosen=chosen(page))
    assert (case.owner, NotAvoided.objects.exists()) == (at.nominated.person, False)
    assert factories.log(at).owner == at.nominated.person, "where nobody chooses, it is the first who is free"


def test_whoever_minds_the_pair_is_told_that_the_member_chose_it(at):
    Appointment.objects.filter(person=at.second.person, role=Appointment.Role.DEPUTY).update(until=timezone.now())
    connected(at)
    concern = complained(at)
    case = factories.log(at, chosen="head_of_service")

    register = words(browser(at.monitoring).get("/connections/register/"))
    assert case.owner == at.head.person
    assert f"Chosen by the Member, though another office was free: case {case.reference}" in register
    assert "Could not be avoided" not in register
    page = words(browser(at.chief_executive).get(concern.get_absolute_url()))
    assert "The Member chose an office with nobody but the officer" in page
    assert "could not be kept from" not in page


def check(at):
    """The second page of raising a failure of Street Scene."""
    return browser(at.member).post("/casework/log/", {
        "matter": "service_failure", "title": "Street scene: bins", "text": "Three weeks running.", "service": at.services.street_scene.uid,
        "ward": at.wards.mill_hill.uid, "key": uuid.uuid4()})


def chosen(page):
    return re.search(r'name="chosen" value="([^"]*)"[^>]*checked', page.content.decode())[1]


def offered(page):
    return re.findall(r'name="chosen" value="([^"]*)"', page.content.decode())


@pytest.mark.requirement("SEC-5.7")
@pytest.mark.parametrize("between", BETWEEN)
def test_by_hand_the_officer_is_not_offered_and_refused_as_anybody_else_who_cannot(at, between):
    case = factories.log(at)
    services.move(case, case.status, actor=None, verb="given", owner=at.second.person)
    between(at)
    client, page = browser(at.second), f"{case.get_absolute_url()}assign/"

    assert at.head.person not in owners.may_own(case)
    with pytest.raises(CannotBe, match="not of this office"):
        owners.assign(case, actor=fresh(at.second), person=at.head.person)
    for who in (at.head, at.clo):  # the one is kept apart from the Member, the other holds no office that has the case
        page_of = client.post(page, {"assign-person": str(who.person.uid), "assign-key": str(uuid.uuid4()), "assign-version": case.version})
        assert "Choose somebody else: this officer cannot take this case." in words(page_of)


def test_of_several_cases_given_at_once_one_is_enough(at):
    mine, anothers = factories.log(at), factories.log(at, actor=at.other_member)
    connected(at)

    assert at.head.person in owners.may_own_all([anothers])
    assert at.head.person not in owners.may_own_all([mine, anothers])


@pytest.mark.requirement("SEC-5.7")
def test_where_nobody_else_is_there_the_case_goes_on_and_the_register_says_so(at):
    alone(at)
    made = connected(at)
    Message.objects.all().delete()
    case = factories.log(at)

    assert case.owner == at.head.person
    said = f"Could not be avoided: case {case.reference}"
    assert said in words(browser(at.monitoring).get("/connections/register/"))
    assert said in words(browser(at.deputy).get(made.get_absolute_url()))
    assert said in words(browser(at.deputy).get("/monitoring/connections/connection/"))
    assert "avoided" not in words(browser(at.head).get(made.get_absolute_url())), "whoever declared it is not told of cases"
    assert not Message.objects.filter(kind="in_confidence").exists(), "a message at once would say whose case it is"


def test_those_who_keep_the_register_are_told_on_the_day_after_and_once(at):
    alone(at)
    connected(at)
    factories.log(at)
    Message.objects.all().delete()

    assert telling.tell_not_avoided() == 0
    NotAvoided.objects.update(on=timezone.localdate() - datetime.timedelta(days=1))
    assert telling.tell_not_avoided() == 2
    assert telling.tell_not_avoided() == 0
    told = Message.objects.filter(kind="in_confidence")
    assert {message.to.name for message in told} == {at.monitoring.person.name, at.deputy.person.name}


def test_where_a_concern_could_not_be_avoided_only_the_office_that_deals_with_it_reads_that(at):
    alone(at)
    concern = complained(at)
    case = factories.log(at)

    assert case.owner == at.head.person
    assert case.reference in words(browser(at.chief_executive).get(concern.get_absolute_url()))
    assert case.reference not in words(browser(at.member).get(concern.get_absolute_url()))
    turn = concern.turns.order_by("-pk").first()
    assert timezone.localtime(turn.at).time() == datetime.time(), "the day, and no time"


@pytest.mark.parametrize("between", BETWEEN)
def test_once_it_is_over_cases_are_given_like_any_other(at, between):
    made = between(at)
    if between is connected:
        register.end(made, actor=fresh(at.head), text="Moved away.")
    else:
        concerns.withdraw(made, actor=fresh(at.member if between is complained else at.head), text="Settled.")

    assert factories.log(at).owner == at.head.person


def test_handed_over_placed_and_come_back_it_is_asked_too(at):
    case = factories.log(at)
    services.answer(case, actor=fresh(at.head), text="Done.", outcome="done", outcome_on=timezone.localdate())
    connected(at)

    services.come_back(case, actor=fresh(at.member), text="It is not.")
    assert case.owner == at.second.person
    ground.declare(at.clo, at.member)
    with pytest.raises(CannotBe, match="nobody to hand it over to"):
        owners.hand_over(case, actor=fresh(at.second), principal=at.clo_post, text="Yours.")


def test_a_case_whose_officer_leaves_goes_past_whoever_is_kept_apart(at):
    third = factories.officer("Anna Zeller")
    appoint(third.person, at.head_post, authority="Invented", role=Appointment.Role.DEPUTY)
    case = factories.log(at)
    ground.declare(at.second, at.member)
    Appointment.objects.filter(person=at.head.person, principal=at.head_post).update(until=timezone.now())

    owners.mind_owners()
    case.refresh_from_db()

    assert case.owner == third.person


def test_a_question_that_the_officer_asks_goes_and_the_register_says_so(at):
    connected(at)
    case = questions.ask_member(actor=fresh(at.head), key=uuid.uuid4(), title="The lights", text="Which?", member=at.member.person,
                                office=at.head_post)

    assert case.owner == at.head.person
    assert NotAvoided.objects.get().case == case.reference


def test_without_the_keys_there_is_no_such_pair_and_casework_goes_on(at, settings):
    connected(at)
    complained(at)
    settings.SEALING_KEYS = "/nowhere/keys"

    assert factories.log(at).owner == at.head.person


def test_while_there_is_nothing_it_takes_one_statement(at):
    case = factories.log(at)
    with CaptureQueriesContext(database) as asked:
        assert apart_from(case.raised_by, {at.head.person.pk}) == set()

    assert len(asked) == 1
    assert kept_apart(set()) == set()


@pytest.mark.requirement("SEC-5.7")
def test_whoever_keeps_the_register_reads_which_cases_the_two_have_now_and_nobody_else_does(at):
    before, others, ended = factories.log(at), factories.log(at, actor=at.other_member), factories.log(at)
    services.answer(ended, actor=fresh(at.head), text="Done.", outcome="done", outcome_on=timezone.localdate())
    services.close(ended, actor=fresh(at.member))
    made = connected(at)
    page = words(browser(at.monitoring).get(made.get_absolute_url()))

    assert (before.reference in page, others.reference in page, ended.reference in page) == (True, False, False)
    assert before.reference not in words(browser(at.head).get(made.get_absolute_url())), "whoever declared it is told nothing of cases"
    register.end(made, actor=fresh(at.head), text="We no longer share it.")
    assert before.reference not in words(browser(at.monitoring).get(made.get_absolute_url()))


def test_the_office_that_deals_with_a_concern_reads_which_cases_the_two_have_now(at):
    before = factories.log(at)
    made = complained_of(at)

    assert before.reference in words(browser(at.monitoring).get(made.get_absolute_url()))
    assert before.reference not in words(browser(at.head).get(made.get_absolute_url()))
    concerns.withdraw(made, actor=fresh(at.head), text="")
    assert before.reference not in words(browser(at.monitoring).get(made.get_absolute_url()))


def test_a_case_from_which_the_reader_is_kept_out_is_not_among_them(at):
    before = factories.log(at)
    made = connected(at)
    before.exclusions.create(principal=factories.post("monitoring_officer"), reason="invented")

    assert before.reference not in words(browser(at.monitoring).get(made.get_absolute_url()))
