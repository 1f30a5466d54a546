"""The edges of the one expression: what is unknown is an error, never "yes"; a list costs the same at every size."""

import pytest
from django.db import connection
from django.db.models import Q
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from casework.models import Case, CaseEntry
from council_portal.access.decisions import Forbidden, Unwritable, can, require
from council_portal.access.queryset import mark_actions
from council_portal.access.services import end_standings, exclude, give_standing
from council_portal.access.views import read_cursor, write_cursor
from council_portal.accounts.models import Principal
from council_portal.accounts.services import end_appointment
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return factories.council()


@pytest.mark.parametrize(
    "ask",
    [
        lambda user, case: Case.objects.permitted(user, "fly"),
        lambda user, case: Case.objects.page(user, "-received", action="fly"),
        lambda user, case: Case.objects.count_to(9, user, "-received", action="fly"),
        lambda user, case: Case.objects.page(user, "title"),
        lambda user, case: can(user, "fly", case),
        lambda user, case: can(user, "fly", Case),
    ],
)  # fmt: skip -- one question a line
def test_an_unknown_action_or_ordering_is_an_error(council, ask):
    case = factories.log(council)

    with pytest.raises(KeyError):
        ask(council.member, case)


def test_an_action_on_one_case_cannot_be_asked_of_the_class(council):
    with pytest.raises(Unwritable):
        can(council.member, "answer", Case)


def test_a_page_refuses_to_follow_a_filter(council):
    with pytest.raises(TypeError):
        Case.objects.filter(urgent=True).page(council.member, "-received")


@pytest.mark.parametrize("cases", [1, 3])
def test_a_list_is_four_statements_for_whoever_reads_it(council, cases):
    for _ in range(cases):
        factories.log(council)
    reader = factories.fresh(council.head)

    with CaptureQueriesContext(connection) as asked:
        rows = mark_actions(reader, Case.objects.page(reader, "-last_activity", where=Q(is_open=True)))

    assert (len(rows), len(asked)) == (cases, 4)


@pytest.mark.parametrize("reader", ["member", "other_member"])
def test_a_decision_costs_the_same_whether_it_is_yes_or_no(council, reader):
    case = factories.log(council)
    user = factories.fresh(council.accounts[reader])

    with CaptureQueriesContext(connection) as asked:
        can(user, "view", case)

    assert len(asked) == 3


def test_a_refusal_is_a_404_to_whoever_may_not_see_and_a_403_to_whoever_may(council):
    case = factories.log(council)

    require(council.head, "answer", case)
    with pytest.raises(Http404):
        require(council.other_head, "answer", case)
    with pytest.raises(Forbidden) as refused:
        require(council.member, "answer", case)

    assert (refused.value.rule, refused.value.subject) == (Case.RULES["answer"], case)


def test_a_child_is_seen_by_whoever_sees_its_case(council):
    case = factories.log(council)
    entry = case.entries.get()

    seen = {name: list(CaseEntry.objects.permitted(user)) for name, user in council.accounts.items()}

    assert {name for name, rows in seen.items() if rows == [entry]} == {"member", "head"}
    assert {name for name, user in council.accounts.items() if can(user, "view", entry)} == {"member", "head"}
    assert {name for name, rows in seen.items() if rows not in ([], [entry])} == set()


def test_a_standing_given_twice_is_one(council):
    case, clo = factories.log(council), Principal.objects.get(post="clo")

    given = [give_standing(case, clo, "handler", reason="asked") for _ in range(2)]

    assert (given[0], case.standings.filter(principal=clo).count()) == (given[1], 1)


def test_an_ended_standing_stays_on_record_and_gives_nothing(council):
    case = factories.log(council)

    assert end_standings(case, capacity="handler") == 1

    assert (case.standings.count(), can(factories.fresh(council.head), "view", case)) == (2, False)


def test_an_exclusion_outweighs_every_standing(council):
    case = factories.log(council)
    own = Principal.objects.get(kind="person", person=council.head.person)

    exclude(case, own, reason="a connection declared", clause="2.1")

    reader = factories.fresh(council.head)
    assert (can(reader, "view", case), list(Case.objects.permitted(reader)), list(Case.objects.page(reader, "-received"))) == (
        False,
        [],
        [],
    )


def test_what_an_office_was_kept_out_of_does_not_open_when_it_is_left(council):
    case = factories.log(council)
    head = Principal.objects.get(post="head_of_service", service=council.services.street_scene)
    exclude(case, head, reason="the office is concerned")
    give_standing(case, Principal.objects.get(post="officers"), "copied", reason="all officers are told")

    before = {name for name, user in council.accounts.items() if can(factories.fresh(user), "view", case)}
    end_appointment(council.head.person.appointments.get(principal=head))

    after = {name for name, user in council.accounts.items() if can(factories.fresh(user), "view", case)}
    assert before == after == {"member", *factories.OFFICERS} - {"head"}


def test_what_a_reader_holds_is_kept_on_the_instance_and_no_longer(council):
    case = factories.log(council)
    reader = factories.fresh(council.head)
    assert can(reader, "view", case)

    exclude(case, Principal.objects.get(kind="person", person=council.head.person), reason="declared")

    assert can(factories.fresh(council.head), "view", case) is False


def test_a_cursor_that_was_altered_or_made_for_another_ordering_starts_at_the_first_page(council):
    case = factories.log(council)
    cursor = write_cursor(case, "-received")

    assert read_cursor(cursor, "-received") == (case.received, case.pk)
    assert [read_cursor(text, "-received") for text in ("", None, "x", cursor + "x", "a:b:c")] == [None] * 5
    assert read_cursor(cursor, "-last_activity") is None
