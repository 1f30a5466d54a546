"""Who may do what with the list of Independent Persons. The only place that says so (docs/decisions/independents.md)."""
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
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
        return super().rows(queryset, user).filter(agreed=None).exclude(entered_by=user.person_id)


@dataclass(frozen=True)
class EndRule(OfficeRule):
    """Saying the last day of an appointment that was agreed to and is not over."""

    def given_to(self, user, row=None):
        """Asked without a row: could it be theirs to end one?"""
        return super().given_to(user) and (row is None or (row.agreed is True and not row.is_over(timezone.localdate())))

    def rows(self, queryset, user):
        """Those that are not over."""
        return super().rows(queryset, user).filter(Q(until=None) | Q(until__gte=timezone.localdate()), agreed=True)


INDEPENDENTS = {
    "view": OfficeRule("CMP-TRIAGE", MONITORING, says=_("Only the Monitoring Officer keeps the list of Independent Persons.")),
    "add": OfficeRule("CMP-TRIAGE", MONITORING, says=_("Only the Monitoring Officer enters an Independent Person.")),
    "change": SecondRule("CMP-TRIAGE", MONITORING, says=_(
        "Only somebody else who may enter an Independent Person agrees to an entry or refuses it, and once.")),
    "end": EndRule("CMP-TRIAGE", MONITORING, says=_(
        "Only the Monitoring Officer says the last day of an appointment, and only while it is not over.")),
}
