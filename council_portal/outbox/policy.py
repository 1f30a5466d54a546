"""Who may know how it goes with messages. The only place that says so."""
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule, OwnRule
from council_portal.accounts.policy import IN_OFFICE

MESSAGES = {
    "count": OfficeRule("decision outbox", frozenset({"technical_administrator"}),
                        says=_("Only the technical administrator is told how many messages failed.")),
}
# SECURITY: no posts beside the person. When a Member wants to hear of what is nobody's but theirs to know and to say.
PREFERENCES = {
    "choose": OfficeRule("decision pace", IN_OFFICE, says=_("Only Members choose what reaches them at once, daily or weekly.")),
    "view": OwnRule("decision pace", says=_("Only the Member sees this.")),
}
