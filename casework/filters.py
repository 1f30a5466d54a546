"""Narrowing a list of cases that are permitted already."""
import functools

import django_filters
from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.kinds import WORDS
from casework.models import Case, CaseListed, Status
from casework.policy import PLACERS, TAKERS
from casework.queues import queues
from council_portal.access.filters import ConditionFilter, ListedFilterSet
from council_portal.accounts.models import Service, Ward
from council_portal.clock.days import before, start_of
from council_portal.design.selects import PlainSelect

OPEN = [("True", _("Open")), ("False", _("Closed"))]  # as a BooleanField reads them


class PlaceFilter(django_filters.ChoiceFilter):
    """A drop-down of the places that the reader may choose, read as pairs in one statement, which also checks what was chosen.

    Django's own reads whole objects by a cursor, and the chosen one a second time: half of what a list asked the database for.
    """

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, widget=PlainSelect, **kwargs)
        self.places = places

    @property
    def field(self):
        if not hasattr(self, "_field"):
            rows = list(self.places.objects.permitted(self.parent.request.user, "choose").values_list("uid", "name", "pk"))
            self.extra["choices"] = [(str(uid), name) for uid, name, _pk in rows]
            self.keys = {str(uid): pk for uid, _name, pk in rows}
        return super().field

    def column_value(self, value):
        """The key behind the uid that the page shows."""
        return self.keys[value]


AGES = [(7, False), (14, False), (28, False), (90, False), (28, True), (90, True)]  # calendar days; older than that?


def ages(request):
    """{value: (label, condition)}: received in the last so many days, today among them, or before. From 00:00 London."""
    found = {}
    for number, older in AGES:
        since = start_of(before(timezone.localdate(), number))
        label = _("More than %(days)s days ago") if older else _("In the last %(days)s days")
        condition = Q(received__lt=since) if older else Q(received__gte=since)
        found[f"{'older' if older else 'last'}-{number}"] = (label % {"days": number}, functools.partial(Q, condition))
    return found


def lists(request):
    """{value: (label, condition)} of the queues that this reader is offered."""
    return {one.slug: (one.text, functools.partial(one.where, request.user)) for one in queues(request.user)}


class SearchFilter(ListedFilterSet):
    """What a search is narrowed by before anything is found: status, kind, ward and service."""

    listed = CaseListed
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices, empty_label=_("Any status"), widget=PlainSelect)
    matter = django_filters.ChoiceFilter(
        label=_("Kind of matter"), choices=list(WORDS.items()), empty_label=_("All kinds"), widget=PlainSelect)
    ward = PlaceFilter(label=_("Ward"), places=Ward, empty_label=_("All wards"))
    service = PlaceFilter(label=_("Service"), places=Service, empty_label=_("All services"))

    class Meta:
        model = Case
        fields = []


class CaseFilter(ListedFilterSet):
    """By queue, whether it is open, status, kind, ward, service and age; in one of the orderings that have an index."""

    listed = CaseListed
    queue = ConditionFilter(label=_("List"), conditions=lists, columns=["status", "next_on", "owner", "capacity"], widget=forms.HiddenInput,
                            error_messages={"invalid_choice": _("There is no such list for you. Choose one of those above.")})
    is_open = django_filters.ChoiceFilter(
        label=_("Open or closed"), choices=OPEN, empty_label=_("Both"), widget=PlainSelect)
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), lookup_expr="in", choices=Status.choices, widget=forms.CheckboxSelectMultiple
    )
    matter = django_filters.ChoiceFilter(
        label=_("Kind of matter"), choices=list(WORDS.items()), empty_label=_("All kinds"), widget=PlainSelect)
    ward = PlaceFilter(label=_("Ward"), places=Ward, empty_label=_("All wards"))
    service = PlaceFilter(label=_("Service"), places=Service, empty_label=_("All services"))
    age = ConditionFilter(label=_("Received"), conditions=ages, columns=["received"], empty_label=_("At any time"), widget=PlainSelect)
    order = django_filters.ChoiceFilter(label=_("Order"), choices=list(Case.ORDERINGS.items()), empty_label=None, widget=PlainSelect)

    class Meta:
        model = Case
        fields = []

    def __init__(self, data=None, *args, **kwargs):
        """Open cases unless asked otherwise, and the form says so: their index is the small one. Whoever asks for closed ones among the
        statuses has asked otherwise. A queue begins with its next date, and so does the whole list of whoever takes or places cases."""
        data = data.copy() if data is not None else QueryDict(mutable=True)
        data.setdefault("is_open", "True")
        if data["is_open"] == "True" and Status.CLOSED in data.getlist("status"):
            data["is_open"] = ""
        request = kwargs.get("request")
        if data.get("queue") or (request and request.user.posts & (TAKERS | PLACERS)):
            data.setdefault("order", "next_on")
        super().__init__(data, *args, **kwargs)
