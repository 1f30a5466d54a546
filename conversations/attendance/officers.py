"""Which officer attends: a post, and the person where several hold it; and who is taken at an hour already."""
import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext

from casework.policy import TAKERS
from conversations.attendance import policy
from conversations.attendance.models import AttendanceRequest
from conversations.attendance.routing import among, held_today
from conversations.models import KeyOfficer
from conversations.policy import COMING
from council_portal.accounts.models import Person, Principal


class OfficerField(forms.ChoiceField):
    """An officer who takes cases: each holder of each post. Cleans to (the principal of the post, the person).

    A value is the uid of the post, with a dot and the uid of the person where several hold it.
    """

    def offer(self):
        """Read who holds what today."""
        rows = held_today().filter(principal__kind=Principal.Kind.POST, principal__post__in=TAKERS).select_related("principal", "person")
        held = {}
        for row in rows.order_by("principal__name", "person__name", "pk"):
            held.setdefault(row.principal, []).append(row)
        choices = [("", gettext("Select"))]
        for principal, rows in held.items():
            people = among(rows)
            choices += [(f"{principal.uid}" if len(people) == 1 else f"{principal.uid}.{person.uid}",
                         f"{principal.name}: {person.full_name}") for person in people]
        self.choices = choices

    def clean(self, value):
        """The post, and the person where the value names one."""
        value = super().clean(value)
        post, _dot, person = value.partition(".")
        return (Principal.objects.get(uid=uuid.UUID(post)), Person.objects.get(uid=uuid.UUID(person)) if person else None)


def clashes(request, start, end):
    """Who is named for other meetings or events between these instants: their posts and hours as lines, and nothing of what it is."""
    others = AttendanceRequest.objects.filter(status__in=policy.GIVEN, slot_from__lt=end, slot_until__gt=start).exclude(pk=request.pk)
    found = [(one.officer.name, one.attends, one.slot_from, one.slot_until) for one in others.select_related("officer", "attends")]
    events = KeyOfficer.objects.filter(until=None, event__status__in=COMING, event__starts_at__lt=end, event__ends_at__gt=start)
    found += [(one.principal.name, None, one.event.starts_at, one.event.ends_at) for one in events.select_related("principal", "event")]
    return sorted({line(*one) for one in found})


def line(post, person, start, end):
    """One who is taken, in words."""
    name = f"{post}, {person.full_name}" if person else post
    return f"{name} ({timezone.localtime(start):%H:%M}–{timezone.localtime(end):%H:%M})"
