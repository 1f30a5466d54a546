"""The eight ideas that carry the portal, as docs/architecture.md lists them: one small test each."""

import ast
import re
import tomllib
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command, get_commands
from django.utils import timezone

from casework import services as casework
from casework.models import Case
from council_portal.access.decisions import can
from council_portal.access.services import give_standing
from council_portal.accounts.models import Principal
from council_portal.accounts.services import appoint, leave_office
from council_portal.audit.models import Event
from council_portal.matters.services import Changed
from council_portal.outbox.models import Message
from tests import factories

pytestmark = pytest.mark.django_db
ROOT = Path(settings.BASE_DIR)
# The councils and towns that the presets come from: they are named in TOML and nowhere else.
COUNCILS = r"southwark|rugby|northamptonshire|south ribble|leyland"


@pytest.mark.parametrize(
    ("protocol", "post", "clause", "counted"),
    [("section-c", "head_of_service", "3.2", "calendar"), ("rugby", "clo", "", "working")],
)
def test_idea_1_the_protocol_is_data(protocol, post, clause, counted):
    """The same code, another text adopted: another post, another clause, another date."""
    case = factories.log(factories.council(protocol))

    assert (case.sent_to.post, case.clause, case.due_working["kind"]) == (post, clause, counted)


def test_idea_1_no_code_names_a_council():
    rooms = ["council_portal", "casework", "profiles", "directory", "conversations", "complaints"]
    code = [path for room in rooms for path in (ROOT / room).rglob("*.py")]

    named = [str(path.relative_to(ROOT)) for path in code if re.search(rf"\b({COUNCILS})\b", what_runs(path), re.IGNORECASE)]

    assert (len(code) > 100, named) == (True, [])


def what_runs(path):
    """The code of a module without its comments and docstrings, where an example may stand."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(node):
            node.body[0] = ast.Pass()
    return ast.unparse(tree)


def test_idea_2_who_may_know_follows_from_a_standing_not_from_a_title():
    council = factories.council()
    case = factories.log(council)
    chief = council.chief_executive
    assert can(chief, "view", case) is False

    give_standing(case, Principal.objects.get(post="chief_executive"), "handler", reason="asked", clause="3.3")
    assert can(factories.fresh(chief), "answer", case) is True

    # The title goes to somebody else: the standing stays with the post, and sight goes with it.
    leave_office(chief.person)
    appoint(council.other_head.person, Principal.objects.get(post="chief_executive"), authority="test", since=timezone.now())
    assert [can(factories.fresh(u), "view", case) for u in (chief, council.other_head)] == [False, True]


def test_idea_3_one_expression_answers_may_she_and_which_may_she():
    council = factories.council()
    cases = [factories.log(council), factories.log(council, service=council.services.housing)]

    for user in council.accounts.values():
        for action in set(Case.RULES) - {"log", "ask_member"}:  # those that make one are asked of no case
            assert {c for c in cases if can(user, action, c)} == set(Case.objects.permitted(user, action))


def test_idea_4_one_door_for_each_change_and_all_of_it_or_nothing():
    council = factories.council()
    case = factories.log(council)
    stale = Case.objects.get(pk=case.pk)
    casework.update(case, actor=council.head, text="A crew is booked.")
    casework.answer(case, actor=council.head, text="It is done.")
    before = counts(case)

    with pytest.raises(Changed):  # require, change, record, tell: the second answer fails at the change, after its turn was written
        casework.answer(stale_but_allowed(stale), actor=council.head, text="Another answer.")

    assert counts(case) == before


def stale_but_allowed(case):
    """The case as it was read before, while the database again awaits an answer: only the version tells."""
    Case.objects.filter(pk=case.pk).update(status="with_officer")
    return case


def counts(case):
    """What a change leaves behind."""
    return case.entries.count(), Event.objects.count(), Message.objects.count()


def test_idea_5_silence_is_shown(client):
    """Rugby's protocol names nobody for a service failure: the case is sent by default, and no clause is made up for it."""
    council = factories.council("rugby")
    case = factories.log(council)
    client.force_login(council.member)

    page = client.get("/protocol/").content.decode()
    said = client.get(case.get_absolute_url()).content.decode()

    assert (case.route["silent"], case.route["steps"], case.clause) == (True, [], "")
    assert "The protocol sets no time for this. The time that is counted here is the portal’s own." in said
    assert "Silent</strong>" in page
    assert set(case.standings.values_list("clause", flat=True)) == {""}


def test_idea_6_nobody_is_above_the_rule(client):
    council = factories.council()
    case = factories.log(council)

    answers = {}
    for name, user in council.accounts.items():
        client.force_login(user)
        answers[name] = client.get(case.get_absolute_url()).status_code

    assert {name for name, status in answers.items() if status == 200} == {"member", "head"}
    assert set(answers.values()) == {200, 404}


def test_idea_7_nothing_is_told_twice_or_never():
    council, key = factories.council(), uuid.uuid4()

    for _ in range(2):
        factories.log(council, key=key)
        call_command("run_due")

    assert sorted(m.to[0] for m in mail.outbox) == sorted([council.head.person.email, council.member.person.email])


def test_idea_8_the_parts_are_boring():
    """A web process, one background process, a database, a folder: no broker, no search engine, no second language on the server."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[\[<>=~! ]", line)[0] for line in wanted}
    exciting = {"celery", "redis", "kombu", "channels", "daphne", "elasticsearch", "kafka-python", "pika", "dramatiq", "huey", "rq"}

    assert names & exciting == set()
    commands = {
        path.stem for path in ROOT.glob("council_portal/**/management/commands/*.py") if 'add_argument("--loop"' in path.read_text()
    }
    assert commands == {"run_due"}
    assert set(get_commands()) >= commands
