"""The council’s own calendar, and the address of a person’s."""
from django.db import models
from django.db.models import Q
from django.utils import timezone

from conversations import policy
from council_portal.access.queryset import OfficeQuerySet
from council_portal.accounts.models import Person


class CouncilMeeting(models.Model):
    """A meeting of the council's own calendar, read from its iCalendar file: what the programme must not clash with.

    key: UID of the file, and the day of one that recurs. starts_at, ends_at: instants.
    """

    RULES = policy.MEETINGS
    key = models.CharField(max_length=300, unique=True)
    title = models.CharField(max_length=300)
    place = models.CharField(max_length=300, blank=True)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    read_at = models.DateTimeField(default=timezone.now)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]

    def __str__(self):
        return self.title


class FeedToken(models.Model):
    """The private address of one person's calendar feed. Only a digest of it is kept; revoked or out of office it gives nothing.

    digest: SHA-256 of the token, hexadecimal.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    last_read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(revoked_at=None), name="one_feed_a_person")]

    def __str__(self):
        return "calendar feed"
