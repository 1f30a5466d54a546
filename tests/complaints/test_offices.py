"""Which office has a concern when its own cannot go on with it: the deputy before anybody of one side, and nobody by an account closed."""

import uuid

import pytest
from django.utils import timezone

from complaints import assessing, dealing, deciding, inquiry, nations, policy, reviewing, routing, services, settling
from complaints.connections import services as register
from complaints.connections.models import Connection
from complaints.models import Concern
from council_portal.accounts.models import User
from council_portal.accounts.services import appoint
from council_portal.outbox.models import Message
from council_portal.people import closing
from tests import factories
from tests.casework.ground import browser
from tests.complaints import ground
from tests.complaints.test_pages import words
from tests.connections.ground import declare
from tests.factories import fresh

pytestmark = pytest.mark.django_db
YES = dict.fromkeys(assessing.QUESTIONS, assessing.YES)


@pytest.fixture
def at(db):
    """A council under the model protocol: of a Member's conduct a Member tells the Monitoring Officer or a Group Leader (12.4)."""
    made = ground.council("model")
    made.technical = factories.officer("Tom Ames", "technical_administrator")
    return made


def about(at, **given):
    """A Member's concern about another, of the other group, sent to the Monitoring Officer by choice."""
    return ground.concern(at.member, at.town_member, matter=policy.MEMBER, **{"chosen": "monitoring_officer", **given})


def row(one):
    return Concern.objects.get(pk=one.pk)


def why(at, one):
    return words(browser(at.member).get(one.get_absolute_url()))


@pytest.mark.requirement("CMP-CONFLICT")
def test_when_the_monitoring_officer_steps_back_the_deputy_has_it_and_no_group_leader(at):
    one = about(at)

    services.step_back(one, actor=fresh(at.monitoring))

    assert ground.who_sees(at, one) == {at.member, at.deputy}
    assert "Deputy monitoring officer (Petra Wynn), because whoever the protocol names first" in why(at, one)


def test_of_what_is_sent_to_another_office_a_group_leader_has_it_last_and_the_page_says_in_whose_place(at):
    one = about(at)
    for user in (at.deputy, at.chief_executive, at.exec_director):
        settling.wall_off(one, user.person, "concerned in it")
    free = routing.office_for(routing.way_of(one).form, **settling.known_of(one, [at.monitoring.person]))
    assert free.post not in ("monitoring_officer", "group_leader"), "somebody else answers to the council as a whole"

    services.step_back(one, actor=fresh(at.monitoring))

    assert "as the protocol says" not in why(at, one)


@pytest.mark.requirement("CMP-CONFLICT")
def test_the_second_look_is_the_deputys_and_not_the_leaders_of_whoever_it_is_about(at):
    one = about(at)
    dealing.assess(one, actor=fresh(at.monitoring), decision="nothing", text="Nothing.", reasons="So.", answers=YES, branch=["breach"])

    reviewing.ask_review(row(one), actor=fresh(at.member), text="Look again.")

    assert ground.who_sees(at, one) == {at.member, at.deputy, at.monitoring}
    assert at.deputy.person in settling.people_of(row(one), policy.HANDLER)


@pytest.mark.requirement("CMP-TRIAGE")
def test_an_account_that_is_closed_takes_no_concern_away_for_two_working_days_and_others_are_told(at, time_machine):
    time_machine.move_to("2027-06-01T10:00:00Z", tick=False)  # a Tuesday
    one = about(at)

    closing.set_open(at.monitoring, actor=fresh(at.technical), is_open=False)
    settling.settle_all()

    assert ground.who_sees(at, one) == {at.member}
    assert "waits for them until 3 June 2027" in why(at, one)
    assert "()" not in why(at, one)
    told = {message.to for message in Message.objects.filter(kind="account_closed")}
    assert told == {at.democratic.person, at.chief_executive.person, at.deputy.person}

    time_machine.move_to("2027-06-02T10:00:00Z", tick=False)
    closing.set_open(at.monitoring, actor=fresh(at.technical), is_open=True)
    settling.settle_all()
    assert ground.who_sees(at, one) == {at.member, at.monitoring}

    closing.set_open(at.monitoring, actor=fresh(at.technical), is_open=False)
    time_machine.move_to("2027-06-05T10:00:00Z", tick=False)
    settling.settle_all()
    assert ground.who_sees(at, one) == {at.member, at.deputy}


def test_closed_concerns_are_read_by_nobody_else_meanwhile_either(at):
    one = about(at)
    dealing.assess(one, actor=fresh(at.monitoring), decision="nothing", text="Nothing.", reasons="So.", answers=YES, branch=["breach"])

    closing.set_open(at.monitoring, actor=fresh(at.technical), is_open=False)
    settling.settle_all()

    assert ground.who_sees(at, one) == {at.member}


def test_the_technical_administrator_closes_and_opens_an_account_on_its_page(at):
    client, page = browser(at.technical), f"/admin/accounts/user/{at.monitoring.pk}/change/"

    client.post(page, {})
    closed = User.objects.get(pk=at.monitoring.pk)
    client.post(page, {"is_active": "on"})

    assert (closed.is_active, closed.closed_at is not None) == (False, True)
    assert User.objects.values_list("is_active", "closed_at").get(pk=at.monitoring.pk) == (True, None)


@pytest.mark.requirement("EXD-1.3")
def test_a_matter_of_the_code_goes_to_no_group_leader_and_the_form_says_so_with_what_was_typed(at):
    form = {"names": at.town_member.person.full_name, "text": "She shouted.", "kinds": ["code"], "chosen": "group_leader",
            "key": str(uuid.uuid4()), "withheld": "", "also": "", "wanted": "", "clauses": ""}

    page = browser(at.member).post("/concerns/raise/member/", form)

    assert "is not for a Group Leader" in words(page)
    assert "She shouted." in page.content.decode()
    assert not Concern.objects.exists()


def test_a_group_leader_settles_early_and_neither_investigates_nor_decides_of_the_code(at):
    one = ground.concern(at.member, at.other_member, matter=policy.MEMBER, chosen="group_leader")
    leader = at.town_member
    assert ground.who_sees(at, one) == {at.member, leader}

    page = browser(leader).get(one.get_absolute_url() + "assess/")

    assert "is not for a Group Leader" in words(page)
    assert 'value="investigate"' not in page.content.decode()
    for decision, branch in (("investigate", ["breach"]), ("nothing", ["code"]), ("early", ["code"])):
        with pytest.raises(services.CannotBe, match="party"):
            dealing.assess(one, actor=fresh(leader), decision=decision, text="So.", reasons="So.", answers=YES, branch=branch)
    dealing.assess(one, actor=fresh(leader), decision="early", text="We talk.", reasons="So.", answers=YES, branch=["breach"])
    with pytest.raises(services.CannotBe, match="party"):
        dealing.investigate(row(one), actor=fresh(leader), text="It did not help.")
    with pytest.raises(services.CannotBe, match="party"):
        inquiry.appoint(row(one), actor=fresh(leader), person=at.clo.person, capacity=policy.PANEL, until=timezone.localdate(), text="Sit.")
    assert browser(leader).get(one.get_absolute_url() + "appoint/").status_code != 200
    services.step_back(row(one), actor=fresh(leader))
    assert ground.who_sees(at, one) == {at.member, at.monitoring}


@pytest.mark.requirement("CMP-CONFLICT")
def test_what_is_investigated_goes_to_no_group_leader_whatever_was_chosen(at):
    one = ground.concern(at.member, at.other_member, matter=policy.MEMBER, chosen="group_leader")
    services.step_back(one, actor=fresh(at.town_member))
    dealing.assess(row(one), actor=fresh(at.monitoring), decision="investigate", text="So.", reasons="So.", answers=YES, branch=["breach"])
    after_it = factories.member("Olive Grange", of=at.wards.castle, in_group=at.groups.town)
    appoint(after_it.person, factories.post("group_leader", in_group=at.groups.town), authority="Invented")

    services.step_back(row(one), actor=fresh(at.monitoring))

    assert settling.people_of(row(one), policy.HANDLER) == [at.deputy.person]


@pytest.mark.requirement("CMP-TRIAGE")
def test_a_matter_of_the_code_is_one_by_whatever_door_it_came(at):
    one = ground.concern(at.head, at.town_member, matter=policy.OFFICER)
    services.set_facts(one, branch=["code"])

    assert nations.is_heard(row(one))
    assert deciding.members_in(row(one)) == [0]


def test_a_member_is_not_complained_of_by_the_door_for_officers(at):
    form = {"names": at.town_member.person.full_name, "text": "She shouted.", "key": str(uuid.uuid4())}

    page = browser(at.head).post("/concerns/raise/officer/", form)

    assert "is a Member. Go back, and raise it as a Member’s conduct" in words(page)
    assert "She shouted." in page.content.decode()
    assert not Concern.objects.exists()


@pytest.mark.requirement("SEC-5.7")
def test_what_is_shown_before_it_is_sent_is_the_same_whatever_is_declared_and_it_goes_past_whoever_is_connected(at):
    form = {"names": at.town_member.person.full_name, "text": "She shouted.", "chosen": "monitoring_officer",
            "key": str(uuid.uuid4()), "withheld": "", "also": "", "wanted": "", "clauses": "", "stage": "check"}

    def shown():
        page = words(browser(at.member).post("/concerns/raise/member/", form))
        return page[page.index("Who reads it"):]

    before = shown()
    declare(at.monitoring, at.town_member)

    assert shown() == before
    assert "which of them has it: Deputy monitoring officer (Petra Wynn); " in before
    declare(at.deputy, at.town_member)
    assert shown() == before, "nor where two of them are connected"
    for one in Connection.objects.filter(running=True).order_by("-pk")[:1]:
        register.end(one, actor=fresh(at.deputy), text="No more.")
    browser(at.member).post("/concerns/raise/member/", form | {
        "stage": "save", "shown": [str(user.person.uid) for user in (at.monitoring, at.deputy)]})
    assert ground.who_sees(at, Concern.objects.get()) == {at.member, at.deputy}


@pytest.mark.requirement("SEC-6.1")
def test_whoever_had_the_talk_never_has_the_form(at):
    one = ground.concern(at.member, at.head, talk=True, text="May we talk?")
    services.send_form(row(one), actor=fresh(at.member), text="He did it again.", wanted="")

    assert at.leader.person in settling.known_of(row(one))["out"]
    assert at.leader.person not in settling.readers(row(one))


def test_the_law_on_what_was_not_done_in_office_and_what_is_no_breach_is_said_at_the_decision(at):
    one = about(at)
    typed = {**YES, "branch": ["code"], "decision": "investigate", "reasons": "So.", "text": "So.", "version": str(one.version)}

    def said(**answers):
        return words(browser(at.monitoring).post(one.get_absolute_url() + "assess/", {**typed, **answers}))

    assert "section 27(2)" in said(capacity="no")
    assert "there is nothing to investigate" in said(breach="no")
    assert row(one).status == "received"


def test_a_short_time_is_a_setting(at, settings, time_machine):
    settings.CONCERN_ACCOUNT_DAYS = 4
    time_machine.move_to("2027-06-01T10:00:00Z", tick=False)
    one = about(at)
    closing.set_open(at.monitoring, actor=fresh(at.technical), is_open=False)

    assert "until 7 June 2027" in why(at, one)
