"""Seats on bodies and duties."""
from django import forms
from django.utils.translation import gettext_lazy as _

from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import Service
from council_portal.design.fields import Line, of_our_time
from profiles import services, words
from profiles.forms.one import AUTHORITY, ONE_DAY, One
from profiles.models import Body, Duty, Seat


class SeatForm(One, GuardedFormMixin, forms.Form):
    """A seat on a body."""

    body = forms.ModelChoiceField(label=_("Committee or other body"), queryset=Body.objects.all(), to_field_name="uid",
                                  empty_label=_("Select a body"))
    role = forms.ChoiceField(label=_("Role"), choices=Seat.Role.choices, widget=forms.RadioSelect, initial=Seat.Role.MEMBER)
    began_on = forms.DateField(label=_("First day"), required=False, validators=[of_our_time],
                               help_text=_("Leave it empty if nobody knows."))
    authority = Line(label=_("By what authority"), required=False, max_length=200, help_text=_("The minute or other record."))
    messages = {"body": {"required": _("Select the committee or other body")}, "role": {"required": _("Select their role on the body")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = self.fields["body"].queryset.filter(ended_on=None)

    def clean(self):
        """Not what they are there already, and not from before that."""
        data = super().clean()
        held = self.held()
        if held and data.get("role") == held.role:
            self.add_error("role", _("They have this seat already. Select another part, or another body."))
        elif held and held.began_on and data.get("began_on") and data["began_on"] < held.began_on:
            self.add_error("began_on", _("The first day must be on or after %(day)s, when they took the seat that they have") % {
                "day": words.day(held.began_on)})
        return data

    def held(self):
        """The seat that they have on this body, or None."""
        rows = Seat.objects.permitted(self.user, "view").filter(person=self.instance.person, ended_on=None)
        return rows.filter(body=self.cleaned_data.get("body")).first()

    def save(self):
        """Give the seat. Returns the Member."""
        services.take_seat_on(self.instance.person, actor=self.actor, **self.cleaned_data)
        return self.instance


class EndForm(One, GuardedFormMixin, forms.Form):
    """The last day of a seat or a duty. service: what ends it."""

    last_day = forms.DateField(label=_("Last day"), validators=[of_our_time], help_text=_("It may be in the past or in the future."))
    service = None

    def clean_last_day(self):
        """Not before it began."""
        day, fact = self.cleaned_data["last_day"], self.instance
        if fact.began_on and day < fact.began_on:
            raise forms.ValidationError(_("The last day must be on or after %(day)s, when it began") % {"day": words.day(fact.began_on)})
        return day

    def save(self):
        """End it. Returns it."""
        self.service(self.instance, on=self.cleaned_data["last_day"] + ONE_DAY, actor=self.actor)
        return self.instance


class EndSeatForm(EndForm):
    service = staticmethod(services.leave_seat)


class EndDutyForm(EndForm):
    service = staticmethod(services.end_duty)


class DutyForm(One, GuardedFormMixin, forms.Form):
    """A duty: a Cabinet post with its services, or another."""

    kind = forms.ChoiceField(label=_("Kind of duty"), choices=Duty.Kind.choices, widget=forms.RadioSelect)
    title = Line(label=_("Title"), max_length=150, help_text=_(
        "For example: Portfolio Holder for Environment, or Armed Forces Champion."))
    services = forms.ModelMultipleChoiceField(
        label=_("Services of the portfolio"), queryset=Service.objects.all(), to_field_name="uid", required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_(
            "For a Cabinet post only. Whoever holds it becomes portfolio holder of each of them."))
    began_on = forms.DateField(label=_("First day"), required=False, validators=[of_our_time],
                               help_text=_("Leave it empty if nobody knows."))
    authority = Line(label=_("By what authority"), max_length=200, help_text=_("The minute or other record."))
    messages = {"kind": {"required": _("Select the kind of duty")}, "title": {"required": _("Enter the title of the duty")},
                "authority": {"required": AUTHORITY}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["services"].queryset = self.fields["services"].queryset.filter(ended_on=None)

    def clean(self):
        """Only a Cabinet post has services."""
        data = super().clean()
        if data.get("services") and data.get("kind") not in (None, Duty.Kind.CABINET):
            self.add_error("services", _("Only a Cabinet post has a portfolio of services. Leave them out, or select that kind."))
        same = Duty.objects.permitted(self.user, "view").filter(person=self.instance.person, ended_on=None)
        if same.filter(kind=data.get("kind"), title__iexact=data.get("title")).exists():
            self.add_error("title", _("They have this duty already. Enter another title, or go back to the profile."))
        return data

    def save(self):
        """Begin the duty. Returns the Member."""
        services.begin_duty(self.instance.person, actor=self.actor, **self.cleaned_data)
        return self.instance
