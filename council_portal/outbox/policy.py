"""Who may know how it goes with messages. The only place that says so."""
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule

MESSAGES = {
    "count": OfficeRule("decision outbox", frozenset({"technical_administrator"}),
                        says=_("Only the technical administrator is told how many messages failed.")),
}
