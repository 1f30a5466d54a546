"""The programme on a phone: what is to come stands on the first screen."""
import pytest

pytestmark = pytest.mark.browser


@pytest.mark.requirement("RUG-MC")
@pytest.mark.parametrize("role", ["member", "head_of_service", "democratic_services"])
def test_two_events_are_seen_on_the_first_screen_of_a_phone(visit, council, portal, role):
    page = visit(role, width=375)
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto(f"{portal}/programme/")
    page.locator("details[data-ready]").first.wait_for()

    seen = [one.bounding_box() for one in page.locator("main .cp-table__link").all()[:2]]

    assert len(seen) == 2, "there are two to come"
    assert [box["y"] + box["height"] <= 812 for box in seen] == [True, True]
    assert page.get_by_text("Calendars, requests").is_visible()
    assert not page.get_by_role("link", name="Your calendar feed").is_visible(), "folded until it is wanted"
    page.get_by_text("Calendars, requests").click()
    assert page.get_by_role("link", name="Your calendar feed").is_visible()
