import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council_portal.access.queryset import OfficeQuerySet
from council_portal.accounts.models import Person, Ward
from profiles import policy


class Member(models.Model):
    """What is published of a Member, beside the person: key posts, surgeries and how they are reached at work.

    SECURITY: there is no column for a home address, and a telephone number stands here only if it was given as a work number.
    """

    RULES = policy.PROFILES
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="member", verbose_name=_("person"))
    source = models.CharField(_("read from"), max_length=30)
    source_id = models.CharField(_("number there"), max_length=40)
    key_posts = models.JSONField(_("key posts"), default=list, blank=True)
    key_posts_raw = models.TextField(_("key posts as published"), blank=True)
    surgeries = models.TextField(_("surgeries"), blank=True)
    address = models.TextField(_("work address"), blank=True)
    postcode = models.CharField(_("postcode"), max_length=60, blank=True)
    phone = models.CharField(_("work telephone"), max_length=100, blank=True)
    mobile = models.CharField(_("work mobile telephone"), max_length=100, blank=True)
    email = models.EmailField(_("work email address"), blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["person__name"]
        verbose_name = _("Member")
        constraints = [models.UniqueConstraint(fields=["source", "source_id"], name="one_member_a_number")]

    def __str__(self):
        return self.person.full_name


class WardTitle(models.Model):
    """What a feed calls a ward. The ward may be given another name here and is known again all the same."""

    RULES = policy.PROFILES
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
