"""Who may do what with a ward notice: tests/matrix/notices.csv, asked of the rule, of the list and of the portal's pages at once."""

import csv

import pytest
from django.conf import settings

from conversations.notices.act_forms import ACTS
from conversations.notices.models import Notice
from conversations.notices.policy import NOTICE
from council_portal.access.decisions import can
from council_portal.access.queryset import held, mark_actions
from council_portal.access.rules import OfficeRule
from council_portal.access.services import exclude
from council_portal.accounts.models import Principal
from council_portal.demo.roles import roles
from tests.casework.ground import browser, kept, undone
from tests.conversations.notices import ground
from tests.factories import fresh
from tests.matrix import people
from tests.matrix.test_casework import in_word

PATH = settings.BASE_DIR / "tests" / "matrix" / "notices.csv"
ACTORS = [row["role"] for row in roles()] + people.EXTRA
ANSWERS = {"yes", "403", "404", "sign in"}
MAKES = {action for action, rule in NOTICE.items() if isinstance(rule, OfficeRule)}
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
    with kept(django_db_blocker):
        made = people.build(states=["with_officer"])
        made.notices = ground.furnish(made)
        own = Principal.objects.get(kind="person", person=made.users["excluded"].person)
        for notice in made.notices.values():
            exclude(notice, own, reason="a declared connection")
        yield made


def test_every_actor_action_and_state_has_its_row():
    wanted = {(actor, state, action) for actor in ACTORS for state in ground.STATES for action in NOTICE if action not in MAKES}
    wanted |= {(actor, NONE, action) for actor in ACTORS for action in MAKES}

    assert set(ROWS) == wanted


def test_every_row_gives_a_known_answer_and_its_clause():
    for (_actor, _state, action), row in ROWS.items():
        assert row["answer"] in ANSWERS, row
        assert row["clause"] == (NOTICE[action] if row["answer"] in ("yes", "403") or action in MAKES else NOTICE["view"]).clause, row


def test_every_action_on_a_notice_has_its_page():
    assert {form.action for form in ACTS.values()} | {"view", "evidence", "withdraw_paper"} | MAKES == set(NOTICE)


@pytest.mark.requirement("SEC-4.4")
@pytest.mark.django_db
@pytest.mark.parametrize("actor", ACTORS)
def test_rule_list_button_and_page_give_the_answer_of_the_table(council, actor):
    client, user, wrong = browser(council.users[actor]), fresh(council.users[actor]), []
    listed = {action: set(Notice.objects.permitted(user, action).values_list("pk", flat=True)) for action in NOTICE if action not in MAKES}
    keys = [notice.pk for notice in council.notices.values()]
    buttons = {notice.pk: notice.may for notice in mark_actions(user, Notice.objects.filter(pk__in=keys))}

    for (who, state, action), row in ROWS.items():
        if who == actor and state != NONE:
            notice = council.notices[state]
            got = {"rule": can(user, action, notice), "list": notice.pk in listed[action], "button": buttons[notice.pk][action],
                   "page": by_page(client, notice, action)}
            expected = dict.fromkeys(("rule", "list", "button"), row["answer"] == "yes") | {"page": row["answer"]}
            wrong += [(state, action, got)] if got != expected else []

    assert not wrong, "\n".join(str(one) for one in wrong)


def by_page(client, notice, action):
    """What the portal answers: yes, 403, 404 or "sign in". What the page records is undone."""
    with undone():
        if action == "view":
            return in_word(client.get(notice.get_absolute_url()))
        if action == "evidence":
            answer = client.get(notice.get_absolute_url())
            shown = "evidence" in (answer.context or {})
            return in_word(answer) if answer.status_code != 200 or shown else "403"
        if action == "withdraw_paper":
            answer = client.get(f"{notice.papers.get().get_absolute_url()}withdraw/")
            unread = answer.status_code == 404 and client.get(notice.get_absolute_url()).status_code == 200
            return "403" if unread else in_word(answer)  # a paper that a Member has not accepted to read is not there
        slug = next(slug for slug, form in ACTS.items() if form.action == action)
        return in_word(client.get(f"{notice.get_absolute_url()}{slug}/"))


@pytest.mark.django_db
@pytest.mark.parametrize("actor", ACTORS)
def test_who_may_write_a_notice_gets_the_page_and_the_button(council, actor):
    row, client = ROWS[actor, NONE, "make"], browser(council.users[actor])

    page, listing = client.get("/notices/new/"), client.get("/notices/")

    assert in_word(page) == row["answer"]
    assert ("/notices/new/" in listing.content.decode()) == (row["answer"] == "yes")


@pytest.mark.django_db
def test_the_capacity_in_the_table_is_the_one_that_the_actor_holds(council):
    told = {(actor, state): row["capacity"] for (actor, state, _action), row in ROWS.items() if state != NONE}
    users = {actor: fresh(council.users[actor]) for actor in ACTORS}

    found = {(actor, state): held(users[actor], Notice, [pk]).get(pk, {"none"}) for actor, state in told
             for pk in [council.notices[state].pk]}

    assert found == {key: set(capacity.split()) for key, capacity in told.items()}
