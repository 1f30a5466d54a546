from django.core.checks import Error
from django.db import connections

from council_portal.audit.triggers import KITS


def triggers_in_place(app_configs, databases, **kwargs):
    """Without its triggers the record could be changed and the lists would lie: an error, not a warning."""
    found = []
    for alias in databases or []:
        for kit in KITS:
            missing = kit.missing(connections[alias])
            if missing:
                found.append(Error(f"Database triggers are missing: {', '.join(missing)}.",
                                   hint="Run manage.py migrate, which puts them back.", id="audit.E001"))
    return found
