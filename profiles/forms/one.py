"""What the forms about Members have in common."""
import datetime

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from council_portal.accounts.models import Person
from council_portal.design.forms import PlainForm

ONE_DAY, NO_GROUP = datetime.timedelta(days=1), "none"
AUTHORITY = _("Enter by what authority: the minute, the election or another record")


def capitals(choices):
    """Choices as radio buttons show them, each beginning with a capital."""
    return [(value, capfirst(label)) for value, label in choices]


class NoneToo(forms.models.ModelChoiceIterator):
    """The groups, and before them "In no group"."""

    def __iter__(self):
        rows = super().__iter__()
        if self.field.empty_label is not None:
            yield next(rows)
        yield NO_GROUP, _("In no group")
        yield from rows


class GroupField(forms.ModelChoiceField):
    """A political group. Cleans to the group; to NO_GROUP, which is an answer too; or to None, where it may be left open."""

    iterator = NoneToo

    def clean(self, value):
        """value: a uid, NO_GROUP or ""."""
        return NO_GROUP if value == NO_GROUP else super().clean(value)


class Lines(forms.CharField):
    """Several lines. A line end counts as one character, as the counter on the page has it; browsers send two."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value):
        value = super().to_python(value)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class One(PlainForm):
    """Mixin, before GuardedFormMixin: a form about one object (`instance`), or about none, the form that makes one."""

    def __init__(self, *args, instance=None, initial=None, **kwargs):
        self.instance = instance
        super().__init__(*args, initial={**self.shown(instance), **(initial or {})}, **kwargs)

    def shown(self, instance):
        """What the fields are shown with."""
        return {}

    @property
    def actor(self):
        """The person who presses the button."""
        return self.user.person


def free_address(user, address, *, but=None):
    """This address, unless another person has it."""
    taken = Person.objects.permitted(user, "choose").filter(email__iexact=address).exclude(pk=but.pk if but else None)
    if address and taken.exists():
        raise forms.ValidationError(_("Somebody else has this address. Enter the address of this person."))
    return address
