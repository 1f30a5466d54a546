"""Looks of the directory that a stop of the walk does not show: what is on paper, and where an address is broken."""

import pytest

pytestmark = pytest.mark.browser

ROW = 60  # pixels of a line on paper, with telephone, e-mail and hours: 24 of them, and what stands above, fit on two A4 sheets
LINES = "link => new Set(Array.from(link.getClientRects(), box => Math.round(box.top))).size"


@pytest.fixture
def heads(visit):
    """The list of Heads of Service as a Member has it at this width."""

    def opened(width):
        page = visit("member", width=width)
        page.goto("/directory/heads/")
        return page

    return opened


def test_a_line_of_the_printed_list_of_heads_of_service_is_low(heads):
    page = heads(720)
    page.emulate_media(media="print")

    heights = page.locator(".cp-heads tbody tr").evaluate_all("rows => rows.map(row => row.offsetHeight)")

    assert heights != []
    assert [height for height in heights if height > ROW] == []


@pytest.mark.parametrize("width", [375, 1280])
def test_an_address_of_the_list_is_broken_before_its_at_sign_at_most(heads, width):
    links = heads(width).locator(".cp-heads .cp-email")

    assert links.count() > 0
    assert max(links.evaluate_all(f"links => links.map({LINES})")) <= 2
    assert links.evaluate_all("links => links.filter(link => link.scrollWidth > link.parentElement.clientWidth + 1).length") == 0


def test_on_a_phone_an_officers_telephone_stands_above_what_may_be_done(visit, council):
    page = visit("head_of_service", width=375)
    page.goto(f"/directory/officers/{council.places['officer']}/")

    telephone, acts = page.locator(".cp-dial").first.bounding_box(), page.get_by_role("link", name="Write the entry").bounding_box()

    assert telephone["y"] < 1000
    assert telephone["y"] < acts["y"]
