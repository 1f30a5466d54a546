"""Lists of cases: filters, orders, pages by cursor, and that more rows never mean more statements."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import asking, services
from casework.models import Case
from council_portal.accounts.models import Principal
from council_portal.accounts.services import record_absence
from tests.casework.ground import browser, words
from tests.casework.test_pages import upload_of
from tests.factories import fresh, log
from tests.matrix.people import date_back

pytestmark = pytest.mark.django_db

# Statements of one request of somebody signed in, cold: session, account, what the person holds, and those of the page itself.
# Of a list: whose officer has left; for an officer, which may be given to somebody.
LIST, CASE = {"member": 9, "head": 10}, 14
HOME = {"member": 12, "head": 11}  # the panels of all rooms: tests/home/test_panels.py


def statements(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(("reader", "address", "count"), [
    ("member", "/casework/", LIST["member"]), ("head", "/casework/", LIST["head"]), ("head", "/casework/?queue=mine", LIST["head"]),
    ("member", "/", HOME["member"]), ("head", "/", HOME["head"])])
def test_a_list_asks_the_same_number_of_statements_for_one_row_and_for_three(council, reader, address, count):
    client = browser(getattr(council, reader))
    client.get(address)

    log(council)
    one = statements(client, address)
    log(council), log(council)
    three = statements(client, address)

    assert (one, three) == (count, count)


@pytest.mark.parametrize("reader", ["member", "head"])
def test_the_page_of_a_case_asks_the_same_number_for_one_turn_and_for_three(council, reader):
    short = log(council, papers=services.store([upload_of(b"One.\n", "one.txt")]))
    long = log(council, papers=services.store([upload_of(b"One.\n", "one.txt")]))
    for text in ("Two.", "Three."):
        services.update(long, actor=fresh(council.head), text=text, papers=services.store([upload_of(text.encode(), "more.txt")]))
    client = browser(getattr(council, reader))
    client.get(short.get_absolute_url())  # the first page of a process reads the protocol

    assert (statements(client, short.get_absolute_url()), statements(client, long.get_absolute_url())) == (CASE, CASE)


def test_an_officer_who_is_away_costs_the_page_of_a_case_one_statement_more(council):
    case, client = log(council), browser(council.member)
    client.get(case.get_absolute_url())
    record_absence(council.head.person, since=timezone.now(), until=timezone.now() + datetime.timedelta(days=9),
                   stand_in=council.clo.person)

    assert statements(client, case.get_absolute_url()) == CASE + 1


@pytest.mark.parametrize("reader", ["member", "head"])
def test_a_contribution_that_is_awaited_costs_the_page_of_a_case_one_statement_more(council, reader):
    case, client = log(council), browser(getattr(council, reader))
    housing = Principal.objects.get(post="head_of_service", service__name="Housing")
    asking.want(case, actor=fresh(council.head), principal=housing, text="Is it yours?", due_on=timezone.localdate())
    client.get(case.get_absolute_url())

    assert statements(client, case.get_absolute_url()) == CASE + 1


def test_cases_of_others_cost_no_statement_and_are_not_counted(council):
    client = browser(council.other_member)
    client.get("/casework/")
    before = statements(client, "/casework/")
    for _ in range(3):
        log(council)

    after, said = statements(client, "/casework/"), words(client.get("/casework/"))

    assert before == after
    assert "No case here answers to this." in said


def titles(client, query=""):
    """The titles on a page of the list, in order, and the query of the next page or ""."""
    page = client.get(f"/casework/?{query}")
    assert page.status_code == 200
    return [row["title"] for row in page.context["rows"]], page.context["older"] or ""


@pytest.fixture
def three(council):
    """Three cases: overdue, answered, closed; the third about Housing in Castle."""
    cases = [log(council, title="One"), log(council, title="Two"),
             log(council, title="Three", service=council.services.housing, ward=council.wards.castle)]
    date_back(cases[0], days=9)
    services.answer(cases[1], actor=fresh(council.head), text="Thursday.")
    services.close(cases[2], actor=fresh(council.member))
    return cases


@pytest.mark.parametrize(("query", "found"), [
    ("", {"One", "Two"}), ("is_open=", {"One", "Two", "Three"}), ("is_open=False", {"Three"}), ("status=answered", {"Two"}),
    ("status=answered&status=with_officer", {"One", "Two"}), ("status=closed&is_open=", {"Three"}),
    ("status=closed", {"Three"}), ("status=closed&is_open=True", {"Three"}), ("status=closed&status=answered", {"Two", "Three"}),
    ("status=answered&is_open=False", set())])
def test_the_list_narrows_by_state(council, three, query, found):
    assert set(titles(browser(council.member), query)[0]) == found


@pytest.mark.parametrize(("query", "shown"), [
    ("", "True"), ("status=answered", "True"), ("status=closed", ""), ("status=closed&is_open=True", ""), ("is_open=False", "False")])
def test_the_form_says_whether_open_or_closed_cases_or_both_are_listed(council, three, query, shown):
    page = browser(council.member).get(f"/casework/?{query}").content.decode()

    assert f'<option value="{shown}" selected>' in page.split('name="is_open"')[1].split("</select>")[0]


def test_the_list_as_csv_and_the_search_find_closed_cases_as_the_list_does(council, three):
    client = browser(council.member)

    taken = b"".join(client.get("/casework/cases.csv?status=closed").streaming_content).decode()
    found = client.get("/casework/search/?q=three&status=closed").context["rows"]

    assert three[2].reference in taken
    assert not any(case.reference in taken for case in three[:2])
    assert [row["title"] for row in found] == ["Three"]


def test_the_list_narrows_by_ward_and_service_together(council, three):
    client, castle, housing = browser(council.member), council.wards.castle.uid, council.services.housing.uid

    assert titles(client, f"is_open=&ward={castle}")[0] == ["Three"]
    assert titles(client, f"is_open=&service={housing}")[0] == ["Three"]
    assert titles(client, f"is_open=&service={housing}&ward={council.wards.mill_hill.uid}")[0] == []


@pytest.mark.parametrize(("query", "order"), [
    ("order=next_on", ["One", "Two"]), ("order=-received", ["Two", "One"]), ("order=-last_activity", ["Two", "One"])])
def test_the_list_is_ordered_as_asked(council, three, query, order):
    assert titles(browser(council.member), query)[0] == order


@pytest.mark.parametrize("query", [
    "order=raised_by__email", "order=-text", "status=secret", "ward=abc", "ward=99999999", "service=' or 1=1", "is_open=maybe",
    "status__in=closed", "raised_by=1", "after=abc", "after=%00", "after=" + "A" * 3000, "q=bins", "order=&status="])
def test_an_odd_question_breaks_nothing_and_widens_nothing(council, three, query):
    found, _next = titles(browser(council.member), query)

    assert set(found) <= {"One", "Two"}
    assert titles(browser(council.other_member), query)[0] == []


@pytest.fixture(scope="module")
def many(council):
    """Twenty-six cases, five of them received in one and the same instant."""
    made = [log(council, title=f"No {number:02}") for number in range(26)]
    start = timezone.now() - datetime.timedelta(days=2)
    for number, case in enumerate(made):
        Case.objects.filter(pk=case.pk).update(
            received=start + datetime.timedelta(minutes=max(number, 5)), last_activity=start + datetime.timedelta(minutes=max(number, 5)),
            due_on=timezone.localdate() + datetime.timedelta(days=number // 7))
    return [case.title for case in made]


class TestPages:
    """Pages by cursor over more rows than one page holds."""

    @pytest.mark.parametrize("order", ["-last_activity", "next_on", "-received"])
    @pytest.mark.parametrize("reader", ["member", "head"])
    def test_two_pages_hold_every_case_once(self, council, many, order, reader):
        client = browser(getattr(council, reader))

        first, older = titles(client, f"order={order}")
        second, end = titles(client, older)

        assert (len(first), len(second), end) == (25, 1, "")
        assert sorted([*first, *second]) == sorted(many)

    def test_the_next_page_keeps_what_was_asked(self, council, many):
        client = browser(council.member)

        first, older = titles(client, f"order=-received&status=with_officer&ward={council.wards.mill_hill.uid}")
        second, _end = titles(client, older)

        assert "status=with_officer" in older
        assert sorted([*first, *second]) == sorted(many)

    def test_a_cursor_that_was_tampered_with_starts_at_the_first_page(self, council, many):
        client = browser(council.member)
        first, older = titles(client)
        spoilt = older[:-4] + ("aaaa" if older[-4:] != "aaaa" else "bbbb")

        assert titles(client, spoilt)[0] == first

    def test_a_cursor_of_another_order_starts_at_the_first_page(self, council, many):
        client = browser(council.member)
        _first, older = titles(client, "order=-received")

        assert titles(client, older.replace("order=-received", "order=-last_activity"))[0] == titles(client, "order=-last_activity")[0]

    def test_a_cursor_of_somebody_else_shows_nothing_of_theirs(self, council, many):
        _first, older = titles(browser(council.member))

        assert titles(browser(council.other_member), older)[0] == []

    def test_a_page_costs_the_same_statements_wherever_it_is(self, council, many):
        client = browser(council.member)
        _first, older = titles(client)

        assert (statements(client, "/casework/"), statements(client, f"/casework/?{older}")) == (LIST["member"], LIST["member"])
