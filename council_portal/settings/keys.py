"""A secret key that is made once and kept in a file only its owner may read."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def kept_key(path):
    """Return the key in `path`; make the file first (mode 0600) if there is none. Two processes starting at once get one key."""
    path = Path(path)
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # appears whole, and only if nobody was first
        os.unlink(draft)
    return path.read_text()
