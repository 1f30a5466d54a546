"""A paper leaves the portal by one door, after the question who may."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.models import CasePaper
from council_portal.access.services import exclude
from council_portal.accounts.models import Principal
from council_portal.audit.models import Event
from council_portal.documents.services import keep
from council_portal.documents.uploads import check_upload
from tests import factories
from tests.documents import files

DATA = files.pdf()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Each test has a folder of files of its own."""
    settings.PORTAL_VAR = tmp_path
    return tmp_path / "files"


@pytest.fixture
def council(db):
    return factories.council()


@pytest.fixture
def paper(council):
    """A paper of a case that the council's member has raised."""
    return a_paper(factories.log(council))


def a_paper(case, name="agenda.pdf", data=DATA):
    """A paper of the case's first turn."""
    upload = check_upload(ContentFile(data, name=name))
    return keep(CasePaper, upload, matter_field={"case": case, "entry": case.entries.first()}, actor=case.raised_by)


def ask(client, user, uid, *, by="get", **headers):
    """Ask for a paper as this user. What came is in `.body`, read to its end as a browser does."""
    client.force_login(user)
    response = getattr(client, by)(reverse("casework:paper", args=[uid]), headers=headers)
    response.body = b"".join(response.streaming_content) if response.streaming else response.content
    return response


def plain(response):
    """What a refusal tells: everything but what is made new for each answer."""
    return response.status_code, response.body, {k: v for k, v in response.headers.items() if k != "Content-Security-Policy"}


def test_whoever_may_read_the_case_receives_the_bytes_as_they_came(client, council, paper):
    response = ask(client, council.member, paper.uid)

    assert response.status_code == 200
    assert response.body == DATA


def test_a_paper_is_saved_and_never_shown(client, council, paper):
    response = ask(client, council.member, paper.uid)

    told = {name: response.headers.get(name) for name in [
        "Content-Type", "Content-Disposition", "Content-Length", "X-Content-Type-Options", "Content-Security-Policy", "Cache-Control",
        "Accept-Ranges", "ETag", "Last-Modified"]}
    assert told == {
        "Content-Type": "application/pdf", "Content-Disposition": 'attachment; filename="agenda.pdf"', "Content-Length": str(len(DATA)),
        "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store", "Accept-Ranges": "none", "ETag": None, "Last-Modified": None}


@pytest.mark.parametrize("reader", ["other_member", "colleague", "other_head", "technical", "monitoring"])
def test_whoever_may_not_read_the_case_gets_the_404_of_a_paper_that_never_was(client, council, paper, reader):
    user = council.accounts[reader]
    ask(client, user, uuid.uuid4())  # what a first request alone asks for is out of the way
    with CaptureQueriesContext(connection) as of_unknown:
        unknown = ask(client, user, uuid.uuid4())
    with CaptureQueriesContext(connection) as of_forbidden:
        forbidden = ask(client, user, paper.uid)

    assert forbidden.status_code == 404
    assert plain(forbidden) == plain(unknown)
    assert len(of_forbidden) == len(of_unknown)


@pytest.mark.parametrize("by", ["get", "head"])
def test_a_reader_who_is_kept_out_of_the_case_is_kept_out_of_its_papers_at_the_next_request(client, council, paper, by):
    before = ask(client, council.head, paper.uid, by=by)
    exclude(paper.case, Principal.objects.get(kind="person", person=council.head.person), reason="Declared a connection")

    after = ask(client, council.head, paper.uid, by=by)

    assert (before.status_code, after.status_code) == (200, 404)


def test_a_visitor_is_sent_to_sign_in_whether_there_is_a_paper_or_not(client, paper):
    answers = [client.get(reverse("casework:paper", args=[uid])) for uid in (paper.uid, uuid.uuid4())]

    assert [(a.status_code, a.headers["Location"].split("?")[0]) for a in answers] == [(302, reverse("account_login"))] * 2


@pytest.mark.parametrize("headers", [
    {"range": "bytes=0-3"}, {"if-none-match": "*"}, {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    {"if-match": '"a"'}, {"if-unmodified-since": "Thu, 01 Jan 1970 00:00:00 GMT"}], ids=lambda headers: next(iter(headers)))
def test_a_conditional_or_partial_request_gets_all_or_nothing(client, council, paper, headers):
    allowed = ask(client, council.member, paper.uid, **headers)
    refused = ask(client, council.other_member, paper.uid, **headers)

    assert (allowed.status_code, allowed.body) == (200, DATA)
    assert refused.status_code == 404


def test_head_tells_what_get_would_and_reads_nothing(client, council, paper):
    full = ask(client, council.member, paper.uid)
    opened = Event.objects.filter(verb="paper opened").count()

    head = ask(client, council.member, paper.uid, by="head")

    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(full.headers)
    assert Event.objects.filter(verb="paper opened").count() == opened == 1


@pytest.mark.parametrize("by", ["post", "put", "patch", "delete", "options"])
def test_nothing_else_can_be_done_to_a_paper(client, council, paper, by):
    response = ask(client, council.member, paper.uid, by=by)

    assert response.status_code == 405


def test_reading_a_paper_is_recorded_with_who_and_of_which_case_and_not_its_name(client, council, paper):
    ask(client, council.head, paper.uid)

    event = Event.objects.get(verb="paper opened")
    assert (event.actor_uid, event.object_uid, event.reference) == (council.head.person.uid, paper.uid, paper.case.reference)
    assert event.detail == ""


def test_a_refused_reading_is_not_recorded_as_one(client, council, paper):
    ask(client, council.other_member, paper.uid)

    assert not Event.objects.filter(verb="paper opened").exists()


def test_a_paper_that_storage_has_lost_is_503_to_its_readers_and_404_to_all_others(client, council, paper, folder):
    (folder / paper.stored.name).unlink()

    mine, theirs = ask(client, council.member, paper.uid), ask(client, council.other_member, paper.uid)

    assert (mine.status_code, theirs.status_code) == (503, 404)
    assert mine.headers["Cache-Control"] == "private, no-store"
    assert not Event.objects.filter(verb="paper opened").exists()


@pytest.mark.parametrize(("name", "header"), [
    ("a\r\nSet-Cookie: b=c.pdf", 'attachment; filename="a Set-Cookie- b=c.pdf"'),
    ('"; filename="evil.exe".pdf', 'attachment; filename="-; filename=-evil.exe-.pdf"'),
    ("agenda\u202efdp.pdf", 'attachment; filename="agendafdp.pdf"'),
    ("../../etc/passwd.pdf", 'attachment; filename="passwd.pdf"'),
    ("Môr 🏖.pdf", "attachment; filename*=utf-8''M%C3%B4r%20%F0%9F%8F%96.pdf"),
])
def test_no_name_can_write_a_header(client, council, name, header):
    paper = a_paper(factories.log(council), name=name)

    response = ask(client, council.member, paper.uid)

    assert response.headers["Content-Disposition"] == header
    assert "Set-Cookie" not in response.headers


def test_a_web_page_that_came_as_text_leaves_as_text_to_save(client, council):
    paper = a_paper(factories.log(council), name="page.txt", data=b"<script>alert(1)</script>")

    response = ask(client, council.member, paper.uid)

    assert response.headers["Content-Type"] == "text/plain"
    assert response.headers["Content-Disposition"] == 'attachment; filename="page.txt"'
