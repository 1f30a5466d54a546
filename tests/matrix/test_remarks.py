"""Who raises a case from what was said at an event, and who corrects it: tests/matrix/remarks.csv, asked of rule, list and pages."""
import csv
from types import SimpleNamespace

import pytest
from django.conf import settings

from conversations.models import Remark
from conversations.policy import REMARKS
from council_portal.access.decisions import can
from council_portal.accounts.models import Ward
from council_portal.demo.roles import roles
from tests.casework.ground import browser, kept
from tests.conversations.after_ground import held, say, take_place
from tests.conversations.ground import announced, for_ward
from tests.factories import fresh
from tests.matrix import people
from tests.matrix.test_casework import in_word

PATH = settings.BASE_DIR / "tests" / "matrix" / "remarks.csv"
ACTORS = [row["role"] for row in roles()] + people.EXTRA
PAGES = {"raise": ["case"], "amend": ["correct", "withdraw"]}
ANSWERS = {"yes", "404", "sign in"}


@pytest.fixture(scope="module")
def council(django_db_setup, django_db_blocker):
    """The people of the matrices, with what was said at events of each kind; the member wrote each down, and was there."""
    with kept(django_db_blocker):
        made = people.build(states=[])
        people.on_the_edge(made.users, {})
        made.said = what_was_said(made.users)
        yield made


def what_was_said(users):
    """{what it is in the table: the Remark}."""
    officer, mill_hill = users["democratic_services"], Ward.objects.get(name="Mill Hill")
    of = SimpleNamespace(democratic=officer, member=users["member"], colleague=users["group_leader"],
                         wards=SimpleNamespace(mill_hill=mill_hill))
    open_to_all, workshop, coming = held(of), held(of, kind="workshop", **for_ward(of)), announced(of, title="Later")
    of_ward = {"ward": mill_hill}
    refused = say(workshop, officer, consent="refused", **of_ward)
    later = Remark.objects.create(event=coming, text="Too early.", author=officer.person, **of_ward)
    return {"of_no_ward": say(open_to_all, officer), "of_the_ward": say(open_to_all, officer, **of_ward),
            "written_by_another": say(open_to_all, users["other_member"]), "workshop": say(workshop, officer),
            "refused": refused, "not_held": later, "nobody_was_there": say(take_place(of, announced(of)), officer)}


def read():
    with PATH.open(encoding="utf-8", newline="") as text:
        return {(row["action"], row["actor"], what): row for row in csv.DictReader(text) for what in row["said"].split()}


def test_every_actor_and_everything_that_was_said_has_its_row(council):
    rows = read()

    assert set(rows) == {(action, actor, what) for action in PAGES for actor in ACTORS for what in council.said}
    assert set(PAGES) == set(REMARKS)
    assert {row["answer"] for row in rows.values()} == ANSWERS
    assert {(row["action"], row["clause"]) for row in rows.values()} == {(action, rule.clause) for action, rule in REMARKS.items()}


@pytest.mark.requirement("RUG-WORKSHOP")
@pytest.mark.django_db
@pytest.mark.parametrize(("action", "page"), [(action, page) for action, pages in PAGES.items() for page in pages])
@pytest.mark.parametrize("actor", ACTORS)
def test_rule_list_and_page_give_the_answer_of_the_table(council, actor, action, page):
    client, user, rows, wrong = browser(council.users[actor]), fresh(council.users[actor]), read(), []
    listed = set(Remark.objects.permitted(user, action).values_list("pk", flat=True))

    for what, one in council.said.items():
        address, answer = f"/programme/said/{one.uid}/{page}/", rows[action, actor, what]["answer"]
        got = {"rule": can(user, action, one), "list": one.pk in listed, "page": in_word(client.get(address)),
               "post": in_word(client.post(address, {})), "way": address in client.get(one.event.get_absolute_url()).content.decode()}
        wrong += [(what, got)] if got != {"rule": answer == "yes", "list": answer == "yes", "page": answer, "post": answer,
                                          "way": answer == "yes"} else []

    assert not wrong, "\n".join(str(one) for one in wrong)
