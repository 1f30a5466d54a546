"""Who may do what with files that are taken in by page. The only place that says so.

Beside these the rule of what the file changes is asked: "change" of Members' profiles, or of the directory.
"""
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule
from council_portal.accounts.policy import DEMOCRATIC

INTAKES = {
    "view": OfficeRule("RUG-DIR-FRESH", DEMOCRATIC, says=_("Only Democratic Services take files in.")),
    "apply": OfficeRule("RUG-DIR-FRESH", DEMOCRATIC, says=_("Only Democratic Services take files in.")),
}
