"""The stops of the walk in the profiles pages: places are those of tests/profiles/ground.py."""

from tests.browser.stops import LONG, Stop, press

KEEPER = "democratic_services"
WHO = "members/{profile_own}/"


def days(page, label, day, month, year):
    """Fill the three boxes of a date."""
    group = page.get_by_role("group", name=label)
    for box, value in (("Day", day), ("Month", month), ("Year", year)):
        group.get_by_label(box).fill(str(value))


def term_checked(page, council):
    days(page, "Last day in office", 6, 5, 2027)
    page.get_by_label("an election").check()
    press("Continue")(page, council)


def group_checked(page, council):
    page.get_by_label("Political group").select_option("Town and Country")
    days(page, "First day in the new group", 3, 6, 2027)
    press("Continue")(page, council)


def new_checked(page, council):
    page.get_by_label("lay member").check()
    page.get_by_label("Name", exact=True).fill("Odile " + LONG)
    days(page, "First day in office", 3, 6, 2027)
    page.get_by_label("By what authority").fill("Invented minute 9")
    press("Continue")(page, council)


def body_checked(page, council):
    days(page, "Last day, if it ends", 6, 5, 2027)
    press("Save")(page, council)


def left_checked(page, council):
    page.get_by_label("They have left office").check()
    press("Continue")(page, council)


def overtaken(page, council):
    """As if somebody had written after the page was loaded."""
    page.locator("[name=seen]").evaluate("box => { box.value = 'older' }")
    page.get_by_label("Skills").fill("Accounts\n" + LONG)
    press("Save")(page, council)


FORMS = [("correct a Member", "change/", "Save"), ("a term ends", "term/", "Continue"), ("change of group", "group/", "Continue"),
         ("a seat on a body", "seats/new/", "Save"), ("a duty", "duties/new/", "Save")]

PROFILES = [
    Stop("members", "head_of_service", "members/"),
    Stop("members, Democratic Services", KEEPER, "members/?former=on"),
    Stop("members, nobody found", "member", "members/?q=zebra"),
    Stop("wards", "member", "members/wards/"),
    Stop("ward, a Member looks", "member", "members/wards/{profile_ward}/"),
    Stop("bodies", KEEPER, "members/bodies/"),
    Stop("body, with seats", KEEPER, "members/bodies/{profile_body}/"),
    Stop("body without seats", "member", "members/bodies/{profile_empty_body}/"),
    Stop("political groups", "member", "members/groups/"),
    Stop("profile, one's own", "member", WHO),
    Stop("profile, read by an officer", "head_of_service", WHO),
    Stop("profile, Democratic Services", KEEPER, WHO),
    Stop("profile, somebody away", "member", "members/{profile_other}/"),
    Stop("profile, somebody who left", "member", "members/{profile_former}/"),
    Stop("profile, co-opted", "member", "members/{profile_coopted}/"),
    Stop("profile that never was", "member", "members/{unknown}/", status=404),
    Stop("own words on the profile", "member", WHO + "write/"),
    Stop("own words, somebody was first", "member", WHO + "write/", overtaken, 409),
    Stop("own words of another, refused", "other_member", WHO + "write/", status=403),
    *[Stop(name, KEEPER, WHO + path) for name, path, _button in FORMS],
    *[Stop(f"{name}, nothing entered", KEEPER, WHO + path, press(button)) for name, path, button in FORMS[1:]],
    Stop("a term ends, checked", KEEPER, WHO + "term/", term_checked),
    Stop("change of group, checked", KEEPER, WHO + "group/", group_checked),
    Stop("a seat ends", KEEPER, "members/seats/{profile_seat}/end/"),
    Stop("a seat ends, nothing entered", KEEPER, "members/seats/{profile_seat}/end/", press("End it")),
    Stop("a duty ends", KEEPER, "members/duties/{profile_duty}/end/"),
    Stop("a new Member", KEEPER, "members/new/"),
    Stop("a new Member, nothing entered", KEEPER, "members/new/", press("Continue")),
    Stop("a new Member, checked", KEEPER, "members/new/", new_checked),
    Stop("a new body", KEEPER, "members/bodies/new/"),
    Stop("a new body, nothing entered", KEEPER, "members/bodies/new/", press("Save")),
    Stop("change a body", KEEPER, "members/bodies/{profile_body}/change/"),
    Stop("change a body, its end checked", KEEPER, "members/bodies/{profile_body}/change/", body_checked),
    Stop("missing from the feed", KEEPER, "members/leavings/"),
    Stop("missing from the feed, one", KEEPER, "members/leavings/{profile_leaving}/"),
    Stop("missing from the feed, checked", KEEPER, "members/leavings/{profile_leaving}/", left_checked),
]
