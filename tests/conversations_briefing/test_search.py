"""The search of the archive: what answers, what is said of a question that is none, its pages, and that it asks as often."""
import importlib

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.wording import terms, words_of
from conversations.briefing import services
from conversations.briefing.models import Briefing, Item, ItemText
from tests.casework.ground import browser, words
from tests.conversations_briefing.ground import begin, put_in, sent, submit
from tests.factories import fresh, officer

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-BRIEF")]
TEXTS = ["The café of the libraries moves", "Bus 42 stops at the school", "Residents’ parking", "Streetlights, and a light"]
QUESTIONS = ["cafe", "CAFÉ", "library", "librar", "libraries moves", "moves library", "bus 42", "4", "42", "sto", "top", "resident",
             "residents", "light", "street", "lights", "and", "an", "the school bus", "park & ride", "par* OR bus", "zebra"]


@pytest.fixture
def editor(council):
    """An officer of Communications."""
    return officer("Nell Ashby", "communications")


def taken(client, address):
    """How many statements a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("question", QUESTIONS)
def test_both_databases_answer_as_the_words_do(council, editor, question):
    items = [submit(council.head, title=text, text="Read on.") for text in TEXTS]
    sent(editor, *items)
    asked = terms(question)
    wanted = {one.title for one in items
              if asked and all(any(term.met_by(word) for word in words_of(f"{one.title} {one.text}")) for term in asked)}

    answer = browser(council.member).get("/briefing/", {"q": question})

    assert {one["title"] for one in answer.context["items"]} == wanted
    assert bool(answer.context["wrong"]) is (not asked)


def test_a_briefing_is_found_by_its_title_and_its_introduction_on_the_first_page_of_a_search_by_words_alone(council, editor):
    of_budget = sent(editor, submit(council.head, title="Bins", text="Mondays."))
    Briefing.objects.filter(pk=of_budget.pk).update(title="The budget’s week", intro="Read of the libraries, and of Llŷn first.")
    draft = begin(editor)
    Briefing.objects.filter(pk=draft.pk).update(title="The budget to come")
    client = browser(council.member)

    for question in ("budget", "budgets", "introduct librar", "library"):
        answer = client.get("/briefing/", {"q": question})
        found = [one["url"] for one in answer.context["briefings"]]
        assert found == ([] if "introduct" in question else [of_budget.get_absolute_url()]), question
        assert ("No item of a briefing answers" in words(answer)) is (not found)
    ward = council.wards.mill_hill
    assert client.get("/briefing/", {"q": "budget", "ward": ward.uid}).context["briefings"] == [], "a briefing is of no ward"
    assert browser(editor).get("/briefing/", {"q": "come"}).context["briefings"] == [], "one that was not sent is not in the archive"


@pytest.mark.parametrize("question", ["?", "a", "x" * 201])
def test_a_question_that_is_none_is_said_at_its_field_and_stays_in_it(council, editor, question):
    sent(editor, submit(council.head))

    answer = browser(council.member).get("/briefing/", {"q": question})

    assert answer.context["wrong"] in words(answer)
    assert f'value="{question}"' in answer.content.decode()
    assert answer.context["items"] == []
    assert "No item of a briefing answers" not in words(answer)


@pytest.mark.parametrize("question", ["\x00", "\x01", "\x00 \x01", "bu\x00dget"])
def test_what_nobody_can_type_is_left_out_of_a_question(council, editor, question):
    sent(editor, submit(council.head, title="The budget", text="Read on."))

    answer = browser(council.member).get("/briefing/", {"q": question})

    assert answer.status_code == 200
    assert "\x00" not in answer.content.decode()
    assert answer.context.get("searched") in (None, question == "bu\x00dget"), "nothing is asked, or what is left"


def test_words_beyond_the_tenth_are_named(council, editor):
    answer = browser(council.member).get("/briefing/", {"q": "one two three four five six seven eight nine ten eleven Twelve"})

    assert "Only the first 10 words are looked for; these were left out: eleven, Twelve." in words(answer)


def test_pages_are_turned_by_cursor_and_ask_as_often_as_one_item(council, editor):
    client, address = browser(council.member), "/briefing/?q=number"
    sent(editor, submit(council.head, title="Number 0"))
    client.get(address)
    one = taken(client, address)
    sent(editor, *(submit(council.head, title=f"Number {n}") for n in range(1, 27)))

    first = client.get(address)
    further = f"/briefing/?{first.context['pages']['after']}"
    second = client.get(further)

    titles = [[one["title"] for one in answer.context["items"]] for answer in (first, second)]
    assert titles == [[f"Number {n}" for n in range(26, 1, -1)], ["Number 1", "Number 0"]]
    assert second.context["pages"]["after"] == ""
    assert (one, taken(client, address), taken(client, further)) == (8, 8, 7), "the briefings themselves are looked for on the first page"
    assert [one["title"] for one in client.get(f"{address}&after=nonsense").context["items"]] == titles[0]


def test_only_what_was_sent_is_known_and_as_it_was_sent(council, editor):
    row, draft = submit(council.head, title="The depot"), begin(editor)
    facts = {"needs_you": False, "by": None, "link": "", "wards": [], "services": []}
    services.edit(row, actor=fresh(editor), version=row.version, title="The yard", text="It moves.", **facts)
    put_in(editor, Item.objects.get(pk=row.pk), draft)
    assert ItemText.objects.count() == 0

    services.send(draft, actor=fresh(editor))

    assert list(ItemText.objects.values_list("item", "on", "words")) == [(row.pk, draft.on, "it move moves the yard")]


def test_what_was_sent_before_there_was_a_search_is_taken_in(council, editor):
    sent(editor, submit(council.head), submit(council.member, title="The canal path"))
    submit(council.head, title="It waits")
    before = list(ItemText.objects.order_by("pk").values())
    ItemText.objects.all().delete()

    importlib.import_module("conversations.briefing.migrations.0002_search").take_in(apps, None)

    assert list(ItemText.objects.order_by("pk").values()) == before
    assert len(before) == 2
    assert len(browser(council.colleague).get("/briefing/?q=canal").context["items"]) == 1


@pytest.mark.parametrize("who", ["editor", "head"])
def test_the_list_of_items_asks_as_often_for_one_as_for_thirty_and_what_waits_comes_first(council, editor, who):
    client = browser(editor if who == "editor" else council.head)
    out = submit(council.head, title="It came too late")
    client.get("/briefing/items/")
    one = taken(client, "/briefing/items/")
    services.leave_out(submit(council.head, title="Too late too"), actor=fresh(editor), text="It was in the last one.")
    for number in range(28):
        submit(council.head, title=f"Number {number}")
    services.leave_out(out, actor=fresh(editor), text="It was in the last one.")

    assert (one, taken(client, "/briefing/items/")) == (5, 5)
    titles = [row["title"] for page in (1, 2) for row in client.get(f"/briefing/items/?page={page}").context["rows"]]
    assert titles == [*(f"Number {n}" for n in reversed(range(28))), "Too late too", "It came too late"]
