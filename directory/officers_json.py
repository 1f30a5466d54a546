"""The officers of a file as JSON can hold them, and back: what is kept between trying a file out and applying it."""
from dataclasses import asdict, fields

from directory.officers_csv import OfficerRow, OfficersFile

LISTS = ("post_kind", "clo_for", "deals_with")
NAMES = tuple(field.name for field in fields(OfficerRow))


def pack(file: OfficersFile) -> dict:
    """Return the file as dicts, lists, texts and numbers."""
    return asdict(file)


def unpack(packed: dict) -> OfficersFile:
    """Return the file again; unpack(pack(file)) == file. KeyError for what pack() did not make."""
    rows = tuple(OfficerRow(**{name: tuple(row[name]) if name in LISTS else row[name] for name in NAMES}) for row in packed["rows"])
    return OfficersFile(rows, tuple(packed["notes"]), tuple(packed["columns"]))
