import getpass
import sys

from django.core.management.base import BaseCommand
from django.db import transaction

from council_portal.accounts.models import User
from council_portal.accounts.services import add_person, appoint, employ, open_account, post_principal


class Command(BaseCommand):
    """Makes the first account: a technical administrator, who keeps accounts and reads no case and no complaint."""

    help = "Open an account for a technical administrator. The password is asked for, or read from standard input with --stdin."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--stdin", action="store_true", help="read the password from the first line of standard input")

    def handle(self, email, name, **options):
        if User.objects.filter(email__iexact=email).exists():
            self.stderr.write(f"There is an account with the address {email} already.")
            sys.exit(2)
        password = sys.stdin.readline().rstrip("\n") if options["stdin"] else getpass.getpass()
        if not password:
            self.stderr.write("An account needs a password.")
            sys.exit(2)
        with transaction.atomic():
            person = add_person(name, email=email)
            employ(person, authority="manage.py create_technical_admin")
            post = post_principal("technical_administrator", name="Technical administrator")
            appoint(person, post, authority="manage.py create_technical_admin")
            open_account(person, email=email, password=password)
        self.stdout.write(f"{name} is a technical administrator and can sign in as {email}.")
