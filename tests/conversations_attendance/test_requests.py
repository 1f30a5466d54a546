"""One request from its asking to its note: who reads what, what is refused, what a change of group ends."""

import re
import uuid

import pytest
import vobject
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from conversations import calendars, feeds
from conversations.attendance import policy, services, telling
from conversations.attendance.models import AttendanceNote, AttendanceRequest, AttendanceStanding
from council_portal.access.decisions import Forbidden, can
from council_portal.access.models import in_force
from council_portal.accounts.models import Principal
from council_portal.accounts.services import change_group
from council_portal.audit.models import Event
from council_portal.matters.services import Changed
from council_portal.outbox import enclosures
from council_portal.outbox.models import Message
from tests.casework.ground import browser
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
        services.refuse(same, actor=fresh(council.chief_executive), reason=ground.NO)


def test_what_is_withdrawn_is_told_to_whoever_has_it_and_decided_no_more(council):
    made = services.withdraw(ground.ask(council, "member"), actor=fresh(council.member))

    assert set(Message.objects.filter(kind="attendance_withdrawn").values_list("to", flat=True)) == {
        council.chief_executive.person.pk, council.monitoring.person.pk}
    with pytest.raises(Forbidden):
        ground.agree(council, made)


def test_open_work_is_counted_for_who_leaves(council):
    made = ground.ask(council, "member")
    office = made.standings.get(capacity=policy.DECIDER).principal

    assert [number for _label, number in services.open_work([office.pk])] == [1, 0, 0, 0]
    ground.agree(council, made)
    head = Principal.objects.get(post="head_of_service", service=council.services.street_scene)
    assert [number for _label, number in services.open_work([office.pk, head.pk])] == [0, 1, 0, 0]
    assert AttendanceStanding.objects.filter(in_force(), capacity=policy.NAMED).count() == 1


def test_there_is_no_note_before_the_meeting_and_no_withdrawing_once_it_began(council):
    made = ground.agree(council, ground.ask(council, "member"))

    with pytest.raises(Forbidden):
        services.note(made, actor=fresh(council.head), text="Said.", key=uuid.uuid4())
    assert can(fresh(council.member), "withdraw", made)
    ground.begun(made)

    assert not can(fresh(council.member), "withdraw", made)
    assert can(fresh(council.head), "note", made)


@pytest.mark.requirement("EXD-7.2")
@pytest.mark.parametrize("kind", ["group_meeting", "private_briefing"])
def test_only_those_whom_the_member_has_named_are_told_and_never_who_decided(council, kind):
    decider = "exec_director" if kind == "private_briefing" else "chief_executive"
    made = ground.agree(council, ground.ask(council, "leader", kind), decider)
    note(council, made)
    chief, clo = (Principal.objects.get(post=post) for post in ("chief_officer", "clo"))
    deciding = made.standings.get(capacity=policy.DECIDER).principal

    with pytest.raises(telling.NotPermitted):
        telling.permit(made, actor=fresh(council.leader), to=[chief, deciding], text="All.")
    telling.permit(made, actor=fresh(council.leader), to=[chief], text="All.")
    for principal in (clo, deciding):
        with pytest.raises(telling.NotPermitted):
            telling.pass_on(made, actor=fresh(council.head), principal=principal, reason="x")
    page = browser(council.head).get(reverse("attendance:act", args=[made.uid, "pass-on"])).content.decode()

    assert str(chief.uid) in page
    assert str(clo.uid) not in page
    telling.permit(made, actor=fresh(council.leader), to=[clo], text="The cost alone.")
    telling.pass_on(made, actor=fresh(council.head), principal=clo, reason="She answers for it.")


def test_what_is_not_a_groups_is_passed_on_to_anybody_but_who_decided(council):
    made = ground.agree(council, ground.ask(council, "member", "scrutiny_attendance", body="Scrutiny"), "exec_director")
    note(council, made)

    with pytest.raises(telling.NotPermitted):
        telling.pass_on(made, actor=fresh(council.head), principal=made.standings.get(capacity=policy.DECIDER).principal, reason="x")
    telling.pass_on(made, actor=fresh(council.head), principal=Principal.objects.get(post="chief_officer"), reason="She signs it.")


@pytest.mark.requirement("SEC-7.4")
def test_the_leader_of_a_group_for_which_an_officer_asks_is_told_and_can_say_no(council):
    made = ground.ask(council, "head", group=council.groups.town)

    assert readers(council, made, "withdraw") == {"head", "town_leader"}
    assert set(Message.objects.filter(kind="attendance_for_group").values_list("to", flat=True)) == {council.town_leader.person.pk}
    services.withdraw(made, actor=fresh(council.town_leader))

    assert council.head.person.pk in Message.objects.filter(kind="attendance_withdrawn").values_list("to", flat=True)
    with pytest.raises(Forbidden):
        ground.agree(council, made)


def assert_leads_home(text):
    """Nothing of the entry tells of what kind it is, and it asks for no answer."""
    one, home = vobject.readOne(text).vevent, f"{settings.PORTAL_ORIGIN.rstrip('/')}/"
    assert (one.url.value, one.description.value) == (home, f"Read more in the council portal: {home}")
    assert not {"attendance", "programme/"} & set(re.findall(r"attendance|programme/", one.serialize()))


@pytest.mark.requirement("RUG-CAL")
def test_what_is_agreed_to_stands_in_the_feeds_and_calendars_of_who_asked_and_who_comes(council):
    made = ground.agree(council, ground.ask(council, "member"))

    def feed(user):
        return calendars.feed(feeds.events_of(fresh(user))).decode()

    def mailed(kind, user):
        message = Message.objects.get(kind=kind, to=user.person)
        return "".join(text for text, _kind in enclosures.enclosed(message, lambda _one: AttendanceRequest.objects.get()))

    for text in (feed(council.member), feed(council.head), mailed("attendance_named", council.head),
                 mailed("attendance_decided", council.member)):
        assert "Council appointment" in text
        assert "waste" not in text
        assert_leads_home(text)
    assert "METHOD:REQUEST" in mailed("attendance_decided", council.member)
    assert "VEVENT" not in feed(council.chief_executive)
    services.withdraw(made, actor=fresh(council.member))

    assert "VEVENT" not in feed(council.member)
    assert "METHOD:CANCEL" in mailed("attendance_withdrawn", council.head)
    assert mailed("attendance_withdrawn", council.chief_executive) == ""


@pytest.mark.requirement("RUG-CAL")
def test_a_private_briefing_says_in_no_calendar_what_it_is(council):
    ground.agree(council, ground.ask(council, "leader", "private_briefing"), "exec_director")

    assert "waste" not in calendars.feed(feeds.events_of(fresh(council.leader))).decode()
    assert "Council appointment" in calendars.feed(feeds.events_of(fresh(council.leader))).decode()
