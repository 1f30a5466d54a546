"""Filter sets that narrow what is already permitted, by listed columns only."""
import django_filters
from django.db.models import Q


class ConditionFilter(django_filters.ChoiceFilter):
    """One of several named conditions on listed columns, such as an age. columns: all it uses.

    conditions(request): {value: (label, a function that gives the Q)}: only the one that was chosen is asked.
    """

    def __init__(self, *args, conditions, columns, **kwargs):
        super().__init__(*args, field_name=columns[0], **kwargs)
        self.conditions, self.columns = conditions, set(columns)

    @property
    def field(self):
        if not hasattr(self, "_field"):
            self.found = self.conditions(self.parent.request)
            self.extra["choices"] = [(value, label) for value, (label, _where) in self.found.items()]
        return super().field

    def condition(self, value):
        """The Q behind a value that the form has checked."""
        return self.found[value][1]()


class ListedFilterSet(django_filters.FilterSet):
    """Each filter names one listed column of `listed`; as_q() is their conjunction, which page() applies inside the index read.

    A filter on another column is refused when the class is made. The choices of model filters are permitted too.
    """

    listed = None

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.listed is not None:
            beside = {"capacity", cls.Meta.model.standings.field.name}  # which the standing has beside them
            columns = {f.name for f in cls.listed._meta.get_fields()} | beside
            used = [getattr(f, "columns", {f.field_name}) for f in cls.base_filters.values()]
            strays = set().union(*used) - columns - {"order"}
            if strays:
                raise TypeError(f"{cls.__name__}: {sorted(strays)} are not listed columns")

    def as_q(self):
        """Valid values only; an invalid form narrows to nothing and shows its errors."""
        if not self.is_valid():
            return Q(pk__in=[])
        q = Q()
        for name, one in self.filters.items():
            value = self.form.cleaned_data.get(name)
            if name == "order" or value in (None, "", []):
                continue
            if isinstance(one, ConditionFilter):
                q &= one.condition(value)
            else:
                column_value = getattr(one, "column_value", lambda given: given)
                q &= Q(**{f"{one.field_name}__{one.lookup_expr}": column_value(value)})
        return q

    def order(self):
        """The ordering asked for, or the first that the model offers."""
        orderings = self._meta.model.ORDERINGS
        asked = self.form.cleaned_data.get("order") if self.form.is_bound and self.form.is_valid() else None
        return asked if asked in orderings else next(iter(orderings))
