import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.signing import policy
from council_portal.access.queryset import OfficeQuerySet
from council_portal.accounts.models import Person
from council_portal.documents.models import Document, DocumentQuerySet
from council_portal.protocol.models import ProtocolVersion


class Signature(models.Model):
    """That one person signed one version: its digest, both statements as they stood, when, and how. Never changed, never taken back.

    as_what: why they sign, in words, as it was that day. signed_on: the London day written on the paper, where it was signed on paper;
    entered_by: who entered that.
    """

    class Method(models.TextChoices):
        PORTAL = "portal", _("In the portal")
        PAPER = "paper", _("On paper")

    RULES = policy.SIGNATURES
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="signatures")
    version = models.ForeignKey(ProtocolVersion, models.PROTECT, related_name="signatures")
    digest = models.CharField(max_length=64)
    acceptance = models.TextField()
    commitment = models.TextField()
    as_what = models.CharField(max_length=200)
    method = models.CharField(max_length=6, choices=Method.choices)
    at = models.DateTimeField(default=timezone.now)
    signed_on = models.DateField()
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "version"], name="signature_once"),
            models.CheckConstraint(condition=Q(method="portal", entered_by=None) | Q(method="paper", entered_by__isnull=False),
                                   name="signature_on_paper_was_entered"),
            models.CheckConstraint(condition=~Q(acceptance="") & ~Q(commitment=""), name="signature_has_both_statements"),
        ]

    def __str__(self):
        return str(self.uid)


class ScanQuerySet(DocumentQuerySet):
    """Manager of scans: for those who keep the register alone. SECURITY: one sheet may hold the signatures of others."""

    def permitted(self, user, action="view"):
        """All or none, by post, whatever is asked."""
        return super().permitted(user, "keep")


class Scan(Document):
    """The paper on which somebody signed, as a file."""

    guarded_by = "signature"
    signature = models.OneToOneField(Signature, models.PROTECT, related_name="scan")

    objects = ScanQuerySet.as_manager()

    def get_absolute_url(self):
        """Where it is downloaded, after the check."""
        return reverse("signing:scan", args=[self.uid])


class Renewal(models.Model):
    """What the Monitoring Officer decided about a version: is it signed again, or do signatures of the one before still count?"""

    RULES = policy.RENEWALS
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.OneToOneField(ProtocolVersion, models.PROTECT, related_name="renewal")
    again = models.BooleanField()
    why = models.TextField(max_length=1000)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="renewal_says_why")]

    def __str__(self):
        return str(self.uid)


class Reminded(models.Model):
    """That reminders of one day were sent, so that they are sent once."""

    version = models.ForeignKey(ProtocolVersion, models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "on"], name="reminded_once_a_day")]

    def __str__(self):
        return "reminded"
