import sys

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Says that there is no superuser."""

    help = "The portal has no superuser. Use create_technical_admin."

    def add_arguments(self, parser):
        parser.add_argument("anything", nargs="*")

    def handle(self, *args, **options):
        self.stderr.write("There is no superuser: nobody is above the rule. Use manage.py create_technical_admin.")
        sys.exit(2)
