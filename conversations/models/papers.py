"""The papers of an event."""
from django.db import models
from django.urls import reverse

from conversations.models.events import Event
from council_portal.accounts.models import Person
from council_portal.documents.models import Document, DocumentQuerySet


class EventPaper(Document):
    """A background paper of an event (RUG-MC-PAPERS). Withdrawn, it is named with who, when and why, and is handed out no more."""

    guarded_by = "event"
    event = models.ForeignKey(Event, models.PROTECT, related_name="papers")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    why_withdrawn = models.CharField(max_length=300, blank=True)

    objects = DocumentQuerySet.as_manager()

    def get_absolute_url(self):
        """Where it is downloaded, after the check."""
        return reverse("conversations:paper", args=[self.uid])
