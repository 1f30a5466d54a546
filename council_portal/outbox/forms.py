"""When a Member wants to hear of what."""
from django import forms

from council_portal.design.forms import PlainForm
from council_portal.outbox.digests import choose, chosen
from council_portal.outbox.models import Preference
from council_portal.outbox.pace import SUBJECTS


class PaceForm(PlainForm, forms.Form):
    """One choice for each subject."""

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **{**kwargs, "initial": chosen(user.person)})

    def save(self):
        """Choose. Returns the subjects that changed."""
        return choose(self.cleaned_data, actor=self.user)


for _name, _subject in SUBJECTS.items():
    PaceForm.base_fields[_name] = forms.ChoiceField(
        label=_subject.title, help_text=_subject.help, choices=Preference.Pace.choices, widget=forms.RadioSelect)
