import json
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council_portal.access.queryset import OfficeQuerySet
from council_portal.accounts.models import Person
from council_portal.documents.models import Document
from council_portal.drafts import policy
from council_portal.sealing.fields import SealedTextField


class Draft(models.Model):
    """What one person typed into one form and did not send: one for each form and what it is about.

    form: the word of the form ("log"). about: the uid of the matter that the form belongs to, or None. data: {name of the field: text},
    never a file: papers wait beside it (DraftPaper). sealed: the same as JSON, encrypted, of a form whose room asks for that
    (services.seal_form); then `data` is empty. window: which window saved it last.
    SECURITY: never in search, lists, exports, the record or the admin.
    """

    RULES = policy.DRAFTS
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    form = models.SlugField(max_length=30, db_index=False)
    about = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    sealed = SealedTextField(null=True)
    window = models.CharField(max_length=40, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        constraints = [
            models.UniqueConstraint(fields=["person", "form", "about"], condition=Q(about__isnull=False), name="draft_of_a_matter"),
            models.UniqueConstraint(fields=["person", "form"], condition=Q(about=None), name="draft_of_a_form"),
        ]

    def __str__(self):
        return self.form

    @property
    def content(self):
        """{name of the field: text}, wherever it is kept. Raises KeyFault."""
        return json.loads(self.sealed) if self.sealed else self.data


class DraftPaper(Document):
    """A paper that waits with a draft until it is sent. SECURITY: no address hands it out; its owner sees its name and size."""

    guarded_by, passing = "draft", True
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="papers")
