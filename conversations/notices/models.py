import functools
import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.notices import policy
from council_portal.access.models import Exclusion, Standing, in_force, not_backwards
from council_portal.access.queryset import ChildQuerySet, GuardedQuerySet
from council_portal.accounts.models import Person, Principal, Service, Ward
from council_portal.documents.models import Document, DocumentQuerySet
from council_portal.matters.models import Matter


class Status(models.TextChoices):
    DRAFT = policy.DRAFT, _("Draft")
    ISSUED = policy.ISSUED, _("Issued")
    WITHDRAWN = policy.WITHDRAWN, _("Withdrawn")


class Occasion(models.TextChoices):
    """What gives rise to a notice: the occasions that NNC-WARD and EXD-10.5 name above all others."""

    FORMATIVE = "formative", _("Policy that is being formed")
    OPERATIONAL = "operational", _("A significant operational matter")
    SENSITIVE = "sensitive", _("A sensitive matter")
    CONSULTATION = "consultation", _("A public consultation")
    SCRUTINY = "scrutiny", _("A scrutiny exercise")
    INTERNAL = "internal", _("A working party, internal board or committee")
    OTHER = "other", _("Something else that affects the ward")


@functools.cache
def root():
    """The address of the notices, under which that of each is. Looked up once: a list writes many."""
    return reverse("notices:list")


class NoticeListed(models.Model):
    """The columns that lists of notices sort and filter by. Notice owns them; NoticeStanding carries a copy kept by trigger.

    publish_at: the hour of publication, an instant (UTC), typed and shown as London's time.
    """

    is_open = models.BooleanField(default=True)
    last_activity = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.DRAFT)
    publish_at = models.DateTimeField(default=timezone.now)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", db_index=False)
    occasion = models.CharField(max_length=12, choices=Occasion.choices, default=Occasion.OTHER)

    class Meta:
        abstract = True


def readable(user, key):
    """May this reader read what stands in it? As a condition on notices (key "pk") or on what belongs to one (key "notice").

    Of those that the reader may view at all: whoever stands in it in a capacity of `policy.WHOLE`, and a Member of the ward who has
    accepted the confidence. SECURITY: page, list and papers ask this one expression.
    """
    whole = NoticeStanding.objects.filter(
        in_force(), notice=OuterRef(key), principal__in=user.principals, capacity__in=sorted(policy.WHOLE))
    accepted = NoticeOpening.objects.filter(notice=OuterRef(key), person=user.person_id, accepted_at__isnull=False)
    return Exists(whole) | Exists(accepted)


class NoticeQuerySet(GuardedQuerySet):
    """Manager of notices."""

    def with_readable(self, user):
        """Give each `.readable`: may this reader read what stands in it?"""
        return self.annotate(readable=readable(user, "pk"))

    def with_newer(self):
        """Give each `.has_newer`: was another written in its place, whoever may see that?"""
        return self.annotate(has_newer=Exists(Notice.objects.filter(replaces=OuterRef("pk"))))


class Notice(Matter, NoticeListed):  # noqa: DJ008 -- Matter gives it: the reference and nothing else
    """What ward Members are told before the public: in confidence until the hour of publication, then open to everybody in office.

    Published is no status: it is issued, and its hour has come. office: the post that issues it. protocol: the version in force when it
    was issued. short_reason, short_named: why there are fewer days before publication than the protocol asks for, and who says so.
    """

    LISTED = NoticeListed
    RULES = policy.NOTICE
    ORDERINGS = {"-publish_at": _("Latest publication first"), "publish_at": _("Earliest publication first"),
                 "-last_activity": _("Latest change")}
    MOVES = {
        Status.DRAFT: {Status.ISSUED, Status.WITHDRAWN},
        Status.ISSUED: {Status.WITHDRAWN},
        Status.WITHDRAWN: set(),
    }
    OPEN = {Status.DRAFT, Status.ISSUED}

    office = models.ForeignKey(Principal, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    summary = models.TextField()
    advantages = models.TextField(blank=True)
    disadvantages = models.TextField(blank=True)
    finance = models.TextField(blank=True)
    all_wards = models.BooleanField(default=False)
    wards = models.ManyToManyField(Ward, through="NoticeWard", related_name="+")
    issued_at = models.DateTimeField(null=True)
    short_reason = models.TextField(blank=True)
    short_named = models.CharField(max_length=300, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="newer")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("ward notice")
        constraints = [
            models.CheckConstraint(condition=Q(status="withdrawn", is_open=False) | ~Q(status="withdrawn") & Q(is_open=True),
                                   name="notice_open_unless_withdrawn"),
            models.CheckConstraint(condition=~Q(status="issued") | Q(issued_at__isnull=False), name="notice_issued_has_time"),
            models.CheckConstraint(condition=~Q(status="draft") | Q(issued_at=None), name="notice_draft_has_none"),
            models.CheckConstraint(condition=Q(short_reason="", short_named="") | ~Q(short_reason="") & ~Q(short_named=""),
                                   name="notice_short_says_who_and_why"),
        ]

    def get_absolute_url(self):
        """The page of the notice. SECURITY: a random uid, nothing that counts or names."""
        return f"{root()}{self.uid}/"

    @property
    def is_public(self):
        """Is it issued, and has its hour come?"""
        return policy.is_public(self)


class NoticeWard(models.Model):
    """A ward that a notice affects."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="notice_wards")
    ward = models.ForeignKey(Ward, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "ward"], name="notice_ward_once")]

    def __str__(self):
        return "ward of a notice"


def affecting(ward):
    """The condition on standings that their notice affects the ward of this key: a notice has several."""
    return Q(notice__in=NoticeWard.objects.filter(ward=ward).values("notice"))


def listing(name, *order):
    """The index of an ordering: whatever else a list filters by is in it."""
    key = {column.lstrip("-") for column in order}
    covered = ["status", "service", "occasion", "publish_at", "is_open", "capacity", "since", "until"]
    return models.Index(fields=["principal", *order], include=[column for column in covered if column not in key], name=name)


class NoticeStanding(Standing, NoticeListed):
    """Who stands in a notice, with the database's copy of what lists sort and filter by.

    That of everybody in office begins at the hour of publication (`since`): so a notice opens without anything having to run.
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="standings", db_index=False)
    # The trigger fills this from the notice; it is here because a standing is inserted before it does.
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [listing("ns_publish", "-publish_at", "-notice"), listing("ns_activity", "-last_activity", "-notice")]
        constraints = [
            models.UniqueConstraint(fields=["notice", "principal", "capacity", "until"], name="ns_one_current"),
            not_backwards("ns_not_backwards"),
        ]

    def __str__(self):
        return self.capacity


class NoticeExclusion(Exclusion):
    """Who is kept out of a notice."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="exclusions", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["principal", "notice"], include=["since", "until"], name="nx_principal")]
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="nx_not_backwards")]

    def __str__(self):
        return "exclusion"


class NoticeTurn(models.Model):
    """What was done with a notice: who did it, for which office, why. Never edited, never removed.

    publish_at: the hour of publication from then on, of what sets it; short_reason, short_named: why that left fewer days than the protocol
    asks for, and who is named as having said so; short_by: the person whom that names. The notice holds those of its hour today.
    """

    class Kind(models.TextChoices):
        ISSUED = "issued", _("Issued")
        MOVED = "moved", _("Hour of publication moved")
        PAPER = "paper", _("Paper added")
        PAPER_WITHDRAWN = "unpaper", _("Paper withdrawn")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        DENIED = "denied", _("Did not say that fewer days are lawful")

    guarded_by = "notice"
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="turns")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    acting_as = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    publish_at = models.DateTimeField(null=True)
    short_reason = models.TextField(blank=True)
    short_named = models.CharField(max_length=300, blank=True)
    short_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return self.kind


class NoticeOpening(models.Model):
    """How far a Member of the ward is: told when it was issued, accepted the confidence, opened it. Evidence; each is written once."""

    guarded_by = "notice"
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="openings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    objects = ChildQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "person"], name="notice_opening_once")]

    def __str__(self):
        return "opening of a notice"


class DisclosureQuerySet(ChildQuerySet):
    """Manager of what was asked of an authority: the office that issued the notice, the Member who asks and the authority read it."""

    def permitted(self, user, action="view"):
        """Those of the notices on which `user` may do `action`, as far as they are this reader's."""
        return super().permitted(user, action).own(user)

    def own(self, user):
        """As far as they are this reader's. SECURITY: of notices that the reader may see, which the caller has asked already."""
        issues = NoticeStanding.objects.filter(
            in_force(), notice=OuterRef("notice"), principal__in=user.principals, capacity=policy.ISSUER)
        mine = Q(asked_by=user.person_id) | Q(principal__in=user.principals) | Exists(issues)
        return self.filter(mine)


class Disclosure(models.Model):
    """A Member of the ward asks the authority that the protocol names to agree to disclosure (EXD-10.4), and what it answers.

    principal: the authority. clause: of the protocol, "" where it names none. agreed: None until it is answered.
    """

    guarded_by = "notice"
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="disclosures")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_as = models.CharField(max_length=300)
    to_whom = models.CharField(max_length=200)
    why = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now)
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="+")
    clause = models.CharField(max_length=120, blank=True)
    agreed = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_as = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [models.CheckConstraint(
            name="disclosure_answered_or_not",
            condition=Q(agreed=None, answered_at=None) | Q(agreed__isnull=False, answered_at__isnull=False))]

    def __str__(self):
        return "disclosure"


class NoticePaperQuerySet(DocumentQuerySet):
    """Manager of the papers of a notice: to be had by whoever may read it, until they are withdrawn."""

    def permitted(self, user, action="view"):
        """Those of the notices that this reader may read, without the withdrawn."""
        return super().permitted(user, action).filter(readable(user, "notice"), withdrawn_at=None)


class NoticePaper(Document):
    """A paper of a notice. One that was added before the hour of publication is handed out as a stamped copy until then.

    One that is withdrawn stays named, with when, by whom and why, and can be had no more.
    """

    guarded_by = "notice"
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="papers")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.TextField(blank=True)

    objects = NoticePaperQuerySet.as_manager()

    def get_absolute_url(self):
        """Where it is downloaded, after the check."""
        return reverse("notices:paper", args=[self.uid])
