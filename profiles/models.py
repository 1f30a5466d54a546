import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council_portal.access.models import in_force
from council_portal.access.queryset import OfficeQuerySet
from council_portal.accounts.models import Appointment, Person, Service, Ward
from council_portal.accounts.policy import IN_OFFICE
from profiles import policy


def in_office(at=None):
    """The condition on Member rows that the person is in office: has a seat on the council, or is a co-opted or lay member.

    at: an instant, now when left out.
    """
    return Exists(offices().filter(in_force(at)))


def was_in_office():
    """The condition on Member rows that the person was in office once, and that time is over."""
    return Exists(offices().filter(until__lte=timezone.now()))


def will_be_in_office():
    """The condition on Member rows that the person is in office, or is to be."""
    return Exists(offices().filter(until__gt=timezone.now()))


def offices():
    """The appointments of a Member row by which its person is in office, at whatever time."""
    return Appointment.objects.filter(person=OuterRef("person"), role=Appointment.Role.HOLDER, principal__post__in=IN_OFFICE)


def true_on(day):
    """The condition on dated facts that they are true on this day: `began_on` belongs to it, `ended_on` does not."""
    return (Q(began_on=None) | Q(began_on__lte=day)) & (Q(ended_on=None) | Q(ended_on__gt=day))


class Member(models.Model):
    """What is published of a Member, beside the person: key posts, surgeries and how they are reached at work.

    SECURITY: there is no column for a home address, and a telephone number stands here only if it was given as a work number.
    What is personal stands in accounts.PrivateContact.
    """

    class Kind(models.TextChoices):
        ELECTED = "elected", _("elected Member")
        CO_OPTED = "co_opted", _("co-opted Member")
        LAY = "lay", _("lay member")

    RULES = policy.PROFILES
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="member", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.ELECTED)
    source = models.CharField(_("read from"), max_length=30, blank=True)  # empty: entered here, in no feed
    source_id = models.CharField(_("number there"), max_length=40, blank=True)
    key_posts = models.JSONField(_("key posts"), default=list, blank=True)
    key_posts_raw = models.TextField(_("key posts as published"), blank=True)
    surgeries = models.TextField(_("surgeries"), blank=True)
    address = models.TextField(_("work address"), blank=True)
    postcode = models.CharField(_("postcode"), max_length=60, blank=True)
    phone = models.CharField(_("work telephone"), max_length=100, blank=True)
    mobile = models.CharField(_("work mobile telephone"), max_length=100, blank=True)
    email = models.EmailField(_("work email address"), blank=True)
    contact_hours = models.CharField(_("contact hours"), max_length=200, blank=True)
    skills = models.TextField(_("skills"), blank=True, help_text=_("One on each line."))
    interests = models.TextField(_("interests"), blank=True, help_text=_("One on each line."))
    expertise = models.TextField(_("expertise"), blank=True, help_text=_("One on each line."))
    in_no_group = models.BooleanField(_("said to be in no political group"), default=False)
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by"))
    as_published = models.JSONField(_("as the feed had it last"), default=dict, blank=True, editable=False)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["person__name"]
        verbose_name = _("Member")
        constraints = [models.UniqueConstraint(fields=["source", "source_id"], condition=~Q(source_id=""), name="one_member_a_number")]

    def __str__(self):
        return self.person.full_name

    def get_absolute_url(self):
        """The profile: an address that stays the same, so that an intranet can link to it (RUG-PROF-EMBED)."""
        return reverse("profiles:member", args=[self.uid])


class WardTitle(models.Model):
    """What a feed calls a ward. The ward may be given another name here and is known again all the same."""

    RULES = policy.BODIES
    source = models.CharField(_("read from"), max_length=30)
    title = models.CharField(_("title there"), max_length=200)
    ward = models.ForeignKey(Ward, models.PROTECT, related_name="titles", verbose_name=_("ward"))

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = _("title of a ward")
        constraints = [models.UniqueConstraint(fields=["source", "title"], name="one_ward_a_title")]

    def __str__(self):
        return self.title


class Term(models.Model):
    """A term of office as published: dates, both of which belong to it. An empty date is not known, and is never made up.

    It says nothing of who sits today: councils list sitting Members whose terms all lie in the past.
    """

    RULES = policy.PROFILES
    person = models.ForeignKey(Person, models.PROTECT, related_name="terms", verbose_name=_("person"))
    ward = models.ForeignKey(Ward, models.PROTECT, null=True, blank=True, related_name="terms", verbose_name=_("ward"))
    began_on = models.DateField(_("began on"), null=True, blank=True)
    ended_on = models.DateField(_("last day"), null=True, blank=True)
    source = models.CharField(_("read from"), max_length=30, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["began_on", "pk"]
        verbose_name = _("term of office")

    def __str__(self):
        return f"{self.person} – {self.ward or ''}"


class PartyMembership(models.Model):
    """A Member's political party between two dates; a date that is not known is empty. The group is another fact."""

    RULES = policy.PROFILES
    person = models.ForeignKey(Person, models.PROTECT, related_name="party_memberships", verbose_name=_("person"))
    party = models.CharField(_("party"), max_length=200)
    raw = models.CharField(_("as published"), max_length=200, blank=True)
    began_on = models.DateField(_("began on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["began_on", "pk"]
        verbose_name = _("party of a Member")
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(ended_on=None), name="one_party_at_a_time")]

    def __str__(self):
        return f"{self.person} – {self.party}"


class ProposedLeaving(models.Model):
    """A Member is no longer in the feed, so they may have left. A person at Democratic Services decides; the feed alone never does."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("to be confirmed")
        LEFT = "left", _("has left")
        STAYS = "stays", _("has not left")
        LISTED = "listed", _("is in the feed again")

    UNSETTLED = (Outcome.OPEN, Outcome.STAYS)  # of these a person has one at most: what was decided is not proposed anew

    RULES = policy.LEAVING
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="proposed_leavings", verbose_name=_("person"))
    noticed_at = models.DateTimeField(_("noticed"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=6, choices=Outcome.choices, default=Outcome.OPEN)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by"))

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["noticed_at", "pk"]
        verbose_name = _("proposed leaving")
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(outcome__in=["open", "stays"]), name="one_proposed_leaving")]

    def __str__(self):
        return f"{self.person}"

    def get_absolute_url(self):
        """Where it is settled."""
        return reverse("profiles:leaving", args=[self.uid])


class Body(models.Model):
    """A body of the council on which Members sit: Council, Cabinet, a committee, a working party, a task-and-finish group, a panel."""

    class Kind(models.TextChoices):
        COUNCIL = "council", _("Council")
        CABINET = "cabinet", _("Cabinet or executive")
        COMMITTEE = "committee", _("Committee")
        SCRUTINY = "scrutiny", _("Overview and scrutiny committee")
        WORKING_PARTY = "working_party", _("Working party")
        TASK_GROUP = "task_group", _("Task-and-finish group")
        PANEL = "panel", _("Panel or forum")

    RULES = policy.BODIES
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=150, unique=True)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices, default=Kind.COMMITTEE)
    remit = models.TextField(_("what it does"), blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("body")
        verbose_name_plural = _("bodies")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The page of the body."""
        return reverse("profiles:body", args=[self.uid])


NOT_BACKWARDS = Q(ended_on=None) | Q(began_on=None) | Q(ended_on__gte=F("began_on"))


class DatedFact(models.Model):
    """Something true of a Member between two days: `began_on` (empty: not known) until the day before `ended_on` (empty: still so).

    Ended by its date and never deleted: a change of seat must not rewrite who sat there before.
    """

    RULES = policy.BODIES
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    began_on = models.DateField(_("since"), null=True, blank=True)
    ended_on = models.DateField(_("until"), null=True, blank=True)
    authority = models.CharField(_("by what authority"), max_length=200, blank=True, help_text=_("The minute or other record."))

    objects = OfficeQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["began_on", "pk"]

    def get_absolute_url(self):
        """The profile of whom it is true."""
        return self.person.member.get_absolute_url()


class Seat(DatedFact):
    """A Member's seat on a body, and what they are there."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("Chair")
        VICE_CHAIR = "vice_chair", _("Vice-chair")
        MEMBER = "member", _("Member")
        SUBSTITUTE = "substitute", _("Substitute")

    person = models.ForeignKey(Person, models.PROTECT, related_name="seats", verbose_name=_("person"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="seats", verbose_name=_("body"))
    role = models.CharField(_("as"), max_length=10, choices=Role.choices, default=Role.MEMBER)

    class Meta(DatedFact.Meta):
        verbose_name = _("seat")
        constraints = [
            models.UniqueConstraint(fields=["person", "body"], condition=Q(ended_on=None), name="one_seat_a_body"),
            models.CheckConstraint(condition=NOT_BACKWARDS, name="seat_not_backwards"),
        ]

    def __str__(self):
        return f"{self.person} – {self.body}"


class Duty(DatedFact):
    """What a Member does beside sitting on bodies: a Cabinet post with its portfolio, an additional responsibility, an outside appointment.

    A Cabinet post may name the services of its portfolio: whoever holds it is appointed portfolio holder of each (services.begin_duty).
    """

    class Kind(models.TextChoices):
        CABINET = "cabinet", _("Cabinet post and portfolio")
        RESPONSIBILITY = "responsibility", _("Additional responsibility")
        COUNTY = "county", _("County councillor")
        PARISH = "parish", _("Parish or town councillor")
        OUTSIDE = "outside", _("Appointed by the council to an outside body")
        OTHER = "other", _("Other outside appointment")

    person = models.ForeignKey(Person, models.PROTECT, related_name="duties", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=150)
    services = models.ManyToManyField(Service, related_name="portfolios", blank=True, verbose_name=_("services of the portfolio"))

    class Meta(DatedFact.Meta):
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [
            models.CheckConstraint(condition=NOT_BACKWARDS, name="duty_not_backwards"),
            models.CheckConstraint(condition=~Q(title=""), name="duty_has_title"),
        ]

    def __str__(self):
        return f"{self.person} – {self.title}"
