"""Narrowing the list of requests that are permitted already."""
import functools

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conversations.attendance import policy
from conversations.attendance.models import AttendanceListed, AttendanceRequest
from council_portal.access.filters import ConditionFilter, ListedFilterSet
from council_portal.design.selects import PlainSelect


def states(_request):
    """{value: (label, condition)}: how it stands, or what the reader has to do with it."""
    return {
        "open": (_("Not decided yet"), functools.partial(Q, status=policy.ASKED)),
        "decided": (_("Decided"), functools.partial(Q, status__in=[policy.AGREED, policy.REFUSED, policy.DONE])),
        "mine": (_("That I asked for"), functools.partial(Q, capacity__in=[policy.ASKER, policy.INVITED])),
        "to_decide": (_("That wait for my decision"), functools.partial(Q, status=policy.ASKED, capacity=policy.DECIDER)),
    }


class RequestFilter(ListedFilterSet):
    """By how it stands."""

    listed = AttendanceListed
    which = ConditionFilter(label=_("Which requests"), conditions=states, columns=["status", "capacity"], empty_label=_("All"),
                            widget=PlainSelect)

    class Meta:
        model = AttendanceRequest
        fields = []
