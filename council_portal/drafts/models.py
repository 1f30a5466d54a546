import json
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council_portal.access.queryset import ChildQuerySet, OfficeQuerySet
from council_portal.accounts.models import Person
from council_portal.documents.limits import in_words
from council_portal.documents.models import Document, random_name
from council_portal.documents.storage import papers
from council_portal.drafts import policy
from council_portal.sealing.fields import SealedTextField
from council_portal.sealing.files import SealedFileField


class Draft(models.Model):
    """What one person typed into one form and did not send: one for each form and what it is about.

    form: the word of the form ("log"). about: the uid of the matter that the form belongs to, or None. data: {name of the field: text},
    never a file: papers wait beside it (DraftPaper). sealed: the same as JSON, encrypted, of a form whose room asks for that
    (sealed.seal_form); then `data` is empty. window: which window saved it last.
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


class SealedDraftPaper(models.Model):
    """The same with a draft that is sealed: the bytes are encrypted, and so is what it is called. size: bytes.

    said: {"name", "content_type", "digest": SHA-256 of the content, hexadecimal} as JSON, sealed.
    """

    guarded_by, passing = "draft", True
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="sealed_papers")
    stored = SealedFileField(upload_to=random_name, storage=papers, max_length=200)
    size = models.PositiveBigIntegerField()
    said = SealedTextField()
    added_at = models.DateTimeField(default=timezone.now)

    objects = ChildQuerySet.as_manager()

    def __str__(self):
        return str(self.uid)

    @property
    def facts(self):
        """What `said` holds. Raises KeyFault."""
        return json.loads(self.said)

    @property
    def name(self):
        """What it is called. Raises KeyFault."""
        return self.facts["name"]

    @property
    def content_type(self):
        """As what it is handed out. Raises KeyFault."""
        return self.facts["content_type"]

    @property
    def digest(self):
        """SHA-256 of the content, hexadecimal. Raises KeyFault."""
        return self.facts["digest"]

    @property
    def size_text(self):
        """For the screen: "1.5 MB"."""
        return in_words(self.size)
