"""The Monitoring Officer's desk in the browser: lists on a phone, and a concern dealt with by keyboard alone."""

import pytest

pytestmark = pytest.mark.browser

LIST = "/monitoring/complaints/concern/"
MOST = 150  # presses of Tab within which everything on a page of the desk is reached
# What has the focus: its words, whether it can be seen on the screen, and whether it looks otherwise than without the focus.
FOCUSED = """() => {
  const one = document.activeElement
  if (!one || one === document.body) return null
  const look = () => { const style = getComputedStyle(one); return [style.outline, style.boxShadow, style.backgroundColor].join(' ') }
  const box = one.getBoundingClientRect(), marked = look()
  one.blur()
  const plain = look()
  one.focus()
  const word = one.labels?.[0]?.textContent ?? one.textContent
  return {
    word: word.trim().replace(/\\s+/g, ' '), tag: one.tagName, differs: marked !== plain,
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
  }
}"""


class Keyboard:
    """Somebody without a mouse: Tab, Enter and letters. Notes what had the focus and could not be seen to have it."""

    def __init__(self, page):
        self.page, self.unseen = page, []

    def tab(self):
        """The next thing, None after the last of the page."""
        self.page.keyboard.press("Tab")
        found = self.page.evaluate(FOCUSED)
        if found and not (found["seen"] and found["differs"]):
            self.unseen.append(found)
        return found

    def to(self, word, tag):
        """Tab on until this has the focus; what is asked for must be reached before the page ends."""
        for _press in range(MOST):
            found = self.tab()
            assert found, f"{word}: not reached before the end of the page"
            if found["word"] == word and found["tag"] == tag:
                return
        raise AssertionError(f"{word}: not reached, the focus is caught")

    def enter(self, word, tag="A"):
        """Tab to it and press it, and wait for the page that comes."""
        self.to(word, tag)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def through(self):
        """How many things the page has, from the first to the last and out of it; 0 where the focus is caught."""
        for press in range(MOST):
            if self.tab() is None:
                return press
        return 0


@pytest.mark.parametrize("width", [375, 1280])
def test_a_concern_is_dealt_with_at_the_desk_by_keyboard_alone(visit, council, width):
    page = visit("monitoring_officer", width=width)
    page.goto("/monitoring/")
    hands = Keyboard(page)
    link = page.locator(f"a[href$='{council.places['concern']}/']")

    hands.enter("Concerns")
    assert hands.through() > 5
    page.reload()
    if width < 768:
        hands.to("Filter and sort", "SUMMARY")
        page.keyboard.press("Enter")
    hands.enter("Received")
    assert "status__exact=received" in page.url
    hands.enter(link.inner_text())
    assert hands.through() > 5
    page.reload()
    if width < 640:
        hands.to(page.locator(".cp-offers summary").inner_text(), "SUMMARY")
        page.keyboard.press("Enter")
    hands.enter("Keep a note")
    hands.to("Note", "TEXTAREA")
    page.keyboard.type(f"By keyboard at {width}.")
    hands.enter("Keep it", "BUTTON")

    assert page.get_by_text("The note is kept.").is_visible()
    assert f"By keyboard at {width}." in page.locator("main").inner_text()
    assert hands.unseen == []


def test_the_filters_of_a_list_stand_before_it_on_a_phone_folded_with_what_it_is_sorted_by(visit):
    page = visit("monitoring_officer", width=375, java_script_enabled=False)
    page.goto(LIST)
    fold, first = page.locator(".cp-narrow summary"), page.locator("#result_list tbody tr").first

    assert fold.bounding_box()["y"] < first.bounding_box()["y"]
    assert fold.bounding_box()["height"] >= 24
    assert not page.get_by_role("link", name="Due next").is_visible()
    fold.click()
    for name in ("Overdue", "Received", "Stage", "Due next", "Last changed"):
        assert page.get_by_role("link", name=name, exact=True).bounding_box()["height"] >= 24
    page.get_by_role("link", name="Stage", exact=True).click()
    stages = page.locator("#result_list .field-stage").all_inner_texts()
    assert stages == sorted(stages, key=["A talk first", "Received", "Early resolution", "Under investigation", "Decided"].index)


def test_on_a_wide_screen_filters_are_open_and_the_headings_sort(visit):
    page = visit("monitoring_officer")
    page.goto(LIST)

    assert page.get_by_role("link", name="Overdue", exact=True).is_visible()
    assert not page.locator(".cp-narrow summary").is_visible()
    assert not page.locator(".cp-narrow__part--sort").is_visible()
    assert page.locator("#result_list thead").get_by_role("link", name="Due next").is_visible()


@pytest.mark.parametrize(("width", "open_there"), [(375, False), (1280, True)])
def test_on_a_phone_the_page_of_a_concern_is_folded_and_a_link_opens_its_part(visit, council, width, open_there):
    page = visit("monitoring_officer", width=width, java_script_enabled=False)
    page.goto(f"{LIST}{council.places['inquiry']}/")
    facts, acts = page.get_by_text("Raised by", exact=True), page.get_by_role("link", name="Keep a note")

    assert [facts.is_visible(), acts.is_visible(), page.get_by_role("link", name="The matter").is_visible()] == [
        open_there, open_there, not open_there]
    tops = [one.bounding_box()["y"] for one in (page.get_by_role("region", name="Due next"), page.locator(".cp-offers .govuk-button").first,
                                                page.get_by_role("region", name="Where this is, and why"))]
    assert tops == sorted(tops)
    if not open_there:
        page.get_by_role("link", name="The matter").click()
        assert facts.is_visible()
        page.emulate_media(media="print")
        assert page.get_by_text("First to Monitoring Officer").first.is_visible(), "on paper nothing is folded"
