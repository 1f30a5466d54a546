"""Database triggers that outlive migrations on SQLite, which rebuilds tables and forgets what hangs on them.

A `Kit` is a named set of triggers with one text for each database. Its app connects it with `carry()`: dropped before
migrations run, put back after them. See docs/decisions/triggers.md.
"""
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

KITS = []


@dataclass(frozen=True)
class Trigger:
    """One trigger: its name, the table it hangs on, and the statements that make it (functions first)."""

    name: str
    table: str
    statements: tuple


@dataclass(frozen=True)
class Kit:
    """The triggers of one app; `triggers(vendor)` lists them for "postgresql" or "sqlite"."""

    app: str
    triggers: Callable

    def install(self, connection):
        """Put every trigger in place anew. May run twice. Tables that are not there yet are left for the next time."""
        self.remove(connection)
        tables = set(connection.introspection.table_names())
        with connection.cursor() as cursor:
            for trigger in self.triggers(connection.vendor):
                if trigger.table in tables:
                    for sql in trigger.statements:
                        cursor.execute(sql)

    def remove(self, connection):
        """Take every trigger away, so that tables can be rebuilt."""
        tables = set(connection.introspection.table_names())
        with connection.cursor() as cursor:
            for trigger in self.triggers(connection.vendor):
                if trigger.table in tables:
                    on = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
                    cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{on}")

    def missing(self, connection):
        """Names of triggers that should be there and are not (a system check: an error, not a warning)."""
        tables = set(connection.introspection.table_names())
        wanted = {t.name for t in self.triggers(connection.vendor) if t.table in tables}
        source = ("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'" if connection.vendor == "postgresql"
                  else "SELECT name FROM sqlite_master WHERE type = 'trigger'")
        with connection.cursor() as cursor:
            cursor.execute(source)
            return sorted(wanted - {name for (name,) in cursor.fetchall()})


def carry(kit, config):
    """Carry a kit over every migration of the project. Called once, from `AppConfig.ready()`."""
    KITS.append(kit)

    def before(using, **kwargs):
        kit.remove(connections[using])

    def after(using, **kwargs):
        kit.install(connections[using])

    pre_migrate.connect(before, sender=config, weak=False, dispatch_uid=f"{kit.app}-before")
    post_migrate.connect(after, sender=config, weak=False, dispatch_uid=f"{kit.app}-after")
