"""What an open day has: stands, visits, who booked them, what people said of it."""
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from conversations.models.events import Event
from conversations.models.invited import OwnQuerySet
from council_portal.access.queryset import ChildQuerySet
from council_portal.accounts.models import Person, Service


class Stand(models.Model):
    """A service's stand at an open day (RUG-OPEN)."""

    guarded_by = "event"
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="stands")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    shows = models.CharField(max_length=200)
    where = models.CharField(max_length=100, blank=True)
    gone_at = models.DateTimeField(null=True)

    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["service__name", "pk"]

    def __str__(self):
        return "stand"


class Visit(models.Model):
    """Something at an open day at an hour, for which one books: a tour, a talk. room_for: None without a limit."""

    guarded_by = "event"
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="visits")
    title = models.CharField(max_length=120)
    where = models.CharField(max_length=100, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room_for = models.PositiveSmallIntegerField(null=True)
    gone_at = models.DateTimeField(null=True)

    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="visit_ends_after_it_begins"),
                       models.CheckConstraint(condition=Q(room_for=None) | Q(room_for__gte=1), name="visit_has_room")]

    def __str__(self):
        return "visit"


class Booking(models.Model):
    """That one person comes to a visit."""

    guarded_by = "event"
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="bookings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)  # given back, since then

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["visit", "person"], condition=Q(until=None), name="booked_once")]

    def __str__(self):
        return "booking"


class Feedback(models.Model):
    """What one person who was at an open day found useful, and missed (RUG-OPEN). Said again, it takes the place of what was said before.

    named: the organisers read whose it is. SECURITY: else nobody is shown that; the person is kept so that it is counted once.
    """

    guarded_by = "event"
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="feedback")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    useful = models.TextField(max_length=2000, blank=True)
    missing = models.TextField(max_length=2000, blank=True)
    named = models.BooleanField(default=False)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["uid"]  # a random one: from the order nobody guesses who was first
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="feedback_once"),
                       models.CheckConstraint(condition=~Q(useful="", missing=""), name="feedback_says_something")]

    def __str__(self):
        return "feedback"
