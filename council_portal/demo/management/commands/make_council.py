import sys
import time

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from casework.models import Case
from council_portal.access import copies
from council_portal.accounts.models import Person, Principal, Service, Ward
from council_portal.demo import county, county_cases, county_rooms


class Command(BaseCommand):
    """Writes a synthetic county into an empty PostgreSQL database. Refuses (exit 2, one line) any database that holds people."""

    help = "A synthetic county of 90 Members and 900 officers with this many cases, to measure by. PostgreSQL only."

    def add_arguments(self, parser):
        parser.add_argument("--cases", type=int, required=True, help="how many cases")
        parser.add_argument("--years", type=int, default=0, help="and so many years of programme, notices and briefings (none)")
        parser.add_argument("--seed", type=int, default=0, help="another seed, another county; the same seed, the same one")

    def handle(self, *, cases, years, seed, **options):
        if problem := self.refusal(cases, years):
            self.stderr.write(problem)
            sys.exit(2)
        began = time.monotonic()
        with transaction.atomic():
            made = county.build(seed)
            county_cases.write(made, cases, seed)
            if years:
                county_rooms.write(made, cases, years, seed)
        if wrong := copies.untrue():
            self.stderr.write(f"{wrong} standings differ from their case: the county is not fit to measure by.")
            sys.exit(1)
        if not connection.in_atomic_block:
            county_cases.analyse()
        self.stdout.write(f"{cases:,} cases of {len(made.seats)} Members and {len(made.officer_people)} officers "
                          f"in {time.monotonic() - began:.0f} seconds.")

    def refusal(self, cases, years):
        """Why not, in one line, or None."""
        if connection.vendor != "postgresql":
            return "make_council writes into PostgreSQL only: set DATABASE_URL=postgres://..."
        if cases < 0:
            return f"--cases {cases}: give 0 or more."
        if years < 0:
            return f"--years {years}: give 0 or more."
        if Person.objects.filter(is_demo=False).exists():
            return "This database holds real people. make_council fills an empty database of its own, and nothing was changed."
        if any(model.objects.exists() for model in (Person, Principal, Service, Ward, Case)):
            return "This database holds a council already. make_council fills an empty one, and nothing was changed."
        return None
