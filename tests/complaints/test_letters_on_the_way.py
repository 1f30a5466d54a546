"""The letters of each step on the way of a concern: every act by which somebody is told something has one."""
import datetime

import pytest
from django.utils import timezone

from complaints import dealing, inquiry, nations, reading, reviewing, services, wording
from complaints.letters import making, texts
from complaints.policy import PANEL
from council_portal.design.dates import day, moment
from tests.casework.ground import browser
from tests.casework.ground import words as read
from tests.complaints import ground
from tests.complaints.lettered import (
    FORM,
    REASONS,
    TO_RAISER,
    TO_SUBJECT,
    advised,
    again,
    all_of_it,
    assessed,
    ended,
    letter,
    looked_at_again,
    the_long_way,
    told_at_once,
    tomorrow,
    words,
)
from tests.factories import fresh, member

pytestmark = pytest.mark.django_db
LONG_WAY = ["assessment-early", "assessment-early-subject", "plan-raiser", "plan-subject", "inquiry-raiser", "inquiry-subject", "name",
            "name-kept", "notice", "appointment-investigator", "appointment-independent", "appointment-panel", "let-in-raiser",
            "let-in-subject", "hearing-raiser", "hearing-subject",
            "hearing-panel", "hearing-off-raiser", "hearing-off-subject", "hearing-off-panel"]
# Turns of which no letter is made: what the office keeps for itself; what the other side said; what each writes to the other; a talk; the
# list of words that give a name away.
NO_LETTER = {"note", "reasons", "why decided", "grant ended", "stepped back", "not avoided", "form", "taken back", "report", "found",
             "view given", "name agreed", "review asked", "said", "talk asked", "talk answered", "settled", "chosen",
             "name words"}


@pytest.fixture
def at(db):
    return ground.council()


def place(made, word, form="docx"):
    """The address of a letter."""
    return f"/concerns/{made.uid}/letters/{word}.{form}"


def each(made, word):
    """The letters of this kind to each of several, as text."""
    return [words(making.letter(one)) for one in making.to_each(making.happened(again(made))[word])]


@pytest.mark.requirement("CMP-TRIAGE")
def test_whatever_the_office_tells_somebody_has_a_letter():
    assert {kind.turn for kind in texts.KINDS.values()} == {*wording.TURNS, "plan"} - NO_LETTER
    assert set(wording.TURNS) >= NO_LETTER


@pytest.mark.requirement("CMP-TRIAGE")
def test_each_letter_comes_of_something_that_happens(at):
    long_way = the_long_way(at)
    assert list(making.happened(long_way)) == LONG_WAY

    back, asked = told_at_once(at), all_of_it(at)
    services.withdraw(back, actor=fresh(at.head), text="It is settled.")
    reviewing.ask_review(asked, actor=fresh(at.member), text="Too much.")
    ways = [back, asked, ended(at, long_way), looked_at_again(at, all_of_it(at)), told_at_once(at), advised(at), assessed(at, "nothing"),
            assessed(at, "elsewhere"), assessed(at, "joined")]
    found = {word for made in ways for word in making.happened(made)} | set(LONG_WAY)
    assert found == set(texts.KINDS)


@pytest.mark.requirement("CMP-CONF")
def test_no_letter_on_the_way_tells_what_is_for_somebody_else(at):
    made = ended(at, the_long_way(at))

    for word, kind in ((word, texts.KINDS[word]) for word in making.happened(made)):
        for said in each(made, word):
            assert not {one for one in (FORM, REASONS) if one in said}, word
            assert (at.head.person.name in said) == (kind.heard == "both"), word
            assert TO_RAISER not in said or kind.heard == "both", word
            assert at.member.person.name not in said or kind.heard == "subject", word


def test_advice_is_told_by_letter_to_whoever_asked(at):
    said = words(letter(advised(at), "advice"))

    assert f"You may {TO_RAISER}." in said
    assert f"Dear {at.head.person.full_name}" in said


def test_whoever_it_is_about_reads_of_the_plan_what_they_were_told_and_what_came_of_it(at):
    made, mo, due = assessed(at, "early"), fresh(at.monitoring), timezone.localdate() + datetime.timedelta(days=20)
    dealing.plan(again(made), actor=mo, what="A call.", who="The office", due=due)
    assert "plan-subject" not in making.happened(again(made))

    dealing.plan(again(made), actor=mo, what="A talk.", who="Petra Wynn", due=due, told=["both", "subject"])
    assert "What came of it" not in words(letter(made, "plan-subject"))
    for task in made.tasks.all():
        dealing.end_task(again(made), actor=mo, task=task.uid, done=True, text="It went well.")
    lines = [f"A call. (The office, by {day(due)})", f"A talk. (Petra Wynn, by {day(due)})"], [
        "A call: done. It went well.", "A talk: done. It went well."]
    items = {word: [text for kind, text in letter(made, word).blocks if kind == texts.ITEM] for word in ("plan-raiser", "plan-subject")}
    assert items == {"plan-raiser": [*lines[0], *lines[1]], "plan-subject": [lines[0][1], lines[1][1]]}


@pytest.mark.requirement("CMP-CONF")
def test_a_plan_that_names_whoever_raised_it_makes_no_letter_to_whoever_it_is_about(at):
    made, mo = assessed(at, "early"), fresh(at.monitoring)
    due = timezone.localdate() + datetime.timedelta(days=20)
    dealing.add_task(made, mo, kind="plan", what="A talk.", who=at.head.person.full_name, due=due, told=["both", "subject"])

    with pytest.raises(services.CannotBe, match="name"):
        letter(made, "plan-subject")
    assert browser(at.monitoring).get(place(made, "plan-subject")).status_code == 409
    assert at.head.person.full_name in words(letter(made, "plan-raiser"))

    inquiry.decide_name(again(made), actor=mo, who=nations.NAME_TO_SUBJECT, reason="They agree.")
    assert at.head.person.full_name in words(letter(made, "plan-subject"))


def test_of_a_hearing_that_is_called_off_all_are_told_which_and_why(at):
    made = the_long_way(at)
    set_for = next(said["when"] for _row, said in reading.heard_by(made, {"panel"}) if said["kind"] == "hearing")

    for word in ("hearing-off-raiser", "hearing-off-subject", "hearing-off-panel"):
        said = words(letter(made, word))
        assert f"It was to be on: {moment(datetime.datetime.fromisoformat(set_for))}" in said
        assert "Somebody is ill" in said
    names = [at.leader.person.full_name, at.panellist.person.full_name]
    for word in ("hearing-panel", "hearing-off-panel"):
        said = each(made, word)
        assert {name for one in said for name in names if f"Dear {name}" in one} == set(names), word
        assert len(said) == 2, word


def test_of_a_hearing_that_is_moved_the_letter_says_that_the_one_before_is_off(at):
    made, mo = assessed(at, "investigate"), fresh(at.monitoring)
    first, second = tomorrow(8), tomorrow(10)
    inquiry.hear(again(made), actor=mo, when=first, place="Room 2", text="Come.")
    inquiry.hear(again(made), actor=mo, when=second, place="Room 3", text="Come.")

    off, on = words(letter(made, "hearing-off-raiser")), words(letter(made, "hearing-raiser"))
    assert (moment(first) in off, moment(second) in off) == (True, False)
    assert "## Why" not in off
    assert "Why" not in off, "no heading over nothing"
    assert (moment(first) in on, moment(second) in on) == (False, True)


def test_each_who_is_let_in_gets_a_letter_of_their_own(at):
    made = the_long_way(at)
    until = day(timezone.localdate() + datetime.timedelta(days=20))

    assert [f"Dear {at.investigator.person.full_name}" in one for one in each(made, "appointment-investigator")] == [True]
    panel = each(made, "appointment-panel")
    assert [f"Dear {user.person.full_name}" in one for one, user in zip(panel, (at.panellist, at.leader), strict=True)] == [True, True]
    assert all(f"in the council portal, until {until}." in one for one in panel)
    client = browser(at.monitoring)
    assert [client.get(f"{place(made, 'appointment-panel')}?to={number}").status_code for number in ("1", "2", "3")] == [200, 200, 404]


def test_whoever_is_let_in_again_gets_the_last_letter_alone(at):
    made, mo = the_long_way(at), fresh(at.monitoring)
    row = next(one for one in inquiry.grants(made) if one.who == f"person:{at.panellist.person.pk}")
    inquiry.end_grant(again(made), actor=mo, standing=row.pk)
    inquiry.appoint(again(made), actor=mo, person=at.panellist.person, capacity=PANEL, until=timezone.localdate(), text="Once more.")

    panel = [one for one in each(made, "appointment-panel") if at.panellist.person.full_name in one]
    assert ["Once more." in one for one in panel] == [True]


@pytest.mark.requirement("CMP-CONF")
def test_whoever_is_let_in_and_is_not_to_know_the_name_reads_it_in_no_letter(at):
    made = the_long_way(at)
    for word in ("appointment-investigator", "appointment-independent", "appointment-panel"):
        assert "[name left out] first." in words(letter(made, word))
        assert at.head.person.name.split()[-1] not in words(letter(made, word))

    services.set_facts(made, name=nations.NAME_PROCESS)
    assert f"Ask {at.head.person.name} first." in words(letter(made, "appointment-investigator"))


@pytest.mark.requirement("CMP-CONF")
def test_whoever_raised_it_reads_from_which_day_the_name_is_told(at):
    made, mo = assessed(at, "early"), fresh(at.monitoring)
    services.set_facts(made, withheld="Please.")
    inquiry.decide_name(again(made), actor=mo, who=nations.NAME_TO_SUBJECT, reason="They must be heard.")
    since = day(datetime.date.fromisoformat(again(made).facts["name_from"]))
    assert f"This holds from {since}." in words(letter(made, "name"))
    assert "Also whoever it is about" in words(letter(made, "name"))

    inquiry.take_back_name(again(made), actor=mo, reason="They need not.")
    assert "The office that deals with it, and nobody else" in words(letter(made, "name-kept"))
    inquiry.decide_name(again(made), actor=mo, who=nations.NAME_OFFICE, reason="It stays.")
    assert "From which day" not in words(letter(made, "name")), "it holds at once"


def test_whoever_it_is_about_is_told_of_an_investigation_where_they_know_of_the_concern(at):
    made, desk = assessed(at, "early"), browser(at.monitoring)
    address = f"/concerns/{made.uid}/investigate/"
    assert 'name="to_subject"' not in desk.get(address).content.decode()

    inquiry.tell_subject(again(made), actor=fresh(at.monitoring), text="It is said.", support="Ask Democratic Services.",
                         independent=ground.edith(at))
    typed = {"text": "It did not settle it.", "version": reading.as_read(again(made), fresh(at.monitoring))}
    desk.post(address, typed)
    assert again(made).status == "assessed", "they know of it, so they are told"
    named = read(desk.post(address, typed | {"to_subject": f"{at.head.person.name} asked for it."}))
    assert "This names whoever raised it" in named
    assert again(made).status == "assessed"

    desk.post(address, typed | {"to_subject": f"We look into it {TO_SUBJECT}."})
    assert again(made).status == "inquiry"
    assert TO_SUBJECT in read(browser(at.member).get(f"/concerns/{made.uid}/"))
    assert TO_SUBJECT not in read(browser(at.head).get(f"/concerns/{made.uid}/"))
    assert TO_SUBJECT in words(letter(made, "inquiry-subject"))


@pytest.mark.requirement("CMP-CONF")
def test_nobody_but_the_office_finds_any_of_them(at):
    made = the_long_way(at)
    kept_out = member("Uma Lark", of=at.wards.castle)
    services.keep_out(made, kept_out.person, actor=fresh(at.monitoring))
    outside = [browser(user) for user in (
        at.head, at.member, at.investigator, at.independent, at.panellist, kept_out, at.deputy, at.technical)]

    for word in LONG_WAY:
        assert browser(at.monitoring).head(place(made, word)).status_code == 200, word
        assert {client.head(place(made, word)).status_code for client in outside} == {404}, word
    assert {client.get(place(made, "plan-subject", "pdf")).status_code for client in outside} == {404}


@pytest.mark.requirement("SEC-6.1")
def test_whoever_was_asked_for_a_talk_finds_no_letter_before_the_form_or_after_it(at):
    made = ground.concern(at.member, at.head, talk=True, text="May we talk?")
    address = place(made, "acknowledgement")
    assert browser(at.leader).get(f"/concerns/{made.uid}/").status_code == 200
    assert browser(at.leader).get(address).status_code == 404

    services.send_form(made, actor=fresh(at.member), text="He shouted.", wanted="")
    dealing.acknowledge(again(made), actor=fresh(at.chief_executive), text="We have it.")
    assert browser(at.chief_executive).get(address).status_code == 200
    assert [browser(user).get(address).status_code for user in (at.leader, at.member, at.head)] == [404] * 3
