"""Finds a PostgreSQL server for the tests, or starts one of its own that ends with the run.

`python -m tests.services.postgres COMMAND...` runs a command with the server's address in TEST_DATABASE_URL.
"""

import contextlib
import getpass
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg2

START_SECONDS = 30


@dataclass(frozen=True)
class Server:
    """A server that lets us make databases. url: with its user, ending in the maintenance database; origin: for the screen."""

    url: str
    origin: str


class Missing(Exception):
    """There is no PostgreSQL to be had; the text says why."""


@contextlib.contextmanager
def server(*, durable=False):
    """Yield a Server: that of TEST_DATABASE_URL, else an open one on 127.0.0.1:5432, else a private one stopped at the end.

    durable: let a private server write through to the disk, as in life (for measurements). Raises Missing.
    """
    if url := os.environ.get("TEST_DATABASE_URL"):
        if problem := refusal(url):
            raise Missing(f"the server of TEST_DATABASE_URL: {problem}")
        yield Server(url, "TEST_DATABASE_URL")
        return
    for user in dict.fromkeys([getpass.getuser(), "postgres"]):
        url = f"postgres://{user}@127.0.0.1:5432/postgres"
        if not refusal(url):
            yield Server(url, f"127.0.0.1:5432 as {user}")
            return
    with private_server(durable=durable) as found:
        yield found


def refusal(url):
    """Return why no database can be made with this address (one line), or None when it can."""
    try:
        with contextlib.closing(psycopg2.connect(url, connect_timeout=5)) as connection:
            cursor = connection.cursor()
            cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            return None if cursor.fetchone()[0] else "its user may not make databases"
    except psycopg2.Error as error:
        return str(error).strip().splitlines()[0]


def drop_databases(url, name):
    """Drop `name` and what the tests made beside it under the same beginning: for runs that were cut short."""
    if not name.startswith("test_portal_"):
        raise ValueError(f"{name}: only databases named test_portal_... are ever dropped")
    with contextlib.closing(psycopg2.connect(url, connect_timeout=5)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [name])
        for (found,) in cursor.fetchall():
            cursor.execute(f'DROP DATABASE "{found}" WITH (FORCE)')


@contextlib.contextmanager
def private_server(*, durable=False):
    """Start a server of our own in a temporary folder, on the loopback address, under a random password; stop it at the end."""
    programs = program_folder()
    account = unprivileged_account()
    folder = Path(tempfile.mkdtemp(prefix="test_portal_postgres_"))
    process = None
    try:
        if account:
            shutil.chown(folder, account.pw_name)
        password = make_cluster(programs, folder, account)
        port = free_port()
        process = start(programs, folder, account, port, durable=durable)
        url = f"postgres://portal:{password}@127.0.0.1:{port}/postgres"
        wait_for(url, process, folder)
        yield Server(url, f"a private server on 127.0.0.1:{port}")
    finally:
        if process:
            stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def program_folder():
    """Return the folder with initdb and postgres of the newest PostgreSQL here (14 or later); raises Missing."""
    found = [Path(path).resolve().parent for path in [shutil.which("initdb")] if path]
    versions = [p for p in Path("/usr/lib/postgresql").glob("*/bin") if p.parent.name.isdigit()]
    found += sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    for folder in found:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise Missing("no PostgreSQL server is installed (on Debian: apt-get install postgresql)")


def unprivileged_account():
    """Return the account to run the server as when we are root, which PostgreSQL refuses to run under; else None."""
    if os.geteuid() != 0:
        return None
    for name in ["postgres", "nobody"]:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Missing("we are root, and there is no account postgres or nobody to run PostgreSQL as")


def as_account(account):
    """Return the arguments for subprocess that make a child run as this account, away from our folder."""
    base = {"cwd": "/", "env": {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}}
    return base | ({"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {})


def make_cluster(programs, folder, account):
    """Make an empty cluster in `folder`/data and return the password of its user `portal`; raises Missing with initdb's words."""
    password = secrets.token_urlsafe(24)
    secret = folder / "password"
    secret.touch(mode=0o600)
    secret.write_text(password)
    if account:
        shutil.chown(secret, account.pw_name)
    done = subprocess.run(
        [
            *[programs / "initdb", "--pgdata", folder / "data", "--username=portal", f"--pwfile={secret}"],
            *["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"],
        ],
        **as_account(account),
        capture_output=True,
        text=True,
        check=False,
    )
    secret.unlink()
    if done.returncode:
        raise Missing(f"initdb failed: {done.stderr.strip().splitlines()[-1]}")
    return password


def free_port():
    """Return a port of the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(programs, folder, account, port, *, durable):
    """Start the server; its words go to `folder`/log. In a session of its own, so that Ctrl-C reaches the tests first."""
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        "max_connections": "100",
        "shared_buffers": "256MB",
        "timezone": "UTC",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", *options],
            **as_account(account),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def wait_for(url, process, folder):
    """Return when the server answers; raises Missing when it ended or does not answer in time."""
    give_up = time.monotonic() + START_SECONDS
    while (problem := refusal(url)) is not None:
        if process.poll() is not None or time.monotonic() > give_up:
            words = (folder / "log").read_text(errors="replace").strip().splitlines()
            raise Missing(f"PostgreSQL did not start: {words[-1] if words else problem}")
        time.sleep(0.1)


def stop(process):
    """End the server: at once for its clients (SIGINT), and if it lingers without tidying up (SIGQUIT)."""
    for sign in [signal.SIGINT, signal.SIGQUIT, signal.SIGKILL]:
        process.send_signal(sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=15)
            return


def wait_through_interrupt(process, seconds=30):
    """Wait for a child and return its exit status; when we are to end, let it tidy up before we do."""
    try:
        return process.wait()
    except BaseException as reason:
        if not isinstance(reason, KeyboardInterrupt):  # Ctrl-C has reached the child too
            process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=seconds)
        process.kill()
        raise


def end_politely(_number, _frame):
    """Turn SIGTERM into an ordinary exit, so that what we started is stopped."""
    raise SystemExit(143)


def main(command):
    """Run `command` with TEST_DATABASE_URL set and return its exit status; 2 when there is no PostgreSQL, 130 on Ctrl-C."""
    signal.signal(signal.SIGTERM, end_politely)
    try:
        with server() as found:
            return wait_through_interrupt(subprocess.Popen(command, env=os.environ | {"TEST_DATABASE_URL": found.url}))
    except Missing as reason:
        print(reason, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
