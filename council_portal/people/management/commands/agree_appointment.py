import sys
import uuid

from django.core.management.base import BaseCommand

from council_portal.accounts.confided import Refused
from council_portal.accounts.models import Nomination
from council_portal.people.agreeing import agree, refuse


class Command(BaseCommand):
    """The second of two people is whoever runs the server, where nobody in the council could be (decision two-for-confided-posts)."""

    help = "Agree to an appointment that waits for a second person, or refuse it. The page of the post names the number."

    def add_arguments(self, parser):
        parser.add_argument("number", type=uuid.UUID, help="as the page of the post names it")
        parser.add_argument("--refuse", metavar="REASON", default="", help="refuse it, for this reason")

    def handle(self, number, **options):
        found = Nomination.objects.select_related("person", "principal").filter(uid=number).first()
        if found is None:
            self.stderr.write(f"There is no appointment {number} that waits or waited for a second person.")
            sys.exit(2)
        try:
            if options["refuse"].strip():
                refuse(found, actor=None, reason=options["refuse"].strip())
            else:
                agree(found, actor=None)
        except Refused as refused:
            self.stderr.write(str(refused.says))
            sys.exit(2)
        self.stdout.write(f"{found.person.full_name}, {found.principal.name}: {'refused' if options['refuse'].strip() else 'agreed to'}.")
