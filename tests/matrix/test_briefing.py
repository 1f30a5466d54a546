"""Who may do what with the briefing and its items: tests/matrix/briefing.csv, asked of the rule, of the list and of the pages.

yes: who may; refused: who sees it and may not; settled: whose act comes too late, as it was sent. To all others it is not there.
"office": whoever holds an office and is not named in the row. The items are the first Member's.
"""

import csv
import uuid

import pytest
from django.conf import settings
from django.utils import timezone

from conversations.briefing import services
from conversations.briefing.models import Briefing, Item
from council_portal.access.decisions import can
from council_portal.demo.roles import roles
from council_portal.protocol.views import cited_by
from tests.casework.ground import browser, kept, undone, words
from tests.conversations_briefing.ground import begin, put_in, sent, submit
from tests.factories import fresh
from tests.matrix import people
from tests.matrix.test_casework import in_word

PATH = settings.BASE_DIR / "tests" / "matrix" / "briefing.csv"
ACTORS = [row["role"] for row in roles()] + people.EXTRA
IN_OFFICE = {actor for actor in ACTORS if actor not in ("ex_member", "closed_account")}
MODELS = {"briefing": Briefing, "item": Item}
STATES = {"briefing": ["draft", "sent"], "item": ["waiting", "taken", "sent", "left_out", "taken_back"]}
MAKES = {("briefing", "begin"): "/briefing/new/", ("item", "submit"): "/briefing/items/new/"}


def read():
    """{(what, state, action): row}, one for each state that a row names; "" for what is made."""
    with PATH.open(encoding="utf-8", newline="") as text:
        rows = [(row["what"], state, row["action"], row) for row in csv.DictReader(text) for state in row["state"].split() or [""]]
    keyed = {key: row for *key, row in rows for key in [tuple(key)]}
    assert len(keyed) == len(rows), "two rows answer the same question"
    return keyed


ROWS = read()


def answer_for(row, actor):
    """What the table says to this actor: yes, 403, 409, 404 or "sign in"."""
    columns = {"yes": "yes", "refused": "403", "settled": "409"}
    found = {column: answer for column, answer in columns.items() if actor in row[column].split()}
    shared = [answer for column, answer in columns.items() if "office" in row[column].split() and actor in IN_OFFICE]
    if actor == "closed_account":
        return "sign in"
    if actor == "ex_member":
        return "404"  # in no office: no guarded address is there, that of a form neither
    return next(iter(found.values()), shared[0] if shared else "404" if row["state"] else "403")


@pytest.fixture(scope="module")
def council(django_db_setup, django_db_blocker):
    """The people of the matrices, with a briefing and an item in every state."""
    with kept(django_db_blocker):
        made = people.build(states=[])
        editor, member = made.users["communications"], made.users["member"]
        items = {state: submit(member, title=f"Item {state}") for state in STATES["item"]}
        briefings = {"sent": sent(editor, items["sent"]), "draft": begin(editor)}
        put_in(editor, items["taken"], briefings["draft"])
        services.leave_out(items["left_out"], actor=fresh(editor), text="It was in the last one.")
        services.take_back(items["taken_back"], actor=fresh(member))
        made.rows = {("briefing", state): Briefing.objects.get(pk=one.pk) for state, one in briefings.items()}
        made.rows |= {("item", state): Item.objects.select_related("briefing").get(pk=one.pk) for state, one in items.items()}
        people.on_the_edge(made.users, {})
        yield made


def test_every_action_and_state_has_its_row_with_the_clause_of_its_rule():
    made = {(what, "", action) for what, action in MAKES}
    wanted = made | {(what, state, action) for what, model in MODELS.items() for state in STATES[what] for action in model.RULES
                     if (what, action) not in MAKES}

    assert set(ROWS) == wanted
    assert [key for key, row in ROWS.items() if row["clause"] != MODELS[key[0]].RULES[key[2]].clause] == []


@pytest.mark.requirement("RUG-BRIEF")
@pytest.mark.django_db
@pytest.mark.parametrize("actor", ACTORS)
def test_rule_list_and_page_give_the_answer_of_the_table(council, actor):
    client, user, wrong = browser(council.users[actor]), fresh(council.users[actor]), []

    for (what, state, action), row in ROWS.items():
        answer, model = answer_for(row, actor), MODELS[what]
        may = answer in ("yes", "409")
        if state:
            one = council.rows[what, state]
            got = {"rule": can(user, action, one), "list": one in model.objects.permitted(user, action),
                   "page": by_page(client, what, one, action)}
            wanted = {"rule": may, "list": may, "page": answer}
        else:
            got, wanted = {"rule": can(user, action, model), "page": by_making(client, what, action)}, {"rule": may, "page": answer}
        wrong += [(what, state, action, got)] if got != wanted else []

    assert not wrong, "\n".join(str(one) for one in wrong)


def typed(one=None):
    """What somebody would post who fills these forms in properly."""
    today = timezone.localdate()
    return {"version": one.version if one else "", "title": "Another title", "text": "Other words.", "kind": "information",
            "key": uuid.uuid4(),
            **{f"on_{part}": getattr(today, part) for part in ("day", "month", "year")}}


def by_page(client, what, one, action):
    """What the portal answers. Whatever the act did is undone; a refusal must have changed nothing."""
    if action == "view":
        return in_word(client.get(one.get_absolute_url()))
    with undone():
        before = picture()
        address = f"{one.get_absolute_url()}{action.replace('_', '-')}/"
        shown, response = in_word(client.get(address)), client.post(address, typed(one))
        answer = in_word(response)
        assert shown == answer, (what, action, shown, answer)
        assert (picture() != before) == (answer == "yes"), (what, action, answer)
        if answer == "403":
            assert str(MODELS[what].RULES[action].says) in words(response)
            assert cited_by(MODELS[what].RULES[action]) in words(response)
        return answer


def by_making(client, what, action):
    """The same of what is made."""
    with undone():
        before = picture()
        shown, answer = in_word(client.get(MAKES[what, action])), in_word(client.post(MAKES[what, action], typed()))
        assert shown == answer, (what, action, shown, answer)
        assert (picture() != before) == (answer == "yes"), (what, action, answer)
        return answer


def picture():
    """What an act would change."""
    return [list(model.objects.order_by("pk").values_list("pk", "status", "version", "title")) for model in MODELS.values()]
