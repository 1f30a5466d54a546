"""Who may do what with a case. The only place that says so; docs/roles.md is read from it."""
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import Condition, OfficeRule, Rule

RAISER, HANDLER, ROUTER = "raiser", "handler", "router"
CAPACITIES = {
    RAISER: _("the Member who raised it"),
    HANDLER: _("the office that it was sent to"),
    ROUTER: _("Democratic Services, to find somebody for it"),
}
# Those who may read the whole of a case, from its first turn on. Only they search in it: what is indexed, all who search may read.
WHOLE = frozenset({RAISER, HANDLER, ROUTER})

# The posts with which Democratic Services may place a case: officers who answer, never Members or everybody.
TAKERS = frozenset({"clo", "nominated_officer", "head_of_service", "senior_officer", "chief_officer", "director", "executive_director",
                    "chief_operating_officer", "chief_executive"})

UNROUTED, WITH_OFFICER, ESCALATED, ANSWERED, CLOSED = "unrouted", "with_officer", "escalated", "answered", "closed"

# Overdue from 00:00 London of the day after the due date (SEC-3.4). No due date: due_order is the end of time.
OVERDUE = Condition(
    "overdue",
    q=lambda: Q(due_order__lt=timezone.localdate()),
    holds=lambda case: case.due_on is not None and case.due_on < timezone.localdate(),
)

CASE = {
    "log": OfficeRule(
        "SEC-3.2", frozenset({"all_members"}), cites="service_failure",
        says=_("Only a Member of the council can raise a case.")),
    "view": Rule("decision access-by-standing"),
    "answer": Rule(
        "SEC-3.2", frozenset({HANDLER}), {"status": [WITH_OFFICER, ESCALATED]}, cites="service_failure",
        says=_("Only the office that has the case can answer it, and only while an answer is awaited.")),
    "update": Rule(
        "RUG-CASE-CHANNEL", frozenset({RAISER, HANDLER}), {"is_open": [True]},
        says=_("Updates can be posted while the case is open, by the Member who raised it and the office that has it.")),
    "escalate": Rule(
        "SEC-3.5", frozenset({RAISER}), {"status": [WITH_OFFICER]}, (OVERDUE,), cites="unanswered",
        says=_("A case can be taken further by the Member who raised it, once the reply is overdue.")),
    "come_back": Rule(
        "RUG-CASE", frozenset({RAISER}), {"status": [ANSWERED, CLOSED]},
        says=_("The Member who raised a case can come back on it once it has been answered or closed.")),
    "close": Rule(
        "RUG-CASE", frozenset({RAISER}), {"is_open": [True]},
        says=_("The Member who raised a case can close it while it is open.")),
    "place": Rule(
        "VOCABULARY-ladder", frozenset({ROUTER}), {"status": [UNROUTED, ESCALATED]},
        says=_("Only Democratic Services place a case, and only one that has nobody to go to.")),
}
