"""A concern, whoever stands in it and is kept out of it, and what is said of it. SECURITY: nothing in plain that says who or what."""
import json
import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints import policy
from complaints.standing import ConcernQuerySet, place_of
from council_portal.access.models import Dated, not_backwards
from council_portal.documents.models import random_name
from council_portal.documents.storage import papers
from council_portal.matters.models import Numbered
from council_portal.sealing.fields import SealedTextField
from council_portal.sealing.files import SealedFileField
from council_portal.sealing.veils import LENGTH, Veiled


class Status(models.TextChoices):
    TALK = policy.TALK, _("A talk first")
    RECEIVED = policy.RECEIVED, _("Received")
    ASSESSED = policy.ASSESSED, _("Early resolution")
    INQUIRY = policy.INQUIRY, _("Under investigation")
    DECIDED = policy.DECIDED, _("Decided")
    REVIEW = policy.REVIEW, _("Looked at again")
    CLOSED = policy.CLOSED, _("Closed")
    WITHDRAWN = policy.WITHDRAWN, _("Taken back")


class Concern(Numbered):
    """That something went wrong, or is asked about in confidence (SEC-1.10, SEC-6.1, SEC-6.2, EXD-1.3, NNC-RESOLVE).

    Sealed: about, {"matter": a word of policy.MATTERS, "side": of whoever raised it, "subjects": [{"person": key or None, "name"}],
    "kinds": [words of kinds.KINDS], "clauses", "withheld": why the name is to be withheld or "", "also": words by which people would know
    whoever raised it (name_words), and what is decided of it since: "branch", "name", "decided_by", "settled_on", "told", "support",
    "asked_again", "apart", "set_aside": {"at", "decided_on", "told"} (see dealing, inquiry, reviewing, set_aside)} as JSON; route, as it
    was when it was raised, JSON; text and wanted, what the form says. form: the token of the form that made it, so that the same form
    makes one.
    In plain there are its reference, its state, the instants (UTC) at which it was begun, received and last changed, the London date by
    which its next step is due and the one of which its office was reminded.
    """

    RULES = policy.CONCERNS
    asked = None  # who stands in it and is kept out, as a page that changes nothing has read it (reading.ask_once); None: asked anew
    MOVES = {
        Status.TALK: {Status.RECEIVED, Status.CLOSED, Status.WITHDRAWN},
        Status.RECEIVED: {Status.ASSESSED, Status.INQUIRY, Status.CLOSED, Status.WITHDRAWN},
        Status.ASSESSED: {Status.INQUIRY, Status.CLOSED, Status.WITHDRAWN},
        Status.INQUIRY: {Status.DECIDED, Status.WITHDRAWN},
        Status.DECIDED: {Status.CLOSED, Status.REVIEW},
        Status.REVIEW: {Status.RECEIVED, Status.DECIDED, Status.CLOSED},
        Status.CLOSED: {Status.REVIEW},
        Status.WITHDRAWN: set(),
    }
    OPEN = {Status.TALK, Status.RECEIVED, Status.ASSESSED, Status.INQUIRY, Status.DECIDED, Status.REVIEW}

    status = models.CharField(max_length=9, choices=Status.choices)
    is_open = models.BooleanField(default=True)
    last_activity = models.DateTimeField(default=timezone.now)
    received_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    reminded_of = models.DateField(null=True)
    form = models.CharField(max_length=LENGTH, unique=True)
    about = SealedTextField()
    route = SealedTextField()
    text = SealedTextField()
    wanted = SealedTextField()

    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        constraints = [
            models.CheckConstraint(name="concern_open_until_done", condition=Q(status__in=["closed", "withdrawn"], is_open=False)
                                   | ~Q(status__in=["closed", "withdrawn"]) & Q(is_open=True)),
            models.CheckConstraint(name="concern_received_has_time", condition=Q(status__in=["talk", "closed", "withdrawn"])
                                   | Q(received_at__isnull=False)),
        ]

    def get_absolute_url(self):
        """Its page. SECURITY: a random uid, nothing that counts or names."""
        return reverse("concerns:concern", args=[self.uid])

    @property
    def facts(self):
        """What `about` holds. Raises KeyFault."""
        return json.loads(self.about)

    def places_of(self, key):
        """Where the person of this key stands among those whom it is about: places in its facts, from 0."""
        return {place for place, one in enumerate(self.facts["subjects"]) if one["person"] == key}

    def is_for(self, kept, user, capacities):
        """Is what is kept of a turn, a task or a paper for this reader, who hears its kind? SECURITY: what one of several whom it is about
        says or is told alone ("whom": their places in its facts; none: all of them) is not for another of them."""
        return policy.SUBJECT not in capacities or not kept.get("whom") or bool(self.places_of(user.person_id) & set(kept["whom"]))

    @property
    def was_settled_by_talk(self):
        """Did the talk settle it, so that no form was ever sent?"""
        return self.status == Status.CLOSED and self.received_at is None


class OfConcern(Veiled):
    """Somebody in one concern: abstract."""

    class Meta:
        abstract = True

    @property
    def place(self):
        """The concern: nobody's tokens in two of them can be put together."""
        return place_of(self.concern.uid)


class ConcernStanding(OfConcern, Dated):
    """Who stands in a concern. why: {"clause", "reason"} as JSON, sealed, as a clause tells of what it is about."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="standings")
    capacity = models.CharField(max_length=16)
    why = SealedTextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["concern", "token", "capacity", "until"], name="concern_one_current"),
                       not_backwards("concern_st_not_backwards")]

    def __str__(self):
        return self.capacity


class ConcernExclusion(OfConcern, Dated):
    """Who is kept out of a concern, whatever office they hold, and finds no trace of it. why: sealed."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="exclusions")
    why = SealedTextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="concern_ex_not_backwards")]

    def __str__(self):
        return "exclusion"


class ConcernPaperQuerySet(models.QuerySet):
    """Manager of the papers of concerns."""

    def permitted(self, user, action="view"):
        """Those that are for this reader."""
        held = Concern.objects.capacities(user)
        rows = ConcernPaper._base_manager.filter(concern__in=held).select_related("concern")
        return self.filter(pk__in=[row.pk for row in rows if row.is_for(row.concern, user, held[row.concern_id])])


class ConcernPaper(models.Model):
    """Evidence. The bytes are sealed, and so is what it is called: {"name", "content_type", "person", "by", "whom"} as JSON. size: bytes.
    heard: for whom it is, a word of ConcernTurn.Heard; or policy.TO_FORM: it was added before a talk and waits for the form.

    SECURITY: no digest of what it holds, which would prove that somebody has the same file.
    """

    passing = True
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="papers")
    stored = SealedFileField(upload_to=random_name, storage=papers, max_length=200)
    size = models.PositiveBigIntegerField()
    heard = models.CharField(max_length=8, default=policy.TO_BOTH)
    said = SealedTextField()
    at = models.DateTimeField(default=timezone.now)

    objects = ConcernPaperQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return str(self.uid)

    def get_absolute_url(self):
        """Where it is downloaded, after the check."""
        return reverse("concerns:paper", args=[self.uid])

    def is_for(self, concern, user, capacities):
        """Is it for this reader, who stands in its concern in these capacities? Whoever was asked for a talk has none."""
        kept = self.facts if policy.SUBJECT in capacities else {}  # opened where it counts
        return self.heard in policy.papers_for(capacities) and concern.is_for(kept, user, capacities)

    @property
    def facts(self):
        """What `said` holds. Raises KeyFault."""
        return json.loads(self.said)


class ConcernTurn(models.Model):
    """What was said or done. Never edited, never removed. By whom and what is sealed: {"name", "as", "text", "kind", "whom"} as JSON; whom:
    of several whom it is about, those who said it or are told it alone (Concern.is_for).

    heard: for whom it is, beside whoever said it.
    """

    class Heard(models.TextChoices):
        TALK = policy.TO_TALK, _("whoever raised it and whoever was asked for a talk")
        BOTH = policy.TO_BOTH, _("whoever raised it and the office that deals with it")
        OFFICE = policy.TO_OFFICE, _("the office that deals with it")
        SUBJECT = policy.TO_SUBJECT, _("whoever it is about, those let in by name and the office that deals with it")
        INQUIRY = policy.TO_INQUIRY, _(
            "whoever investigates it, the Independent Person, the hearing panel and the office that deals with it")
        VIEW = policy.TO_INDEPENDENT, _("the Independent Person, the hearing panel and the office that deals with it")
        PANEL = policy.TO_PANEL, _("the hearing panel and the office that deals with it")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="turns")
    heard = models.CharField(max_length=8, choices=Heard.choices)
    said = SealedTextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return str(self.uid)

    @property
    def facts(self):
        """What `said` holds. Raises KeyFault."""
        return json.loads(self.said)


class ConcernTask(models.Model):
    """What is to be done by a day: of the plan of an early resolution, or what follows from a decision. Never removed: it is ended.

    said: {"kind": "plan" or "sanction", "what", "who": a name, "due": ISO date, "word": of the sanction or "", "basis": its legal basis
    or "", "told": [words of Heard], "whom": [places of those for whom it is], "for_whom": their names} as JSON, sealed. outcome: {"done":
    bool, "text", "why": a word of set_aside where nobody saw to it any more, "aside": ISO date on which the decision was set aside after it
    had ended} as JSON, sealed; "" until it is ended.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="tasks")
    said = SealedTextField()
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    outcome = SealedTextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return str(self.uid)

    @property
    def facts(self):
        """What `said` holds. Raises KeyFault."""
        return json.loads(self.said)

    @property
    def came(self):
        """What `outcome` holds, or None. Raises KeyFault."""
        return json.loads(self.outcome) if self.ended_at else None
