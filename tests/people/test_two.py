"""Two people for a post to which complaints are confided: what one enters gives nothing until a second agrees."""
import datetime
import io

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from council_portal.access.decisions import Forbidden
from council_portal.accounts.confided import NeedsTwo, OwnAppointment, TwoHats, nominate, seconds
from council_portal.accounts.holders import holders
from council_portal.accounts.models import Appointment, Nomination
from council_portal.accounts.services import appoint, end_appointment
from council_portal.audit.models import Event
from council_portal.outbox.management.commands.run_due import once as run_due
from council_portal.outbox.models import Message
from council_portal.people import agreeing, services
from directory.officers_csv import read_officers
from directory.services.importing import import_officers
from tests.casework.ground import browser, words
from tests.factories import AUTHORITY, fresh, officer, post
from tests.people.ground import DAY, absence
from tests.people.test_posts import appointing, held, typed

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMP-CONF")]

Role = Appointment.Role
CONFIDED = ["monitoring_officer", "deputy_monitoring_officer", "chief_executive"]


@pytest.fixture
def at(council):
    """The council with a second keeper of offices, who is in no post else."""
    council.keeper = officer("Nell Ashby", "democratic_services")
    council.accounts["keeper"] = council.keeper
    return council


def enter(at, word="monitoring_officer", **changes):
    """An appointment of the Head of Housing that Democratic Services entered. Returns what fill_post does."""
    given = {"role": Role.HOLDER, "day": timezone.localdate(), "authority": AUTHORITY, "actor": at.democratic.person} | changes
    return services.fill_post(post(word), at.other_head.person, **given)


def agreed(nomination, by):
    return agreeing.agree(nomination, actor=fresh(by).person)


@pytest.mark.parametrize("word", CONFIDED)
@pytest.mark.parametrize("role", [Role.HOLDER, Role.DEPUTY])
def test_what_one_enters_gives_nothing_until_a_second_agrees(at, word, role):
    before = Appointment.objects.count()

    made = enter(at, word, role=role)

    assert isinstance(made, Nomination)
    assert Appointment.objects.count() == before
    assert word not in fresh(at.other_head).posts
    assert at.other_head.person not in [one.person for one in holders(word)]
    assert at.other_head.person.name not in words(browser(at.member).get(reverse("people:post", args=[post(word).uid])))

    row = agreed(made, at.keeper)

    assert (row.role, row.authority, row.since <= timezone.now()) == (role, AUTHORITY, True)
    assert word in fresh(at.other_head).posts


@pytest.mark.parametrize("who", ["keeper", "monitoring", "chief_executive"])
def test_whoever_keeps_offices_or_holds_such_a_post_may_be_the_second(at, who):
    agreed(enter(at), at.accounts[who])

    assert "monitoring_officer" in fresh(at.other_head).posts


@pytest.mark.parametrize(("who", "error"), [("democratic", Forbidden), *((one, Http404) for one in (
    "other_head", "head", "member", "technical"))])
def test_nobody_else_is_the_second(at, who, error):
    made = enter(at)

    with pytest.raises(error):
        agreed(made, at.accounts[who])

    assert "monitoring_officer" not in fresh(at.other_head).posts


def test_whoever_is_to_be_appointed_does_not_agree_though_they_keep_offices(at):
    made, _new = nominate(at.keeper.person, post("monitoring_officer"), authority=AUTHORITY, since=timezone.now(),
                          actor=at.democratic.person)

    with pytest.raises(Forbidden):
        agreed(made, at.keeper)


@pytest.mark.parametrize("entered_by", [None, "democratic", "other_head"])
def test_the_service_beneath_appoints_for_nobody_alone(at, entered_by):
    first = entered_by and at.accounts[entered_by].person

    with pytest.raises(NeedsTwo):
        appoint(at.other_head.person, post("chief_executive"), authority=AUTHORITY, actor=at.democratic.person, entered_by=first)


def test_the_database_keeps_no_answer_of_whoever_entered_it(at):
    made = enter(at)

    with pytest.raises(IntegrityError), transaction.atomic():
        Nomination.objects.filter(pk=made.pk).update(answer="agreed", decided_at=timezone.now(), decided_by=made.entered_by)


def test_a_day_that_has_passed_does_not_begin_before_it_was_agreed_to_and_a_day_to_come_does_not_begin_early(at):
    past, later = enter(at, day=timezone.localdate() - 30 * DAY), enter(at, "chief_executive", day=timezone.localdate() + 3 * DAY)

    row, coming = agreed(past, at.keeper), agreed(later, at.keeper)

    assert timezone.now() - row.since < datetime.timedelta(minutes=1)
    assert coming.since == later.since
    assert "chief_executive" not in fresh(at.other_head).posts


def test_who_held_it_before_holds_it_until_it_is_agreed_to(at):
    now = held(at.monitoring, post("monitoring_officer"))

    made = enter(at, ending=[now])
    still = "monitoring_officer" in fresh(at.monitoring).posts
    agreed(made, at.keeper)

    assert (still, "monitoring_officer" in fresh(at.monitoring).posts) == (True, False)


def test_a_refusal_has_its_reason_changes_nothing_and_both_are_told(at):
    made = enter(at, ending=[held(at.monitoring, post("monitoring_officer"))])
    page = reverse("people:agree", args=[made.uid])

    empty = browser(at.keeper).post(page, {"answer": "refuse", "reason": " "})
    sent = browser(at.keeper).post(page, {"answer": "refuse", "reason": "The council has not met."})

    assert empty.context["form"].errors == {"reason": ["Enter why you do not agree: whoever entered it reads it"]}
    assert sent.status_code == 302
    assert "monitoring_officer" in fresh(at.monitoring).posts
    assert "monitoring_officer" not in fresh(at.other_head).posts
    told = set(Message.objects.filter(kind="appointment_decided").values_list("to__name", flat=True))
    assert told == {at.democratic.person.name, at.other_head.person.name}
    said = words(browser(at.democratic).get(reverse("people:post", args=[post("monitoring_officer").uid])))
    assert "Refused by Nell Ashby on" in said
    assert "The council has not met." in said
    assert "The council has not met." not in words(browser(at.head).get(reverse("people:post", args=[post("monitoring_officer").uid])))


def test_both_are_on_record(at):
    agreed(enter(at), at.keeper)

    rows = Event.objects.filter(object_uid=at.other_head.person.uid).order_by("pk").values_list("verb", "actor_name")
    assert list(rows)[-3:] == [("appointment entered", at.democratic.person.name), ("appointed", "Nell Ashby"),
                               ("appointment agreed to", "Nell Ashby")]


def test_a_second_press_changes_nothing_and_whoever_comes_later_is_told_that_somebody_was_first(at):
    made = enter(at)
    page, client = reverse("people:agree", args=[made.uid]), browser(at.keeper)

    answers = [client.post(page, {"answer": "agree"}).status_code for _press in range(2)]
    late = browser(at.chief_executive).post(page, {"answer": "refuse", "reason": "No."})

    assert answers == [302, 302]
    assert late.status_code == 409
    assert "It does not wait any more" in words(late)
    assert client.get(page).status_code == 409
    assert Appointment.objects.filter(person=at.other_head.person, principal__post="monitoring_officer").count() == 1


def test_the_page_says_that_it_waits_and_the_second_sees_who_which_from_when_by_which_authority_and_who_entered_it(at):
    principal = post("monitoring_officer")
    sent = typed(at.other_head.person, ending=[held(at.monitoring, principal)])
    check = words(browser(at.democratic).post(appointing(principal), sent))
    answer = browser(at.democratic).post(appointing(principal), sent | {"stage": "save"}, follow=True)
    again = browser(at.democratic).post(appointing(principal), sent | {"stage": "save"})
    made = Nomination.objects.get()

    assert "so two people appoint to it. Femi Adeyemi has nothing of it, and sees nothing, until a second person agrees" in check
    assert "Ruth Abara ends when it is agreed to, not before." in check
    assert "It waits for a second person. Nobody is appointed until they agree." in words(answer)
    assert "Any of these can agree to it or refuse it: Nell Ashby, Owen Tate, Ruth Abara." in words(answer)
    assert again.status_code == 302
    said = words(browser(at.monitoring).get(reverse("people:agree", args=[made.uid])))
    entered_by = f"Entered by {at.democratic.person.name} on"
    assert [text for text in ("Monitoring officer", "Femi Adeyemi", "Council, minute 12 (invented)", entered_by, "Ruth Abara")
            if text not in said] == []


def test_the_same_with_another_authority_is_not_lost_in_silence(at):
    enter(at)

    with pytest.raises(services.Waits):
        enter(at, authority="Another minute")


def test_it_waits_on_the_home_page_of_those_who_may_agree_and_of_nobody_else(at):
    enter(at)
    reading = {who for who, user in at.accounts.items()
               if "Appointments that wait for a second person" in words(browser(user).get("/"))}

    assert reading == {"keeper", "monitoring", "chief_executive"}

    agreed(Nomination.objects.get(), at.keeper)

    assert "Appointments that wait for a second person" not in words(browser(at.monitoring).get("/"))


def test_whoever_may_agree_is_told_once_by_mail_and_nobody_else_and_not_of_whom_or_what(at, mailoutbox):
    made = enter(at)
    run_due()
    run_due()

    told = Message.objects.filter(kind="second_wanted")
    assert {one.to for one in told} == {user.person for user in (at.keeper, at.monitoring, at.chief_executive)}
    assert told.count() == 3
    letters = [one for one in mailoutbox if f"/people/agreements/{made.uid}/" in one.body]
    assert len(letters) == 3
    for one in letters:
        assert "Something waits for you to agree to it as a second person." in one.body
        assert not {part for part in (at.other_head.person.name, at.democratic.person.name, "Monitoring", AUTHORITY)
                    if part in one.body.replace(f"/people/agreements/{made.uid}/", "")}
    assert browser(at.keeper).get(reverse("people:agree", args=[made.uid])).status_code == 200

    later = officer("Ida Frost", "democratic_services")
    run_due()
    assert told.filter(to=later.person).count() == 1, "whoever comes to it while it waits"


def test_what_was_answered_before_the_mail_goes_is_told_to_nobody(at, mailoutbox):
    made = enter(at)
    agreeing.tell_seconds()
    agreed(made, at.keeper)
    run_due()

    assert set(Message.objects.filter(kind="second_wanted").values_list("status", flat=True)) == {"cancelled"}
    assert [one for one in mailoutbox if "/agreements/" in one.body] == []


def test_who_stands_in_for_the_chief_executive_is_told_of_too(at):
    absence(at.chief_executive.person, at.democratic.person, last=6, stand_in=at.other_head.person)
    run_due()

    told = set(Message.objects.filter(kind="second_wanted").values_list("to__name", flat=True))
    assert told == {at.keeper.person.name, at.monitoring.person.name, at.chief_executive.person.name}


def test_where_nobody_could_be_the_second_the_page_names_the_command_and_it_does(council):
    for word in ("monitoring_officer", "chief_executive"):
        for row in Appointment.objects.filter(principal__post=word):
            end_appointment(row)
    made = enter(council)
    said = words(browser(council.democratic).get(reverse("people:post", args=[post("monitoring_officer").uid])))
    assert seconds(made) == []
    assert f"manage.py agree_appointment {made.uid}" in said
    assert "Nobody holds this post today, so what is confided to it goes to somebody else." in said

    out = io.StringIO()
    call_command("agree_appointment", str(made.uid), stdout=out)

    assert "agreed to" in out.getvalue()
    assert "monitoring_officer" in fresh(council.other_head).posts
    with pytest.raises(SystemExit):
        call_command("agree_appointment", str(made.uid), "--refuse", "No.", stderr=io.StringIO())


def test_ending_stays_with_one_person(at):
    services.vacate(held(at.monitoring, post("monitoring_officer")), day=timezone.localdate(), authority=AUTHORITY,
                    actor=at.democratic.person)

    assert "monitoring_officer" not in fresh(at.monitoring).posts


def test_who_has_left_or_keeps_accounts_by_then_is_not_appointed(at):
    made = enter(at)
    appoint(at.other_head.person, post("technical_administrator"), authority=AUTHORITY)
    with pytest.raises(TwoHats):
        agreed(made, at.keeper)

    for row in Appointment.objects.filter(person=at.other_head.person).exclude(principal__kind="person"):
        end_appointment(row)
    with pytest.raises(agreeing.CannotHold):
        agreed(made, at.keeper)


# --- standing in ---------------------------------------------------------------------------------------------------------------


def stands_in(at, by):
    return absence(at.chief_executive.person, by.person, last=6, stand_in=at.other_head.person)


def test_who_stands_in_for_the_chief_executive_waits_for_a_second_and_the_chief_executive_may_be_it(at):
    stands_in(at, at.democratic)
    before = "chief_executive" in fresh(at.other_head).posts
    made = Nomination.objects.get()

    row = agreed(made, at.chief_executive)

    assert (before, "chief_executive" in fresh(at.other_head).posts) == (False, True)
    assert (row.role, row.until) == (Role.STAND_IN, made.absence.until)
    with time_machine.travel(made.absence.until, tick=False):
        assert "chief_executive" not in fresh(at.other_head).posts


def test_nobody_of_democratic_services_lets_themselves_stand_in_for_the_chief_executive(at):
    with pytest.raises(OwnAppointment):
        absence(at.chief_executive.person, at.democratic.person, stand_in=at.democratic.person)
    with pytest.raises(TwoHats):
        absence(at.chief_executive.person, at.democratic.person, stand_in=at.technical.person)


def test_the_page_of_an_absence_says_what_waits(at):
    today = timezone.localdate()
    sent = {"person": str(at.chief_executive.person.uid), "stand_in": str(at.other_head.person.uid)} | {
        f"{name}_{part}": getattr(today, part) for name in ("first", "last") for part in ("day", "month", "year")}

    said = words(browser(at.democratic).post("/people/absences/new/", sent))

    assert "Femi Adeyemi stands in there only once a second person agrees" in said
    assert "Handed on in that time" not in said


def test_along_a_chain_it_waits_again(at):
    stands_in(at, at.democratic)
    agreed(Nomination.objects.get(), at.keeper)
    absence(at.other_head.person, at.democratic.person, last=3, stand_in=at.head.person)

    assert "chief_executive" not in fresh(at.head).posts
    assert "head_of_service" in fresh(at.head).posts
    agreed(Nomination.objects.get(answer=""), at.chief_executive)
    assert "chief_executive" in fresh(at.head).posts


def test_a_chain_that_was_there_before_waits_once_the_first_is_agreed_to(at):
    absence(at.other_head.person, at.democratic.person, last=3, stand_in=at.head.person)
    stands_in(at, at.democratic)
    assert Nomination.objects.count() == 1

    agreed(Nomination.objects.get(), at.keeper)

    assert Nomination.objects.get(answer="").person == at.head.person


def test_an_absence_that_is_over_waits_for_nobody_and_one_that_was_answered_is_not_asked_again(at):
    away = stands_in(at, at.democratic)
    made = Nomination.objects.get()
    agreeing.refuse(made, actor=at.keeper.person, reason="No.")
    absence(at.member.person, at.democratic.person, stand_in=None)
    assert Nomination.objects.filter(answer="").count() == 0

    services.end_absence(away, actor=at.democratic.person)
    with pytest.raises(agreeing.Answered):
        agreed(made, at.monitoring)


@pytest.mark.parametrize("first", [0, 3])
def test_whoever_comes_back_or_does_not_go_is_stood_in_for_by_nobody(at, first):
    away = absence(at.chief_executive.person, at.democratic.person, first=first, stand_in=at.other_head.person)
    services.end_absence(away, actor=at.democratic.person)

    with pytest.raises(agreeing.Answered):
        agreed(Nomination.objects.get(), at.keeper)
    assert "Appointments that wait" not in words(browser(at.keeper).get("/"))


# --- the HR list ---------------------------------------------------------------------------------------------------------------


def test_the_hr_list_does_not_go_round_it(at):
    person = at.other_head.person
    text = f"staff_id,name,email,post,post_kind\n77,{person.name},{person.email},Deputy,deputy_monitoring_officer\n"
    page = read_officers(text.encode())

    done = import_officers(page, actor=fresh(at.democratic).person)
    again = import_officers(page, actor=fresh(at.democratic).person)

    assert "deputy_monitoring_officer" not in fresh(at.other_head).posts
    assert Nomination.objects.get().person == person
    for report in (done, again):
        assert any("waits for a second person" in str(line) for line in report.lines)
    agreed(Nomination.objects.get(), at.keeper)
    assert "deputy_monitoring_officer" in fresh(at.other_head).posts


def of_list(person, kind="deputy_monitoring_officer"):
    """A list from HR that gives this person a post."""
    return read_officers(f"staff_id,name,email,post,post_kind\n77,{person.name},{person.email},Deputy,{kind}\n".encode())


def test_the_hr_list_does_not_enter_again_whom_a_second_refused_and_says_so(at):
    page, actor = of_list(at.other_head.person), fresh(at.democratic).person
    import_officers(page, actor=actor)
    agreeing.refuse(Nomination.objects.get(), actor=at.keeper.person, reason="The council has not met.")

    report = import_officers(page, actor=actor)

    assert Nomination.objects.get().answer == "refused"
    said = [str(line) for line in report.lines if "was refused by a second person on" in str(line)]
    assert len(said) == 1
    assert at.other_head.person.name in said[0]
    assert "The council has not met." not in said[0]
    import_officers(of_list(at.other_head.person, "chief_executive"), actor=actor)
    assert Nomination.objects.filter(answer="").count() == 1, "for another post they are entered"


def test_whom_a_person_enters_again_on_the_page_the_list_finds_waiting(at):
    page, actor = of_list(at.other_head.person), fresh(at.democratic).person
    import_officers(page, actor=actor)
    agreeing.refuse(Nomination.objects.get(), actor=at.keeper.person, reason="Not yet.")
    enter(at, "deputy_monitoring_officer")

    report = import_officers(page, actor=actor)

    assert any("waits for a second person" in str(line) for line in report.lines)
    assert Nomination.objects.count() == 2


def test_a_list_that_would_appoint_whoever_applies_it_says_why_not(at):
    report = import_officers(of_list(at.democratic.person), actor=fresh(at.democratic).person)

    assert any("Nobody appoints themselves to this post" in str(line) for line in report.lines)
    assert not Nomination.objects.exists()


def test_whoever_runs_the_machine_takes_in_the_first_people(at):
    person = at.other_head.person
    text = f"staff_id,name,email,post,post_kind\n77,{person.name},{person.email},Chief,chief_executive\n"

    import_officers(read_officers(text.encode()))

    assert "chief_executive" in fresh(at.other_head).posts
    assert not Nomination.objects.exists()

