"""Who may do what with a case: tests/matrix/casework.csv, asked of the rule, of the list and of the portal's pages at once."""

import csv
import datetime
import uuid

import pytest
from django.conf import settings
from django.utils import timezone

from casework import owners
from casework.act_forms import ACTS
from casework.models import Case, CaseEntry
from casework.policy import CASE, TAKERS
from casework.request_forms import FORMS as ON_A_REQUEST
from council_portal.access.decisions import can
from council_portal.access.queryset import held, mark_actions
from council_portal.access.rules import OfficeRule
from council_portal.accounts.models import Principal, Service, Ward
from council_portal.demo.roles import roles
from council_portal.protocol.services import in_force
from council_portal.protocol.views import cited_by
from tests.casework.ground import browser, kept, undone, words
from tests.factories import fresh
from tests.matrix import people

PATH = settings.BASE_DIR / "tests" / "matrix" / "casework.csv"
ACTORS = [row["role"] for row in roles()] + people.EXTRA
ANSWERS = {"yes", "403", "404", "sign in"}
NO_CASE = "-"
MAKES = {action for action, rule in CASE.items() if isinstance(rule, OfficeRule)}


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
        yield people.build()


def test_every_actor_action_and_state_has_its_row():
    wanted = {(actor, state, action) for actor in ACTORS for state in people.STATES for action in CASE if action not in MAKES}
    wanted |= {(actor, NO_CASE, action) for actor in ACTORS for action in MAKES}

    assert set(ROWS) == wanted


def test_every_row_gives_a_known_answer_and_its_clause():
    for (_actor, _state, action), row in ROWS.items():
        assert row["answer"] in ANSWERS, row
        assert row["clause"] == (CASE[action] if row["answer"] in ("yes", "403") or action in MAKES else CASE["view"]).clause, row


def test_every_action_on_a_case_has_its_form_on_the_page():
    asked = set(CASE) - MAKES - {"view"}

    assert {form.action for form in [*ACTS, *ON_A_REQUEST]} == asked


def case_of(council, actor, state):
    """The case that a row is about: an actor's own where they raised one, else the Member's."""
    return council.cases[actor if actor in people.RAISERS else "member"][state]


def given(form, case):
    """What somebody would post who fills this form in properly."""
    typed = {"version": case.version, "key": uuid.uuid4(), "text": "What I have to say.", "days": 3, "agreed": "yes", "outcome": "refused",
             "reason": "The budget is spent.", "chosen": "head_of_service", "due_on": timezone.localdate() + datetime.timedelta(days=3)}
    if form.action == "place":
        typed["principal"] = Principal.objects.filter(post__in=TAKERS, service__name="Housing").first().uid
    if form.action in ("hand_over", "want", "join"):
        typed["principal"] = Principal.objects.get(post="chief_executive").uid
    if form.action == "assign":
        typed["person"] = next((person.uid for person in owners.may_own(case)), "")
    return {"act": form.slug, **{f"{form.slug}-{name}": value for name, value in typed.items()}}


@pytest.mark.requirement("SEC-4.2")
@pytest.mark.django_db
@pytest.mark.parametrize("actor", ACTORS)
def test_rule_list_and_page_give_the_answer_of_the_table(council, actor):
    client, user, wrong = browser(council.users[actor]), fresh(council.users[actor]), []
    listed = {action: set(Case.objects.permitted(user, action).values_list("pk", flat=True)) for action in CASE if action not in MAKES}
    cases = {state: case_of(council, actor, state) for state in people.STATES}
    buttons = {case.pk: case.may for case in mark_actions(user, Case.objects.filter(pk__in=[case.pk for case in cases.values()]))}

    for (who, state, action), row in ROWS.items():
        if who == actor and state != NO_CASE:
            case = cases[state]
            got = {
                "rule": can(user, action, case),
                "list": case.pk in listed[action],
                "button": buttons[case.pk][action],
                "page": by_page(client, case, action),
            }
            expected = dict.fromkeys(("rule", "list", "button"), row["answer"] == "yes") | {"page": row["answer"]}
            wrong += [(state, action, got)] if got != expected else []

    assert not wrong, "\n".join(str(one) for one in wrong)


def by_page(client, case, action):
    """What the portal answers: yes, 403, 404 or "sign in". Whatever the act did is undone. A refusal must have changed nothing."""
    if action == "view":
        return in_word(client.get(case.get_absolute_url()))
    [form] = [form for form in [*ACTS, *ON_A_REQUEST] if form.action == action]
    own = "request/" if form in ON_A_REQUEST else ""  # both acts on a request stand on one page, which whoever sees it may open
    with undone():
        if action == "assign":
            Case.objects.filter(pk=case.pk).update(owner=None)
        if action == "agree":
            case.clocks.filter(kind="answer", stopped_at=None).update(more_days=3)
        before = picture(case)
        shown = None if own else in_word(client.get(f"{case.get_absolute_url()}{form.slug}/"))
        response = client.post(f"{case.get_absolute_url()}{own}", given(form, case))
        answer = in_word(response)
        assert shown in (None, answer), (action, answer)
        assert (picture(case) != before) == (answer == "yes"), (action, answer)
        if answer == "403":
            assert str(CASE[action].says) in words(response)
            assert cited_by(CASE[action]) in words(response)
        return answer


def picture(case):
    """What a change of a case would change."""
    columns = Case.objects.filter(pk=case.pk).values_list("status", "version", "last_activity").get()
    return columns, CaseEntry.objects.filter(case=case).count(), case.standings.count()


def in_word(response):
    """The answer of the table behind a response."""
    if response.status_code == 302:
        return "sign in" if response["Location"].startswith("/accounts/login/") else "yes"
    return {200: "yes"}.get(response.status_code, str(response.status_code))


@pytest.mark.requirement("SEC-3.2")
@pytest.mark.django_db
@pytest.mark.parametrize("actor", ACTORS)
def test_who_may_raise_a_case_gets_the_page_the_button_and_the_case(council, actor):
    row, user, client = ROWS[actor, NO_CASE, "log"], fresh(council.users[actor]), browser(council.users[actor])
    sent = {"matter": "service_failure", "title": "A new one", "text": "What happened.", "service": Service.objects.get(name="Housing").uid,
            "ward": Ward.objects.get(name="Castle").uid, "key": uuid.uuid4(), "stage": "send", "chosen": "head_of_service"}

    before = Case.objects.count()
    page, post, listing = client.get("/casework/log/"), client.post("/casework/log/", sent), client.get("/casework/")

    assert can(user, "log", Case) == (row["answer"] == "yes")
    assert (in_word(page), in_word(post)) == (row["answer"], row["answer"])
    assert ("/casework/log/" in listing.content.decode()) == (row["answer"] == "yes")
    assert Case.objects.count() - before == (row["answer"] == "yes")


@pytest.mark.requirement("RUG-4-OFFICERS")
@pytest.mark.django_db
@pytest.mark.parametrize("actor", ACTORS)
def test_who_may_ask_a_member_gets_the_page_the_button_and_the_question(council, actor):
    row, user, client = ROWS[actor, NO_CASE, "ask_member"], fresh(council.users[actor]), browser(council.users[actor])
    sent = {"title": "A new one", "text": "Who asked for it?", "member": council.users["member"].person.uid, "key": uuid.uuid4(),
            "service": Service.objects.get(name="Housing").uid}

    before = Case.objects.count()
    page, post, listing = client.get("/casework/ask/"), client.post("/casework/ask/", sent), client.get("/casework/")

    assert can(user, "ask_member", Case) == (row["answer"] == "yes")
    assert (in_word(page), in_word(post)) == (row["answer"], row["answer"])
    assert ("/casework/ask/" in listing.content.decode()) == (row["answer"] == "yes")
    assert Case.objects.count() - before == (row["answer"] == "yes")


@pytest.mark.django_db
def test_the_capacity_in_the_table_is_the_one_that_the_actor_holds(council):
    told = {(actor, state): row["capacity"] for (actor, state, _action), row in ROWS.items() if state != NO_CASE}
    users = {actor: fresh(council.users[actor]) for actor in ACTORS}

    found = {(actor, state): held(users[actor], Case, [pk]).get(pk, {"none"}) for actor, state in told
             for pk in [case_of(council, actor, state).pk]}

    assert found == {key: {capacity} for key, capacity in told.items()}


@pytest.mark.django_db
def test_the_protocol_of_the_table_is_the_one_in_force(council):
    assert in_force().name == "section-c"
