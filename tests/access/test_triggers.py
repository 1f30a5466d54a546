"""The triggers outlive migrations, on SQLite too, which makes tables anew and forgets what hangs on them."""

import importlib

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone

from casework.models import Case
from council_portal.access import copies
from council_portal.audit.models import Event
from council_portal.audit.triggers import KITS
from tests import factories

LATEST = importlib.import_module("tests.access.rebuild.9999_rebuild").LATEST


def missing():
    """Names of the triggers that are not there."""
    return [name for kit in KITS for name in kit.missing(connection)]


def complaints():
    """What the system checks that ask the database say of triggers."""
    return [e.msg for e in run_checks(databases=["default"]) if e.id == "audit.E001"]


@pytest.fixture
def rebuilding(transactional_db, settings):
    """A council with one case, and a migration at hand that rebuilds its tables; undone at the end."""
    case = factories.log(factories.council())
    settings.MIGRATION_MODULES = {"casework": "tests.access.rebuild"}
    yield case
    call_command("migrate", "casework", LATEST, verbosity=0)


def test_triggers_are_back_and_work_after_a_table_was_made_anew(rebuilding):
    case = rebuilding

    for target in ("9999_rebuild", LATEST):
        call_command("migrate", "casework", target, verbosity=0)

        assert (missing(), complaints()) == ([], [])
        Case.objects.filter(pk=case.pk).update(last_activity=timezone.now())
        assert (case.standings.count(), copies.untrue()) == (2, 0)
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            Event.objects.all().delete()


def test_a_missing_trigger_is_an_error_of_the_system_check(db):
    assert complaints() == []

    with connection.cursor() as cursor:
        on = " ON casework_case" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER casework_case_change{on}")

    assert complaints() == ["Database triggers are missing: casework_case_change."]


@pytest.mark.postgres
def test_a_disabled_trigger_is_a_missing_one(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER event_no_update")

    assert complaints() == ["Database triggers are missing: event_no_update."]


@pytest.mark.django_db(transaction=True)
def test_migrate_mends_missing_triggers_although_the_check_refuses_them():
    for kit in KITS:
        kit.remove(connection)
    assert complaints() != []

    call_command("migrate", skip_checks=False, verbosity=0)

    assert (missing(), complaints()) == ([], [])
