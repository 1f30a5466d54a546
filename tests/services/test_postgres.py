"""The PostgreSQL server of the tests: found where it is, ours where there is none, and gone at the end."""

import contextlib
import tempfile
from pathlib import Path

import psycopg2
import pytest

from tests.services import postgres


def databases(url):
    with contextlib.closing(psycopg2.connect(url)) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY datname")
        return [name for (name,) in cursor.fetchall()]


def make(url, *names):
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        for name in names:
            connection.cursor().execute(f'CREATE DATABASE "{name}"')


@pytest.fixture(scope="module")
def private():
    """A server of our own; skipped where none can be started (the run then says NOT TESTED)."""
    with contextlib.ExitStack() as stack:
        try:
            yield stack.enter_context(postgres.private_server())
        except postgres.Missing as reason:
            pytest.skip(str(reason))


def test_only_databases_of_this_run_are_dropped(private):
    make(private.url, "portal", "test_portal_ab", "test_portal_ab_1", "test_portal_cd")

    postgres.drop_databases(private.url, "test_portal_ab")

    assert databases(private.url) == ["portal", "postgres", "test_portal_cd"]


def test_no_other_name_is_dropped(private):
    with pytest.raises(ValueError, match="only databases named test_portal_"):
        postgres.drop_databases(private.url, "portal")


def test_the_named_server_is_taken(private, monkeypatch):
    monkeypatch.setenv("TEST_DATABASE_URL", private.url)

    with postgres.server() as found:
        assert found == postgres.Server(private.url, "TEST_DATABASE_URL")


def test_a_named_server_that_is_not_there_is_not_replaced_by_another(monkeypatch):
    monkeypatch.setenv("TEST_DATABASE_URL", f"postgres://portal@127.0.0.1:{postgres.free_port()}/postgres")

    with pytest.raises(postgres.Missing, match="the server of TEST_DATABASE_URL"), postgres.server():
        pass


def test_a_private_server_listens_on_the_loopback_address_and_asks_for_a_password(private):
    stranger = private.url.replace(private.url.split(":")[2].split("@")[0], "wrong")

    with contextlib.closing(psycopg2.connect(private.url)) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT current_setting('listen_addresses'), current_setting('unix_socket_directories')")
        assert cursor.fetchone() == ("127.0.0.1", "")
    assert "password authentication failed" in postgres.refusal(stranger)


@pytest.fixture
def open_folder(monkeypatch):
    """A temporary folder that the server's own account may enter, which it may not pytest's."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        monkeypatch.setattr(tempfile, "tempdir", name)
        yield Path(name)


def test_a_private_server_is_gone_at_the_end(open_folder):
    try:
        with pytest.raises(KeyboardInterrupt), postgres.private_server() as found:
            raise KeyboardInterrupt
    except postgres.Missing as reason:
        pytest.skip(str(reason))

    assert "Connection refused" in postgres.refusal(found.url)
    assert list(open_folder.iterdir()) == []
