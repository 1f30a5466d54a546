import secrets
import uuid

from django.db import models
from django.utils import timezone

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # base 32 without I, L, O, U: nothing to misread


def new_reference():
    """Eight random characters in two fours: nothing of kind, year, ward or group in it."""
    letters = "".join(secrets.choice(CROCKFORD) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


class Reference(models.Model):
    """Every reference ever given, over all kinds of matter, so that none is given twice."""

    text = models.CharField(max_length=9, primary_key=True, default=new_reference)

    def __str__(self):
        return self.text


class Numbered(models.Model):
    """What has a reference and goes from state to state: abstract. A concrete kind adds Status, MOVES, RULES, standings and exclusions.

    version counts changes of state: the door `move` refuses when somebody was there first.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=9, unique=True, editable=False)
    version = models.PositiveIntegerField(default=0)
    protocol = models.ForeignKey("protocol.ProtocolVersion", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self):
        """The reference and nothing else. SECURITY: this text ends up in logs, lists of the admin and error pages."""
        return self.reference


class Matter(Numbered):
    """What somebody raised under their name: abstract."""

    raised_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Submission(models.Model):
    """A form that was sent: its key, who sent it and what it made. The same form twice makes one thing."""

    key = models.UUIDField(primary_key=True)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    made = models.CharField(max_length=60)
    made_uid = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return str(self.key)
