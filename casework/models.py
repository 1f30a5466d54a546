import datetime
import uuid

from django.db import models
from django.db.models import Exists, F, GeneratedField, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import policy
from council_portal.access.models import Exclusion, Standing, in_force, not_backwards
from council_portal.access.queryset import ChildQuerySet, GuardedQuerySet, OfficeQuerySet
from council_portal.accounts.models import Principal, Service, Ward
from council_portal.documents.models import Document, DocumentQuerySet
from council_portal.matters.models import Matter

NO_DATE = datetime.date(9999, 12, 31)


class Status(models.TextChoices):
    UNROUTED = policy.UNROUTED, _("Nobody to go to")
    WITH_CENTRE = policy.WITH_CENTRE, _("With the contact centre")
    WITH_OFFICER = policy.WITH_OFFICER, _("With officer")
    ESCALATED = policy.ESCALATED, _("Taken further")
    WITH_MEMBER = policy.WITH_MEMBER, _("Waiting on the Member")
    ANSWERED = policy.ANSWERED, _("Answered")
    CLOSED = policy.CLOSED, _("Closed")


class Outcome(models.TextChoices):
    """How an answer ends a case (NNC-EXPECT): each with what the Member can pass on."""

    DONE = "done", _("Done")
    SCHEDULED = "scheduled", _("Scheduled")
    NOT_OURS = "not_ours", _("Not the council’s")
    REFUSED = "refused", _("Refused")
    NO_POWER = "no_power", _("No power to do it")


class CaseListed(models.Model):
    """The columns that lists of cases sort and filter by. Case owns them; CaseStanding carries a copy kept by trigger.

    owner: the officer who sees to it, of the office that has it; None where nobody does, which is for Democratic Services to mend.
    next_on: the day (London) by which the next thing is due of whoever has it; NO_DATE only once it is closed.
    """

    is_open = models.BooleanField(default=True)
    last_activity = models.DateTimeField(default=timezone.now)
    received = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.WITH_OFFICER)
    ward = models.ForeignKey(Ward, models.PROTECT, null=True, related_name="+", db_index=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    next_on = models.DateField(default=NO_DATE)
    matter = models.CharField(max_length=40, default="service_failure")

    class Meta:
        abstract = True


class CaseQuerySet(GuardedQuerySet):
    """Reading verbs, chained after `permitted`."""

    def open(self):
        """Not closed."""
        return self.filter(is_open=True)

    def overdue(self, on=None):
        """An answer awaited of whom it was sent to first, and its day gone by. on: a date, London; today when left out."""
        return self.filter(status=Status.WITH_OFFICER, due_on__lt=on or timezone.localdate())


class Case(Matter, CaseListed):  # noqa: DJ008 -- Matter gives it: the reference and nothing else
    """A matter that a Member raised with officers. Keeps the route and the protocol version that it was sent by.

    A question that officers put to a Member outside any case is one too, of the matter `policy.QUESTION`: then asked_by is the officer
    who asked, and raised_by the Member who was asked and raised nothing (docs/decisions/officers-ask.md).
    """

    LISTED, LISTED_ALSO = CaseListed, ("due_order",)
    RULES = policy.CASE
    ORDERINGS = {"-last_activity": _("Latest activity"), "next_on": _("Next date first"), "-received": _("Newest")}
    MOVES = {
        Status.UNROUTED: {Status.WITH_OFFICER, Status.WITH_CENTRE, Status.CLOSED},
        Status.WITH_CENTRE: {Status.WITH_OFFICER, Status.UNROUTED, Status.CLOSED},
        Status.WITH_OFFICER: {Status.WITH_MEMBER, Status.ANSWERED, Status.ESCALATED, Status.CLOSED, Status.UNROUTED},
        Status.ESCALATED: {Status.WITH_MEMBER, Status.ANSWERED, Status.CLOSED, Status.UNROUTED},
        Status.WITH_MEMBER: {Status.WITH_OFFICER, Status.ESCALATED, Status.ANSWERED, Status.CLOSED, Status.UNROUTED},
        Status.ANSWERED: {Status.WITH_OFFICER, Status.UNROUTED, Status.CLOSED},
        Status.CLOSED: {Status.WITH_OFFICER, Status.UNROUTED},
    }
    OPEN = set(Status) - {Status.CLOSED}
    OPEN_Q = Q(is_open=True)
    raiser_here, owner_here, owner_away = True, True, False  # asked by `routing.look_who_is_there`
    cover = ()  # who stands in for an officer who is away, as sentences: said by the page
    names = None  # who holds the posts that it can go to, by post: asked there too
    posts = None  # the posts that have it or had it, where a page has read its standings
    closed_by_itself = False  # said by the page, which reads the thread

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
    taken_further = models.BooleanField(default=False)  # since it was raised or came back: where a question to the Member leads back to
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    outcome_on = models.DateField(null=True)  # the day that the outcome names: done, or scheduled for
    told_outcome_on = models.DateField(null=True)
    asked_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    crm_reference = models.CharField(max_length=60, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        indexes = [
            models.Index(fields=["due_on"], condition=Q(status="with_officer", told_overdue_on=None), name="case_falls_due"),
            models.Index(fields=["next_on"], condition=Q(status="answered"), name="case_settles"),
            models.Index(fields=["outcome_on"], condition=Q(outcome="scheduled", told_outcome_on=None), name="case_scheduled"),
            models.Index(fields=["owner"], condition=Q(is_open=True), name="case_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="closed", is_open=False) | ~Q(status="closed") & Q(is_open=True), name="case_open_unless_closed"
            ),
            models.CheckConstraint(
                condition=Q(status="unrouted") | Q(sent_to__isnull=False) | Q(status="closed"), name="case_has_somebody"
            ),
            models.CheckConstraint(condition=Q(is_open=False) | Q(next_on__lt=NO_DATE), name="case_has_next_date"),
            models.CheckConstraint(
                condition=Q(matter=policy.QUESTION, asked_by__isnull=False) | ~Q(matter=policy.QUESTION) & Q(asked_by=None),
                name="case_question_has_asker"),
        ]

    def get_absolute_url(self):
        """The page of the case. SECURITY: a random uid, nothing that counts or names."""
        return reverse("casework:case", args=[self.uid])

    @property
    def overdue(self):
        """An answer is awaited and its day has gone by (London), of whom it was taken further to as well."""
        return policy.OVERDUE.holds(self)

    @property
    def is_question(self):
        """Did officers ask it of a Member, outside any case?"""
        return policy.ASKED.holds(self)


COVERED = ["status", "ward", "service", "owner", "matter", "next_on", "due_order", "capacity", "since", "until", "case"]


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
            listing("cs_open_next", "next_on", "case", open_only=True),
            listing("cs_open_received", "-received", "-case", open_only=True),
            listing("cs_activity", "-last_activity", "-case", open_only=False),
            listing("cs_next", "next_on", "case", open_only=False),
            listing("cs_received", "-received", "-case", open_only=False),
            models.Index(fields=["principal"], condition=Q(capacity__in=policy.PARTS), name="cs_in_part"),
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


class TurnQuerySet(ChildQuerySet):
    """Manager of what belongs to a turn of the thread: whoever joined a case later has it from then on, and nothing before."""

    at = "at"

    def permitted(self, user, action="view"):
        """Those of the cases on which `user` may do `action`; for who joined later, those since."""
        mine = CaseStanding.objects.filter(in_force(), principal__in=user.principals, case=OuterRef("case"))
        return super().permitted(user, action).filter(
            Exists(mine.filter(Q(capacity__in=policy.WHOLE) | Q(since__lte=OuterRef(self.at)))))


class PaperQuerySet(TurnQuerySet, DocumentQuerySet):
    """Manager of the papers of a case."""

    at = "added_at"


class CaseEntry(models.Model):
    """One turn of the thread: who said what, in which capacity, to whom. Never edited, never removed (RUG-CASE-REPO).

    author: None where the portal itself acted by the clock. to: the names of all who had it when it was written; there is no blind
    copy. outcome, outcome_on, outcome_note: of an answer. Of more time the note says how many days, and outcome_on when the answer is due
    once they were agreed (a London day; None while the clock stands still). Of who joined and of a contribution asked for the note names
    the office, and outcome_on is the day by which the contribution is wanted.
    """

    class Kind(models.TextChoices):
        LOGGED = "logged", _("Raised")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        UPDATE = "update", _("Update")
        ASKED = "asked", _("Question to the Member")
        REPLIED = "replied", _("Reply")
        WENT_ON = "went_on", _("Went on without a reply")
        MORE_TIME = "more_time", _("Asked for more time")
        AGREED = "agreed", _("Agreed to more time")
        DECLINED = "declined", _("Did not agree to more time")
        ANSWER = "answer", _("Answer")
        CAME_BACK = "came_back", _("Came back")
        ESCALATED = "escalated", _("Taken further")
        PLACED = "placed", _("Placed")
        ASSIGNED = "assigned", _("Given to an officer")
        HANDED_OVER = "handed_over", _("Handed over")
        WANTED = "wanted", _("Contribution asked for")
        CONTRIBUTED = "contributed", _("Contribution")
        JOINED = "joined", _("Joined")
        REFERENCE = "reference", _("Reference of the contact centre")
        TURNED = "turned", _("Turned into a concern")
        CLOSED = "closed", _("Closed")
        SETTLED = "settled", _("Settled")

    guarded_by = "case"
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    author = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    clause = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=timezone.now)
    to = models.JSONField(default=list)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    outcome_on = models.DateField(null=True)
    outcome_note = models.CharField(max_length=300, blank=True)

    objects = TurnQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return self.kind


class CaseClock(models.Model):
    """A time that is counted in a case: whose, from when, how long and by whose rule. It keeps running until it is stopped.

    days: in `unit`. source: whose rule it is; clause: of the protocol. pauses: [[first day, day it ended or null], ...]. extensions:
    [[days, day of the Member's agreement], ...]. due_on: a London day; None while it stands still. working: as `clock.due.Due` writes it.
    more_days: what the officer has asked for and the Member has not answered yet. Rows of before stay: both sides are counted by them.
    """

    class Kind(models.TextChoices):
        ACKNOWLEDGE = "acknowledge", _("acknowledgement")
        ANSWER = "answer", _("answer")
        UPDATE = "update", _("update")
        MEMBER = "member", _("reply of the Member")
        REQUEST = "request", _("contact centre")

    class Source(models.TextChoices):
        PROTOCOL = "protocol", _("the protocol")
        SERVICE = "service", _("the service’s own time")
        PORTAL = "portal", _("the portal’s own rule")

    guarded_by = "case"
    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    started_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=8, choices=[("calendar", _("calendar days")), ("working", _("working days"))])
    source = models.CharField(max_length=8, choices=Source.choices)
    clause = models.CharField(max_length=120, blank=True)
    pauses = models.JSONField(default=list)
    extensions = models.JSONField(default=list)
    due_on = models.DateField(null=True)
    working = models.JSONField(null=True)
    stopped_at = models.DateTimeField(null=True)
    more_days = models.PositiveSmallIntegerField(null=True)
    reminded_on = models.DateField(null=True)
    told_on = models.DateField(null=True)

    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["started_at", "pk"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(stopped_at=None), name="clock_runs"),
            models.Index(fields=["kind", "stopped_at"], name="clock_counted"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], condition=Q(stopped_at=None), name="clock_one_runs"),
            models.CheckConstraint(condition=Q(days__gte=1), name="clock_counts_days"),
        ]

    def __str__(self):
        return self.kind


class Contribution(models.Model):
    """What another office was asked to add to a case, by a day (RUG-CASE); who it was asked of, and the turn that gave it."""

    guarded_by = "case"
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="contributions")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="+")
    asked = models.OneToOneField(CaseEntry, models.PROTECT, related_name="+")
    due_on = models.DateField()
    given = models.OneToOneField(CaseEntry, models.PROTECT, null=True, related_name="+")
    told_on = models.DateField(null=True)

    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on"], condition=Q(given=None, told_on=None), name="contribution_awaited")]
        constraints = [
            models.UniqueConstraint(fields=["case", "principal"], condition=Q(given=None), name="contribution_asked_once"),
        ]

    def __str__(self):
        return "contribution"


class Involvement(models.Model):
    """That a Member is openly involved in the matters of a service, by their own word; gives no standing in any case (RUG-4-OFFICERS).

    ward: of the service's matters those of this ward; None for all. since, until: instants; until None while it goes on.
    """

    RULES = policy.INVOLVED
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    ward = models.ForeignKey(Ward, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=200)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["service__name", "person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "service", "ward"], condition=Q(until=None), name="involved_said_once"),
            models.UniqueConstraint(fields=["person", "service"], condition=Q(until=None, ward=None), name="involved_in_all_said_once"),
        ]

    def __str__(self):
        return "involvement"


class InvolvedNews(models.Model):
    """How matters of a service stand, told to all Members who were openly involved in them when it was sent; never edited (RUG-4-FOLLOW).

    ward: None for all wards. sent_as: the offices in which the sender could, as they were called then. told: who they were, by ToldOf;
    that never changes, whatever becomes of their involvement.
    """

    RULES = policy.NEWS
    reference = ""  # it has none: messages and the record name it by its uid
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    ward = models.ForeignKey(Ward, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=4000)
    sent_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    sent_as = models.CharField(max_length=200)
    sent_at = models.DateTimeField(default=timezone.now)
    told = models.ManyToManyField("accounts.Person", through="ToldOf", related_name="+")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        return "news"

    def get_absolute_url(self):
        """Its page."""
        return reverse("casework:news", args=[self.uid])

    @staticmethod
    def keys_told(person):
        """The keys of the news of which this person was told, as a queryset for a condition. person: a key."""
        return ToldOf.objects.filter(person=person).values("news")

    def was_told(self, person):
        """Was this person (a key) told of it? Of what was not sent yet nobody."""
        return ToldOf.objects.filter(news=self.pk, person=person).exists()


class ToldOf(models.Model):
    """That this Member was told."""

    guarded_by = "news"
    news = models.ForeignKey(InvolvedNews, models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    objects = ChildQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["news", "person"], name="told_of_news_once")]

    def __str__(self):
        return "told"


class ServiceTime(models.Model):
    """How long one service takes over one kind of matter, where the council has set it (NNC-TIME).

    Beside a time of the protocol the earlier day counts: a service may promise more, never less.
    """

    RULES = policy.TIMES
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    matter = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=CaseClock.Kind.choices)
    days = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=8, choices=[("calendar", _("calendar days")), ("working", _("working days"))])

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["service__name", "matter", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["service", "matter", "kind"], name="one_time_of_a_kind"),
            models.CheckConstraint(condition=Q(days__gte=1), name="service_time_counts_days"),
        ]

    def __str__(self):
        return f"{self.kind} {self.days}"


class StandardLine(models.Model):
    """A passage that officers may put into what they write: of one service, or of the whole council."""

    RULES = policy.LINES
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=4000)
    ended_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title


class ServiceCount(models.Model):
    """Both clocks of one service in one quarter, as last counted (docs/decisions/counting.md). Numbers only, and no key to a case.

    quarter: "2026-4" is October to December, London. figures: as `counts.Figures` reads and writes them.
    """

    RULES = policy.COUNTS
    quarter = models.CharField(max_length=6)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    figures = models.JSONField()
    counted_at = models.DateTimeField()

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["service__name"]
        constraints = [models.UniqueConstraint(fields=["quarter", "service"], name="counted_once_a_quarter")]

    def __str__(self):
        return self.quarter


class CasePaper(Document):
    """A file that belongs to a turn of a case. Read by whoever may read the turn."""

    guarded_by = "case"
    objects = PaperQuerySet.as_manager()
    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    entry = models.ForeignKey(CaseEntry, models.PROTECT, related_name="papers")

    def get_absolute_url(self):
        """Where it is downloaded, after the check."""
        return reverse("casework:paper", args=[self.uid])


from casework.texts import CaseText, Spelling  # noqa: E402, F401 -- Django looks for models here; they name Case by its label
