"""A concern goes where the protocol sends it, past whoever is concerned in it, and whoever is out finds no trace of it."""

import uuid

import pytest
from django.core import mail
from django.db import connection
from django.http import Http404
from django.utils import timezone

from complaints import dealing, policy, reading, services, settling
from complaints.models import Concern, ConcernTurn, Status
from council_portal.access.decisions import Forbidden, can
from council_portal.accounts.models import Appointment
from council_portal.accounts.services import appoint, leave_office
from council_portal.audit.models import Event
from council_portal.matters.services import Changed
from council_portal.outbox.management.commands.run_due import once as run_due
from council_portal.outbox.models import Message
from tests import factories
from tests.complaints import ground
from tests.complaints.ground import concern, who_sees
from tests.factories import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(db):
    return ground.council()


@pytest.mark.requirement("SEC-6.2")
def test_an_officers_concern_about_a_member_is_seen_by_the_monitoring_officer_and_by_nobody_else(at):
    made = concern(at.head, at.member)

    assert made.status == Status.RECEIVED
    assert who_sees(at, made) == {at.head, at.monitoring}


@pytest.mark.requirement("SEC-6.1")
def test_a_talk_with_the_group_leader_comes_first_and_its_access_ends_with_the_form(at):
    made = concern(at.member, at.head, talk=True, text="May we talk about how I was answered?")
    assert who_sees(at, made) == {at.member, at.leader}

    services.answer_talk(made, actor=fresh(at.leader), text="Tuesday at six.")
    services.send_form(fresh_row(made), actor=fresh(at.member), text=ground.TEXT, wanted="")

    assert who_sees(at, made) == {at.member, at.chief_executive}
    with pytest.raises(Http404):
        services.answer_talk(fresh_row(made), actor=fresh(at.leader), text="Wait.")


@pytest.mark.requirement("SEC-6.1")
def test_a_talk_is_never_asked_of_who_is_concerned(at):
    with pytest.raises(services.CannotBe):
        concern(at.member, at.head, at.leader, talk=True)

    assert not Concern.objects.exists()


def fresh_row(made):
    return Concern.objects.get(pk=made.pk)


@pytest.mark.requirement("CMP-CONFLICT")
@pytest.mark.parametrize(("about", "goes_to"), [
    (["chief_executive"], "monitoring"),
    (["chief_executive", "monitoring"], "deputy"),
    (["monitoring"], "chief_executive"),
    (["chief_executive", "monitoring", "deputy"], "exec_director"),
    (["chief_executive", "monitoring", "deputy", "leader"], "exec_director"),
])
def test_it_goes_past_everybody_whom_it_is_about(at, about, goes_to):
    subjects = [getattr(at, name) for name in about]

    made = concern(at.member, *subjects)

    assert who_sees(at, made) == {at.member, getattr(at, goes_to)}
    assert [can(fresh(one), "view", made) for one in subjects] == [False] * len(subjects)


@pytest.mark.requirement("CMP-CONFLICT")
def test_about_the_monitoring_officer_it_goes_to_the_deputy(at):
    made = concern(at.head, at.monitoring, matter=policy.BREACH)

    assert who_sees(at, made) == {at.head, at.deputy}


@pytest.mark.requirement("CMP-CONFLICT")
def test_where_everybody_is_concerned_it_is_kept_and_comes_to_the_first_who_is_free(at):
    made = concern(at.member, at.chief_executive, at.monitoring, at.deputy, at.exec_director, at.chief)
    assert who_sees(at, made) == {at.member}

    newcomer = factories.officer("Ada Newcombe", "section_151_officer")
    assert settling.settle_all() == 1

    at.everybody.append(newcomer)
    assert who_sees(at, made) == {at.member, newcomer}
    assert settling.settle_all() == 0


@pytest.mark.requirement("CMP-CONFLICT")
@pytest.mark.parametrize("ending", ["closed", "taken back"])
def test_what_is_closed_is_read_by_the_next_office_while_nobody_of_its_own_is_there(at, ending):
    made = concern(at.head, at.member)
    walled = concern(at.head, at.member, concerned=[at.deputy.person])
    for one in (made, walled):
        if ending == "closed":
            dealing.assess(one, actor=fresh(at.monitoring), decision="nothing", text="No.", reasons="Nothing.", answers=ANSWERS)
        else:
            services.withdraw(one, actor=fresh(at.head), text="We have talked.")
    leave_office(at.monitoring.person)
    Message.objects.all().delete()

    settling.settle_all()
    settling.settle_all()
    assert who_sees(at, made) == {at.head, at.deputy}
    assert who_sees(at, walled) == {at.head, at.chief_executive}, "never whoever is kept out of it"
    assert policy.HANDLER in reading.stands_as(fresh(at.deputy), made), "with its letters"
    assert not Message.objects.exists()

    newcomer = factories.officer("Ada Newcombe", "monitoring_officer")
    at.everybody.append(newcomer)
    settling.settle_all()
    assert who_sees(at, made) == who_sees(at, walled) == {at.head, newcomer}


@pytest.mark.requirement("CMP-CONFLICT", "SEC-1.10")
def test_advice_that_is_closed_goes_to_nobody_whom_its_asker_did_not_choose(at):
    made = concern(at.head, matter=policy.ADVICE)
    services.withdraw(made, actor=fresh(at.head), text="")
    assert who_sees(at, made) == {at.head, at.monitoring}
    leave_office(at.monitoring.person)

    settling.settle_all()
    assert who_sees(at, made) == {at.head}


@pytest.mark.requirement("CMP-CONFLICT")
def test_whoever_steps_back_sees_no_trace_and_the_deputy_has_it(at):
    made = concern(at.head, at.member)
    services.step_back(made, actor=fresh(at.monitoring))

    assert who_sees(at, made) == {at.head, at.deputy}
    assert Concern.objects.permitted(fresh(at.monitoring)).count() == 0


@pytest.mark.requirement("CMP-CONFLICT")
def test_when_the_only_monitoring_officer_leaves_it_comes_to_the_deputy(at):
    made = concern(at.head, at.member)
    leave_office(at.monitoring.person)

    assert settling.settle_all() == 1
    assert who_sees(at, made) == {at.head, at.deputy}


def test_the_same_form_makes_one_and_anothers_key_is_no_key_of_theirs(at):
    key = uuid.uuid4()
    first, again = concern(at.head, at.member, key=key), concern(at.head, at.member, key=key)
    other = concern(at.clo, at.member, key=key)

    assert (first.pk == again.pk, other.pk != first.pk, Concern.objects.count()) == (True, True, 2)


@pytest.mark.requirement("SEC-1.10")
def test_advice_is_asked_in_confidence_and_answered(at):
    made = concern(at.head, matter=policy.ADVICE, text="May I go to the dinner?")
    dealing.give_advice(made, actor=fresh(at.monitoring), text="Yes, and enter it in the register.")

    assert made.status == Status.CLOSED
    with pytest.raises(Forbidden):
        dealing.say(made, actor=fresh(at.head), text="Thank you")


def test_a_complaint_about_a_complaint_is_one_of_its_own(at):
    first = concern(at.head, at.member)
    second = concern(at.member, at.head)

    assert who_sees(at, first) == {at.head, at.monitoring}
    assert who_sees(at, second) == {at.member, at.chief_executive}


@pytest.mark.requirement("CMP-CONF")
def test_the_database_says_in_plain_neither_what_nor_who(at):
    made = concern(at.head, at.member)
    dealing.say(made, actor=fresh(at.monitoring), text="I will look at it at once.")
    dealing.keep_note(made, actor=fresh(at.monitoring), text="Second time this year.")
    names = [at.head.person.name, at.member.person.name, at.monitoring.person.name]

    found = []
    with connection.cursor() as cursor:
        tables = ["complaints_concern", "complaints_concernstanding", "complaints_concernexclusion", "complaints_concernturn"]
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- our own tables
            found += [str(value) for row in cursor.fetchall() for value in row]
    events = Event.objects.filter(kind="complaints.concern")
    found += [f"{one.actor_uid} {one.actor_name} {one.acting_as} {one.clause} {one.detail} {one.verb}" for one in events]
    text = "\n".join(found)

    assert [word for word in [ground.TEXT, "apology", "look at it", "Second time", '"6.2"', "member_conduct", *names] if word in text] == []
    assert [str(user.person.uid) for user in at.everybody if str(user.person.uid) in text] == []
    assert events.count() == 3
    assert not Message.objects.exclude(about="").exists()


@pytest.mark.requirement("CMP-CONF")
def test_the_rows_of_two_concerns_cannot_be_put_together(at):
    first, second = concern(at.head, at.member), concern(at.head, at.member)

    tokens = [set(one.standings.values_list("token", flat=True)) | set(one.exclusions.values_list("token", flat=True))
              for one in (first, second)]
    assert tokens[0] & tokens[1] == set()


@pytest.mark.requirement("CMP-CONF")
def test_what_is_told_says_nothing_and_not_to_who_is_out_by_then(at):
    made = concern(at.head, at.member)
    services.keep_out(made, at.monitoring.person, actor=fresh(at.head))
    run_due()

    assert sorted(one.to[0] for one in mail.outbox) == [at.deputy.person.email]
    assert ground.TEXT not in mail.outbox[0].body
    assert made.reference not in mail.outbox[0].body


def test_everything_of_it_is_kept_when_it_is_taken_back(at):
    made = concern(at.head, at.member)
    services.withdraw(made, actor=fresh(at.head), text="We have talked.")

    assert (made.status, made.is_open, ConcernTurn.objects.filter(concern=made).count()) == (Status.WITHDRAWN, False, 2)
    assert who_sees(at, made) == {at.head, at.monitoring}


def test_nobody_who_raised_it_deals_with_it(at):
    made = concern(at.monitoring, at.member)

    assert who_sees(at, made) == {at.monitoring, at.deputy}
    with pytest.raises(services.CannotBe):
        services.keep_out(made, at.monitoring.person, actor=fresh(at.deputy))


def test_an_office_held_by_several_is_read_by_those_who_are_not_concerned(at):
    post = Appointment.objects.filter(person=at.monitoring.person, principal__post="monitoring_officer").get().principal
    appoint(at.clo.person, post, authority="Invented")
    made = concern(at.head, at.monitoring, matter=policy.BREACH)

    assert who_sees(at, made) == {at.head, at.clo}


ANSWERS = dict.fromkeys(["ours", "capacity", "in_office", "breach", "in_time", "fair", "interest"], "yes")


@pytest.mark.requirement("CMP-TRIAGE")
@pytest.mark.parametrize(("decision", "status"), [
    ("nothing", "closed"), ("elsewhere", "closed"), ("early", "assessed"), ("investigate", "inquiry")])
def test_an_assessment_keeps_its_reasons_for_the_office_and_tells_the_decision(at, decision, status):
    made = concern(at.head, at.member)
    dealing.assess(made, actor=fresh(at.monitoring), decision=decision, text="We go on.", reasons="Two witnesses.", answers=ANSWERS)

    both = [said["text"] for _turn, said in reading.heard_by(made, {ConcernTurn.Heard.BOTH})]
    office = [said["text"] for _turn, said in reading.heard_by(made, {ConcernTurn.Heard.OFFICE})]
    assert (made.status, both, office) == (status, [ground.TEXT, "We go on."], ["Two witnesses."])


@pytest.mark.requirement("CMP-TRIAGE")
def test_what_is_assessed_is_closed_with_what_came_of_it_and_advice_is_never_assessed(at):
    made = concern(at.head, at.member)
    dealing.assess(made, actor=fresh(at.monitoring), decision="early", text="A talk.", reasons="Both agree.", answers=ANSWERS)
    dealing.plan(made, actor=fresh(at.monitoring), what="An apology", who="Both", due=timezone.localdate())
    dealing.end_task(made, actor=fresh(at.monitoring), task=made.tasks.get().uid, done=True, text="He apologised.")
    dealing.close(made, actor=fresh(at.monitoring), text="He apologised.")
    question = concern(at.head, matter=policy.ADVICE)

    assert (made.status, made.is_open) == (Status.CLOSED, False)
    with pytest.raises(services.CannotBe):
        dealing.assess(question, actor=fresh(at.monitoring), decision="early", text="", reasons="", answers=ANSWERS)


@pytest.mark.requirement("CMP-CONFLICT")
def test_whoever_raised_it_never_deals_with_it_though_they_share_the_office_that_does(at):
    post = Appointment.objects.get(person=at.monitoring.person, principal__post="monitoring_officer").principal
    appoint(at.clo.person, post, authority="Invented")
    made = concern(at.clo, at.member)

    assert who_sees(at, made) == {at.clo, at.monitoring}
    assert not can(fresh(at.clo), "assess", made)
    assert not can(fresh(at.clo), "note", made)
    assert reading.people_of(made, policy.HANDLER) == [at.monitoring.person]


@pytest.mark.requirement("EXD-1.3")
def test_under_another_protocol_it_may_go_to_the_leader_of_whoever_it_is_about(db):
    at = ground.council("executive-directors")
    made = concern(at.member, at.town_member, chosen="group_leader", matter=policy.MEMBER)
    chosen = concern(at.member, at.other_member, chosen="group_leader", matter=policy.MEMBER)
    officer = concern(at.member, at.head, matter=policy.OFFICER)

    assert who_sees(at, made) == {at.member, at.monitoring}, "the leader it is about is passed"
    assert who_sees(at, chosen) == {at.member, at.town_member}
    assert who_sees(at, officer) == {at.member, at.exec_director}


@pytest.mark.requirement("NNC-RESOLVE")
@pytest.mark.parametrize("preset", ["section-c", "executive-directors", "north-northamptonshire", "rugby", "model", "south-ribble"])
@pytest.mark.parametrize("matter", policy.MATTERS)
def test_every_matter_of_every_protocol_comes_to_somebody_who_is_not_concerned(db, preset, matter):
    at = ground.council(preset)
    for raiser, about in ((at.member, at.head), (at.head, at.member), (at.member, at.monitoring), (at.monitoring, at.chief_executive)):
        made = concern(raiser, about, matter=matter)
        seen = who_sees(at, made)

        assert raiser in seen
        assert len(seen) > 1
        assert about not in seen


@pytest.mark.requirement("SEC-1.10")
def test_a_question_goes_on_to_nobody_whom_its_asker_did_not_choose(at):
    made = concern(at.member, matter=policy.ADVICE, chosen="group_leader", text="May I?")
    assert who_sees(at, made) == {at.member, at.leader}

    services.step_back(made, actor=fresh(at.leader))
    settling.settle_all()
    assert who_sees(at, made) == {at.member}

    services.ask_next(made, actor=fresh(at.member), post="monitoring_officer")
    assert who_sees(at, made) == {at.member, at.monitoring}
    with pytest.raises(Changed):
        services.ask_next(made, actor=fresh(at.member), post="chief_executive")
