"""Narrowing a list of cases that are permitted already."""
import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from casework.models import Case, CaseListed, Status
from council_portal.access.filters import ListedFilterSet
from council_portal.accounts.models import Service, Ward
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


class CaseFilter(ListedFilterSet):
    """By whether it is open, status, ward and service; in one of the orderings that have an index."""

    listed = CaseListed
    is_open = django_filters.ChoiceFilter(
        label=_("Open or closed"), choices=OPEN, empty_label=_("Both"), widget=PlainSelect)
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), lookup_expr="in", choices=Status.choices, widget=forms.CheckboxSelectMultiple
    )
    ward = PlaceFilter(label=_("Ward"), places=Ward, empty_label=_("All wards"))
    service = PlaceFilter(label=_("Service"), places=Service, empty_label=_("All services"))
    order = django_filters.ChoiceFilter(label=_("Order"), choices=list(Case.ORDERINGS.items()), empty_label=None, widget=PlainSelect)

    class Meta:
        model = Case
        fields = []

    def __init__(self, data=None, *args, **kwargs):
        """Open cases unless asked otherwise, and the form says so: their index is the small one."""
        data = data.copy() if data is not None else QueryDict(mutable=True)
        data.setdefault("is_open", "True")
        super().__init__(data, *args, **kwargs)
