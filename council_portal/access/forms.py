"""Forms whose dropdowns hold only what their reader may choose."""
from django import forms
from django.core.exceptions import ImproperlyConfigured


class GuardedFormMixin:
    """Narrows every model choice to `permitted(user, choose_action)`. A model without `permitted` is refused at once.

    choose: {field name: action}, "choose" when left out.
    """

    choose = {}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                if not hasattr(field.queryset, "permitted"):
                    raise ImproperlyConfigured(f"{type(self).__name__}.{name}: {field.queryset.model.__name__} has no permitted()")
                field.queryset = field.queryset.permitted(user, self.choose.get(name, "choose"))
