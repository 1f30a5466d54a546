"""The council's list of Independent Persons: who is asked for a view, when the view counts, and who is let in for it."""

import datetime
import re

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from complaints import dealing, deciding, inquiry, reading
from complaints import services as services_of_concerns
from complaints.connections.services import declare
from complaints.independents import services
from complaints.independents.models import IndependentPerson
from complaints.letters import making
from complaints.models import Status
from complaints.policy import INDEPENDENT, INVESTIGATOR, PANEL
from complaints.services import CannotBe, keep_out, send_form, set_facts
from council_portal.access.decisions import Forbidden
from council_portal.accounts.models import Appointment
from council_portal.audit.models import Event
from council_portal.outbox.management.commands.run_due import once as run_due
from council_portal.outbox.models import Message
from tests import factories
from tests.casework.ground import browser
from tests.complaints import ground
from tests.complaints.test_desk import ANSWERS, SOON, assessed, date_of, decide, of, post, today, words
from tests.factories import fresh

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
LIST = "/monitoring/independents/independentperson/"
ADD = f"{LIST}add/"
CANNOT = "Choose somebody else: this person cannot be let in"
TYPED = {"name": "Edith Oakes", "contact": "01632 960001", "appointed_on": "2024-05-16", "until": "", "account": "",
         "minute": "Council of 16 May 2024, minute 9"}


@pytest.fixture
def at():
    return ground.outsiders(ground.council())


def page_of(row):
    return f"{LIST}{row.pk}/change/"


def code(at):
    """A concern of an officer about a Member, a matter of the Code, investigated; the Member was told before."""
    return assessed(at, branch=["code"])


def asked(made, at, independent=None):
    return inquiry.ask_view(made, actor=fresh(at.monitoring), independent=independent or ground.edith(at), text="Your view?")


def given(made, at):
    return inquiry.give_view(made, actor=fresh(at.monitoring), text="A breach.")


# --- the list ------------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("CMP-TRIAGE")
def test_an_entry_counts_once_a_second_has_agreed_and_nobody_else_enters_or_agrees():
    at = ground.council()
    row = services.enter(IndependentPerson(**ground.appointed()), actor=fresh(at.monitoring))
    assert services.serving(today()) == []
    for user in (at.monitoring, at.chief_executive, at.head, at.technical):
        with pytest.raises((Forbidden, Http404)):
            services.answer(row, actor=fresh(user), agreed=True)
    for user in (at.chief_executive, at.head, at.technical, at.democratic):
        with pytest.raises(Forbidden):
            services.enter(IndependentPerson(**ground.appointed(name="Somebody Else")), actor=fresh(user))

    services.answer(row, actor=fresh(at.deputy), agreed=True)

    assert services.serving(today()) == [row]
    with pytest.raises(Forbidden):
        services.answer(row, actor=fresh(at.deputy), agreed=False, reason="No.")
    assert list(Event.objects.filter(verb__startswith="independent person").order_by("pk").values_list("verb", "actor_name")) == [
        ("independent person entered", at.monitoring.person.name), ("independent person agreed to", at.deputy.person.name)]


def test_the_database_refuses_one_who_was_agreed_to_by_whoever_entered_them(at):
    with pytest.raises(IntegrityError), transaction.atomic():
        IndependentPerson.objects.create(**ground.appointed(), entered_by=at.deputy.person, agreed=True, answered_by=at.deputy.person,
                                         answered_at=timezone.now())


def test_what_was_refused_never_counts_and_is_refused_with_a_reason(at):
    row = services.enter(IndependentPerson(**ground.appointed(name="Lowri Vane")), actor=fresh(at.monitoring))
    with pytest.raises(ValueError, match="reason"):
        services.answer(row, actor=fresh(at.deputy), agreed=False, reason=" ")
    services.answer(row, actor=fresh(at.deputy), agreed=False, reason="No such minute.")

    assert [one.name for one in services.serving(today())] == ["Edith Oakes"]


def test_an_appointment_counts_from_its_first_london_day_to_its_last(at, time_machine):
    first, last = datetime.date(2027, 7, 1), datetime.date(2027, 7, 2)
    row = ground.agreed(IndependentPerson(**ground.appointed(name="Lowri Vane", appointed_on=first, until=last)),
                        entered_by=at.deputy, agreed_by=at.monitoring)
    found = []
    for instant in ("2027-06-30T22:59:00Z", "2027-06-30T23:01:00Z", "2027-07-02T22:59:00Z", "2027-07-02T23:01:00Z"):
        time_machine.move_to(instant)
        found.append(row in services.serving(timezone.localdate()))
        assert row.serves(timezone.localdate()) is found[-1]

    assert found == [False, True, True, False]


def test_one_person_says_a_last_day_and_never_a_later_one(at):
    row = ground.edith(at)
    with pytest.raises(Http404):
        services.end(row, actor=fresh(at.chief_executive), until=today())
    services.end(row, actor=fresh(at.monitoring), until=today())
    for day in (today() + DAY, row.appointed_on - DAY):
        with pytest.raises(ValueError, match="within"):
            services.end(row, actor=fresh(at.monitoring), until=day)
    services.end(row, actor=fresh(at.deputy), until=today() - DAY)

    assert services.serving(today()) == []
    assert IndependentPerson.objects.get().until == today() - DAY
    with pytest.raises(Forbidden):
        services.end(row, actor=fresh(at.deputy), until=today() - DAY)


@pytest.mark.parametrize("name", ["Halima Yusuf", "Councillor Halima Yusuf"])
def test_nobody_who_is_a_member_or_was_within_five_years_is_entered(at, name):
    with pytest.raises(services.Barred):
        services.enter(IndependentPerson(**ground.appointed(name=name)), actor=fresh(at.monitoring))
    account = fresh(at.clo)
    with pytest.raises(services.Barred):
        services.enter(IndependentPerson(**ground.appointed(name="Another Name", person=account.person)), actor=fresh(at.monitoring))
    said = browser(at.monitoring).post(ADD, {**TYPED, "name": name}).content.decode()
    assert "within the last five years" in said
    assert IndependentPerson.objects.count() == 1


def test_the_monitoring_officer_enters_one_in_the_admin_the_deputy_agrees_and_either_ends_it(at):
    IndependentPerson.objects.all().delete()
    own, second = browser(at.monitoring), browser(at.deputy)
    assert "No Independent Person was entered" in own.get(LIST).content.decode()
    assert "section 28(8)" in own.get(ADD).content.decode()
    assert "No open account has this address" in own.post(ADD, {**TYPED, "account": "nobody@independent.example"}).content.decode()
    assert own.post(ADD, {**TYPED, "account": at.independent.email}).status_code == 302
    row = IndependentPerson.objects.get()
    assert (row.person, row.entered_by, row.agreed) == (at.independent.person, at.monitoring.person, None)

    assert 'name="agreed"' not in own.get(page_of(row)).content.decode()
    assert own.post(page_of(row), {"agreed": "yes"}).status_code == 403
    for typed, says in (({}, "Select whether you agree"), ({"agreed": "no"}, "Enter why you refuse it")):
        assert says in second.post(page_of(row), typed).content.decode()
    assert "it counts now" in second.post(page_of(row), {"agreed": "yes"}, follow=True).content.decode()
    assert services.serving(today()) == [row]

    assert "Enter the last day." in own.post(page_of(row), {"until": ""}).content.decode()
    assert "This is before the first day" in own.post(page_of(row), {"until": "2024-05-15", "name": "Other"}).content.decode()
    assert "Its last day is kept" in own.post(page_of(row), {"until": str(today() - DAY), "name": "Other"}, follow=True).content.decode()
    row.refresh_from_db()
    assert (row.name, row.until, row.ended_by) == ("Edith Oakes", today() - DAY, at.monitoring.person)
    assert "Ended" in own.get(LIST).content.decode()
    assert own.post(page_of(row), {"until": str(today())}).status_code == 403
    for user in (at.chief_executive, at.head, at.technical, at.independent):
        assert browser(user).get(LIST).status_code == 404


def test_the_second_is_told_that_something_waits_and_not_what(at, mailoutbox):
    row = services.enter(IndependentPerson(**ground.appointed(name="Lowri Vane")), actor=fresh(at.monitoring))
    run_due()

    assert list(Message.objects.filter(kind="second_wanted").values_list("to", "status", "path")) == [
        (at.deputy.person.pk, "sent", page_of(row))]
    assert "Lowri Vane" not in next(one.body for one in mailoutbox if page_of(row) in one.body)


def test_of_an_entry_that_was_answered_before_the_mail_goes_nobody_is_told(at):
    row = services.enter(IndependentPerson(**ground.appointed(name="Lowri Vane")), actor=fresh(at.monitoring))
    services.answer(row, actor=fresh(at.deputy), agreed=True)
    run_due()

    assert list(Message.objects.filter(kind="second_wanted").values_list("status", flat=True)) == ["cancelled"]


# --- who is asked, let in and named --------------------------------------------------------------------------------------------


@pytest.mark.requirement("CMP-TRIAGE")
def test_only_one_of_the_list_is_asked_for_a_view_and_the_page_cites_the_law(at):
    made, desk, edith = code(at), browser(at.monitoring), ground.edith(at)
    page = desk.get(of(made, "ask-view"))
    for said in ("Localism Act 2011, section 28(8)", "(section 28(7))", "edith.oakes@independent.example"):
        assert said in words(page)
    assert not re.search(r'<input[^>]*type="text"[^>]*name="(who|independent)"', page.content.decode())
    for typed, says in (({"independent": "Anybody"}, "Select one of the choices that are shown"),
                        ({"who": "Anybody"}, "Select which Independent Person")):
        assert says in words(post(desk, of(made, "ask-view"), text="Your view?", **typed))
    assert post(desk, of(made, "ask-view"), text="Your view?", independent=str(edith.uid)).status_code == 302
    made.refresh_from_db()
    assert made.facts["view_of"] == "Edith Oakes"


def test_where_the_list_is_empty_the_page_says_who_enters_it_and_nobody_is_asked(at):
    made, desk, edith = code(at), browser(at.monitoring), ground.edith(at)
    services.end(edith, actor=fresh(at.monitoring), until=today() - DAY)
    for act in ("ask-view", "tell"):
        page = words(desk.get(of(made, act)))
        assert "has nobody in force today. The Monitoring Officer or the deputy enters who was appointed" in page
        assert "Edith Oakes" not in page
    assert "has nobody in force today" in words(post(desk, of(made, "ask-view"), text="Your view?"))
    assert 'value="independent"' not in desk.get(of(made, "appoint")).content.decode()
    with pytest.raises(CannotBe, match="not appointed"):
        asked(made, at, IndependentPerson.objects.get())
    with pytest.raises(CannotBe, match="not appointed"):
        inquiry.appoint(made, actor=fresh(at.monitoring), person=at.independent.person, capacity=INDEPENDENT, until=today() + SOON, text="")


def test_a_concern_keeps_the_name_of_whom_it_had_asked(at):
    made = asked(code(at), at)
    given(made, at)
    services.end(ground.edith(at), actor=fresh(at.monitoring), until=today() - DAY)

    assert made.facts["view_of"] == "Edith Oakes"
    assert [said["who"] for _turn, said in reading.heard_by(made, {"view"})] == ["Edith Oakes", "Edith Oakes"]


def test_one_is_let_in_by_choice_and_not_longer_than_appointed(at):
    made, desk, edith = code(at), browser(at.monitoring), ground.edith(at)
    services.end(edith, actor=fresh(at.deputy), until=today() + 9 * DAY)
    typed = {"capacity": INDEPENDENT, "text": "Your view?", **date_of("until", today() + 9 * DAY)}
    assert "Select which Independent Person" in words(post(desk, of(made, "appoint"), **typed, name="Edith Oakes"))
    assert "Enter the name of whom you let in" in words(post(desk, of(made, "appoint"), **{**typed, "capacity": PANEL}))
    late = {**typed, **date_of("until", today() + 10 * DAY)}
    assert "ends before that day" in words(post(desk, of(made, "appoint"), **late, independent=str(edith.uid)))
    assert not inquiry.grants(made)

    assert post(desk, of(made, "appoint"), **typed, independent=str(edith.uid)).status_code == 302
    assert browser(at.independent).get(of(made)).status_code == 200


def test_somebody_in_no_list_is_not_let_in_as_an_independent_person(at):
    other = factories.account(factories.add_person("Patience Ellery", email="patience@elsewhere.example"))
    with pytest.raises(CannotBe, match="not appointed"):
        inquiry.appoint(code(at), actor=fresh(at.monitoring), person=other.person, capacity=INDEPENDENT, until=today() + SOON, text="")


@pytest.mark.requirement("SEC-5.7")
@pytest.mark.parametrize("why", ["kept out", "decided", "has the name"])
def test_whoever_is_concerned_is_asked_for_no_view_and_named_to_nobody_in_one_text(at, why):
    made, desk, edith = code(at), browser(at.monitoring), ground.edith(at)
    if why == "kept out":
        keep_out(made, at.independent.person, actor=fresh(at.monitoring))
    elif why == "decided":
        set_facts(made, decided_by=[at.independent.person.pk])
    else:
        set_facts(made, subjects=[*made.facts["subjects"], {"person": None, "name": "Mrs Edith Oakes"}])
    typed = {"text": "Your view?", "support": "Lee Moss", "independent": str(edith.uid)}
    for act in ("ask-view", "tell"):
        assert CANNOT in words(post(desk, of(made, act), **typed)), act
    if why != "has the name":
        grant = {"capacity": INDEPENDENT, **typed, **date_of("until", today() + SOON)}
        assert CANNOT in words(post(desk, of(made, "appoint"), **grant))
    made.refresh_from_db()
    assert "view_asked" not in made.facts


@pytest.mark.requirement("SEC-5.7")
def test_a_personal_connection_is_refused_in_the_words_of_every_other_refusal_of_its_kind(at):
    made, desk = assessed(at), browser(at.monitoring)
    declare(actor=fresh(at.investigator), key=made.uid, other=at.member.person, kind="friend", text="We dine.", since="always")
    keep_out(made, at.exec_director.person, actor=fresh(at.monitoring))
    said = set()
    for user in (at.investigator, at.exec_director, at.head, at.member):
        page = post(desk, of(made, "appoint"), capacity=INVESTIGATOR, name=user.person.name, text="Please.",
                    **date_of("until", today() + SOON)).content.decode()
        said.add(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", re.search(r'id="id_name_[^"]*error[^"]*".*?</p>|govuk-error-message.*?</p>',
                                                                      page, re.DOTALL)[0])))

    assert len(said) == 1, said
    assert CANNOT in said.pop()
    assert not inquiry.grants(made)


@pytest.mark.requirement("SEC-6.1")
def test_whoever_had_the_talk_is_not_let_back_in_after_the_form(at):
    made = ground.concern(at.member, at.head, talk=True)
    send_form(made, actor=fresh(at.member), text=ground.TEXT, wanted="")
    office = fresh(at.chief_executive)
    for capacity in (INVESTIGATOR, PANEL):
        with pytest.raises(CannotBe, match="other part"):
            inquiry.appoint(made, actor=office, person=at.leader.person, capacity=capacity, until=today() + SOON, text="")
    said = words(post(browser(at.chief_executive), of(made, "appoint"), capacity=PANEL, name=at.leader.person.name, text="Hear both.",
                      **date_of("until", today() + SOON)))
    assert "the informal stage stays closed (SEC-6.1)" in said
    assert browser(at.leader).get(of(made)).status_code == 404

    Appointment.objects.filter(person=at.leader.person, principal__post="group_leader").update(until=timezone.now())
    with pytest.raises(CannotBe, match="other part"):
        inquiry.appoint(made, actor=office, person=at.leader.person, capacity=PANEL, until=today() + SOON, text="")
    inquiry.appoint(made, actor=office, person=at.panellist.person, capacity=PANEL, until=today() + SOON, text="")


@pytest.mark.requirement("CMP-CONFLICT")
def test_where_one_is_heard_whoever_it_is_about_is_told_how_to_reach_them(at):
    made, desk, edith = code(at), browser(at.monitoring), ground.edith(at)
    typed = {"text": "You are said to have shouted.", "support": "Lee Moss"}
    with pytest.raises(CannotBe, match="no independent"):
        inquiry.tell_subject(made, actor=fresh(at.monitoring), **typed)
    assert "Select which Independent Person they reach" in words(post(desk, of(made, "tell"), **typed))
    assert post(desk, of(made, "tell"), independent=str(edith.uid), **typed).status_code == 302
    assert "Edith Oakes, edith.oakes@independent.example" in words(browser(at.member).get(of(made)))


def test_where_none_is_heard_it_is_the_choice_of_the_office(at):
    made = assessed(at)
    assert post(browser(at.monitoring), of(made, "tell"), text="You are said to have shouted.", support="Lee Moss").status_code == 302


# --- when a view counts --------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("CMP-TRIAGE")
@pytest.mark.parametrize("way", ["at once", "after early resolution"])
def test_a_view_of_before_it_was_decided_to_investigate_does_not_count(at, way):
    made, office, desk = ground.concern(at.head, at.member, kinds=["code"]), fresh(at.monitoring), browser(at.monitoring)
    inquiry.tell_subject(made, actor=office, text="It is said.", support="Lee Moss", independent=ground.edith(at))
    assert "is asked for anew once it is" in words(desk.get(of(made, "ask-view")))
    given(asked(made, at), at)
    dealing.assess(made, actor=office, decision="early" if way != "at once" else "investigate", text="So.", reasons="So.", answers=ANSWERS,
                   branch=["code"])
    if way != "at once":
        assert made.facts["view_given"], "early resolution decides nothing on the allegation"
        dealing.investigate(made, actor=office, text="It did not settle it.")

    assert inquiry.missing_view(made)
    with pytest.raises(CannotBe, match="no view"):
        decide(made, at, view="Followed.")
    for act in ("ask-view", "decide"):
        assert "is of before it was decided to investigate" in words(desk.get(of(made, act))), act
    assert "A breach." in words(desk.get(of(made))), "it stays in the file"
    assert "is of before it was decided to investigate" not in words(browser(at.member).get(of(made)))
    given(asked(made, at), at)
    assert "is of before it was decided to investigate" not in words(desk.get(of(made, "decide")))
    assert decide(made, at, view="Followed.").status == Status.DECIDED


def test_one_that_was_asked_for_before_and_not_given_is_asked_for_anew(at):
    made = asked(ground.concern(at.head, at.member), at)
    dealing.assess(made, actor=fresh(at.monitoring), decision="investigate", text="So.", reasons="So.", answers=ANSWERS, branch=["code"])
    with pytest.raises(CannotBe, match="not asked"):
        given(made, at)


def test_the_form_of_the_decision_warns_where_the_view_is_older_than_the_report(at, time_machine):
    time_machine.move_to("2027-05-03T10:00:00Z")
    made = given(asked(code(at), at), at)
    warned = "Look at this first: the view of the Independent Person is of 3 May 2027, and the report of the investigation of 5 May 2027"

    def page():
        return words(browser(at.monitoring).get(of(made, "decide")))

    assert "Look at this first" not in page()
    time_machine.move_to("2027-05-05T10:00:00Z")
    inquiry.report(made, actor=fresh(at.monitoring), text="He did.")
    assert warned in page()
    given(asked(made, at), at)
    assert "Look at this first" not in page()
    deciding.decide(made, actor=fresh(at.monitoring), finding="none", reasons="So.", text="No.", to_subject="No.", view="Followed.")


# --- what would have a decision quashed ----------------------------------------------------------------------------------------


@pytest.mark.requirement("CMP-TRIAGE")
def test_a_view_is_given_by_whoever_was_asked_and_while_they_are_appointed(at):
    made, edith = code(at), ground.edith(at)
    other = ground.agreed(IndependentPerson(**ground.appointed(name="Lowri Vane")), entered_by=at.deputy, agreed_by=at.monitoring)
    inquiry.appoint(made, actor=fresh(at.monitoring), person=at.independent.person, capacity=INDEPENDENT, until=today() + DAY, text="So.")
    asked(made, at, other)
    with pytest.raises(CannotBe, match="another"):
        inquiry.give_view(made, actor=fresh(at.independent), text="A breach.")
    services.end(other, actor=fresh(at.monitoring), until=today() - DAY)
    with pytest.raises(CannotBe, match="not appointed"):
        given(made, at)

    asked(made, at, edith)

    assert inquiry.give_view(made, actor=fresh(at.independent), text="A breach.").facts["view_given"]


@pytest.mark.requirement("CMP-TRIAGE")
def test_nobody_is_found_against_who_was_not_told_how_to_reach_one(at):
    made = code(at)
    asked(made, at)
    given(made, at)
    services_of_concerns.set_facts(made, reached=False)
    with pytest.raises(CannotBe, match="no contact"):
        deciding.fair(made)

    inquiry.tell_subject(made, actor=fresh(at.monitoring), text="You can speak to somebody.", support="Lee", independent=ground.edith(at))

    deciding.fair(made)


def test_a_hearing_is_from_the_next_working_day_on_within_a_year(at, time_machine):
    time_machine.move_to("2027-06-04T10:00:00Z")  # a Friday

    found = [inquiry.can_be_heard(datetime.date(*day)) for day in (
        (2027, 6, 4), (2027, 6, 5), (2027, 6, 6), (2027, 6, 7), (2028, 5, 26), (2029, 6, 4))]

    assert found == [False, False, False, True, True, False]


def test_the_name_of_one_that_whoever_raised_it_shares_gives_nobody_away(at):
    name = at.head.person.name.split()[-1]
    row = ground.agreed(IndependentPerson(**ground.appointed(name=f"Lowri {name}")), entered_by=at.deputy, agreed_by=at.monitoring)
    made = ground.concern(at.head, at.member)

    inquiry.tell_subject(made, actor=fresh(at.monitoring), text="You are said to have shouted.", support="Lee", independent=row)

    assert row.name in words(browser(at.member).get(made.get_absolute_url()))
    assert row.name in str(making.letter(making.happened(made)["notice"]).blocks)
