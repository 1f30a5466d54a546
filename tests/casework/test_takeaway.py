"""Taking away: a case on paper and as PDF, the list as CSV. What leaves holds what its reader may see, and that it left is on record."""

import codecs
import csv
import io
import itertools
import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from casework import exports, services
from casework.models import Case, CaseEntry
from council_portal.audit.models import Event
from council_portal.demo.middleware import MarkedDownloads
from council_portal.design.context import demo_mark
from council_portal.protocol.services import rules_of
from tests.casework.ground import browser, words
from tests.casework.test_pages import upload_of
from tests.factories import fresh, log
from tests.matrix.people import date_back

pytestmark = pytest.mark.django_db
HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}


@pytest.fixture
def case(council):
    """A case with a paper and an answer."""
    made = log(council, title="Bins missed in Mill Lane", papers=services.store([upload_of(b"One.\n", "photo of the lane.txt")]))
    services.answer(made, actor=fresh(council.head), text="The crew comes on <b>Friday</b>.\n\nThen weekly.")
    return made


def printed(council, case, who="member"):
    return browser(getattr(council, who)).get(f"{case.get_absolute_url()}print/")


def saved(council, case, who="member"):
    return browser(getattr(council, who)).get(f"{case.get_absolute_url()}case.pdf")


def read(answer):
    """The PDF of an answer, and its text as one line of words."""
    file = PdfReader(io.BytesIO(answer.content))
    return file, " ".join(" ".join(page.extract_text() for page in file.pages).split())


# --- one case ------------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("SEC-3.2")
def test_the_page_for_paper_says_all_that_the_page_of_the_case_says_with_the_clauses_written_out(council):
    case = log(council, title="Bins missed in Mill Lane", urgent=True)
    said = words(printed(council, case))

    shown = browser(council.member).get(case.get_absolute_url()).context
    for text in [*(row["text"] for row in shown["why"]), *shown["due"]["working"], *(step["text"] for step in shown["route"]),
                 *(value for _label, value in shown["summary"]), *(turn["text"] for turn in shown["thread"]),
                 *(reader["name"] for reader in shown["readers"]), shown["may_see_text"], shown["due"]["text"]]:
        assert " ".join(str(text).split()) in said
    assert "(clause 3.2)" in said
    assert " ".join(rules_of(case.protocol).clauses["3.2"].says.split()) in said


def test_paper_names_papers_with_their_size_and_leads_to_none(council, case):
    page = printed(council, case)

    size = " ".join(case.papers.get().size_text.split())
    assert f"photo of the lane.txt ({size})" in words(page)
    assert "/casework/papers/" not in page.content.decode()
    assert "<form" not in page.content.decode().partition("<main")[2]


def test_paper_says_by_whom_and_when_it_was_printed_and_that_all_is_invented(council, case):
    said = words(printed(council, case, "head"))

    assert "Printed by Priya Chandran on " in said
    assert "London time." in said
    assert said.partition("Printed by")[0].count(str(demo_mark())) == 2, "of the banner, and of the sheet itself"


def test_the_pdf_says_the_same_as_the_page(council, case):
    file, text = read(saved(council, case))

    for wanted in ["Bins missed in Mill Lane", case.reference, "The crew comes on <b>Friday</b>.", "photo of the lane.txt",
                   "Printed by Councillor Aisha Rahman on", "Exampleshire Council", "The clauses, written out", str(demo_mark()),
                   f"Page 1 of {len(file.pages)}", f"Page {len(file.pages)} of {len(file.pages)}"]:
        assert wanted in text


def test_the_pdf_can_be_read_aloud(council, case):
    file, _text = read(saved(council, case))

    root = file.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"], file.metadata.title) == (
        True, "en-gb", f"{case.reference}: Bins missed in Mill Lane")
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert headings(root["/StructTreeRoot"])[0] == "/H1"
    levels = [int(name[2]) for name in headings(root["/StructTreeRoot"])]
    assert [b - a for a, b in itertools.pairwise(levels) if b - a > 1] == [], "no level is left out"


def headings(element):
    """The headings of a structure tree, in order."""
    element = element.get_object()
    if not isinstance(element, dict):
        return []
    own = [element["/S"]] if str(element.get("/S", "")) in ("/H1", "/H2", "/H3", "/H4") else []
    kids = element.get("/K", [])
    return own + [name for kid in (kids if isinstance(kids, list) else [kids]) if hasattr(kid, "get_object") for name in headings(kid)]


def test_the_file_has_the_reference_for_its_name_and_stays_in_no_cache(council, case):
    answer = saved(council, case)

    assert answer["Content-Disposition"] == f'attachment; filename="{case.reference}.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert {name: answer[name] for name in HEADERS} == HEADERS


def test_a_case_taken_away_holds_nothing_of_another(council, case):
    log(council, title="Zebra crossing worn away", text="Nobody stops.")

    _file, text = read(saved(council, case))

    assert "Bins" in text
    assert "Zebra" not in text + words(printed(council, case))


@pytest.mark.parametrize("place", ["print/", "case.pdf"])
@pytest.mark.parametrize("who", ["other_member", "colleague", "chief", "monitoring", "technical"])
def test_who_may_not_see_the_case_takes_nothing_away_and_nothing_is_recorded(council, case, who, place):
    before = Event.objects.count()

    answer = browser(getattr(council, who)).get(case.get_absolute_url() + place)

    assert answer.status_code == 404
    assert Event.objects.count() == before


@pytest.mark.requirement("RUG-CASE-REPO")
@pytest.mark.parametrize(("place", "verb"), [("print/", "printed"), ("case.pdf", "taken as PDF")])
def test_taking_a_case_away_is_recorded_with_the_office_and_a_mere_look_at_the_headers_is_not(council, case, place, verb):
    client = browser(council.head)

    client.head(case.get_absolute_url() + place)
    before = Event.objects.filter(verb=verb).count()
    client.get(case.get_absolute_url() + place)

    [event] = Event.objects.filter(verb=verb)
    assert before == 0
    assert (event.reference, event.actor_name, event.acting_as, event.detail) == (
        case.reference, "Priya Chandran", "Head of service, Street Scene", "")


def test_nothing_can_be_posted_to_what_is_taken_away(council, case):
    client = browser(council.member)

    assert [client.post(case.get_absolute_url() + place, {"act": "close"}).status_code for place in ("print/", "case.pdf")] == [405, 405]
    assert Case.objects.get(pk=case.pk).status == "answered"


def test_where_pango_is_missing_the_page_says_so_and_points_to_paper(council, case, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # loading it fails

    answer = saved(council, case)

    assert answer.status_code == 503
    assert "Pango" in words(answer)
    assert f'href="{case.get_absolute_url()}print/"' in answer.content.decode()
    assert not Event.objects.filter(verb="taken as PDF").exists()


def test_a_long_thread_is_there_from_the_first_word_to_the_last(council, case):
    CaseEntry.objects.bulk_create(
        CaseEntry(case=case, kind="update", author=council.member.person, acting_as="Member", text=f"Turn number {number:03}.")
        for number in range(200))

    _file, text = read(saved(council, case))

    assert [number for number in range(200) if f"Turn number {number:03}." not in text] == []
    assert "Turn number 199." in words(printed(council, case))


# --- the list ------------------------------------------------------------------------------------------------------------------


def taken(council, query="", who="member"):
    """The rows of the CSV as dictionaries."""
    answer = browser(getattr(council, who)).get(f"/casework/cases.csv{query}")
    body = b"".join(answer.streaming_content)
    assert body.startswith(codecs.BOM_UTF8)
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_in_a_demo_the_file_says_before_its_header_that_all_is_invented(council):
    log(council)

    answer = MarkedDownloads(lambda request: browser(council.member).get("/casework/cases.csv"))(None)
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

    assert (lines[0], lines[1].split(",")[0], len(lines)) == (f'"{demo_mark()}"', "Reference", 3)
    assert answer["Content-Disposition"] == 'attachment; filename="demo-cases.csv"'


def test_the_list_has_a_row_for_each_case_with_what_a_person_expects(council):
    case = log(council, title="Bins missed")
    date_back(case, days=9)
    case.refresh_from_db()

    [row] = taken(council)

    assert row == {
        "Reference": case.reference, "Title": "Bins missed", "Service": "Street Scene", "Ward": "Mill Hill",
        "Member": "Councillor Aisha Rahman", "Status": "With officer", "Received (London time)": exports.minute(case.received),
        "Answer due": case.due_on.isoformat(), "Overdue": "Yes", "Next date": case.next_on.isoformat(),
        "Kind of matter": "Concern about a service", "Seen to by": "Priya Chandran",
        "Last activity (London time)": exports.minute(case.last_activity),
        "Times come back": "0", "Urgent": ""}


@pytest.mark.requirement("SEC-3.5")
def test_the_answer_of_a_case_taken_further_is_due_and_late_in_the_file_as_on_the_page(council):
    case = log(council)
    date_back(case, days=9)
    services.escalate(case, actor=fresh(council.member))
    date_back(case, days=60)

    [row] = taken(council)

    assert row["Answer due"] == case.clocks.get(kind="answer", stopped_at=None).due_on.isoformat() == row["Next date"]
    assert row["Overdue"] == "Yes"


@pytest.mark.parametrize(("query", "found"), [
    ("", {"One", "Two"}), ("?is_open=", {"One", "Two", "Three"}), ("?status=answered", {"Two"}),
    ("?is_open=False", {"Three"}), ("?order=-received&status=with_officer&status=answered", {"One", "Two"})])
def test_the_file_is_narrowed_as_the_list_is(council, query, found):
    cases = [log(council, title=title) for title in ("One", "Two", "Three")]
    services.answer(cases[1], actor=fresh(council.head), text="Thursday.")
    services.close(cases[2], actor=fresh(council.member))

    assert {row["Title"] for row in taken(council, query)} == found


def test_what_cannot_be_filtered_by_is_explained_on_the_list(council):
    answer = browser(council.member).get("/casework/cases.csv?status=secret")

    assert (answer.status_code, answer["Location"]) == (302, "/casework/?status=secret")
    assert not Event.objects.filter(verb="list of cases taken").exists()


@pytest.mark.requirement("SEC-4.2")
def test_the_file_holds_the_cases_of_its_reader_and_of_nobody_else(council):
    mine = log(council)
    theirs = log(council, actor=council.other_member, service=council.services.housing, ward=council.wards.castle)

    assert [[row["Reference"] for row in taken(council, who=who)] for who in ("member", "other_member", "head", "monitoring")] == [
        [mine.reference], [theirs.reference], [mine.reference], []]


@pytest.mark.parametrize("title", ["=1+1", "+44", "-2", "@SUM(A1)", "＝1+1", "＠x"])
def test_no_title_is_run_by_a_spreadsheet(council, title):
    log(council, title=title)

    assert [row["Title"] for row in taken(council)] == [f"'{title}"]


def test_the_list_is_on_record_with_its_number_and_filter_and_without_what_it_says(council):
    log(council, title="Bins missed"), log(council, title="Bins missed")
    client = browser(council.member)

    client.head("/casework/cases.csv?status=with_officer")
    taken(council, f"?status=with_officer&ward={council.wards.mill_hill.uid}&after=abc&strange=bins")

    [event] = Event.objects.filter(verb="list of cases taken")
    assert (event.actor_name, event.object_uid, event.reference) == ("Aisha Rahman", None, "")
    assert event.detail == f"2 rows; is_open=True&status=with_officer&ward={council.wards.mill_hill.uid}"


def test_the_list_goes_on_over_many_batches_in_order_each_case_once(council, monkeypatch):
    monkeypatch.setattr(exports, "BATCH", 2)
    made = [log(council, title=f"No {number}").title for number in range(5)]

    assert [row["Title"] for row in taken(council, "?order=-received")] == made[::-1]


@pytest.mark.parametrize(("cases", "rows", "said"), [(4, 4, False), (5, 4, True)])
def test_a_file_that_is_full_says_so_in_its_last_line(council, monkeypatch, cases, rows, said):
    monkeypatch.setattr(exports, "MOST", 4)
    monkeypatch.setattr(exports, "BATCH", 3)
    for _ in range(cases):
        log(council)

    found = taken(council)

    assert ["Only the first 4 cases are in this file" in row["Reference"] for row in found] == [False] * rows + [True] * said
    assert Event.objects.get(verb="list of cases taken").detail.startswith("4 rows")


def test_a_batch_costs_the_same_statements_for_one_case_and_for_three(council):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            taken(council)
        return len(captured)

    taken(council)
    log(council)
    one = statements()
    log(council), log(council)

    assert (one, statements()) == (one, one)


def test_the_list_as_a_file_is_saved_and_stays_in_no_cache(council):
    answer = browser(council.member).get("/casework/cases.csv")

    assert answer.streaming
    assert answer["Content-Disposition"] == 'attachment; filename="cases.csv"'
    assert {name: answer[name] for name in HEADERS} == HEADERS


# --- the links -----------------------------------------------------------------------------------------------------------------


def test_the_list_and_the_case_lead_to_what_can_be_taken_away(council, case):
    client = browser(council.member)

    listed = client.get("/casework/?status=answered&after=abc").content.decode()
    page = client.get(case.get_absolute_url()).content.decode()

    assert 'href="/casework/cases.csv?status=answered"' in listed
    assert f'href="{case.get_absolute_url()}print/"' in page
    assert f'href="{case.get_absolute_url()}case.pdf"' in page
    assert "cases.csv" not in client.get("/casework/?status=closed").content.decode(), "nothing to take away"
