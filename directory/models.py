import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from council_portal.access.queryset import OfficeQuerySet
from council_portal.accounts.models import Person, Service
from directory import policy


class Officer(models.Model):
    """An officer's entry in the directory, beside the person: post, service, team, and what they deal with.

    Which posts of the protocol they hold (Head of Service, Councillor Liaison Officer, a statutory role) are appointments, and stand
    in no column here. SECURITY: a personal telephone number stands in accounts.PrivateContact.
    """

    RULES = policy.OFFICERS
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="officer", verbose_name=_("person"))
    staff_id = models.CharField(_("staff number"), max_length=40, unique=True, null=True, blank=True)
    post = models.CharField(_("post"), max_length=150, blank=True)
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="officers", verbose_name=_("service"))
    team = models.CharField(_("team"), max_length=120, blank=True)
    line_manager = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="manages", verbose_name=_("line manager"))
    tier = models.PositiveSmallIntegerField(_("tier"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9)])
    politically_restricted = models.BooleanField(_("politically restricted post"), null=True, blank=True)
    phone = models.CharField(_("work telephone"), max_length=100, blank=True)
    contact_hours = models.CharField(_("contact hours"), max_length=200, blank=True)
    deals_with = models.JSONField(_("deals with, in a resident’s words"), default=list, blank=True)
    about = models.TextField(_("profile"), blank=True)
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by"))
    unlisted_since = models.DateField(_("no longer in the HR list since"), null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["person__name"]
        verbose_name = _("officer")
        constraints = [
            models.CheckConstraint(condition=Q(tier=None) | Q(tier__gte=1, tier__lte=9), name="officer_tier_is_one_to_nine"),
            models.CheckConstraint(condition=~Q(staff_id=""), name="no_staff_number_is_null"),
        ]

    def __str__(self):
        return self.person.full_name

    def get_absolute_url(self):
        """The entry of the officer."""
        return reverse("directory:officer", args=[self.uid])


class ServiceEntry(models.Model):
    """What the directory says of a service: what it does, in a resident's words, and how a plain request for it is made (SEC-3.1)."""

    RULES = policy.SERVICES
    service = models.OneToOneField(Service, models.PROTECT, related_name="entry", verbose_name=_("service"))
    about = models.TextField(_("what it does"), blank=True)
    deals_with = models.JSONField(_("deals with, in a resident’s words"), default=list, blank=True)
    how_to_request = models.CharField(_("how to ask for it"), max_length=200, blank=True)
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by"))

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["service__name"]
        verbose_name = _("directory entry of a service")
        verbose_name_plural = _("directory entries of services")

    def __str__(self):
        return f"{self.service}"

    def get_absolute_url(self):
        """The page of the service."""
        return reverse("directory:service", args=[self.service.uid])
