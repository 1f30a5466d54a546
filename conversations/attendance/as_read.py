"""What the forms of requests to attend share: an act on the request as it was read, and what is said of a text that names a group."""
from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import LongText
from conversations.attendance import texts
from council_portal.access.forms import GuardedFormMixin
from council_portal.design.forms import PlainForm, Typed

FOUND = {
    texts.NamesAGroup: _("This names a political group: “%(words)s”. Write it without: no group may learn from here what another has asked "
                         "or was given"),
    texts.NamesAMember: _("“%(words)s” names a Member who asked for a group, and no group may learn from here that another has asked. "
                          "Write it without"),
    texts.TellsOfOthers: _("“%(words)s” tells the group that another has asked or was given something, and no group may learn that from "
                           "here. Write it without"),
}


def not_for_a_group(named):
    """What is said where a text that a group reads names another or a Member of one, or speaks of others. named: texts.NamesAGroup."""
    return FOUND[type(named)] % {"words": named.args[1]}


def long(label, **options):
    """A box for several lines."""
    return LongText(label=label, widget=forms.Textarea, **{"max_length": 4000, **options})


class AsRead(Typed, PlainForm, GuardedFormMixin, forms.Form):
    """An act on the request as it was when the page was read, and on no other."""

    intro = []

    def __init__(self, *args, instance, **kwargs):
        self.instance = instance
        super().__init__(*args, **kwargs)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=instance.version)

    @property
    def stale(self):
        """Was it changed since?"""
        return self.is_bound and self.data.get("version") != str(self.instance.version)

    @classmethod
    def notes(cls, request):
        """What else the page says before the form, as sentences with their clauses."""
        return []
