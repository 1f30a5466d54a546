"""A paper withdrawn, an officer named no more: each a form of one button or one line, which calls one service."""
from django import forms
from django.utils.translation import gettext_lazy as _

from conversations import services
from conversations.forms import Typed
from council_portal.design.fields import Line
from council_portal.design.forms import PlainForm


class WithdrawPaper(Typed, PlainForm, forms.Form):
    """A paper is handed out no more. instance: the EventPaper."""

    text = Line(label=_("Why is it withdrawn?"), max_length=300)

    def __init__(self, *args, user, instance, **kwargs):
        self.user, self.instance = user, instance
        super().__init__(*args, **kwargs)

    def save(self):
        """Withdraw it."""
        return services.withdraw_paper(self.instance, actor=self.user, text=self.cleaned_data["text"])


class UnnameOfficer(Typed, PlainForm, forms.Form):
    """An office is needed there no more. officer: the KeyOfficer."""

    def __init__(self, *args, user, instance, officer, **kwargs):
        self.user, self.instance, self.officer = user, instance, officer
        super().__init__(*args, **kwargs)

    def save(self):
        """Name it no more."""
        return services.unname_officer(self.instance, actor=self.user, officer=self.officer)
