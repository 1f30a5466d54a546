"""Who may do what with the protocol itself. The only place that says so."""
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule
from council_portal.accounts.policy import MONITORING

VERSION = {
    "view": OfficeRule("RUG-PILLARS", says=_("Sign in as a Member or an officer to read the protocol.")),
    "look_after": OfficeRule("SEC-1.8", MONITORING, says=_("Only the Monitoring Officer looks after the protocol.")),
}
