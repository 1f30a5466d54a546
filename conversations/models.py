import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations import policy
from council_portal.access.models import Exclusion, Standing, not_backwards
from council_portal.access.queryset import ChildQuerySet, GuardedQuerySet, OfficeQuerySet
from council_portal.accounts.models import Person, Principal, Service, Ward
from council_portal.documents.models import Document, DocumentQuerySet
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
        return reverse("conversations:event", args=[self.uid])


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


class EventPaper(Document):
    """A background paper of an event (RUG-MC-PAPERS). Withdrawn, it is named with who, when and why, and is handed out no more."""

    guarded_by = "event"
    event = models.ForeignKey(Event, models.PROTECT, related_name="papers")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    why_withdrawn = models.CharField(max_length=300, blank=True)

    objects = DocumentQuerySet.as_manager()

    def get_absolute_url(self):
        """Where it is downloaded, after the check."""
        return reverse("conversations:paper", args=[self.uid])


class Remark(models.Model):
    """What was said at an event: by whom (in words, such as a group of residents, or "" where nobody is named), and who wrote it down.

    case: what a Member raised from it, with the agreement of whoever said it. SECURITY: named only to who may see the case.
    """

    guarded_by = "event"
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="remarks")
    said_by = models.CharField(max_length=120, blank=True)
    text = models.TextField(max_length=4000)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    case = models.OneToOneField("casework.Case", models.PROTECT, null=True, related_name="+")

    objects = ChildQuerySet.as_manager()

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


class CouncilMeeting(models.Model):
    """A meeting of the council's own calendar, read from its iCalendar file: what the programme must not clash with.

    key: UID of the file, and the day of one that recurs. starts_at, ends_at: instants.
    """

    RULES = policy.MEETINGS
    key = models.CharField(max_length=300, unique=True)
    title = models.CharField(max_length=300)
    place = models.CharField(max_length=300, blank=True)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    read_at = models.DateTimeField(default=timezone.now)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]

    def __str__(self):
        return self.title


class FeedToken(models.Model):
    """The private address of one person's calendar feed. Only a digest of it is kept; revoked or out of office it gives nothing.

    digest: SHA-256 of the token, hexadecimal.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    last_read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(revoked_at=None), name="one_feed_a_person")]

    def __str__(self):
        return "calendar feed"
