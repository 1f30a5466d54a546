"""The abstract standing and exclusion that each kind of matter makes concrete, and the dates they share with appointments."""
import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

OPEN_ENDED = datetime.datetime(9999, 12, 31, tzinfo=datetime.UTC)


def in_force(at=None):
    """Begun and not ended. `until` is never null: without an end it is OPEN_ENDED, so this stays two plain comparisons."""
    at = at or timezone.now()
    return Q(since__lte=at, until__gt=at)


class Dated(models.Model):
    """A fact from `since` until just before `until` (instants, UTC). Ended by setting `until`, never deleted."""

    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(default=OPEN_ENDED)

    class Meta:
        abstract = True


class Given(Dated):
    """What a standing and an exclusion have in common: whom it concerns, under which clause, why, and who said so."""

    principal = models.ForeignKey("accounts.Principal", models.PROTECT, related_name="+", db_index=False)
    clause = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=200)
    given_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        abstract = True


class Standing(Given):
    """This principal, in this matter, in this capacity, under this clause, for this reason.

    A concrete standing has a foreign key to its matter with related_name="standings", and inherits the matter's listed
    columns, of which the database keeps a true copy (access/copies.py).
    """

    capacity = models.CharField(max_length=16)

    class Meta:
        abstract = True


class Exclusion(Given):
    """This principal is kept out of this matter, whatever else they hold. Its own table: no read can mistake it for a grant."""

    class Meta:
        abstract = True


def not_backwards(name):
    """The constraint that a dated row does not end before it began."""
    return models.CheckConstraint(condition=Q(until__gte=F("since")), name=name)
