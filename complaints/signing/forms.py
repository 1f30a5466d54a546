"""Signing, entering a signature on paper, deciding whether a version is signed again."""
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.signing import services
from council_portal.design.forms import PlainForm, Typed
from council_portal.documents.fields import PapersField


class SignForm(Typed, PlainForm, forms.Form):
    """Both statements. digest: of the text that was shown."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    accept = forms.BooleanField(label=services.ACCEPTANCE)
    commit = forms.BooleanField(label=services.COMMITMENT)
    messages = {"accept": {"required": _("Tick that you accept its contents. Without it you have not signed.")},
                "commit": {"required": _("Tick that you commit yourself to keeping to it. Without it you have not signed.")}}

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def save(self):
        """Sign. Returns the Signature; None, with the error on the form, for who need not sign."""
        try:
            return services.sign(digest=self.cleaned_data["digest"], actor=self.user)
        except services.NotAsked:
            self.add_error(None, _("The protocol does not ask you to sign."))
            return None


class PaperForm(Typed, PlainForm, forms.Form):
    """The day on the paper."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    signed_on = forms.DateField(label=_("Which day stands on the paper?"), help_text=_("The day on which it was signed."))
    scan = PapersField(label=_("The signed paper, scanned"), required=False, help_text=_(
        "One file, best a PDF. It is read by those who keep the register alone, not by whoever signed."))

    def __init__(self, *args, user, person, version, **kwargs):
        self.user, self.person, self.version = user, person, version
        super().__init__(*args, **kwargs)

    def clean_signed_on(self):
        """Not before this version was in force, not to come."""
        on = self.cleaned_data["signed_on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("Enter a day that has been. A signature cannot be entered ahead."))
        if on < self.version.in_force_from:
            raise forms.ValidationError(_("This version was not in force on that day, so it cannot have been signed then."))
        return on

    def clean_scan(self):
        """One file or none."""
        files = self.cleaned_data["scan"]
        if len(files) > 1:
            raise forms.ValidationError(_("Choose one file: put the pages together into one."))
        return files[0] if files else None

    def save(self):
        """Enter it. Returns the Signature; None, with the error on the form, for who need not sign by now."""
        try:
            return services.enter_paper(self.person, signed_on=self.cleaned_data["signed_on"], digest=self.cleaned_data["digest"],
                                        actor=self.user, scan=services.store(self.cleaned_data["scan"]))
        except services.NotAsked:
            self.add_error(None, _("The protocol does not ask this person to sign."))
            return None


class RenewalForm(Typed, PlainForm, forms.Form):
    """Again or not, and why."""

    again = forms.ChoiceField(label=_("Is this version signed again?"), widget=forms.RadioSelect, choices=[
        ("yes", _("Yes: everybody who must sign signs this version")),
        ("no", _("No: who signed the version before need not sign again"))])
    why = forms.CharField(label=_("Why?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
                          help_text=_("Everybody who looks at this version reads it."))

    def __init__(self, *args, user, version, **kwargs):
        self.user, self.version = user, version
        super().__init__(*args, **kwargs)

    def save(self):
        """Decide. Returns the Renewal."""
        return services.decide_renewal(self.version, again=self.cleaned_data["again"] == "yes", why=self.cleaned_data["why"],
                                       actor=self.user)
