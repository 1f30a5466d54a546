from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council_portal.documents import limits
from council_portal.documents.uploads import check_upload
from council_portal.documents.uploads.checks import KINDS


class PapersInput(forms.FileInput):
    """One control, several files. It offers what we take; the check does not rely on it."""

    allow_multiple_selected = True

    def __init__(self, attrs=None):
        super().__init__({"accept": ",".join(f".{word}" for word in KINDS), **(attrs or {})})


class PapersField(forms.FileField):
    """Several files, none needed unless required=True. Cleans to a list of Upload, in the order they were chosen.

    Raises one ValidationError for each file that is refused, so that all can be mended at once.
    """

    widget = PapersInput
    default_error_messages = {"required": gettext_lazy("Choose at least one file to add.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", gettext_lazy("Add papers or photos"))
        kwargs.setdefault("help_text", lazy(hint, str)())
        super().__init__(**kwargs)

    def clean(self, data, initial=None):
        """data: what the widget gives, a list of UploadedFile."""
        files = [file for file in (data or []) if file]
        if not files:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        if len(files) > limits.per_post():
            raise ValidationError(too_many(len(files)), code="too_many")
        return check_all(files)

    def has_changed(self, initial, data):
        return not self.disabled and bool(data)


def check_all(files):
    """The Uploads. Raises ValidationError with the sentence of each file that is refused."""
    uploads, errors = [], []
    for file in files:
        try:
            uploads.append(check_upload(file))
        except ValidationError as error:
            errors.append(error)
    if errors:
        raise ValidationError(errors)
    return uploads


def too_many(count):
    """The sentence for more files than one form takes."""
    return _("You chose %(count)s files: add at most %(most)s at a time, and the others afterwards.") % {
        "count": count, "most": limits.per_post()}


def hint():
    """The limits in plain words."""
    return _("Up to %(files)s files of at most %(size)s each: PDF, Word, Excel, PowerPoint, OpenDocument, JPEG, PNG, WebP, "
             "plain text or CSV.") % {"files": limits.per_post(), "size": limits.in_words(limits.max_bytes())}
