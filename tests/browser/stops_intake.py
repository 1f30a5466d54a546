"""The stops of the walk in the pages of files taken in: places are those of tests/intake/ground.py."""

from tests.browser.stops import LONG, Stop, press

FAULTY = f"staff_id,name,post,tier\nE1,Ada Fairlight,,four\nE1,{LONG},Clerk,2\n".encode()
WRONG = f"staff_id,name,post,tier\nE1,Ada Fairlight,{LONG},four\n".encode()


def choosing(name, content):
    """Choose a file with this content, and try it out."""

    def then(page, council):
        page.get_by_label("File", exact=True).set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
        press("Try it out")(page, council)

    return then


def overtaken(page, council):
    """As if somebody had changed what would change after the page was loaded."""
    page.locator("main [name=seen]").evaluate("box => { box.value = 'older' }")
    press("Apply")(page, council)


WHO = "democratic_services"
INTAKE = [
    Stop("import of officers", WHO, "directory/import/"),
    Stop("import of officers, nothing entered", WHO, "directory/import/", press("Try it out")),
    Stop("import of officers, errors in the file", WHO, "directory/import/", choosing("list.csv", FAULTY)),
    Stop("import of officers, one error in the file", WHO, "directory/import/", choosing("list.csv", WRONG)),
    Stop("import of officers, refused", "member", "directory/import/", status=403),
    Stop("import of Members", WHO, "members/import/"),
    Stop("import of Members, no feed, so an error", WHO, "members/import/", choosing("feed.xml", b"<html><body>Sign in</body></html>")),
    Stop("list of officers, tried out", WHO, "directory/import/{officers_intake}/"),
    Stop("list of officers, overtaken", WHO, "directory/import/{officers_intake}/", overtaken),
    Stop("list of officers, applied", WHO, "directory/import/{intake_applied}/"),
    Stop("list of officers, stale", WHO, "directory/import/{intake_stale}/"),
    Stop("list of officers, dropped by age", WHO, "directory/import/{intake_by_age}/"),
    Stop("list of officers, nothing to change", WHO, "directory/import/{intake_nothing}/"),
    Stop("list of officers, of others", "member", "directory/import/{officers_intake}/", status=404),
    Stop("feed of Members, tried out", WHO, "members/import/{members_intake}/"),
    Stop("feed of Members, thrown away", WHO, "members/import/{intake_thrown_away}/"),
]
