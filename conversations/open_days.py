"""Open days: stands, visits that one books, and the half-years that have none planned (RUG-OPEN)."""
import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from conversations import places, policy
from conversations.models import Answer, Booking, Event, Feedback, Kind, Stand, Visit
from conversations.services import DEMOCRATIC, CannotBe
from council_portal.access.decisions import require
from council_portal.accounts.holders import holders
from council_portal.audit.services import record
from council_portal.clock.days import start_of
from council_portal.matters.services import once
from council_portal.outbox.services import post

WARN_DAYS = 90  # calendar days before a span begins from which it is said that it has no open day


@transaction.atomic
def add_stand(event, *, actor, key, service, shows, where=""):
    """A service has a stand. key: of the form. Returns the Stand."""
    require(actor, "arrange", event)

    def make():
        record(event, "stand added", actor=actor.person, acting_as=DEMOCRATIC, detail=service.name)
        return Stand.objects.create(event=event, service=service, shows=shows, where=where)

    return once(key, actor.person, Stand, make)


@transaction.atomic
def add_visit(event, *, actor, key, **facts):
    """Something for which one books. facts: title, where, starts_at, ends_at, room_for. Within the hours of the open day, else
    CannotBe("outside"). Returns the Visit."""
    require(actor, "arrange", event)
    if facts["starts_at"] < event.starts_at or facts["ends_at"] > event.ends_at:
        raise CannotBe("outside")

    def make():
        record(event, "visit added", actor=actor.person, acting_as=DEMOCRATIC)
        return Visit.objects.create(event=event, **facts)

    return once(key, actor.person, Visit, make)


@transaction.atomic
def take_out(part, *, actor):
    """A stand or a visit is no part of the open day any more. Whoever booked the visit is told."""
    require(actor, "arrange", part.event)
    type(part).objects.filter(pk=part.pk, gone_at=None).update(gone_at=timezone.now())
    if isinstance(part, Visit):
        booked = [one.person for one in part.bookings.filter(until=None).select_related("person")]
        post(part.event, "event_visit_gone", to=booked, key=f"visit {part.uid}")
    record(part.event, "taken out of an open day", actor=actor.person, acting_as=DEMOCRATIC)


@transaction.atomic
def book(visit, *, actor):
    """Book a visit. Booked twice it is booked once. Raises CannotBe("gone"), CannotBe("full"), and CannotBe("busy") for an hour at which
    the person has booked another visit of this open day. Whoever books says that they come. Returns the Booking."""
    require(actor, "book", visit.event)
    visit = Visit.objects.select_for_update().get(pk=visit.pk)  # two ask for the last place: the second sees the first
    if visit.gone_at:
        raise CannotBe("gone")
    mine = visit.bookings.filter(person=actor.person, until=None).first()
    if mine:
        return mine
    if not has_room(visit):
        raise CannotBe("full")
    own = Booking.objects.filter(person=actor.person, until=None, visit__event=visit.event_id, visit__gone_at=None)
    if own.filter(visit__starts_at__lt=visit.ends_at, visit__ends_at__gt=visit.starts_at).exists():
        raise CannotBe("busy")
    record(visit.event, "visit booked", actor=actor.person)
    places.come(visit.event, actor=actor)
    return Booking.objects.create(event=visit.event, visit=visit, person=actor.person)


@transaction.atomic
def give_back(visit, *, actor):
    """The person does not come to this visit after all."""
    require(actor, "book", visit.event)
    if visit.bookings.filter(person=actor.person, until=None).update(until=timezone.now()):
        record(visit.event, "visit given back", actor=actor.person)


def has_room(visit):
    """Is a place free? Always, without a limit."""
    return visit.room_for is None or visit.bookings.filter(until=None).count() < visit.room_for


@transaction.atomic
def give_feedback(event, *, actor, useful="", missing="", named=False):
    """Say what was useful and what was missing, one of the two at least; again, in the place of what one said before. Returns the Feedback.

    named: may the organisers read whose it is? The record does not say who it was. Raises Forbidden, CannotBe("away") for whoever said
    that they do not come.
    """
    require(actor, "feedback", event)
    if event.answers.filter(person=actor.person, state=Answer.State.NOT_COMING).exists():
        raise CannotBe("away")
    made, _new = Feedback.objects.update_or_create(
        event=event, person=actor.person, defaults={"useful": useful, "missing": missing, "named": named})
    record(event, "feedback on an open day", actor=None)
    return made


def span_of(on):
    """(first day, last day) of the span of OPEN_DAY_EVERY_MONTHS months that this London date is in, counted from January 2000."""
    every = settings.OPEN_DAY_EVERY_MONTHS
    number = ((on.year - 2000) * 12 + on.month - 1) // every
    return first_day(number * every), first_day((number + 1) * every) - datetime.timedelta(days=1)


def first_day(months):
    """The first day of the month that is so many months after January 2000."""
    return datetime.date(2000 + months // 12, months % 12 + 1, 1)


def asked_for():
    """How often an open day is asked for, and whose rule that is, as a sentence."""
    every = settings.OPEN_DAY_EVERY_MONTHS
    return ngettext("The portal asks for one open day in every month. That is set for this council, and not read from the protocol.",
                    "The portal asks for one open day in every %(n)s months. That number is set for this council, and not read from the "
                    "protocol.", every) % {"n": every}


def spans_without(today=None):
    """[(first day, last day)] of the span that runs, and of the next from WARN_DAYS before it, that have no open day planned or held."""
    today = today or timezone.localdate()
    this = span_of(today)
    following = span_of(this[1] + datetime.timedelta(days=1))
    asked = [this, following] if (following[0] - today).days <= WARN_DAYS else [this]
    days = Event.objects.filter(kind=Kind.OPEN_DAY, starts_at__gte=start_of(this[0])).exclude(status=policy.CANCELLED)
    planned = [timezone.localdate(at) for at in days.values_list("starts_at", flat=True)]
    return [(first, last) for first, last in asked if not any(first <= on <= last for on in planned)]


def remind():
    """Due by the clock: Democratic Services are told, once for each span, that it has no open day planned; not before the council has
    planned anything here. Returns how many spans."""
    found = spans_without() if Event.objects.exists() else []
    for first, _last in found:
        post(None, "open_day_missing", to=[one.person for one in holders("democratic_services")], key=str(first), path="/programme/")
    return len(found)
