"""The weekly briefing: read, submitted to, edited, sent."""

from tests.browser.stops import LONG, Stop, press


def submitted(page, council):
    """An item with a long word in it, sent."""
    page.get_by_label("What is it about?").fill("Lights on Mill Green")
    page.get_by_label("What should Members know?").fill("They are on again.\n" + LONG)
    press("Submit it")(page, council)


def a_day_without_need(page, council):
    """A day for what needs nobody: refused beside the field."""
    page.get_by_label("What is it about?").fill("Lights on Mill Green")
    page.get_by_label("What should Members know?").fill("They are on again.")
    for part, value in (("Day", "1"), ("Month", "12"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(value)
    press("Submit it")(page, council)


def overtaken_edit(page, council):
    """As if the item had been changed since its page was read."""
    page.locator("main [name=version]").evaluate("box => { box.value = '99' }")
    press("Save")(page, council)


BRIEFING = [
    Stop("briefings", "member", "briefing/"),
    Stop("briefings, Communications", "communications", "briefing/"),
    Stop("briefings, searched", "head_of_service", "briefing/?q=library"),
    Stop("briefings, nothing found", "head_of_service", "briefing/?q=zebra"),
    Stop("briefing that was sent", "member", "briefing/{briefing}/"),
    Stop("briefing that is being edited", "communications", "briefing/{draft_briefing}/"),
    Stop("briefing that is being edited, a Member", "member", "briefing/{draft_briefing}/", status=404),
    Stop("begin a briefing", "communications", "briefing/new/"),
    Stop("begin a briefing, nothing entered", "communications", "briefing/new/", press("Begin it")),
    Stop("begin a briefing, refused", "member", "briefing/new/", status=403),
    Stop("briefing, edit", "communications", "briefing/{draft_briefing}/edit/"),
    Stop("briefing, send", "communications", "briefing/{draft_briefing}/send/"),
    Stop("briefing, sent already", "communications", "briefing/{briefing}/send/", status=409),
    Stop("items of one's own", "member", "briefing/items/"),
    Stop("items, none", "chief_executive", "briefing/items/"),
    Stop("items, Communications", "communications", "briefing/items/"),
    Stop("submit an item", "member", "briefing/items/new/"),
    Stop("submit an item, nothing entered", "head_of_service", "briefing/items/new/", press("Submit it")),
    Stop("submit an item, a day without need", "head_of_service", "briefing/items/new/", a_day_without_need),
    Stop("submit an item, submitted", "clo", "briefing/items/new/", submitted),
    *[Stop(f"item, {what}", role, f"briefing/items/{{{what}}}/") for what, role in (
        ("item", "member"), ("item_in", "communications"), ("item_sent", "other_member"), ("item_out", "member"), ("item_back", "member"))],
    Stop("item, edit", "communications", "briefing/items/{item}/edit/"),
    Stop("item, edit, changed meanwhile", "communications", "briefing/items/{item}/edit/", overtaken_edit, 409),
    Stop("item, put in", "communications", "briefing/items/{item}/put-in/"),
    Stop("item, leave out, nothing entered", "communications", "briefing/items/{item}/leave-out/", press("Leave it out")),
    Stop("item, take out", "communications", "briefing/items/{item_in}/take-out/"),
    Stop("item, move up", "communications", "briefing/items/{item_in}/sooner/"),
    Stop("item, take back", "member", "briefing/items/{item}/take-back/"),
]
