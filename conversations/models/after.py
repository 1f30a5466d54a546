"""What was said at an event, and what follows from it."""
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations import policy
from conversations.models.events import Event
from council_portal.access.queryset import ChildQuerySet
from council_portal.accounts.models import Person, Principal, Ward


class Consent(models.TextChoices):
    UNASKED = policy.UNASKED, _("Nobody has asked them yet")
    GIVEN = policy.GIVEN, _("Yes, they agree")
    REFUSED = policy.REFUSED, _("No, they do not agree")


class RemarkQuerySet(ChildQuerySet):
    """Manager of what was said: read by whoever sees the event; who raises a case from it and who corrects it is said by its own rules."""

    def permitted(self, user, action="view"):
        """Those on which `user` may do `action`: of "raise" and "amend" by their own rules, else as on the event."""
        if action in policy.REMARKS:
            return policy.REMARKS[action].rows(super().permitted(user), user)
        return super().permitted(user, action)


class Remark(models.Model):
    """What was said at an event: by whom (in words, such as a group of residents, or "" where nobody is named), and who wrote it down.

    ward: which it concerns, or None where it is of no one ward. consent: whether whoever said it agrees that a case is made of it and their
    words are passed on, as far as it was known when it was written down.
    case: what a Member raised from it, with the agreement of whoever said it. SECURITY: named only to who may see the case.
    changed_at, changed_by: when it was corrected last; what it was before is kept nowhere. withdrawn_at: since then it has no words, and
    nobody who said them. version: of what a correction was typed over.
    """

    guarded_by = "event"
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="remarks")
    said_by = models.CharField(max_length=120, blank=True)
    text = models.TextField(max_length=4000)
    ward = models.ForeignKey(Ward, models.PROTECT, null=True, related_name="+")
    consent = models.CharField(max_length=8, choices=Consent.choices, default=Consent.UNASKED)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    case = models.OneToOneField("casework.Case", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    why_withdrawn = models.CharField(max_length=300, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return "remark"


class FollowUp(models.Model):
    """What follows from an event: whose it is, and by when (a London day). Told until it is done to those who were there (RUG-MC-AFTER).

    outcome: what came of it in the end. told_on: when its office was reminded last.
    """

    guarded_by = "event"
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="follow_ups")
    remark = models.ForeignKey(Remark, models.PROTECT, null=True, related_name="follow_ups")
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(Principal, models.PROTECT, related_name="+")
    due_on = models.DateField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    told_on = models.DateField(null=True)

    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on"], condition=Q(done_at=None), name="follow_up_due")]

    def __str__(self):
        return "follow-up"


class Progress(models.Model):
    """One word on how a follow-up stands; the last of one that is done says what came of it. Never edited."""

    guarded_by = "event"
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="progress")
    text = models.TextField(max_length=4000)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return "progress"
