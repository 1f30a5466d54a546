"""A column of sealed text: written only sealed, opened only for the row that it belongs to, found by nothing that stands in it."""
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from council_portal.sealing import box, keys


def ring():
    """The keys of this portal. Raises KeyFault."""
    return keys.read(str(settings.SEALING_KEYS))


def place_of(instance, field):
    """Where a text belongs: the model, the row by its uid, the column. Moved to another of them, it does not open."""
    return f"{field.model._meta.label_lower}/{instance.uid}/{field.name}"


class Opened(DeferredAttribute):
    """The attribute on a row: opens what was read when it is asked for, and keeps it on this instance only."""

    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if instance is not None and isinstance(value, box.Sealed):
            value = instance.__dict__[self.field.attname] = box.unseal(ring(), value, place_of(instance, self.field))
        return value

    def __set__(self, instance, value):
        """Makes it the way to the value also where the instance holds one."""
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.TextField):
    """Text of a model that has a `uid`, encrypted at rest. Raises KeyFault when it is read or written and the keys are not there.

    It can be saved and read on instances only: no filter, no ordering, no update() with plain text. `values()` gives it sealed.
    """

    descriptor_class = Opened

    def from_db_value(self, value, expression, connection):
        return None if value is None else box.Sealed(value)

    def to_python(self, value):
        return value

    def pre_save(self, model_instance, add):
        """Seal what is to be saved; what was not opened stays as it is."""
        value = model_instance.__dict__.get(self.attname)
        return value if value is None or isinstance(value, box.Sealed) else box.seal(ring(), value, place_of(model_instance, self))

    def get_prep_value(self, value):
        """SECURITY: whatever way text takes to the database, it is refused unless it is sealed."""
        if value is not None and not isinstance(value, box.Sealed):
            raise TypeError(f"{self.name}: only sealed text is written; save an instance")
        return None if value is None else str(value)

    def get_lookup(self, lookup_name):
        """Nothing looks into it but whether there is one."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is sealed: nothing is found by what stands in it")


def sealed_fields():
    """Every column of sealed text of the portal."""
    return [field for model in apps.get_models() for field in model._meta.concrete_fields if isinstance(field, SealedTextField)]
