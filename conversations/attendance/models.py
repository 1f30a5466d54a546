"""Requests that officers attend, what was said there, and the parity ledger: topics, packs, and which group was given what."""
import uuid

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower, Replace
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.attendance import policy
from council_portal.access.models import Exclusion, Standing, not_backwards
from council_portal.access.queryset import ChildQuerySet, GuardedQuerySet, OfficeQuerySet
from council_portal.accounts.models import Person, PoliticalGroup, Principal, Service
from council_portal.documents.models import Document, DocumentQuerySet
from council_portal.matters.models import Matter


class Status(models.TextChoices):
    ASKED = policy.ASKED, _("Asked")
    AGREED = policy.AGREED, _("Agreed")
    REFUSED = policy.REFUSED, _("Refused")
    WITHDRAWN = policy.WITHDRAWN, _("Withdrawn")
    DONE = policy.DONE, _("Held")


class Kind(models.TextChoices):
    GROUP_MEETING = policy.GROUP_MEETING, _("A meeting of a political group")
    WITH_OUTSIDERS = policy.WITH_OUTSIDERS, _("A meeting of a political group with people who are not of the council")
    WARD_PARTY = policy.WARD_PARTY, _("A ward or constituency party meeting")
    BRIEFING = policy.BRIEFING, _("A private briefing")
    SCRUTINY = policy.SCRUTINY, _("Scrutiny")
    EXTERNAL = policy.EXTERNAL, _("A meeting with elected people of other bodies that is not cross-party")


class Review(models.TextChoices):
    WAITS = policy.WAITS, _("Not looked at")
    STANDS = policy.STANDS, _("Stands")
    SET_ASIDE = policy.SET_ASIDE, _("Set aside")
    MAKE_GOOD = policy.MAKE_GOOD, _("To be made good")
    GOOD = policy.GOOD, _("Made good")
    OVERTAKEN = policy.OVERTAKEN, _("Changed since")
    BEFORE = policy.BEFORE, _("From before")


class AttendanceListed(models.Model):
    """The columns that lists sort and filter by, and rules read. AttendanceRequest owns them; the standing carries a copy kept by trigger.

    group: the political group whose meeting it is. may_be_told: whether the officer who was there may pass on what was said. review: what
    became of the last refusal to a group, or of terms that differ, before whoever looks at it; "" where there was none.
    """

    is_open = models.BooleanField(default=True)
    last_activity = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.ASKED)
    kind = models.CharField(max_length=40, choices=Kind.choices, default=Kind.GROUP_MEETING)
    group = models.ForeignKey(PoliticalGroup, models.PROTECT, null=True, related_name="+", db_index=False)
    may_be_told = models.BooleanField(default=True)
    review = models.CharField(max_length=9, choices=Review.choices, blank=True)

    class Meta:
        abstract = True


class AttendanceQuerySet(GuardedQuerySet):
    """Manager of the requests: what is read as a Member of a group is read while one is of that group."""

    def _granted(self, action):
        granted, matter = super()._granted(action)
        return granted.filter(policy.still_of_the_group()), matter


class AttendanceRequest(Matter, AttendanceListed):  # noqa: DJ008 -- Matter gives it: the reference and nothing else
    """That somebody asks for an officer at a meeting: when, where, before whom, and what became of it.

    side: which side asked, "member" or "officer". starts_at, ends_at, decides_at (when the group begins to decide), slot_from, slot_until:
    instants. exception: the writing by which an exception was approved. difference: why a second group got other arrangements, or none.
    permitted: what the Member permits to be told; Permitted says to whom. attends: the person who comes. about, apart: of a refusal, the
    topic that it is about, and why it is none of those on which another group was briefed; of one that was set aside, the topic under which
    it has to be decided, or None. advice: what was advised, and on which day.
    """

    LISTED = AttendanceListed
    RULES = policy.REQUESTS
    ORDERINGS = {"-last_activity": _("Latest activity")}
    MOVES = {
        Status.ASKED: {Status.AGREED, Status.REFUSED, Status.WITHDRAWN},
        Status.AGREED: {Status.DONE, Status.WITHDRAWN, Status.REFUSED},
        Status.REFUSED: {Status.ASKED},
        Status.DONE: set(), Status.WITHDRAWN: set(),
    }
    OPEN = {Status.ASKED, Status.AGREED}

    side = models.CharField(max_length=7, choices=[("member", _("a Member")), ("officer", _("an officer"))])
    title = models.CharField(max_length=120)
    text = models.TextField()
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    decides_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200)
    body = models.CharField(max_length=150, blank=True)
    outsiders = models.TextField(blank=True)
    wanted = models.ForeignKey(Principal, models.PROTECT, null=True, related_name="+", db_index=False)
    route = models.JSONField()
    clause = models.CharField(max_length=120, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)

    officer = models.ForeignKey(Principal, models.PROTECT, null=True, related_name="+", db_index=False)
    attends = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    slot_from = models.DateTimeField(null=True)
    slot_until = models.DateTimeField(null=True)
    arrangements = models.TextField(blank=True)
    exception = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    difference = models.TextField(blank=True)
    about = models.ForeignKey("Topic", models.PROTECT, null=True, related_name="refused")
    apart = models.TextField(blank=True)
    advice = models.TextField(blank=True)
    advice_on = models.DateField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_as = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    permitted = models.TextField(blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to attend")
        indexes = [models.Index(fields=["slot_until"], condition=Q(status="agreed"), name="attendance_falls_due")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="attendance_not_backwards"),
            models.CheckConstraint(condition=Q(slot_until=None) | Q(slot_until__gt=F("slot_from")), name="attendance_slot_not_backwards"),
            models.CheckConstraint(condition=~Q(status="agreed") | Q(officer__isnull=False), name="attendance_agreed_names_officer"),
            models.CheckConstraint(condition=~Q(kind__in=policy.GROUP_KINDS) | Q(group__isnull=False), name="attendance_of_a_group"),
        ]

    def get_absolute_url(self):
        """The page of the request. SECURITY: a random uid, nothing that counts or names."""
        return reverse("attendance:request", args=[self.uid])

    @property
    def is_of_group(self):
        """Is it a political group's meeting?"""
        return self.kind in policy.GROUP_KINDS


class AttendanceStanding(Standing, AttendanceListed):
    """Who stands in a request, with the database's copy of what lists sort and filter by."""

    request = models.ForeignKey(AttendanceRequest, models.PROTECT, related_name="standings", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["principal", "-last_activity", "-request"], name="as_activity", include=[
            "status", "kind", "group", "may_be_told", "is_open", "capacity", "since", "until"])]
        constraints = [
            models.UniqueConstraint(fields=["request", "principal", "capacity", "until"], name="as_one_current"),
            not_backwards("as_not_backwards"),
        ]

    def __str__(self):
        return self.capacity


class AttendanceExclusion(Exclusion):
    """Who is kept out of a request."""

    request = models.ForeignKey(AttendanceRequest, models.PROTECT, related_name="exclusions", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["principal", "request"], include=["since", "until"], name="ax_principal")]
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="ax_not_backwards")]

    def __str__(self):
        return "exclusion"


class Permitted(models.Model):
    """That the Member permits this office to be told of what was said there."""

    guarded_by = "request"
    request = models.ForeignKey(AttendanceRequest, models.PROTECT, related_name="permissions")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ChildQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "principal"], name="permitted_once")]

    def __str__(self):
        return "permitted"


class Refusal(models.Model):
    """One refusal to a political group as it was made, and what whoever looks at it said of it. It stays when the request is decided anew.

    terms: no refusal, but an agreement on other terms than the first group had; about is then its topic, difference why, reason "".
    cancelled: what was agreed to was cancelled by an office, which has the effect of a refusal.
    about, apart, difference: as of the request when it was refused. looked_as: the office that looks at it; once looked at, in which
    office. why: the reason for which it stands, or is to be made good, which no group reads, or was set aside,
    which the group reads. topic: of the ledger, under
    which it has to be decided anew.
    """

    guarded_by = "request"
    request = models.ForeignKey(AttendanceRequest, models.PROTECT, related_name="refusals")
    terms = models.BooleanField(default=False)
    cancelled = models.BooleanField(default=False)
    reason = models.TextField()
    difference = models.TextField(blank=True)
    apart = models.TextField(blank=True)
    about = models.ForeignKey("Topic", models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=300)
    decided_at = models.DateTimeField()
    outcome = models.CharField(max_length=9, choices=Review.choices, default=Review.WAITS)
    why = models.TextField(blank=True)
    topic = models.ForeignKey("Topic", models.PROTECT, null=True, related_name="+")
    looked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    looked_as = models.CharField(max_length=300, blank=True)
    looked_at = models.DateTimeField(null=True)

    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["decided_at", "pk"]
        indexes = [models.Index(fields=["-decided_at", "-id"], name="refusals_latest")]

    def __str__(self):
        return "refusal"


class Earlier(models.Model):
    """What was agreed to before an office changed or cancelled it, as it stood. at: until when.

    others: had another group been briefed on the topic by then? What the first group had at that moment stays the measure for every other.
    """

    guarded_by = "request"
    request = models.ForeignKey(AttendanceRequest, models.PROTECT, related_name="earlier")
    officer = models.ForeignKey(Principal, models.PROTECT, related_name="+")
    attends = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    slot_from = models.DateTimeField()
    slot_until = models.DateTimeField()
    arrangements = models.TextField()
    difference = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=300)
    decided_at = models.DateTimeField()
    others = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return "earlier"


class NoteQuerySet(ChildQuerySet):
    """Manager of the notes: fewer read them than read the request (SEC-7.6). Whoever decided was not there."""

    def permitted(self, user, action="view"):
        """Notes of the requests of which this reader may read what was said."""
        return super().permitted(user, "read_notes" if action == "view" else action)


class AttendanceNote(models.Model):
    """What was said at a meeting: never edited. acting_as: the office in which the author wrote it."""

    guarded_by = "request"
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(AttendanceRequest, models.PROTECT, related_name="notes")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    acting_as = models.CharField(max_length=300)
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return "note"


class DecisionCopy(models.Model):
    """The writing of a decision that the protocol has copied to others: that writing and nothing else of the request (EXD-6.6, EXD-8.2)."""

    RULES = policy.COPIES
    reference = ""  # it has none: messages and the record name it by its uid
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(AttendanceRequest, models.PROTECT, related_name="copies")
    text = models.TextField()
    clause = models.CharField(max_length=120, blank=True)
    written_as = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)
    to = models.ManyToManyField(Principal, through="CopyTo", related_name="+")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return "copy"

    def get_absolute_url(self):
        """Its page."""
        return reverse("attendance:copy", args=[self.uid])


class CopyTo(models.Model):
    """That it was copied to this office."""

    guarded_by = "copy"
    copy = models.ForeignKey(DecisionCopy, models.PROTECT, related_name="+")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="+")

    objects = ChildQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["copy", "principal"], name="copied_once")]

    def __str__(self):
        return "copied to"


class Topic(models.Model):
    """What officers brief political groups on: its pack of papers, and an offer to all groups where one stands. Names no group.

    version counts changes of its words. offered_at: since when it is offered to every group; None while it is not.
    """

    RULES = policy.TOPICS
    reference = ""
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=120, unique=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    offered_at = models.DateTimeField(null=True)
    offer = models.TextField(blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [models.UniqueConstraint(Lower(Replace("title", Value(" "), Value(""))), name="topic_title_once")]

    def __str__(self):
        return str(self.uid)

    def get_absolute_url(self):
        """Its page in the ledger."""
        return reverse("attendance:topic", args=[self.uid])


class PackQuerySet(DocumentQuerySet):
    """Manager of the papers of packs: of all topics for whoever reads the ledger; for others those that came with a request of theirs."""

    def permitted(self, user, action="view"):
        """SECURITY: by the second way a reader gets the versions that were given, and learns of no other."""
        given = Given.objects.filter(briefing__request__in=AttendanceRequest.objects.permitted(user, "view"))
        own = Q(pk__in=given.values("paper"), withdrawn_at=None) if action == "view" else Q(pk__in=[])
        return self.filter(own | Q(topic__in=Topic.objects.permitted(user, action)))


class PackPaper(Document):
    """A paper of the pack of a topic, in versions, each with its digest. Withdrawn, it stays in the ledger; no group gets it any more."""

    guarded_by = "topic"
    objects = PackQuerySet.as_manager()
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="papers")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    why_withdrawn = models.CharField(max_length=300, blank=True)

    def get_absolute_url(self):
        """Where it is downloaded, after the check."""
        return reverse("attendance:paper", args=[self.uid])


class Briefing(models.Model):
    """That a group's request was agreed to on this topic: the line of the ledger. arrangements: as they were given.

    difference: why they are not those of the group before; "" where they are.
    """

    guarded_by = "topic"
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="briefings")
    request = models.OneToOneField(AttendanceRequest, models.PROTECT, related_name="briefing")
    group = models.ForeignKey(PoliticalGroup, models.PROTECT, related_name="+")
    arrangements = models.TextField()
    difference = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    papers = models.ManyToManyField(PackPaper, through="Given", related_name="+")

    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return "briefing"


class Given(models.Model):
    """That this version of a paper was given with this briefing, and when. No more than the two that it joins."""

    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="given")
    paper = models.ForeignKey(PackPaper, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["briefing", "paper"], name="given_once")]

    def __str__(self):
        return "given"
