"""That a power which the catalogue refuses came into force: entered by the Monitoring Officer, with the statutory reference."""
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.sanctions import policy
from council_portal.access.queryset import OfficeQuerySet
from council_portal.accounts.models import Person


class Commencement(models.Model):
    """One entry. Never changed but by one answer, and never deleted: of one word in one nation the last entry that counts does, for every
    date. It counts once somebody else agreed to it; one that takes an earlier entry back counts at once.

    word, nation: as the catalogue has them. lawful_from: a London day; None takes an earlier entry back. lawful_until: the last day, None
    while there is none. months: calendar months, the most that the statute allows; None where it sets no limit. agreed: None until somebody
    else (`answered_by`) said yes or no, at an instant (UTC); reason: theirs, which a no must have.
    """

    RULES = policy.COMMENCEMENTS
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nation = models.CharField(max_length=20, editable=False)
    word = models.CharField(_("what becomes lawful"), max_length=40)
    lawful_from = models.DateField(_("lawful from"), null=True, blank=True, help_text=_(
        "The day from which the statute counts. Leave it empty only to take back an earlier entry that was wrong."))
    lawful_until = models.DateField(_("lawful until"), null=True, blank=True, help_text=_(
        "The last day, where the power was taken away again. Empty while it goes on."))
    months = models.PositiveSmallIntegerField(_("for at most, in months"), null=True, blank=True, help_text=_(
        "The longest time that the statute allows, in calendar months. It is asked for where a sanction lasts."))
    statute = models.TextField(_("statutory reference"), max_length=1000, help_text=_(
        "The Act and section, and the regulations that brought it into force. It is shown beside the sanction."))
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False, verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)

    agreed = models.BooleanField(_("agreed to"), null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, editable=False, verbose_name=_("answered by"))
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    reason = models.TextField(_("reason"), max_length=1000, blank=True, help_text=_("Needed where you refuse it."))

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("new power")
        verbose_name_plural = _("new powers")
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(statute=""), name="commencement_says_by_what"),
            models.CheckConstraint(condition=Q(lawful_until=None) | Q(lawful_from__isnull=False, lawful_until__gte=F("lawful_from")),
                                   name="commencement_not_backwards"),
            models.CheckConstraint(condition=Q(months=None) | Q(months__gte=1), name="commencement_at_least_a_month"),
            models.CheckConstraint(condition=Q(agreed=None, answered_by=None, answered_at=None)
                                   | Q(agreed__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
                                   name="commencement_answered_by_somebody"),
            models.CheckConstraint(condition=Q(answered_by=None) | ~Q(answered_by=F("entered_by")), name="commencement_by_two"),
            models.CheckConstraint(condition=~Q(agreed=False, reason=""), name="commencement_refused_with_reason"),
        ]

    def __str__(self):
        return f"{self.word} {self.lawful_from or ''}".strip()

    @property
    def takes_back(self):
        """Does it say that an earlier entry counts no more?"""
        return self.lawful_from is None

    @property
    def counts(self):
        """Does the law of the catalogue follow it?"""
        return self.takes_back or self.agreed is True

    @property
    def waits(self):
        """Has nobody answered it who has to?"""
        return not self.takes_back and self.agreed is None
