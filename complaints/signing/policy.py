"""Who may do what with signatures of the protocol. The only place that says so (docs/decisions/signing.md)."""
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule, OwnRule
from council_portal.accounts.policy import DEMOCRATIC, MONITORING

KEEPERS = MONITORING | DEMOCRATIC
SIGNATURES = {
    "view": OwnRule("SRB-SIGN", KEEPERS, says=_("Only who signed, the Monitoring Officer and Democratic Services see this.")),
    "sign": OfficeRule("SRB-SIGN", says=_("Only somebody in office signs the protocol.")),
    "keep": OfficeRule("SRB-SIGN", KEEPERS, says=_("Only the Monitoring Officer and Democratic Services keep the register.")),
}
BY_ANOTHER = OfficeRule("SRB-SIGN", KEEPERS, says=_(
    "Your own signature on paper is entered by somebody else who keeps the register. Or sign in the portal."))
RENEWALS = {
    "view": OfficeRule("SRB-SIGN", says=_("Sign in as a Member or an officer to see this.")),
    "decide": OfficeRule("SRB-SIGN", MONITORING, says=_("Only the Monitoring Officer decides whether a new version is signed again.")),
}
