"""What changed between two texts, clause by clause and word by word; and the pages of the versions."""

import datetime

import pytest
from django.utils import timezone

from council_portal.protocol.load import load, parse, preset_names, read
from council_portal.protocol.redline import ADDED, CHANGED, REMOVED, SAME, changes, runs
from council_portal.protocol.services import adopt
from tests import factories
from tests.casework.ground import browser, words

MODEL = read("model")[0]


def text_of(found, how):
    return "".join(run.text for run in found if run.how in (SAME, how))


@pytest.mark.parametrize(("before", "after"), [
    ("The officer answers within ten days.", "The officer answers within seven working days."), ("", "New words."), ("Old words.", ""),
    ("One\n\ntwo three", "one two\nthree four"), ("same", "same")])
def test_the_runs_make_both_texts_again(before, after):
    found = runs(before, after)

    assert text_of(found, ADDED).split() == after.split()
    assert text_of(found, REMOVED).split() == before.split()


def test_words_that_stay_are_not_marked():
    found = runs("The officer answers within ten days.", "The officer answers within seven days.")

    assert [(run.how, run.text.strip()) for run in found] == [
        (SAME, "The officer answers within"), (REMOVED, "ten"), (ADDED, "seven"), (SAME, "days.")]


@pytest.mark.parametrize("preset", preset_names())
def test_a_text_differs_from_itself_in_nothing(preset):
    assert changes(load(preset), load(preset)) == []


def test_clauses_that_came_went_and_changed_are_told_apart():
    first = next(iter(load("model").clauses.values()))
    after = MODEL.replace(first.says, first.says + " And more.") if first.says in MODEL else MODEL
    found = {one.number: one.how for one in changes(load("south-ribble"), load("model"))}
    back = {one.number: one.how for one in changes(load("model"), load("south-ribble"))}

    assert {number for number, how in found.items() if how == ADDED} == {number for number, how in back.items() if how == REMOVED}
    assert after


def second(on):
    """The model protocol with one clause that reads otherwise, in force from a day."""
    text = MODEL.replace("The council sets the date when it", "The Monitoring Officer sets the date when it")
    assert text != MODEL
    assert [one.how for one in changes(load("model"), parse(text, where="test"))] == [CHANGED] or "review" in text
    return adopt(text, "model, revised", on, "Council, invented minute 2")


@pytest.mark.django_db
def test_the_pages_show_every_version_its_minute_and_what_it_changed():
    council = factories.council("model")
    today = timezone.localdate()
    new = second(today)
    coming = adopt(MODEL.replace("regularly", "every year"), "model, again", today + datetime.timedelta(days=30), "Invented minute 3")
    client = browser(council.member)

    page = client.get("/protocol/versions/")
    assert [line["tag"]["text"][:4] for line in page.context["lines"]] == ["From", "In f", "Past"]
    assert "Invented minute 3" in words(page)

    changed = client.get(f"/protocol/versions/{coming.uid}/changes/")
    assert "every year" in "".join(run.text for one in changed.context["found"]["clauses"] for run in one["runs"])
    older = client.get(f"/protocol/versions/{coming.uid}/changes/", {"since": council.protocol.uid})
    assert older.context["before"]["title"].startswith(council.protocol.title)
    assert client.get(f"/protocol/versions/{council.protocol.uid}/changes/").context["before"] is None
    assert client.get(f"/protocol/versions/{new.uid}/").context["protocol"]["minute"] == "Council, invented minute 2"


@pytest.mark.django_db
def test_a_matter_that_goes_another_way_is_shown_with_both_ways():
    council = factories.council("model")
    new = adopt(read("section-c")[0], "section-c", timezone.localdate(), "Invented minute 2")

    found = browser(council.head).get(f"/protocol/versions/{new.uid}/changes/").context["found"]["routes"]
    assert found
    assert all(one["was"] != one["is"] for one in found)
