import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council_portal.access.queryset import OfficeQuerySet
from council_portal.outbox import policy


class Message(models.Model):
    """Something to tell one person: a reference and a link, never content. The row is the queue.

    about/about_uid name the matter, so that sending can ask again whether the person may still see it. anyway: it tells that something is
    theirs no longer, so that it is sent although they may see it no more. A message that is held waits for next_try_at, and goes within
    `digest`, one message with all that waited until then.
    """

    class Status(models.TextChoices):
        QUEUED = "queued"
        HELD = "held"
        SENT = "sent"
        FAILED = "failed"
        CANCELLED = "cancelled"

    RULES = policy.MESSAGES
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to = models.ForeignKey("accounts.Person", models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=60, blank=True)
    about_uid = models.UUIDField(null=True)
    reference = models.CharField(max_length=9, blank=True)
    path = models.CharField(max_length=200)
    anyway = models.BooleanField(default=False)
    digest = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    key = models.CharField(max_length=200, unique=True)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    why_not = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["next_try_at"], condition=Q(status="queued"), name="message_queued"),
                   models.Index(fields=["next_try_at"], condition=Q(status="held"), name="message_held")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False) | ~Q(status="sent") & Q(sent_at=None), name="message_sent_has_time"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.reference}".strip()


class Preference(models.Model):
    """When one person wants to be told of one subject of `pace.SUBJECTS`. No row: at once."""

    class Pace(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        DAILY = "daily", _("Once a day, at 7 in the morning")
        WEEKLY = "weekly", _("Once a week, on Monday at 7 in the morning")

    RULES = policy.PREFERENCES
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="preferences")
    subject = models.CharField(max_length=20)
    pace = models.CharField(max_length=7, choices=Pace.choices)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "subject"], name="preference_once")]

    def __str__(self):
        return f"{self.subject} {self.pace}"
