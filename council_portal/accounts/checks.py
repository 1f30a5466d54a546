"""Invented people and real ones never share a database."""
from django.conf import settings
from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from council_portal.accounts.models import Person


def demo_people_here():
    """Does the database hold people invented for the demo, while these settings are not the demo's? False when it cannot be asked."""
    try:
        return not settings.DEMO and Person.objects.filter(is_demo=True).exists()
    except DatabaseError:  # no table yet, or no server: the start itself will say so
        return False


SAID = "This database holds people invented for the demo. A real council begins with an empty one."


def no_demo_people(app_configs, databases, **kwargs):
    """The system check, for `manage.py check --database default`."""
    return [Error(SAID, id="accounts.E001")] if databases and demo_people_here() else []


def refuse_demo_people():
    """The refusal at start, for the web and the background process. Raises ImproperlyConfigured."""
    if demo_people_here():
        raise ImproperlyConfigured(SAID)
