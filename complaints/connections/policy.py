"""Who may do what with the register of personal connections. The only place that says so (docs/decisions/connections.md)."""
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule, Rule
from council_portal.accounts.policy import MONITORING

DECLARER, KEEPER = "declarer", "keeper"
CONNECTIONS = {
    "declare": OfficeRule("SEC-5.7", says=_("Only somebody in office declares a connection.")),
    "keep": OfficeRule("SEC-5.7", MONITORING, says=_("Only the Monitoring Officer and the Deputy read the register.")),
    "view": Rule("SEC-5.7"),
    "read": Rule("SEC-5.7", frozenset({KEEPER}), says=_("Only the Monitoring Officer and the Deputy read the register.")),
    "end": Rule("SEC-5.7", frozenset({DECLARER}), {"running": [True]}, says=_(
        "Only whoever declared it says that it is no longer so, and once. If that was you, it is said already.")),
}
