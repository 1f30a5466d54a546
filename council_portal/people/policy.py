"""Who may do what with photographs of people. The only place that says so."""
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule, OwnRule
from council_portal.accounts.policy import DEMOCRATIC

PHOTOS = {
    "view": OfficeRule("RUG-PROF", says=_("Sign in as a Member or an officer to see this.")),
    "write": OwnRule("RUG-PROF", DEMOCRATIC, says=_("Only the person and Democratic Services change a photograph.")),
}
