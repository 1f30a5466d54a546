"""Every address of the portal as every role: tests/matrix/urls/, complete over what the resolver knows."""

import csv
import re
import uuid

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver

from casework import lines
from casework.models import Case, CaseEntry, CasePaper
from casework.services import keep_papers, store
from council_portal.accounts.models import Person, PoliticalGroup, Principal, Service, User, Ward
from council_portal.audit.models import Event
from council_portal.demo.roles import roles
from council_portal.documents.uploads import check_upload
from council_portal.outbox.models import Message
from council_portal.protocol.models import ProtocolVersion
from tests.casework.ground import browser, kept, undone, words
from tests.complaints import ground as complaints_ground
from tests.connections import ground as connections_ground
from tests.conversations import after_ground
from tests.conversations import ground as conversations_ground
from tests.conversations.notices import ground as notices_ground
from tests.conversations_attendance import ground as attendance_ground
from tests.conversations_briefing import ground as briefing_ground
from tests.directory import ground as directory_ground
from tests.intake import ground as intake_ground
from tests.matrix import people
from tests.people import ground as people_ground
from tests.profiles import ground as profiles_ground
from tests.reports import ground as reports_ground
from tests.signing import ground as signing_ground

FOLDER = settings.BASE_DIR / "tests" / "matrix" / "urls"  # a table for each part of the portal, all with the same columns
READERS = ["anonymous", *(row["role"] for row in roles())]
WRITERS = ["anonymous", "member", "head_of_service", "technical_administrator"]


def read():
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as text:
            yield from csv.DictReader(text)


ROWS = list(read())


def patterns(resolver=None, prefix=""):
    """Every address that the resolver knows, as it is written in the urls modules."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            yield prefix + str(one.pattern)
        else:
            yield from patterns(one, prefix + str(one.pattern))


@pytest.fixture(scope="module")
def council(django_db_setup, django_db_blocker):
    """The people of the matrices, with one case of the first Member and one of another, each with a paper."""
    with kept(django_db_blocker):
        made = people.build(states=["unrouted", "with_officer"])
        own = made.cases["member"]["with_officer"]
        foreign = people.raise_case(made.users["group_leader"], "foreign", service=Service.objects.get(name="Housing"))
        places = {"own": own.uid, "foreign": foreign.uid, "unknown": uuid.UUID(int=7)}
        places |= {"own_paper": paper(own), "foreign_paper": paper(foreign)}
        places |= {"user": User.objects.order_by("pk")[0].pk, "person": Person.objects.order_by("pk")[0].pk, "nobody": 999_999,
                   "service": Service.objects.order_by("pk")[0].pk, "ward": Ward.objects.order_by("pk")[0].pk,
                   "group": PoliticalGroup.objects.order_by("pk")[0].pk, "version": ProtocolVersion.objects.get().pk}
        made.places = places | people_ground.furnish(made) | profiles_ground.furnish(made) | directory_ground.furnish(made)
        made.places |= intake_ground.furnish(made)
        made.places |= reports_ground.furnish(made) | conversations_ground.furnish(made)
        made.places |= after_ground.furnish(made) | briefing_ground.furnish(made)
        made.places |= notices_ground.places(made)
        made.places |= attendance_ground.furnish(made)
        made.places |= signing_ground.furnish(made) | complaints_ground.furnish(made) | connections_ground.furnish(made)
        made.places["line"] = lines.write(actor=made.users["head_of_service"], key=uuid.uuid4(), service=Service.objects.get(
            name="Street Scene"), title="Missed collection", text="It is made good within two working days.").uid
        made.places["involved"] = people.involved_one(made.users).uid
        made.places["news"] = people.told(made.users).uid
        yield made


def paper(case):
    """The uid of a paper added to the first turn of a case."""
    file = ContentFile(b"Notes of a visit.\n", name="notes.txt")
    keep_papers(case, case.entries.get(), store([check_upload(file)]), User.objects.get(person=case.raised_by))
    return CasePaper.objects.get(case=case).uid


def address(row, council):
    return "/" + row["address"].format(**council.places)


def test_every_pattern_is_declared_and_none_is_stale():
    assert {row["pattern"] for row in ROWS} == set(patterns())


def test_every_pattern_is_declared_for_reading_and_for_posting():
    assert {row["pattern"] for row in ROWS if row["method"] == "GET"} == {row["pattern"] for row in ROWS if row["method"] == "POST"}


def test_every_row_speaks_of_every_role_and_says_why():
    for row in ROWS:
        asked = READERS if row["method"] == "GET" else WRITERS
        assert set(row) == {"pattern", "address", "method", "why", *READERS}, "the columns are the roles of roles.csv"
        assert [who for who in READERS if row[who]] == asked, row
        assert row["why"], row


@pytest.mark.django_db
@pytest.mark.parametrize("reader", READERS)
def test_every_address_answers_this_role_as_the_table_says(council, reader):
    client, wrong = browser(council.users.get(reader)), []

    for row in ROWS:
        if row[reader]:
            cookies = client.cookies.copy()
            with undone():
                response = read_whole((client.get if row["method"] == "GET" else client.post)(address(row, council)))
            client.cookies = cookies  # signing in and out is undone too
            wrong += [] if status(response) == row[reader] else [(row["method"], row["address"], row[reader], status(response))]
            if reader != "anonymous" and "logout" not in row["pattern"] and not row["pattern"].startswith("theme"):
                wrong += [] if "no-store" in response["Cache-Control"] else [(row["method"], row["address"], "may be kept by a cache")]

    assert not wrong, "\n".join(str(one) for one in wrong)


OF_NO_OFFICE = ("accounts/", "drafts/", "demo/", "theme.css", "programme/feed/")  # the account, what asks nobody who they are, the demo


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_but_the_home_page_and_the_account_is_there_for_whoever_left_office(council, method):
    client, there = browser(council.users["ex_member"]), {}
    client.get("/")
    for row in ROWS:
        if row["method"] == method.upper() and row["pattern"] and not row["pattern"].startswith(OF_NO_OFFICE):
            with undone():
                there[row["address"]] = status(read_whole(getattr(client, method)(address(row, council))))

    refused = ("404",) if method == "get" else ("404", "405")  # a file is posted to by nobody
    assert {one: said for one, said in there.items() if said not in refused} == {}
    assert len(there) > 300


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["casework/", "casework/log/", "notices/", "programme/", "programme/attendance/", "programme/proposals/",
                                   "briefing/", "briefing/items/"])
def test_a_list_cannot_be_told_from_a_page_that_never_was_and_the_reader_is_told_why(council, place):
    client = browser(council.users["ex_member"])
    client.get("/")

    refused, unknown = client.get(f"/{place}"), client.get("/never/was/")

    assert same(refused) == same(unknown)
    assert "You hold no office in the council today" in words(refused)
    assert "You hold no office" not in words(browser(council.users["member"]).get("/never/was/"))


def read_whole(response):
    """The response, its file read to the end."""
    if response.streaming:
        b"".join(response.streaming_content)
    return response


def status(response):
    """The status; a redirect with where it leads: to the sign-in page, or its path."""
    if response.status_code not in (301, 302):
        return str(response.status_code)
    where = response["Location"].split("?")[0]
    return "sign in" if where == "/accounts/login/" else "to " + re.sub(r"/(\d+|[0-9a-f-]{36})/", "/.../", where)


SITES = ("admin/", "monitoring/")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "head"])
@pytest.mark.parametrize("reader", ["anonymous", "member", "technical_administrator"])
def test_no_other_method_changes_anything_or_breaks(council, reader, method):
    client, before = browser(council.users.get(reader)), picture()
    asked = {row["pattern"]: row for row in ROWS if "logout" not in row["pattern"]
             and (reader == "technical_administrator" or not row["pattern"].startswith(SITES))}

    answers = {row["address"]: read_whole(getattr(client, method)(address(row, council))).status_code for row in asked.values()}

    assert {one: code for one, code in answers.items() if code >= 500} == {}
    assert picture() == before


def picture():
    """How much of everything there is, and the state of each case and account."""
    counts = {model.__name__: model.objects.count() for model in (Case, CaseEntry, CasePaper, Principal, Person, Service, Ward, Message)}
    return counts, set(Case.objects.values_list("uid", "status", "version")), set(User.objects.values_list("uid", "email", "is_active")), (
        Event.objects.exclude(verb__in=["paper opened", "opened"]).count())


SECRETS = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*|nonce="[^"]*"')


def same(response):
    """What a reader could compare: status, headers, and the body without the token that differs at every answer."""
    headers = {name: value for name, value in response.headers.items() if name not in ("Set-Cookie", "Content-Length")}
    return response.status_code, headers, SECRETS.sub(r"\1", response.content.decode())


STANDING = ("group_leader", "other_officer")  # raised the foreign case; has it


@pytest.mark.requirement("SEC-4.2")
@pytest.mark.django_db
@pytest.mark.parametrize("reader", [row["role"] for row in roles() if row["role"] not in STANDING])
@pytest.mark.parametrize(("method", "place", "forbidden"), [
    ("get", "casework/{}/", "foreign"), ("post", "casework/{}/", "foreign"), ("head", "casework/{}/", "foreign"),
    ("get", "casework/{}/print/", "foreign"), ("head", "casework/{}/print/", "foreign"),
    ("get", "casework/{}/case.pdf", "foreign"), ("head", "casework/{}/case.pdf", "foreign"),
    ("get", "casework/{}/update/", "foreign"), ("post", "casework/{}/update/", "foreign"),
    ("get", "casework/papers/{}/", "foreign_paper"), ("head", "casework/papers/{}/", "foreign_paper")])
def test_a_case_of_others_cannot_be_told_from_one_that_never_was(council, reader, method, place, forbidden):
    client = browser(council.users[reader])
    client.get("/casework/")  # the session's first answer sets it up

    with CaptureQueriesContext(connection) as for_forbidden:
        refused = getattr(client, method)("/" + place.format(council.places[forbidden]))
    with CaptureQueriesContext(connection) as for_unknown:
        unknown = getattr(client, method)("/" + place.format(council.places["unknown"]))

    assert refused.status_code == 404
    assert same(refused) == same(unknown)
    assert len(for_forbidden) == len(for_unknown)


@pytest.mark.django_db
@pytest.mark.parametrize(("reader", "place", "there"), [
    (reader, place, there)
    for reader in ("member", "head_of_service", "monitoring_officer", "technical_administrator")
    for place, there, own in [
        ("admin/accounts/user/{}/change/", "user", "technical_administrator"),
        ("admin/accounts/user/{}/delete/", "user", "technical_administrator"),
        ("admin/accounts/service/{}/change/", "service", "technical_administrator"),
        ("monitoring/protocol/protocolversion/{}/change/", "version", "monitoring_officer")]
    if reader != own])
def test_the_admin_sites_tell_nobody_what_there_is(council, reader, place, there):
    client = browser(council.users[reader])
    client.get("/casework/")

    with CaptureQueriesContext(connection) as for_forbidden:
        refused = client.get("/" + place.format(council.places[there]))
    with CaptureQueriesContext(connection) as for_unknown:
        unknown = client.get("/" + place.format(council.places["nobody"]))

    assert refused.status_code == 404
    assert same(refused) == same(unknown)
    assert len(for_forbidden) == len(for_unknown)
