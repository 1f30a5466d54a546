import datetime
import uuid

from django.db import models
from django.db.models import F, GeneratedField, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import policy
from council_portal.access.models import Exclusion, Standing, not_backwards
from council_portal.access.queryset import ChildQuerySet, GuardedQuerySet
from council_portal.accounts.models import Principal, Service, Ward
from council_portal.documents.models import Document
from council_portal.matters.models import Matter

NO_DATE = datetime.date(9999, 12, 31)


class Status(models.TextChoices):
    UNROUTED = policy.UNROUTED, _("Nobody to go to")
    WITH_OFFICER = policy.WITH_OFFICER, _("With officer")
    ESCALATED = policy.ESCALATED, _("Taken further")
    ANSWERED = policy.ANSWERED, _("Answered")
    CLOSED = policy.CLOSED, _("Closed")


class CaseListed(models.Model):
    """The columns that lists of cases sort and filter by. Case owns them; CaseStanding carries a copy kept by trigger."""

    is_open = models.BooleanField(default=True)
    last_activity = models.DateTimeField(default=timezone.now)
    received = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.WITH_OFFICER)
    ward = models.ForeignKey(Ward, models.PROTECT, null=True, related_name="+", db_index=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class CaseQuerySet(GuardedQuerySet):
    """Reading verbs, chained after `permitted`."""

    def open(self):
        """Not closed."""
        return self.filter(is_open=True)

    def overdue(self, on=None):
        """Open, an answer awaited, and its day gone by. on: a date, London; today when left out."""
        return self.filter(status=Status.WITH_OFFICER, due_on__lt=on or timezone.localdate())


class Case(Matter, CaseListed):  # noqa: DJ008 -- Matter gives it: the reference and nothing else
    """A matter that a Member raised with officers. Keeps the route and the protocol version that it was sent by."""

    LISTED, LISTED_ALSO = CaseListed, ("due_order",)
    RULES = policy.CASE
    ORDERINGS = {"-last_activity": _("Latest activity"), "due_order": _("Due first"), "-received": _("Newest")}
    MOVES = {
        Status.UNROUTED: {Status.WITH_OFFICER, Status.CLOSED},
        Status.WITH_OFFICER: {Status.ANSWERED, Status.ESCALATED, Status.CLOSED, Status.UNROUTED},
        Status.ESCALATED: {Status.ANSWERED, Status.CLOSED},
        Status.ANSWERED: {Status.WITH_OFFICER, Status.UNROUTED, Status.CLOSED},
        Status.CLOSED: {Status.WITH_OFFICER, Status.UNROUTED},
    }
    OPEN = {Status.UNROUTED, Status.WITH_OFFICER, Status.ESCALATED, Status.ANSWERED}
    OPEN_Q = Q(is_open=True)

    matter = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    text = models.TextField()
    urgent = models.BooleanField(default=False)
    departure = models.TextField(blank=True)  # why the raiser left a "should" of the protocol and sent it elsewhere (ALL-GUIDE)
    route = models.JSONField()
    clause = models.CharField(max_length=120, blank=True)
    sent_to = models.ForeignKey(Principal, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    due_order = GeneratedField(expression=Coalesce("due_on", Value(NO_DATE)), output_field=models.DateField(), db_persist=True)
    due_working = models.JSONField(null=True)
    told_overdue_on = models.DateField(null=True)
    times_back = models.PositiveSmallIntegerField(default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        indexes = [
            models.Index(fields=["due_on"], condition=Q(status="with_officer", told_overdue_on=None), name="case_falls_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="closed", is_open=False) | ~Q(status="closed") & Q(is_open=True), name="case_open_unless_closed"
            ),
            models.CheckConstraint(
                condition=Q(status="unrouted") | Q(sent_to__isnull=False) | Q(status="closed"), name="case_has_somebody"
            ),
        ]

    def get_absolute_url(self):
        """The page of the case. SECURITY: a random uid, nothing that counts or names."""
        return reverse("casework:case", args=[self.uid])

    @property
    def overdue(self):
        """An answer is awaited and its day has gone by (London)."""
        return self.status == Status.WITH_OFFICER and policy.OVERDUE.holds(self)


COVERED = ["status", "ward", "service", "capacity", "since", "until", "case"]


def listing(name, *order, open_only):
    """One index for each ordering: open cases in a small partial one, which is what lists show unless asked otherwise."""
    key = {column.lstrip("-") for column in order}
    include = [column for column in COVERED if column not in key] + ([] if open_only else ["is_open"])
    condition = {"condition": Q(is_open=True)} if open_only else {}
    return models.Index(fields=["principal", *order], include=include, name=name, **condition)


class CaseStanding(Standing, CaseListed):
    """Who stands in a case, with the database's copy of what lists sort and filter by."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="standings", db_index=False)
    due_order = models.DateField(default=NO_DATE)

    # The trigger fills these two from the case; they are here because a standing is inserted before it does.
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [
            listing("cs_open_activity", "-last_activity", "-case", open_only=True),
            listing("cs_open_due", "due_order", "case", open_only=True),
            listing("cs_open_received", "-received", "-case", open_only=True),
            listing("cs_activity", "-last_activity", "-case", open_only=False),
            listing("cs_due", "due_order", "case", open_only=False),
            listing("cs_received", "-received", "-case", open_only=False),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "principal", "capacity", "until"], name="cs_one_current"),
            not_backwards("cs_not_backwards"),
        ]

    def __str__(self):
        return self.capacity


class CaseExclusion(Exclusion):
    """Who is kept out of a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="exclusions", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["principal", "case"], include=["since", "until"], name="cx_principal")]
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="cx_not_backwards")]

    def __str__(self):
        return "exclusion"


class CaseEntry(models.Model):
    """One turn of the thread: who said what, in which capacity. Never edited, never removed (RUG-CASE-REPO)."""

    class Kind(models.TextChoices):
        LOGGED = "logged", _("Raised")
        UPDATE = "update", _("Update")
        ANSWER = "answer", _("Answer")
        CAME_BACK = "came_back", _("Came back")
        ESCALATED = "escalated", _("Taken further")
        PLACED = "placed", _("Placed")
        CLOSED = "closed", _("Closed")

    guarded_by = "case"
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    author = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    acting_as = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    clause = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return self.kind


class CasePaper(Document):
    """A file that belongs to a turn of a case. Read by whoever may read the case."""

    guarded_by = "case"
    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    entry = models.ForeignKey(CaseEntry, models.PROTECT, related_name="papers")

    def get_absolute_url(self):
        """Where it is downloaded, after the check."""
        return reverse("casework:paper", args=[self.uid])


from casework.texts import CaseText, Spelling  # noqa: E402, F401 -- Django looks for models here; they name Case by its label
