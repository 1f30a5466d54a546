"""Who may do what with the weekly briefing and its items. The only place that says so (docs/decisions/briefing.md)."""
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from council_portal.access.rules import OfficeRule
from council_portal.accounts.policy import SEATS, STAFF

EDITORS = frozenset({"communications"})
DRAFT, SENT = "draft", "sent"
WAITING, TAKEN, LEFT_OUT, TAKEN_BACK = "waiting", "taken", "left_out", "taken_back"
ONLY_EDITORS = _("Only Communications edit and send the briefing.")
NOBODY = Q(pk__in=[])


@dataclass(frozen=True)
class BriefingRule(OfficeRule):
    """What was sent is read by everybody in office; a draft by its editors."""

    def given_to(self, user, row=None):
        """Asked without a row: are there any that this reader might?"""
        if row is None or row.status == SENT:
            return bool(user.principals)
        return bool(user.posts & EDITORS)

    def rows(self, queryset, user):
        """All by a post; else those that were sent."""
        if not user.principals:
            return queryset.none()
        return queryset.all() if user.posts & EDITORS else queryset.filter(status=SENT)


@dataclass(frozen=True)
class ItemRule(OfficeRule):
    """An item: its submitter's own, the editors', and everybody's once its briefing was sent. statuses: of the item, none named: any.

    own, shared: does it go to the submitter, to everybody who reads the briefing?
    """

    statuses: frozenset = frozenset()
    own: bool = True
    shared: bool = False

    def given_to(self, user, row=None):
        """Asked without a row: are there any that this reader might?"""
        if row is None:
            return bool(user.principals)
        if self.statuses and row.status not in self.statuses:
            return False
        sent = row.briefing is not None and row.briefing.status == SENT
        if self.shared and sent and row.status == TAKEN:
            return bool(user.principals)
        return bool(user.posts & self.posts) or (self.own and bool(user.principals) and row.submitter_id == user.person_id)

    def rows(self, queryset, user):
        """Those that the rule gives this reader."""
        if not user.principals:
            return queryset.none()
        queryset = queryset.filter(status__in=self.statuses) if self.statuses else queryset
        if user.posts & self.posts:
            return queryset.all()
        mine = Q(submitter=user.person_id) if self.own else NOBODY
        return queryset.filter(mine | Q(status=TAKEN, briefing__status=SENT) if self.shared else mine)


BRIEFINGS = {
    "view": BriefingRule("RUG-BRIEF", says=_("Sign in as a Member or an officer to see this.")),
    "begin": OfficeRule("RUG-BRIEF", EDITORS, says=ONLY_EDITORS),
    "edit": OfficeRule("RUG-BRIEF", EDITORS, says=ONLY_EDITORS),
}
ITEMS = {
    "submit": OfficeRule("RUG-BRIEF", frozenset({SEATS, STAFF}), says=_("Only Members and officers submit items.")),
    "view": ItemRule("RUG-BRIEF", EDITORS, shared=True, says=_(
        "Only whoever submitted it and Communications see an item before it is sent.")),
    "edit": ItemRule("RUG-BRIEF", EDITORS, statuses=frozenset({WAITING, TAKEN}), own=False, says=ONLY_EDITORS),
    "take_back": ItemRule("RUG-BRIEF", statuses=frozenset({WAITING}), says=_(
        "Only whoever submitted an item takes it back, and only until it is in a briefing.")),
}
