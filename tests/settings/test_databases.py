"""What a database URL becomes."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from council_portal.settings.databases import database


def test_sqlite_takes_the_write_lock_first_and_syncs_fully():
    entry = database("sqlite:////srv/portal.sqlite3")

    assert entry["NAME"] == "/srv/portal.sqlite3"
    assert entry["ATOMIC_REQUESTS"] is False
    assert entry["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON",
    }


def test_postgresql_keeps_its_connections_and_the_options_of_the_url():
    entry = database("postgres://portal:secret@database.council.example:5432/portal?sslmode=require")

    assert entry["ENGINE"] == "django.db.backends.postgresql"
    assert (entry["CONN_MAX_AGE"], entry["CONN_HEALTH_CHECKS"]) == (600, True)
    assert entry["OPTIONS"] == {"connect_timeout": 10, "sslmode": "require"}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("scheme", ["mysql", "postgrse"])
def test_another_database_is_refused(scheme):
    with pytest.raises(ImproperlyConfigured, match="SQLite or PostgreSQL"):
        database(f"{scheme}://portal:s3cret@database.council.example/portal")


@pytest.mark.parametrize("url", ["garbage", "", "postgres://portal:s3cret@database.council.example:port/portal"])
def test_what_is_no_database_url_is_refused_in_one_line_that_keeps_its_password(url):
    with pytest.raises(ImproperlyConfigured) as caught:
        database(url)

    assert str(caught.value) == (
        "DATABASE_URL cannot be read: write it like postgres://user:password@host:5432/name or sqlite:////path/portal.sqlite3"
    )
