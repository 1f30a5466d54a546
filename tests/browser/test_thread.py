"""One case, all the way, in the browser: raised on a phone, answered with a paper, closed, come back on; overdue and taken further."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from casework.models import Case
from council_portal.accounts.models import Principal
from tests.matrix import people

pytestmark = pytest.mark.browser

TITLE = "Bins missed three weeks running"
TEXT = "Numbers 2 to 40 have not been emptied since the start of the month."
ANSWER = "The crew comes on Thursday; the round was changed by mistake."


class Thumb:
    """A person with a phone: presses, and counts how often."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def tap(self, role, name, **options):
        self.taps += 1
        self.page.get_by_role(role, name=name, **options).tap()

    def choose(self, label, option):
        self.taps += 2  # opens the list, and takes one
        self.page.get_by_label(label).select_option(option)

    def write(self, label, text):
        self.taps += 1
        self.page.get_by_label(label).fill(text)


@pytest.fixture
def phone(visit):
    """A phone on which nobody is signed in."""
    return Thumb(visit(None, width=375, has_touch=True, is_mobile=True, device_scale_factor=2))


@pytest.fixture
def raised(council):
    """A case of the Member, raised through the services: for the parts of the story that come later."""
    return people.raise_case(council.users["member"], "raised", title=TITLE, text=TEXT)


def photo():
    """A small picture, as a phone sends it."""
    data = io.BytesIO()
    Image.new("RGB", (640, 480), "#7a8f6a").save(data, "JPEG")
    return {"name": "bins.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def sign_in_by_card(phone):
    phone.page.goto("/")
    phone.taps += 1
    phone.page.locator("form[action$='/sign-in/member/'] button").tap()


def raise_a_concern(phone):
    """From the sign-in page to the page of the case. Returns (taps without signing in, required fields)."""
    sign_in_by_card(phone)
    begun = phone.taps
    phone.tap("link", "Raise a matter", exact=True)
    phone.page.get_by_role("heading", level=1, name="Raise a matter").wait_for()
    required = phone.page.locator("main .govuk-form-group:not(:has-text('(optional)'))").count()
    phone.tap("radio", "Something was reported and was not done, or done badly")
    phone.write("What is it about?", TITLE)
    phone.write("What has happened, and what do you want done?", TEXT)
    phone.choose("Which service is it about?", "Street Scene")
    phone.tap("button", "Continue")
    phone.page.get_by_role("heading", level=1, name="Check where it goes, and send it").wait_for()
    required += phone.page.locator("main form fieldset:not(:has-text('(optional)'))").count()
    phone.taps += 2  # "Choose files", and the picture
    phone.page.get_by_label("Photos or papers").set_input_files(photo())
    phone.tap("button", "Send it")
    phone.page.wait_for_url(re.compile(r"/casework/[0-9a-f-]{36}/$"))
    return phone.taps - begun, required


@pytest.mark.requirement("SEC-3.2")
def test_a_member_raises_a_concern_with_a_photo_on_a_phone(phone):
    taps, required = raise_a_concern(phone)

    page, case = phone.page, Case.objects.get(uid=phone.page.url.split("/")[-2])
    why = page.get_by_role("region", name="Where this is, and why").inner_text()
    page.get_by_text("How this date was worked out").first.tap()
    due = page.get_by_role("region", name="Dates").inner_text()

    assert (required, taps) == (5, 10), "five questions, two answered already, and a photo; typing is one tap a box"
    assert "With the Head of Service, Street Scene" in why
    assert "clause 3.2" in why
    assert "clause 3.4" in due
    assert f"{case.due_on.day} {case.due_on:%B %Y}" in due
    assert "which is day 0" in due
    assert page.get_by_role("link", name="bins.jpg", exact=True).count() == 2, "in the thread and among the papers"


@pytest.mark.requirement("SEC-3.4")
def test_the_officer_answers_with_a_paper_and_the_member_reads_closes_and_comes_back(visit, council, raised, sent_mail):
    member, officer = visit("member", width=375), visit("head_of_service")

    officer.goto(f"/casework/{raised.uid}/")
    officer.get_by_label("Your answer").fill(ANSWER)
    officer.get_by_role("button", name="Go on: how does it end?").click()
    officer.get_by_role("radio", name="Refused").check()
    officer.get_by_label("Why is it refused?").fill("The round was changed.")
    paper = {"name": "round.csv", "mimeType": "text/csv", "buffer": b"street,day\n"}
    officer.locator("#act-answer").get_by_label("Papers").set_input_files(paper)
    officer.get_by_role("button", name="Send the answer").click()
    officer.get_by_text("The Member has your answer.").wait_for()
    sent_mail()
    member.goto(f"/casework/{raised.uid}/")
    shown = member.locator(".cp-thread").inner_text()
    with member.expect_download() as download:
        member.get_by_role("link", name="round.csv").first.click()
    member.get_by_role("button", name="Accept the answer and close").click()
    closed = member.locator(".cp-case-head .govuk-tag").inner_text()
    member.get_by_label("What is still not settled?").fill("They did not come on Thursday.")
    member.get_by_role("button", name="Send it back").click()

    assert ANSWER in shown
    assert Path(download.value.path()).read_bytes() == b"street,day\n"
    assert download.value.suggested_filename == "round.csv"
    assert closed == "Closed"
    assert member.locator(".cp-case-head .govuk-tag").inner_text() == "With officer"
    assert officer.goto(f"/casework/{raised.uid}/").status == 200
    assert "They did not come on Thursday." in officer.locator(".cp-thread").inner_text()


@pytest.mark.requirement("SEC-3.5")
def test_one_press_takes_an_overdue_case_to_the_chief_officer(visit, council, raised, sent_mail):
    member, chief = visit("member", width=375), visit("chief_officer")
    before = chief.goto(f"/casework/{raised.uid}/").status
    people.date_back(raised, days=9)

    sent_mail()
    member.goto(f"/casework/{raised.uid}/")
    offer = member.locator("#act-escalate").inner_text()
    member.get_by_role("button", name="Take it further").click()
    sent_mail()
    why = member.get_by_role("region", name="Where this is, and why").inner_text()
    chief.goto("/casework/")
    chief.locator(f'a[href="/casework/{raised.uid}/"]').click()

    assert before == 404
    assert "Chief Officer" in offer
    assert "clause 3.5" in offer
    assert "With the Chief officer, Place" in why or "With the Chief Officer, Place" in why
    assert "clause 3.5" in why
    assert chief.get_by_label("Your answer").is_visible()


@pytest.mark.requirement("SEC-4.2")
@pytest.mark.parametrize("role", ["other_member", "other_officer", "technical_administrator"])
def test_to_everybody_else_the_case_is_a_page_that_never_was(visit, council, raised, role):
    page = visit(role)

    forbidden = page.goto(f"/casework/{raised.uid}/")
    seen = page.content()
    unknown = page.goto(f"/casework/{council.places['unknown']}/")

    assert (forbidden.status, unknown.status) == (404, 404)
    assert seen == page.content()
    assert page.get_by_role("heading", level=1).inner_text() == "Page not found"


def test_the_mail_that_was_sent_holds_reference_and_link_and_no_content(visit, phone, sent_mail):
    raise_a_concern(phone)
    case = Case.objects.get(uid=phone.page.url.split("/")[-2])
    post = Principal.objects.get(post="head_of_service", service=case.service)

    sent_mail()
    phone.page.goto("/demo/mail/")
    letters = [one.inner_text() for one in phone.page.locator(".cp-mail__item").all()]

    about = [letter for letter in letters if case.reference in letter]
    assert len(about) >= 2, "to the Member and to whoever holds the post"
    assert all(f"/casework/{case.uid}/" in letter for letter in about)
    assert [word for letter in letters for word in (TITLE, TEXT, "bins", "Street Scene", post.name) if word in letter] == []


def test_the_link_of_a_letter_leads_to_the_case(phone, visit, sent_mail):
    raise_a_concern(phone)
    address = phone.page.url
    sent_mail()

    officer = visit("nominated_officer")
    officer.goto("/demo/mail/")
    links = [link.get_attribute("href") for link in officer.locator(".cp-mail__body a").all()]

    assert address in links
