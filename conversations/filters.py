"""Narrowing a list of events that are permitted already."""
import functools

import django_filters
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.models import Event, EventListed, Kind, Status
from council_portal.access.filters import ConditionFilter, ListedFilterSet
from council_portal.design.selects import PlainSelect


def times(_request):
    """{value: (label, condition)}: still to come, or begun already."""
    now = timezone.now()
    return {"coming": (_("Still to come"), functools.partial(Q, starts_at__gt=now)),
            "past": (_("Past"), functools.partial(Q, starts_at__lte=now))}


class EventFilter(ListedFilterSet):
    """By when, kind and status; what is still to come soonest first, what is past latest first."""

    listed = EventListed
    when = ConditionFilter(label=_("When"), conditions=times, columns=["starts_at"], empty_label=_("At any time"), widget=PlainSelect)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Kind.choices, empty_label=_("All kinds"), widget=PlainSelect)
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices, empty_label=_("Any status"), widget=PlainSelect)
    order = django_filters.ChoiceFilter(label=_("Order"), choices=list(Event.ORDERINGS.items()), empty_label=None, widget=PlainSelect)

    class Meta:
        model = Event
        fields = []

    def __init__(self, data=None, *args, **kwargs):
        """What is still to come, unless asked otherwise, and the form says so."""
        data = data.copy() if data is not None else QueryDict(mutable=True)
        data.setdefault("when", "coming")
        if data["when"] == "past":
            data.setdefault("order", "-starts_at")
        super().__init__(data, *args, **kwargs)
