import sys

from django.core.management.base import BaseCommand

from casework import search


class Command(BaseCommand):
    """Writes the search's words and readers of every case anew. May be run at any time and twice."""

    help = "Write what the search knows of every case anew; with --check only count what is not true (exit 1 if any)."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing, count what is not true")

    def handle(self, *, check, **options):
        if not check:
            self.stdout.write(f"{search.reindex_all():,} cases written anew.")
        elif wrong := len(search.untrue()):
            self.stderr.write(f"{wrong:,} cases are not known as they are. Run manage.py reindex_cases.")
            sys.exit(1)
        else:
            self.stdout.write("Every case is known as it is.")
