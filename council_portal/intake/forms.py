from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from council_portal.design.forms import PlainForm
from council_portal.documents import limits
from council_portal.documents.uploads import check_viruses, clean_name
from council_portal.intake.services import apply, throw_away, try_out


class UploadForm(PlainForm, forms.Form):
    """A file to be tried out. `faults`: everything that is wrong with it, a sentence each."""

    file = forms.FileField(label=gettext_lazy("File"), max_length=None)

    def __init__(self, *args, user, kind, hint="", accept="", **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.kind, self.faults = user, kind, []
        self.fields["file"].help_text = hint
        self.fields["file"].widget.attrs["accept"] = accept

    def clean_file(self):
        """What was read from the file."""
        file = self.cleaned_data["file"]
        if file.size > limits.max_bytes():
            raise ValidationError(_("The file is larger than %(size)s, the most that is taken.") % {
                "size": limits.in_words(limits.max_bytes())})
        self.file_name = clean_name(file.name)
        data = file.read()
        check_viruses(data, self.file_name)
        try:
            return self.kind.read(data)
        except self.kind.refused as refused:
            raise ValidationError(self.refuse(refused)) from None

    def refuse(self, refused):
        """Keep what is wrong. Returns the sentence for the field."""
        self.faults = [sentence[:1].upper() + sentence[1:] for sentence in self.kind.wrong(refused)]
        if len(self.faults) == 1:
            return self.faults[0]
        return ngettext("%(many)s thing is wrong with the file", "%(many)s things are wrong with the file: they are listed below",
                        len(self.faults)) % {"many": len(self.faults)}

    def save(self):
        """Returns the Intake, or None when the file does not fit what is known here: the form then says so."""
        try:
            return try_out(self.kind, self.cleaned_data["file"], file_name=self.file_name, actor=self.user.person)
        except self.kind.refused as refused:
            self.add_error("file", self.refuse(refused))
            return None


class DecideForm(forms.Form):
    """Apply, or throw away. seen: the digest of what was shown."""

    act = forms.ChoiceField(choices=[("apply", "apply"), ("throw_away", "throw_away")])
    seen = forms.CharField(required=False)

    def __init__(self, *args, user, kind, instance, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.kind, self.instance = user, kind, instance

    def save(self):
        """Returns what is to be said. Raises services.Settled, services.Changed and what the kind refuses with."""
        if self.cleaned_data["act"] == "apply":
            apply(self.instance, self.kind, seen=self.cleaned_data["seen"], actor=self.user.person)
            return _("The file was taken in.")
        throw_away(self.instance, actor=self.user.person)
        return _("The file was thrown away. Nothing was changed.")


