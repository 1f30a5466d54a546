"""Reads the HR list of officers, a CSV file: plain data in, plain data out, nothing stored.

The file is refused whole, with every fault that was found in it, or read whole.
"""

import csv
import difflib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from council_portal.protocol.words import MEMBER_POSTS, POSTS, SINGLE_POSTS, nearest

LIMIT = 10 * 1024 * 1024  # bytes; 2,000 officers are some 500,000
MOST_ROWS = 20_000
MOST_IN_A_LIST = 50
REQUIRED = ("staff_id", "name", "post")
COLUMNS = (
    "staff_id", "name", "email", "phone", "post", "post_kind", "service", "team", "line_manager_id", "tier",
    "politically_restricted", "clo_for", "contact_hours", "deals_with")  # fmt: skip
# The most characters, as the columns of the directory hold them; of a list: of each word of it.
LONGEST = {
    "staff_id": 40, "name": 200, "email": 254, "phone": 100, "post": 150, "service": 120, "team": 120, "line_manager_id": 40,
    "clo_for": 120, "contact_hours": 200, "deals_with": 120}  # fmt: skip
YES_NO = dict.fromkeys(("yes", "y", "true", "1"), True) | dict.fromkeys(("no", "n", "false", "0"), False) | {"": None}
# What an officer can be appointed to by the list. A post of a service is appointed to for the service of the row.
SERVICE_POSTS = frozenset((
    "nominated_officer", "clo", "head_of_service", "senior_officer", "chief_officer", "director", "executive_director"))  # fmt: skip
COUNCIL_POSTS = frozenset((
    "chief_executive", "chief_operating_officer", "monitoring_officer", "deputy_monitoring_officer", "section_151_officer",
    "democratic_services", "communications", "contact_centre"))  # fmt: skip
# SECURITY: not among them, and so refused: every post of a Member, and technical_administrator, which keeps accounts.
GIVEN = SERVICE_POSTS | COUNCIL_POSTS


class FileRefused(ValueError):
    """The file is not taken in. `lines`: everything that is wrong with it, a sentence each, with what to do."""

    def __init__(self, lines: list[str] | tuple[str, ...] | str):
        self.lines = (lines,) if isinstance(lines, str) else tuple(lines)
        super().__init__("\n".join(self.lines))


@dataclass(frozen=True)
class OfficerRow:
    """One officer. `line`: where the row begins in the file. Text is "" for what is not given, tier and politically_restricted None.

    post_kind: words of the protocol's vocabulary (GIVEN). clo_for: names of services, deals_with: a resident's words.
    """

    line: int
    staff_id: str
    name: str
    post: str
    email: str = ""
    phone: str = ""
    post_kind: tuple[str, ...] = ()
    service: str = ""
    team: str = ""
    line_manager_id: str = ""
    tier: int | None = None
    politically_restricted: bool | None = None
    clo_for: tuple[str, ...] = ()
    contact_hours: str = ""
    deals_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfficersFile:
    """A whole file: officers in its order, what a person should know of it, and the columns that it has (of COLUMNS).

    A column that a file does not have says nothing: what the portal knows there stays.
    """

    rows: tuple[OfficerRow, ...]
    notes: tuple[str, ...] = ()
    columns: tuple[str, ...] = COLUMNS


def read_officers(data: bytes, *, limit: int = LIMIT) -> OfficersFile:
    """Return the officers of a CSV file of at most `limit` bytes. FileRefused, with all its faults, for anything else."""
    records = _Records(_text(data, limit))
    layout = _layout(*next(records, (1, [])))
    faults = _Faults()
    rows = [row for line, cells in records if (row := _row(line, cells, layout, faults))]
    if not rows and not faults:
        raise FileRefused(_("The file has a header line and no officers; nobody is taken to have left because of it."))
    for look in (_twice_staff_id, _twice_email, _held_twice, _loops):
        look(rows, faults)
    if faults:
        raise FileRefused(faults.sentences())
    return OfficersFile(tuple(rows), layout.notes, tuple(name for name in COLUMNS if name in layout.places))


class _Faults(list):
    """What is wrong, as (line, sentence)."""

    def say(self, line: int, what: str, column: str = "") -> None:
        if column:
            self.append((line, _("line %(line)s, %(column)s: %(what)s") % {"line": line, "column": column, "what": what}))
        else:
            self.append((line, _("line %(line)s: %(what)s") % {"line": line, "what": what}))

    def sentences(self) -> list[str]:
        return [text for _line, text in sorted(self, key=itemgetter(0))]


# Reading the file


def _text(data: bytes, limit: int) -> str:
    """Return the text of the file, without its byte order mark."""
    if len(data) > limit:
        raise FileRefused(_("The file is larger than the %(limit)s MB that a list may have.") % {"limit": limit // 1024 // 1024})
    if not data.strip():
        raise FileRefused(_("The file is empty."))
    as_csv = _("Save it as “CSV UTF-8 (comma delimited)” and choose that file.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_like_utf_16(data):
        raise FileRefused(_("The file is written in UTF-16 (“Unicode text”), not in UTF-8. %(mend)s") % {"mend": as_csv})
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FileRefused(_("The file is a workbook (such as .xlsx), not a CSV file. %(mend)s") % {"mend": as_csv})
    if b"\0" in data:
        raise FileRefused(_("The file is no text: it holds bytes that no CSV file has. %(mend)s") % {"mend": as_csv})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileRefused(_("The file is not written in UTF-8: line %(line)s holds a letter in another encoding. %(mend)s")
                          % {"line": line, "mend": as_csv}) from error
    if not text.strip():
        raise FileRefused(_("The file is empty."))
    return text


def _looks_like_utf_16(data: bytes) -> bool:
    head = data[:400]
    return max(head[::2].count(0), head[1::2].count(0)) * 3 > len(head)


class _Records:
    """The rows of a CSV text that are not empty, as (line on which the row begins, its cells). delimiter: as the first line shows."""

    def __init__(self, text: str):
        first = next(filter(str.strip, re.split(r"[\r\n]", text)))
        self.delimiter = max(",;\t", key=re.sub(r'"[^"]*"', "", first).count)
        if self.delimiter == "\t" and "\t" in first:
            raise FileRefused(_("The cells are parted by tabs; the file has to part them by commas or semicolons."))
        self.reader = csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter, strict=True)
        self.read = 0

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        return self

    def __next__(self) -> tuple[int, list[str]]:
        while True:
            line = self.reader.line_num + 1
            try:
                cells = next(self.reader)
            except csv.Error as error:
                raise FileRefused(_("line %(line)s: the quotation marks are not in order, or a cell is far too long; a quotation mark "
                                    "inside a cell is written twice.") % {"line": line}) from error
            if any(cell.strip() for cell in cells):
                self.read += 1
                if self.read > MOST_ROWS:
                    raise FileRefused(_("The file has more than %(most)s rows, the most that a list may have.")
                                      % {"most": f"{MOST_ROWS:,}"})
                return line, cells


@dataclass(frozen=True)
class _Layout:
    """Where each column stands, how many cells a row has, and what is to be said of columns that are not read."""

    places: dict[str, int]
    width: int
    notes: tuple[str, ...]


def _layout(line: int, header: list[str]) -> _Layout:
    """Return the layout that the header line gives."""
    names = [_as_column(cell) for cell in header]
    faults = _Faults()
    for name in sorted({name for name in names if name in COLUMNS and names.count(name) > 1}):
        faults.say(line, _("is there twice; leave one of them."), name)
    missing = [name for name in REQUIRED if name not in names]
    if len(missing) == len(REQUIRED):
        faults.say(line, _("names none of the columns that have to be there; write staff_id, name and post, parted by commas or "
                           "semicolons, and the others that you have."))
    else:
        for name in missing:
            faults.say(line, _("this column is missing; the first line names the columns, staff_id, name and post among them."), name)
    if faults:
        raise FileRefused(faults.sentences())
    notes = tuple(_not_read(cell, names) for cell, name in zip(header, names, strict=True) if name and name not in COLUMNS)
    return _Layout({name: names.index(name) for name in COLUMNS if name in names}, len(header), notes)


def _as_column(cell: str) -> str:
    """A name in the header line as this module writes it: “Staff ID” is staff_id."""
    return re.sub(r"[\s-]+", "_", cell.strip().casefold())


def _not_read(cell: str, names: list[str]) -> str:
    close = difflib.get_close_matches(_as_column(cell), [name for name in COLUMNS if name not in names], n=1, cutoff=0.75)
    if close:
        return _("The column “%(column)s” is not read; was %(close)s meant?") % {"column": _shown(cell), "close": close[0]}
    return _("The column “%(column)s” is not read.") % {"column": _shown(cell)}


# Reading a row

_TEXTS = ("staff_id", "name", "post", "phone", "service", "team", "line_manager_id", "contact_hours")
_LISTS = ("clo_for", "deals_with")


def _row(line: int, cells: list[str], layout: _Layout, faults: _Faults) -> OfficerRow | None:
    """Return the officer of a row, or None for one whose cells cannot be told apart; what is wrong is noted."""
    if len(cells) != layout.width:
        faults.say(line, _("has %(many)s cells where the first line has %(wanted)s; a cell that holds the separator is put in quotation "
                           "marks.") % {"many": len(cells), "wanted": layout.width})
        return None
    given = dict.fromkeys(COLUMNS, "") | {name: " ".join(cells[place].split()) for name, place in layout.places.items()}
    cell = _Cells(line, faults)
    for name, value in given.items():
        cell.check(name, value)
    return OfficerRow(
        line=line, **{name: given[name] for name in _TEXTS}, **{name: cell.words(name, given[name]) for name in _LISTS},
        email=cell.email(given["email"]), tier=cell.tier(given["tier"]),
        politically_restricted=cell.yes_no(given["politically_restricted"]),
        post_kind=cell.kinds(_listed(given["post_kind"]), given["service"]))  # fmt: skip


class _Cells:
    """Reads the cells of one row, and notes what is wrong with them."""

    def __init__(self, line: int, faults: _Faults):
        self.line, self.faults = line, faults

    def say(self, column: str, what: str, value: str = "", **more) -> None:
        self.faults.say(self.line, what % {"value": _shown(value), **more}, column)

    def check(self, column: str, value: str) -> None:
        """What holds for every text: there where it is needed, to be shown, not too long."""
        if column in REQUIRED and not value:
            self.say(column, _("is empty; every officer needs one."))
        if not value.isprintable():
            self.say(column, _("holds a character that cannot be shown; type the text anew."))
        if column in LONGEST and column not in _LISTS and len(value) > LONGEST[column]:
            self.say(column, _("is longer than %(most)s characters; shorten it."), most=LONGEST[column])

    def words(self, column: str, cell: str) -> tuple[str, ...]:
        values = _listed(cell)
        if len(values) > MOST_IN_A_LIST:
            self.say(column, _("names more than %(most)s things; leave some out."), most=MOST_IN_A_LIST)
        for value in values:
            if len(value) > LONGEST[column]:
                self.say(column, _("“%(value)s” is longer than %(most)s characters; shorten it, or part the list by “;”."), value,
                         most=LONGEST[column])
        return values

    def tier(self, value: str) -> int | None:
        if re.fullmatch(r"[1-9]", value):
            return int(value)
        if value:
            self.say("tier", _("“%(value)s” is no number from 1 to 9; write one, or leave it empty."), value)
        return None

    def yes_no(self, value: str) -> bool | None:
        if value.casefold() not in YES_NO:
            self.say("politically_restricted", _("“%(value)s” is neither yes nor no; write yes or no, or leave it empty."), value)
        return YES_NO.get(value.casefold())

    def email(self, value: str) -> str:
        try:
            if value:
                validate_email(value)
        except ValidationError:
            self.say("email", _("“%(value)s” is no e-mail address; write one like name@council.example."), value)
        return value

    def kinds(self, values: tuple[str, ...], service: str) -> tuple[str, ...]:
        """The posts that are given, by their words."""
        words = [_WORDS.get(value.casefold(), value.casefold().replace(" ", "_")) for value in values]
        for value, word in zip(values, words, strict=True):
            if word not in GIVEN:
                self.say("post_kind", _not_given(word), value)
            elif word in SERVICE_POSTS and not service:
                self.say("post_kind", _("“%(value)s” is a post of a service; name it in the column service."), value)
        return tuple(dict.fromkeys(words))


_WORDS = {str(meaning).casefold(): word for word, meaning in POSTS.items()}


def _not_given(word: str) -> str:
    """Why this is no post that the list gives, and what to do: with a place for the value as it was written."""
    if word in MEMBER_POSTS:
        return _("“%(value)s” is a post of Members; the HR list gives none.")
    if word == "technical_administrator":
        return _("“%(value)s” is not given by the HR list, because it keeps accounts; leave it empty.")
    if word == "line_manager":
        return _("“%(value)s” is no post: name the line manager in the column line_manager_id, and leave this empty.")
    known = nearest(word, GIVEN)
    mend = _("was %(close)s meant?") % {"close": known} if known else _("write one of %(known)s.") % {"known": ", ".join(sorted(GIVEN))}
    return _("“%(value)s” is no post of an officer that the portal knows;") + f" {mend}"


def _listed(cell: str) -> tuple[str, ...]:
    """Return the words of a cell that are parted by “;”, each once, whatever their case."""
    words = {}
    for word in cell.split(";"):
        if word.strip():
            words.setdefault(word.strip().casefold(), word.strip())
    return tuple(words.values())


def _shown(value: str) -> str:
    """What was written, short enough for a sentence."""
    one = "".join(letter for letter in " ".join(value.split()) if letter.isprintable())
    return one if len(one) <= 60 else one[:57] + "…"


# What is wrong between rows


def _twice(rows: list[OfficerRow], column: str, faults: _Faults) -> None:
    first: dict[str, int] = {}
    for row in rows:
        value = getattr(row, column)
        if value and first.setdefault(value.casefold(), row.line) != row.line:
            faults.say(row.line, _("“%(value)s” stands in line %(first)s already; each officer has their own.")
                       % {"value": _shown(value), "first": first[value.casefold()]}, column)


def _twice_staff_id(rows: list[OfficerRow], faults: _Faults) -> None:
    _twice(rows, "staff_id", faults)


def _twice_email(rows: list[OfficerRow], faults: _Faults) -> None:
    _twice(rows, "email", faults)


def _held_twice(rows: list[OfficerRow], faults: _Faults) -> None:
    """Posts of which there is one, such as the chief executive's."""
    first: dict[str, int] = {}
    for row in rows:
        for word in row.post_kind:
            if word in SINGLE_POSTS & GIVEN and first.setdefault(word, row.line) != row.line:
                faults.say(row.line, _("“%(word)s” is held in line %(first)s already, and one person holds it at a time.")
                           % {"word": word, "first": first[word]}, "post_kind")


def _loops(rows: list[OfficerRow], faults: _Faults) -> None:
    found = loops({row.staff_id.casefold(): row.line_manager_id.casefold() for row in rows if row.staff_id})
    for row in rows:
        if loop := found.get(row.staff_id.casefold()):
            faults.say(row.line, loop_fault(loop), "line_manager_id")


def loops(managers: dict[str, str]) -> dict[str, list[str]]:
    """Return {staff number: the loop of line managers in which it stands} for those who do. managers: {staff number: manager's}."""
    found: dict[str, list[str]] = {}
    seen: set[str] = set()
    for start in managers:
        chain: dict[str, None] = {}
        at = start
        while at and at not in seen and at not in chain:
            chain[at] = None
            at = managers.get(at, "")
        if at in chain:
            loop = list(chain)[list(chain).index(at):]
            found |= dict.fromkeys(loop, loop)
        seen |= chain.keys()
    return found


def loop_fault(loop: list[str]) -> str:
    """What is wrong, and what to do, with this loop of staff numbers."""
    if len(loop) == 1:
        return _("an officer is not their own line manager; name another, or leave it empty.")
    shown = [*loop[:6], "…"] if len(loop) > 6 else loop
    return _("the line managers go round in a circle (%(chain)s); put one of them right.") % {"chain": ", ".join(shown)}
