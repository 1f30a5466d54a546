"""Who is let in by name is told to both sides, and who has a conflict of interest finds the way out on the page."""
import datetime
import re

import pytest
from django.utils import timezone

from complaints import begun, dealing, inquiry, services
from complaints.act_forms import KeepNote
from complaints.connections.services import end
from complaints.letters import making
from complaints.models import Concern
from complaints.policy import INDEPENDENT, INVESTIGATOR, PANEL
from complaints.services import CannotBe
from complaints.talk_forms import AnswerTalk
from council_portal.drafts.services import keep
from council_portal.outbox.models import Message
from tests.casework.ground import browser
from tests.complaints import ground
from tests.complaints.lettered import words as of_letter
from tests.complaints.test_desk import SOON, appoint, assessed, of, post, today
from tests.complaints.test_pages import words
from tests.connections.ground import declare
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMP-CONFLICT")]
HOME = "Something in confidence Marked as begun"


@pytest.fixture
def at(db):
    return ground.outsiders(ground.council())


def page(user, made):
    return words(browser(user).get(made.get_absolute_url()))


def let_in(made, kind="let in"):
    return [(row.heard, said["who"], said["capacity"]) for row in made.turns.all() for said in [row.facts] if said["kind"] == kind]


# --- both sides are told --------------------------------------------------------------------------------------------------------


def test_both_sides_are_told_who_is_let_in_and_in_which_part_and_nothing_of_what_is_asked(at):
    made = assessed(at)
    before = Message.objects.count()
    inquiry.appoint(made, actor=fresh(at.monitoring), person=at.investigator.person, capacity=INVESTIGATOR, until=today() + SOON,
                    text="Ask the cleaner first.")
    new = Message.objects.order_by("-pk")[:Message.objects.count() - before]
    assert {one.to for one in new} == {user.person for user in (at.investigator, at.head, at.member)}

    name = at.investigator.person.full_name
    assert let_in(made) == [("both", name, INVESTIGATOR), ("subject", name, INVESTIGATOR)]
    for reader in (at.head, at.member):
        said = page(reader, made)
        assert "Said who is let in ·" in said
        assert name in said
        assert "whoever investigates it" in said
        assert "Write to the office that deals with it, and say how" in said
        assert "Ask the cleaner first." not in said
    assert page(at.monitoring, made).count("Said who is let in") == 1, "the office reads it once, with who heard it"


def test_another_day_is_told_to_nobody_and_another_person_is(at):
    made = assessed(at)
    appoint(made, at, at.investigator, INVESTIGATOR)
    appoint(made, at, at.investigator, INVESTIGATOR, until=today() + 2 * SOON)
    assert len(let_in(made)) == 2
    appoint(made, at, at.independent, INDEPENDENT)
    assert len(let_in(made)) == 4


def test_whoever_it_is_about_is_told_nothing_before_they_know_of_it_and_then_who_is_let_in(at):
    made = ground.concern(at.head, at.member)
    appoint(made, at, at.investigator, INVESTIGATOR)
    appoint(made, at, at.panellist, PANEL)
    assert {heard for heard, _who, _as in let_in(made)} == {"both"}
    assert browser(at.member).get(made.get_absolute_url()).status_code == 404

    inquiry.tell_subject(made, actor=fresh(at.monitoring), text="It is said that you shouted.", support="Ask.")
    inquiry.tell_subject(made, actor=fresh(at.monitoring), text="Once more.", support="Ask.")

    own = [who for heard, who, _as in let_in(made) if heard == "subject"]
    assert own == [at.investigator.person.full_name, at.panellist.person.full_name], "each once"
    assert all(one in page(at.member, made) for one in own)
    assert at.head.person.name not in page(at.member, made)


def test_each_who_was_let_in_stands_in_the_letter_to_either_side(at):
    made = assessed(at)
    appoint(made, at, at.investigator, INVESTIGATOR)
    appoint(made, at, at.panellist, PANEL)

    for word in ("let-in-raiser", "let-in-subject"):
        said = of_letter(making.letter(making.happened(made)[word]))
        assert [user.person.full_name in said for user in (at.investigator, at.panellist)] == [True, True]
        assert (at.head.person.name in said) == (word == "let-in-raiser")


# --- stepping back --------------------------------------------------------------------------------------------------------------


def test_stepping_back_stands_on_the_page_as_one_press_with_what_it_does(at):
    made, desk = ground.concern(at.head, at.member), browser(at.monitoring)
    shown = desk.get(made.get_absolute_url()).content.decode()
    assert "goes to the next office that is free, and this cannot be undone" in words(desk.get(made.get_absolute_url()))
    form = re.search(r'<form method="post" action="([^"]+step-back/)">.*?name="version" value="([^"]*)"', shown, re.DOTALL)
    action, version = form.groups()
    dealing.say(made, actor=fresh(at.head), text="One more thing.")

    answer = desk.post(action, {"version": version})

    assert (answer.status_code, desk.get(made.get_absolute_url()).status_code) == (302, 404), "whatever was changed meanwhile"
    assert 'step-back/"' not in browser(at.head).get(made.get_absolute_url()).content.decode(), "whoever raised it takes it back instead"


def test_whoever_deals_with_it_and_has_declared_a_connection_is_warned_with_the_clause(at):
    made, other = ground.concern(at.head, at.member), ground.concern(at.head, at.other_member)
    declared = declare(at.monitoring, at.member)

    said = page(at.monitoring, made)
    assert "You have declared a personal connection with somebody whom this concern is about or who raised it." in said
    assert f"clause {declared.facts['clause']}" in said
    assert "You have declared" not in page(at.monitoring, other)
    end(declared, actor=fresh(at.monitoring), text="We have parted.")
    assert "You have declared" not in page(at.monitoring, made)


@pytest.mark.requirement("CMP-CONF")
def test_what_the_other_person_declared_or_others_have_is_no_trace_on_the_page(at):
    made = ground.concern(at.head, at.member)
    declare(at.member, at.monitoring)
    declare(at.member, at.head)

    for reader in (at.monitoring, at.head):
        assert "personal connection" not in page(reader, made), reader.person.name


@pytest.mark.requirement("CMP-CONF")
def test_whoever_is_let_in_is_not_warned_as_that_would_tell_them_who_raised_it(at):
    made = assessed(at)
    appoint(made, at, at.panellist, PANEL)
    declare(at.panellist, at.head)

    assert "You have declared" not in page(at.panellist, made)


# --- a hearing ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("now", "earliest"), [("2027-06-07T09:00:00Z", "2027-06-08"), ("2027-06-11T09:00:00Z", "2027-06-14")])
def test_a_hearing_is_set_for_the_next_working_day_at_the_earliest(at, time_machine, now, earliest):
    time_machine.move_to(now)
    made, given = assessed(at), {"actor": fresh(at.monitoring), "place": "Room 2", "text": "Come."}
    first = datetime.datetime.fromisoformat(f"{earliest}T09:00:00+00:00")

    for when in (timezone.now() + datetime.timedelta(hours=3), first - datetime.timedelta(hours=12)):
        with pytest.raises(CannotBe, match="soon"):
            inquiry.hear(made, when=when, **given)
    inquiry.hear(made, when=first, **given)
    assert inquiry.lies_ahead(made)


def test_the_form_says_which_day_is_the_earliest_and_refuses_one_before(at):
    made, desk = assessed(at), browser(at.monitoring)
    assert "The earliest day is the next working day" in words(desk.get(of(made, "hearing")))
    given = {"on_day": today().day, "on_month": today().month, "on_year": today().year}
    refused = words(post(desk, of(made, "hearing"), at="23:59", place="Room 2", text="Come.", **given))
    assert "Enter the next working day or a later one" in refused
    assert not Concern.objects.get(pk=made.pk).facts.get("hearing")


# --- what was begun -------------------------------------------------------------------------------------------------------------


def begin(user, made, form):
    keep(fresh(user), begun.FORM, {"text": "Half a sentence"}, about=begun.about_act(fresh(user), made, form))


@pytest.mark.requirement("CMP-CONF")
def test_what_somebody_began_who_is_then_kept_out_stands_on_no_home_page(at):
    made = ground.concern(at.head, at.member)
    begin(at.monitoring, made, KeepNote)
    assert HOME in words(browser(at.monitoring).get("/"))

    services.keep_out(made, at.monitoring.person, actor=fresh(at.monitoring))

    home = words(browser(at.monitoring).get("/"))
    assert HOME not in home
    assert "Something that you may not see any more" not in home


@pytest.mark.requirement("SEC-6.1")
def test_an_answer_begun_in_a_talk_leaves_no_line_once_the_form_is_sent(at):
    made = ground.concern(at.member, at.head, talk=True, text="May we talk?")
    begin(at.leader, made, AnswerTalk)
    keep(fresh(at.leader), begun.FORM, {"text": "My own matter"}, about=begun.about(fresh(at.leader), "officer_conduct"))
    assert words(browser(at.leader).get("/")).count(HOME) == 2

    services.send_form(made, actor=fresh(at.member), text="He shouted.", wanted="")

    assert words(browser(at.leader).get("/")).count(HOME) == 1, "their own stays"
