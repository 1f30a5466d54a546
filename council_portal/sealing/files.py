"""Sealed files: bytes encrypted at rest, each bound to the row that it belongs to. A file begins with the way and the name of its key."""
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models, transaction

from council_portal.sealing.box import NONCE, WAY, Damaged
from council_portal.sealing.fields import ring

HEAD = len(f"{WAY}.00000000.")  # bytes: the way, the name of the key, both with a full stop


class SealedFileField(models.FileField):
    """The file of a model that has a `uid`. What is stored is sealed: `put_sealed` writes it, `open_sealed` opens it."""


def seal_bytes(keys, data, place):
    """Sealed bytes. place: where they belong, the same text whenever they are opened."""
    nonce, key = secrets.token_bytes(NONCE), keys.current
    return f"{WAY}.{key.name}.".encode() + nonce + AESGCM(key.secret).encrypt(nonce, data, place.encode())


def unseal_bytes(keys, data, place):
    """The bytes. Raises KeyMissing, and Damaged where they are not what was sealed for this place: changed, cut short, another's."""
    name = key_of(data)
    if not name:
        raise Damaged(f"The file at {place} is not sealed as it should be: it cannot be opened.")
    key = keys.named(name)
    try:
        return AESGCM(key.secret).decrypt(data[HEAD:HEAD + NONCE], data[HEAD + NONCE:], place.encode())
    except (InvalidTag, ValueError):
        raise Damaged(f"The file at {place} was changed, cut short, or belongs elsewhere: it cannot be opened.") from None


def key_of(data):
    """The name of the key that sealed bytes were sealed with; "" where they do not say so."""
    way, _dot, rest = data[:HEAD].partition(b".")
    return rest[:-1].decode("ascii", "replace") if way == WAY.encode() and rest.endswith(b".") and len(data) > HEAD + NONCE else ""


def place_of(row, field):
    """Where a file belongs: the model, the row by its uid, the column."""
    return f"{field.model._meta.label_lower}/{row.uid}/{field.name}"


def put_sealed(row, name, data):
    """Seal bytes for this row and write them to the storage of its column. Returns the stored name. The row is not saved.

    Call it before the transaction of the change; without a row that names it, the file is swept away. Raises KeyFault, OSError.
    """
    field = row._meta.get_field(name)
    stored = field.storage.save(field.generate_filename(row, "sealed"), ContentFile(seal_bytes(ring(), data, place_of(row, field))))
    setattr(row, name, stored)
    return stored


def open_sealed(row, name):
    """The bytes of a sealed file. Raises KeyFault where it does not open, OSError where it is not there."""
    return unseal_bytes(ring(), raw(row, name), place_of(row, row._meta.get_field(name)))


def raw(row, name):
    """What is stored, sealed."""
    with getattr(row, name).open("rb") as file:
        return file.read()


def sealed_file_fields():
    """Every column of sealed files of the portal."""
    return [field for model in apps.get_models() for field in model._meta.concrete_fields if isinstance(field, SealedFileField)]


def reseal_file(row, field):
    """Seal one file with the current key: written anew, named by the row, the old one thrown away once that is certain."""
    old = getattr(row, field.name).name
    data = open_sealed(row, field.name)
    new = put_sealed(row, field.name, data)
    with transaction.atomic():
        taken = field.model._base_manager.filter(pk=row.pk, **{field.name: old}).update(**{field.name: new})
        transaction.on_commit(lambda: field.storage.delete(old if taken else new))
    return taken
