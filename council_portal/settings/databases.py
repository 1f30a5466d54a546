"""From a database URL to Django's DATABASES entry, the same for every kind of settings."""

import environ

# WAL lets readers read while one writes; FULL survives a power cut; secure_delete overwrites what was erased.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON"


def database(url):
    """Return the DATABASES entry for `url` (`sqlite:////path` or `postgres://user@host/name`); raises ValueError for others."""
    entry = environ.Env.db_url_config(url)
    entry["ATOMIC_REQUESTS"] = False
    if entry["ENGINE"].endswith("sqlite3"):
        # IMMEDIATE takes the write lock at BEGIN: a deferred transaction that turns into a writer fails without waiting.
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS}
    elif entry["ENGINE"].endswith("postgresql"):
        entry |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
        options = {"connect_timeout": 10}
    else:
        raise ValueError("the portal runs on SQLite or PostgreSQL: DATABASE_URL begins with sqlite:// or postgres://")
    entry["OPTIONS"] = options | entry.get("OPTIONS", {})
    return entry
