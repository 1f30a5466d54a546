"""Read a protocol file, refuse it with line, key and mend for each fault, or give the ``Protocol`` that it says."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from council_portal.protocol.build import build, default_steps
from council_portal.protocol.faults import Fault, ProtocolError, Report
from council_portal.protocol.lines import lines_of
from council_portal.protocol.sense import check_sense
from council_portal.protocol.shape import DEFAULTS_FILE, FILE, check_table
from council_portal.protocol.words import MATTERS, SIDES, nearest

__all__ = ["PRESETS", "Fault", "ProtocolError", "load", "parse", "preset_names", "read"]

PRESETS = Path(__file__).parent / "presets"
DEFAULTS = Path(__file__).parent / "defaults.toml"
LARGEST = 1_000_000  # bytes; the longest of the presets has some 60,000


def preset_names():
    """Return the names of the protocols that ship with the portal, in alphabetical order."""
    return sorted(path.stem for path in PRESETS.glob("*.toml"))


def load(name_or_path):
    """Return the ``Protocol`` of a preset, or of a file: a name with a slash or ending in .toml. Raises ``ProtocolError``."""
    text, where = read(name_or_path)
    return parse(text, where=where)


def read(name_or_path):
    """Return the text of a preset or file, and its name for messages. Raises ``ProtocolError``."""
    name = str(name_or_path)
    path = PRESETS / f"{name}.toml" if name in preset_names() else Path(name)
    try:
        if not path.exists() and "/" not in name and path.suffix != ".toml":
            raise _no_preset(name)
        if not path.is_file():
            raise _refused(name, 0, "the file", "does not exist" if not path.exists() else "is not a file", "check the path")
        if path.stat().st_size > LARGEST:
            raise _refused(name, 0, "the file", f"is larger than {LARGEST:,} bytes", "check that it is a protocol file")
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refused(name, 0, "the file", f"cannot be read ({reason})", "check the path") from error
    try:
        return raw.decode("utf-8-sig"), path.name
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refused(path.name, line, "the file", "is not UTF-8 text", "save it as UTF-8") from error


def _no_preset(name):
    close = nearest(name, preset_names())
    mend = f'write "{close}"' if close else f"write one of {', '.join(preset_names())}, or the path of a file"
    return _refused(name, 0, "preset", "there is no preset of this name", mend)


def parse(text, *, where):
    """Return the ``Protocol`` that ``text`` says; ``where`` names it. Raises ``ProtocolError`` with all its faults."""
    return _parsed(text, where)


@lru_cache(maxsize=32)  # the text is the key, so an edited file is read afresh
def _parsed(text, where):
    data = _checked(text, where, FILE, "a protocol file")
    return build(data, _portal_defaults())


@lru_cache(maxsize=1)
def _portal_defaults():
    """The portal's own steps for every matter and side. Raises ``ProtocolError`` if the file leaves one out."""
    text = DEFAULTS.read_text(encoding="utf-8")
    steps = default_steps(_checked(text, DEFAULTS.name, DEFAULTS_FILE, "the defaults file"))
    missing = [(matter, side) for matter in MATTERS for side in SIDES if (matter, side) not in steps]
    if missing:
        says = "nothing for {} raised by {}"
        faults = [Fault(0, "route", says.format(m, SIDES[s]), f'add a [[route]] with matter = "{m}"') for m, s in missing]
        raise ProtocolError(DEFAULTS.name, faults)
    return steps


def _checked(text, where, spec, kind):
    """Return the tables of ``text``. Raises ``ProtocolError``: syntax alone, or every fault of shape and sense."""
    try:
        data = tomllib.loads(text)
        report = Report(lines_of(text), data)
    except RecursionError as error:
        raise _refused(where, 0, "the file", "nests lists too deeply", "check the square brackets") from error
    except ValueError as error:
        raise _syntax(text, where, error) from error
    check_table(report, (), data, spec, kind)
    dirty = {fault.path[:2] for fault in report.faults}
    check_sense(report, data, lambda path: path not in dirty)
    if report.faults:
        raise ProtocolError(where, report.faults)
    return data


def _syntax(text, where, error):
    """What ``tomllib`` says, with its line taken out of the sentence."""
    written = text.splitlines()
    found = re.search(r"\(at line (\d+), column \d+\)", str(error))
    line = int(found[1]) if found else len(written)
    says = re.sub(r" \(at [^)]*\)", "", str(error))
    key = re.match(r"\s*([\w.-]+)\s*=", written[line - 1]) if 1 <= line <= len(written) else None
    mend = "check the quotes, brackets and commas on this line and the one before it"
    if "overwrite" in says or "declare" in says or "Duplicate" in says:
        mend = "take one of the two out, or begin a new table above it"
    return _refused(where, line, key[1] if key else "the text", f"is not TOML: {says}", mend)


def _refused(where, line, key, says, mend):
    return ProtocolError(where, [Fault(line, key, says, mend)])
