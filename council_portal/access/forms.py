"""Forms whose dropdowns hold only what their reader may choose, and which do not overwrite unawares."""
import hashlib

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


class Seen:
    """Mixin, before `forms.Form`: carries a digest of what the form was shown with, so that two people do not overwrite one another.

    The form is made with `initial` from the object as it is now, on showing and on posting alike.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=self.digest())

    def digest(self):
        """What the fields that a reader sees were shown with, as one short word."""
        shown = [(name, str(self.get_initial_for_field(field, name))) for name, field in self.fields.items() if not field.widget.is_hidden]
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:20]

    @property
    def stale(self):
        """Has what was shown changed since? A form that does not say what it was shown is taken for stale."""
        return self.is_bound and self.data.get(self.add_prefix("seen")) != self.digest()

    def typed(self):
        """(label, value) of what was typed, for the page that says somebody was first."""
        return [(str(field.label), field.value() or "") for field in self.visible_fields() if not isinstance(field.field, forms.FileField)]
