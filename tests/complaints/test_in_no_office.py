"""Whoever leaves office keeps their own concern, and what they were told of one about them; they raise nothing anew."""

import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from complaints import dealing, deciding, inquiry, nations, policy, reviewing, services, settling
from complaints.models import Concern, Status
from complaints.reading import people_of
from council_portal.access.decisions import Forbidden, can
from council_portal.accounts.models import User
from council_portal.accounts.services import appoint, leave_office
from council_portal.drafts.models import Draft
from council_portal.outbox.management.commands.run_due import once as run_due
from tests import factories
from tests.casework.ground import browser
from tests.complaints import ground
from tests.complaints.test_desk import ANSWERS
from tests.complaints.test_pages import words
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMP-CONF")]


@pytest.fixture
def at(db):
    return ground.outsiders(ground.council())


def again(made):
    return Concern.objects.get(pk=made.pk)


def gone(user):
    """This account, whose person has left office."""
    leave_office(user.person)
    return fresh(user)


def page(user, made):
    return words(browser(user).get(made.get_absolute_url()))


def post(user, made, act, **typed):
    client, place = browser(user), reverse("concerns:act", args=[made.uid, act])
    shown = client.get(place)
    assert shown.status_code == 200, act
    return client.post(place, {"version": re.search(r'name="version" value="([^"]*)"', shown.content.decode())[1], **typed})


def test_a_clause_leads_nowhere_for_whoever_finds_no_protocol_here(at):
    made = ground.concern(at.head, at.member)
    assert 'href="/protocol/#clause-' in browser(at.head).get(made.get_absolute_url()).content.decode()

    left = browser(gone(at.head)).get(made.get_absolute_url()).content.decode()
    assert "/protocol/#clause-" not in left
    assert re.search(r'<span class="cp-clause">clause [\d.]+</span>', left)


def decided(at, **given):
    """A Head of Service's concern about a Member, who is told, decided by the Monitoring Officer."""
    made = ground.concern(at.head, at.member, **given)
    dealing.assess(made, actor=fresh(at.monitoring), decision="investigate", text="We go on.", reasons="So.", answers=ANSWERS)
    inquiry.tell_subject(made, actor=fresh(at.monitoring), text="You are said to have shouted.", support="Lee Moss")
    deciding.decide(made, actor=fresh(at.monitoring), finding="none", reasons="Seen.", text="No breach.", to_subject="Nothing.", view="-")
    return made


def test_whoever_raised_it_reads_it_and_its_papers_answers_and_takes_it_back(at):
    made = ground.concern(at.head, at.member)
    ground.evidence(made, at.head)
    dealing.say(made, actor=fresh(at.monitoring), text="When was it?")
    gone(at.head)

    read = page(at.head, made)
    assert ground.TEXT in read
    assert "When was it?" in read
    assert browser(at.head).get(made.papers.get().get_absolute_url()).status_code == 200
    assert post(at.head, made, "write", text="On Monday.").status_code == 302
    dealing.add_papers(again(made), actor=fresh(at.head), papers=[])
    assert "On Monday." in page(at.monitoring, made)
    assert post(at.head, made, "take-back", text="No more.").status_code == 302
    assert again(made).status == Status.WITHDRAWN
    assert ground.TEXT in page(at.head, made)


def test_they_send_the_form_after_a_talk_or_say_that_it_is_settled(at):
    first, second = (ground.concern(at.member, at.head, talk=True, text="May we talk?") for _each in range(2))
    gone(at.member)

    paper = SimpleUploadedFile("notes.txt", b"Notes of the day.", content_type="text/plain")
    form = browser(at.member).get(reverse("concerns:act", args=[first.uid, "send"])).content.decode()
    assert "send nothing yet" not in form, "no draft is kept, so no paper waits with one"
    assert post(at.member, first, "send", text=ground.TEXT, wanted="", papers=paper).status_code == 302
    assert [one.facts["name"] for one in again(first).papers.all()] == ["notes.txt"]
    assert post(at.member, second, "settled", text="We shook hands.").status_code == 302

    assert ground.who_sees(at, again(first)) == {at.member, at.chief_executive}
    assert ground.who_sees(at, again(second)) == {at.member, at.leader}


def test_a_form_that_fails_is_shown_again_and_keeps_no_draft(at):
    made = ground.concern(at.head, at.member)
    gone(at.head)

    assert "There is a problem" in words(post(at.head, made, "write", text=""))
    assert not Draft.objects.exists()


def test_they_agree_that_the_name_is_told(at):
    made = ground.concern(at.head, at.member, withheld="He is my neighbour.")
    inquiry.decide_name(made, actor=fresh(at.monitoring), who=nations.NAME_TO_SUBJECT, reason="It cannot be heard else.")
    gone(at.head)

    assert post(at.head, made, "agree-name").status_code == 302


@pytest.mark.parametrize("side", ["head", "member"])
def test_either_side_asks_for_a_second_look(at, side):
    made = decided(at)
    gone(at.accounts[side])

    assert post(at.accounts[side], made, "ask-again", text="Not all was heard.").status_code == 302
    assert again(made).status == Status.REVIEW


def test_whoever_it_is_about_reads_and_answers_what_they_were_told_and_nothing_else(at):
    made = ground.concern(at.head, at.member)
    inquiry.tell_subject(made, actor=fresh(at.monitoring), text="You are said to have shouted.", support="Lee Moss")
    gone(at.member)

    read = page(at.member, made)
    assert "You are said to have shouted." in read
    assert [word for word in (ground.TEXT, at.head.person.name) if word in read] == []
    assert post(at.member, made, "write", text="I did not.").status_code == 302
    assert "I did not." in page(at.monitoring, made)


def test_whoever_it_is_about_and_was_not_told_finds_nothing_in_office_or_out_of_it(at):
    made = ground.concern(at.head, at.member)
    gone(at.member)

    assert browser(at.member).get(made.get_absolute_url()).status_code == 404
    assert browser(at.member).get("/concerns/").status_code == 404
    assert "there is nothing here for you" in words(browser(at.member).get("/"))


def test_the_office_that_had_it_sees_nothing_once_its_holder_has_left(at):
    made = ground.concern(at.head, at.member)
    gone(at.monitoring)

    assert browser(at.monitoring).get(made.get_absolute_url()).status_code == 404


def test_the_door_lists_their_own_and_offers_nothing_to_raise(at):
    made = ground.concern(at.head, at.member)
    assert "What do you want to raise?" in words(browser(at.head).get("/concerns/"))
    gone(at.head)
    client = browser(at.head)

    door = client.get("/concerns/")
    assert made.reference in words(door)
    assert "You hold no office in the council today, so you raise nothing new here." in words(door)
    assert re.findall(r'href="(/concerns/raise/[^"]*|/connections/[^"]*)"', door.content.decode()) == []
    assert client.get("/concerns/raise/breach/").status_code == 404
    with pytest.raises(Forbidden):
        ground.concern(at.head, at.member)
    assert not can(fresh(at.head), "raise", Concern)


def test_home_leads_them_to_it_also_when_it_is_closed_and_tells_nobody_else(at):
    made = ground.concern(at.head, at.member)
    assert made.reference not in words(browser(at.head).get("/"))
    gone(at.head), gone(at.other_member)

    assert made.reference in words(browser(at.head).get("/"))
    assert made.reference not in words(browser(at.other_member).get("/"))
    services.withdraw(made, actor=fresh(at.head), text="No more.")
    home = browser(at.head).get("/")
    assert made.reference not in words(home)
    assert "What you raised or were told is kept." in words(home)
    assert 'href="/concerns/"' in home.content.decode()


def test_messages_go_on_until_the_account_is_closed(at):
    made = ground.concern(at.head, at.member)
    gone(at.head)
    run_due()
    mail.outbox.clear()

    dealing.say(made, actor=fresh(at.monitoring), text="When was it?")
    run_due()
    assert [one.to for one in mail.outbox] == [[at.head.person.email]]

    User.objects.filter(pk=at.head.pk).update(is_active=False)
    assert not Concern.objects.permitted(fresh(at.head)).exists()


@pytest.mark.requirement("CMP-CONFLICT")
def test_whoever_raised_it_never_deals_with_it_though_they_come_back_to_its_office(at):
    made = ground.concern(at.head, at.member)
    gone(at.head), leave_office(at.monitoring.person)
    appoint(at.head.person, factories.post("monitoring_officer"), authority="Invented")
    settling.settle_all()

    assert Concern.objects.capacities(fresh(at.head), [made.pk]) == {made.pk: {policy.COMPLAINANT}}
    assert people_of(again(made), policy.HANDLER) == [at.deputy.person]


@pytest.mark.requirement("CMP-CONFLICT")
def test_they_say_which_of_the_readers_is_concerned_and_look_up_nobody(at):
    made = ground.concern(at.head, at.member)
    talk = ground.concern(at.other_member, at.head, talk=True, text="May we talk?")
    names = {one: gone_form(one, about) for one, about in ((at.head, made), (at.other_member, talk))}

    assert names[at.head] == [at.monitoring.person.full_name]
    assert names[at.other_member] == [one.person.full_name for one in (leader_of(at, talk), at.chief_executive)]
    assert post(at.head, made, "concerned", name=at.deputy.person.full_name).status_code == 200, "nobody is looked up"
    assert post(at.head, made, "concerned", name=str(at.monitoring.person.uid)).status_code == 302
    assert ground.who_sees(at, again(made)) == {at.head, at.deputy}


def gone_form(user, made):
    """The names that the form "Say who else is concerned" offers this account once it has left office."""
    gone(user)
    form = browser(user).get(reverse("concerns:act", args=[made.uid, "concerned"])).content.decode()
    return [name.strip() for name in re.findall(r'for="id_name_\d+">\s*([^<]+?)\s*<', form)]


def leader_of(at, talk):
    """The account that was asked for this talk."""
    return next(user for user in at.everybody if user.person in people_of(talk, policy.TALKER))


def test_a_second_look_that_was_asked_by_somebody_in_no_office_is_not_given_to_them(at):
    made = decided(at)
    gone(at.head)
    reviewing.ask_review(again(made), actor=fresh(at.head), text="Again.")

    assert people_of(again(made), policy.HANDLER) == [at.deputy.person]
