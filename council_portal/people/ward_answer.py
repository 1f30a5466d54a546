"""The question "where is it?" of a form: a street or a postcode, or a ward from the list. Either will do."""
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import Ward
from council_portal.design.forms import PlainForm
from council_portal.people.places import Found, find_wards, in_words, there_are_any


class WardAnswer(PlainForm, GuardedFormMixin, forms.Form):
    """Base for forms, with the fields `place` and `ward`; `cleaned_data["ward"]` is the one Ward, found or picked.

    Before the council's list of streets is taken in there is no `place`, and `ward` must be picked. A form that shows `place` should not
    be shown with a ward picked already: what is picked counts, whatever is typed. A subclass names GuardedFormMixin among its bases and
    puts both where they belong by `field_order`. `ward_note`: after is_valid(), what a page says of how the ward was found, or "". A
    second page that carries the answers along carries the ward of `cleaned_data`, not what was typed.
    """

    place = forms.CharField(label=_("Street or postcode"), max_length=200, required=False, help_text=_(
        "For example: 12 Mill Lane, or a postcode. The portal finds the ward."))
    ward = forms.ModelChoiceField(
        label=_("Which ward is it in?"), queryset=Ward.objects.all(), to_field_name="uid", empty_label=_("Select a ward"))
    needed_at_times = ("place", "ward")
    messages = {"ward": {"required": _("Select the ward it is in")}}
    ward_note = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if there_are_any(self.user):
            self.fields["ward"].required, self.fields["ward"].label = False, _("Or pick the ward")
        else:
            del self.fields["place"]

    @cached_property
    def found(self):
        """What was typed leads to: Found, of wards that this form offers."""
        found = find_wards(self.cleaned_data.get("place") or "", user=self.user)
        offered = set(self.fields["ward"].queryset.filter(pk__in=[ward.pk for ward in found.wards]))
        return Found(tuple(answer for answer in found.answers if answer[1] in offered), found.sentence)

    def clean(self):
        """One ward: the one that is picked, else the only one that was found. What is typed and picked is kept when there is none."""
        data = super().clean()
        if "place" in self.fields and not {"place", "ward"} & self.errors.keys():
            picked = data.get("ward")
            if picked:
                self.ward_note = self.note_on(picked)
            elif self.found.ward:
                data["ward"], self.ward_note = self.found.ward, self.found.sentence
            else:
                self.ask_again()
        return data

    def note_on(self, picked):
        """What to say of a ward that was picked where something was typed as well."""
        if not self.found.wards or picked in self.found.wards:
            return self.found.sentence if self.found.ward else ""
        return _now("%(found)s You picked %(ward)s, and that is what counts.") % {"found": self.found.sentence, "ward": in_words(picked)}

    def ask_again(self):
        """Say what is missing; with several wards to choose from, list these first."""
        if self.found.wards:
            self.list_first(self.found.wards)
            self.add_error("ward", _now("%(found)s: pick the ward") % {"found": self.found.sentence.removesuffix(".")})
        elif self.found.sentence:
            self.add_error("place", _now("%(found)s Pick the ward from the list.") % {"found": self.found.sentence})
        else:
            self.add_error("place", _now("Enter a street or postcode, or pick the ward"))

    def list_first(self, wards):
        """Put these wards into a group of their own at the top of the list."""
        field = self.fields["ward"]
        others = field.queryset.exclude(pk__in=[ward.pk for ward in wards])
        field.choices = [("", field.empty_label), *(
            (heading, [(field.prepare_value(ward), field.label_from_instance(ward)) for ward in group])
            for heading, group in ((_now("It may be here"), wards), (_now("Other wards"), others)))]
