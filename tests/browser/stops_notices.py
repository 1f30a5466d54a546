"""Ward notices: written, issued, read in confidence, published."""

from tests.browser.stops import LONG, Stop, press, unfold


def a_notice(page, council):
    """A draft with a long word in it, saved."""
    page.get_by_label("Title").fill("Castle Street car park closes")
    page.get_by_label("A significant operational matter").check()
    page.get_by_label("Summary").fill("It closes for good.\n" + LONG)
    page.get_by_label("Mill Hill").check()
    page.get_by_label("Which service is it about?").select_option("Street Scene")
    for box, text in (("Day", "1"), ("Month", "12"), ("Year", "2028")):
        page.get_by_label(box, exact=True).fill(text)
    press("Save the draft")(page, council)


def odd_hour(page, council):
    """An hour that the clock change skips."""
    for box, text in (("Day", "25"), ("Month", "3"), ("Year", "2029")):
        page.get_by_label(box, exact=True).fill(text)
    page.get_by_label("Time of publication").fill("01:30")
    press("Save the draft")(page, council)


def overtaken_hour(page, council):
    """As if somebody had changed the notice after the page was loaded."""
    unfold(page)
    page.locator("main [name=version]").evaluate("box => { box.value = '99' }")
    page.get_by_label("Why is it moved?").fill("Cabinet meets later.")
    press("Move it")(page, council)


NOTICES = [
    Stop("notices, a Member", "member", "notices/"),
    Stop("notices, the office that issues them", "head_of_service", "notices/"),
    Stop("notices, in confidence", "democratic_services", "notices/?state=confidence"),
    Stop("notices, none", "other_officer", "notices/?state=draft"),
    Stop("notice, write", "head_of_service", "notices/new/"),
    Stop("notice, write, nothing entered", "communications", "notices/new/", press("Save the draft")),
    Stop("notice, write, at an hour that is not", "head_of_service", "notices/new/", odd_hour),
    Stop("notice, written", "clo", "notices/new/", a_notice),
    Stop("notice, write, refused", "member", "notices/new/", status=403),
    *[Stop(f"notice {state}, office", "head_of_service", f"notices/{{{state}_notice}}/")
      for state in ("draft", "confidence", "asked", "public", "withdrawn")],
    *[Stop(f"notice {state}, Member of the ward", "member", f"notices/{{{state}_notice}}/")
      for state in ("confidence", "asked", "public", "withdrawn")],
    Stop("notice asked, the authority", "chief_officer", "notices/{asked_notice}/"),
    Stop("notice, another officer before its hour", "other_officer", "notices/{confidence_notice}/", status=404),
    Stop("notice, accept", "member", "notices/{confidence_notice}/accept/"),
    Stop("notice, accept, not ticked", "member", "notices/{confidence_notice}/accept/", press("Accept, and read the notice")),
    Stop("notice, issue", "head_of_service", "notices/{draft_notice}/issue/"),
    Stop("notice, change", "head_of_service", "notices/{draft_notice}/change/"),
    Stop("notice, move", "head_of_service", "notices/{confidence_notice}/move/"),
    Stop("notice, moved meanwhile", "head_of_service", "notices/{confidence_notice}/move/", overtaken_hour, 409),
    Stop("notice, withdraw, nothing entered", "head_of_service", "notices/{confidence_notice}/withdraw/", press("Withdraw it")),
    Stop("notice, add papers, none chosen", "head_of_service", "notices/{confidence_notice}/add-paper/", press("Add them")),
    Stop("notice, withdraw a paper", "head_of_service", "notices/papers/{confidence_notice_paper}/withdraw/"),
    Stop("notice, ask for disclosure", "member", "notices/{asked_notice}/ask-disclosure/"),
    Stop("notice, ask for disclosure before accepting", "group_leader", "notices/{asked_notice}/ask-disclosure/"),
    Stop("notice, answer on disclosure", "chief_officer", "notices/{asked_notice}/answer-disclosure/"),
    Stop("notice, replace", "head_of_service", "notices/{public_notice}/replace/"),
]
