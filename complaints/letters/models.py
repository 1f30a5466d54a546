"""The council's own text of a letter. A text is no secret; a letter that was filled is never stored."""
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.letters import policy
from council_portal.access.queryset import OfficeQuerySet
from council_portal.accounts.models import Person


class LetterText(models.Model):
    """One text of one kind. Never changed and never deleted: of a kind the last one counts.

    kind: a word of texts.KINDS. subject: the subject line. text: with fields in braces, as texts.filled reads it.
    """

    RULES = policy.TEXTS
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("letter"), max_length=30)
    subject = models.CharField(_("subject line"), max_length=150)
    text = models.TextField(_("text"), max_length=10_000)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False, verbose_name=_("entered by"))
    at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a letter")
        verbose_name_plural = _("texts of letters")
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(subject="") & ~Q(text=""), name="letter_text_says_something")]

    def __str__(self):
        return self.kind
