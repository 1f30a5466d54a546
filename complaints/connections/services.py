"""Declaring a connection, and saying that it is no longer so. Require, change, record, tell; the record names nobody."""
import json

from django.db import IntegrityError, transaction
from django.utils import timezone

from complaints import telling
from complaints.connections.models import Connection, ConnectionSide
from complaints.connections.policy import DECLARER
from complaints.services import note
from complaints.standing import own_word, word_for
from council_portal.access.decisions import require
from council_portal.accounts.holders import holders
from council_portal.accounts.models import Person
from council_portal.accounts.policy import IN_OFFICE, MONITORING, SEATS, STAFF
from council_portal.people.choosing import may_hold
from council_portal.protocol.services import in_force, route_under
from council_portal.sealing.fields import ring
from council_portal.sealing.veils import token, tokens

Part = ConnectionSide.Part


class CannotBe(ValueError):
    """What was asked for does not fit. `args[0]` says why."""


def side_of(user):
    """On which side whoever declares stands: "member" (co-opted members too) or "officer"."""
    return "member" if user.posts & IN_OFFICE else "officer"


def wanted_of(user):
    """What the other person holds: an officer declares a connection with a Member, a Member one with an officer."""
    return STAFF if side_of(user) == "member" else SEATS


def step_for(user):
    """Whom the protocol in force tells this person to declare to: the first step of its route, and whether the protocol names nobody."""
    route = route_under(in_force(), "relationship", side_of(user))
    return next((step for step in route.to_follow if step.formal), None), route.silent


def declare(*, actor, key, other, kind, text, since=""):
    """Declare a connection with a person of the other side, in writing, to the Monitoring Officer alone (SEC-5.5xi, SEC-5.7).

    key: the UUID of the form; the same form with the same words makes one. kind: a word of wording.KINDS. text: what it is. since: in
    words, where that is known. Returns the Connection. Raises CannotBe "not of the other side", "declared already" where they declared one
    of this kind with the same person that goes on, Forbidden for who holds no office, KeyFault without the keys.
    """
    require(actor, "declare", Connection)
    if other.pk == actor.person_id or not may_hold(other, wanted_of(actor)):
        raise CannotBe("not of the other side")
    sent = "\0".join([own_word(actor), str(key), word_for(other.pk), kind, text, since])
    try:
        with transaction.atomic():
            Person.objects.select_for_update().get(pk=actor.person_id)  # another window waits, and finds what this one has declared
            if found := made_by(sent):
                return found
            if goes_on(actor, other, kind):
                raise CannotBe("declared already")
            return make(actor, token(ring().current, sent, "connection form"), other, {"kind": kind, "text": text, "since": since})
    except IntegrityError:
        if found := made_by(sent):
            return found
        raise


def made_by(sent):
    """What this form, with these words, has made already, or None; found by the keys of before a rotation too."""
    return Connection.objects.filter(form__in=tokens(sent, "connection form")).first()


def goes_on(actor, other, kind):
    """Has this person declared one of this kind with the other that goes on? SECURITY: of what others declared nothing is asked."""
    own = [pk for pk, capacities in Connection.objects.capacities(actor).items() if DECLARER in capacities]
    rows = [row for row in Connection.objects.filter(pk__in=own, running=True) if row.facts["kind"] == kind]
    return any(parts[Part.OTHER].pk == other.pk for parts in people_of(rows).values())


def make(actor, form, other, said):
    """The declaration with its two sides; those who read it are told that there is something."""
    step, silent = step_for(actor)
    made = Connection(form=form, said=json.dumps({**said, "clause": (step.clause or "") if step and not silent else ""}))
    made.save(force_insert=True)
    for part, person in ((Part.DECLARER, actor.person), (Part.OTHER, other)):
        ConnectionSide(connection=made, part=part).veil(word_for(person.pk)).save(force_insert=True)
    note(made, "connection declared", actor)
    telling.tell(readers([actor.person, other]))
    return made


@transaction.atomic
def end(connection, *, actor, text):
    """Whoever declared it says that it is no longer so, and why. It stays in the register; the two are kept apart no longer."""
    require(actor, "end", connection)
    if not Connection.objects.filter(pk=connection.pk, running=True).update(running=False, ended_at=timezone.now()):
        require(actor, "end", connection)  # pressed twice at once: refused, as it is said already
    connection.refresh_from_db()
    connection.ended_because = text
    connection.save(update_fields=["ended_because"])
    note(connection, "connection ended", actor)
    telling.tell(readers(people_of([connection])[connection.pk].values()))
    return connection


def readers(concerned):
    """The people who keep the register today and are not concerned themselves: the Monitoring Officer, and the Deputy."""
    rows = [held for post in sorted(MONITORING) for held in holders(post, excluding=list(concerned))]
    return list(dict.fromkeys(held.person for held in rows))


def people_of(connections):
    """{key: {Part: Person}} of these declarations: two statements. SECURITY: for whoever may see them. Raises KeyFault."""
    keys = {}
    for side in ConnectionSide.objects.filter(connection__in=[one.pk for one in connections]).select_related("connection"):
        keys.setdefault(side.connection_id, {})[side.part] = int(side.who.removeprefix("person:"))
    found = Person.objects.in_bulk({pk for parts in keys.values() for pk in parts.values()})
    return {key: {part: found[pk] for part, pk in parts.items()} for key, parts in keys.items()}


@transaction.atomic
def note_read(connection, *, actor):
    """Record that somebody opened it."""
    note(connection, "connection read", actor)
