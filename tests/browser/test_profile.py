"""The profile with every kind of contact filled in: nothing scrolls sideways, nothing is broken, on a phone and on a wide screen."""

import pytest

from tests.browser.look import SIDEWAYS

pytestmark = pytest.mark.browser

LABELS = ["Email", "Telephone", "Mobile telephone", "Address", "Personal telephone", "Home address", "Contact hours"]
ENTRIES = """() => [...document.querySelectorAll('.cp-profile__reach > div')].map(entry => {
    const [label, value] = ['dt', 'dd'].map(name => entry.querySelector(name).getBoundingClientRect());
    const box = document.querySelector('.cp-profile__contact').getBoundingClientRect();
    return [entry.querySelector('dt').textContent, label.bottom <= value.top + 1 && value.left >= box.left && value.right <= box.right + 1];
})"""
LINES = "() => [...document.querySelectorAll('.cp-profile__dial')].map(link => link.getClientRects().length)"


@pytest.mark.parametrize("width", [375, 1280])
def test_every_kind_of_contact_stands_under_its_label_and_inside_its_column(visit, council, width):
    page = visit("head_of_service", width=width)
    page.goto(f"/members/{council.places['profile_own']}/")

    entries = page.evaluate(ENTRIES)

    assert entries == [[label, True] for label in LABELS]
    assert page.evaluate(SIDEWAYS) == []


@pytest.mark.parametrize("width", [375, 1280])
def test_a_number_to_ring_stands_on_one_line(visit, council, width):
    page = visit("head_of_service", width=width)
    page.goto(f"/members/{council.places['profile_own']}/")

    assert page.evaluate(LINES) == [1, 1, 1]


def test_on_paper_a_heading_stays_with_what_follows(visit, council):
    page = visit("head_of_service")
    page.goto(f"/members/{council.places['profile_own']}/")
    page.emulate_media(media="print")

    kept = page.evaluate("() => [...document.querySelectorAll('.cp-profile h2, .cp-profile h3')].map(h => getComputedStyle(h).breakAfter)")

    assert set(kept) == {"avoid"}
