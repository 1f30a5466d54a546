import uuid

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.briefing import policy
from council_portal.access.queryset import OfficeQuerySet
from council_portal.accounts.models import Person, Service, Ward


class Briefing(models.Model):
    """One number of the weekly briefing (RUG-BRIEF). on: the London day that it is dated. Sent, it is never changed again."""

    class Status(models.TextChoices):
        DRAFT = policy.DRAFT, _("Being edited")
        SENT = policy.SENT, _("Sent")

    RULES = policy.BRIEFINGS
    MOVES = {Status.DRAFT: {Status.SENT}, Status.SENT: set()}
    OPEN = {Status.DRAFT}
    reference = ""  # it has none: messages and the record name it by its uid

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=5, choices=Status.choices, default=Status.DRAFT)
    is_open = models.BooleanField(default=True)
    last_activity = models.DateTimeField(default=timezone.now)
    title = models.CharField(max_length=120)
    on = models.DateField()
    intro = models.TextField(max_length=4000, blank=True)
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["status", "-on"], name="briefing_newest")]
        constraints = [models.CheckConstraint(
            condition=Q(status="sent", sent_at__isnull=False) | Q(status="draft", sent_at=None), name="briefing_sent_has_time")]

    def __str__(self):
        return str(self.uid)

    def get_absolute_url(self):
        """The page of the briefing."""
        return reverse("briefing:briefing", args=[self.uid])


# What waits before everything else: the order of the list of Communications, which has an index of it.
WAITING_FIRST = Case(When(status=policy.WAITING, then=Value(0)), default=Value(1), output_field=models.SmallIntegerField())


class Item(models.Model):
    """Something for the briefing, submitted by a Member or an officer, edited by Communications.

    as_submitted: title and text as they came, where they were edited. needs_you: it asks something of Members; by: until which London day.
    place: its order in the briefing. why_left_out: the reason, which the submitter reads. version counts changes, for `move`.
    """

    class Status(models.TextChoices):
        WAITING = policy.WAITING, _("Waiting")
        TAKEN = policy.TAKEN, _("In a briefing")
        LEFT_OUT = policy.LEFT_OUT, _("Left out")
        TAKEN_BACK = policy.TAKEN_BACK, _("Taken back")

    RULES = policy.ITEMS
    MOVES = {Status.WAITING: {Status.TAKEN, Status.LEFT_OUT, Status.TAKEN_BACK}, Status.TAKEN: {Status.WAITING, Status.LEFT_OUT},
             Status.LEFT_OUT: {Status.WAITING}, Status.TAKEN_BACK: set()}
    OPEN = {Status.WAITING, Status.TAKEN}
    reference = ""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    is_open = models.BooleanField(default=True)
    last_activity = models.DateTimeField(default=timezone.now)
    submitter = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=4000)
    as_submitted = models.JSONField(null=True)
    needs_you = models.BooleanField(default=False)
    by = models.DateField(null=True)
    link = models.URLField(max_length=500, blank=True)
    wards = models.ManyToManyField(Ward, through="ItemWard", related_name="+")
    services = models.ManyToManyField(Service, through="ItemService", related_name="+")
    briefing = models.ForeignKey(Briefing, models.PROTECT, null=True, related_name="items")
    place = models.PositiveSmallIntegerField(default=0)
    why_left_out = models.TextField(blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        indexes = [models.Index(fields=["status", "-made_at"], name="item_waits"),
                   models.Index(fields=["submitter", "-made_at"], name="item_own"),
                   models.Index(WAITING_FIRST, F("made_at").desc(), F("id").desc(), name="item_waiting_first")]
        constraints = [
            models.CheckConstraint(condition=~Q(status="left_out") | ~Q(why_left_out=""), name="item_left_out_says_why"),
            models.CheckConstraint(condition=Q(status="taken", briefing__isnull=False) | ~Q(status="taken") & Q(briefing=None),
                                   name="item_in_a_briefing"),
            models.CheckConstraint(condition=Q(by=None) | Q(needs_you=True), name="item_date_asks_something"),
        ]

    def __str__(self):
        return str(self.uid)

    def get_absolute_url(self):
        """The page of the item."""
        return reverse("briefing:item", args=[self.uid])


class ItemWard(models.Model):
    """A ward that an item is about."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="item_wards")
    ward = models.ForeignKey(Ward, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "ward"], name="item_ward_once")]

    def __str__(self):
        return "ward of an item"


class ItemService(models.Model):
    """A service that an item is about."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="item_services")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "service"], name="item_service_once")]

    def __str__(self):
        return "service of an item"


class Reading(models.Model):
    """That one person has opened a briefing: what the count of unread ones is made of. Told to nobody."""

    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="readings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "briefing"], name="briefing_read_once")]

    def __str__(self):
        return "reading"


from conversations.briefing.texts import ItemText  # noqa: E402, F401 -- Django looks for models here; it names Item by its label
