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
    be shown with a ward picked already. Where what is typed lies in another ward than the one that is picked, `meant` asks which it is:
    nothing is chosen for anybody, and the answer holds for these two only. A subclass names GuardedFormMixin among its bases and
    puts both where they belong by `field_order`. `ward_note`: after is_valid(), what a page says of how the ward was found, or "". A
    second page that carries the answers along carries the ward of `cleaned_data`, not what was typed.
    """

    place = forms.CharField(label=_("Street or postcode"), max_length=200, required=False, help_text=_(
        "For example: 12 Mill Lane, or a postcode. The portal finds the ward."))
    ward = forms.ModelChoiceField(
        label=_("Which ward is it in?"), queryset=Ward.objects.all(), to_field_name="uid", empty_label=_("Select a ward"))
    meant = forms.CharField(label=_("Which of the two is meant?"), required=False, widget=forms.HiddenInput)
    needed_at_times = ("place", "ward", "meant")
    messages = {"ward": {"required": _("Select the ward it is in")}}
    ward_note = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if there_are_any(self.user):
            self.fields["ward"].required, self.fields["ward"].label = False, _("Or pick the ward")
        else:
            del self.fields["place"], self.fields["meant"]

    @cached_property
    def found(self):
        """What was typed leads to: Found, of wards that this form offers."""
        found = find_wards(self.cleaned_data.get("place") or "", user=self.user)
        offered = set(self.fields["ward"].queryset.filter(pk__in=[ward.pk for ward in found.wards]))
        return Found(tuple(answer for answer in found.answers if answer[1] in offered), found.sentence)

    def clean(self):
        """One ward: the one that is picked, else the only one that was found; where they differ, the one that is meant. All that was
        typed and picked is kept when there is none."""
        data = super().clean()
        if "place" in self.fields and not {"place", "ward"} & self.errors.keys():
            picked = data.get("ward")
            if picked and self.found.wards and picked not in self.found.wards:
                self.settle(data, picked)
            elif picked:
                self.ward_note = self.found.sentence if self.found.ward else ""
            elif self.found.ward:
                data["ward"], self.ward_note = self.found.ward, self.found.sentence
            else:
                self.ask_again()
        return data

    def settle(self, data, picked):
        """The ward that is meant, of those that what was typed lies in and the one that was picked; asked where it is not said."""
        found, place = self.found, data["place"]
        wards = {f"{ward.uid} {picked.uid} {place}": ward for ward in (*found.wards, picked)}
        meant = wards.get(data.get("meant"))
        if meant is None:
            choices = [(value, self.choice(ward, picked, place)) for value, ward in wards.items()]
            self.fields["meant"].widget = forms.RadioSelect(choices=choices)
            self.add_error("meant", _now("%(found)s, and you picked %(ward)s: select which is meant") % {
                "found": found.sentence.removesuffix("."), "ward": in_words(picked)})
        else:
            data["ward"], self.ward_note = meant, found.sentence if meant in found.wards else _now(
                "%(found)s You said that %(ward)s is meant.") % {"found": found.sentence, "ward": in_words(meant)}

    def choice(self, ward, picked, place):
        """One of the wards to choose from, and where it comes from."""
        said = _now("%(ward)s, which you picked") if ward == picked else _now("%(ward)s, by “%(place)s”")
        return said % {"ward": in_words(ward), "place": place}

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
