"""What people type to keep times by service and standard lines. Each form validates and calls one service."""
import uuid

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework import lines, times
from casework.forms import long_text
from casework.models import CaseClock
from casework.policy import LINES, TAKERS, services_of
from council_portal.access.forms import GuardedFormMixin, Seen
from council_portal.accounts.models import Service
from council_portal.design.dates import day
from council_portal.design.fields import Line
from council_portal.design.forms import PlainForm
from council_portal.protocol.services import in_force

Kind = CaseClock.Kind
UNITS = [("working", _("Working days")), ("calendar", _("Calendar days"))]


def in_days(time):
    """A length of time in words: 7 calendar days."""
    if time.unit == "calendar":
        return ngettext("%(n)s calendar day", "%(n)s calendar days", time.days) % {"n": time.days}
    return ngettext("%(n)s working day", "%(n)s working days", time.days) % {"n": time.days}


def days(label):
    """How many days, or nothing."""
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=times.LONGEST, error_messages={
        "min_value": _("Enter 1 day or more, or nothing"), "max_value": _("Enter 90 days or fewer")})


def unit(label):
    """What kind of days."""
    return forms.ChoiceField(label=label, choices=UNITS, widget=forms.RadioSelect, required=False)


class KeepTimes(PlainForm, GuardedFormMixin, Seen, forms.Form):
    """How long one service takes over one kind of matter. instance: a ServiceTime, not saved, that names both."""

    KINDS = ()

    def __init__(self, *args, instance, **kwargs):
        self.instance = instance
        own = times.own_times([instance.service])
        found = {kind: own.get((instance.service.pk, instance.matter, kind)) for kind in self.KINDS}
        shown = {f"{kind}_days": time.days if time else None for kind, time in found.items()}
        shown |= {f"{kind}_unit": time.unit if time else "working" for kind, time in found.items()}
        super().__init__(*args, **{**kwargs, "initial": shown})

    @cached_property
    def version(self):
        """The protocol in force."""
        return in_force()

    def given(self):
        """What was typed, {kind: (days, unit) or None}."""
        typed = self.cleaned_data
        return {str(kind): (typed[f"{kind}_days"], typed[f"{kind}_unit"] or "working") if typed.get(f"{kind}_days") else None
                for kind in self.KINDS}

    def clean(self):
        """A service may promise more than the protocol, never less (NNC-TIME)."""
        data = super().clean()
        for kind, wanted in ({} if self.errors else self.given()).items():
            try:
                times.refuse_later(self.version, self.instance.matter, kind, wanted)
            except times.TooLate as late:
                self.add_error(f"{kind}_days", too_late(late))
        return data

    def save(self):
        """Keep them."""
        times.set_times(self.instance.service, self.instance.matter, actor=self.user, version=self.version, given=self.given())
        return self.instance


def too_late(late):
    """Why a time is refused: what the protocol says, under which clause, and a day that shows it."""
    said = now("Enter a shorter time, or nothing: the protocol in force asks for %(time)s (clause %(clause)s). Counted from %(day)s, "
               "this time would end on %(own)s and the protocol’s ends on %(on)s.")
    return said % {"time": in_days(late.time), "clause": late.time.clause, "day": day(late.day), "own": day(late.own_on),
                   "on": day(late.on)}


class OfficersTimes(KeepTimes):
    """Of a matter that goes to an officer."""

    KINDS = times.clocks.OFFICERS
    needed_at_times = ("acknowledge_unit", "answer_unit", "update_unit")  # where there is a number
    acknowledge_days, acknowledge_unit = days(_("Acknowledged within how many days?")), unit(_("Acknowledged: counted in"))
    answer_days, answer_unit = days(_("Answered within how many days?")), unit(_("Answered: counted in"))
    update_days, update_unit = days(_("An update at least every how many days?")), unit(_("Update: counted in"))


class CentresTimes(KeepTimes):
    """Of a plain request, which goes to the contact centre."""

    KINDS = (Kind.REQUEST,)
    needed_at_times = ("request_unit",)
    request_days, request_unit = days(_("Done by the contact centre within how many days?")), unit(_("Counted in"))


def line_title():
    """What a standard line is found by."""
    return Line(label=_("What it is for"), max_length=120, help_text=_("Officers find it by this, for example: missed collection."))


def line_text():
    """What a standard line says."""
    return long_text(_("The words"), max_length=4000, help_text=_(
        "Never the name of a Member or resident, nor anything of one case. Officers change it in their letter as they need."))


class NewLine(PlainForm, GuardedFormMixin, forms.Form):
    """A line that there was not: of a service in which the writer takes cases, or, for who may, of the whole council."""

    service = forms.ModelChoiceField(label=_("For which service?"), queryset=Service.objects.all(), to_field_name="uid",
                                     empty_label=_("Select a service"))
    title = line_title()
    text = line_text()
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field, mine = self.fields["service"], services_of(self.user, TAKERS)
        field.queryset = field.queryset.filter(pk__in=mine, ended_on=None)
        if self.user.posts & LINES["change"].posts:
            field.required, field.empty_label = False, now("The whole council")
        if not mine:
            del self.fields["service"]

    def save(self):
        """Write it. The same form again writes nothing."""
        typed = self.cleaned_data
        return lines.write(actor=self.user, key=typed["key"], service=typed.get("service"), title=typed["title"], text=typed["text"])


class ChangeLine(PlainForm, GuardedFormMixin, Seen, forms.Form):
    """Other words for a line. instance: the line."""

    title = line_title()
    text = line_text()

    def __init__(self, *args, instance, **kwargs):
        self.instance = instance
        super().__init__(*args, **{**kwargs, "initial": {"title": instance.title, "text": instance.text}})

    def save(self):
        """End the old one and begin the new."""
        return lines.rewrite(self.instance, actor=self.user, title=self.cleaned_data["title"], text=self.cleaned_data["text"])


class EndLine(PlainForm, forms.Form):
    """One press: nobody uses it any more."""

    def __init__(self, *args, user, instance, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.instance = user, instance

    def save(self):
        """End it."""
        return lines.end(self.instance, actor=self.user)
