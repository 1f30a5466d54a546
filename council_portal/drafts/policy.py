"""Who may do what with what somebody began to type. The only place that says so."""
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule, OwnRule

# SECURITY: no posts. A draft is its owner's alone: no stand-in, assistant or administrator has it, and out of office nobody has.
DRAFTS = {
    "begin": OfficeRule("decision drafts", says=_("Only somebody in office can keep a draft.")),
    "view": OwnRule("decision drafts", says=_("A draft is read only by whoever typed it.")),
    "change": OwnRule("decision drafts", says=_("A draft is changed only by whoever typed it.")),
}
