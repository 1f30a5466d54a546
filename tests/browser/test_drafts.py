"""What is typed is kept: when the page is killed, the session ends, the connection goes or somebody else signs in."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from casework.models import Case
from council_portal.drafts.models import Draft
from council_portal.drafts.services import drop

pytestmark = pytest.mark.browser
WHO = "portfolio_holder"
TITLE = "Begun in a lift"


@pytest.fixture(autouse=True)
def nothing_begun(council):
    drop(Draft.objects.all())
    yield
    drop(Draft.objects.all())


@pytest.fixture
def form(visit):
    """The first page of raising a matter, in a browser of its own in which a Member is signed in."""
    page = visit(WHO, width=375)
    page.goto("/casework/log/")
    return page


def status(page):
    return page.locator("[data-draft-status]")


def title(page):
    return page.get_by_label("What is it about?")


def sign_in(page, role=WHO):
    """In another tab of the same browser, by the demo's card."""
    tab = page.context.new_page()
    tab.goto("/accounts/login/")
    tab.locator(f"form[action$='/sign-in/{role}/'] button").click()
    tab.wait_for_load_state()
    tab.close()


def test_what_was_typed_is_found_when_the_page_was_killed(form, visit):
    form.get_by_label("Ask how a service works or what is planned").check()
    title(form).press_sequentially(TITLE)
    expect(status(form)).to_have_text(re.compile(r"Saved at \d\d:\d\d\. Only you can see it\."))
    form.context.close()

    again = visit(WHO, width=375)
    again.goto("/casework/log/")

    assert "You began this on" in again.locator(".cp-draft").inner_text()
    assert title(again).input_value() == TITLE
    assert again.get_by_label("Ask how a service works or what is planned").is_checked()
    again.get_by_role("button", name="Start anew").click()
    assert title(again).input_value() == ""
    assert not Draft.objects.exists()


def test_while_somebody_types_on_and_on_it_is_saved_now_and_then(form):
    form.clock.install()
    for number in range(14):  # a key every second: there are never two without one
        title(form).press(str(number % 10))
        form.clock.run_for(1000)

    expect(status(form)).to_contain_text("Saved at")


def test_leaving_the_page_saves_what_was_typed_last(form):
    title(form).fill(TITLE)
    form.goto("/casework/")
    for _try in range(20):  # the browser sends it while it leaves; the next page may be asked for before it has arrived
        form.goto("/casework/log/")
        if title(form).input_value() == TITLE:
            break
        form.wait_for_timeout(250)

    assert title(form).input_value() == TITLE


def test_after_the_session_has_ended_nothing_is_lost(form):
    title(form).fill(TITLE)
    expect(status(form)).to_contain_text("Saved at")
    Session.objects.all().delete()

    form.goto("/casework/log/")
    assert "/accounts/login/" in form.url
    sign_in(form)
    form.goto("/casework/log/")

    assert title(form).input_value() == TITLE


def test_signed_out_while_typing_is_said_and_signing_in_in_another_tab_is_enough(form):
    Session.objects.all().delete()
    title(form).fill(TITLE)
    expect(status(form)).to_have_text("Not saved: you are signed out. Sign in in another tab, then go on here.")

    form.get_by_role("button", name="Continue").click()
    form.wait_for_timeout(300)
    assert title(form).input_value() == TITLE, "what cannot be saved is not sent into nowhere"

    sign_in(form)
    form.bring_to_front()
    title(form).fill(TITLE + "!")
    expect(status(form)).to_contain_text("Saved at")
    assert Draft.objects.get().data["title"] == TITLE + "!"

    form.get_by_role("button", name="Continue").click()
    assert form.locator(".govuk-error-summary").is_visible(), "the token is fresh: the form is taken, and asks for the rest"


def test_without_a_connection_it_is_said_and_tried_again(form):
    form.context.set_offline(True)
    title(form).fill(TITLE)
    expect(status(form)).to_have_text("Not saved: no connection. It is tried again.")

    form.context.set_offline(False)

    expect(status(form)).to_contain_text("Saved at")
    assert Draft.objects.get().data["title"] == TITLE


def test_it_does_not_become_that_of_somebody_else_who_signs_in(form):
    Session.objects.all().delete()
    sign_in(form, "other_member")
    form.bring_to_front()
    title(form).fill(TITLE)

    expect(status(form)).to_contain_text("Not saved: somebody else is signed in in this browser now.")
    assert not Draft.objects.exists()


def test_the_second_of_two_windows_says_that_it_is_in_the_place_of_the_first(form):
    other = form.context.new_page()
    other.goto("/casework/log/")
    title(form).fill("one")
    expect(status(form)).to_contain_text("Saved at")

    title(other).fill("two")

    expect(status(other)).to_have_text(re.compile(r"Saved at \d\d:\d\d, in the place of what you typed in another window at \d\d:\d\d\."))
    assert Draft.objects.get().data["title"] == "two"


def test_what_was_sent_is_no_draft_any_more(form):
    form.get_by_label("Something was reported and was not done, or done badly").check()
    title(form).fill("Sent for good")
    form.get_by_label("What has happened, and what do you want done?").fill("Since Friday.")
    form.get_by_label("Which service is it about?").select_option("Street Scene")
    form.get_by_label("Which ward is it in?").select_option("Castle")
    form.get_by_role("button", name="Continue").click()
    form.get_by_label("This is urgent").check()
    expect(status(form)).to_contain_text("Saved at")
    form.get_by_role("button", name="Send it").click()
    form.wait_for_url(re.compile(r"/casework/[0-9a-f-]{36}/$"))

    assert Case.objects.filter(title="Sent for good").count() == 1
    assert not Draft.objects.exists()
