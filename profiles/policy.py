"""Who may do what with Members' profiles. The only place that says so."""
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule, OwnRule
from council_portal.accounts.policy import MONITORING, SEATS

DEMOCRATIC = frozenset({"democratic_services"})
COMMUNICATIONS = frozenset({"communications"})
CO_OPTED = "co_opted_members"  # whoever holds it is a co-opted or lay member today; no rule names it, so it gives reading only
IN_OFFICE = frozenset({SEATS, CO_OPTED})  # the one or the other: who is a Member today, of whatever kind
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
