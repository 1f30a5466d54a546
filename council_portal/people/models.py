import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from council_portal.access.queryset import ChildQuerySet, OfficeQuerySet
from council_portal.accounts.models import Person, Ward
from council_portal.documents.models import random_name
from council_portal.documents.storage import papers
from council_portal.people import policy


class Photo(models.Model):
    """The photograph of a person, with what it shows in words. SECURITY: only re-encoded pixels are kept, never the file that was sent:
    where and when it was taken stood in that (docs/decisions/photographs.md)."""

    RULES = policy.PHOTOS
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="photo", verbose_name=_("person"))
    alt = models.CharField(_("what the photograph shows"), max_length=250)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("photograph")
        constraints = [models.CheckConstraint(condition=~models.Q(alt=""), name="photo_has_words")]

    def __str__(self):
        return f"{self.person}"

    def get_absolute_url(self):
        """Where the person and Democratic Services change it."""
        return reverse("people:edit_photo", args=[self.person.uid])

    @cached_property
    def widths(self):
        """The widths in pixels that there are, the smallest first. Prefetch `sizes` where several are shown."""
        return sorted(size.width for size in self.sizes.all())

    def url(self, width):
        """Where the size is read that is at least this wide, or the widest. width: CSS pixels."""
        fitting = next((one for one in self.widths if one >= width), self.widths[-1])
        return reverse("people:photo", args=[self.uid, fitting])


class PhotoSize(models.Model):
    """One size of a photograph, as a file. Swept away with the paper files when no row names it."""

    guarded_by = "photo"
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="sizes")
    width = models.PositiveSmallIntegerField(_("width in pixels"))
    height = models.PositiveSmallIntegerField(_("height in pixels"))
    size = models.PositiveIntegerField(_("size in bytes"))
    stored = models.FileField(upload_to=random_name, storage=papers, max_length=200)

    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["width"]
        constraints = [models.UniqueConstraint(fields=["photo", "width"], name="one_size_a_width")]

    def __str__(self):
        return f"{self.width}"


class Place(models.Model):
    """A street or a postcode and a ward that it lies in. A street that lies in two wards has two rows.

    key: what is looked for (place_words). They are the council's list and no record: what a later list leaves out is removed.
    """

    class Kind(models.TextChoices):
        STREET = "street", _("street")
        POSTCODE = "postcode", _("postcode")

    RULES = policy.PLACES
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    text = models.CharField(_("as it is shown"), max_length=200)
    key = models.CharField(_("as it is looked for"), max_length=250)
    ward = models.ForeignKey(Ward, models.PROTECT, related_name="places", verbose_name=_("ward"))
    imported_at = models.DateTimeField(_("taken in"), default=timezone.now)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("street or postcode")
        verbose_name_plural = _("streets and postcodes")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "ward"], name="place_once_in_a_ward"),
            models.CheckConstraint(condition=~models.Q(text="") & ~models.Q(key=""), name="place_has_words"),
        ]
        # PostgreSQL compares by language, and finds the beginning of a word by index only with these; SQLite knows none, and needs none.
        indexes = [models.Index(fields=["kind", "key"], name="place_by_key", opclasses=["varchar_pattern_ops", "varchar_pattern_ops"])]

    def __str__(self):
        return self.text
