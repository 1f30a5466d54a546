"""The record is append-only, and whoever gets past the database is found out by the chain."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from council_portal.audit.models import KIT, Event
from council_portal.audit.services import broken_at, record, seal
from tests import factories

pytestmark = pytest.mark.django_db
APPEND_ONLY = "the audit record is append-only"


def write(number):
    """That many events, not yet sealed."""
    return [record(None, f"verb {n}", actor=None, detail="a word") for n in range(number)]


def sql(statement, *values):
    """One statement, past the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


TAMPERINGS = {
    "update": "UPDATE audit_event SET verb = 'nothing happened'",
    "update of who": "UPDATE audit_event SET actor_name = 'somebody else'",
    "delete": "DELETE FROM audit_event",
    "replace": "INSERT INTO audit_event (id, uid, at, actor_name, acting_as, verb, kind, reference, clause, detail, digest) "
    "SELECT id, uid, at, 'x', '', 'x', '', '', '', '', '' FROM audit_event WHERE true "
    "ON CONFLICT (id) DO UPDATE SET verb = 'nothing happened'",
}


@pytest.mark.parametrize("sealed", [True, False], ids=["sealed", "not yet sealed"])
@pytest.mark.parametrize("how", sorted(TAMPERINGS))
def test_the_database_refuses_to_change_what_happened(how, sealed):
    write(2)
    if sealed:
        seal()

    with pytest.raises(DatabaseError, match=APPEND_ONLY), transaction.atomic():
        sql(TAMPERINGS[how])

    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == ["verb 0", "verb 1"]


@pytest.mark.postgres
def test_the_database_refuses_to_empty_the_record():
    write(1)

    with pytest.raises(DatabaseError, match=APPEND_ONLY), transaction.atomic():
        sql("TRUNCATE audit_event")

    assert Event.objects.count() == 1


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="REPLACE is SQLite's own")
@pytest.mark.parametrize("way", ["id", "uid", "sequence"])
def test_sqlite_refuses_a_row_that_would_push_another_out(way):
    write(2)
    seal()
    first = Event.objects.order_by("pk").first()
    key = {"id": first.pk, "uid": first.uid.hex, "sequence": first.sequence}[way]
    row = {"uid": "0" * 32, "at": first.at, "actor_name": "", "acting_as": "", "verb": "x", "kind": "", "reference": "", "clause": ""}
    row |= {"detail": "", "digest": "", way: key}

    with pytest.raises(DatabaseError, match=APPEND_ONLY), transaction.atomic():
        sql(f"REPLACE INTO audit_event ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})", *row.values())  # noqa: S608 -- our own columns

    assert Event.objects.filter(verb="x").count() == 0


def test_an_event_is_sealed_once_and_no_more():
    [event] = write(1)

    assert (seal(), seal()) == (1, 0)
    with pytest.raises(DatabaseError, match=APPEND_ONLY), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(sequence=7, digest="0" * 64)

    assert Event.objects.values_list("sequence", flat=True).get() == 1


def test_sealing_in_batches_makes_one_chain():
    write(5)

    assert [seal(limit=2) for _ in range(4)] == [2, 2, 1, 0]

    assert list(Event.objects.order_by("pk").values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]
    assert len(set(Event.objects.values_list("digest", flat=True))) == 5
    assert broken_at() is None


def edit():
    sql("UPDATE audit_event SET detail = 'another word' WHERE sequence = 3")


def delete():
    sql("DELETE FROM audit_event WHERE sequence = 3")


def insert():
    for number in (6, 5, 4, 3):
        sql("UPDATE audit_event SET sequence = %s WHERE sequence = %s", number + 1, number)
    Event.objects.create(actor_name="x", verb="x", sequence=3, digest="0" * 64)


def swap():
    for of, to in ((3, 99), (4, 3), (99, 4)):
        sql("UPDATE audit_event SET sequence = %s WHERE sequence = %s", to, of)


def edit_and_seal_that_row_anew():
    before = Event.objects.get(sequence=2)
    row = Event.objects.get(sequence=3)
    row.detail = "another word"
    sql("UPDATE audit_event SET detail = %s, digest = %s WHERE sequence = 3", row.detail, row.sealed_by(before.digest))


@pytest.mark.parametrize(
    ("tamper", "found"),
    [(edit, 3), (delete, 3), (insert, 3), (swap, 3), (edit_and_seal_that_row_anew, 4)],
    ids=lambda x: getattr(x, "__name__", x),
)
def test_whoever_gets_past_the_triggers_breaks_the_chain(tamper, found):
    write(6)
    seal()
    assert broken_at() is None
    KIT.remove(connection)

    tamper()

    assert broken_at() == found


def test_a_record_holds_names_as_they_were():
    council = factories.council()
    case = factories.log(council)

    council.member.person.name = "Somebody else"
    council.member.person.save()

    event = Event.objects.get(object_uid=case.uid, verb="logged")
    assert (event.actor_name, event.reference, event.kind, event.clause) == ("Aisha Rahman", case.reference, "casework.case", "3.2")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain():
    write(40)
    sealed, faults, ready = [], [], threading.Barrier(2)

    def one():
        try:
            ready.wait(5)
            while number := seal(limit=7):
                sealed.append(number)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert (faults, sum(sealed), broken_at()) == ([], 40, None)
    assert list(Event.objects.order_by("pk").values_list("sequence", flat=True)) == list(range(1, 41))
