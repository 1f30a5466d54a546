"""Who may do what with a request that an officer attends: tests/matrix/attendance.csv, asked of the rule, of the list and of the pages."""

import csv

import pytest
from django.conf import settings

from conversations.attendance.act_forms import ACTS
from conversations.attendance.models import AttendanceRequest
from conversations.attendance.policy import REQUESTS
from council_portal.access.decisions import can
from council_portal.access.queryset import held, mark_actions
from council_portal.access.rules import OfficeRule
from council_portal.access.services import exclude
from council_portal.accounts.models import Principal
from council_portal.demo.roles import roles
from tests.casework.ground import browser, kept, undone
from tests.conversations_attendance import ground
from tests.factories import fresh
from tests.matrix import people
from tests.matrix.test_casework import in_word

PATH = settings.BASE_DIR / "tests" / "matrix" / "attendance.csv"
ACTORS = [row["role"] for row in roles()] + people.EXTRA
ANSWERS = {"yes", "403", "404", "sign in"}
MAKES = {action for action, rule in REQUESTS.items() if isinstance(rule, OfficeRule)}
NONE = "-"


def read():
    """{(actor, state, action): row}, one for each state that a row names."""
    with PATH.open(encoding="utf-8", newline="") as text:
        rows = [(row["actor"], state, row["action"], row) for row in csv.DictReader(text) for state in row["state"].split()]
    keyed = {(actor, state, action): row for actor, state, action, row in rows}
    assert len(keyed) == len(rows), "two rows answer the same question"
    return keyed


ROWS = read()


@pytest.fixture(scope="module")
def council(django_db_setup, django_db_blocker):
    """The people of the matrices, with a request of the first Member in every state."""
    with kept(django_db_blocker):
        made = people.build(states=[])
        made.requests = ground.in_every_state(made)
        people.on_the_edge(made.users, {})
        own = Principal.objects.get(kind="person", person=made.users["excluded"].person)
        for request in made.requests.values():
            exclude(request, own, reason="a declared connection")
        yield made


def test_every_actor_action_and_state_has_its_row():
    wanted = {(actor, state, action) for actor in ACTORS for state in ground.STATES for action in REQUESTS if action not in MAKES}
    wanted |= {(actor, NONE, action) for actor in ACTORS for action in MAKES}

    assert set(ROWS) == wanted


def test_every_row_gives_a_known_answer_and_its_clause():
    for (_actor, _state, action), row in ROWS.items():
        assert row["answer"] in ANSWERS, row
        assert row["clause"] == (REQUESTS[action] if row["answer"] in ("yes", "403") or action in MAKES else REQUESTS["view"]).clause, row


def test_every_action_on_a_request_has_its_page():
    assert {form.action for form in ACTS.values()} | {"view", "read_notes"} | MAKES == set(REQUESTS)


@pytest.mark.requirement("SEC-7.4")
@pytest.mark.django_db
@pytest.mark.parametrize("actor", ACTORS)
def test_rule_list_button_and_page_give_the_answer_of_the_table(council, actor):
    client, user, wrong = browser(council.users[actor]), fresh(council.users[actor]), []
    rows = AttendanceRequest.objects
    listed = {action: set(rows.permitted(user, action).values_list("pk", flat=True)) for action in REQUESTS if action not in MAKES}
    keys = [request.pk for request in council.requests.values()]
    buttons = {request.pk: request.may for request in mark_actions(user, rows.filter(pk__in=keys))}

    for (who, state, action), row in ROWS.items():
        if who == actor and state != NONE:
            request = council.requests[state]
            got = {"rule": can(user, action, request), "list": request.pk in listed[action], "button": buttons[request.pk][action],
                   "page": by_page(client, request, action)}
            expected = dict.fromkeys(("rule", "list", "button"), row["answer"] == "yes") | {"page": row["answer"]}
            wrong += [(state, action, got)] if got != expected else []

    assert not wrong, "\n".join(str(one) for one in wrong)


def by_page(client, request, action):
    """What the portal answers: yes, 403, 404 or "sign in". What the page records is undone."""
    with undone():
        if action == "view":
            return in_word(client.get(request.get_absolute_url()))
        if action == "read_notes":
            answer = client.get(request.get_absolute_url())
            if answer.status_code != 200:
                return in_word(answer)
            assert (ground.SAID in answer.content.decode()) == (bool(answer.context["confidence"]) and request.status == "done")
            return "yes" if answer.context["confidence"] else "403"
        slug = next(slug for slug, form in ACTS.items() if form.action == action)
        return in_word(client.get(f"{request.get_absolute_url()}{slug}/"))


@pytest.mark.django_db
@pytest.mark.parametrize("actor", ACTORS)
def test_who_may_ask_gets_the_page_and_the_button(council, actor):
    row, client = ROWS[actor, NONE, "ask"], browser(council.users[actor])

    page, listing = client.get("/programme/attendance/new/"), client.get("/programme/attendance/")

    assert in_word(page) == row["answer"]
    assert ("/programme/attendance/new/" in listing.content.decode()) == (row["answer"] == "yes")


@pytest.mark.requirement("NNC-PARITY")
@pytest.mark.django_db
@pytest.mark.parametrize("actor", ACTORS)
def test_who_looks_at_refusals_gets_their_list_and_for_others_it_is_not_there(council, actor):
    row, client = ROWS[actor, NONE, "list_refusals"], browser(council.users[actor])

    page, listing = client.get("/programme/attendance/refusals/"), client.get("/programme/attendance/")

    assert in_word(page) == row["answer"]
    assert ("/programme/attendance/refusals/" in listing.content.decode()) == (row["answer"] == "yes")


@pytest.mark.django_db
def test_the_capacity_in_the_table_is_the_one_that_the_actor_holds(council):
    told = {(actor, state): row["capacity"] for (actor, state, _action), row in ROWS.items() if state != NONE}
    users = {actor: fresh(council.users[actor]) for actor in ACTORS}

    found = {(actor, state): held(users[actor], AttendanceRequest, [pk]).get(pk, {"none"}) for actor, state in told
             for pk in [council.requests[state].pk]}

    assert found == {key: set(capacity.split()) for key, capacity in told.items()}
