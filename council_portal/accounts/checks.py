"""Invented people and real ones never share a database."""
from django.conf import settings
from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseFault
from django.db import connection

from council_portal.accounts.models import Person


def demo_people_here():
    """Does the database hold people invented for the demo, while these settings are not the demo's? False before the first migration.

    Raises django.db.Error when the database cannot be asked.
    """
    if settings.DEMO or Person._meta.db_table not in connection.introspection.table_names():
        return False
    return Person.objects.filter(is_demo=True).exists()


SAID = "This database holds people invented for the demo. A real council begins with an empty one."


def no_demo_people(app_configs, databases, **kwargs):
    """The system check, for `manage.py check --database default`. Quiet when the database is away: that is not what it looks for."""
    try:
        return [Error(SAID, id="accounts.E001")] if databases and demo_people_here() else []
    except DatabaseFault:
        return []


def refuse_demo_people():
    """The refusal at start, for the web and the background process. Raises ImproperlyConfigured, also when nobody can be asked."""
    try:
        found = demo_people_here()
    except DatabaseFault as error:
        raise ImproperlyConfigured(
            f"The database cannot be asked whether it holds people invented for the demo ({' '.join(str(error).split())})."
        ) from error
    if found:
        raise ImproperlyConfigured(SAID)
