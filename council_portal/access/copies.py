"""Keep the copies of the listed columns true: three triggers for each kind of matter, written once for both databases.

A matter and its standing inherit one abstract model of listed columns, named by `LISTED` on the matter. The trigger text is
generated from it, so that a new list column is written once and cannot be forgotten.
"""
import logging

from django.apps import apps
from django.core.cache import cache
from django.db import connection as default_connection

from council_portal.access.models import Standing
from council_portal.audit.triggers import Kit, Trigger

log = logging.getLogger(__name__)


def kinds():
    """Every concrete standing of the project with its matter: (matter model, standing model, key column, copied columns)."""
    for model in apps.get_models():
        if issubclass(model, Standing):
            key = next(f for f in model._meta.fields if f.is_relation and f.remote_field.related_name == "standings")
            matter = key.related_model
            yield matter, model, key.column, copied(matter)


def copied(matter):
    """The columns that stand on the matter and, copied, on its standings."""
    listed = {f.name for f in matter.LISTED._meta.get_fields()} | set(getattr(matter, "LISTED_ALSO", ()))
    return [f.column for f in matter._meta.concrete_fields if f.name in listed]


def triggers(vendor):
    """The triggers of each kind: a change of the matter goes to its standings; a new standing takes from the matter, and so does one
    that is written over (a standing read before the change and saved after it would bring the old values back)."""
    return [t for matter, standing, key, columns in kinds()
            for t in three(vendor, matter._meta.db_table, standing._meta.db_table, key, columns)]


def three(vendor, matter, standing, key, columns):
    change, grant, keep = f"{matter}_change", f"{matter}_grant", f"{matter}_keep"
    new = ", ".join(f"{c} = NEW.{c}" for c in columns)
    fresh = ", ".join(f"{c} = m.{c}" for c in columns)
    if vendor == "sqlite":
        changed = " OR ".join(f"OLD.{c} IS NOT NEW.{c}" for c in columns)
        written = " OR ".join(f"OLD.{c} IS NOT NEW.{c}" for c in [key, *columns])
        strays = " OR ".join(f"NEW.{c} IS NOT m.{c}" for c in columns)
        take = (f"BEGIN UPDATE {standing} SET {fresh} FROM {matter} m WHERE {standing}.id = NEW.id AND m.id = NEW.{key}")
        return [
            Trigger(change, matter, (f"CREATE TRIGGER {change} AFTER UPDATE ON {matter} WHEN {changed} "
                                     f"BEGIN UPDATE {standing} SET {new} WHERE {key} = NEW.id; END",)),
            Trigger(grant, standing, (f"CREATE TRIGGER {grant} AFTER INSERT ON {standing} {take}; END",)),
            Trigger(keep, standing, (f"CREATE TRIGGER {keep} AFTER UPDATE ON {standing} WHEN {written} {take} AND ({strays}); END",)),
        ]
    changed = " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in columns)
    written = " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in [key, *columns])
    take = " ".join(f"NEW.{c} := m.{c};" for c in columns)
    return [
        Trigger(change, matter, (
            f"CREATE OR REPLACE FUNCTION {change}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN UPDATE {standing} SET {new} WHERE {key} = NEW.id; RETURN NULL; END $$",
            f"CREATE TRIGGER {change} AFTER UPDATE ON {matter} FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION {change}()")),
        # FOR NO KEY UPDATE: a grant waits for a touch under way and a touch for a grant; FOR SHARE could deadlock two of them
        Trigger(grant, standing, (
            f"CREATE OR REPLACE FUNCTION {grant}() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE m {matter}; BEGIN "
            f"SELECT * INTO m FROM {matter} WHERE id = NEW.{key} FOR NO KEY UPDATE; {take} RETURN NEW; END $$",
            f"CREATE TRIGGER {grant} BEFORE INSERT ON {standing} FOR EACH ROW EXECUTE FUNCTION {grant}()")),
        # Not inside the change trigger's own update: it brings the true values, and a touch must not pay for reading them again
        Trigger(keep, standing, (
            f"CREATE TRIGGER {keep} BEFORE UPDATE ON {standing} FOR EACH ROW WHEN (pg_trigger_depth() = 0 AND ({written})) "
            f"EXECUTE FUNCTION {grant}()",)),
    ]


def untrue(connection=default_connection):
    """How many standings differ from their matter: the nightly check and every test module expect 0."""
    wrong = 0
    with connection.cursor() as cursor:
        for matter, standing, key, columns in kinds():
            differ = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
            diff = " OR ".join(f"s.{c} {differ} m.{c}" for c in columns)
            cursor.execute(
                f"SELECT count(*) FROM {standing._meta.db_table} s JOIN {matter._meta.db_table} m ON m.id = s.{key} WHERE {diff}"
            )
            wrong += cursor.fetchone()[0]
    return wrong


def look_nightly():
    """A due job, once a day whichever process is first: says loudly when a copy is not true. Returns how many it found."""
    if not cache.add("access.copies-looked-at", True, 24 * 3600):
        return 0
    wrong = untrue()
    if wrong:
        log.error("%s standings differ from their matter: the lists show what is not so. Run manage.py migrate, and look why.", wrong)
    return wrong


KIT = Kit("access", triggers)
