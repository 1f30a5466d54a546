"""On which line each key of a TOML text stands. ``tomllib`` reads values and forgets where they were.

The text is walked once, knowing comments, the four kinds of string, arrays and inline tables, so that a header inside a
string or a comment is not mistaken for one. The text has to be valid TOML: read it with ``tomllib`` first.
"""

import re
from bisect import bisect

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\n]*")
_BASIC = re.compile(r'"((?:[^"\\]|\\.)*)"')
_LITERAL = re.compile(r"'([^']*)'")
_LONG_BASIC = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''.*?'{3,5}", re.DOTALL)
_LONG = {'"""': _LONG_BASIC, "'''": _LONG_LITERAL}
_SHORT = {'"': _BASIC, "'": _LITERAL}


def lines_of(text):
    """Return ``{path: line}`` for every table, key and array element of the valid TOML ``text``; lines count from 1.

    A path is a tuple of keys and of positions counted from 0: ``("route", 1, "steps", 0, "force")``.
    """
    walk = _Walk(text)
    walk.document()
    return walk.lines


class _Walk:
    def __init__(self, text):
        self.text = text
        self.at = 0
        self.lines = {}
        self.tables = {}  # path of an array of tables -> how many of its headers have been passed
        self.ends = [m.start() for m in re.finditer("\n", text)]

    def document(self):
        table = ()
        self._skip(_BLANK)
        while self.at < len(self.text):
            table = self._header() if self._peek("[") else (self._pair(table), table)[1]
            self._skip(_BLANK)

    def _header(self):
        line = self._line()
        several = self._peek("[[")
        self.at += 2 if several else 1
        *parents, last = self._key()
        self.at += 2 if several else 1
        path = ()
        for key in parents:
            path = self._inside((*path, key))
        path = (*path, last)
        if several:
            self.lines.setdefault(path, line)
            self.tables[path] = self.tables.get(path, 0) + 1
            path = self._inside(path)
        self.lines[path] = line
        return path

    def _inside(self, path):
        """A header below an array of tables belongs to the last of them."""
        return (*path, self.tables[path] - 1) if path in self.tables else path

    def _pair(self, table):
        line = self._line()
        path = table
        for key in self._key():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self.at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(path)

    def _key(self):
        keys = []
        while True:
            self._skip(_SPACE)
            quote = _SHORT.get(self.text[self.at : self.at + 1])
            match = (quote or _BARE_KEY).match(self.text, self.at)
            keys.append(match.group(1 if quote else 0))
            self.at = match.end()
            self._skip(_SPACE)
            if not self._peek("."):
                return keys
            self.at += 1

    def _value(self, path):
        if self._peek("["):
            self._members("]", path, self._element)
        elif self._peek("{"):
            self._members("}", path, self._entry)
        else:
            first = self.text[self.at : self.at + 1]
            kind = _LONG.get(self.text[self.at : self.at + 3]) or _SHORT.get(first) or _SCALAR
            self.at = kind.match(self.text, self.at).end()

    def _members(self, close, path, member):
        self.at += 1
        self._skip(_BLANK)
        count = 0
        while not self._peek(close):
            member(path, count)
            count += 1
            self._skip(_BLANK)
            if self._peek(","):
                self.at += 1
                self._skip(_BLANK)
        self.at += 1

    def _element(self, path, position):
        self.lines[(*path, position)] = self._line()
        self._value((*path, position))

    def _entry(self, path, _position):
        self._pair(path)

    def _skip(self, pattern):
        self.at = pattern.match(self.text, self.at).end()

    def _peek(self, what):
        return self.text.startswith(what, self.at)

    def _line(self):
        return bisect(self.ends, self.at - 1) + 1
