"""Sealing everything with the newest key, and looking whether everything opens."""
from django.db import transaction

from council_portal.sealing import box, files
from council_portal.sealing.fields import place_of, ring, sealed_fields
from council_portal.sealing.keys import KeyFault
from council_portal.sealing.veils import Veiled, token

BATCH = 200


def rows_of(field):
    """The rows that hold something in this column, without any other text, a few at a time."""
    held = field.model._base_manager.exclude(**{f"{field.name}__isnull": True})
    return held.only("pk", "uid", field.name).order_by("pk").iterator(chunk_size=BATCH)


def reseal():
    """Seal with the current key what is sealed with an older one. Returns (how many texts, [where one does not open and why]).

    Each text is written only if it is still the one that was read: one that somebody saves meanwhile is sealed with the current key anyhow.
    What does not open stays as it is. Cut short, it is called again and goes on with what is left. Raises KeyFault without keys.
    """
    done, faults, keys = 0, [], ring()
    for field in sealed_fields():
        for row in rows_of(field):
            old = row.__dict__[field.attname]
            if old.key_name == keys.current.name:
                continue
            try:
                new = box.seal(keys, getattr(row, field.attname), place_of(row, field))
            except KeyFault as fault:
                faults.append(f"{place_of(row, field)}: {fault}")
            else:
                done += put(field, row, old, new)
    more, broken = reseal_files(keys)
    return done + more, faults + broken


def reseal_files(keys):
    """The same for sealed files."""
    done, faults = 0, []
    for field in files.sealed_file_fields():
        for row in field.model._base_manager.order_by("pk").iterator(chunk_size=BATCH):
            try:
                if files.key_of(files.raw(row, field.name)) != keys.current.name:
                    done += files.reseal_file(row, field)
            except (KeyFault, OSError) as fault:
                faults.append(f"{files.place_of(row, field)}: {fault}")
    return done, faults


@transaction.atomic
def put(field, row, old, new):
    """Write one text, if the row still holds the old one. Returns whether it was written."""
    found = field.model._base_manager.select_for_update().only("pk", "uid", field.name).filter(pk=row.pk).first()
    if found is None or str(found.__dict__[field.attname]) != str(old):
        return False
    return bool(field.model._base_manager.filter(pk=row.pk).update(**{field.attname: new}, **beside(field, row)))


def beside(field, row):
    """What changes with the key besides the text: by which token a row that points at somebody is found."""
    if not isinstance(row, Veiled) or field.name != "who":
        return {}
    return {"token": token(ring().current, row.who, row.place)}


def look():
    """Does everything open? ({name of a key: how many texts it has sealed}, [where one does not open and why])."""
    counted, faults = {}, []
    for field in sealed_fields():
        for row in rows_of(field):
            name = row.__dict__[field.attname].key_name
            counted[name] = counted.get(name, 0) + 1
            try:
                getattr(row, field.attname)
            except KeyFault as fault:
                faults.append(f"{place_of(row, field)}: {fault}")
    for field in files.sealed_file_fields():
        for row in field.model._base_manager.order_by("pk").iterator(chunk_size=BATCH):
            look_at_file(row, field, counted, faults)
    return counted, faults


def look_at_file(row, field, counted, faults):
    """Does this file open? Counted, or a fault."""
    try:
        name = files.key_of(files.raw(row, field.name))
        counted[name] = counted.get(name, 0) + 1
        files.open_sealed(row, field.name)
    except (KeyFault, OSError) as fault:
        faults.append(f"{files.place_of(row, field)}: {fault}")
