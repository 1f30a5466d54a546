"""Everything that the portal is for works without JavaScript."""

import pytest

from tests.matrix import people

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(visit):
    """plain(role): a browser without JavaScript."""
    return lambda role=None, width=375: visit(role, width=width, java_script_enabled=False)


def test_a_member_signs_in_by_a_card_and_raises_a_concern(plain):
    page = plain()
    page.goto("/")

    page.locator("form[action$='/sign-in/member/'] button").click()
    page.get_by_role("link", name="Raise a matter", exact=True).click()
    page.get_by_label("Something was reported and was not done, or done badly").check()
    page.get_by_label("What is it about?").fill("Lamp out in Mill Lane")
    page.get_by_label("What has happened, and what do you want done?").fill("Since Monday.")
    page.get_by_label("Which service is it about?").select_option("Street Scene")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Change what I wrote").click()
    page.get_by_label("What is it about?").fill("Lamp out in Mill Road")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send it").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Lamp out in Mill Road"
    assert "With the Head of Service" in page.get_by_role("region", name="Where this is, and why").inner_text()


def test_a_case_is_answered_closed_and_come_back_on(plain, council):
    case = people.raise_case(council.users["member"], "plain")
    officer, member = plain("head_of_service"), plain("member")

    officer.goto(f"/casework/{case.uid}/")
    officer.get_by_label("Your answer").fill("It is mended.")
    officer.get_by_role("button", name="Go on: how does it end?").click()
    officer.get_by_role("radio", name="Refused").check()
    officer.get_by_label("Why is it refused?").fill("It is mended already.")
    officer.get_by_role("button", name="Send the answer").click()
    member.goto(f"/casework/{case.uid}/")
    member.get_by_role("button", name="Accept the answer and close").click()
    member.get_by_label("What is still not settled?").fill("It is not.")
    member.get_by_role("button", name="Send it back").click()

    assert member.locator(".cp-case-head .govuk-tag").inner_text() == "With officer"
    assert "It is not." in member.locator(".cp-thread").inner_text()


def test_errors_are_shown_and_what_was_typed_is_kept(plain):
    page = plain("member")
    page.goto("/casework/log/")

    page.get_by_label("What is it about?").fill("Half of it")
    page.get_by_role("button", name="Continue").click()
    page.locator(".govuk-error-summary a").first.click()

    assert page.get_by_label("What is it about?").input_value() == "Half of it"
    assert page.url.endswith("#id_matter_0")


def test_the_menu_stands_open_and_no_button_does_nothing(plain):
    page = plain("member")
    page.goto("/")

    found = [link.inner_text() for link in page.get_by_role("navigation", name="Menu").get_by_role("link").all()]

    assert found == ["Home", "Casework", "Ward notices", "Programme", "Briefing", "Members", "Directory", "Protocol"]
    assert page.get_by_role("banner").get_by_role("link", name="Sign out").count() == 1
    assert page.get_by_role("button", name="Menu").count() == 0


def test_the_filter_stands_open_and_narrows(plain):
    page = plain("member")
    page.goto("/casework/")

    page.get_by_label("Answered").check()
    page.get_by_role("button", name="Show these").click()

    found = {tag.inner_text() for tag in page.locator("tbody td:last-child .govuk-tag").all()}
    assert found == {"Answered"}


def test_what_is_folded_opens(plain, council):
    page = plain("member")
    page.goto(f"/casework/{council.cases['with_officer'].uid}/")

    before = page.get_by_text("which is day 0").first.is_visible()
    page.get_by_text("How this date was worked out").first.click()

    assert (before, page.get_by_text("which is day 0").first.is_visible()) == (False, True)


def test_it_may_be_sent_elsewhere_against_the_clause_with_a_reason(plain):
    page = plain("member", width=1280)
    page.goto("/casework/log/")
    page.get_by_label("Something was reported and was not done, or done badly").check()
    page.get_by_label("What is it about?").fill("Sent elsewhere")
    page.get_by_label("What has happened, and what do you want done?").fill("As agreed with the Chief Executive.")
    page.get_by_label("Which service is it about?").select_option("Street Scene")
    page.get_by_role("button", name="Continue").click()

    page.get_by_text("Send it to somebody else").click()
    page.get_by_label("Somebody else").select_option(label="Chief Executive: Owen Tate")
    page.get_by_role("button", name="Send it").click()
    refused = page.locator(".govuk-error-summary").inner_text()
    page.get_by_label("Why it goes there").fill("He asked for it")
    page.get_by_role("button", name="Send it").click()

    assert "Enter why it goes somewhere else" in refused
    assert "He asked for it" in page.get_by_role("region", name="Where this is, and why").inner_text()
