"""Entering whom the council has appointed, agreeing to what somebody else entered, and saying a last day."""
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from complaints import named
from complaints.independents.models import IndependentPerson
from council_portal.access.decisions import require
from council_portal.accounts.confided import others_in
from council_portal.accounts.models import Appointment, Person, Principal
from council_portal.accounts.policy import MONITORING
from council_portal.audit.services import record
from council_portal.clock.days import start_of
from council_portal.outbox.services import post

BAR_YEARS = 5  # Localism Act 2011, section 28(8): an Independent Person was not Member, co-opted or officer of the council in these years


class Barred(ValueError):
    """Whoever is to be an Independent Person was a Member, a co-opted member or an officer here too short a time ago."""


def of_uid(uid):
    """The Independent Person of this uid, in force or not; None where there is none. uid: a text, "" or None."""
    return IndependentPerson.objects.filter(uid=uid).first() if uid else None


@transaction.atomic
def enter(row, *, actor):
    """Keep a new entry with who entered it, and record it. It waits for `answer`: whoever may give it is told, not of what.

    Raises Forbidden; Barred where the portal knows the person, or the name, as one of a Member or officer of the last five years.
    """
    require(actor, "add", IndependentPerson)
    if barred(row, timezone.localdate()):
        raise Barred
    row.entered_by = actor.person
    row.save(force_insert=True)
    record(row, "independent person entered", actor=actor.person, detail=in_short(row))
    post(None, "second_wanted", to=seconds(actor.person), key=str(row.uid),
         path=reverse("monitoring:independents_independentperson_change", args=[row.pk]))
    return row


@transaction.atomic
def answer(row, *, actor, agreed, reason=""):
    """Somebody else agrees to an entry, from which on it counts, or refuses it. reason: needed for a no. Recorded.

    Raises Forbidden for whoever entered it and for an entry that was answered; ValueError for a no without a reason.
    """
    row = IndependentPerson.objects.select_for_update().get(pk=row.pk)
    require(actor, "change", row)
    if not agreed and not reason.strip():
        raise ValueError("a refusal has a reason")
    row.agreed, row.reason, row.answered_by, row.answered_at = agreed, reason, actor.person, timezone.now()
    row.save(update_fields=["agreed", "reason", "answered_by", "answered_at"])
    record(row, "independent person agreed to" if agreed else "independent person refused", actor=actor.person, detail=in_short(row))
    return row


@transaction.atomic
def end(row, *, actor, until):
    """Say the last London date of an appointment: at once and by one person, as that is the safe direction. Recorded.

    Raises Forbidden; ValueError for a day before its first or after the one that was agreed to, which would prolong it by one person.
    """
    row = IndependentPerson.objects.select_for_update().get(pk=row.pk)
    require(actor, "end", row)
    if until < row.appointed_on or (row.until and until > row.until):
        raise ValueError("the last day is within the appointment")
    row.until, row.ended_by = until, actor.person
    row.save(update_fields=["until", "ended_by"])
    record(row, "independent person ended", actor=actor.person, detail=in_short(row))
    return row


def in_short(row):
    """An entry as the record has it."""
    return " ".join(str(part) for part in (row.name, row.appointed_on, row.until) if part)


def seconds(person):
    """The people who could answer today what this person enters, by name. One statement."""
    return others_in(MONITORING, but=[person.pk])


def still(message, reader):
    """Asked when a message to a second is sent: does an entry wait for their word?"""
    return IndependentPerson.objects.permitted(reader, "change").exists()


def serving(on):
    """The Independent Persons who are appointed on this London date, by name: what the council has minuted, for every office."""
    return list(IndependentPerson.objects.serving(on))


def by_account(address):
    """The person who signs in with this address, to an account that is open, or None."""
    return Person.objects.filter(user__email__iexact=address, user__is_active=True).first()


def barred(row, on):
    """Was whoever this entry means a Member, co-opted member or officer in the five years before this London date (section 28(8)), as far
    as the portal knows the person or the name? That they are no relative or close friend of one, the two who enter it look up."""
    return is_barred_by_name(row.name, on) or (row.person is not None and is_barred(row.person, on))


def since(on):
    """The instant from which an office bars on this London date."""
    return start_of(on.replace(year=on.year - BAR_YEARS, day=min(on.day, 28)))


def is_barred(person, on):
    """Was this person a Member, co-opted member or officer of the council in the five years before this London date?"""
    return Appointment.objects.filter(person=person, until__gt=since(on)).exclude(principal__kind=Principal.Kind.PERSON).exists()


def is_barred_by_name(typed, on):
    """The same of whoever has this name, with whatever title: of one without an account the portal knows no more."""
    rows = Appointment.objects.filter(until__gt=since(on)).exclude(principal__kind=Principal.Kind.PERSON)
    typed = {frozenset(named.folded(way).split()) for way in named.ways(typed)}
    return any(frozenset(named.folded(name).split()) in typed for name in rows.values_list("person__name", flat=True).distinct())
