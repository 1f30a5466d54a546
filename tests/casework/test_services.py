"""What the verbs of a case do: who gets it, what is recorded, who is told, what is refused."""

import datetime
import uuid

import pytest
import time_machine
from django.utils import timezone

from casework import due, services
from casework.models import Case, CaseEntry, Status
from council_portal.access.decisions import Forbidden
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Principal
from council_portal.accounts.services import appoint, leave_office, record_absence
from council_portal.audit.models import Event
from council_portal.matters.services import Changed
from council_portal.outbox.management.commands.run_due import once as run_due
from council_portal.outbox.models import Message
from council_portal.protocol.services import Held
from tests import factories
from tests.factories import fresh, log
from tests.matrix.people import date_back

pytestmark = pytest.mark.django_db


def told(kind):
    """The names of those who are told something of this kind."""
    return sorted(Message.objects.filter(kind=kind).values_list("to__name", flat=True))


def offices(case, capacity):
    """The names of the principals that stand in a case in this capacity today."""
    return sorted(case.standings.filter(in_force(), capacity=capacity).values_list("principal__name", flat=True))


def empty(*posts):
    """Let everybody leave these posts."""
    Appointment.objects.filter(principal__post__in=posts).update(until=timezone.now())


@pytest.mark.requirement("SEC-3.2")
def test_a_concern_goes_to_the_head_of_service_under_its_clause(council):
    case = log(council)

    assert (case.status, case.clause, case.sent_to.name) == (Status.WITH_OFFICER, "3.2", "Head of service, Street Scene")
    assert offices(case, "handler") == ["Head of service, Street Scene"]
    assert offices(case, "raiser") == ["The office of Councillor Aisha Rahman"]
    assert told("case_for_you") == ["Priya Chandran"]
    assert told("case_logged") == ["Aisha Rahman"]
    recorded = Event.objects.filter(object_uid=case.uid).order_by("pk").values_list("verb", "clause")
    assert list(recorded) == [("logged", "3.2"), ("sent", "3.2")]


@pytest.mark.requirement("SEC-3.2")
def test_only_the_post_that_the_raiser_chose_gets_a_standing(council):
    case = log(council, chosen="nominated_officer")

    assert offices(case, "handler") == ["Nominated officer, Street Scene"]
    assert told("case_for_you") == ["Callum Baird"]


def test_a_post_that_the_step_does_not_name_is_no_choice_without_a_reason(council):
    with pytest.raises(ValueError, match="not among the posts of this step"):
        log(council, chosen="chief_officer")


def test_a_should_is_left_with_a_reason_that_stays_with_the_case(council):
    case = log(council, chosen="clo", departure="The Head of Service is my neighbour.")

    assert offices(case, "handler") == ["Clo, Street Scene"]
    assert case.standings.get(capacity="handler").clause == ""
    assert Event.objects.filter(object_uid=case.uid, verb="departed from a should", clause="3.2").count() == 1


def test_a_must_is_not_departed_from(council):
    with pytest.raises(Held):
        log(council, matter="policy", chosen="clo", departure="I would rather.")

    assert Case.objects.count() == 0


@pytest.mark.parametrize("post", ["all_members", "group_leader", "officers", "technical_administrator"])
def test_no_reason_opens_a_case_to_who_does_not_take_cases(council, post):
    with pytest.raises(ValueError, match="not among the posts"):
        log(council, chosen=post, departure="Because.")


@pytest.mark.requirement("SEC-3.4")
def test_seven_calendar_days_are_counted_over_christmas(council):
    with time_machine.travel(datetime.datetime(2026, 12, 22, 10, tzinfo=datetime.UTC), tick=False):
        case = log(council)

    assert case.due_on == datetime.date(2026, 12, 29)


def test_the_same_form_twice_is_one_case(council):
    key = uuid.uuid4()

    first, second = log(council, key=key), log(council, key=key)

    assert first == second
    assert (Case.objects.count(), CaseEntry.objects.count(), Message.objects.count()) == (1, 1, 2)


def test_the_same_form_with_other_words_is_another_case(council):
    key = uuid.uuid4()

    first, second, again = log(council, key=key), log(council, key=key, title="Typed anew"), log(council, key=key, title="Typed anew")

    assert (second == first, again == second) == (False, True)
    assert sorted(Case.objects.values_list("title", flat=True)) == sorted([first.title, "Typed anew"])


def test_an_officer_raises_no_case(council):
    with pytest.raises(Forbidden):
        log(council, actor=council.head)


# --- who is not there ----------------------------------------------------------------------------------------------------------


def test_an_empty_post_goes_up_and_democratic_services_learn_the_post_and_not_the_case(council):
    empty("head_of_service", "nominated_officer")

    case = log(council)

    vacant = Message.objects.get(kind="post_vacant")
    event = Event.objects.get(verb="post vacant")
    assert (case.status, case.sent_to.name) == (Status.WITH_OFFICER, "Chief officer, Place")
    assert (vacant.to, vacant.about, vacant.about_uid, vacant.reference, vacant.path) == (council.democratic.person, "", None, "", "/")
    assert (event.reference, event.object_uid) == ("", council.services.street_scene.uid)
    assert not Case.objects.permitted(fresh(council.democratic)).exists()


def test_a_case_that_nobody_can_take_waits_with_democratic_services(council):
    empty("head_of_service", "nominated_officer", "chief_officer", "chief_executive")

    case = log(council)

    assert (case.status, case.sent_to, offices(case, "handler"), offices(case, "router")) == (
        Status.UNROUTED, None, [], ["Democratic services"])
    assert told("case_unrouted") == ["Ines Duarte"]


def test_a_case_is_not_lost_when_democratic_services_stand_empty_too(council):
    empty("head_of_service", "nominated_officer", "chief_officer", "chief_executive", "democratic_services")

    case = log(council)
    appoint(council.other_head.person, Principal.objects.get(post="democratic_services"), authority="Invented")

    assert case.status == Status.UNROUTED
    assert list(Case.objects.permitted(fresh(council.other_head), "place")) == [case]


def test_nobody_answers_their_own_case(council):
    appoint(council.member.person, factories.post("head_of_service", of=council.services.street_scene), authority="Invented")
    Appointment.objects.filter(person=council.head.person, principal__post="head_of_service").update(until=timezone.now())

    case = log(council, chosen="head_of_service")

    assert case.sent_to.name == "Chief officer, Place"


def test_the_stand_in_is_told_answers_and_is_named_as_such(council):
    now = timezone.now()
    record_absence(council.head.person, since=now - datetime.timedelta(hours=1), until=now + datetime.timedelta(days=9),
                   stand_in=council.other_head.person)

    case = log(council)
    entry = services.answer(case, actor=fresh(council.other_head), text="Thursday.")

    assert told("case_for_you") == ["Femi Adeyemi"]
    assert entry.acting_as == "Head of service, Street Scene, standing in for Priya Chandran"


def test_a_person_in_two_offices_acts_in_the_one_that_the_case_gives(council):
    appoint(council.head.person, factories.post("head_of_service", of=council.services.housing), authority="Invented")
    there = log(council, service=council.services.housing, chosen="head_of_service")
    here = log(council)

    entries = [services.answer(case, actor=fresh(council.head), text="Yes.") for case in (here, there)]

    assert [entry.acting_as for entry in entries] == ["Head of service, Street Scene", "Head of service, Housing"]


def test_a_member_who_is_an_officer_elsewhere_sees_own_cases_and_those_of_the_office(council):
    appoint(council.other_member.person, factories.post("head_of_service", of=council.services.street_scene), authority="Invented")
    raised, taken = log(council, actor=council.other_member, service=council.services.housing), log(council)

    assert set(Case.objects.permitted(fresh(council.other_member))) == {raised, taken}


def test_what_a_member_raised_is_gone_for_them_the_day_after_the_term(council):
    case = log(council)
    leave_office(council.member.person, at=timezone.now() - datetime.timedelta(days=1))

    services.answer(case, actor=fresh(council.head), text="Thursday.")
    run_due()

    assert not Case.objects.permitted(fresh(council.member)).exists()
    assert Message.objects.get(kind="case_answered").status == Message.Status.CANCELLED


# --- to and fro ----------------------------------------------------------------------------------------------------------------


def test_an_answer_stops_the_clock_and_tells_the_member(council):
    case = log(council)

    services.answer(case, actor=fresh(council.head), text="Thursday.")

    assert (case.status, case.version) == (Status.ANSWERED, 2)
    assert told("case_answered") == ["Aisha Rahman"]
    assert not Case.objects.overdue(timezone.localdate() + datetime.timedelta(days=100)).exists()


def test_an_update_changes_no_state_and_tells_the_other_side(council):
    case = log(council)

    services.update(case, actor=fresh(council.head), text="We are looking.")
    services.update(case, actor=fresh(council.member), text="Still there.")

    case.refresh_from_db()
    assert (case.status, case.version) == (Status.WITH_OFFICER, 1)
    assert told("case_update") == ["Aisha Rahman", "Priya Chandran"]


def test_who_read_an_older_case_cannot_answer_it(council):
    case, stale = log(council), Case.objects.get()
    services.update(case, actor=fresh(council.head), text="Wait.")
    Case.objects.filter(pk=case.pk).update(version=7)

    with pytest.raises(Changed):
        services.answer(stale, actor=fresh(council.head), text="Thursday.")

    assert CaseEntry.objects.filter(kind="answer").count() == 0


@pytest.mark.requirement("SEC-3.5")
def test_an_overdue_case_is_offered_and_never_taken_further_by_the_clock(council):
    case = log(council)
    date_back(case, days=9)

    first, second = due.offer_what_is_overdue(), due.offer_what_is_overdue()
    run_due()

    case.refresh_from_db()
    assert (first, second) == (1, 0)
    assert told("case_overdue") == ["Aisha Rahman"]
    assert (case.status, offices(case, "handler")) == (Status.WITH_OFFICER, ["Head of service, Street Scene"])
    assert not Message.objects.filter(to=council.chief.person).exists()


@pytest.mark.requirement("SEC-3.5")
def test_only_the_raiser_takes_it_further_and_only_when_it_is_overdue(council):
    case = log(council)

    with pytest.raises(Forbidden):
        services.escalate(case, actor=fresh(council.member))
    date_back(case, days=7)
    with pytest.raises(Forbidden):
        services.escalate(case, actor=fresh(council.member))
    date_back(case, days=8)
    with pytest.raises(Forbidden):
        services.escalate(case, actor=fresh(council.head))

    services.escalate(case, actor=fresh(council.member))

    assert (case.status, case.sent_to.name) == (Status.ESCALATED, "Chief officer, Place")
    assert (offices(case, "handler"), offices(case, "former")) == (["Chief officer, Place"], ["Head of service, Street Scene"])
    assert (told("case_escalated"), told("case_update")) == (["Marian Holt"], ["Priya Chandran"])
    assert Event.objects.get(verb="escalated").clause == "3.5"


def test_a_case_taken_further_to_nobody_waits_with_democratic_services_and_keeps_its_officer(council):
    case = log(council)
    date_back(case, days=9)
    empty("chief_officer", "chief_executive")

    services.escalate(case, actor=fresh(council.member))
    services.place(case, actor=fresh(council.democratic), principal=Principal.objects.get(post="clo"), text="She knows it.")

    assert (offices(case, "handler"), offices(case, "former")) == (["Clo, Street Scene"], ["Head of service, Street Scene"])
    assert (offices(case, "router"), told("case_unrouted")) == ([], ["Ines Duarte"])


@pytest.mark.requirement("RUG-CASE")
def test_a_case_comes_back_with_its_number_its_thread_and_a_new_clock(council):
    with time_machine.travel(datetime.datetime(2026, 6, 1, 9, tzinfo=datetime.UTC), tick=False):
        case = log(council)
        reference = case.reference
        services.answer(case, actor=fresh(council.head), text="Done.")
    with time_machine.travel(datetime.datetime(2026, 6, 10, 9, tzinfo=datetime.UTC), tick=False):
        services.come_back(case, actor=fresh(council.member), text="It is not.")

    assert (case.reference, case.status, case.times_back, case.due_on) == (reference, Status.WITH_OFFICER, 1, datetime.date(2026, 6, 17))
    assert list(case.entries.values_list("kind", flat=True)) == ["logged", "answer", "came_back"]
    assert told("case_comes_back") == ["Priya Chandran"]


def test_a_case_comes_back_to_whoever_is_there_when_its_officer_is_gone(council):
    case = log(council)
    services.answer(case, actor=fresh(council.head), text="Done.")
    services.close(case, actor=fresh(council.member))
    leave_office(council.head.person)

    services.come_back(case, actor=fresh(council.member), text="It is not.")

    assert (case.status, case.is_open, case.sent_to.name) == (Status.WITH_OFFICER, True, "Nominated officer, Street Scene")


def test_a_placed_case_goes_to_the_office_chosen_and_leaves_democratic_services(council):
    empty("head_of_service", "nominated_officer", "chief_officer", "chief_executive")
    case = log(council)

    services.place(case, actor=fresh(council.democratic), principal=Principal.objects.get(post="clo"), text="She knows it.")

    assert (case.status, offices(case, "handler"), offices(case, "router")) == (Status.WITH_OFFICER, ["Clo, Street Scene"], [])
    assert not Case.objects.permitted(fresh(council.democratic)).exists()


@pytest.mark.parametrize("post", ["all_members", "officers", "technical_administrator"])
def test_a_case_is_never_placed_with_everybody(council, post):
    empty("head_of_service", "nominated_officer", "chief_officer", "chief_executive")
    case = log(council)

    with pytest.raises(ValueError, match="does not take cases"):
        services.place(case, actor=fresh(council.democratic), principal=Principal.objects.get(post=post), text="Everybody.")


# --- presets -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("preset", "clause", "first", "days"), [
    ("section-c", "3.2", "Head of service, Street Scene", 7), ("model", "3.2", "Head of service, Street Scene", 7),
    ("rugby", "", "Clo, Street Scene", None), ("north-northamptonshire", "", "Clo, Street Scene", None),
    ("executive-directors", "", "Clo, Street Scene", None), ("south-ribble", "", "Clo, Street Scene", None)])
def test_every_preset_sends_a_concern_where_it_says_or_where_the_portal_does(council, preset, clause, first, days):
    factories.adopt(preset)

    with time_machine.travel(datetime.datetime(2026, 12, 22, 10, tzinfo=datetime.UTC), tick=False):
        case = log(council)

    # Without a time of the protocol's: ten working days, past Christmas, Boxing Day's substitute and New Year's Day.
    wanted = datetime.date(2026, 12, 22) + datetime.timedelta(days=days) if days else datetime.date(2027, 1, 8)
    assert (case.protocol.name, case.clause, case.sent_to.name, case.due_on) == (preset, clause, first, wanted)


def test_a_case_under_a_protocol_without_a_time_can_be_taken_further_by_the_portals_own_rule(council):
    factories.adopt("rugby")
    case = log(council)

    with time_machine.travel(timezone.now() + datetime.timedelta(days=40), tick=False):
        done = due.offer_what_is_overdue()
        services.escalate(Case.objects.get(pk=case.pk), actor=fresh(council.member))

    assert (done, Case.objects.get(pk=case.pk).sent_to.name) == (1, "Chief officer, Place")


def test_an_unanswered_case_goes_up_and_never_back_to_who_has_it_or_down(council):
    everybody = {"head_of_service": "chief_officer", "chief_officer": "chief_executive", "chief_executive": None}

    found = {}
    for post in everybody:
        case = log(council, title=post)
        case.sent_to = Principal.objects.filter(post=post).first()
        step = services.way_up(case)
        found[post] = step.to[0] if step else None

    assert found == everybody


def test_a_case_keeps_the_protocol_that_it_was_routed_by(council):
    case = log(council)
    date_back(case, days=9)
    factories.adopt("rugby")

    services.escalate(Case.objects.get(pk=case.pk), actor=fresh(council.member))

    assert (Case.objects.get().protocol.name, Event.objects.get(verb="escalated").clause) == ("section-c", "3.5")
