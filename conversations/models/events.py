"""Events of the programme, who stands in them and who is kept out."""
import functools

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations import policy
from council_portal.access.models import Exclusion, Standing, not_backwards
from council_portal.access.queryset import GuardedQuerySet
from council_portal.matters.models import Matter


class Kind(models.TextChoices):
    CONVERSATION = "conversation", _("Member Conversation")
    WORKSHOP = "workshop", _("Ward workshop")
    OPEN_DAY = "open_day", _("Open day")


class Status(models.TextChoices):
    DRAFT = policy.DRAFT, _("Being prepared")
    ANNOUNCED = policy.ANNOUNCED, _("Announced")
    CONFIRMED = policy.CONFIRMED, _("Confirmed")
    HELD = policy.HELD, _("Took place")
    CLOSED = policy.CLOSED, _("Followed up")
    CANCELLED = policy.CANCELLED, _("Cancelled")


@functools.cache
def root():
    """The address of the programme, under which those of its events are. Looked up once: a year and a feed write hundreds of them."""
    return reverse("conversations:list")


class EventListed(models.Model):
    """The columns that lists of events sort and filter by. Event owns them; EventStanding carries a copy kept by trigger.

    starts_at: an instant, UTC, typed and shown as London time.
    """

    is_open = models.BooleanField(default=True)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.DRAFT)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.CONVERSATION)
    starts_at = models.DateTimeField()
    last_activity = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Event(Matter, EventListed):  # noqa: DJ008 -- Matter gives it: the reference and nothing else
    """Something of the programme to which people are invited: a Member Conversation, a ward workshop, an open day.

    raised_by: who made it, of Democratic Services. ends_at: an instant. open_to_all: every Member is invited; else those of `standings`.
    in_confidence: what leaves the portal (calendars, messages) says "Council appointment" and nothing else. room_for: how many may come,
    None without a limit. no_papers, no_decider: why it is confirmed without papers, without an officer who can decide; "" where it has
    them. fell_back_at, fell_back_for: since when it is confirmed no longer, and what it lacks ("papers decider"). sequence: how often what
    calendars show has changed (RFC 5545, SEQUENCE). moved: at which of these the hours or the place changed last; 0: never.
    came_at: when it was recorded who came. residents: how many residents came, None where nobody counted.
    """

    LISTED = EventListed
    RULES = policy.EVENTS
    ORDERINGS = {"starts_at": _("Soonest first"), "-starts_at": _("Latest first")}
    MOVES = {
        Status.DRAFT: {Status.ANNOUNCED, Status.CANCELLED},
        Status.ANNOUNCED: {Status.CONFIRMED, Status.HELD, Status.CANCELLED},
        Status.CONFIRMED: {Status.ANNOUNCED, Status.HELD, Status.CANCELLED},
        Status.HELD: {Status.CLOSED},
        Status.CLOSED: {Status.HELD},
        Status.CANCELLED: set(),
    }
    OPEN = set(Status) - {Status.CLOSED, Status.CANCELLED}

    title = models.CharField(max_length=120)
    about = models.TextField(max_length=4000)
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    open_to_all = models.BooleanField(default=True)
    in_confidence = models.BooleanField(default=False)
    room_for = models.PositiveSmallIntegerField(null=True)
    no_papers = models.TextField(blank=True)
    no_decider = models.TextField(blank=True)
    why_cancelled = models.TextField(blank=True)
    announced_at = models.DateTimeField(null=True)
    fell_back_at = models.DateTimeField(null=True)
    fell_back_for = models.CharField(max_length=20, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    came_at = models.DateTimeField(null=True)
    residents = models.PositiveIntegerField(null=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(place="", link=""), name="event_is_somewhere"),
            models.CheckConstraint(condition=Q(room_for=None) | Q(room_for__gte=1), name="event_has_room"),
            models.CheckConstraint(
                condition=Q(status__in=["closed", "cancelled"], is_open=False) | ~Q(status__in=["closed", "cancelled"]) & Q(is_open=True),
                name="event_open_until_closed"),
        ]

    def get_absolute_url(self):
        """The page of the event. SECURITY: a random uid, nothing that counts or names."""
        return f"{root()}{self.uid}/"


COVERED = ["is_open", "status", "kind", "capacity", "since", "until"]


class EventStanding(Standing, EventListed):
    """Who stands in an event, with the database's copy of what lists sort and filter by."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="standings", db_index=False)
    starts_at = models.DateTimeField(null=True)  # the trigger fills it from the event; a standing is inserted before it does

    class Meta:
        indexes = [
            models.Index(fields=["principal", "starts_at", "event"], include=COVERED, name="es_soonest"),
            models.Index(fields=["principal", "-starts_at", "-event"], include=COVERED, name="es_latest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["event", "principal", "capacity", "until"], name="es_one_current"),
            not_backwards("es_not_backwards"),
        ]

    def __str__(self):
        return self.capacity


class EventExclusion(Exclusion):
    """Who is kept out of an event."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="exclusions", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["principal", "event"], include=["since", "until"], name="ex_principal")]
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="ex_not_backwards")]

    def __str__(self):
        return "exclusion"
