"""Each page at 320, 375 and 1280 px, with large text, on paper and by keyboard; nothing refused, nothing missing."""

import pytest

from tests.browser.look import CUT, PRESSABLE, SIDEWAYS, SMALL, WIDTHS, Look, listening
from tests.browser.walk import STOPS, named

pytestmark = pytest.mark.browser

PORTAL = [stop for stop in STOPS if not stop.name.startswith(("administration", "monitoring"))]
SITES = [stop for stop in STOPS if stop not in PORTAL]
WITH_ERRORS = [stop for stop in PORTAL if "nothing entered" in stop.name or "error" in stop.name or "empty" in stop.name]
BY_KEYBOARD = [stop for stop in STOPS if stop.name in {
    "sign in", "home of member", "cases", "raise a matter", "case overdue", "protocol", "not found, nobody signed in", "administration"}]


@pytest.mark.parametrize("stop", STOPS, ids=named)
def test_the_page_fits_every_width_and_letters_of_twice_the_size(looks, stop):
    look = looks(stop)
    found = [f"{width} px: {line}" for width in WIDTHS for line in look.sideways[width]] + [f"200 %: {line}" for line in look.large_text]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("stop", PORTAL, ids=named)
def test_everything_to_press_is_large_enough_for_a_thumb(looks, stop):
    found = [f"{width} px: {line}" for width in WIDTHS for line in looks(stop).small[width]]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("stop", STOPS, ids=named)
def test_the_browser_complains_of_nothing_and_misses_nothing(looks, portal, stop):
    look = looks(stop)

    assert (look.console, look.failed, look.icon) == ([], [], f"{portal}/static/icon.svg")


@pytest.mark.parametrize("stop", PORTAL, ids=named)
def test_paper_shows_no_navigation_and_no_form(looks, stop):
    assert looks(stop).print == []


@pytest.mark.parametrize("stop", WITH_ERRORS, ids=named)
def test_a_page_with_errors_says_so_in_its_title(looks, stop):
    assert looks(stop).title.split(" ")[0] == "Error:"


@pytest.mark.parametrize("stop", [stop for stop in PORTAL if stop not in WITH_ERRORS and not stop.then], ids=named)
def test_a_page_without_errors_does_not(looks, stop):
    assert looks(stop).title.split(" ")[0] != "Error:"


@pytest.mark.parametrize("stop", WITH_ERRORS, ids=named)
def test_the_errors_have_the_focus_and_lead_to_their_fields(visit, council, stop):
    page = visit(stop.role)
    stop.go(page, council)

    page.locator(".govuk-error-summary:focus").wait_for()
    links = page.locator(".govuk-error-summary a")
    led_to = []
    for link in links.all():
        link.click()
        led_to.append((link.get_attribute("href"), "#" + page.evaluate("document.activeElement.id")))

    assert led_to
    assert [one for one in led_to if one[0] != one[1]] == []


@pytest.mark.parametrize("stop", BY_KEYBOARD, ids=named)
def test_the_first_tab_skips_to_what_the_page_is_about(visit, council, stop):
    page = visit(stop.role)
    stop.go(page, council)

    page.keyboard.press("Tab")
    skip = page.evaluate("[document.activeElement.textContent.trim(), document.activeElement.hash]")
    seen = page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    within = page.evaluate("hash => document.querySelector(hash).contains(document.activeElement)", skip[1])

    assert (skip[0], seen) == ("Skip to main content", True)
    assert within or page.locator(f"{skip[1]} a[href]").count() == 0


def test_icon_is_served(visit):
    answer = visit().request.get("/static/icon.svg")

    assert (answer.status, answer.headers["content-type"]) == (200, "image/svg+xml")


# What the measures above would see, so that they are known to see.


def test_something_too_wide_would_be_seen(visit):
    page = visit("member", width=375)
    page.goto("/casework/")

    page.evaluate("document.querySelector('h1').style.minWidth = '500px'")

    assert len(page.evaluate(SIDEWAYS)) == 1


def test_something_too_small_would_be_seen(visit):
    page = visit("member")
    page.goto("/casework/")

    page.evaluate("document.querySelector('.cp-head__button').style.cssText = 'padding: 0; min-height: 0; font-size: 8px; line-height: 1'")

    assert len(page.evaluate(SMALL)) == 1


def test_something_cut_off_would_be_seen(visit):
    page = visit("member")
    page.goto("/casework/")

    page.evaluate("document.querySelector('h1').style.cssText = 'height: 10px; overflow: hidden'")

    assert len(page.evaluate(CUT)) == 1


def test_a_button_on_paper_would_be_seen(visit):
    page = visit("member")
    page.goto("/casework/log/")
    page.emulate_media(media="print")

    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    page.evaluate("document.querySelector('main').lastChild.textContent = 'Press'")

    assert len(page.evaluate(PRESSABLE)) == 1


def test_something_refused_and_something_missing_would_be_seen(visit):
    page, look = visit("member"), Look()
    page.goto("/casework/")

    with listening(page, look):
        page.evaluate("""document.head.insertAdjacentHTML('beforeend', '<style>h1 { color: red }</style>');
            new Promise(done => { const missing = new Image(); missing.onerror = done; missing.src = '/static/missing.svg' })""")

    assert (len(look.console), len(look.failed)) == (1, 1)


def tops(page, selector):
    """How many rows these stand in, by the top of each."""
    return len(set(page.eval_on_selector_all(selector, "all => all.map(one => Math.round(one.getBoundingClientRect().top))")))


@pytest.mark.parametrize("role", ["democratic_services", "monitoring_officer"])
def test_all_rooms_stand_in_one_row_and_the_reader_in_the_bar_above(visit, role):
    page = visit(role)
    page.goto("/")

    bar = page.get_by_role("banner")
    assert tops(page, ".govuk-service-navigation__item") == 1
    assert bar.get_by_role("link", name="Sign out").is_visible()
    page.emulate_media(media="print")
    assert not bar.get_by_role("link", name="Sign out").is_visible()


@pytest.mark.parametrize(("width", "seen"), [(375, False), (1280, True)])
def test_the_search_of_the_briefing_is_folded_on_a_phone_alone(visit, width, seen):
    page = visit("member", width=width)
    page.goto("/briefing/")
    assert page.get_by_label("Words").is_visible() is seen

    if not seen:
        page.get_by_text("Search the briefings").click()
        assert page.get_by_label("Words").is_visible()


def test_a_text_box_leaves_no_hole_above_the_next_question(visit):
    page = visit("member")
    page.goto("/programme/proposals/new/")

    box = page.locator("textarea").bounding_box()
    label = page.get_by_text("Is it about one ward?").bounding_box()

    assert label["y"] - (box["y"] + box["height"]) <= 45


def test_a_label_breaks_before_what_it_tells_of(visit):
    page = visit("chief_executive", width=375)
    page.goto("/programme/attendance/")

    lines = page.eval_on_selector_all(".cp-table__label", """all => all.filter(one => one.textContent.startsWith("Group")).map(one =>
        Math.round(one.nextElementSibling.getBoundingClientRect().height))""")

    assert set(lines) == {22}  # one line: 16 px at 1.4
