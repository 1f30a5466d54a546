import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council_portal.access.queryset import ChildQuerySet
from council_portal.accounts.models import Person
from council_portal.documents.limits import NAME_LENGTH, in_words
from council_portal.documents.storage import papers


def folder_of(model):
    """The folder in storage of one kind of paper."""
    return model._meta.label_lower


def random_name(document, _filename):
    """Where to store a paper: its kind's folder and 128 random bits. SECURITY: nothing of the name that somebody gave it."""
    name = uuid.uuid4().hex
    return f"{folder_of(type(document))}/{name[:2]}/{name}"


class DocumentQuerySet(ChildQuerySet):
    """Manager of papers: what belongs to a matter, in versions."""

    def newest(self):
        """Papers that no later version has replaced."""
        return self.filter(replaced_by=None)


class Document(models.Model):
    """A paper that somebody added to a matter: abstract. It has no rule of its own; `guarded_by` names the key to its matter.

    name: for people to read, cleaned (uploads.clean_name). content_type: of our own list, decided by content. size: bytes.
    version: 1, 2, …; one more than that of the paper it replaces. restricted: leaves as a stamped copy only.
    passing: rows of this kind come and go, so that a time without any is nothing strange.
    digest: SHA-256 of the content, hexadecimal. SECURITY: never unique, never looked up: it would prove that a file exists.
    """

    guarded_by, passing = "", False

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    content_type = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    stored = models.FileField(upload_to=random_name, storage=papers, max_length=200)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces"))
    version = models.PositiveIntegerField(_("version"), default=1)
    restricted = models.BooleanField(_("restricted"), default=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [models.CheckConstraint(
            name="%(app_label)s_%(class)s_version_counts",
            condition=models.Q(replaces=None, version=1) | models.Q(replaces__isnull=False, version__gt=1))]

    def __str__(self):
        """The uid and nothing else. SECURITY: the name of a paper is content, and this text ends up in logs."""
        return str(self.uid)

    @property
    def reference(self):
        """The reference of its matter, for the audit record; "" when the matter has none."""
        return getattr(getattr(self, self.guarded_by), "reference", "")

    @property
    def size_text(self):
        """For the screen: "1.5 MB"."""
        return in_words(self.size)
