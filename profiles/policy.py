"""Who may do what with Members' profiles. The only place that says so."""
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule, OwnRule
from council_portal.accounts.policy import MONITORING

DEMOCRATIC = frozenset({"democratic_services"})
COMMUNICATIONS = frozenset({"communications"})
ONLY_KEEPERS = _("Only Democratic Services keep this.")

PROFILES = {
    "view": OfficeRule("RUG-PROF", says=_("Sign in as a Member or an officer to see this.")),
    "choose": OfficeRule("RUG-PROF", says=_("Sign in as a Member or an officer to see this.")),
    "change": OfficeRule("RUG-PROF", DEMOCRATIC, says=ONLY_KEEPERS),
    "brief": OfficeRule("SEC-8", COMMUNICATIONS, says=_("Only Communications have this on their home page.")),
    "foresee": OfficeRule("NNC-WARDS", DEMOCRATIC | COMMUNICATIONS | MONITORING, says=_(
        "Only Democratic Services, Communications and the Monitoring Officer are told ahead.")),
    "write": OwnRule("RUG-PROF", DEMOCRATIC, says=_("Only the Member and Democratic Services write this.")),
    "confirm": OwnRule("RUG-DIR-FRESH", DEMOCRATIC, says=_("Only the Member and Democratic Services confirm this.")),
}
BODIES = {
    "view": OfficeRule("RUG-PROF", says=_("Sign in as a Member or an officer to see this.")),
    "choose": OfficeRule("RUG-PROF", says=_("Sign in as a Member or an officer to see this.")),
    "change": OfficeRule("RUG-PROF", DEMOCRATIC, says=ONLY_KEEPERS),
}
LEAVING = {
    "view": OfficeRule("NNC-WARDS", DEMOCRATIC, says=ONLY_KEEPERS),
    "settle": OfficeRule("NNC-WARDS", DEMOCRATIC, says=ONLY_KEEPERS),
}
