"""The doors of every matter: a change that somebody else made first is refused, a form sent twice makes one thing."""

import threading
import uuid

import pytest
from django.db import connection

from casework.models import Case, Status
from council_portal.audit.models import Event
from council_portal.matters.models import CROCKFORD, Reference, Submission, new_reference
from council_portal.matters.services import AnothersForm, Changed, NotAMove, move, once, take_reference
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(db):
    return factories.council()


@pytest.fixture
def case(council):
    return factories.log(council)


def copy_of(case):
    """The same case as somebody else read it."""
    return Case.objects.get(pk=case.pk)


def test_a_move_changes_status_version_and_activity_and_is_recorded(council, case):
    before = copy_of(case)

    move(case, Status.ANSWERED, actor=council.head.person, verb="answered", clause="3.2", acting_as="Head")

    stored = copy_of(case)
    assert (stored.status, stored.version, stored.is_open) == (Status.ANSWERED, before.version + 1, True)
    assert (case.status, case.version, case.last_activity) == (stored.status, stored.version, stored.last_activity)
    assert stored.last_activity > before.last_activity
    event = Event.objects.get(object_uid=case.uid, verb="answered")
    assert (event.actor_name, event.acting_as, event.clause) == ("Priya Chandran", "Head", "3.2")


def test_closing_makes_a_matter_no_longer_open(council, case):
    move(case, Status.CLOSED, actor=council.member.person, verb="closed")

    assert copy_of(case).is_open is False


@pytest.mark.parametrize("second", [Status.CLOSED, Status.ANSWERED])
def test_the_second_of_two_movers_is_refused_and_changes_nothing(council, case, second):
    first_reading, second_reading = copy_of(case), copy_of(case)
    move(first_reading, Status.ANSWERED, actor=council.head.person, verb="answered")
    events = Event.objects.count()

    with pytest.raises(Changed) as refused:
        move(second_reading, second, actor=council.nominated.person, verb="moved")

    assert (refused.value.matter, copy_of(case).status, Event.objects.count()) == (case, Status.ANSWERED, events)


def test_a_change_without_a_move_counts_as_a_change(council, case):
    other = copy_of(case)
    move(case, case.status, actor=council.head.person, verb="noted")

    with pytest.raises(Changed):
        move(other, other.status, actor=council.head.person, verb="noted")


@pytest.mark.parametrize(("start", "to"), [(a, b) for a in Status for b in Status if a != b and b not in Case.MOVES[a]])
def test_what_is_no_move_is_refused(council, case, start, to):
    Case.objects.filter(pk=case.pk).update(status=start, is_open=start != Status.CLOSED)
    case.refresh_from_db()

    with pytest.raises(NotAMove):
        move(case, to, actor=council.head.person, verb="moved")

    assert copy_of(case).status == start


def test_a_status_that_nobody_knows_is_refused(council, case):
    with pytest.raises(NotAMove):
        move(case, "vanished", actor=council.head.person, verb="moved")


def test_the_same_form_twice_makes_one_case(council):
    key = uuid.uuid4()

    made = [factories.log(council, key=key) for _ in range(2)]

    assert (made[0], Case.objects.count(), Submission.objects.count()) == (made[1], 1, 1)


def test_the_key_of_somebody_elses_form_is_refused(council):
    key = uuid.uuid4()
    factories.log(council, key=key)

    with pytest.raises(AnothersForm):
        factories.log(council, key=key, actor=council.other_member)

    assert Case.objects.count() == 1


def test_the_key_of_a_form_for_something_else_is_refused(council, case):
    key = Submission.objects.get().key

    with pytest.raises(AnothersForm):
        once(key, council.member.person, Reference, lambda: None)


def test_a_form_that_failed_can_be_sent_again(council):
    key, attempts = uuid.uuid4(), []

    def make():
        attempts.append(1)
        if len(attempts) == 1:
            raise ValueError("not this time")
        return factories.log(council)

    with pytest.raises(ValueError, match="not this time"):
        once(key, council.member.person, Case, make)

    assert once(key, council.member.person, Case, make) == Case.objects.get()


@pytest.mark.django_db(transaction=True)
def test_the_same_form_twice_at_once_makes_one_case():
    council, key = factories.council(), uuid.uuid4()
    made, faults, ready = [], [], threading.Barrier(2)

    def send():
        try:
            ready.wait(5)
            made.append(factories.log(council, key=key).pk)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert (faults, made[0], Case.objects.count()) == ([], made[1], 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_leave_one_answer():
    council = factories.council()
    case = factories.log(council)
    results, ready = [], threading.Barrier(2)

    def answer(actor):
        mine = copy_of(case)
        try:
            ready.wait(5)
            move(mine, Status.ANSWERED, actor=actor.person, verb="answered")
            results.append("moved")
        except Changed:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=[actor]) for actor in (council.head, council.nominated)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(results) == ["moved", "refused"]
    assert Event.objects.filter(verb="answered").count() == 1


def test_a_reference_is_two_fours_of_letters_that_cannot_be_misread():
    drawn = {new_reference() for _ in range(500)}

    assert len(drawn) == 500
    assert {(len(r), r[4]) for r in drawn} == {(9, "-")}
    assert {letter for r in drawn for letter in r} - {"-"} <= set(CROCKFORD)
    assert set("ILOU") & set(CROCKFORD) == set()


def test_no_reference_is_given_twice(monkeypatch):
    taken = take_reference()
    letters = iter(2 * taken.replace("-", "") + "00000000")
    monkeypatch.setattr("secrets.choice", lambda _alphabet: next(letters))

    assert (take_reference(), Reference.objects.count()) == ("0000-0000", 2)
