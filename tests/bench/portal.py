"""One size of the county: its database and the portal that serves it, made for this run and gone after it."""
import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.client import HOST, Failed
from tests.services import postgres

ROOT = Path(__file__).resolve().parent.parent.parent
WORKERS = 2
YEARS = 10  # of programme, notices and briefings, at every size


class Portal:
    """A database with so many cases, and gunicorn with two sync workers before it."""

    def __init__(self, server, cases, folder):
        self.cases, self.process, self.password = cases, None, secrets.token_urlsafe(24)
        self.server, self.name = server, f"test_portal_bench_{cases}_{secrets.token_hex(3)}"
        self.port = postgres.free_port()
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
        self.environment = kept | {
            "DATABASE_URL": server.url.rsplit("/", 1)[0] + "/" + self.name, "PORTAL_VAR": str(folder),
            "SECRET_KEY": secrets.token_urlsafe(64), "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "COUNCIL_NAME": "Exampleshire Council", "COUNCIL_COLOUR": "#00594f", "COUNCIL_NATION": "england", "ALLOWED_HOSTS": HOST,
            "EMAIL_URL": "dummymail://", "DEFAULT_FROM_EMAIL": "portal@council.example", "TRUSTED_PROXY_COUNT": "1",
            "PORTAL_ORIGIN": f"https://{HOST}",
        }

    def run(self, *words, settings="tests.bench.settings"):
        """One command of the portal; returns what it printed. Raises Failed with its last words."""
        done = subprocess.run([sys.executable, *words], cwd=ROOT, env=self.environment | {"DJANGO_SETTINGS_MODULE": settings},
                              capture_output=True, text=True, check=False)
        if done.returncode:
            raise Failed(f"{' '.join(words[:2])}: {(done.stderr or done.stdout).strip().splitlines()[-1]}")
        return done.stdout

    def fill(self):
        """Make the database and the county in it. Returns the seconds that make_council took."""
        with contextlib.closing(postgres.psycopg2.connect(self.server.url)) as connection:
            connection.autocommit = True
            connection.cursor().execute(f'CREATE DATABASE "{self.name}"')
        dev = "council_portal.settings.dev"  # production has no demo, and so no county
        self.run("manage.py", "migrate", "--verbosity=0", settings=dev)
        self.run("manage.py", "createcachetable", settings=dev)
        began = time.monotonic()
        self.run("manage.py", "make_council", f"--cases={self.cases}", f"--years={YEARS}", settings=dev)
        return time.monotonic() - began

    def facts(self):
        """Who reads, and what they ask for."""
        return json.loads(self.run("-m", "tests.bench.facts", self.password))

    def start(self):
        """Serve it. Raises Failed when it does not answer within half a minute."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "tests.bench.wsgi", f"--workers={WORKERS}", f"--bind={HOST}:{self.port}",
             "--log-level=warning"], cwd=ROOT, env=self.environment)
        give_up = time.monotonic() + 30
        while time.monotonic() < give_up and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection((HOST, self.port), timeout=1):
                return
            time.sleep(0.1)
        raise Failed("gunicorn does not answer")

    def memory(self):
        """The memory of the largest worker now, in MB; None where the system does not say. (A sign-in takes 100 MB more for a moment.)"""
        sizes = []
        for status in Path("/proc").glob("[0-9]*/status"):
            with contextlib.suppress(OSError, IndexError, KeyError):
                facts = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
                if facts["PPid"].strip() == str(self.process.pid):
                    sizes.append(int(facts["VmRSS"].split()[0]) / 1024)
        return max(sizes, default=None)

    def stop(self):
        """End the server and drop the database."""
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=30)
        postgres.drop_databases(self.server.url, self.name)
