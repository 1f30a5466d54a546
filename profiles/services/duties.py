"""Seats on bodies and duties: begun and ended with their days, never overwritten."""
from django.db import transaction
from django.utils import timezone

from council_portal.access.decisions import require
from council_portal.accounts.models import Appointment, Person, Principal
from council_portal.accounts.services import appoint, end_appointment, post_principal
from council_portal.audit.services import record
from council_portal.clock.days import start_of
from profiles.models import Duty, Seat
from profiles.services.leaving import end_fact

PORTFOLIO_HOLDER = "portfolio_holder"


@transaction.atomic
def take_seat_on(person, body, *, role, began_on, authority, actor):
    """Give this person a seat on a body from a day (None: not known). Returns the Seat.

    One held there as something else ends that day, so that who sat as what stays true. A chair of a committee is not appointed to
    the protocol's post of a chair by it: that is one office in the council, and Democratic Services appoint to it.
    """
    require(actor, "change", Seat)
    one_at_a_time(person)
    held = Seat.objects.filter(person=person, body=body, ended_on=None).first()
    if held and held.role == role:
        return held
    if held:
        end_fact(held, on=began_on or timezone.localdate(), actor=actor)
    seat = Seat.objects.create(person=person, body=body, role=role, began_on=began_on, authority=authority)
    record(seat, "seat taken", actor=actor, detail=f"{began_on or ''}")
    return seat


def one_at_a_time(person):
    """Let a second press of a button wait for the first, and find what it did. SQLite lets in one writer at a time anyway."""
    Person.objects.select_for_update().get(pk=person.pk)


@transaction.atomic
def leave_seat(seat, *, on, actor):
    """End a seat on a body: it is held until the day before `on`."""
    require(actor, "change", seat)
    end_fact(seat, on=on, actor=actor)


@transaction.atomic
def begin_duty(person, *, kind, title, services=(), began_on, authority, actor):
    """Give this person a duty from a day (None: not known). Returns the Duty.

    A Cabinet post with services makes them portfolio holder of each, from that day; other duties carry no services.
    """
    require(actor, "change", Duty)
    one_at_a_time(person)
    if held := Duty.objects.filter(person=person, kind=kind, title=title, began_on=began_on, ended_on=None).first():
        return held
    duty = Duty.objects.create(person=person, kind=kind, title=title, began_on=began_on, authority=authority)
    record(duty, "duty begun", actor=actor, detail=f"{began_on or ''}")
    if kind == Duty.Kind.CABINET:
        duty.services.set(services)
        for service in services:
            post = post_principal(PORTFOLIO_HOLDER, service=service, name=f"Portfolio holder, {service.name}")
            appoint(person, post, authority=authority, since=start_of(began_on) if began_on else None, actor=actor)
    return duty


@transaction.atomic
def end_duty(duty, *, on, actor):
    """End a duty: held until the day before `on`, and with it the portfolio of services that no other Cabinet post of theirs carries."""
    require(actor, "change", duty)
    end_fact(duty, on=on, actor=actor)
    for row in portfolio(duty):
        end_appointment(row, actor=actor, at=max(start_of(duty.ended_on), row.since))


def portfolio(duty):
    """The appointments as portfolio holder that rest on this duty and on no other of the person's."""
    others = Duty.objects.filter(person=duty.person, kind=Duty.Kind.CABINET, ended_on=None).exclude(pk=duty.pk)
    kept = set(others.values_list("services", flat=True))
    mine = [pk for pk in duty.services.values_list("pk", flat=True) if pk not in kept]
    posts = Principal.objects.filter(post=PORTFOLIO_HOLDER, service__in=mine)
    rows = Appointment.objects.filter(person=duty.person, principal__in=posts, role=Appointment.Role.HOLDER)
    return list(rows.filter(until__gt=timezone.now()).select_related("principal", "person"))
