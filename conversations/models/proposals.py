"""What is proposed for discussion."""
import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations import policy
from conversations.models.events import Event
from council_portal.access.queryset import OfficeQuerySet
from council_portal.accounts.models import Person, Service, Ward


class Proposal(models.Model):
    """A matter that a Member or an officer proposes to discuss (RUG-MC-PROPOSE). Read by whoever proposed it and Democratic Services.

    answer: what Democratic Services said of it, which the proposer reads. merged_into: the proposal in which it went on. event: where it
    is discussed. version counts changes, for `move`.
    """

    class Status(models.TextChoices):
        WAITING = policy.WAITING, _("Waiting")
        ACCEPTED = policy.ACCEPTED, _("Accepted")
        MERGED = policy.MERGED, _("Merged")
        DECLINED = policy.DECLINED, _("Declined")
        TAKEN_BACK = "taken_back", _("Taken back")

    RULES = policy.PROPOSALS
    MOVES = {Status.WAITING: {Status.ACCEPTED, Status.MERGED, Status.DECLINED, Status.TAKEN_BACK}, Status.ACCEPTED: set(),
             Status.MERGED: set(), Status.DECLINED: {Status.WAITING}, Status.TAKEN_BACK: set()}
    OPEN = {Status.WAITING}
    reference = ""  # it has none: messages and the record name it by its uid

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    is_open = models.BooleanField(default=True)
    last_activity = models.DateTimeField(default=timezone.now)
    proposer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=4000)
    ward = models.ForeignKey(Ward, models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="proposals")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["-last_activity", "-pk"]
        indexes = [models.Index(fields=["status", "-last_activity"], name="proposal_waits")]
        constraints = [
            models.CheckConstraint(condition=~Q(status="declined") | ~Q(answer=""), name="proposal_declined_says_why"),
            models.CheckConstraint(condition=~Q(status="merged") | Q(merged_into__isnull=False), name="proposal_merged_into_one"),
        ]

    def __str__(self):
        return str(self.uid)

    def get_absolute_url(self):
        """The page of the proposal."""
        return reverse("conversations:proposal", args=[self.uid])
