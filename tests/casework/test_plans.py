"""How PostgreSQL reads the lists in a county: along the index of the ordering, for every reader, and in the same few statements."""
import io
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import policy
from casework.models import Case, CaseStanding, Status
from council_portal.access.services import give_standing
from council_portal.access.views import write_cursor
from council_portal.accounts.models import User, Ward
from council_portal.accounts.services import add_person, appoint, employ, open_account, post_principal
from council_portal.protocol.services import in_force, version_of
from tests.casework import ground

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

READERS = ["member", "nominated-officer", "head-of-service", "clo", "democratic-services"]
# Of the design: 130 to 320 were measured; without a vacuum, which a transaction cannot have, each row costs a look at its table.
BUFFERS = 400


@pytest.fixture(scope="module", params=[2_000, pytest.param(200_000, marks=pytest.mark.long)])
def county(request, django_db_setup, django_db_blocker):
    """A county with so many cases, the planner told of it."""
    with ground.kept(django_db_blocker):
        call_command("make_council", cases=request.param, stdout=io.StringIO())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield request.param


def reader(role):
    return User.objects.select_related("person").get(email=f"{role}@council.example")


def plan(queryset):
    """Every node of the plan as it ran, outermost first."""
    [whole] = json.loads(queryset.explain(format="json", analyze=True, buffers=True))

    def nodes(node):
        yield node
        for one in node.get("Plans", []):
            yield from nodes(one)

    return list(nodes(whole["Plan"]))


def ways(queryset, table):
    """How the plan reads this table: the names of its indexes, "end to end" for a sequential scan."""
    indexes = {"Index Scan", "Index Only Scan", "Bitmap Index Scan"}
    found = {n["Index Name"] for n in plan(queryset) if n["Node Type"] in indexes and n["Index Name"] in indexes_of(table)}
    scans = [n for n in plan(queryset) if n["Node Type"] == "Seq Scan" and n["Relation Name"] == table]
    return sorted(found | ({"end to end"} if scans else set()))


def indexes_of(table):
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, table))


def first_page(user, order, **where):
    return Case.objects.page(user, order, where=Q(is_open=True, **where), size=26)


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize(("order", "index"), [("-last_activity", "activity"), ("next_on", "next"), ("-received", "received")])
def test_every_list_reads_the_standings_by_an_index_that_begins_with_the_reader(county, role, order, index):
    user = reader(role)
    pages = {
        "first": first_page(user, order),
        "ward and status": first_page(user, order, ward=Ward.objects.first(), status__in=[Status.WITH_OFFICER]),
        "deep": Case.objects.page(user, order, where=Q(is_open=True), after=cursor_after(user, order), size=26),
        "open and closed": Case.objects.page(user, order, size=26),
    }

    found = {name: ways(page, CaseStanding._meta.db_table) for name, page in pages.items()}

    lists = {one.name for one in CaseStanding._meta.indexes}
    assert {name: set(read) - lists for name, read in found.items()} == {name: set() for name in pages}
    if county > 100_000:  # among two thousand any of them is as good
        assert (found["first"], found["deep"]) == ([f"cs_open_{index}"], [f"cs_open_{index}"])


@pytest.mark.parametrize("role", READERS)
def test_no_list_reads_the_cases_from_end_to_end(county, role):
    page = first_page(reader(role), "-last_activity")

    found = ways(page, Case._meta.db_table)

    assert county < 100_000 or "end to end" not in found  # two thousand fit into so little that a scan is quicker


def cursor_after(user, order):
    """The cursor of the last row that the first page shows."""
    last = list(first_page(user, order))[-2]
    return getattr(last, order.lstrip("-")), last.pk


@pytest.mark.parametrize("role", READERS)
def test_first_page_touches_few_pages_of_the_database(county, role):
    outermost = plan(first_page(reader(role), "-last_activity"))[0]

    assert outermost["Shared Hit Blocks"] + outermost["Shared Read Blocks"] <= BUFFERS


@pytest.mark.parametrize("role", READERS[:4])
def test_measured_readers_fill_every_page_that_is_measured(county, role):
    user, ward = reader(role), Ward.objects.order_by("pk").first()

    assert len(first_page(user, "-last_activity", ward=ward, status__in=[Status.WITH_OFFICER])) == 26
    assert Case.objects.count_to(100, user, "-last_activity", where=Q(is_open=True)) >= 76


def with_cases(number):
    """A new officer whose one post stands in this many open cases."""
    person = add_person(f"Reader of {number}", is_demo=True)
    post = post_principal("senior_officer", name="Senior officer")
    employ(person, authority="Invented for a test")
    appoint(person, post, authority="Invented for a test")
    for case in Case.objects.filter(is_open=True).order_by("pk")[:number]:
        give_standing(case, post, policy.HANDLER, reason="for the test")
    return open_account(person, email=f"reader-{number}@council.example")


def statements(user, address):
    """How many statements the page takes, and how many cases it links to."""
    client = Client()
    client.force_login(user)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured), answer


@pytest.mark.parametrize("shown", [1, 3, 25])
def test_list_takes_ten_statements_however_many_rows(county, shown):
    with ground.undone():
        taken, answer = statements(with_cases(shown), reverse("casework:list"))

    # session, account, offices, wards, services, walls, the page itself, which may be given to an officer, whose officer has left,
    # what the reader began and did not send
    assert (taken, len(answer.context["rows"])) == (10, shown)


@pytest.mark.parametrize("shown", [1, 3, 8])
def test_home_takes_as_many_statements_however_many_rows(county, shown):
    first = Case.objects.filter(is_open=True).order_by("pk")[:shown].values_list("status", flat=True)
    waiting = sum(status in ("with_officer", "escalated") for status in first)
    version_of(in_force().pk)  # read once a process, not for each page: does the protocol ask this reader to sign?

    with ground.undone():
        taken, answer = statements(with_cases(shown), reverse("home"))

    # session, account, offices, walls, what four rooms tell, the cases that moved and those that wait, unread briefings, own entry, what is
    # new of people, what the reader began and did not send
    assert (taken, len(answer.context["sections"][0]["panels"][0]["items"])) == (11, waiting)


@pytest.mark.parametrize("role", READERS[:4])
def test_filtered_and_deep_lists_take_no_statement_more(county, role):
    user, ward = reader(role), Ward.objects.order_by("pk").first()
    after = write_cursor(list(first_page(user, "-last_activity"))[24], "-last_activity")

    queries = ["", f"?ward={ward.uid}&status=with_officer", f"?after={after}"]

    counts = [statements(user, reverse("casework:list") + query)[0] for query in queries]

    assert counts == ([9, 9, 9] if role == "member" else [10, 10, 10])
