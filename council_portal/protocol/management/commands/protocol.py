"""``manage.py protocol``: ask a protocol where a matter goes, check a council's own file, put one in force."""

import json
import sys
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from django.utils import timezone

from council_portal.protocol import plain
from council_portal.protocol.load import ProtocolError, load, parse, preset_names, read
from council_portal.protocol.rules import SIDES, STATUSES, UnknownWord, route

EARLIEST = date(1972, 1, 1)  # no council of today is older than the Local Government Act 1972
REFUSED = 2  # the exit code of everything that was asked wrongly


class Command(BaseCommand):
    """Standard output holds the answer and nothing else; messages go to standard error; what was asked wrongly exits 2."""

    help = "What a Member/Officer protocol says: route, check, list, table, adopt."
    requires_system_checks = []  # a broken preset must not stop the command that says what is wrong with it

    def add_arguments(self, parser):
        parser.error = self.refuse
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="route|check|list|table|adopt")
        routes = self._verb(verbs, "route", self.route, "print where a matter goes")
        routes.add_argument("preset", metavar="PRESET", help="the name of a preset, or the path of a file")
        routes.add_argument("matter", metavar="MATTER")
        routes.add_argument("--raised-by", choices=list(SIDES), default="member")
        routes.add_argument("--json", action="store_true", help="print one JSON object")
        check = self._verb(verbs, "check", self.check_file, "check a council's own file")
        check.add_argument("preset", metavar="FILE")
        self._verb(verbs, "list", self.list, "list the presets")
        table = self._verb(verbs, "table", self.table, "print the truth table as CSV")
        table.add_argument("preset", metavar="PRESET")
        table.add_argument("--write", action="store_true", help="write it to tests/matrix instead: a change to be reviewed")
        adopt = self._verb(verbs, "adopt", self.adopt, "put a protocol in force from a date")
        adopt.add_argument("preset", metavar="PRESET|FILE")
        adopt.add_argument("--from", dest="in_force_from", metavar="DATE", required=True, help="such as 2026-05-20")
        adopt.add_argument("--minute", required=True, help="the minute of the council's decision")
        adopt.add_argument("--by", help="the e-mail address of the person who does it")

    def _verb(self, verbs, name, act, about):
        parser = verbs.add_parser(name, help=about, description=about)
        parser.error = self.refuse
        parser.set_defaults(act=act)
        return parser

    def refuse(self, message):
        """Stop with one line on standard error and exit code 2, also for what argparse itself refuses."""
        if self._called_from_command_line:
            self.stderr.write(f"protocol: {message}")
            sys.exit(REFUSED)
        raise CommandError(message, returncode=REFUSED)

    def handle(self, *args, act, **options):
        try:
            act(options)
        except ProtocolError as error:
            first, *others = error.lines()
            self.refuse(first + (f" ({len(others)} more: see protocol check)" if others else ""))
        except UnknownWord as error:
            self.refuse(str(error))

    def route(self, options):
        protocol = load(options["preset"])
        found = route(protocol, options["matter"], options["raised_by"])
        said = json.dumps(found.as_json(), indent=2) if options["json"] else "\n".join(plain.describe(protocol, found))
        self.stdout.write(said)

    def check_file(self, options):
        try:
            protocol = load(options["preset"])
        except ProtocolError as error:
            self.refuse("\nprotocol: ".join(error.lines()))
        silent = len(protocol.routes) - len(protocol.spoken())
        self.stdout.write(
            f"{options['preset']}: nothing wrong. {len(protocol.clauses)} clauses; of {len(protocol.routes)} questions "
            f"(each matter, raised by a Member or by an officer) it answers {len(protocol.spoken())} and is silent on {silent}."
        )

    def list(self, options):
        for name in preset_names():
            protocol = load(name)
            self.stdout.write(f"{name:24}{STATUSES[protocol.status]:26}{protocol.title} ({protocol.version})")

    def table(self, options):
        name = options["preset"]
        said = plain.truth_table(load(name))
        if not options["write"]:
            self.stdout.write(said, ending="")
            return
        if name not in preset_names():
            self.refuse(f"--write is for the presets that ship with the portal; print the table of {name} and keep it yourself")
        path = Path(settings.BASE_DIR) / "tests" / "matrix" / f"routing-{name}.csv"
        path.write_text(said, encoding="utf-8", newline="")
        self.stderr.write(f"written: {path}")

    def adopt(self, options):
        text, where = read(options["preset"])
        protocol = parse(text, where=where)
        minute = options["minute"].strip()
        if not 1 <= len(minute) <= 200:
            self.refuse("--minute: name the minute of the council's decision in 1 to 200 characters")
        day = self._day(options["in_force_from"])
        try:
            self._put_in_force(text, where[:200], day, minute, options["by"])
        except (OperationalError, ProgrammingError) as error:
            self.refuse(f"the database is not ready ({str(error).splitlines()[0]}). Bring it up to date first: manage.py migrate")
        if protocol.status != "adopted":
            self.stderr.write(f"protocol: warning: the text itself says that it is not an adopted one ({STATUSES[protocol.status]})")
        self.stdout.write(f"{protocol.title} ({protocol.name}, {protocol.version}) is in force from {day:%-d %B %Y}.")

    def _day(self, written):
        try:
            day = date.fromisoformat(written)
        except ValueError:
            self.refuse(f'--from: "{written}" is no date; write it like 2026-05-20')
        today = timezone.localdate()
        if day < EARLIEST or (day.year - 10, day.month, day.day) > (today.year, today.month, today.day):
            self.refuse(f"--from: {day} is before {EARLIEST.year} or more than ten years ahead; write the day that the council decided on")
        return day

    def _put_in_force(self, text, where, day, minute, email):
        from council_portal.protocol import models, services  # the other verbs need neither models nor database

        services.adopt(text, source=where, in_force_from=day, minute=minute, actor=self._person(email))
        latest, *others = models.ProtocolVersion.objects.filter(in_force_from=day).order_by("-pk")
        if others:
            self.stderr.write(
                f"protocol: warning: {len(others) + 1} versions are recorded from {day}; the one recorded last counts: "
                f"{latest.title} ({latest.name}, {latest.version}), {latest.minute}"
            )
        if later := models.ProtocolVersion.objects.filter(in_force_from__gt=day).order_by("in_force_from").first():
            self.stderr.write(
                f"protocol: warning: it is the version of what is done before {later.in_force_from}; from that day another is in force: "
                f"{later.title} ({later.name}, {later.version})"
            )

    def _person(self, email):
        """Who does it, for the record; without an address the record names the portal."""
        from council_portal.accounts.models import User

        if not email:
            return None
        try:
            return User.objects.get_by_natural_key(email).person
        except User.DoesNotExist:
            self.refuse(f'--by: nobody has an account with the address "{email}"')
