"""Who may do what with the commencement of a power. The only place that says so (docs/decisions/sanctions.md)."""
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule
from council_portal.accounts.policy import MONITORING

COMMENCEMENTS = {
    "view": OfficeRule("SRB-23", MONITORING, says=_("Only the Monitoring Officer sees what was entered of new powers.")),
    "add": OfficeRule("SRB-23", MONITORING, says=_("Only the Monitoring Officer enters that a new power is in force.")),
}
