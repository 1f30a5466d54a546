"""Whom an event invites, who is there, and what each said."""
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.models.events import Event
from council_portal.access.queryset import ChildQuerySet
from council_portal.accounts.models import Person, Principal


class Invitation(models.Model):
    """Whom an event invites: every Member, the Members of a ward, one Member's office. They stand in it once it is announced.

    through: the body by whose seat a Member is invited, or "".
    """

    guarded_by = "event"
    event = models.ForeignKey(Event, models.PROTECT, related_name="invitations")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="+")
    through = models.CharField(max_length=200, blank=True)
    until = models.DateTimeField(null=True)  # invited no longer, since then

    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["principal__name"]
        constraints = [models.UniqueConstraint(fields=["event", "principal"], condition=Q(until=None), name="invited_once")]

    def __str__(self):
        return "invitation"


class KeyOfficer(models.Model):
    """An office that is at an event with what it knows (RUG-MC-OFFICERS). decides: it has the power to decide on the matter."""

    guarded_by = "event"
    event = models.ForeignKey(Event, models.PROTECT, related_name="officers")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="+")
    decides = models.BooleanField(default=False)
    until = models.DateTimeField(null=True)  # no longer, since then

    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["-decides", "principal__name"]
        constraints = [models.UniqueConstraint(fields=["event", "principal"], condition=Q(until=None), name="key_officer_once")]

    def __str__(self):
        return "officer of an event"


class OwnQuerySet(ChildQuerySet):
    """Manager of what one person said or booked at an event: theirs, and of those who see its people."""

    def permitted(self, user, action="view"):
        """Those of the events on which `user` may do `action`, as far as they are the reader's own or the reader sees who comes."""
        kept = Event.objects.permitted(user, "see_people")
        return super().permitted(user, action).filter(Q(person=user.person_id) | Q(event__in=kept))


class Answer(models.Model):
    """What one person who is invited said: coming, waiting for a place, not coming. access_needs, diet: for the organisers alone.

    at: when they said so: whoever waits longest comes next. moved: that of the event when they said so; less than the event's: said before
    it was moved. LEFT is said by nobody: whoever is invited no longer. SECURITY: needs tell of a person's health.
    """

    class State(models.TextChoices):
        COMING = "coming", _("Coming")
        WAITING = "waiting", _("Waiting for a place")
        NOT_COMING = "not_coming", _("Not coming")
        LEFT = "left", _("No longer invited")

    guarded_by = "event"
    event = models.ForeignKey(Event, models.PROTECT, related_name="answers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    at = models.DateTimeField(default=timezone.now)
    access_needs = models.TextField(max_length=1000, blank=True)
    diet = models.TextField(max_length=1000, blank=True)
    moved = models.PositiveIntegerField(default=0)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="answered_once")]

    def __str__(self):
        return "answer to an invitation"


class Presence(models.Model):
    """That one person came to an event, as whoever keeps it recorded (RUG-MC-AFTER): they get the words on what follows."""

    guarded_by = "event"
    event = models.ForeignKey(Event, models.PROTECT, related_name="presences")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="came_once")]

    def __str__(self):
        return "presence"
