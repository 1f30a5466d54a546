"""Who declared a connection with whom, and where it could not be avoided. SECURITY: nothing in plain that says who or what."""
import json
import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.connections import policy
from complaints.connections.standing import ConnectionQuerySet, place_of
from council_portal.sealing.fields import SealedTextField
from council_portal.sealing.veils import LENGTH, Veiled


class Connection(models.Model):
    """A declaration. Never changed; whoever made it may say that it is no longer so.

    Sealed: said, {"kind": a word of wording.KINDS, "text", "since": in words or "", "clause": of the protocol in force that day or ""} as
    JSON; ended_because, why it is no longer so. form: the token of the form that made it, so that the same form makes one.
    In plain there are the instants (UTC) at which it was declared and ended, and whether it goes on.
    """

    RULES = policy.CONNECTIONS
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    running = models.BooleanField(_("goes on"), default=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    form = models.CharField(max_length=LENGTH, unique=True)
    said = SealedTextField()
    ended_because = SealedTextField(null=True)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal connection")
        verbose_name_plural = _("personal connections")
        constraints = [models.CheckConstraint(name="connection_runs_until_ended", condition=Q(running=True, ended_at=None)
                                              | Q(running=False, ended_at__isnull=False))]

    def __str__(self):
        return str(self.uid)

    def get_absolute_url(self):
        """Its page. SECURITY: a random uid, nothing that counts or names."""
        return reverse("connections:connection", args=[self.uid])

    @property
    def facts(self):
        """What `said` holds. Raises KeyFault."""
        return json.loads(self.said)


class ConnectionSide(Veiled):
    """One of the two people of a declaration."""

    class Part(models.TextChoices):
        DECLARER = "declarer", _("whoever declared it")
        OTHER = "other", _("the other person")

    connection = models.ForeignKey(Connection, models.PROTECT, related_name="sides")
    part = models.CharField(max_length=8, choices=Part.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "part"], name="connection_side_once")]

    def __str__(self):
        return self.part

    @property
    def place(self):
        """The declaration: nobody's tokens in two of them can be put together."""
        return place_of(self.connection.uid)


class NotAvoided(models.Model):
    """That two connected people work on one case, as there was nobody else, or as the Member chose the office although another was free.

    said: {"case": its reference, "chosen": whether the Member chose it} as JSON, sealed.

    on: the London day. SECURITY: no time, which beside those of cases would say whose it is.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    connection = models.ForeignKey(Connection, models.PROTECT, related_name="not_avoided")
    on = models.DateField(default=timezone.localdate)
    told = models.BooleanField(default=False)
    said = SealedTextField()

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self):
        return str(self.uid)

    @property
    def case(self):
        """The reference of the case. Raises KeyFault."""
        return json.loads(self.said)["case"]

    @property
    def chosen(self):
        """Did the Member choose it? Raises KeyFault."""
        return json.loads(self.said).get("chosen", False)
