"""Makes what many tests only read once for a whole module, inside one transaction that ends with it."""

import contextlib
import re
from html import unescape

from django.db import transaction
from django.test import Client

from tests import factories


@contextlib.contextmanager
def kept(blocker):
    """A transaction around a module: what is made in it stays for its tests, each of which is rolled back to it; then it goes.

    blocker: pytest-django's `django_db_blocker`. Not for modules with tests that need transactions of their own.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextlib.contextmanager
def undone():
    """What happens inside is rolled back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def browser(user=None, **options):
    """A browser in which this account (a User) is signed in. options: of `Client` (enforce_csrf_checks=True)."""
    client = Client(**options)
    if user:
        client.force_login(factories.fresh(user))
    return client


def words(response):
    """What a page says, as one line of words: tags taken out, spaces made one."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


# What is posted with an answer that refuses: how it ends, and the reason that the Member can pass on.
REFUSED = {"answer-outcome": "refused", "answer-reason": "The budget is spent."}


def hidden(response, name):
    """The value of a hidden field on a page, by the field's name."""
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode()).group(1)
