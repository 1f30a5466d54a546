"""The stops of the walk in the directory pages: places are those of tests/directory/ground.py."""

from tests.browser.stops import LONG, Stop, press


def overtaken(label, button):
    """As if somebody had changed the entry after the page was loaded."""

    def then(page, council):
        page.locator("[name=seen]").evaluate("box => { box.value = 'before' }")
        page.get_by_label(label).fill("Fly-tipping.\n" + LONG)
        press(button)(page, council)

    return then


def too_long(label, button):
    """A line that is longer than an entry takes."""

    def then(page, council):
        page.get_by_label(label).fill("missed bins\n" + LONG)
        press(button)(page, council)

    return then


DEMOCRATIC = "democratic_services"
DIRECTORY = [
    Stop("directory", "member", "directory/"),
    Stop("directory, found", "member", "directory/?q=rubish+not+colected"),
    Stop("directory, several found", "member", "directory/?q=street"),
    Stop("directory, nothing found", "member", "directory/?q=zzzzz"),
    Stop("directory, long words", "member", f"directory/?q={LONG}"),
    Stop("directory of Democratic Services", DEMOCRATIC, "directory/"),
    Stop("officers", "member", "directory/officers/"),
    Stop("officers, filtered", "member", "directory/officers/?q=bins&restricted=on"),
    Stop("officers, none", "member", "directory/officers/?q=zzzzz"),
    Stop("officers of Democratic Services", DEMOCRATIC, "directory/officers/"),
    Stop("officer", "member", "directory/officers/{officer}/"),
    Stop("officer, own entry", "head_of_service", "directory/officers/{officer}/"),
    Stop("officer, Democratic Services", DEMOCRATIC, "directory/officers/{officer_clo}/"),
    Stop("officer who left", "member", "directory/officers/{officer_gone}/"),
    Stop("officer, write", "head_of_service", "directory/officers/{officer}/write/"),
    Stop("officer, write, error", "head_of_service", "directory/officers/{officer}/write/", too_long("What you deal with", "Save")),
    Stop("officer, write, overtaken", "head_of_service", "directory/officers/{officer}/write/",
         overtaken("What you deal with", "Save"), 409),
    Stop("officer, confirm", "head_of_service", "directory/officers/{officer}/confirm/"),
    Stop("officer, change", DEMOCRATIC, "directory/officers/{officer}/change/"),
    Stop("officer, new", DEMOCRATIC, "directory/officers/new/"),
    Stop("officer, new, nothing entered", DEMOCRATIC, "directory/officers/new/", press("Add")),
    Stop("officer leaves", DEMOCRATIC, "directory/officers/{officer}/leave/"),
    Stop("officer leaves, nothing entered", DEMOCRATIC, "directory/officers/{officer}/leave/", press("Let them leave")),
    Stop("officer leaves, refused", "member", "directory/officers/{officer}/leave/", status=403),
    Stop("service", "member", "directory/services/{service_page}/"),
    Stop("service, head", "head_of_service", "directory/services/{service_page}/"),
    Stop("service without a contact", "member", "directory/services/{service_bare}/"),
    Stop("directorate", "member", "directory/services/{directorate}/"),
    Stop("service, change", "clo", "directory/services/{service_page}/change/"),
    Stop("service, change, error", "clo", "directory/services/{service_page}/change/", too_long("What it deals with", "Save")),
    Stop("service, confirm", "clo", "directory/services/{service_page}/confirm/"),
    Stop("heads of service", "member", "directory/heads/"),
    Stop("faults of the directory", DEMOCRATIC, "directory/faults/"),
]
