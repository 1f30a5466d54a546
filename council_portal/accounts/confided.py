"""Two people for a post to which complaints are confided: what one enters waits until a second agrees (decision two-for-confided-posts)."""
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council_portal.access.models import OPEN_ENDED, in_force
from council_portal.accounts.models import Appointment, Nomination, Person
from council_portal.accounts.policy import CONFIDED, SECONDS, TECHNICAL
from council_portal.audit.services import record


class Refused(ValueError):
    """What a service finds, inside its transaction, that cannot be. `says`: what to do instead, for whoever pressed the button."""

    says = _("Somebody else changed this a moment ago. Nothing was saved: look at it again, then go on.")


class OwnAppointment(Refused):
    """Somebody would appoint themselves to a post to which complaints are confided."""

    says = _("Nobody appoints themselves to this post: complaints are confided to it. Ask somebody else who keeps the offices.")


class TwoHats(Refused):
    """The technical administrator would hold a post to which complaints are confided, or the other way round."""

    says = _("The technical administrator holds no post to which complaints are confided, and the other way round.")


class NeedsTwo(Refused):
    """One person alone would appoint to a post to which complaints are confided."""

    says = _("Two people appoint to this post: complaints are confided to it. Somebody else has to agree.")


def refuse_own(person, principal, actor):
    """Raise OwnAppointment for whoever would appoint themselves to such a post, TwoHats for the technical administrator in one.

    SECURITY: whoever keeps the offices would else read, by a few presses, every complaint that has come to them (CMP-CONF).
    """
    if principal.post not in CONFIDED | TECHNICAL:
        return
    if principal.post in CONFIDED and actor is not None and actor.person_id == person.pk:
        raise OwnAppointment
    held = Appointment.objects.filter(in_force(), person=person).values_list("principal__post", flat=True)
    both = {principal.post, *held}
    if both & TECHNICAL and both & CONFIDED:
        raise TwoHats


def needs_two(principal, actor):
    """Does an appointment to this post by this person wait for a second? Not what whoever runs the server does (actor: None)."""
    return principal.post in CONFIDED and actor is not None


def refuse_one(person, principal, actor, entered_by):
    """Raise NeedsTwo where not two people, neither of them whoever is appointed, appoint to such a post."""
    if needs_two(principal, actor) and (entered_by is None or entered_by.person_id in (actor.person_id, person.pk)):
        raise NeedsTwo


def nominate(person, principal, *, authority, since, actor, until=OPEN_ENDED, role=Appointment.Role.HOLDER, absence=None, ending=()):
    """Enter an appointment to such a post that waits for a second. Entered already: that one. Returns (the Nomination, is it new?).

    For an absence, what was answered once is not asked again. ending: appointments that end with the agreement.
    Raises OwnAppointment, TwoHats.
    """
    refuse_own(person, principal, actor)
    same = {"person": person, "principal": principal, "role": role, "absence": absence}
    same |= {"since": since, "until": until} if absence else {"answer": Nomination.Answer.WAITS}
    given = {"authority": authority, "since": since, "until": until, "entered_by_id": actor.person_id}
    made, new = Nomination.objects.get_or_create(**same, defaults=given)
    if new:
        made.ending.set(ending)
        record(person, "appointment entered", actor=actor, acting_as=principal.name, detail=authority)
    return made, new


def waits():
    """The condition of a nomination that waits: not answered, and not of days or of an absence that are over."""
    now = timezone.now()
    away = Q(absence=None) | (Q(absence__until__gt=now) & Q(absence__until__gt=F("absence__since")))
    return Q(away, answer=Nomination.Answer.WAITS, until__gt=now)


def seconds(nomination):
    """The people who could agree today: who hold such a post or keep the offices, can sign in, and have no part in it. By name."""
    return others_in(SECONDS, but=[nomination.entered_by_id, nomination.person_id])


def others_in(posts, *, but):
    """The people who hold one of these posts today and can sign in, by name. but: keys of those who are not meant. One statement."""
    held = Appointment.objects.filter(in_force(), principal__post__in=posts).values("person")
    return list(Person.objects.filter(pk__in=held, user__is_active=True).exclude(pk__in=but).order_by("name", "pk"))


def refused(person, principal):
    """The Nomination of this person to this post, as its holder, that was answered last and was refused; None where it was not."""
    rows = Nomination.objects.filter(person=person, principal=principal, role=Appointment.Role.HOLDER)
    last = rows.order_by("entered_at", "pk").last()
    return last if last and last.answer == Nomination.Answer.REFUSED else None
