"""By when what is due with a concern, and is an Independent Person always heard: as the council's own section on process says (SRB-23).

It is data that the council enters, `[process]` of its protocol file, and counts as it stood in the version that the concern was raised
under. What the section leaves out, and all of it where there is none, is a setting of the council.
"""
from django.conf import settings

from council_portal.protocol.services import rules_of, version_of

ACKNOWLEDGE, ASSESS, DECIDE, ASK_AGAIN, LOOK_AGAIN = "acknowledge", "assess", "decide", "ask_again", "look_again"
SETTINGS = {
    ACKNOWLEDGE: "CONCERN_ACKNOWLEDGE_DAYS",
    ASSESS: "CONCERN_ASSESS_DAYS",
    DECIDE: "CONCERN_INQUIRY_DAYS",
    ASK_AGAIN: "CONCERN_REVIEW_WITHIN_DAYS",
    LOOK_AGAIN: "CONCERN_REVIEW_DAYS",
}
ALWAYS = "always"


def section(concern):
    """The section as rules.Process, or None where its protocol has none."""
    return rules_of(version_of(concern.protocol_id)).process


def days(concern, word):
    """Within how many working days this is due. word: of SETTINGS."""
    own = section(concern)
    return (own and getattr(own, word)) or getattr(settings, SETTINGS[word])


def clause(concern, *words):
    """The clause that sets them, "" where one of these is a setting of the council. words: of SETTINGS."""
    own = section(concern)
    return own.clause if own and all(getattr(own, word) for word in words) else ""


def hears_always(concern):
    """Is an Independent Person heard before every decision about a Member? The section's word, or the setting where it says nothing."""
    own = section(concern)
    if own and own.hear_always is not None:
        return own.hear_always
    return settings.CONCERN_INDEPENDENT_PERSON == ALWAYS


def hearing_clause(concern):
    """The clause of the section that says so, or "" where it is a setting."""
    own = section(concern)
    return own.clause if own and own.hear_always else ""
