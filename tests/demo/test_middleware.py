"""Everything that leaves a demo as a file says what is invented in it: all of it, or the cases of real Members."""

import io

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from council_portal.demo.middleware import MarkedDownloads

WORDS = "Real Members, invented cases. Every officer is invented too."
FIRST = f'"{WORDS}"\r\n'.encode()


@pytest.fixture(autouse=True)
def _real_members(settings):
    settings.DEMO_REAL_MEMBERS = True


def through(response):
    """The answer after the middleware has seen it."""
    return MarkedDownloads(lambda request: response)(None)


def test_a_list_begins_with_the_words_and_its_name_does_too():
    response = through(HttpResponse(b"name,ward\r\n", "text/csv; charset=utf-8", headers={
        "Content-Disposition": 'attachment; filename="members.csv"', "Content-Length": "11"}))

    assert response.content == FIRST + b"name,ward\r\n"
    assert response["Content-Length"] == str(len(response.content))
    assert response["Content-Disposition"] == 'attachment; filename="real-members-invented-cases-members.csv"'


def test_a_mark_of_utf_8_stays_the_first_thing_in_a_list():
    response = through(HttpResponse(b"\xef\xbb\xbfname\r\n", "text/csv"))

    assert response.content == b"\xef\xbb\xbf" + FIRST + b"name\r\n"


def test_a_list_that_is_still_being_written_begins_with_the_words():
    response = through(StreamingHttpResponse(iter([b"a,b\r\n", b"1,2\r\n"]), "text/csv"))

    assert b"".join(response.streaming_content) == FIRST + b"a,b\r\n1,2\r\n"


def test_every_card_has_a_note():
    card = b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada\r\nEND:VCARD\r\n"

    response = through(HttpResponse(card * 2, "text/vcard; charset=utf-8"))

    assert response.content.count(b"NOTE:Real Members\\, invented cases. Every officer is invented too.\r\nEND:VCARD\r\n") == 2


def test_a_card_that_speaks_of_its_own_end_is_not_cut_there():
    card = b"BEGIN:VCARD\r\nNOTE:from 9 to END:VCARD\r\nEND:VCARD\r\n"

    assert through(HttpResponse(card, "text/vcard")).content.startswith(b"BEGIN:VCARD\r\nNOTE:from 9 to END:VCARD\r\nNOTE:Real Members")


def test_a_paper_keeps_its_content_and_is_marked_by_name():
    paper = FileResponse(io.BytesIO(b"a,b\r\n"), as_attachment=True, filename="Müller’s.csv", content_type="text/csv")

    response = through(paper)

    assert b"".join(response.streaming_content) == b"a,b\r\n"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''real-members-invented-cases-M%C3%BCller%E2%80%99s.csv"


def test_a_page_and_a_refusal_are_left_alone():
    page, refusal = HttpResponse(b"<p>Page</p>"), HttpResponse(b"", "text/csv", status=403)

    assert (through(page).content, through(refusal).content) == (b"<p>Page</p>", b"")


def test_where_everybody_is_invented_the_file_says_that(settings):
    settings.DEMO_REAL_MEMBERS = False

    response = through(HttpResponse(b"name\r\n", "text/csv", headers={"Content-Disposition": 'attachment; filename="heads.csv"'}))

    assert response.content == b'"Every person and case here is invented."\r\nname\r\n'
    assert response["Content-Disposition"] == 'attachment; filename="demo-heads.csv"'
