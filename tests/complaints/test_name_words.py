"""Words beside the name by which people would know who raised a concern: refused and left out like the name itself."""

import re

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from complaints import dealing, inquiry, name_words, nations, services
from complaints.models import Concern, ConcernTurn
from complaints.policy import ADVICE, INVESTIGATOR
from complaints.services import CannotBe
from council_portal.access.decisions import Forbidden
from council_portal.documents.uploads import check_upload
from tests.casework.ground import browser
from tests.complaints import ground
from tests.complaints.test_desk import ANSWERS, appoint
from tests.complaints.test_pages import shown, typed, words
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMP-CONF")]
Heard = ConcernTurn.Heard
ALSO = "Pixie, Head of Street Scene, Desk 14"


@pytest.fixture
def at(db):
    return ground.outsiders(ground.council())


def again(made):
    return Concern.objects.get(pk=made.pk)


def page(user, made):
    return words(browser(user).get(made.get_absolute_url()))


def written(made, at, text):
    """Does the office get this written to whoever it is about?"""
    try:
        dealing.say(again(made), actor=fresh(at.monitoring), text=text, to=Heard.SUBJECT)
    except CannotBe as refused:
        return refused.args[0]
    return "written"


def told(at, **given):
    """A Head of Service's concern of which whoever it is about is told."""
    made = ground.concern(at.head, at.member, withheld="He is my neighbour.", **given)
    inquiry.tell_subject(made, actor=fresh(at.monitoring), text="It is said that you shouted.", support="Ask.")
    return made


@pytest.mark.parametrize(("text", "refused"), [
    ("Pixie told me.", True), ("PIXIE’s words", True), ("pixie_notes", True), ("The Head of Street Scene says so.", True),
    ("the head of\nStreet-Scene", True), ("Desk 14 heard it.", True), ("desk14", True),
    ("PriyaChandran says so.", True), ("pchandran@example.com", True), ("Chan\u200bdran", True), ("Heads of Street Scenes", False),
    ("Head of Street Scenes", True), ("Pixies heard it.", True), ("Chandráns say so.", True), ("CHANDRA\u0301N", True),
    ("Pixiesque.", False), ("The head of the street was a scene.", False), ("Desk 140, or 14 desks.", False),
    ("Head of Street", False), ("Nothing.", False)])
def test_what_holds_one_of_them_as_a_whole_is_refused_and_nothing_else(at, text, refused):
    assert written(told(at, also=ALSO), at, text) == ("name" if refused else "written")


def test_without_them_the_same_is_written_and_once_the_name_is_told_so_too(at):
    made = told(at)
    assert written(made, at, "Pixie told me.") == "written"
    dealing.set_words(again(made), actor=fresh(at.monitoring), also="Pixie")
    assert written(made, at, "Pixie told me.") == "name"

    services.set_facts(again(made), name=nations.NAME_TO_SUBJECT)
    assert written(made, at, "Pixie told me.") == "written"


def test_the_name_of_a_paper_a_notice_and_a_task_are_held_against_them_too(at):
    made = told(at, also=ALSO)
    office = fresh(at.monitoring)
    paper = check_upload(ContentFile(b"Notes.", name="from_pixie.txt"))
    for act in (lambda: dealing.add_papers(again(made), actor=office, papers=dealing.store([paper]), to=Heard.SUBJECT),
                lambda: inquiry.tell_subject(again(made), actor=office, text="You shouted.", support="Ask the Head of Street Scene.")):
        with pytest.raises(CannotBe, match="name"):
            act()


def test_they_are_left_out_for_whoever_is_let_in_and_not_to_know_the_name(at):
    made = ground.concern(at.head, at.member, text="He shouted: Pixie, you and all of you at desk 14!", withheld="My manager.", also=ALSO)
    dealing.assess(made, actor=fresh(at.monitoring), decision="investigate", text="On.", reasons="So.", answers=ANSWERS, branch=["breach"])
    appoint(made, at, at.investigator, INVESTIGATOR)
    dealing.say(again(made), actor=fresh(at.monitoring), text="Ask the Head of Street Scene.", to="inquiry")

    read = page(at.investigator, made)
    assert "He shouted: [name left out], you and all of you at [name left out]!" in read
    assert "Ask the [name left out]." in read
    assert [word for word in ("Pixie", "Words that give the name away", "Desk 14") if word in read] == []
    services.set_facts(again(made), name=nations.NAME_PROCESS)
    assert "Pixie, you and all" in page(at.investigator, made)


def test_they_come_with_the_form_and_are_read_by_the_office_and_whoever_gave_them_alone(at):
    client = browser(at.member)
    form = typed(client, also="  Speedy ;the Member for   Castle, Speedy", withheld="My officer.")
    first = client.post("/concerns/raise/officer/", form)
    assert "Speedy, the Member for Castle" in words(first) or "Speedy ;the Member for Castle, Speedy" in words(first)
    client.post("/concerns/raise/officer/", form | {"stage": "save", "shown": shown(first)})

    made = Concern.objects.get()
    assert made.facts["also"] == "Speedy, the Member for Castle"
    assert [("Speedy, the Member for Castle" in page(user, made)) for user in (at.member, at.chief_executive)] == [True, True]
    inquiry.tell_subject(made, actor=fresh(at.chief_executive), text="It is said that you were rude.", support="Ask.")
    assert "Speedy" not in page(at.head, made)


def test_they_are_asked_again_with_the_form_after_a_talk(at):
    made = ground.concern(at.member, at.head, talk=True, also="Speedy")
    assert "Speedy" not in page(at.leader, made)
    client, act = browser(at.member), f"{made.get_absolute_url()}send/"
    form = client.get(act).content.decode()
    assert 'value="Speedy"' in form

    client.post(act, {"version": re.search(r'name="version" value="([^"]*)"', form)[1], "text": ground.TEXT, "also": "Speedy, Rocket"})

    assert again(made).facts["also"] == "Speedy, Rocket"


@pytest.mark.parametrize(("also", "why"), [
    ("Pixie, no", "“no” is too short"), (",".join(f"Name {n}" for n in range(21)), "Give 20 at most")])
def test_what_would_stand_in_every_text_or_is_too_much_is_not_taken(at, also, why):
    client = browser(at.member)

    assert why in words(client.post("/concerns/raise/officer/", typed(client, also=also)))


def test_the_office_adds_to_them_and_whoever_raised_it_reads_that_and_nobody_else(at):
    made = told(at, also="Pixie")
    client, act = browser(at.monitoring), f"{made.get_absolute_url()}name-words/"
    form = client.get(act).content.decode()
    assert 'value="Pixie"' in form

    client.post(act, {"version": re.search(r'name="version" value="([^"]*)"', form)[1], "also": "Pixie, the tall one"})

    assert again(made).facts["also"] == "Pixie, the tall one"
    assert "Said which words give the name away" in page(at.head, made)
    assert "the tall one" not in page(at.member, made)
    assert written(made, at, "It was the tall one.") == "name"
    assert "or holds a word that gives them away" in words(refused_on_page(made, at, "The tall one said so."))


def refused_on_page(made, at, text):
    client, act = browser(at.monitoring), f"{made.get_absolute_url()}write/"
    version = re.search(r'name="version" value="([^"]*)"', client.get(act).content.decode())[1]
    return client.post(act, {"version": version, "to": "subject", "text": text})


def test_nobody_but_the_office_sets_them_and_a_question_has_none(at):
    made = told(at)
    for user in (at.head, at.member):
        with pytest.raises(Forbidden):
            dealing.set_words(again(made), actor=fresh(user), also="Pixie")
    question = ground.concern(at.head, matter=ADVICE, text="May I?")
    assert browser(at.monitoring).get(f"{question.get_absolute_url()}name-words/").status_code == 404
    assert "Other names or words" not in words(browser(at.head).get("/concerns/raise/advice/"))


def test_they_stand_in_no_table_in_plain(at):
    told(at, also="Pixie")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM complaints_concern")
        assert "Pixie" not in str(cursor.fetchall())


def test_a_name_and_a_longer_word_that_holds_it_are_left_out_once():
    found = {("chandran",), ("priya", "chandran", "of", "highways")}

    assert name_words.without("Priya Chandran of Highways, or Chandran.", found) == "[name left out], or [name left out]."
    assert name_words.places("", found) == []


def test_the_initial_before_a_name_is_left_out_with_it():
    words = {("chandran",), ("pixie",), ("head", "of", "housing")}
    assert name_words.without("P. Chandran said, and P.Chandran wrote.", words) == (
        "[name left out] said, and [name left out] wrote.")
    assert name_words.without("Chandrán, the Head of Housing, and A to B.", words) == "[name left out], the [name left out], and A to B."


def test_a_post_gives_away_whoever_alone_holds_it(at):
    made = told(at)
    posts = name_words.sole_posts(fresh(at.head).person)
    assert posts
    assert all(name_words.parts(one) in name_words.words_of_raiser(made) for one in posts)
    assert name_words.sole_posts(fresh(at.member).person) == [], "there are many Members"


@pytest.mark.parametrize(("text", "refused"), [
    ("The Head of Street Scene says so.", True), ("the head of the Street Scene", True), ("Head for Street Scene", True),
    ("Ask the Street Scene head.", True), ("Street Scene’s Head of Service", True), ("the Head of Service for Street Scene", True),
    ("head of service, street scene", True), ("Head in Street Scene", True), ("the Street Scene service head", True),
    ("The Head of Housing says so.", False), ("Street Scene took it away.", False), ("a head of service", False),
    ("the head of the street", False)])
def test_a_post_of_a_service_is_found_as_people_say_it(at, text, refused):
    assert written(told(at), at, text) == ("name" if refused else "written")


@pytest.mark.parametrize(("name", "service", "there", "not_there"), [
    ("Executive Director, Place", "Place", "executive director of place", "director of place"),
    ("Chief Officer, Place", "Place", "place chief officer", "officer of place"),
    ("Head of Service, The Waterfront", "The Waterfront", "head of the waterfront", "head of service")])
def test_a_title_without_of_is_said_as_a_whole(name, service, there, not_there):
    found = name_words.as_said(name, service)
    assert [name_words.parts(one) in found for one in (there, not_there)] == [True, False]


def test_a_post_of_the_whole_council_has_no_service_to_be_said_with():
    assert name_words.as_said("Chief Executive", "") == set()
