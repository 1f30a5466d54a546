import datetime
import hashlib
import json
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council_portal.access.queryset import OfficeQuerySet
from council_portal.accounts.models import Person
from council_portal.intake import policy

KEPT = datetime.timedelta(days=7)  # what a file held, while nobody applies it or throws it away: the portal's own rule


class Intake(models.Model):
    """A file that was tried out: what it would change, and what became of it.

    SECURITY: `packed` is what was read from the file, never the file: a feed of Members holds home addresses, and the reader drops
    them. It is emptied as soon as the intake is settled.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", _("tried out")
        APPLIED = "applied", _("applied")
        THROWN_AWAY = "thrown_away", _("thrown away")

    RULES = policy.INTAKES
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("what it holds"), max_length=10)
    file_name = models.CharField(_("name of the file"), max_length=200)
    packed = models.JSONField(_("what was read"), null=True)
    figures = models.JSONField(_("figures"), default=dict)
    shown = models.JSONField(_("what was shown"), default=list)  # [[heading, [sentence, ...]], ...]
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    at = models.DateTimeField(_("uploaded"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=11, choices=Outcome.choices, default=Outcome.OPEN)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("settled by"))
    settled_at = models.DateTimeField(_("settled"), null=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("file taken in")
        verbose_name_plural = _("files taken in")
        constraints = [
            models.CheckConstraint(name="intake_settled_or_open", condition=Q(outcome="open", settled_at=None)
                                   | ~Q(outcome="open") & Q(settled_at__isnull=False)),
            models.CheckConstraint(name="settled_intake_is_empty", condition=Q(outcome="open") | Q(packed__isnull=True)),
        ]
        indexes = [models.Index(fields=["kind", "-at"], name="intake_of_kind")]

    def __str__(self):
        return self.file_name

    @property
    def is_open(self):
        """May it still be applied or thrown away?"""
        return self.outcome == self.Outcome.OPEN

    @property
    def is_stale(self):
        """Open for so long that it has to be uploaded anew."""
        return self.is_open and self.at <= timezone.now() - KEPT

    @property
    def digest(self):
        """What was shown, as one short word: applied is only what the reader saw."""
        return hashlib.sha256(json.dumps([self.figures, self.shown], sort_keys=True).encode()).hexdigest()[:20]
