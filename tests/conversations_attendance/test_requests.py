"""One request from its asking to its note: who reads what, what is refused, what a change of group ends."""

import uuid

import pytest
from django.utils import timezone

from conversations.attendance import policy, services, telling
from conversations.attendance.models import AttendanceNote, AttendanceRequest, AttendanceStanding
from council_portal.access.decisions import Forbidden, can
from council_portal.access.models import in_force
from council_portal.accounts.models import Principal
from council_portal.accounts.services import change_group
from council_portal.audit.models import Event
from council_portal.matters.services import Changed
from council_portal.outbox.models import Message
from tests.conversations_attendance import ground
from tests.factories import fresh

pytestmark = pytest.mark.django_db
EVERYBODY = ["member", "other_member", "leader", "town_leader", "head", "nominated", "clo", "other_head", "chief", "chief_executive",
             "democratic", "monitoring", "technical", "exec_director", "coo"]


def readers(of, request, action="view"):
    return {who for who in EVERYBODY if can(fresh(of.accounts[who]), action, request)}


def note(of, request, who="head", text="They asked about the cost."):
    return services.note(ground.begun(request), actor=fresh(of.accounts[who]), text=text, key=uuid.uuid4())


@pytest.fixture
def held(council):
    """A request of the Harbour Alliance, agreed to, with a note of the officer."""
    made = ground.agree(council, ground.ask(council, "member"))
    note(council, made)
    return AttendanceRequest.objects.get(pk=made.pk)


@pytest.mark.requirement("SEC-7.6")
def test_a_request_is_read_by_who_asked_and_where_it_went_and_by_nobody_else(council):
    made = ground.ask(council, "member")

    assert readers(council, made) == {"member", "chief_executive", "monitoring"}
    assert readers(council, made, "agree") == {"chief_executive"}
    assert readers(council, made, "withdraw") == {"member"}


@pytest.mark.requirement("SEC-7.6")
def test_a_note_is_the_groups_and_the_officers_and_not_of_whoever_decided(council, held):
    said = AttendanceNote.objects.get()

    assert readers(council, held) == {"member", "leader", "head", "chief_executive", "monitoring"}
    assert readers(council, said) == {"member", "leader", "head"}
    assert held.status == "done"


@pytest.mark.requirement("SEC-7.6")
def test_an_officer_passes_on_what_was_said_with_a_reason_that_is_recorded(council, held):
    chief = Principal.objects.get(post="chief_officer")
    telling.permit(held, actor=fresh(council.member), to=[chief], text="All of it.")

    telling.pass_on(held, actor=fresh(council.head), principal=chief, reason="She signs the contract.")

    assert can(fresh(council.chief), "view", AttendanceNote.objects.get())
    assert held.standings.get(principal=chief).reason == "She signs the contract."
    assert Event.objects.filter(verb="what was said passed on", detail=chief.name).exists()
    for who in ("member", "chief_executive", "chief"):
        with pytest.raises(Forbidden):
            telling.pass_on(held, actor=fresh(council.accounts[who]), principal=chief, reason="x")


@pytest.mark.requirement("SEC-4.2")
@pytest.mark.parametrize("who", ["member", "leader"])
def test_who_changes_group_reads_the_groups_requests_no_more_from_that_day(council, held, who):
    user = council.accounts[who]
    change_group(user.person, council.groups.town, on=timezone.localdate())

    reader = fresh(user)
    assert not can(reader, "view", held)
    assert list(AttendanceRequest.objects.permitted(reader)) == []
    assert list(AttendanceRequest.objects.page(reader, "-last_activity")) == []
    assert not can(reader, "view", AttendanceNote.objects.get())
    assert can(fresh(council.head), "view", held)


def test_what_a_change_of_group_closed_stays_closed_after_a_return(council, held):
    change_group(council.member.person, council.groups.town, on=timezone.localdate())

    assert services.close_group_spaces() == 2  # as the one who asked, and as one of the group
    change_group(council.member.person, council.groups.harbour, on=timezone.localdate())

    assert not can(fresh(council.member), "view", held)
    assert can(fresh(council.leader), "view", held)
    assert services.close_group_spaces() == 0


def test_a_new_member_of_the_group_reads_no_earlier_note(council, held):
    change_group(council.other_member.person, council.groups.harbour, on=timezone.localdate())

    assert not can(fresh(council.other_member), "view", held)


@pytest.mark.requirement("NNC-PG-SCOPE")
def test_the_officers_time_ends_before_the_group_decides(council):
    made = ground.ask(council, "member")

    with pytest.raises(services.TooLate):
        ground.agree(council, made, slot_until=ground.at(hour=19, minute=1))

    ground.agree(council, made, slot_until=ground.at(hour=19))
    assert made.status == "agreed"


@pytest.mark.requirement("EXD-7.2")
def test_a_private_briefing_is_the_members_until_the_member_permits(council):
    made = ground.agree(council, ground.ask(council, "leader", "private_briefing"), "exec_director", invite=False)
    note(council, made)
    chief = Principal.objects.get(post="chief_officer")

    assert readers(council, made) == {"leader", "exec_director", "head"}
    assert readers(council, AttendanceNote.objects.get()) == {"leader", "head"}
    with pytest.raises(Forbidden):
        telling.pass_on(made, actor=fresh(council.head), principal=chief, reason="x")

    telling.permit(made, actor=fresh(council.leader), to=[chief], text="All of it.")
    telling.pass_on(made, actor=fresh(council.head), principal=chief, reason="Permitted.")

    assert "chief" in readers(council, made)


@pytest.mark.requirement("EXD-7.1")
def test_the_monitoring_officer_is_at_a_private_briefing_where_invited(council):
    made = ground.agree(council, ground.ask(council, "leader", "private_briefing"), "exec_director", invite=True)

    assert readers(council, made) == {"leader", "exec_director", "head", "monitoring"}


def test_the_same_form_twice_makes_one_request_and_one_note(council):
    key = uuid.uuid4()
    one, two = (ground.ask(council, "member", key=key) for _ in range(2))
    ground.agree(council, one)
    key = uuid.uuid4()
    ground.begun(one)
    notes = [services.note(one, actor=fresh(council.head), text="Said.", key=key) for _ in range(2)]

    assert one == two
    assert notes[0] == notes[1]


def test_of_two_who_decide_at_once_the_second_is_told(council):
    made = ground.ask(council, "member")
    same = AttendanceRequest.objects.get(pk=made.pk)
    ground.agree(council, made)

    with pytest.raises((Changed, Forbidden)):
        services.refuse(same, actor=fresh(council.chief_executive), reason="No.")


def test_what_is_withdrawn_is_told_to_whoever_has_it_and_decided_no_more(council):
    made = services.withdraw(ground.ask(council, "member"), actor=fresh(council.member))

    assert set(Message.objects.filter(kind="attendance_withdrawn").values_list("to", flat=True)) == {
        council.chief_executive.person.pk, council.monitoring.person.pk}
    with pytest.raises(Forbidden):
        ground.agree(council, made)


def test_open_work_is_counted_for_who_leaves(council):
    made = ground.ask(council, "member")
    office = made.standings.get(capacity=policy.DECIDER).principal

    assert [number for _label, number in services.open_work([office.pk])] == [1, 0]
    ground.agree(council, made)
    head = Principal.objects.get(post="head_of_service", service=council.services.street_scene)
    assert [number for _label, number in services.open_work([office.pk, head.pk])] == [0, 1]
    assert AttendanceStanding.objects.filter(in_force(), capacity=policy.NAMED).count() == 1
