"""Verbs on the entries of officers: written, confirmed, changed, added, left."""
import datetime
import uuid

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from council_portal.access.decisions import require
from council_portal.access.models import OPEN_ENDED, in_force
from council_portal.accounts.models import Appointment, Person, Principal
from council_portal.accounts.policy import SEATS, STAFF
from council_portal.accounts.services import add_person, correct_person, employ, end_appointment, leave_office, reopen
from council_portal.audit.services import record
from council_portal.matters.services import once
from council_portal.protocol.words import MEMBER_POSTS
from directory.models import Officer

OWN = ("phone", "contact_hours", "deals_with", "about")
KEPT = ("post", "service", "team", "line_manager", "tier", "politically_restricted")


@transaction.atomic
def write_entry(officer, *, actor, phone, contact_hours, deals_with, about):
    """Keep what an officer says of themselves, and that it is right today (RUG-DIR, RUG-DIR-FRESH). Returns the entry.

    actor: the User of the officer, or of Democratic Services. deals_with: a list of lines in a resident's words.
    """
    require(actor, "write", officer)
    officer.phone, officer.contact_hours, officer.deals_with, officer.about = phone, contact_hours, deals_with, about
    officer.save(update_fields=OWN)
    record(officer, "directory entry written", actor=actor.person)
    return confirm_entry(officer, actor=actor)


@transaction.atomic
def confirm_entry(officer, *, actor):
    """Say that an entry is right as it stands today (RUG-DIR-FRESH). Returns the entry."""
    require(actor, "confirm", officer)
    officer.confirmed_on, officer.confirmed_by = timezone.localdate(), actor.person
    officer.save(update_fields=["confirmed_on", "confirmed_by"])
    record(officer, "directory entry confirmed", actor=actor.person)
    return officer


@transaction.atomic
def change_officer(officer, *, actor, name, honorific, email, **kept):
    """Keep who an officer is and where they work (RUG-DIR). kept: values for the columns of KEPT. Returns the entry.

    A change of name goes through `accounts.services.correct_person`, so that the record keeps the names of its time.
    """
    require(actor, "change", officer)
    person = officer.person
    if (person.name, person.honorific, person.email) != (name, honorific, email):
        correct_person(person, name=name, honorific=honorific, email=email, actor=actor.person)
    different = [column for column in KEPT if getattr(officer, column) != kept[column]]
    if different:
        for column in different:
            setattr(officer, column, kept[column])
        officer.save(update_fields=different)
        record(officer, "directory entry changed", actor=actor.person, detail=", ".join(different))
    return officer


def add_officer(*, actor, name, honorific, email, since, authority, key=None, **kept):
    """A new officer of the council with their entry, employed from the first instant of a day. kept: columns of KEPT. Returns the entry.

    since: a date (London). authority: the HR record or other ground. key: the UUID of the form; sent twice it makes one officer. No
    account is opened: that is the technical administrator's. Somebody who is employed already, and has no entry yet, is not made a
    second time.
    """
    require(actor, "change", Officer)

    def make():
        person = employed_already(name, email) or add_person(name, honorific=honorific, email=email, actor=actor.person)
        employ(person, authority=authority, since=start_of(since), actor=actor.person)
        officer = Officer.objects.create(person=person, **kept)
        record(officer, "directory entry added", actor=actor.person)
        return officer

    return once(key or uuid.uuid4(), actor.person, Officer, make)


def employed_already(name, email):
    """The officer of today with this work address who has no entry, or None.

    SECURITY: an address alone is not a person, a mailbox passes on; part of the name must agree.
    """
    staff = Appointment.objects.filter(in_force(), principal__post=STAFF).values("person")
    people = Person.objects.filter(pk__in=staff, officer=None, email__iexact=email) if email else ()
    return next((one for one in people if set(one.name.casefold().split()) & set(name.casefold().split())), None)


@transaction.atomic
def leave(officer, *, actor, last_day):
    """The officer leaves the council at the end of a day (a date, London), at once if that is past: everything they hold ends then.

    Standings stay with the posts, so open work goes to whoever holds the post next, or up the ladder (the portal's own rule). Whoever is a
    Member too keeps what they hold as a Member. A last day that was entered before and is still to come moves. Returns the entry.
    Raises accounts.services.LastKeeper.
    """
    require(actor, "change", officer)
    at = max(timezone.now(), start_of(last_day + datetime.timedelta(days=1)))
    if SEATS in officer.person.posts:
        leave_employment(officer.person, actor=actor, at=at)
    else:
        if (before := end_to_come(officer.person)) and before < at:
            reopen(officer.person, end=before)
        leave_office(officer.person, actor=actor.person, at=at)
    record(officer, "officer leaves", actor=actor.person, detail=f"{last_day}")
    return officer


def end_to_come(person):
    """The instant at which this officer of today stops being one, where that is entered; else None."""
    until = Appointment.objects.filter(in_force(), person=person, principal__post=STAFF).values_list("until", flat=True)
    return next((one for one in until if one != OPEN_ENDED), None)


def leave_employment(person, *, actor, at):
    """End what somebody holds as an officer, and leave what they hold as a Member: seat, ward, office, Members' posts."""
    held = in_force(at) | Q(role=Appointment.Role.STAND_IN, until__gt=at)
    rows = Appointment.objects.filter(held, person=person, principal__kind=Principal.Kind.POST).select_related("principal", "person")
    for row in rows:
        if row.principal.post not in MEMBER_POSTS:
            end_appointment(row, actor=actor.person, at=at)


def start_of(day):
    """The first instant of a day in London."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
