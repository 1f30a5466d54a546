import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from profiles.moderngov import LIMIT, FeedRefused, read_feed
from profiles.services import import_feed

REFUSED = 2  # the exit code of everything that was not taken in


class Command(BaseCommand):
    """Standard output holds what the import came to and nothing else; a refusal is one line on standard error."""

    help = "Take in wards and Members from a file that holds a ModernGov GetCouncillorsByWard feed. Run again, it changes nothing."

    def add_arguments(self, parser):
        parser.error = self.refuse
        parser.add_argument("file", metavar="FILE", help="the saved feed (XML)")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")

    def refuse(self, message):
        """Stop with one line on standard error and exit code 2, also for what argparse itself refuses."""
        if self._called_from_command_line:
            self.stderr.write(f"import_moderngov: {message}")
            sys.exit(REFUSED)
        raise CommandError(message, returncode=REFUSED)

    def handle(self, *args, file, **options):
        try:
            with Path(file).open("rb") as source:
                feed = read_feed(source.read(LIMIT + 1))
            outcome = import_feed(feed, dry_run=options["dry_run"])
        except OSError as error:
            self.refuse(f"{file} cannot be read ({error.strerror}).")
        except FeedRefused as error:
            self.refuse(" ".join(str(error).split()))
        except (OperationalError, ProgrammingError) as error:
            self.refuse(f"the database is not ready ({str(error).splitlines()[0]}). Bring it up to date first: manage.py migrate")
        self.stdout.write(json.dumps(outcome.counts) if options["json"] else self.in_words(outcome))

    def in_words(self, outcome):
        """The same figures for people, and the lines beneath them."""
        figures = "The feed holds {wards} wards, {members} Members and {terms} terms of office.".format(**outcome.counts)
        came_to = "Created {created}, updated {updated}, unchanged {unchanged}, missing {missing}.".format(**outcome.counts)
        said = [f"{heading}: {line}" for heading, lines in outcome.groups for line in lines]
        return "\n".join([figures, came_to, *said])
