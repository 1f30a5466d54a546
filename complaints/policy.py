"""Who may do what with a concern. The only place that says so (docs/decisions/concerns.md)."""
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule, Rule
from council_portal.accounts.policy import CHIEF, MONITORING

COMPLAINANT, TALKER, HANDLER = "complainant", "talker", "handler"
SUBJECT, INVESTIGATOR, INDEPENDENT, PANEL, DECIDER = "subject", "investigator", "independent", "panel", "decider"
CAPACITIES = {
    COMPLAINANT: _("whoever raised it"),
    TALKER: _("the office that is asked for a talk first"),
    HANDLER: _("the office that deals with it"),
    SUBJECT: _("whoever it is about, once they are told"),
    INVESTIGATOR: _("whoever investigates it"),
    INDEPENDENT: _("the Independent Person whose view is asked"),
    PANEL: _("a member of the hearing panel"),
    DECIDER: _("whoever decided it, while and after another office looks again"),
}
SIDES = frozenset({COMPLAINANT, SUBJECT})  # whose own matter it is: they keep it when they leave office
GRANTED = frozenset({INVESTIGATOR, INDEPENDENT, PANEL})  # there only as a grant on one concern, by name and until a day
APART = frozenset({SUBJECT, DECIDER})  # kept out of it, and told of it all the same: what is theirs to know and nothing else
# Whose words and papers each capacity hears, beside what they say themselves. "office" is the office's own file.
TO_TALK, TO_BOTH, TO_OFFICE, TO_SUBJECT, TO_INQUIRY, TO_INDEPENDENT, TO_PANEL = (
    "talk", "both", "office", "subject", "inquiry", "view", "panel")
TO_FORM = "form"  # of a paper: it waits for the form that comes after a talk, and until then it is for whoever raised it alone
HEARS = {
    COMPLAINANT: frozenset({TO_TALK, TO_BOTH}),
    TALKER: frozenset({TO_TALK}),
    HANDLER: frozenset({TO_BOTH, TO_OFFICE, TO_SUBJECT, TO_INQUIRY, TO_INDEPENDENT, TO_PANEL}),
    SUBJECT: frozenset({TO_SUBJECT}),
    INVESTIGATOR: frozenset({TO_INQUIRY, TO_SUBJECT}),
    INDEPENDENT: frozenset({TO_INDEPENDENT, TO_INQUIRY, TO_SUBJECT}),
    PANEL: frozenset({TO_PANEL, TO_INDEPENDENT, TO_INQUIRY, TO_SUBJECT}),
    DECIDER: frozenset(),
}
# Whose papers each reads: whoever investigates, is heard or decides reads the evidence as well; whoever raised it what waits for the form.
PAPERS = {capacity: heard | {TO_BOTH} if capacity in GRANTED else heard for capacity, heard in HEARS.items()}
PAPERS[COMPLAINANT] |= {TO_FORM}
# Who hears what each capacity says.
SPEAKS = {COMPLAINANT: TO_BOTH, SUBJECT: TO_SUBJECT, INVESTIGATOR: TO_INQUIRY, INDEPENDENT: TO_INDEPENDENT, PANEL: TO_PANEL}
OFFICER, MEMBER, BREACH, ADVICE = "officer_conduct", "member_conduct", "protocol_breach", "advice"
MATTERS = (OFFICER, MEMBER, BREACH, ADVICE)

TALK, RECEIVED, ASSESSED, INQUIRY, DECIDED, REVIEW, CLOSED, WITHDRAWN = (
    "talk", "received", "assessed", "inquiry", "decided", "review", "closed", "withdrawn")
GOING = [RECEIVED, ASSESSED, INQUIRY, DECIDED, REVIEW]  # the form is sent, and it is not closed
BEFORE = [RECEIVED, ASSESSED, INQUIRY]  # nothing is decided yet
ONLY_HANDLER = _("Only the office that deals with it does this, and only at this stage.")

CONCERNS = {
    "raise": OfficeRule("SEC-6.1", says=_("Only somebody in office raises a concern here.")),
    "statistics": OfficeRule("CMP-TRIAGE", MONITORING | CHIEF, says=_("Only the Monitoring Officer and the Chief Executive see numbers.")),
    "view": Rule("CMP-CONF"),
    "read": Rule("CMP-CONF", frozenset({COMPLAINANT, HANDLER}) | GRANTED, says=_("What the form says is read by whoever deals with it.")),
    "talk": Rule("SEC-6.1", frozenset({TALKER, COMPLAINANT}), {"status": [TALK]}, says=_(
        "Only whoever asked for a talk and the office that was asked answer each other, and only as long as the talk is open.")),
    "settle": Rule("SEC-6.1", frozenset({COMPLAINANT}), {"status": [TALK]}, says=_(
        "Only whoever asked for a talk says that it has settled the matter, and only as long as the talk is open.")),
    "send": Rule("SEC-6.1", frozenset({COMPLAINANT}), {"status": [TALK]}, says=_(
        "Only whoever raised it sends the form, and once. If you raised it, it is sent, settled or taken back already.")),
    "ask_next": Rule("SEC-1.10", frozenset({COMPLAINANT}), {"status": [RECEIVED]}, says=_(
        "Only whoever asked a question says who is asked next, and only until it is answered.")),
    "say": Rule("CMP-TRIAGE", frozenset(SPEAKS) | {HANDLER}, {"status": GOING}, says=_(
        "Only whoever stands in it and the office that deals with it write to each other, and not once it is closed.")),
    "add_paper": Rule("CMP-TRIAGE", frozenset({COMPLAINANT, HANDLER, SUBJECT, INVESTIGATOR}), {"status": GOING}, says=_(
        "Only whoever raised it, whoever it is about, the investigator and the office add papers, and not once it is closed.")),
    "withdraw": Rule("CMP-TRIAGE", frozenset({COMPLAINANT}), {"status": [TALK, *BEFORE]}, says=_(
        "Only whoever raised it takes it back, and not once it is decided or closed.")),
    "note": Rule("CMP-TRIAGE", frozenset({HANDLER}), {"status": GOING}, says=_("Only the office that deals with it keeps notes.")),
    "acknowledge": Rule("CMP-TRIAGE", frozenset({HANDLER}), {"status": [RECEIVED]}, says=ONLY_HANDLER),
    "assess": Rule("CMP-TRIAGE", frozenset({HANDLER}), {"status": [RECEIVED]}, says=_("Only the office that deals with it assesses it.")),
    "answer": Rule("SEC-1.10", frozenset({HANDLER}), {"status": [RECEIVED]}, says=_("Only the office that was asked gives the advice.")),
    "plan": Rule("NNC-RESOLVE", frozenset({HANDLER}), {"status": [ASSESSED, DECIDED]}, says=ONLY_HANDLER),
    "end_task": Rule("CMP-TRIAGE", frozenset({HANDLER}), {"status": [ASSESSED, DECIDED]}, says=ONLY_HANDLER),
    "investigate": Rule("CMP-TRIAGE", frozenset({HANDLER}), {"status": [ASSESSED]}, says=ONLY_HANDLER),
    "appoint": Rule("CMP-TRIAGE", frozenset({HANDLER}), {"status": GOING}, says=ONLY_HANDLER),
    "end_grant": Rule("CMP-TRIAGE", frozenset({HANDLER}), {"status": GOING}, says=ONLY_HANDLER),
    "report": Rule("CMP-TRIAGE", frozenset({INVESTIGATOR, HANDLER}), {"status": [INQUIRY]}, says=_(
        "Only the investigator or the office hands in the report, and only while it is investigated.")),
    "find": Rule("CMP-TRIAGE", frozenset({PANEL}), {"status": [INQUIRY]}, says=_(
        "Only a member of the hearing panel hands in a finding, once, and only while it is investigated.")),
    "ask_view": Rule("CMP-TRIAGE", frozenset({HANDLER}), {"status": BEFORE}, says=ONLY_HANDLER),
    "give_view": Rule("CMP-TRIAGE", frozenset({INDEPENDENT, HANDLER}), {"status": BEFORE}, says=_(
        "Only the Independent Person gives the view, or the office for them, and only before it is decided.")),
    "hear": Rule("CMP-TRIAGE", frozenset({HANDLER}), {"status": [INQUIRY]}, says=ONLY_HANDLER),
    "decide": Rule("CMP-TRIAGE", frozenset({HANDLER}), {"status": [INQUIRY]}, says=ONLY_HANDLER),
    "tell_subject": Rule("CMP-CONFLICT", frozenset({HANDLER}), {"status": GOING}, says=ONLY_HANDLER),
    "decide_name": Rule("CMP-CONF", frozenset({HANDLER}), {"status": GOING}, says=ONLY_HANDLER),
    "take_back_name": Rule("CMP-CONF", frozenset({HANDLER}), {"status": GOING}, says=ONLY_HANDLER),
    "agree_name": Rule("CMP-CONF", frozenset({COMPLAINANT}), {"status": GOING}, says=_(
        "Only whoever raised it agrees that the name is told, and not once it is closed.")),
    "close": Rule("CMP-TRIAGE", frozenset({HANDLER}), {"status": [ASSESSED, DECIDED]}, says=_(
        "Only the office that deals with it closes it, and only once it is assessed or decided.")),
    "ask_review": Rule("CMP-TRIAGE", frozenset({COMPLAINANT, SUBJECT}), {"status": [DECIDED, REVIEW, CLOSED]}, says=_(
        "Only whoever raised it and whoever it is about ask that the decision is looked at again.")),
    "review": Rule("CMP-TRIAGE", frozenset({HANDLER}), {"status": [REVIEW]}, says=ONLY_HANDLER),
    "take_letter": Rule("CMP-TRIAGE", frozenset({HANDLER}), says=_("Only the office that deals with it takes letters of it.")),
    "recuse": Rule("CMP-CONFLICT", frozenset({TALKER, HANDLER}) | GRANTED, {"status": [TALK, *GOING]}, says=_(
        "Only somebody who has it steps back, and not once it is closed.")),
    "keep_out": Rule("CMP-CONFLICT", frozenset({HANDLER}), {"status": GOING}, says=_(
        "Only the office that deals with it keeps somebody out, and not once it is closed.")),
    "name_concerned": Rule("CMP-CONFLICT", frozenset({COMPLAINANT}), {"status": [TALK, RECEIVED]}, says=_(
        "Whoever raised it says who is concerned in it until it is assessed; after that they write to the office.")),
}


def papers_for(capacities):
    """For whom the papers are that somebody in these capacities reads: words of `heard`."""
    return frozenset().union(*(PAPERS[one] for one in capacities))
