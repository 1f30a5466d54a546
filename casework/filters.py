"""Narrowing a list of cases that are permitted already."""
import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import Case, CaseListed, Status
from council_portal.access.filters import ListedFilterSet
from council_portal.accounts.models import Service, Ward

OPEN = [("true", _("Open")), ("false", _("Closed"))]


class CaseFilter(ListedFilterSet):
    """By whether it is open, status, ward and service; in one of the orderings that have an index."""

    listed = CaseListed
    is_open = django_filters.ChoiceFilter(label=_("Open or closed"), choices=OPEN, empty_label=_("Both"), initial="true")
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), lookup_expr="in", choices=Status.choices, widget=forms.CheckboxSelectMultiple
    )
    ward = django_filters.ModelChoiceFilter(label=_("Ward"), queryset=lambda request: Ward.objects.permitted(request.user, "choose"),
                                            empty_label=_("All wards"))
    service = django_filters.ModelChoiceFilter(
        label=_("Service"), queryset=lambda request: Service.objects.permitted(request.user, "choose"), empty_label=_("All services")
    )
    order = django_filters.ChoiceFilter(label=_("Order"), choices=list(Case.ORDERINGS.items()), empty_label=None)

    class Meta:
        model = Case
        fields = []

    def as_q(self):
        """Open cases unless asked otherwise: their index is the small one."""
        data = self.data or {}
        q = super().as_q()
        return q if "is_open" in data else q & Q(is_open=True)
