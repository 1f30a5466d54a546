"""The stops of the walk in the pages about people: places are those of tests/people/ground.py."""

import datetime

from django.utils import timezone

from tests.browser.stops import LONG, Stop, press
from tests.documents import files

DEMOCRATIC = "democratic_services"
AUTHORITY = "By what authority?"


def chosen(name, then=None):
    """Press "Choose" beside a name, then go on."""

    def go(page, council):
        page.get_by_role("button", name=f"Choose {name}").click()
        if then:
            page.wait_for_load_state()
            then(page, council)

    return go


def nobody(then=None):
    """Nobody stands in, then go on."""

    def go(page, council):
        page.get_by_role("button", name="Nobody stands in").click()
        if then:
            page.wait_for_load_state()
            then(page, council)

    return go


def a_date(page, legend, on):
    for label, value in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        page.get_by_role("group", name=legend).get_by_label(label).fill(str(value))


def appointed(page, council):
    page.get_by_label(AUTHORITY).fill(f"Council, minute 12, {LONG[:60]}")
    page.get_by_label("End the appointment of").first.check()
    press("Continue")(page, council)


def refused(page, council):
    page.get_by_label("No: nobody is appointed").check()
    press("Save")(page, council)


def ended(page, council):
    page.get_by_label(AUTHORITY).fill("HR record 7 (invented)")
    press("Continue")(page, council)


def away(page, council):
    today = timezone.localdate()
    a_date(page, "First day away", today)
    a_date(page, "Last day away", today + datetime.timedelta(days=20))
    press("Continue")(page, council)


def not_a_picture(page, council):
    page.get_by_label("Photograph").set_input_files({"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
    page.get_by_label("What it shows, in words").fill("Aisha Rahman in front of the town hall")
    press("Keep this photograph")(page, council)


def kept(page, council):
    picture = files.picture("JPEG", (400, 500))
    page.get_by_label("Photograph").set_input_files({"name": "me.jpg", "mimeType": "image/jpeg", "buffer": picture})
    page.get_by_label("What it shows, in words").fill(f"Owen Tate, invented {LONG[:40]}")
    press("Keep this photograph")(page, council)


def overtaken(page, council):
    """As if somebody had changed the details after the page was loaded."""
    page.locator("[name=seen]").evaluate("box => { box.value = 'another' }")
    page.get_by_label("Personal telephone number").fill("01632 960002")
    press("Save")(page, council)


def ticked_without(page, council):
    page.get_by_label("Show this address to Members and officers").check()
    page.get_by_label("Home address").fill("")
    press("Save")(page, council)


PEOPLE = [
    Stop("what has happened", DEMOCRATIC, "people/"),
    Stop("people, a Member", "member", "people/"),
    Stop("posts", "member", "people/posts/"),
    Stop("posts, Democratic Services, vacant", DEMOCRATIC, "people/posts/?vacant=on"),
    Stop("posts, none", "member", "people/posts/?q=zebra"),
    Stop("post", "member", "people/posts/{post}/"),
    Stop("post, Democratic Services", DEMOCRATIC, "people/posts/{post}/"),
    Stop("post that is closed, Democratic Services", DEMOCRATIC, "people/posts/{technical_post}/"),
    Stop("post that never was", "member", "people/posts/{unknown}/", status=404),
    Stop("new post", DEMOCRATIC, "people/posts/new/"),
    Stop("new post, nothing entered", DEMOCRATIC, "people/posts/new/", press("Make the post")),
    Stop("appoint, who", DEMOCRATIC, "people/posts/{post}/appoint/"),
    Stop("appoint, nobody found", DEMOCRATIC, "people/posts/{post}/appoint/?q=zebra"),
    Stop("appoint, how", DEMOCRATIC, "people/posts/{post}/appoint/", chosen("Femi Adeyemi")),
    Stop("appoint, nothing entered", DEMOCRATIC, "people/posts/{post}/appoint/", chosen("Femi Adeyemi", press("Continue"))),
    Stop("appoint, what changes", DEMOCRATIC, "people/posts/{post}/appoint/", chosen("Femi Adeyemi", appointed)),
    Stop("appoint, refused", "member", "people/posts/{post}/appoint/", status=403),
    Stop("end an appointment", DEMOCRATIC, "people/appointments/{appointment}/end/"),
    Stop("end an appointment, nothing entered", DEMOCRATIC, "people/appointments/{appointment}/end/", press("Continue")),
    Stop("end an appointment, what changes", DEMOCRATIC, "people/appointments/{appointment}/end/", ended),
    Stop("post with an appointment that waits, whoever entered it", DEMOCRATIC, "people/posts/{confided_post}/"),
    Stop("post with an appointment that waits", "monitoring_officer", "people/posts/{confided_post}/"),
    Stop("agree to an appointment", "monitoring_officer", "people/agreements/{nomination}/"),
    Stop("agree to an appointment, nothing entered", "monitoring_officer", "people/agreements/{nomination}/", press("Save")),
    Stop("agree to an appointment, no reason", "chief_executive", "people/agreements/{nomination}/", refused),
    Stop("agree to an appointment, whoever entered it", DEMOCRATIC, "people/agreements/{nomination}/", status=403),
    Stop("appoint to a confided post, what changes", DEMOCRATIC, "people/posts/{confided_post}/appoint/",
         chosen("Femi Adeyemi", appointed)),
    Stop("absences now", "member", "people/absences/"),
    Stop("absences to come", DEMOCRATIC, "people/absences/?when=coming"),
    Stop("absences past", DEMOCRATIC, "people/absences/?when=past"),
    Stop("new absence, who", DEMOCRATIC, "people/absences/new/"),
    Stop("new absence, who stands in", DEMOCRATIC, "people/absences/new/", chosen("Femi Adeyemi")),
    Stop("new absence, which days", DEMOCRATIC, "people/absences/new/?person={other}", nobody()),
    Stop("new absence, nothing entered", DEMOCRATIC, "people/absences/new/?person={other}", nobody(press("Continue"))),
    Stop("new absence, what changes", DEMOCRATIC, "people/absences/new/", chosen("Femi Adeyemi", chosen("Rosie Fenn", away))),
    Stop("end an absence", DEMOCRATIC, "people/absences/{absence}/end/"),
    Stop("photograph, none yet", "other_member", "people/{other}/photo/"),
    Stop("photograph", DEMOCRATIC, "people/{me}/photo/"),
    Stop("photograph with errors", "member", "people/{me}/photo/", not_a_picture),
    Stop("photograph, kept", DEMOCRATIC, "people/{chief}/photo/", kept),
    Stop("private contact", "member", "people/{me}/private/"),
    Stop("private contact with errors", "other_member", "people/{other}/private/", ticked_without),
    Stop("private contact, changed by somebody else", DEMOCRATIC, "people/{me}/private/", overtaken, 409),
    Stop("private contact of another", "other_member", "people/{me}/private/", status=404),
]
