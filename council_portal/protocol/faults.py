"""What is wrong with a protocol file: each fault with its line, its key and how to mend it."""

from dataclasses import dataclass, field

from council_portal.protocol.words import MATTERS


@dataclass(frozen=True, order=True)
class Fault:
    """One fault. ``line`` counts from 1 (0: the file as a whole); ``key`` is the key as written."""

    line: int
    key: str
    says: str
    mend: str
    place: str = ""
    path: tuple = field(default=(), compare=False, repr=False)

    def __str__(self):
        place = f" ({self.place})" if self.place else ""
        line = f"line {self.line}, " if self.line else ""
        return f"{line}{self.key}{place}: {self.says}. Mend: {self.mend}."


class ProtocolError(Exception):
    """A protocol file that cannot be used. ``where`` is the file, ``faults`` all that is wrong, in the order of the lines."""

    def __init__(self, where, faults):
        self.where = where
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(self.lines()))

    def lines(self):
        """Return one printable line for each fault, the file's name in front."""
        return [" ".join(f"{self.where}, {fault}".split()) for fault in self.faults]


class Report:
    """Collects the faults of one file, so that all of them can be mended at once."""

    def __init__(self, lines, data):
        self.lines = lines
        self.data = data
        self.faults = []

    def add(self, path, says, mend, *, missing=""):
        """Record a fault at ``path``; with ``missing`` the table stands there and the named key does not."""
        keys = [part for part in path if isinstance(part, str)]
        key = missing or (keys[-1] if keys else "the file")
        self.faults.append(Fault(self.line(path), key, says, mend, self._place(path), path))

    def line(self, path):
        """Return the line of ``path``, or of the nearest table around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def _place(self, path):
        """Say which route and step is meant: keys repeat, and a line number is lost at the next edit."""
        if len(path) < 2 or path[0] not in ("route", "local") or not isinstance(path[1], int):
            return ""
        tables = self.data[path[0]]
        matter = tables[path[1]].get("matter") if isinstance(tables[path[1]], dict) else None
        place = f"{path[0]} {path[1] + 1} of {len(tables)}"
        if isinstance(matter, str) and matter in MATTERS:
            place += f", {matter}"
        return place + (f", step {path[3] + 1}" if path[2:3] == ("steps",) and len(path) > 3 else "")
