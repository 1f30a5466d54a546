"""Narrowing the list of Members that are permitted already: by ward, group, body, skill and free words, tolerant of case and accents."""
import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import PoliticalGroup, Ward
from council_portal.design.forms import PlainForm
from profiles.models import Body


def plain(text):
    """A text without accents and capitals, to compare: "Zoë D'Arcy" gives "zoe d'arcy"."""
    parts = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


def says(text, asked):
    """Does a text hold every word of what was asked, in whole or in part?"""
    text = plain(text)
    return all(word in text for word in plain(asked).split())


class MemberFilter(PlainForm, GuardedFormMixin, forms.Form):
    """What a reader asks of the list. A place that is not there finds nobody rather than everybody."""

    nothing_chosen = _("All")
    q = forms.CharField(label=_("Search"), required=False, max_length=100, help_text=_("Name, ward, skill or key post."))
    ward = forms.ModelChoiceField(label=_("Ward"), queryset=Ward.objects.all(), to_field_name="uid", required=False,
                                  empty_label=_("All wards"))
    group = forms.ModelChoiceField(label=_("Political group"), queryset=PoliticalGroup.objects.all(), to_field_name="uid", required=False,
                                   empty_label=_("All groups"))
    body = forms.ModelChoiceField(label=_("Committee or other body"), queryset=Body.objects.all(), to_field_name="uid", required=False,
                                  empty_label=_("All bodies"))
    skill = forms.CharField(label=_("Skill, interest or expertise"), required=False, max_length=100)
    former = forms.BooleanField(label=_("Include people who have left office"), required=False)

    def narrow(self, rows):
        """Those of the rows (`views.lists.row_of`) that answer to what was asked; none when it could not be understood."""
        if not self.is_valid():
            return []
        asked = self.cleaned_data
        return [row for row in rows if self.fits(row, asked)]

    @staticmethod
    def fits(row, asked):
        """Does this row answer to all that was asked?"""
        places = [(asked["ward"], row["ward_keys"]), (asked["group"], row["group_keys"]), (asked["body"], row["body_keys"])]
        return all(place is None or place.pk in keys for place, keys in places) and says(row["skills"], asked["skill"]) and says(
            row["everything"], asked["q"])
