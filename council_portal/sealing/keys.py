"""The keys of what is sealed: a file of their own, which the process that serves pages may read and the database never sees."""
import base64
import binascii
import contextlib
import os
import re
import secrets
import stat
import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

BYTES = 32  # of a key: AES-256
NAME = re.compile(r"[0-9a-f]{8}")
OTHERS = stat.S_IRWXG | stat.S_IRWXO


class KeyFault(Exception):
    """The keys cannot be had; the text says why, in plain English, and holds no part of a key."""


class KeyMissing(KeyFault):
    """What was sealed names a key that is not among these."""


@dataclass(frozen=True)
class Key:
    """One key. name: eight hexadecimal figures, which stand in whatever it seals. secret: BYTES bytes."""

    name: str
    made_on: date
    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class Ring:
    """All keys, the oldest first: the last one seals, each of them opens."""

    keys: tuple

    @property
    def current(self):
        """The key that seals."""
        return self.keys[-1]

    def named(self, name):
        """The key of this name. Raises KeyMissing."""
        for key in self.keys:
            if key.name == name:
                return key
        raise KeyMissing(f"The key {name} is not in the file of keys.")

    def with_new(self, today):
        """The same with one more key, made now, which seals from here on."""
        return Ring((*self.keys, new_key(today)))

    def as_text(self):
        """As the file holds it: a line for each key. SECURITY: for the file and the escrow alone."""
        return "".join(f"{key.name} {key.made_on.isoformat()} {base64.b64encode(key.secret).decode()}\n" for key in self.keys)


def new_key(today):
    """A key of the operating system's randomness."""
    return Key(secrets.token_hex(4), today, secrets.token_bytes(BYTES))


def parse(text):
    """The ring that `as_text` wrote. Raises KeyFault, naming the line."""
    keys = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            name, made_on, secret = line.split()
            key = Key(name, date.fromisoformat(made_on), base64.b64decode(secret, validate=True))
        except (ValueError, binascii.Error):
            raise KeyFault(f"Line {number} of the file of keys is not a name, a date and a key.") from None
        if not NAME.fullmatch(key.name) or len(key.secret) != BYTES or key.name in {one.name for one in keys}:
            raise KeyFault(f"Line {number} of the file of keys is damaged, or its name stands there twice.")
        keys.append(key)
    if not keys:
        raise KeyFault("The file of keys is empty.")
    return Ring(tuple(keys))


_read = {}  # path: (what the file system says of it, its ring)


def read(path):
    """The ring in this file: read again whenever the file has changed, so that a rotation needs no restart. Raises KeyFault."""
    try:
        found = os.stat(path)
        seen = found.st_mtime_ns, found.st_size, found.st_ino
        if path in _read and _read[path][0] == seen:
            return _read[path][1]
        if found.st_mode & OTHERS:
            raise KeyFault(f"{path} may be read by others than its owner: chmod 600 it, and rotate the key if somebody may have.")
        ring = parse(Path(path).read_text(encoding="ascii"))
    except FileNotFoundError:
        raise KeyFault(f"There is no file of keys at {path}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise KeyFault(f"The file of keys at {path} cannot be read ({type(error).__name__}).") from None
    _read[path] = seen, ring
    return ring


def write(path, ring, *, new=False):
    """Write the file whole or not at all, for its owner alone, and on the disk before this returns.

    new: refuse, with KeyFault, to write over a file that is there.
    """
    path = Path(path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # made with mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(ring.as_text())
            file.flush()
            os.fsync(file.fileno())
        if new:
            os.link(draft, path)  # appears whole, and only if nobody was first
        else:
            os.replace(draft, path)
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    except FileExistsError:
        raise KeyFault(f"There is a file of keys at {path} already. To seal with a new key, rotate.") from None
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(draft)
