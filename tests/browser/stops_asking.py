"""Officers ask a Member, and Members say that they are openly involved."""

from tests.browser.stops import LONG, Stop, press


def a_question(page, council):
    """A question with a long word in it, sent."""
    page.get_by_label("Whom do you ask?").select_option(index=1)
    page.get_by_label("What is it about?").fill("The lights on Mill Green")
    page.get_by_label("Your question").fill("Who asked for them?\n" + LONG)
    press("Send the question")(page, council)


def tells(text):
    """How it stands, told in the first service that may be chosen."""
    def tell(page, council):
        page.get_by_label("Of which service?").select_option(index=1)
        page.get_by_label("What is it about?").fill("Gullies in the north")
        page.get_by_label("How does it stand?").fill(text)
        press("Tell them")(page, council)
    return tell


names_a_case = tells("As with 7KXR-M2PQ.\n" + LONG)

ASKING = [
    Stop("ask a Member", "head_of_service", "casework/ask/"),
    Stop("ask a Member, in an office of the whole council", "chief_executive", "casework/ask/"),
    Stop("ask a Member, nothing entered", "chief_executive", "casework/ask/", press("Send the question")),
    Stop("ask a Member, asked", "clo", "casework/ask/", a_question),
    Stop("ask a Member, refused", "member", "casework/ask/", status=403),
    *[Stop(f"question {state}", "member", f"casework/{{{state}}}/") for state in ("asked", "replied", "settled")],
    *[Stop(f"question {state}, officer", "head_of_service", f"casework/{{{state}}}/") for state in ("asked", "replied", "settled")],
    Stop("question, settle, nothing entered", "head_of_service", "casework/{replied}/settle/", press("Settle it")),
    Stop("question for printing", "member", "casework/{replied}/print/"),
    Stop("involved, a Member", "member", "casework/involved/"),
    Stop("involved, a Member who is not", "group_leader", "casework/involved/"),
    Stop("involved, officers", "head_of_service", "casework/involved/"),
    Stop("involved, nobody", "other_officer", "casework/involved/"),
    Stop("involved, say", "member", "casework/involved/new/"),
    Stop("involved, say, nothing entered", "member", "casework/involved/new/", press("Say it")),
    Stop("involved, end", "member", "casework/involved/{involved}/end/"),
    Stop("involved, tell", "head_of_service", "casework/involved/tell/"),
    Stop("involved, tell, nothing entered", "democratic_services", "casework/involved/tell/", press("Tell them")),
    Stop("involved, tell, a case is named", "head_of_service", "casework/involved/tell/", names_a_case),
    Stop("involved, tell, nobody is involved", "other_officer", "casework/involved/tell/", tells("It is done.")),
    Stop("involved, told", "clo", "casework/involved/tell/", tells(LONG)),
    Stop("involved, tell, refused", "member", "casework/involved/tell/", status=403),
    Stop("involved, what was told, a Member", "member", "casework/involved/told/{news}/"),
    Stop("involved, what was told, officers", "head_of_service", "casework/involved/told/{news}/"),
]
