"""Who may do what with the commencement of a power. The only place that says so (docs/decisions/sanctions.md)."""
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule
from council_portal.accounts.policy import MONITORING


@dataclass(frozen=True)
class SecondRule(OfficeRule):
    """An answer to an entry that waits for one: of somebody who may enter one, and did not enter this."""

    def given_to(self, user, row=None):
        """Asked without a row: could it be theirs to answer one?"""
        return super().given_to(user) and (row is None or (row.waits and row.entered_by_id != user.person_id))

    def rows(self, queryset, user):
        """Those that wait for this reader."""
        return super().rows(queryset, user).filter(agreed=None, lawful_from__isnull=False).exclude(entered_by=user.person_id)


COMMENCEMENTS = {
    "view": OfficeRule("SRB-23", MONITORING, says=_("Only the Monitoring Officer sees what was entered of new powers.")),
    "add": OfficeRule("SRB-23", MONITORING, says=_("Only the Monitoring Officer enters that a new power is in force.")),
    "change": SecondRule("SRB-23", MONITORING, says=_(
        "Only somebody else who may enter a new power agrees to one or refuses it, and once.")),
}
