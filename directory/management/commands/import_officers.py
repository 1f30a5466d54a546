import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from directory.officers_csv import LIMIT, FileRefused, read_officers
from directory.services.importing import import_officers

REFUSED = 2  # the exit code of everything that was not taken in
MOST = 50  # lines of a refusal


class Command(BaseCommand):
    """Standard output holds what the import came to and nothing else; a refusal is a line for each fault on standard error."""

    help = "Take in officers from a CSV file that HR gives out (docs/guides/officers-csv.md). Run again, it changes nothing."

    def add_arguments(self, parser):
        parser.error = self.refuse
        parser.add_argument("file", metavar="FILE", help="the list (CSV in UTF-8)")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")

    def refuse(self, *messages):
        """Stop with a line for each message on standard error and exit code 2, also for what argparse itself refuses."""
        lines = [" ".join(message.split()) for message in messages[:MOST]]
        if len(messages) > MOST:
            lines.append(f"and {len(messages) - MOST} more")
        if self._called_from_command_line:
            for line in lines:
                self.stderr.write(f"import_officers: {line}")
            sys.exit(REFUSED)
        raise CommandError("\n".join(lines), returncode=REFUSED)

    def handle(self, *args, file, **options):
        try:
            with Path(file).open("rb") as source:
                officers = read_officers(source.read(LIMIT + 1))
            outcome = import_officers(officers, dry_run=options["dry_run"])
        except OSError as error:
            self.refuse(f"{file} cannot be read ({error.strerror}).")
        except FileRefused as error:
            self.refuse(*error.lines)
        except (OperationalError, ProgrammingError) as error:
            self.refuse(f"the database is not ready ({str(error).splitlines()[0]}). Bring it up to date first: manage.py migrate")
        self.stdout.write(json.dumps(outcome.counts) if options["json"] else self.in_words(outcome))

    def in_words(self, outcome):
        """The same figures for people, and the lines beneath them."""
        figures = "The list holds {officers} officers and names {services} services.".format(**outcome.counts)
        came_to = "Created {created}, updated {updated}, unchanged {unchanged}, missing {missing}.".format(**outcome.counts)
        return "\n".join([figures, came_to, *outcome.lines])
