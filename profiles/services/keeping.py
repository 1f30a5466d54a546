"""Keeping profiles and bodies right: the Member's own text, its confirmation, corrections by Democratic Services."""
import uuid

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Principal
from council_portal.accounts.policy import SEATS
from council_portal.accounts.services import Refused, correct_person, end_appointment, hold_address
from council_portal.audit.services import record
from council_portal.matters.services import once
from profiles.models import Body, Member, Seat
from profiles.services.joining import co_opt
from profiles.services.leaving import end_fact

OWN_TEXT = ("contact_hours", "surgeries", "skills", "interests", "expertise")
WORK_CONTACT = ("address", "postcode", "phone", "mobile", "email")


class NameTaken(Refused):
    """There is a body of this name."""

    says = _("There is a body of this name. Enter another name.")


class EndsTooEarly(Refused):
    """Seats on the body began after the day. `args[0]` is the latest of them."""

    @property
    def says(self):
        """Which seat it is."""
        seat = self.args[0]
        return _say("The last day must be on or after %(day)s, when %(name)s took a seat on it. If that is wrong, put the seat right "
                    "first.") % {"day": f"{seat.began_on:%d/%m/%Y}", "name": seat.person.full_name}


@transaction.atomic
def write_profile(member, *, actor, **text):
    """The Member's own text: columns of OWN_TEXT, by the Member or for them."""
    require(actor, "write", member)
    set_columns(member, OWN_TEXT, text)
    record(member, "profile written", actor=actor)


@transaction.atomic
def confirm_profile(member, *, actor):
    """The Member, or Democratic Services for them, says that the profile is still correct: today, in London."""
    require(actor, "confirm", member)
    member.confirmed_on, member.confirmed_by = timezone.localdate(), actor
    member.save(update_fields=["confirmed_on", "confirmed_by"])
    record(member, "profile confirmed", actor=actor)


@transaction.atomic
def correct_member(member, *, actor, honorific, name, council_email, kind, **contact):
    """Correct how a Member is called, what kind they are and how they are reached at work (columns of WORK_CONTACT).

    SECURITY: council_email is what the council's records say. The address that an account signs in with is another column, which
    nothing here touches. Somebody found to be co-opted or lay loses the seat on the council, and with it the raising of cases and the
    sight of those that they raised, at once; they are a co-opted or lay member from then on.
    """
    require(actor, "change", member)
    if council_email != member.person.email:
        hold_address(council_email, but=member.person)
    correct_person(member.person, name=name, honorific=honorific, email=council_email, actor=actor)
    if kind != Member.Kind.ELECTED:
        seats = council_seats(member.person)
        for row in seats:
            end_appointment(row, actor=actor)
        if seats:
            co_opt(member.person, authority="Corrected by Democratic Services", since=timezone.now(), actor=actor)
    member.kind = kind
    set_columns(member, WORK_CONTACT, contact, "kind")
    record(member, "profile changed", actor=actor)


def council_seats(person):
    """The appointments by which this person is a Member of the council and of wards, now or to come, and their own office as a Member."""
    own = Q(principal__kind=Principal.Kind.OFFICE, principal__person=person)
    elected = Q(principal__post=SEATS) | Q(principal__kind=Principal.Kind.WARD) | own
    rows = Appointment.objects.filter(elected, person=person, until__gt=timezone.now())
    return list(rows.select_related("principal", "person"))


def is_elected(person):
    """Does this person hold a seat on the council today?"""
    return Appointment.objects.filter(in_force(), person=person, principal__post=SEATS).exists()


def set_columns(row, allowed, values, *more):
    """Set these columns of a row and store them; TypeError for one that is not among the allowed."""
    if strange := set(values) - set(allowed):
        raise TypeError(f"not to be set here: {', '.join(sorted(strange))}")
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=[*values, *more])


@transaction.atomic
def add_body(*, name, kind, remit, actor, key=None):
    """A body on which Members sit. key: the UUID of the form; sent twice it makes one body. Returns it. Raises NameTaken."""
    require(actor, "change", Body)

    def make():
        body = Body(name=name, kind=kind, remit=remit)
        store(body)
        record(body, "body added", actor=actor)
        return body

    return once(key or uuid.uuid4(), actor, Body, make)


@transaction.atomic
def change_body(body, *, name, kind, remit, ended_on, actor):
    """Change what is said of a body. ended_on: the first day on which there is no such body; None: it goes on.

    The seats that are held still, or are to be, end with it (`seats_to_end`); those that have ended stay as they are on record.
    Raises EndsTooEarly, and NameTaken. Returns the seats that ended.
    """
    require(actor, "change", body)
    body = Body.objects.select_for_update().get(pk=body.pk)
    seats = seats_to_end(body, ended_on) if ended_on else []
    if begun := begun_after(seats, ended_on):
        raise EndsTooEarly(begun[-1])
    body.name, body.kind, body.remit, body.ended_on = name, kind, remit, ended_on
    store(body)
    record(body, "body changed", actor=actor, detail=f"{ended_on or ''}")
    for seat in seats:
        end_fact(seat, on=ended_on, actor=actor)
    return seats


def store(body):
    """Store a body. Raises NameTaken where another had the name first."""
    try:
        with transaction.atomic():
            body.save()
    except IntegrityError:
        raise NameTaken(body.name) from None


def seats_to_end(body, ended_on):
    """The seats on a body that would end if `ended_on` were the first day without it: held today or to come, and not over by then."""
    live = Q(ended_on=None) | Q(ended_on__gt=max(ended_on, timezone.localdate()))
    return list(Seat.objects.filter(live, body=body).select_related("person", "body").order_by("person__name", "pk"))


def begun_after(seats, ended_on):
    """Those of these seats that are held today and began on this day or after it, the latest last."""
    today = timezone.localdate()
    found = [seat for seat in seats if seat.began_on and ended_on <= seat.began_on <= today]
    return sorted(found, key=lambda seat: seat.began_on)
