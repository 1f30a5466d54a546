"""The base of the commands that take in a file: one object of figures or a few lines of words, and refusals that a script can read."""
import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

REFUSED = 2  # the exit code of everything that was not taken in
MOST = 50  # lines of a refusal


class TakingCommand(BaseCommand):
    """Standard output holds what the import came to and nothing else; a refusal is a line for each fault on standard error.

    name: of the command. file_help: what the file is. limit: bytes that are read, one more than are taken. figures: a sentence with the
    names of counts in braces. came_to: the sentence beneath, likewise. refused: the exception of a file that is not taken in.
    """

    name = file_help = figures = ""
    came_to = "Created {created}, updated {updated}, unchanged {unchanged}, missing {missing}."
    limit = 0
    refused = ValueError

    def read(self, data):
        """What is in the file. data: bytes. Raises `refused`."""
        raise NotImplementedError  # each command says it

    def take(self, content, *, dry_run):
        """Take it in, or only say what would be. Returns the outcome: `counts`, and what `said` reads. Raises `refused`."""
        raise NotImplementedError  # each command says it

    def take_from(self, source, *, dry_run):
        """The same from an open file of bytes. A command whose files are larger than it may hold in memory reads it as it goes."""
        return self.take(self.read(source.read(self.limit + 1)), dry_run=dry_run)

    def said(self, outcome):
        """The lines for people beneath the figures."""
        return outcome.lines

    def faults(self, error):
        """The lines of a refusal."""
        return [str(error)]

    def add_arguments(self, parser):
        parser.error = self.refuse
        parser.add_argument("file", metavar="FILE", help=self.file_help)
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")

    def refuse(self, *messages):
        """Stop with a line for each message on standard error and exit code 2, also for what argparse itself refuses."""
        lines = [" ".join(message.split()) for message in messages[:MOST]]
        if len(messages) > MOST:
            lines.append(f"and {len(messages) - MOST} more")
        if self._called_from_command_line:
            for line in lines:
                self.stderr.write(f"{self.name}: {line}")
            sys.exit(REFUSED)
        raise CommandError("\n".join(lines), returncode=REFUSED)

    def handle(self, *args, file, **options):
        try:
            with Path(file).open("rb") as source:
                outcome = self.take_from(source, dry_run=options["dry_run"])
        except OSError as error:
            self.refuse(f"{file} cannot be read ({error.strerror}).")
        except self.refused as error:
            self.refuse(*self.faults(error))
        except (OperationalError, ProgrammingError) as error:
            self.refuse(f"the database is not ready ({str(error).splitlines()[0]}). Bring it up to date first: manage.py migrate")
        self.stdout.write(json.dumps(outcome.counts) if options["json"] else self.in_words(outcome))

    def in_words(self, outcome):
        """The same figures for people, and the lines beneath them."""
        return "\n".join([self.figures.format(**outcome.counts), self.came_to.format(**outcome.counts), *self.said(outcome)])
