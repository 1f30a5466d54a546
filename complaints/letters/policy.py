"""Who may do what with the texts of letters. The only place that says so (docs/decisions/letters.md).

Who takes a letter of a concern stands with the other rules of concerns, in complaints.policy.
"""
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule
from council_portal.accounts.policy import MONITORING

TEXTS = {
    "view": OfficeRule("CMP-TRIAGE", MONITORING, says=_("Only the Monitoring Officer keeps the texts of letters.")),
    "add": OfficeRule("CMP-TRIAGE", MONITORING, says=_("Only the Monitoring Officer keeps the texts of letters.")),
}
