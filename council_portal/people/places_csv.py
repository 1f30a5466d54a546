"""Reads a list of streets or postcodes with their wards, a CSV file: line by line, so that it may be as long as the national one.

A line that cannot be read is named and left out; the others are taken. Nothing is stored here.
"""
import csv
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from council_portal.people.place_words import postcode_key, postcode_text, street_key

LONGEST_LINE = 10_000  # bytes
LONGEST = {"street": 120, "town": 60, "key": 250}  # characters
# The headings by which a column is known, the best first: our own, those of the ONS Postcode Directory, those of street gazetteers.
HEADINGS = {
    "postcode": ("postcode", "pcds", "pcd", "pcd2", "pcd7", "pcd8"),
    "street": ("street", "streetname", "streetdescriptor", "streetdescription"),
    "town": ("town", "locality", "localityname", "townname"),
    "code": ("wardcode", "osward", r"wd\d\dcd", "wdcd"),
    "ward": ("ward", "wardname", r"wd\d\dnm", "wdnm"),
}
KINDS = ("postcode", "street")  # words of Place.Kind


class ListRefused(ValueError):
    """The list is not taken in, and nothing is changed. Its text says what to do."""


@dataclass(frozen=True)
class Line:
    """One line. number: of it in the file, from 1. places: ((kind, text, key), ...). ward: its code, its name or both, as they stand there.

    fault: why it cannot be read, a sentence, or "".
    """

    number: int
    places: tuple = ()
    ward: tuple = ()
    fault: str = ""


class PlacesFile:
    """The lines of a list. source: an open file of bytes, at its beginning. kinds: what it lists (of KINDS). Raises ListRefused."""

    def __init__(self, source):
        self.source = source
        head = source.readline(LONGEST_LINE)
        if not head.strip():
            raise ListRefused(_("The file is empty."))
        try:
            text = head.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = ""
        self.delimiter = max(",;\t", key=text.count)
        self.header = [re.sub(r"[\W_]+", "", cell.casefold()) for cell in cells_of(text, self.delimiter) or ()]
        self.columns = {name: place for name, headings in HEADINGS.items() if (place := self.column(headings)) is not None}
        self.kinds = tuple(kind for kind in KINDS if kind in self.columns)
        if not self.kinds or not {"code", "ward"} & self.columns.keys():
            raise ListRefused(_("The first line must name a column postcode or street, and a column ward or ward_code. Save the list as "
                                "“CSV UTF-8 (comma delimited)”."))

    def column(self, headings):
        """Where the best of these headings stands, or None."""
        return next((place for heading in headings for place, cell in enumerate(self.header) if re.fullmatch(heading, cell)), None)

    def __iter__(self):
        number = 1
        while data := self.source.readline(LONGEST_LINE):
            number += 1
            if len(data) == LONGEST_LINE and not data.endswith(b"\n"):
                while (data := self.source.readline(LONGEST_LINE)) and not data.endswith(b"\n"):
                    pass
                yield Line(number, fault=_("is longer than a line of a list can be."))
            elif data.strip():
                yield self.line(number, data)

    def line(self, number, data):
        """One line, read or with its fault."""
        try:
            cells = cells_of(data.decode("utf-8"), self.delimiter)
        except UnicodeDecodeError:
            return Line(number, fault=_("holds a letter that is not written in UTF-8."))
        if cells is None:
            return Line(number, fault=_("has quotation marks that are not in order."))
        if len(cells) != len(self.header):
            return Line(number, fault=_("has %(many)s cells where the first line has %(wanted)s.") % {
                "many": len(cells), "wanted": len(self.header)})
        given = {name: " ".join(cells[place].split()) for name, place in self.columns.items()}
        if not all(value.isprintable() for value in given.values()):
            return Line(number, fault=_("holds a character that cannot be shown."))
        return self.read(number, given)

    def read(self, number, given):
        """One line by its columns."""
        places = []
        if postcode := given.get("postcode"):
            if not (key := postcode_key(postcode)):
                return Line(number, fault=_("“%(typed)s” is no whole postcode.") % {"typed": postcode[:20]})
            places.append(("postcode", postcode_text(key), key))
        if street := given.get("street"):
            named, _comma, behind = street.partition(",")
            town = given.get("town") or behind.strip()
            key = street_key(named, town)
            if not street_key(named) or len(named) > LONGEST["street"] or len(town) > LONGEST["town"] or len(key) > LONGEST["key"]:
                return Line(number, fault=_("“%(typed)s” is no name of a street, or too long for one.") % {"typed": street[:60]})
            places.append(("street", f"{named}, {town}" if town else named, key))
        if not places:
            return Line(number, fault=_("names no street and no postcode."))
        return Line(number, tuple(places), tuple(value for name in ("code", "ward") if (value := given.get(name))))


def cells_of(text, delimiter):
    """The cells of one line, or None when its quotation marks are not in order. No cell holds a line end: a mark too many spoils one."""
    try:
        return next(csv.reader([text.rstrip("\r\n")], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None
