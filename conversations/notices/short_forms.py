"""Why ward Members have fewer days before publication than the protocol asks for, and who says that this is lawful (EXD-10.4)."""
from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import LongText
from conversations.notices import lawful
from conversations.reasons import is_reason, too_short


class ShortPart(forms.Form):
    """The reason, and who says so: one of those whose post decides (`lawful.who_may`), as the protocol names nobody for it.

    Nothing is filled in from before: each hour of publication that is too soon has its own reason.
    """

    short_reason = LongText(
        label=_("Why is it lawful and needed to have fewer days?"), widget=forms.Textarea, strip=True, required=False, max_length=2000,
        help_text=_("Everybody who reads the notice reads this."))
    short_named = forms.ChoiceField(label=_("Who has said that it is lawful?"), required=False, help_text=_(
        "Ask them first. They are told that you name them, read the notice, and can say on it that they did not. Everybody who reads the "
        "notice reads that you named them. No protocol says who decides this. The portal’s own rule: the Monitoring Officer or their "
        "deputy, the Chief Executive, the Section 151 Officer, or whoever leads the service; never yourself, nor whoever wrote it."))

    SHORT = ("short_reason", "short_named")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.may_say = {lawful.named(one): one for one in lawful.who_may(self.instance, self.user)}
        self.fields["short_named"].choices = [("", now("Select")), *((one, one) for one in self.may_say)]

    def without_short(self):
        """The protocol, or the day, asks for none of it."""
        for name in self.SHORT:
            del self.fields[name]

    def ask_why(self):
        """A reason is needed, and who says so with their post."""
        if "short_reason" not in self.errors:
            self.check_reason(self.cleaned_data.get("short_reason"))
        if "short_named" not in self.errors and not self.cleaned_data.get("short_named"):
            self.add_error("short_named", now("Select who has said that it is lawful") if self.may_say else now(
                "Nobody holds a post that decides whether it is lawful: choose a later day"))

    def check_reason(self, text):
        """Of a few words at least."""
        if not text:
            self.add_error("short_reason", now("Enter why there are fewer days, or choose a later day"))
        elif not is_reason(text):
            self.add_error("short_reason", too_short(now("Say in a sentence why it is lawful and needed to have fewer days")))

    def short_given(self):
        """What was typed, as the services take it."""
        data = self.cleaned_data
        return {"short_reason": data.get("short_reason", ""), "short_by": self.may_say.get(data.get("short_named"))}
