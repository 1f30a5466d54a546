"""The pages and files of reports: what they show to whom, what is refused with its text kept, what is recorded."""

import csv
import datetime
import io
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from casework.reports import annex, forms, services, wording
from casework.reports.models import Report, ReportComment
from council_portal.audit.models import Event
from tests import factories
from tests.casework.ground import browser, words
from tests.factories import fresh
from tests.reports.ground import agreed, cases, final, report, shared

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-CASE-REPORT")]


def typed(council, **changes):
    """What a filled form posts."""
    given = {"title": "Ward matters", "body": "Cabinet", "first_on_day": "1", "first_on_month": "1", "first_on_year": "2026",
             "last_on_day": "30", "last_on_month": "6", "last_on_year": "2026", "responsible": str(council.head.person.uid),
             "introduction": "What was raised.", "annex": "", "exemption": "", "key": str(uuid.uuid4())}
    return given | changes


def page(made):
    return made.get_absolute_url()


def text_of(response):
    """The words of a PDF, as one line."""
    return " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(response.content)).pages).split())


def test_a_liaison_officer_makes_a_draft_from_the_form(council):
    cases(council, 12)
    cases(council, 14, ward=council.wards.castle)
    client = browser(council.clo)

    answer = client.post(reverse("reports:make"), typed(council, wards=[str(council.wards.mill_hill.uid), str(council.wards.castle.uid)]))

    made = Report.objects.get()
    assert answer["Location"] == page(made)
    said = words(client.get(page(made)))
    for part in ("26 cases", "Castle 14", "Mill Hill 12", "Officer responsible Priya Chandran, Head of service, Street Scene",
                 "clause 5.4(xiv)", "1 January 2026 to 30 June 2026", "Draft"):
        assert part in said


def test_the_form_offers_only_services_that_the_maker_answers_for(council):
    shown = browser(council.clo).get(reverse("reports:make")).context["form"]

    assert [str(one) for _key, one in shown.fields["services"].choices] == ["Street Scene"]


@pytest.mark.requirement("SEC-5.4xiv")
def test_only_officers_who_take_cases_or_make_reports_can_be_responsible(council):
    factories.officer("Nia Holder")  # in office, with no post
    names = [str(label) for key, label in browser(council.clo).get(reverse("reports:make")).context["form"].fields["responsible"].choices
             if key]
    assert names == [
        "Callum Baird, Nominated officer, Street Scene", "Femi Adeyemi, Head of service, Housing", "Ines Duarte, Democratic services",
        "Marian Holt, Chief officer, Place", "Owen Tate, Chief executive", "Priya Chandran, Head of service, Street Scene",
        "Rosie Fenn, Clo, Street Scene"]

    answer = browser(council.clo).post(reverse("reports:make"), typed(council, responsible=str(council.technical.person.uid)))

    assert "Select one of the choices" in words(answer)
    assert not Report.objects.exists()


@pytest.mark.parametrize(("changes", "error"), [
    ({"title": ""}, "Enter a title"),
    ({"last_on_year": "2025"}, "The last day must be the first day or later"),
    ({"last_on_year": "2126"}, "The last day must be today or earlier"),
    ({"first_on_year": "2023", "last_on_month": "1", "last_on_day": "1"}, "A report covers at most 36 months"),
    ({"first_on_day": "31", "first_on_month": "2"}, "First day must be a real date"),
    ({"responsible": ""}, "Select the officer who is responsible"),
    ({"responsible": "no uuid"}, "Select one of the choices"),
    ({"introduction": "Mrs Hale of CV21 2AB wrote."}, "Take out “CV21 2AB”: it looks like a postcode"),
    ({"title": "Case 7KXR-M2PQ"}, "it looks like the reference of a case"),
    ({"body": "ann@example.org"}, "it looks like an email address"),
    ({"annex": "A price."}, "Say why the annex is exempt"),
    ({"exemption": "3"}, "Enter the annex, or leave out why it is exempt"),
    ({"annex": "A price.", "exemption": "8"}, "Select one of the choices"),
])
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(council, changes, error):
    given = {"introduction": "Long and careful words."} | changes

    answer = browser(council.democratic).post(reverse("reports:make"), typed(council, **given))

    assert error in words(answer)
    assert given["introduction"] in words(answer)
    assert not Report.objects.exists()


def test_a_service_of_others_cannot_be_posted(council):
    answer = browser(council.clo).post(reverse("reports:make"), typed(council, services=[str(council.services.housing.uid)]))

    assert answer.status_code == 200
    assert not Report.objects.exists()


def test_thirty_six_months_are_allowed_to_the_day(council):
    answer = browser(council.democratic).post(reverse("reports:make"), typed(
        council, first_on_year="2023", first_on_month="7", first_on_day="1"))

    assert answer.status_code == 302


@pytest.mark.parametrize(("day", "months", "on"), [
    ("2023-01-31", 1, "2023-02-28"), ("2024-02-29", 12, "2025-02-28"), ("2023-11-30", 3, "2024-02-29"), ("2023-12-05", 36, "2026-12-05")])
def test_months_are_counted_on_to_the_same_day_or_the_last(day, months, on):
    assert forms.months_on(datetime.date.fromisoformat(day), months).isoformat() == on


def test_outside_england_the_paragraph_is_cited_freely_and_the_page_says_why(council, settings):
    settings.COUNCIL_NATION = "scotland"
    client = browser(council.democratic)

    assert "The portal knows the list of England only" in words(client.get(reverse("reports:make")))
    answer = client.post(reverse("reports:make"), typed(council, annex="A price.", exemption="Paragraph 6 of Part I"))
    assert "Paragraph 6 of Part I" in words(client.get(answer["Location"]))


def test_the_seven_paragraphs_of_england_are_offered(council):
    assert [number for number, _words in annex.choices()] == list("1234567")


def test_the_annex_is_on_the_page_and_in_a_file_of_its_own_for_its_readers_only(council):
    cases(council, 12)
    made = final(council, wards=[council.wards.mill_hill], annex="The secret price.", exemption="3")
    member, stranger = browser(council.member), browser(council.other_member)

    assert "The secret price." in words(member.get(page(made)))
    own = text_of(member.get(reverse("reports:annex", args=[made.uid])))
    assert all(part in own for part in ("The secret price.", "paragraph 3", "not for publication", "Priya Chandran"))
    seen = words(stranger.get(page(made)))
    assert "The secret price." not in seen
    assert "There is an annex that is not for publication: Schedule 12A to the Local Government Act 1972, paragraph 3" in seen
    assert stranger.get(reverse("reports:annex", args=[made.uid])).status_code == 404
    public = text_of(member.get(reverse("reports:pdf", args=[made.uid])))
    assert "The secret price." not in public
    assert "12 cases" in public
    assert "secret" not in member.get(reverse("reports:csv", args=[made.uid])).content.decode()


def test_each_file_is_recorded_and_a_head_takes_nothing(council):
    made, client = final(council, annex="A price.", exemption="3", wards=[council.wards.mill_hill]), browser(council.member)
    for name in ("pdf", "annex", "csv"):
        client.head(reverse(f"reports:{name}", args=[made.uid]))
    assert not Event.objects.filter(verb__contains="taken").exists()

    for name in ("pdf", "annex", "csv"):
        client.get(reverse(f"reports:{name}", args=[made.uid]))

    taken = Event.objects.filter(verb__contains="taken", actor_uid=council.member.person.uid).order_by("pk")
    assert list(taken.values_list("verb", flat=True)) == ["report taken as PDF", "exempt annex taken as PDF", "report taken as CSV"]


def test_the_csv_has_the_cells_of_the_page_and_runs_nothing(council):
    cases(council, 30)
    cases(council, 3, ward=council.wards.castle)
    made = final(council, title="=HYPERLINK(1)")

    rows = list(csv.reader(browser(council.member).get(reverse("reports:csv", args=[made.uid])).content.decode("utf-8-sig").splitlines()))

    assert ["Report", "Title", "'=HYPERLINK(1)"] in rows
    assert ["Report", "Cases", "33"] in rows
    assert ["By ward", "", "not shown"] in rows, "castle 3, mill hill 30: neither is shown"
    assert ["By service", "Street Scene", "33"] not in rows, "one row says nothing"
    shown = words(browser(council.member).get(page(made)))
    assert "Castle" not in shown
    assert all(f"{name} {number}" in shown for table, name, number in rows if table == "By month" and name != "March 2026" and number)


def test_a_form_of_an_older_page_changes_nothing(council):
    made = report(council)
    client = browser(council.democratic)
    old = re.search(r'name="version" value="(\d+)"', client.get(f"{page(made)}share/").content.decode())[1]
    services.rewrite(Report.objects.get(pk=made.pk), actor=fresh(council.democratic), title="Other", body="Cabinet",
                     responsible=council.head.person, introduction="", annex="", exemption="")

    assert client.post(f"{page(made)}share/", {"version": old}).status_code == 409
    assert Report.objects.get().status == "draft"


def test_a_draft_is_changed_with_its_bounds_and_a_shared_one_only_in_its_words(council):
    cases(council, 12)
    cases(council, 14, ward=council.wards.castle)
    made, client = report(council), browser(council.democratic)
    answer = client.post(f"{page(made)}change/", typed(council, title="Mill Hill", wards=[str(council.wards.mill_hill.uid)], version="0"))
    assert answer.status_code == 302
    made = Report.objects.get()
    assert (made.title, made.figures["total"], made.all_wards) == ("Mill Hill", 12, False)

    services.share(made, actor=fresh(council.democratic))
    assert "wards" not in client.get(f"{page(made)}change/").context["form"].fields
    client.post(f"{page(made)}change/", typed(council, title="At last", version="2", last_on_month="2"))
    made = Report.objects.get()
    assert (made.title, made.last_on.month, list(made.wards.all())) == ("At last", 6, [council.wards.mill_hill])


def test_a_second_comment_is_answered_with_what_is_so_and_keeps_what_was_typed(council):
    made, client = shared(council), browser(council.member)
    assert client.post(f"{page(made)}comment/", {"version": "1", "text": "It leaves out the school."}).status_code == 302

    again = client.post(f"{page(made)}comment/", {"version": "1", "text": "And the park."})

    assert (again.status_code, "And the park." in words(again)) == (409, True)
    assert "You commented on this draft on" in words(again)
    assert "somebody else changed it" not in words(again)
    assert ReportComment.objects.count() == 1
    assert "It leaves out the school." in words(client.get(page(made)))
    assert "It leaves out the school." not in words(browser(council.other_member).get(page(made)))
    assert "It leaves out the school." in words(browser(council.head).get(page(made)))


def test_who_commented_is_offered_no_form_again(council):
    made, client = shared(council), browser(council.member)
    assert b"<textarea" in client.get(f"{page(made)}comment/").content
    services.comment(made, actor=fresh(council.member), text="It leaves out the school.")

    answer = client.get(f"{page(made)}comment/")

    assert (answer.status_code, b"<textarea" in answer.content) == (200, False)
    assert "Each Member comments once" in words(answer)
    assert b"<textarea" in browser(council.colleague).get(f"{page(made)}comment/").content


def test_a_comment_from_two_windows_at_once_is_answered_like_a_second_one(council):
    made, client, member, first = shared(council), browser(council.member), fresh(council.member), []

    def overtaking(execute, sql, params, many, context):
        """The other window is a moment earlier: after this one asked, before it keeps."""
        if not first and sql.startswith('INSERT INTO "reports_reportcomment"'):
            first.append(sql)
            services.comment(made, actor=member, text="It leaves out the school.")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(overtaking):
        answer = client.post(f"{page(made)}comment/", {"version": "1", "text": "And the park."})

    assert first
    assert (answer.status_code, "And the park." in words(answer)) == (409, True)
    assert "A moment ago you commented from another window" in words(answer)
    assert "somebody else changed it" not in words(answer)


@pytest.mark.requirement("SEC-5.4xiv")
def test_the_page_to_finish_says_what_is_missing_until_the_officer_responsible_has_agreed(council):
    made, keeper, head = shared(council), browser(council.democratic), browser(council.head)
    missing = words(keeper.get(f"{page(made)}finish/"))
    assert "Priya Chandran, the officer responsible, has not agreed" in missing
    assert "clause 5.4(xiv)" in missing
    assert b"<button type=\"submit\" class=\"govuk-button\"" not in keeper.get(f"{page(made)}finish/").content
    refused = keeper.post(f"{page(made)}finish/", {"version": "1"})
    assert (refused.status_code, "This time nothing was saved" in words(refused)) == (409, True)
    assert "Priya Chandran has not agreed to it as it is now" in words(keeper.get(page(made)))
    assert "Agree to the report" not in words(keeper.get(page(made)))
    assert "Agree to the report" in words(head.get(page(made)))

    assert head.post(f"{page(made)}agree/", {"version": "1"}).status_code == 302

    assert "Priya Chandran agreed to it on" in words(keeper.get(page(made)))
    assert "A change or a new count takes that back" in words(keeper.get(page(made)))
    assert "Agree to the report" not in words(head.get(page(made)))
    assert "agreed to it on" in words(keeper.get(f"{page(made)}finish/"))
    assert keeper.post(f"{page(made)}finish/", {"version": "2"}).status_code == 302
    assert Report.objects.get().status == "final"


@pytest.mark.requirement("SEC-5.4xiv")
def test_nobody_agrees_to_what_was_changed_after_they_read_it(council):
    made = report(council)
    services.count_again(Report.objects.get(), actor=fresh(council.democratic))

    assert browser(council.head).post(f"{page(made)}agree/", {"version": "0"}).status_code == 409
    assert Report.objects.get().agreed_at is None


@pytest.mark.requirement("SEC-5.4xiv")
@pytest.mark.parametrize("act", ["change", "count"])
def test_who_changes_what_was_agreed_to_is_told_first_that_it_takes_the_agreement_back(council, act):
    made, client = report(council), browser(council.democratic)
    assert "Priya Chandran has agreed" not in words(client.get(f"{page(made)}{act}/"))
    agreed(made)

    said = words(client.get(f"{page(made)}{act}/"))

    assert "Priya Chandran has agreed to the report as it is. That is taken back by this" in said


@pytest.mark.requirement("SEC-5.4xiv")
def test_the_maker_who_is_responsible_reads_that_finishing_is_the_agreement(council):
    made = shared(council, "clo", responsible=council.clo.person)

    assert "by this you agree to what it says" in words(browser(council.clo).get(f"{page(made)}finish/"))


@pytest.mark.parametrize("act", ["share", "finish"])
def test_the_pages_to_share_and_to_finish_warn_of_reports_that_could_be_subtracted(council, act):
    made = report(council, "clo", wards=[council.wards.mill_hill])
    report(council, "democratic", title="The whole council")
    report(council, "clo", title="One month more", last_on=datetime.date(2026, 7, 31))
    if act == "finish":
        services.share(made, actor=fresh(council.clo))
    client = browser(council.clo)
    shown = words(client.get(f"{page(made)}{act}/"))
    for part in ("Other reports count some of the same cases", "One month more", "one or more that you may not read"):
        assert part in shown
    assert "The whole council" not in shown
    assert "Other reports count" not in words(client.get(f"{page(made)}withdraw/"))


def test_whoever_answers_for_the_services_no_more_is_told_so(council):
    cases(council, 12)
    made = report(council, "clo")
    services_of = council.services.housing
    made.report_services.update(service=services_of)

    answer = browser(council.clo).post(f"{page(made)}count/", {"version": "0"})

    assert "You do not answer for Housing any more" in words(answer)


def test_the_maker_is_warned_of_reports_that_could_be_subtracted(council):
    made = report(council, "clo", wards=[council.wards.mill_hill])
    other = report(council, "democratic", title="The whole council")

    mine = words(browser(council.clo).get(page(made)))
    assert "Other reports count some of the same cases" in mine
    assert "one or more that you may not read" in mine
    assert "The whole council" not in mine
    assert "Ward matters" in words(browser(council.democratic).get(page(other))).split("subtract one from the other")[1]


def test_the_list_shows_what_the_reader_may_read_and_is_empty_for_who_may_read_none(council):
    report(council, title="A draft")
    final(council, title="A final one")
    shared(council, title="A shared one", wards=[council.wards.castle])

    def listed(who):
        return {one["title"] for one in browser(council.accounts[who]).get(reverse("reports:list")).context["rows"]}

    assert listed("democratic") == {"A draft", "A final one", "A shared one"}
    assert listed("other_member") == {"A final one", "A shared one"}
    assert listed("member") == listed("technical") == {"A final one"}


@pytest.mark.parametrize(("place", "most"), [("list", 7), ("report", 18)])
def test_a_page_asks_as_often_whatever_there_is(council, place, most):
    client = browser(council.clo)
    made = report(council, "clo", wards=[council.wards.mill_hill, council.wards.castle])
    report(council, "clo")
    counted = []
    for many in (1, 4):
        cases(council, 20 * many)
        for _ in range(many):
            report(council, "clo", first_on=datetime.date(2026, many, 1))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("reports:list") if place == "list" else page(made))
        counted.append(len(asked))

    assert counted[0] == counted[1] <= most


@pytest.mark.requirement("SEC-4.2")
@pytest.mark.parametrize("who", ["member", "other_head", "technical"])
@pytest.mark.parametrize("place", ["", "report.pdf", "annex.pdf", "figures.csv", "change/", "comment/"])
def test_a_draft_of_others_cannot_be_told_from_one_that_never_was(council, who, place):
    made = shared(council, "clo", wards=[council.wards.castle], annex="A price.", exemption="3")
    client = browser(council.accounts[who])
    client.get(reverse("reports:list"))

    found = []
    for uid in (made.uid, uuid.UUID(int=7)):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(f"{reverse('reports:list')}{uid}/{place}")
        found.append((answer.status_code, words(answer), len(asked)))

    assert found[0] == found[1]
    assert found[0][0] == 404


def test_a_comment_that_was_sent_and_a_version_that_is_being_made_are_not_offered_again(council):
    made, client = shared(council, wards=[council.wards.mill_hill]), browser(council.member)
    assert "Comment on the draft" in words(client.get(page(made)))
    services.comment(made, actor=fresh(council.member), text="So be it.")
    assert "Comment on the draft" not in words(client.get(page(made)))
    services.finish(agreed(made), actor=fresh(council.democratic))
    keeper = browser(council.democratic)
    assert "Begin a new version" in words(keeper.get(page(made)))

    services.renew(Report.objects.get(), actor=fresh(council.democratic), key=uuid.uuid4())

    assert "Begin a new version" not in words(keeper.get(page(made)))
    assert "A newer version is being made" in words(keeper.get(page(made)))


def test_the_trend_is_drawn_with_a_frame_for_each_month_that_is_not_shown(council):
    found = wording.chart([["2026-01", 20], ["2026-02", None], ["2026-03", 0], ["2026-04", 10]])

    assert [(one["height"], one["shown"]) for one in found["columns"]] == [(120, True), (30, False), (0, True), (60, True)]
    assert (found["first"], found["last"], found["hidden"]) == ("January 2026", "April 2026", True)


def test_without_pango_the_file_is_answered_with_what_is_missing(council, monkeypatch):
    made = final(council)
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)

    answer = browser(council.member).get(reverse("reports:pdf", args=[made.uid]))

    assert answer.status_code == 503
    assert "Pango" in words(answer)
    assert not Event.objects.filter(verb="report taken as PDF").exists()
