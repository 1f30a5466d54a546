"""Who may do what with the directory of officers and services. The only place that says so."""
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule, OwnRule
from council_portal.accounts.policy import DEMOCRATIC

SIGN_IN = _("Sign in as a Member or an officer to see this.")
ONLY_KEEPERS = _("Only Democratic Services keep this.")

OFFICERS = {
    "view": OfficeRule("RUG-DIR", says=SIGN_IN),
    "choose": OfficeRule("RUG-DIR", says=SIGN_IN),
    "write": OwnRule("RUG-DIR", DEMOCRATIC, says=_("Only the officer and Democratic Services write this.")),
    "confirm": OwnRule("RUG-DIR-FRESH", DEMOCRATIC, says=_("Only the officer and Democratic Services confirm this.")),
    "change": OfficeRule("RUG-DIR", DEMOCRATIC, says=ONLY_KEEPERS),
}
SERVICES = {
    "view": OfficeRule("RUG-DIR", says=SIGN_IN),
    "choose": OfficeRule("RUG-DIR", says=SIGN_IN),
    "change": OfficeRule("RUG-DIR", DEMOCRATIC, says=ONLY_KEEPERS),
    "find_faults": OfficeRule("RUG-4-POINTS", DEMOCRATIC, says=ONLY_KEEPERS),
}
