"""What the page of a concern shows first, what it offers, what cannot be done yet, and what its reader has begun."""

import datetime
import re

import pytest
from django.utils import timezone

from complaints import begun, dealing, inquiry
from complaints.act_forms import KeepNote, Say
from council_portal.drafts.services import keep
from tests.casework.ground import browser, words
from tests.complaints import ground
from tests.complaints.test_desk import ANSWERS
from tests.factories import fresh

pytestmark = pytest.mark.django_db
BEGUN = "Begun, not sent"


@pytest.fixture
def at(db):
    return ground.outsiders(ground.council())


def offered(user, made):
    """What the page offers this reader: (the first act, {what waits: why}, all the others), in their words."""
    found = browser(user).get(made.get_absolute_url()).context["offers"]
    return (found["first"] and str(found["first"]["text"]), {str(one["text"]): str(one["why"]) for one in found["waits"]},
            [str(one["text"]) for group in found["groups"] for one in group["links"]])


def begin(user, made, form):
    """This account begins an act and does not send it."""
    reader = fresh(user)
    keep(reader, begun.FORM, {"text": ground.TEXT}, about=begun.about_act(reader, made, form))


def marked(user, made):
    """What is marked as begun on the page of this reader."""
    found = browser(user).get(made.get_absolute_url()).context["offers"]
    return [str(one["text"]) for one in (found["first"], *(one for group in found["groups"] for one in group["links"]))
            if one and one["begun"]]


def assess(made, at, decision="investigate"):
    dealing.assess(made, actor=fresh(at.monitoring), decision=decision, text="We look.", reasons="So.", answers=ANSWERS, branch=["code"])


def test_what_is_due_and_what_can_be_done_stand_before_everything_else(at):
    made = ground.concern(at.head, at.member)

    page = words(browser(at.monitoring).get(made.get_absolute_url()))

    places = [page.index(text) for text in ("Due next Acknowledge it by", "What you can do", "Where this is, and why", "On this page",
                                            "What happened", "What was said and done", "The matter", "Its way")
              if text in page]
    assert len(places) == 7  # nothing was said yet
    assert places == sorted(places)


def test_whoever_raised_it_reads_where_it_is_first_and_no_day_of_the_office(at):
    made = ground.concern(at.head, at.member)

    page = words(browser(at.head).get(made.get_absolute_url()))

    assert page.index("Where this is, and why") < page.index("What you can do")
    assert "Due next" not in page


def test_there_is_one_first_step_at_each_stage(at):
    made, soon = ground.concern(at.head, at.member), timezone.localdate() + datetime.timedelta(days=9)
    office, steps = fresh(at.monitoring), []

    def step():
        steps.append(offered(at.monitoring, made)[0])

    step()
    dealing.acknowledge(made, actor=office, text="It has come.")
    step()
    assess(made, at, "early")
    step()
    dealing.plan(made, actor=office, what="A talk", who="Both", due=soon)
    step()
    dealing.end_task(made, actor=office, task=made.tasks.get().uid, done=True, text="They talked.")
    step()
    dealing.investigate(made, actor=office, text="It did not settle it.")
    step()
    inquiry.tell_subject(made, actor=office, text="It is said that you shouted.", support="HR",
                         independent=ground.edith(at))
    step()
    inquiry.ask_view(made, actor=office, independent=ground.edith(at), text="Your view?")
    step()
    inquiry.give_view(made, actor=office, text="A breach.")
    step()

    assert steps == ["Acknowledge it", "Assess it", "Add a task to the plan", "A task was done, or will not be", "Close it",
                     "Tell whoever it is about", "Ask the Independent Person for a view", "Give the Independent Person’s view", "Decide it"]
    assert offered(at.head, made)[0] == "Write"


def test_what_cannot_be_done_yet_stands_apart_with_the_reason(at):
    made, until = ground.concern(at.head, at.member), timezone.localdate() + datetime.timedelta(days=9)
    office, whys = fresh(at.monitoring), []
    assess(made, at)

    def why():
        _first, waits, others = offered(at.monitoring, made)
        assert "Decide it" not in others
        whys.append(waits.get("Decide it", "")[:44])

    why()
    inquiry.ask_view(made, actor=office, independent=ground.edith(at), text="Your view?")
    inquiry.give_view(made, actor=office, text="A breach.")
    why()
    inquiry.tell_subject(made, actor=office, text="It is said that you shouted.", support="HR",
                         independent=ground.edith(at))
    inquiry.appoint(made, actor=office, person=at.investigator.person, capacity="investigator", until=until, text="Please.")
    why()
    inquiry.report(made, actor=fresh(at.investigator), text="He did.")
    inquiry.hear(made, actor=office, when=timezone.now() + datetime.timedelta(days=9), place="Room 1", text="Come.")
    why()
    inquiry.call_off(made, actor=office, text="Not needed.")
    why()

    assert whys == ["The Independent Person’s view must be asked ", "Whoever it is about was not told yet. Tell t",
                    "The report of the investigation is not there", "The hearing has not taken place yet. Decide ", ""]
    assert offered(at.monitoring, made)[:2] == ("Decide it", {})


def test_an_early_resolution_is_not_closed_before_its_tasks_are_done_and_the_form_says_so_too(at):
    made = ground.concern(at.head, at.member)
    assess(made, at, "early")
    form = f"{made.get_absolute_url()}close/"

    assert offered(at.monitoring, made)[1]["Close it"].startswith("Nothing is in the plan.")
    assert "Not yet: Nothing is in the plan." in words(browser(at.monitoring).get(form))
    dealing.plan(made, actor=fresh(at.monitoring), what="A talk", who="Both", due=timezone.localdate())
    assert offered(at.monitoring, made)[1]["Close it"].startswith("Something is still to be done.")
    dealing.end_task(made, actor=fresh(at.monitoring), task=made.tasks.get().uid, done=True, text="They talked.")
    assert offered(at.monitoring, made)[1] == {}
    assert "Not yet" not in words(browser(at.monitoring).get(form))


def test_an_act_that_was_begun_is_marked_on_the_page_of_whoever_began_it_and_nowhere_else(at):
    made, other = ground.concern(at.head, at.member), ground.concern(at.head, at.member)
    begin(at.monitoring, made, KeepNote)

    assert marked(at.monitoring, made) == ["Keep a note"]
    assert marked(at.head, made) == marked(at.monitoring, other) == []
    page = browser(at.monitoring).get(made.get_absolute_url()).content.decode()
    assert page.count(BEGUN) == 1
    assert re.search(r'cp-fold" open>', page), "where it is folded, it stands open"
    assert "Something in confidence Marked as begun at the very thing" in words(browser(at.monitoring).get("/"))
    begin(at.head, made, Say)
    assert (marked(at.head, made), marked(at.monitoring, made)) == (["Write"], ["Keep a note"])
    begun.Draft.objects.all().delete()
    assert BEGUN not in words(browser(at.monitoring).get(made.get_absolute_url()))


@pytest.mark.parametrize(("many", "folded"), [(5, ""), (6, "Show the one before"), (9, "Show the 4 before")])
def test_the_latest_turns_stand_open_and_those_before_are_folded_and_on_the_page(at, many, folded):
    made = ground.concern(at.head, at.member)
    for number in range(many):
        dealing.say(made, actor=fresh(at.head), text=f"Word number {number}.")

    page = words(browser(at.head).get(made.get_absolute_url()))

    assert [f"Word number {number}." in page for number in range(many)] == [True] * many
    assert re.findall(r"Show the (?:one|\d+) before", page) == ([folded] if folded else [])
    assert page.index("Word number 0.") < page.index(f"Word number {many - 1}.")


def test_a_page_of_few_parts_does_not_say_where_they_are(at):
    made = ground.concern(at.head, at.member)
    dealing.acknowledge(made, actor=fresh(at.monitoring), text="It has come.")
    assess(made, at)
    inquiry.tell_subject(made, actor=fresh(at.monitoring), text="It is said that you shouted.", support="HR",
                         independent=ground.edith(at))

    office, subject = (browser(user).get(made.get_absolute_url()) for user in (at.monitoring, at.member))

    assert [one["id"] for one in office.context["parts"]] == ["part-1", "turns", "facts-all", "way-all", "others-all"]
    for one in office.context["parts"]:
        assert f'id="{one["id"]}"' in office.content.decode()
    assert subject.context["parts"] == []
    assert "On this page" not in words(subject)
