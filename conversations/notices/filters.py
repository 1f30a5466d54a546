"""Narrowing a list of notices that are permitted already."""
import functools

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.filters import PlaceFilter
from conversations.notices import policy
from conversations.notices.models import Notice, NoticeListed, Occasion, affecting
from council_portal.access.filters import ConditionFilter, ListedFilterSet
from council_portal.accounts.models import Service, Ward
from council_portal.design.selects import PlainSelect


def states(request):
    """{value: (label, condition)}: where a notice can be. What is no draft of theirs the reader does not find there anyway."""
    return {
        "confidence": (_("In confidence"), lambda: Q(status=policy.ISSUED) & policy.IN_CONFIDENCE.q()),
        "public": (_("Published"), lambda: ~policy.IN_CONFIDENCE.q()),
        "draft": (_("Drafts"), functools.partial(Q, status=policy.DRAFT)),
        "withdrawn": (_("Withdrawn"), functools.partial(Q, status=policy.WITHDRAWN)),
    }


def wards(request):
    """{value: (label, condition)} of the wards: a notice has several, so that the condition is on the key to the notice."""
    rows = Ward.objects.permitted(request.user, "choose").values_list("uid", "name", "pk")
    return {str(uid): (name, functools.partial(affecting, pk)) for uid, name, pk in rows}


class NoticeFilter(ListedFilterSet):
    """By where it is, ward, occasion and service; in one of the orderings that have an index."""

    listed = NoticeListed
    state = ConditionFilter(label=_("In confidence or public"), conditions=states, columns=["status", "publish_at"],
                            empty_label=_("All"), widget=PlainSelect)
    ward = ConditionFilter(label=_("Ward"), conditions=wards, columns=["notice"], empty_label=_("All wards"), widget=PlainSelect)
    occasion = django_filters.ChoiceFilter(
        label=_("Occasion"), choices=Occasion.choices, empty_label=_("Any occasion"), widget=PlainSelect)
    service = PlaceFilter(label=_("Service"), places=Service, empty_label=_("All services"))
    order = django_filters.ChoiceFilter(label=_("Order"), choices=list(Notice.ORDERINGS.items()), empty_label=None, widget=PlainSelect)

    class Meta:
        model = Notice
        fields = []
