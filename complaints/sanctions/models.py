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
    """One entry. Never changed and never deleted: of one word in one nation the last entry counts, for every date.

    word, nation: as the catalogue has them. lawful_from: a London day; None takes an earlier entry back. lawful_until: the last day, None
    while there is none. months: calendar months, the most that the statute allows; None where it sets no limit.
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

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("commencement of a power")
        verbose_name_plural = _("commencements of powers")
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(statute=""), name="commencement_says_by_what"),
            models.CheckConstraint(condition=Q(lawful_until=None) | Q(lawful_from__isnull=False, lawful_until__gte=F("lawful_from")),
                                   name="commencement_not_backwards"),
            models.CheckConstraint(condition=Q(months=None) | Q(months__gte=1), name="commencement_at_least_a_month"),
        ]

    def __str__(self):
        return f"{self.word} {self.lawful_from or ''}".strip()
