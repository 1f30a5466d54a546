"""Withdrawing one paper of a notice."""
from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conversations.notices import services
from conversations.notices.forms import long_text
from conversations.notices.reading import taken_by
from council_portal.design.forms import PlainForm, Typed


class WithdrawPaper(Typed, PlainForm, forms.Form):
    """Why a paper is withdrawn."""

    text = long_text(_("Why is it withdrawn?"), max_length=2000)
    messages = {"text": {"required": _("Enter why it is withdrawn")}}
    cannot = {}

    def __init__(self, *args, instance, user, **kwargs):
        self.instance, self.user = instance, user
        super().__init__(*args, **kwargs)

    @staticmethod
    def intro(paper):
        """Which one it is, what happens, and how many have a copy already."""
        many = taken_by(paper)
        said = [now("“%(name)s” can be had no more. It stays named, with who withdrew it, when and why.") % {"name": paper.name}]
        if many:
            text = ngettext("%(n)s person has taken it already. What was taken is not taken back: say so to them.",
                            "%(n)s people have taken it already. What was taken is not taken back: say so to them.", many)
            said.append(text % {"n": many})
        return said

    def save(self):
        """Withdraw it. Returns the notice."""
        return services.withdraw_paper(self.instance, actor=self.user, text=self.cleaned_data["text"])
