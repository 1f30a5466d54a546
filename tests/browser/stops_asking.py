"""Officers ask a Member, and Members say that they are openly involved."""

from tests.browser.stops import LONG, Stop, press


def a_question(page, council):
    """A question with a long word in it, sent."""
    page.get_by_label("Whom do you ask?").select_option(index=1)
    page.get_by_label("What is it about?").fill("The lights on Mill Green")
    page.get_by_label("Your question").fill("Who asked for them?\n" + LONG)
    press("Send the question")(page, council)


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
]
