"""Agreed attendance in calendars: of whoever asked, and of the officer who comes (RUG-CAL).

SECURITY: it leaves the portal. It says "Council appointment" and the hours, to everybody, and leads to the front of the portal: what a
group is told is the group's own, and the address of a request would say of what kind it is.
"""
import datetime
from dataclasses import dataclass

from conversations import calendars
from conversations.attendance import policy
from conversations.attendance.models import AttendanceRequest, AttendanceStanding
from conversations.policy import CANCELLED, CONFIRMED
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment

THEIRS = [policy.ASKER, policy.INVITED, policy.NAMED]


@dataclass(frozen=True)
class Attendance:
    """A request that was agreed to, as `calendars.entry` takes events. starts_at, ends_at, last_activity: instants."""

    uid: object
    sequence: int
    last_activity: datetime.datetime
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    title: str
    in_confidence: bool
    place: str
    status: str
    link: str = ""

    def get_absolute_url(self):
        """Where the entry leads: home, where meetings ahead stand."""
        return "/"


def of(request):
    """The entry of this request in a calendar."""
    status = CONFIRMED if request.status in policy.GIVEN else CANCELLED
    return Attendance(
        request.uid, request.version, request.last_activity, request.slot_from, request.slot_until, request.title, True, request.place,
        status)


def invitation(request, person):
    """For the outbox: what was agreed to, as an entry for a calendar; nothing of what was refused or withdrawn."""
    return calendars.invitation(of(request), person) if request.status in policy.GIVEN else []


def cancellation(request, person):
    """For the outbox: it is gone from the calendar of whoever had it there; nothing to others, who were told that it is withdrawn."""
    if request.slot_from is None or not has(request, person):
        return []
    return calendars.cancellation(of(request), person)


def change(request, person):
    """For the outbox: the entry as it is now, for whoever has it in the calendar; nothing to others, who were told of the change."""
    return invitation(request, person) if has(request, person) else []


def taken_out(request, person):
    """For the outbox: it is gone from the calendar of the officer who was named before."""
    return calendars.cancellation(of(request), person) if request.slot_from else []


def has(request, person):
    """Is it in this person's calendar?"""
    held = Appointment.objects.filter(in_force(), person=person).values("principal")
    return AttendanceStanding.objects.filter(in_force(), request=request, capacity__in=THEIRS, principal__in=held).exists() or (
        request.raised_by_id == person.pk)


def in_feed(user, since, until):
    """For the feed of a person: what was agreed to and is theirs, that begins between these instants, as entries."""
    rows = AttendanceStanding.objects.filter(
        in_force(), policy.still_of_the_group(), principal__in=user.principals, capacity__in=THEIRS, status__in=policy.GIVEN,
        request__slot_from__gt=since, request__slot_from__lt=until)
    found = AttendanceRequest.objects.permitted(user).filter(pk__in=rows.values("request")).order_by("slot_from", "pk")
    return [of(one) for one in found]
