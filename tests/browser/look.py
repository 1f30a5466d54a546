"""Looks at a page once and remembers what was found: axe-core, measures at several widths, the console, the network, print."""

import contextlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from tests.browser import ground

WIDTHS = (1280, 375, 320)
AXE_URL = "/static/axe.min.js"  # the portal fixture puts it there
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# Without axe's own reading of style sheets: only an experimental rule asks for it, and the content security policy refuses it.
AXE = """tags => axe.run({
  preload: false, runOnly: {type: 'tag', values: tags}, rules: {'target-size': {enabled: true}}, resultTypes: ['violations']
}).then(found => found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target} – ${node.html.slice(0, 160)}`)))"""
# How far the page can be pushed sideways, and by what.
SIDEWAYS = """() => {
  const page = document.documentElement
  if (page.scrollWidth <= page.clientWidth) return []
  const wide = [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > page.clientWidth + 1)
  return [`${page.scrollWidth} px wide in ${page.clientWidth}: ` + wide.slice(-3).map(one => one.outerHTML.slice(0, 120)).join(' | ')]
}"""
# Under 24 by 24 px (WCAG 2.2, 2.5.8), but for links within a sentence. A box with a label of its own is as large as the label.
SMALL = """() => [...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea')].filter(one => {
  if (!one.checkVisibility({visibilityProperty: true, opacityProperty: false})) return false
  const inSentence = one.matches('a') && getComputedStyle(one).display === 'inline' &&
    [...one.parentElement.childNodes].some(near => near.nodeType === 3 && /[\\p{L}]/u.test(near.textContent))
  if (inSentence || one.closest('.govuk-visually-hidden')) return false
  const boxes = [one, ...(one.labels ?? [])].map(part => part.getBoundingClientRect())
  if (one.matches('.govuk-skip-link, .skip-to-content-link')) return false
  return !boxes.some(box => box.width >= 24 && box.height >= 24)
}).map(one => {
  const box = one.getBoundingClientRect()
  return `${Math.round(box.width)}x${Math.round(box.height)} ${one.outerHTML.slice(0, 140)}`
})"""
# What is cut off: text that is larger than its box, where the box hides the rest.
CUT = """() => [...document.querySelectorAll('main *, header *')].filter(one => {
  const style = getComputedStyle(one)
  return style.overflow === 'hidden' && style.position !== 'absolute' && one.clientHeight && one.textContent.trim() &&
    (one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2)
}).map(one => one.outerHTML.slice(0, 140))"""
# What paper has no use for.
PRESSABLE = """() => [...document.querySelectorAll(
  'nav, form, button, input:not([type=hidden]), select, textarea, .govuk-service-navigation'
)].filter(one => one.checkVisibility() && one.getBoundingClientRect().height > 0).map(one => one.outerHTML.slice(0, 120))"""


@dataclass
class Look:
    """What was found on a page. Each is a list of lines; an empty list is a page in order."""

    status: int = 0
    url: str = ""
    title: str = ""
    headings: int = 0
    icon: str = ""
    axe: dict = field(default_factory=dict)  # width -> lines
    sideways: dict = field(default_factory=dict)
    small: dict = field(default_factory=dict)
    print: list = field(default_factory=list)
    large_text: list = field(default_factory=list)
    console: list = field(default_factory=list)
    failed: list = field(default_factory=list)


class Looks:
    """Goes to each stop once. Asked again, it says what it found then."""

    def __init__(self, chromium, origin, council):
        self.chromium, self.origin, self.council = chromium, origin, council
        self.found, self.pages = {}, {}

    def __call__(self, stop):
        if stop.name not in self.found:
            self.found[stop.name] = self.visit(stop)
        return self.found[stop.name]

    def visit(self, stop):
        """Go there and look: on the page that this role has open, or in a browser of its own when something is done there."""
        if stop.then:
            page = self.new_page(stop)
        else:
            page = self.pages[stop.role] = self.pages.get(stop.role) or self.new_page(stop)
        look = Look()
        with listening(page, look):
            page.set_viewport_size({"width": 1280, "height": ground.HEIGHT})
            look.status = stop.go(page, self.council)
            look.url, look.title = page.url.removeprefix(self.origin), page.title()
            look.headings = page.locator("h1").count()
            look.icon = page.evaluate("document.querySelector('link[rel=icon]')?.href ?? ''")
            self.measure(page, look, stop)
        if stop.then:
            page.context.close()
        return look

    def new_page(self, stop):
        return ground.context(self.chromium, self.origin, self.council.users.get(stop.role)).new_page()

    def close(self):
        for page in self.pages.values():
            page.context.close()

    def measure(self, page, look, stop):
        """At each width, with large text, and on paper."""
        page.add_script_tag(url=AXE_URL)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": ground.HEIGHT})
            look.sideways[width] = page.evaluate(SIDEWAYS)
            look.small[width] = page.evaluate(SMALL)
            if width != 320:
                look.axe[width] = page.evaluate(AXE, TAGS)
                photograph(page, stop, width)
        page.set_viewport_size({"width": 1280, "height": ground.HEIGHT})
        look.print = on_paper(page)
        look.large_text = with_large_text(page)


@contextlib.contextmanager
def listening(page, look):
    """Note what the browser complains of: refused by the content security policy, broken scripts, requests without a good answer."""
    heard = {
        "console": lambda said: look.console.append(said.text) if complaint(said) else None,
        "pageerror": lambda error: look.console.append(str(error)),
        "requestfailed": lambda request: look.failed.append(f"{request.url}: {request.failure}") if broken(request) else None,
        "response": lambda answer: look.failed.append(f"{answer.status} {answer.url}") if unexpected(answer) else None,
    }
    for event, note in heard.items():
        page.on(event, note)
    yield
    for event, note in heard.items():
        page.remove_listener(event, note)


def complaint(said):
    """An error or a warning; not the status of an error page, which is meant."""
    return said.type in ("error", "warning") and "the server responded with a status of" not in said.text


def broken(request):
    """Not what we left behind ourselves by going on before it had come."""
    return request.failure != "net::ERR_ABORTED"


def unexpected(answer):
    return answer.status >= 400 and not answer.request.is_navigation_request()


def on_paper(page):
    """What can still be pressed on paper."""
    page.emulate_media(media="print")
    found = page.evaluate(PRESSABLE)
    page.emulate_media(media="screen")
    return found


def with_large_text(page):
    """What does not fit with letters of twice the size (WCAG 1.4.4), as a reader sets it in the browser."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    found = page.evaluate(SIDEWAYS) + page.evaluate(CUT)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    session.detach()
    return found


def photograph(page, stop, width):
    """Keep a picture of the page, when SHOTS names a folder for them."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{stop.name.replace(' ', '-').replace(',', '')}-{width}.png", full_page=True)
