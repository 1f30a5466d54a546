"""What falls due by the clock in the programme."""
from django.db import transaction
from django.utils import timezone

from conversations import policy
from conversations.invited import invited_people
from conversations.models import Answer, Event
from conversations.places import give_visits_back, promote
from council_portal.outbox.services import post

HAS = [Answer.State.COMING, Answer.State.WAITING]


def mind_places():
    """Due by the clock: whoever is invited no longer, because an office has ended, gives the place back and is told; the next comes in.

    Returns how many gave a place back. May run twice.
    """
    now = timezone.now()
    found = Event.objects.filter(is_open=True, status__in=policy.COMING, starts_at__gt=now, answers__state__in=HAS).distinct()
    return sum(give_back(event.pk) for event in found)


@transaction.atomic
def give_back(pk):
    """The places of one event. Returns how many were given back."""
    event = Event.objects.select_for_update().get(pk=pk)
    gone = list(event.answers.filter(state__in=HAS).exclude(person__in=list(invited_people(event))).select_related("person"))
    for one in gone:
        Answer.objects.filter(pk=one.pk).update(state=Answer.State.LEFT, access_needs="", diet="")
    give_visits_back(event, [one.person for one in gone])
    post(event, "event_not_for_you", to=[one.person for one in gone], key=f"left {event.sequence}", anyway=True)
    promote(event)
    return len(gone)
