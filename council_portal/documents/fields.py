from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from council_portal.documents import limits
from council_portal.documents.stamps import check_restricted
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


def say_not_kept(form, name="papers"):
    """Say at the field of a form that failed that the files are to be chosen again: a browser sends them, and shows none of them anew.

    For forms whose files wait nowhere. name: of a PapersField. Nothing is said where none was chosen, or the only one was refused.
    """
    chosen = form.files.getlist(form.add_prefix(name)) if name in form.fields else []
    if len(chosen) > 1 or (chosen and name not in form.errors):
        form.add_error(name, ngettext("Your file was not kept: choose it again.",
                                      "None of your %(n)s files was kept: choose again those that you want to add.", len(chosen))
                       % {"n": len(chosen)})


def too_many(count):
    """The sentence for more files than one form takes."""
    return _("You chose %(count)s files: add at most %(most)s at a time, and the others afterwards.") % {
        "count": count, "most": limits.per_post()}


def hint():
    """The limits in plain words."""
    return _("Up to %(files)s files of at most %(size)s each: PDF, Word, Excel, PowerPoint, OpenDocument, JPEG, PNG, WebP, "
             "plain text or CSV.") % {"files": limits.per_post(), "size": limits.in_words(limits.max_bytes())}


class RestrictedField(forms.BooleanField):
    """Is what is added restricted? Whoever adds it says so; it is not changed afterwards."""

    def __init__(self, **kwargs):
        super().__init__(**{
            "required": False, "label": gettext_lazy("Restricted: hand out stamped copies only"),
            "help_text": gettext_lazy("Everybody who opens it gets a copy with their name and the time on every page. PDF, JPEG, PNG and "
                                      "WebP only. You cannot change this afterwards. The portal’s own rule."), **kwargs})


class ReplacesField(forms.ModelChoiceField):
    """Of which paper is this a new version? Nothing chosen means a new paper. Give it its papers with `offer`."""

    def __init__(self, **kwargs):
        super().__init__(**{
            "queryset": None, "required": False, "to_field_name": "uid", "label": gettext_lazy("Is it a new version?"),
            "empty_label": gettext_lazy("No, a new paper"), "help_text": gettext_lazy("Earlier versions stay, and can still be opened."),
            "error_messages": {"invalid_choice": gettext_lazy("Somebody has added a newer version already, or the paper is not of this "
                                                              "matter: choose again.")}, **kwargs})

    def offer(self, papers):
        """papers: a queryset of this matter's papers that the reader may see; the newest of each are offered, by name."""
        self.queryset = papers.newest().order_by("name", "pk")

    def label_from_instance(self, paper):
        """The name alone. SECURITY: its number would say how many versions there were before the reader came."""
        return paper.name


class PapersPart(forms.Form):
    """A part for forms that add papers: which, whether restricted, and of which paper it is a new version.

    known: a queryset of the matter's papers that the reader may see; none yet: the question about versions is left out.
    After is_valid() `cleaned_data["papers"]` are Uploads; `keeping()` is what `documents.services.keep` needs besides.
    """

    papers = PapersField()
    restricted = RestrictedField()
    replaces = ReplacesField()

    def __init__(self, *args, known=None, **kwargs):
        super().__init__(*args, **kwargs)
        if known is None:
            del self.fields["replaces"]
        else:
            self.fields["replaces"].offer(known)

    def clean(self):
        """One file for a new version; a stamp is tried on each that is restricted. A version of a restricted paper is restricted."""
        data = super().clean() or self.cleaned_data
        papers, replaces = data.get("papers") or [], data.get("replaces")
        if replaces and len(papers) != 1 and "papers" not in self.errors:
            self.add_error("papers", _("Choose one file: the new version of “%(name)s”.") % {"name": replaces.name})
        data["restricted"] = data.get("restricted") or bool(replaces and replaces.restricted)
        if data["restricted"] and "papers" not in self.errors:
            self.try_stamps(papers)
        return data

    def try_stamps(self, papers):
        """Lay a stamp on each as a trial; what cannot be stamped is an error of the field, a sentence each."""
        tried, errors = [], []
        for upload in papers:
            try:
                tried.append(check_restricted(upload))
            except ValidationError as error:
                errors.append(error)
        self.cleaned_data["papers"] = tried
        if errors:
            self.add_error("papers", errors)

    def keeping(self):
        """{"restricted": …, "replaces": …} for `documents.services.keep`."""
        return {"restricted": self.cleaned_data["restricted"], "replaces": self.cleaned_data.get("replaces")}
