"""Filter sets that narrow what is already permitted, by listed columns only."""
import django_filters
from django.db.models import Q


class ListedFilterSet(django_filters.FilterSet):
    """Each filter names one listed column of `listed`; as_q() is their conjunction, which page() applies inside the index read.

    A filter on another column is refused when the class is made. The choices of model filters are permitted too.
    """

    listed = None

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.listed is not None:
            columns = {f.name for f in cls.listed._meta.get_fields()}
            strays = {f.field_name for f in cls.base_filters.values()} - columns - {"order"}
            if strays:
                raise TypeError(f"{cls.__name__}: {sorted(strays)} are not listed columns")

    def as_q(self):
        """Valid values only; an invalid form narrows to nothing and shows its errors."""
        if not self.is_valid():
            return Q(pk__in=[])
        q = Q()
        for name, one in self.filters.items():
            value = self.form.cleaned_data.get(name)
            if name != "order" and value not in (None, "", []):
                column_value = getattr(one, "column_value", lambda given: given)
                q &= Q(**{f"{one.field_name}__{one.lookup_expr}": column_value(value)})
        return q

    def order(self):
        """The ordering asked for, or the first that the model offers."""
        orderings = self._meta.model.ORDERINGS
        asked = self.form.cleaned_data.get("order") if self.form.is_bound and self.form.is_valid() else None
        return asked if asked in orderings else next(iter(orderings))
