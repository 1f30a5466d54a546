"""Verbs on people and what they hold: appointing, ending, standing in, changing group. Each is a dated row and an event."""
import contextlib
import datetime

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council_portal.access.decisions import require
from council_portal.access.models import OPEN_ENDED, in_force
from council_portal.accounts.confided import OwnAppointment, Refused, TwoHats, needs_two, nominate, refuse_one, refuse_own
from council_portal.accounts.models import Absence, Appointment, GroupMembership, Person, Principal, PrivateContact, User
from council_portal.accounts.policy import DEMOCRATIC, NEVER_STOOD_IN, SEATS, STAFF
from council_portal.audit.services import record

BEGINNING = datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC)


class LastKeeper(Refused):
    """Nobody would be left in Democratic Services: nobody could appoint anybody."""

    says = _("Appoint somebody else to Democratic Services first: nobody would be left who can appoint")


class AddressTaken(Refused):
    """Another person has this address."""

    says = _("Somebody else has this address. Enter the address of this person.")


@transaction.atomic
def add_person(name, *, honorific="", email="", actor=None, is_demo=False):
    """A person, with a principal of their own (held for good, but worth nothing without an office)."""
    person = Person.objects.create(name=name, honorific=honorific, email=email, is_demo=is_demo)
    give_own_principal(person)
    record(person, "person added", actor=actor)
    return person


def give_own_principal(person):
    """The principal that this person is, for standings given to them by name."""
    own = Principal.objects.create(kind=Principal.Kind.PERSON, person=person, name=person.full_name)
    Appointment.objects.create(person=person, principal=own, authority="themselves", since=BEGINNING)


def hold_address(email, *, but=None):
    """Hold an e-mail address for one person until the transaction ends. Raises AddressTaken when another person than `but` has it.

    Two who come with the same address at the same moment wait for one another. No address ("") is nobody's.
    """
    if not email:
        return
    if connection.vendor == "postgresql":  # SQLite lets in one writer at a time anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('accounts.address'), hashtext(%s))", [email.casefold()])
    if Person.objects.filter(email__iexact=email).exclude(pk=but.pk if but else None).exists():
        raise AddressTaken(email)


@transaction.atomic
def correct_person(person, *, name, honorific, email, actor=None):
    """Follow a change of name or address. The names of the person's own principals follow; the record keeps the names of its time."""
    person.name, person.honorific, person.email = name, honorific, email
    person.save(update_fields=["name", "honorific", "email"])
    Principal.objects.filter(kind=Principal.Kind.PERSON, person=person).update(name=person.full_name)
    Principal.objects.filter(kind=Principal.Kind.OFFICE, person=person).update(name=f"The office of {person.full_name}")
    record(person, "name or address changed", actor=actor)


def post_principal(post, *, service=None, group=None, name):
    """The principal of this post, made when it is not there. name: how it is shown, in the council's words."""
    found, _made = Principal.objects.get_or_create(
        kind=Principal.Kind.POST, post=post, service=service, group=group, defaults={"name": name}
    )
    return found


def ward_principal(ward):
    """The Members of this ward, as one principal."""
    found, _made = Principal.objects.get_or_create(kind=Principal.Kind.WARD, ward=ward, defaults={"name": f"Members for {ward.name}"})
    return found


def office_of(person):
    """The office of this Member: what a Member raises belongs to it, so that an assistant can be appointed to it."""
    found, _made = Principal.objects.get_or_create(
        kind=Principal.Kind.OFFICE, person=person, defaults={"name": f"The office of {person.full_name}"})
    return found


@transaction.atomic
def appoint(person, principal, *, authority, since=None, until=OPEN_ENDED, role=Appointment.Role.HOLDER, actor=None,
            entered_by=None):
    """Let this person hold this principal from `since` (now) until `until`. Held already in this role: the row in force is returned.

    Whoever stands in for them in an absence that is recorded already gets it for that time too. entered_by: who entered it, where `actor`
    is the second of two. Raises confided.NeedsTwo where somebody alone would appoint to a post to which complaints are confided.
    """
    since = since or timezone.now()
    refuse_own(person, principal, actor)
    refuse_one(person, principal, actor, entered_by)
    held = Appointment.objects.filter(in_force(since), person=person, principal=principal, role=role).first()
    if held:
        return held
    made = Appointment.objects.create(person=person, principal=principal, since=since, until=until, role=role, authority=authority)
    record(person, "appointed", actor=actor, acting_as=principal.name, detail=authority)
    for absence in Absence.objects.filter(person=person, since__lt=until, until__gt=since):
        spread(absence, entered_by or actor)
    return made


@transaction.atomic
def seat(person, ward, *, authority, since=None, until=OPEN_ENDED, actor=None):
    """Make this person a Member for this ward: a Member of the council, one of the Members of the ward, holder of their own office."""
    members = post_principal(SEATS, name="Members of the council")
    for principal in (members, office_of(person), *([ward_principal(ward)] if ward else [])):
        appoint(person, principal, authority=authority, since=since, until=until, actor=actor)


@transaction.atomic
def employ(person, *, authority, since=None, actor=None):
    """Make this person an officer of the council."""
    return appoint(person, post_principal(STAFF, name="Officers of the council"), authority=authority, since=since, actor=actor)


@transaction.atomic
def end_appointment(appointment, *, actor=None, at=None, authority="", may_be_last=False):
    """End an appointment, and whatever was stood in for under it, along the chain. Access follows at the next request.

    One that has not begun ends as it begins. One that has ended stays as it is. authority: by what it ends, for the record.
    Raises LastKeeper where nobody would be left in Democratic Services. may_be_last: the caller asks `is_kept` itself, at its end.
    """
    at = at or timezone.now()
    if not may_be_last and appointment.principal.post in DEMOCRATIC and appointment.role != Appointment.Role.STAND_IN:
        Principal.objects.select_for_update().get(pk=appointment.principal_id)  # two who end one another: the second finds the first gone
        if appointment.until > at and not is_kept(at, without=appointment):
            raise LastKeeper(appointment)
    live = Appointment.objects.filter(until__gt=at).exclude(until=F("since"))
    if not live.filter(pk=appointment.pk).update(until=max(at, appointment.since)):
        return
    record(appointment.person, "appointment ended", actor=actor, acting_as=appointment.principal.name, detail=authority)
    same = live.filter(principal=appointment.principal_id)
    if same.filter(person=appointment.person_id).exclude(role=Appointment.Role.STAND_IN).exists():
        return  # they hold it in another way still, and whoever stands in goes on
    for row in same.filter(role=Appointment.Role.STAND_IN, absence__person=appointment.person_id).select_related("person", "principal"):
        end_appointment(row, actor=actor, at=at)


def is_kept(at=None, *, without=None, besides=None):
    """Is somebody in Democratic Services from this instant (now) on, without a gap? without: an appointment, besides: a person who
    does not count.

    Whoever is away counts, because they may sign in; whoever stands in does not, because that ends. Appointments that are to end
    count until then, so that two ends entered beforehand do not leave nobody.
    """
    reached = at or timezone.now()
    rows = Appointment.objects.filter(principal__post__in=DEMOCRATIC, until__gt=reached).exclude(role=Appointment.Role.STAND_IN)
    rows = list(rows.exclude(pk=without.pk if without else None).exclude(person=besides).values_list("since", "until"))
    while further := [until for since, until in rows if since <= reached < until]:
        reached = max(further)
        if reached == OPEN_ENDED:
            return True
    return False


def leaves_nobody(person, at):
    """Would nobody be left in Democratic Services if all that this person holds ended at this instant?"""
    mine = Appointment.objects.filter(person=person, principal__post__in=DEMOCRATIC, until__gt=at).exclude(role=Appointment.Role.STAND_IN)
    return mine.exists() and not is_kept(at, besides=person)


@transaction.atomic
def leave_office(person, *, actor=None, at=None):
    """End everything this person holds, and every standing in to come: a term ended, a job left.

    Standings stay with the offices, history stays true. An office that they are to take up later is left to begin.
    """
    at = at or timezone.now()
    held = in_force(at) | Q(role=Appointment.Role.STAND_IN, until__gt=at)
    rows = Appointment.objects.filter(held, person=person).exclude(principal__kind=Principal.Kind.PERSON)
    for row in rows.select_related("principal", "person"):
        end_appointment(row, actor=actor, at=at)


@transaction.atomic
def reopen(person, *, end):
    """Let go on what this person holds that was to end at `end` (an instant to come), so that it can end on another day. No record.

    Whoever stands in, for them or they for others, does so to the end of the absence again. Returns how many appointments.
    """
    rows = Appointment.objects.filter(person=person, until=end).exclude(principal__kind=Principal.Kind.PERSON).exclude(until=F("since"))
    own = list(rows.exclude(role=Appointment.Role.STAND_IN).values_list("pk", "principal"))
    stood_in = Appointment.objects.filter(Q(person=person) | Q(absence__person=person, principal__in=[post for _pk, post in own]),
                                          role=Appointment.Role.STAND_IN, until=end).exclude(until=F("since"))
    for row in stood_in.select_related("absence"):
        Appointment.objects.filter(pk=row.pk).update(until=row.absence.until)
    return Appointment.objects.filter(pk__in=[pk for pk, _post in own]).update(until=OPEN_ENDED)


@transaction.atomic
def record_absence(person, *, since, until, stand_in=None, actor=None):
    """Record that this person is away. The stand-in holds their posts meanwhile, and so on along a chain of absences.

    The rows are dated appointments of their own, so that who could see what on which day stays on record.
    """
    away = Absence.objects.create(person=person, stand_in=stand_in, since=since, until=until)
    record(person, "absence recorded", actor=actor, detail=f"{since:%Y-%m-%d} to {until:%Y-%m-%d}")
    spread(away, actor)
    for earlier in Absence.objects.filter(stand_in=person, since__lt=until, until__gt=since):
        spread(earlier, actor)
    return away


@transaction.atomic
def end_absence(absence, *, actor=None, at=None):
    """End an absence at an instant (now), with what is stood in for under it, along the chain. One that has ended stays as it is.

    One that has not begun ends as it begins: it never was.
    """
    at = at or timezone.now()
    live = Absence.objects.filter(pk=absence.pk, until__gt=at).exclude(until=F("since"))
    if not live.update(until=max(at, absence.since)):
        return
    record(absence.person, "absence ended", actor=actor, detail=f"{at:%Y-%m-%d}")
    for row in Appointment.objects.filter(absence=absence, until__gt=at).select_related("person", "principal"):
        end_appointment(row, actor=actor, at=at)


def spread(absence, actor=None, limit=10):
    """Give the stand-in what the absent person holds in that time, themselves or for others; follow a stand-in who is away too.

    What is confided waits for a second person where somebody (actor) entered who stands in.
    """
    if absence.stand_in is None or not limit:
        return
    rows = Appointment.objects.filter(person=absence.person, since__lt=absence.until, until__gt=absence.since)
    for row in rows.exclude(principal__kind__in=[Principal.Kind.PERSON, Principal.Kind.OFFICE, Principal.Kind.WARD]).exclude(
        principal__post__in=[SEATS, STAFF, *NEVER_STOOD_IN]
    ).select_related("principal"):
        stand_in(absence, row, actor)
    for next_away in Absence.objects.filter(person=absence.stand_in, since__lt=absence.until, until__gt=absence.since):
        spread(next_away, actor, limit - 1)


def stand_in(absence, row, actor):
    """Let the stand-in hold what this appointment gives for the time of the absence, or nominate them."""
    given = {"person": absence.stand_in, "principal": row.principal, "role": Appointment.Role.STAND_IN, "absence": absence,
             "since": max(row.since, absence.since), "until": min(row.until, absence.until)}
    authority = f"stands in for {absence.person.full_name}"
    if not needs_two(row.principal, actor):
        Appointment.objects.get_or_create(**given, defaults={"authority": authority})
    elif not Appointment.objects.filter(principal=row.principal, person=absence.stand_in, absence=absence).exists():
        with contextlib.suppress(OwnAppointment, TwoHats):  # along a chain nobody hands it to themselves: then nobody has it
            nominate(**given, authority=authority, actor=actor)


@transaction.atomic
def change_group(person, group, *, on, actor=None):
    """Record a Member's political group from this day (a date; None when not known). No group: group=None."""
    row = GroupMembership.objects.filter(person=person, ended_on=None).first()
    if row and group and row.group_id == group.pk:
        return row
    if row:
        row.ended_on = on
        row.save(update_fields=["ended_on"])
    record(person, "group changed", actor=actor, detail=f"{on or ''}")
    return GroupMembership.objects.create(person=person, group=group, began_on=on) if group else None


def group_of(person, *, on=None):
    """The political group of this Member on this day (a date; today when left out), or None."""
    on = on or timezone.localdate()
    rows = person.group_memberships.select_related("group").order_by("-began_on")
    return next((r.group for r in rows if (r.began_on or on) <= on and (r.ended_on is None or r.ended_on > on)), None)


def shown_contact(person):
    """What this person opted to show of their private contact details: {"phone": ..., "address": ...}, "" for what they did not.

    Nothing of somebody who holds no office today: they showed it for the sake of the office, and cannot sign in any more to take it
    back. It is shown again if they return. SECURITY: every page, export and file asks this, whoever reads it, and never the row
    itself (SEC-5.9).
    """
    held = Appointment.objects.filter(in_force(), person=OuterRef("person")).exclude(principal__kind=Principal.Kind.PERSON)
    row = PrivateContact.objects.filter(Exists(held), person=person).first()
    return {"phone": row.phone if row and row.phone_shown else "", "address": row.address if row and row.address_shown else ""}


@transaction.atomic
def keep_private_contact(person, *, phone, address, phone_shown, address_shown, actor):
    """Keep a personal telephone number and a home address, and what of them may be shown. The record says that, never what.

    actor: the person themselves or Democratic Services; for everybody else this is not there (Http404, SEC-5.9).
    """
    require(actor, "change", PrivateContact(person=person))
    given = {"phone": phone, "address": address, "phone_shown": phone_shown, "address_shown": address_shown}
    row, _made = PrivateContact.objects.update_or_create(person=person, defaults=given)
    record(person, "private contact details changed", actor=actor)
    return row


def has_account(person):
    """Is there an account of this person, or one that signs in with the same address?"""
    return User.objects.filter(Q(person=person) | Q(email__iexact=person.email)).exists()


def without_account():
    """The people who hold an office today and have no account, by name. One statement."""
    held = Appointment.objects.filter(in_force(), person=OuterRef("pk")).exclude(principal__kind=Principal.Kind.PERSON)
    return list(Person.objects.filter(Exists(held), user=None).order_by("name", "pk"))


def soon_without_account(days):
    """[(person, instant)] of those who have no account and take their first office within so many days, the first to begin first."""
    now = timezone.now()
    coming = Appointment.objects.filter(since__gt=now, since__lte=now + datetime.timedelta(days=days), person__user=None)
    coming = coming.exclude(principal__kind=Principal.Kind.PERSON).exclude(until=F("since")).select_related("person")
    held = {person.pk for person in without_account()}
    first = {}
    for row in coming.order_by("since", "pk"):
        if row.person_id not in held:
            first.setdefault(row.person, row.since)
    return list(first.items())


@transaction.atomic
def open_account(person, *, email, password=None, actor=None):
    """An account for this person to sign in with."""
    user = User.objects.create_user(email, person=person, password=password)
    record(person, "account opened", actor=actor)
    return user
