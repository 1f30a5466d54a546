"""Who may do what with a concern. The only place that says so (docs/decisions/concerns.md)."""
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule, Rule
from council_portal.accounts.policy import CHIEF, MONITORING

COMPLAINANT, TALKER, HANDLER = "complainant", "talker", "handler"
CAPACITIES = {
    COMPLAINANT: _("whoever raised it"),
    TALKER: _("the office that is asked for a talk first"),
    HANDLER: _("the office that deals with it"),
}
OFFICER, MEMBER, BREACH, ADVICE = "officer_conduct", "member_conduct", "protocol_breach", "advice"
MATTERS = (OFFICER, MEMBER, BREACH, ADVICE)

TALK, RECEIVED, ASSESSED, CLOSED, WITHDRAWN = "talk", "received", "assessed", "closed", "withdrawn"
WITH_FORM = [RECEIVED, ASSESSED]

CONCERNS = {
    "raise": OfficeRule("SEC-6.1", says=_("Only somebody in office raises a concern here.")),
    "statistics": OfficeRule("CMP-TRIAGE", MONITORING | CHIEF, says=_("Only the Monitoring Officer and the Chief Executive see numbers.")),
    "view": Rule("CMP-CONF"),
    "read": Rule("CMP-CONF", frozenset({COMPLAINANT, HANDLER}), says=_("What the form says is read by whoever deals with it.")),
    "talk": Rule("SEC-6.1", frozenset({TALKER}), {"status": [TALK]}, says=_(
        "Only the office that was asked for a talk answers it, and only until the form is sent.")),
    "send": Rule("SEC-6.1", frozenset({COMPLAINANT}), {"status": [TALK]}, says=_(
        "Only whoever raised it sends the form, and once. If you raised it, it is sent or taken back already.")),
    "ask_next": Rule("SEC-1.10", frozenset({COMPLAINANT}), {"status": [RECEIVED]}, says=_(
        "Only whoever asked a question says who is asked next, and only until it is answered.")),
    "say": Rule("CMP-TRIAGE", frozenset({COMPLAINANT, HANDLER}), {"status": WITH_FORM}, says=_(
        "Only whoever raised it and the office that deals with it write to each other, and not once it is closed.")),
    "add_paper": Rule("CMP-TRIAGE", frozenset({COMPLAINANT, HANDLER}), {"status": WITH_FORM}, says=_(
        "Only whoever raised it and the office that deals with it add papers, and not once it is closed.")),
    "withdraw": Rule("CMP-TRIAGE", frozenset({COMPLAINANT}), {"status": [TALK, *WITH_FORM]}, says=_(
        "Only whoever raised it takes it back, and not once it is closed.")),
    "note": Rule("CMP-TRIAGE", frozenset({HANDLER}), {"status": WITH_FORM}, says=_("Only the office that deals with it keeps notes.")),
    "assess": Rule("CMP-TRIAGE", frozenset({HANDLER}), {"status": [RECEIVED]}, says=_("Only the office that deals with it assesses it.")),
    "answer": Rule("SEC-1.10", frozenset({HANDLER}), {"status": [RECEIVED]}, says=_("Only the office that was asked gives the advice.")),
    "close": Rule("CMP-TRIAGE", frozenset({HANDLER}), {"status": [ASSESSED]}, says=_(
        "Only the office that deals with it closes it, and only once it is assessed.")),
    "recuse": Rule("CMP-CONFLICT", frozenset({TALKER, HANDLER}), {"status": [TALK, *WITH_FORM]}, says=_(
        "Only somebody who has it steps back, and not once it is closed.")),
    "keep_out": Rule("CMP-CONFLICT", frozenset({COMPLAINANT, HANDLER}), says=_(
        "Only whoever raised it and the office that deals with it say who is concerned in it.")),
}
