"""From a database URL to Django's DATABASES entry, the same for every kind of settings."""

import warnings

import environ
from django.core.exceptions import ImproperlyConfigured

# WAL lets readers read while one writes; FULL survives a power cut; secure_delete overwrites what was erased.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON"


def database(url):
    """Return the DATABASES entry for `url` (`sqlite:////path` or `postgres://user@host/name`).

    Raises ImproperlyConfigured for others, without the URL in its words: a password may stand in it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # SECURITY: environ's warning of an unknown scheme prints the password
            entry = environ.Env.db_url_config(url)
        engine = entry["ENGINE"]
    except (KeyError, ValueError):
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read: write it like postgres://user:password@host:5432/name or sqlite:////path/portal.sqlite3"
        ) from None
    entry["ATOMIC_REQUESTS"] = False
    if engine.endswith("sqlite3"):
        # IMMEDIATE takes the write lock at BEGIN: a deferred transaction that turns into a writer fails without waiting.
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS}
    elif engine.endswith("postgresql"):
        entry |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
        options = {"connect_timeout": 10}
    else:
        raise ImproperlyConfigured("the portal runs on SQLite or PostgreSQL: DATABASE_URL begins with sqlite:// or postgres://")
    entry["OPTIONS"] = options | entry.get("OPTIONS", {})
    return entry
