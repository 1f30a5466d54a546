"""The second of two people: agreeing to an appointment to a post to which complaints are confided, or refusing it."""
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council_portal.access.decisions import require
from council_portal.accounts import services as accounts
from council_portal.accounts.confided import Refused, refuse_own, seconds, waits
from council_portal.accounts.models import Absence, Appointment, Nomination, Principal
from council_portal.audit.services import record
from council_portal.outbox.services import post
from council_portal.people import policy
from council_portal.people.choosing import may_hold

Answer = Nomination.Answer


class Answered(Refused):
    """It does not wait any more: somebody was first, or its days are over."""

    says = _("It does not wait any more: somebody answered it, or its days are over. Nothing was saved.")


class CannotHold(Refused):
    """Whoever is to be appointed has left that side of the council since."""

    says = _("They are not of the side of the council that holds this post any more. Refuse it, and say so.")


@transaction.atomic
def agree(nomination, *, actor):
    """Appoint whom somebody else entered, from the day that was entered and never from before now, and end what ends with it.

    actor: a person who may agree, or None for whoever runs the server. A second press changes nothing. Returns the Appointment, or None
    where it was agreed to already. Raises Answered, CannotHold, and TwoHats and OwnAppointment of accounts.confided.
    """
    row = taken_up(nomination, actor, Answer.AGREED)
    if row is None:
        return None
    if row.absence is None and not may_hold(row.person, policy.wanted_of(row.principal.post)):
        raise CannotHold(row)
    refuse_own(row.person, row.principal, actor)
    made = stand_in(row, actor) if row.absence else accounts.appoint(
        row.person, row.principal, role=row.role, since=max(row.since, timezone.now()), until=row.until, authority=row.authority,
        actor=actor, entered_by=row.entered_by)
    for one in row.ending.select_related("principal", "person"):
        accounts.end_appointment(one, actor=actor, at=made.since, authority=row.authority)
    answered(row, Answer.AGREED, actor, "", "appointment agreed to")
    return made


@transaction.atomic
def refuse(nomination, *, actor, reason):
    """It does not come to be. reason: in words, for those who keep the offices or hold such a post. A second press changes nothing."""
    row = taken_up(nomination, actor, Answer.REFUSED)
    if row is not None:
        answered(row, Answer.REFUSED, actor, reason, "appointment refused")


def taken_up(nomination, actor, answer):
    """The nomination, held until the transaction ends; None where this person gave this answer already."""
    if actor is not None:
        require(actor, "agree", nomination)
    Principal.objects.select_for_update().get(pk=nomination.principal_id)
    rows = Nomination.objects.select_related("person", "principal", "entered_by", "absence__person")
    row = rows.filter(waits(), pk=nomination.pk).first()
    if row is None:
        nomination.refresh_from_db()
        if (nomination.answer, nomination.decided_by_id) == (answer, actor and actor.person_id):
            return None
        raise Answered(nomination)
    return row


def stand_in(row, actor):
    """Whoever stands in holds the post as long as whoever is away holds it and is away; and whoever stands in for them waits too."""
    now = timezone.now()
    held = Appointment.objects.filter(principal=row.principal, person=row.absence.person, until__gt=now, since__lt=row.until)
    until = max((min(one.until, row.until, row.absence.until) for one in held), default=now)
    if until <= now:
        raise Answered(row)
    made = Appointment.objects.create(person=row.person, principal=row.principal, role=row.role, absence=row.absence,
                                      since=max(row.since, now), until=until, authority=row.authority)
    record(row.person, "appointed", actor=actor, acting_as=row.principal.name, detail=row.authority)
    for away in Absence.objects.filter(person=row.person, since__lt=until, until__gt=made.since):
        accounts.spread(away, row.entered_by)
    return made


def tell_seconds():
    """Tell whoever may agree to an appointment that waits, each once, not whose. Returns how many were told.

    A due job: whoever comes to a post by which they may agree is told too, and it is the same whether a page, a list or an absence entered
    it. SECURITY: never whoever entered it, nor whoever is to be appointed (`confided.seconds`).
    """
    return sum(len(post(None, "second_wanted", to=seconds(row), key=str(row.uid), path=reverse("people:agree", args=[row.uid])))
               for row in Nomination.objects.filter(waits()).order_by("pk"))


def still(message, reader):
    """Asked when a message to a second is sent: does an appointment wait that they may agree to?"""
    return Nomination.objects.permitted(reader, "agree").filter(waits()).exists()


def answered(row, answer, actor, reason, verb):
    """Keep who answered what and when, and tell whoever entered it and whoever is meant."""
    row.answer, row.reason, row.decided_at = answer, reason, timezone.now()
    row.decided_by_id = actor and actor.person_id
    row.save(update_fields=["answer", "reason", "decided_at", "decided_by"])
    record(row.person, verb, actor=actor, acting_as=row.principal.name, detail=row.authority)
    post(None, "appointment_decided", to=[row.entered_by, row.person], key=str(row.uid), path=f"/people/posts/{row.principal.uid}/")
