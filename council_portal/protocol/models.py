import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council_portal.access.queryset import OfficeQuerySet
from council_portal.protocol import policy


class ProtocolVersion(models.Model):
    """A text that the council put in force, whole, with its digest. Never edited: a revision is another row (SRB-VERSION, SEC-9.3).

    In force is the latest whose date has come. A matter keeps the version that it was routed by.
    """

    RULES = policy.VERSION
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    version = models.CharField(_("version"), max_length=40)
    source = models.CharField(_("read from"), max_length=200)
    text = models.TextField(_("text"))
    digest = models.CharField(_("SHA-256"), max_length=64)
    in_force_from = models.DateField(_("in force from"))
    minute = models.CharField(_("minute"), max_length=200)
    adopted_at = models.DateTimeField(_("recorded at"), default=timezone.now)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["-in_force_from", "-pk"]
        verbose_name = _("version of the protocol")
        verbose_name_plural = _("versions of the protocol")
        constraints = [models.CheckConstraint(condition=~Q(minute="") & ~Q(text=""), name="protocol_has_text_and_minute")]

    def __str__(self):
        return f"{self.title} ({self.version})"
