"""A file is tried out, then applied or thrown away, once, and only as it was shown."""

import datetime
import json
import threading

import pytest
import time_machine
from django.db import connections
from django.http import Http404
from django.utils import timezone

from council_portal.access.decisions import Forbidden
from council_portal.accounts.models import Person
from council_portal.accounts.services import add_person, employ
from council_portal.audit.models import Event
from council_portal.intake.models import Intake
from council_portal.intake.services import Changed, Settled, apply, drop_stale, throw_away
from council_portal.outbox import due
from directory.models import Officer
from directory.officers_csv import FileRefused
from directory.views.imports import OFFICERS
from profiles.models import Member
from profiles.views.imports import MEMBERS
from tests import factories
from tests.intake import ground
from tests.profiles.test_import import councillor, feed_of, ward_of


def democratic():
    """The council's Democratic Services Officer, a person."""
    return factories.fresh(factories.council(None).democratic).person


def colleague(name="Nils Arkwright"):
    """Another person of Democratic Services."""
    return factories.fresh(factories.officer(name, "democratic_services")).person


def read_again(intake):
    return Intake.objects.get(pk=intake.pk)


def state(intake):
    """(outcome, who settled it, what is left of the file)."""
    now = read_again(intake)
    return now.outcome, now.settled_by and now.settled_by.name, now.packed


@pytest.mark.django_db
def test_trying_out_changes_nothing_and_keeps_what_would_change():
    actor = democratic()

    intake = ground.officers(actor)

    assert Officer.objects.count() == 0
    assert (intake.figures, intake.shown) == (
        {"officers": 1, "services": 0, "created": 1, "updated": 0, "unchanged": 0, "missing": 0}, [])
    assert OFFICERS.unpack(state(intake)[2]) == OFFICERS.read(ground.ONE)


@pytest.mark.django_db
def test_a_colleague_may_apply_and_both_are_named_in_the_record():
    actor, other = democratic(), colleague()
    intake = ground.officers(actor)

    apply(intake, OFFICERS, seen=intake.digest, actor=other)

    assert Officer.objects.get().person.name == "Ottilie Crane"
    assert state(intake) == ("applied", "Nils Arkwright", None)
    assert list(Event.objects.filter(object_uid=intake.uid).order_by("pk").values_list("actor_name", "verb", "detail")) == [
        ("Ines Duarte", "file tried out", "officers"), ("Nils Arkwright", "file taken in", "uploaded by Ines Duarte")]


@pytest.mark.django_db
def test_applied_twice_it_is_done_once():
    actor = democratic()
    intake = ground.members(actor)
    apply(intake, MEMBERS, seen=intake.digest, actor=actor)

    with pytest.raises(Settled):
        apply(intake, MEMBERS, seen=intake.digest, actor=actor)

    assert Member.objects.count() == 1
    assert Event.objects.filter(verb="file taken in").count() == 1


@pytest.mark.django_db
def test_what_changed_since_it_was_shown_is_not_applied_and_is_shown_anew():
    actor = democratic()
    intake = ground.officers(actor)
    seen = intake.digest
    known = add_person("Ottilie Crane", email="ottilie.crane@council.example")
    employ(known, authority="By hand", since=factories.LONG_AGO)
    Officer.objects.create(person=known, post="Archivist")

    with pytest.raises(Changed):
        apply(intake, OFFICERS, seen=seen, actor=actor)

    now = read_again(intake)
    assert Officer.objects.get().post == "Archivist"
    assert (now.outcome, now.figures["created"], now.figures["updated"], now.shown) == (
        "open", 0, 1, [["Entries that change", ["Ottilie Crane: changed: staff number; post."]]])
    apply(intake, OFFICERS, seen=now.digest, actor=actor)
    assert Officer.objects.get().post == "Assistant Archivist"


@pytest.mark.django_db
def test_what_only_a_colleague_was_shown_is_not_applied():
    actor = democratic()
    intake = ground.officers(actor)

    with pytest.raises(Changed):
        apply(intake, OFFICERS, seen="something older", actor=actor)

    assert Officer.objects.count() == 0
    assert state(intake)[0] == "open"


@pytest.mark.django_db
def test_what_does_not_fit_any_more_is_refused_and_stays_open():
    actor = democratic()
    intake = ground.officers(actor)
    other = add_person("Dora Penn", email="dora@council.example")
    employ(other, authority="By hand", since=factories.LONG_AGO)
    Officer.objects.create(person=other, staff_id="E0900")

    with pytest.raises(FileRefused):
        apply(intake, OFFICERS, seen=intake.digest, actor=actor)

    assert state(intake)[0] == "open"


@pytest.mark.django_db
def test_thrown_away_it_is_emptied_and_cannot_be_applied():
    actor = democratic()
    intake = ground.members(actor)

    throw_away(intake, actor=actor)

    assert (state(intake), read_again(intake).shown) == (("thrown_away", "Ines Duarte", None), [])
    with pytest.raises(Settled):
        apply(intake, MEMBERS, seen=intake.digest, actor=actor)
    with pytest.raises(Settled):
        throw_away(intake, actor=actor)


@pytest.mark.django_db
def test_after_seven_days_it_can_only_be_thrown_away_and_the_clock_does_that():
    actor = democratic()
    at = timezone.now()
    intake, other, fresh = ground.officers(actor), ground.officers(actor), ground.officers(actor)
    Intake.objects.filter(pk=fresh.pk).update(at=at + datetime.timedelta(seconds=1))
    Intake.objects.exclude(pk=fresh.pk).update(at=at)

    with time_machine.travel(at + datetime.timedelta(days=7), tick=False):
        with pytest.raises(Settled):
            apply(intake, OFFICERS, seen=intake.digest, actor=actor)
        throw_away(other, actor=actor)
        counts = drop_stale(), drop_stale()

    assert counts == (1, 0)
    assert [state(one)[:2] for one in (intake, other, fresh)] == [("thrown_away", None), ("thrown_away", "Ines Duarte"), ("open", None)]
    assert state(intake)[2] is None
    assert Event.objects.get(verb="file thrown away by age").actor_name == "The portal"


def test_the_clock_knows_of_it():
    assert drop_stale in due.JOBS


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["head", "member", "technical"])
def test_nobody_else_tries_out_applies_or_throws_away(who):
    council = factories.council(None)
    intake = ground.officers(factories.fresh(council.democratic).person)
    other = factories.fresh(council.accounts[who]).person

    with pytest.raises(Forbidden):
        ground.officers(other)
    with pytest.raises(Http404):
        apply(intake, OFFICERS, seen=intake.digest, actor=other)
    with pytest.raises(Http404):
        throw_away(intake, actor=other)

    assert state(intake)[0] == "open"


@pytest.mark.django_db
def test_a_home_address_of_the_feed_is_nowhere_in_the_database():
    actor = democratic()
    feed = feed_of(ward_of("Mill Hill", councillor(home="1 Private Lane", email="ada@council.example")))

    intake = ground.members(actor, feed)

    kept = json.dumps([intake.packed, intake.figures, intake.shown])
    assert ("ada@council.example" in kept, "Private Lane" in kept) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_two_who_apply_at_the_same_time_apply_once():
    actor, other = democratic(), colleague()
    intake = ground.officers(actor)
    start, came_to = threading.Barrier(2), []

    def press(who):
        start.wait()
        try:
            apply(Intake.objects.get(pk=intake.pk), OFFICERS, seen=intake.digest, actor=who)
            came_to.append("applied")
        except Settled:
            came_to.append("settled")
        finally:
            connections.close_all()

    both = [threading.Thread(target=press, args=[Person.objects.get(pk=who.pk)]) for who in (actor, other)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(came_to) == ["applied", "settled"]
    assert Officer.objects.count() == 1
