"""Who comes to an event: places, the waiting list, and who is next when a place falls free."""
from django.db import transaction
from django.utils import timezone

from conversations.models import Answer, Booking, Event
from council_portal.access.decisions import require
from council_portal.audit.services import record
from council_portal.matters.services import Changed
from council_portal.outbox.services import post

State = Answer.State


@transaction.atomic
def answer(event, *, actor, coming, access_needs="", diet="", moved=None):
    """Say whether one comes. The last place goes to whoever the database lets in first; the other waits, in the order of asking.

    coming: True or False. Whoever has a place keeps it and may say their needs anew. moved: of the event as it was shown to them, or None
    for as it is now. Returns the Answer. Raises Forbidden, and Changed where the event was moved meanwhile.
    """
    require(actor, "answer", event)
    locked = Event.objects.select_for_update().get(pk=event.pk)  # two ask for the last place: the second sees the first
    if moved not in (None, locked.moved):
        raise Changed(locked)
    mine = Answer.objects.filter(event=event, person=actor.person).first() or Answer(event=event, person=actor.person)
    had = mine.state if mine.pk else ""
    if not coming:
        mine.state = State.NOT_COMING
    elif had != State.COMING:
        mine.state = State.COMING if has_room(locked) and (had == State.WAITING or not waiting(event)) else State.WAITING
    if mine.state != had:
        mine.at = timezone.now()
    mine.moved = locked.moved
    mine.access_needs, mine.diet = (access_needs, diet) if coming else ("", "")
    mine.save()
    record(event, "answered an invitation", actor=actor.person, detail=mine.state)
    if not coming:
        give_visits_back(event, [actor.person])
    if had == State.COMING and mine.state == State.NOT_COMING:
        promote(locked)
    return mine


def come(event, *, actor):
    """Whoever books something there says that they come, with the needs that they had said."""
    mine = Answer.objects.filter(event=event, person=actor.person).first()
    if not mine or mine.state not in (State.COMING, State.WAITING) or mine.moved < event.moved:
        answer(event, actor=actor, coming=True, access_needs=mine.access_needs if mine else "", diet=mine.diet if mine else "")


def give_visits_back(event, people):
    """Those who do not come give back what they had booked there."""
    Booking.objects.filter(event=event, person__in=people, until=None).update(until=timezone.now())


def has_room(event):
    """Is a place free? Always, without a limit."""
    return event.room_for is None or coming(event) < event.room_for


def coming(event):
    """How many have a place."""
    return event.answers.filter(state=State.COMING).count()


def waiting(event):
    """Those who wait, the longest first. Of somebody who is invited no longer nothing is left here."""
    return event.answers.filter(state=State.WAITING).order_by("at", "pk")


def promote(event):
    """Give the places that are free to those who wait the longest, and tell them. Call inside the transaction of the change.

    event: as the database has it now. Returns how many came in.
    """
    came = 0
    for one in waiting(event).select_related("person"):
        if not has_room(event):
            break
        Answer.objects.filter(pk=one.pk).update(state=State.COMING)
        post(event, "event_place", to=[one.person], key=str(one.at))
        came += 1
    return came
