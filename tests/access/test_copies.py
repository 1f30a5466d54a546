"""The listed columns stand on the matter and, copied by the database, on its standings: no write may make the two differ."""

import datetime
import threading
import time

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from casework.models import Case, CaseStanding, Status
from council_portal.access import copies
from tests import factories

LATER = datetime.datetime(2030, 1, 2, 3, 4, 5, 678, tzinfo=datetime.UTC)


def by_save(case):
    case.status, case.is_open, case.last_activity = Status.CLOSED, False, LATER
    case.save()


def by_update(case):
    Case.objects.filter(pk=case.pk).update(received=LATER, due_on=LATER.date(), ward=None)


def by_an_expression(case):
    Case.objects.update(last_activity=F("last_activity") + datetime.timedelta(days=1))


def by_bulk_update(case):
    case.due_on, case.last_activity = None, LATER
    Case.objects.bulk_update([case], ["due_on", "last_activity"])


def by_sql(case):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_case SET status = 'escalated', due_on = '2031-05-06' WHERE id = %s", [case.pk])


def by_a_new_standing_that_says_otherwise(case):
    CaseStanding.objects.create(case=case, principal=factories.post("clo"), capacity="x", reason="r", status="closed", is_open=False)


def by_new_standings_in_bulk(case):
    CaseStanding.objects.bulk_create(
        CaseStanding(case=case, principal=factories.post(word), capacity="x", reason="r", last_activity=LATER) for word in ("clo", "leader")
    )


def by_a_standing_read_before_and_saved_after(case):
    old = case.standings.first()
    Case.objects.filter(pk=case.pk).update(status=Status.ANSWERED, last_activity=LATER)
    old.until = timezone.now()
    old.save()


def by_writing_over_the_copies(case):
    case.standings.update(status="closed", is_open=False, last_activity=LATER)


def by_moving_a_standing_to_another_case(case):
    other = Case.objects.exclude(pk=case.pk).get()
    case.standings.filter(capacity="handler").update(case=other, capacity="moved")


WAYS = [
    by_save,
    by_update,
    by_an_expression,
    by_bulk_update,
    by_sql,
    by_a_new_standing_that_says_otherwise,
    by_new_standings_in_bulk,
    by_a_standing_read_before_and_saved_after,
    by_writing_over_the_copies,
    by_moving_a_standing_to_another_case,
]


@pytest.mark.parametrize("write", WAYS)
@pytest.mark.django_db
def test_no_way_of_writing_makes_the_copies_untrue(write):
    council = factories.council()
    case = factories.log(council)
    factories.log(council, ward=council.wards.castle, service=council.services.housing)

    write(case)

    assert copies.untrue() == 0


@pytest.mark.django_db
def test_a_copy_that_differs_is_counted_once_for_each_standing():
    council = factories.council()
    case = factories.log(council)
    copies.KIT.remove(connection)

    Case.objects.filter(pk=case.pk).update(last_activity=LATER)

    assert copies.untrue() == case.standings.count() == 2
    copies.KIT.install(connection)
    Case.objects.filter(pk=case.pk).update(last_activity=timezone.now())


LISTED = {
    "casework_case": ["is_open", "last_activity", "received", "due_order", "status", "ward_id", "service_id", "owner_id", "next_on",
                      "matter"],
    "attendance_attendancerequest": ["group_id", "is_open", "kind", "last_activity", "may_be_told", "review", "status"],
    "conversations_event": ["is_open", "status", "kind", "starts_at", "last_activity"],
    "notices_notice": ["is_open", "last_activity", "status", "publish_at", "service_id", "occasion"],
}


def test_every_listed_column_is_copied_by_every_trigger():
    assert {matter._meta.db_table: sorted(columns) for matter, _standing, _key, columns in copies.kinds()} == {
        table: sorted(columns) for table, columns in LISTED.items()}
    for vendor in ("sqlite", "postgresql"):
        texts = {t.name: " ".join(t.statements) for t in copies.triggers(vendor)}
        assert sorted(texts) == sorted(f"{table}_{what}" for table in LISTED for what in ("change", "grant", "keep"))
        assert [(name, c) for table, columns in LISTED.items() for name, text in texts.items() if name.startswith(table)
                for c in columns if c not in text] == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["touch", "grant"])
def test_a_standing_granted_while_its_case_is_touched_gets_what_the_case_then_says(first):
    case = factories.log(factories.council())
    clo = factories.post("leader")
    acts = {
        "touch": lambda: Case.objects.filter(pk=case.pk).update(last_activity=LATER, status=Status.ESCALATED),
        "grant": lambda: CaseStanding.objects.create(case=case, principal=clo, capacity="race", reason="race"),
    }
    second = "grant" if first == "touch" else "touch"

    overlap(acts[first], acts[second])

    assert case.standings.filter(capacity="race").count() == 1
    assert copies.untrue() == 0


def overlap(first, second):
    """Run `second` in a transaction of its own while that of `first` is still open, by two connections."""
    begun, faults = threading.Event(), []

    def one():
        with transaction.atomic():
            first()
            begun.set()
            time.sleep(0.3)

    def two():
        begun.wait(5)
        with transaction.atomic():
            second()

    def on_its_own(act):
        try:
            act()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=on_its_own, args=[act]) for act in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert faults == []
