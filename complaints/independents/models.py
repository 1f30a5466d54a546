"""Whom the council has appointed as its Independent Persons: public facts, with the minute of the meeting that approved each."""
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.independents import policy
from council_portal.access.queryset import OfficeQuerySet
from council_portal.accounts.models import Person


class IndependentQuerySet(OfficeQuerySet):
    """Manager of the list."""

    def serving(self, on):
        """Those who are appointed on this London date, by name."""
        return self.filter(Q(until=None) | Q(until__gte=on), agreed=True, appointed_on__lte=on).select_related("person").order_by(
            "name", "pk")


class IndependentPerson(models.Model):
    """One appointment (Localism Act 2011, section 28(8)). Never deleted, and changed only by one answer and by its last day.

    contact: how to reach them, as whoever a concern is about reads it. appointed_on, until: London dates, the first and the last; until is
    None while no last day is known. person: whom the portal knows by an account. agreed: None until somebody else (`answered_by`) said yes
    or no, at an instant (UTC); reason: theirs, which a no must have. ended_by: who said a last day since.
    """

    RULES = policy.INDEPENDENTS
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200, help_text=_("In full, as whoever a concern is about is to read it."))
    contact = models.CharField(_("how to reach them"), max_length=500, help_text=_(
        "A telephone number or an email address, or through whom. Whoever a concern is about is told it."))
    appointed_on = models.DateField(_("appointed from"))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day. Empty where none is known."))
    minute = models.CharField(_("minute"), max_length=300, help_text=_(
        "Of the meeting at which a majority of all Members of the council approved the appointment."))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True, editable=False, verbose_name=_("account"))
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False, verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)

    agreed = models.BooleanField(_("agreed to"), null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, editable=False, verbose_name=_("answered by"))
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    reason = models.TextField(_("reason"), max_length=1000, blank=True, help_text=_("Needed where you refuse it."))
    ended_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, editable=False, verbose_name=_("last day said by"))

    objects = IndependentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Independent Person")
        verbose_name_plural = _("Independent Persons")
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(contact="") & ~Q(minute=""), name="independent_whole"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("appointed_on")), name="independent_not_backwards"),
            models.CheckConstraint(condition=Q(agreed=None, answered_by=None, answered_at=None)
                                   | Q(agreed__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
                                   name="independent_answered_by_somebody"),
            models.CheckConstraint(condition=Q(answered_by=None) | ~Q(answered_by=F("entered_by")), name="independent_by_two"),
            models.CheckConstraint(condition=~Q(agreed=False, reason=""), name="independent_refused_with_reason"),
        ]

    def __str__(self):
        return self.name

    @property
    def waits(self):
        """Has nobody answered it?"""
        return self.agreed is None

    def is_over(self, on):
        """Was its last day before this London date?"""
        return self.until is not None and self.until < on

    def serves(self, on):
        """Is it agreed to, and in force on this London date?"""
        return self.agreed is True and self.appointed_on <= on and not self.is_over(on)

    @property
    def reached(self):
        """The name and how to reach them, for whoever a concern is about."""
        return f"{self.name}, {self.contact}"
