import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from casework.models import Case
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Person, Ward
from council_portal.accounts.policy import SEATS, STAFF
from council_portal.demo.briefing import mail_two
from council_portal.demo.clean import hold
from council_portal.demo.council import build
from council_portal.protocol.load import ProtocolError, load
from council_portal.protocol.models import ProtocolVersion
from profiles.moderngov import LIMIT, FeedRefused, read_feed
from profiles.services import import_feed


class Command(BaseCommand):
    """Fills the demo council when it is not there, and serves it with its background process."""

    help = "The demo council on http://127.0.0.1:PORT (8000). MODERNGOV=feed.xml takes a real council's wards and Members; PROTOCOL=preset."

    def handle(self, **options):
        port = os.environ.get("PORT", "8000")
        if not port.isdigit() or not 0 < int(port) < 65536:
            self.refuse(f"PORT={port} is not a port number.")
        if taken(int(port)):
            self.refuse(f"Port {port} is taken. Stop what listens there, or choose another: make demo PORT=8001")
        protocol = os.environ.get("PROTOCOL", "") or "model"
        self.try_reading(protocol)
        feed = self.read(settings.FEED) if settings.FEED else None
        self.held = hold(settings.PORTAL_VAR)
        if self.held is None:
            self.refuse(f"{settings.PORTAL_VAR} is being removed by make demo-clean.")
        self.fill(protocol, feed)
        self.serve(port)

    def refuse(self, line):
        """One line, exit status 2, and no folder that was not there before."""
        self.stderr.write(line)
        if settings.DEMO_MADE:
            connection.close()
            shutil.rmtree(settings.DEMO_MADE)
        sys.exit(2)

    def try_reading(self, protocol):
        """Refuse a protocol that cannot be read while nothing is written yet."""
        try:
            load(protocol)
        except ProtocolError as error:
            first, *others = error.lines()
            self.refuse(f"PROTOCOL={protocol}: {first}" + (f" ({len(others)} more: see manage.py protocol check)" if others else ""))

    def read(self, path):
        """The feed in this file, refused while nothing is written yet."""
        try:
            with Path(path).open("rb") as source:
                feed = read_feed(source.read(LIMIT + 1))
        except OSError as error:
            self.refuse(f"MODERNGOV={path} cannot be read ({error.strerror}).")
        except FeedRefused as error:
            self.refuse(f"MODERNGOV={path}: {' '.join(str(error).split())}")
        if not feed.members:
            self.refuse(f"MODERNGOV={path}: the feed names no Member, so there is nobody to show.")
        return feed

    def fill(self, protocol, feed):
        """Bring the database up to date, and fill it the first time: all of it or nothing. What was entered later is kept."""
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        if not Path(settings.SEALING_KEYS).exists():
            call_command("complaints_key", "generate", stdout=io.StringIO())
        if ProtocolVersion.objects.exists():
            return
        began, members = time.monotonic(), []
        if feed:  # SECURITY: before anybody real is in the database
            settings.REAL_MEMBERS.write_text(f"{settings.COUNCIL_NAME}\n", encoding="utf-8")
        try:
            with transaction.atomic():
                if feed:
                    import_feed(feed)
                    members = list(Person.objects.filter(appointments__principal__post=SEATS).distinct().order_by("name"))
                build(protocol, members)
                if not members:
                    mail_two()
        except FeedRefused as error:
            self.refuse(f"MODERNGOV={settings.FEED}: {' '.join(str(error).split())}")
        self.say_what_is_there(time.monotonic() - began)

    def say_what_is_there(self, seconds):
        """What was built, and in what time."""
        holders = {post: Appointment.objects.filter(in_force(), principal__post=post).values("person").distinct().count()
                   for post in (SEATS, STAFF)}
        self.stdout.write(f"{Ward.objects.count()} wards, {holders[SEATS]} Members, {holders[STAFF]} officers and "
                          f"{Case.objects.count()} cases, built in {seconds:.0f} seconds in {settings.PORTAL_VAR}.")

    def serve(self, port):
        """Run the portal and, once it answers, its background process, until one of them ends or we are asked to stop."""
        environment = {**os.environ, "PORTAL_ORIGIN": f"http://127.0.0.1:{port}"}
        web = self.start(environment, "-m", "gunicorn", "council_portal.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4",
                         "--log-level", "warning")
        signal.signal(signal.SIGTERM, lambda *_: web.terminate())
        running = [web]
        try:
            while web.poll() is None and not taken(int(port)):
                time.sleep(0.1)
            if web.poll() is None:
                self.stdout.write(f"The demo council is at http://127.0.0.1:{port} – stop it with Ctrl-C.")
                self.stdout.flush()
                running.append(self.start(environment, str(settings.BASE_DIR / "manage.py"), "run_due", "--loop"))
            code = web.wait()
        except KeyboardInterrupt:
            code = 0
        for process in running:
            process.terminate()
            process.wait(timeout=15)
        sys.exit(0 if code in (0, -signal.SIGTERM) else code)

    def start(self, environment, *arguments):
        """A process of this Python."""
        return subprocess.Popen([sys.executable, *arguments], env=environment, cwd=settings.BASE_DIR,  # noqa: S603 -- our own commands
                                pass_fds=[self.held])


def taken(port):
    """Does anything listen on this port of this machine?"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
