"""Makes docs/pictures/cases.png from the running demo: `make demo`, then `.venv/bin/python -m tests.browser.picture [address]`."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.services import browser

TARGET = Path(__file__).resolve().parent.parent.parent / "docs" / "pictures" / "cases.png"
MOST_BYTES = 200_000


def take(address):
    """Sign in by the Member's card and picture the list of cases, down to the end of what it holds."""
    with sync_playwright() as playwright:
        chromium = browser.launch(playwright)
        page = chromium.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB")
        page.goto(address)
        page.locator("form[action$='/sign-in/member/'] button").click()
        page.goto(f"{address}/casework/?is_open=")
        page.wait_for_load_state()
        box = page.locator("main").bounding_box()
        TARGET.parent.mkdir(exist_ok=True)
        page.screenshot(path=TARGET, full_page=True, clip={"x": 0, "y": 0, "width": 1280, "height": box["y"] + box["height"]})
        chromium.close()


if __name__ == "__main__":
    take(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")
    if TARGET.stat().st_size > MOST_BYTES:
        sys.exit(f"{TARGET} is larger than {MOST_BYTES} bytes")
