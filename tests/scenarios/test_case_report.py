"""Cabinet asks for ward matters behind a parking scheme: from the liaison officer's draft to the agenda pack."""

import datetime
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from casework.models import Case
from casework.reports.models import Report
from council_portal.outbox.management.commands.run_due import once as run_due
from tests import factories
from tests.casework.ground import browser, words
from tests.reports.ground import at, cases
from tests.reports.test_pages import typed


@pytest.mark.requirement("RUG-CASE-REPORT")
@pytest.mark.requirement("SEC-5.4xiv")
@pytest.mark.django_db
def test_a_liaison_officer_reports_on_two_wards_and_their_members_see_the_draft_first(mailoutbox):
    council = factories.council()
    wards, old = council.wards, factories.ward("Old Quay")
    resident, about = "Mrs Violet Hale", {"title": "Parking outside 7 Mill Lane", "text": "Mrs Violet Hale cannot get out."}
    made = cases(council, 20) + cases(council, 14, ward=wards.castle, matter="policy", received=at(5))
    made += cases(council, 3, ward=wards.castle, matter="operational")
    cases(council, 40, ward=old)  # of before the boundaries changed: no ward of this report
    old.ended_on = datetime.date(2026, 5, 6)
    old.save()
    Case.objects.filter(pk=made[0].pk).update(**about)

    # the draft, for wards P and Q over twelve months, with an annex under its paragraph
    clo, url = browser(council.clo), reverse("reports:make")
    answer = clo.post(url, typed(
        council, title="Ward matters behind the parking scheme", wards=[str(wards.mill_hill.uid), str(wards.castle.uid)],
        first_on_year="2025", first_on_month="7", annex="The operator’s bid is 40,000 pounds.", exemption="3"))
    report = Report.objects.get()
    said = words(clo.get(answer["Location"]))
    assert [part for part in ("37 cases", "Mill Hill 20", "Castle 17", "By theme", "Answers and their times", "How answers ended")
            if part not in said] == []
    assert "Concern about a service 20" in said, "themes, but for the small one"
    assert "Question about how a service works not shown" in said
    assert "Old Quay" not in said
    assert "a case stays with the ward of its day" in said

    # nothing that identifies a resident or a Member's own case
    for one in (resident, "Mill Lane", made[0].reference, str(made[0].uid), "Rahman"):
        assert one not in said

    # ward Members see the draft before it is published, and nobody else does
    stranger = factories.member("Bo Lind", of=old)
    assert browser(council.member).get(answer["Location"]).status_code == 404
    assert clo.post(f"{answer['Location']}finish/", {"version": "0"}).status_code == 403
    clo.post(f"{answer['Location']}share/", {"version": "0"})
    run_due()
    told = {letter.to[0] for letter in mailoutbox if "draft report on your ward" in letter.body}
    assert told == {one.person.email for one in (council.member, council.colleague, council.other_member)}
    assert browser(council.member).get(answer["Location"]).status_code == 200
    assert browser(stranger).get(answer["Location"]).status_code == 404
    browser(council.other_member).post(f"{answer['Location']}comment/", {"version": "1", "text": "Say more of the school run."})
    assert "Say more of the school run." in words(clo.get(answer["Location"]))

    # nothing is published in the name of an officer who had no say
    assert clo.post(f"{answer['Location']}finish/", {"version": "1"}).status_code == 409
    assert any("names you as the officer responsible is with ward Members" in letter.body for letter in mailoutbox
               if letter.to == [council.head.person.email])
    assert browser(council.head).post(f"{answer['Location']}agree/", {"version": "1"}).status_code == 302

    # final: a file for the agenda pack, the exempt annex apart
    clo.post(f"{answer['Location']}finish/", {"version": "2"})
    pack = browser(stranger).get(reverse("reports:pdf", args=[report.uid]))
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pack.content)).pages).split())
    assert "Officer responsible" in text
    assert "Priya Chandran, Head of service, Street Scene" in text
    assert "paragraph 3" in text
    assert "bid" not in text
    assert browser(stranger).get(reverse("reports:annex", args=[report.uid])).status_code == 404
    assert browser(council.member).get(reverse("reports:annex", args=[report.uid])).status_code == 200
