"""What falls due by the clock in the programme."""
import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from conversations import policy
from conversations.invited import invited_people
from conversations.models import Answer, Event
from conversations.places import give_visits_back, promote
from conversations.when import remind_on
from council_portal.accounts.models import Person
from council_portal.clock.days import london_date, start_of
from council_portal.outbox.services import post, told

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


def remind():
    """Due by the clock: whoever said that they come is reminded once, some working days before (`when.remind_on`).

    Booking a visit says so too. Not whoever said so only since that day. An event that is moved to another day is called to mind anew.
    Returns how many were told. May run twice.
    """
    now = timezone.now()
    days = datetime.timedelta(days=7 + 4 * settings.REMIND_WORKING_DAYS)  # working days are among these, whatever holidays there are
    soon = Event.objects.filter(is_open=True, status__in=policy.COMING, starts_at__gt=now, starts_at__lt=now + days)
    return sum(remind_of(event) for event in soon if remind_on(event) <= london_date(now))


@transaction.atomic
def remind_of(event):
    """Those who come to one event and were not reminded. Returns how many."""
    before, key = start_of(remind_on(event)), f"{london_date(event.starts_at)}"
    came = event.answers.filter(state=Answer.State.COMING, at__lt=before).values("person")
    people = list(Person.objects.filter(pk__in=came).filter(pk__in=list(invited_people(event))))
    known = told(event, "event_soon", people, key=key)
    return len(post(event, "event_soon", to=[one for one in people if one.pk not in known], key=key))
