"""What people type to make a report and to bring it on. Each form validates and calls one service."""
import datetime
import uuid

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import LongText
from casework.kinds import in_a_word
from casework.policy import RAISABLE
from casework.reports import annex
from casework.reports import services as reports
from casework.reports.counting import MOST_MONTHS
from casework.reports.personal import refuse_personal
from casework.reports.policy import answers_for
from casework.reports.wording import last_twelve_months, ward_name
from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import Person, Service, Ward
from council_portal.design.fields import Line
from council_portal.design.forms import PlainForm, Typed

BOXES = ("wards", "services", "kinds")
ROWS = {"to_field_name": "uid", "required": False, "widget": forms.CheckboxSelectMultiple}  # a box for each


class Written(Typed, PlainForm, GuardedFormMixin, forms.Form):
    """What both forms of a report ask."""

    title = Line(label=_("Title"), max_length=120, validators=[refuse_personal], help_text=_(
        "For example: Ward matters behind the parking scheme."))
    body = Line(label=_("For which body?"), max_length=120, validators=[refuse_personal], help_text=_(
        "For example: Cabinet, 12 January 2027."))
    first_on = forms.DateField(label=_("First day"), help_text=_("Cases received on this day and later, London time."))
    last_on = forms.DateField(label=_("Last day"), help_text=_("At most 36 months after the first."))
    wards = forms.ModelMultipleChoiceField(label=_("Which wards?"), queryset=Ward.objects.all(), help_text=_(
        "None ticked: all. Members of the wards see the draft."), **ROWS)
    services = forms.ModelMultipleChoiceField(label=_("Which services?"), queryset=Service.objects.all(), help_text=_(
        "With everything that is part of them. None ticked: all on whose cases you may report."), **ROWS)
    kinds = forms.MultipleChoiceField(label=_("Which themes?"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_(
        "Kinds of matter. None ticked: all."), choices=lambda: [(kind, in_a_word(kind)) for kind in RAISABLE])
    responsible = forms.ModelChoiceField(
        label=_("Which officer is responsible for its contents?"), queryset=Person.objects.all(), to_field_name="uid",
        help_text=_("They are named in the report, told, and asked to agree to it: without that it cannot be final. Those are offered "
                    "who take cases or make reports: the portal’s own rule."))
    introduction = LongText(label=_("Introduction"), widget=forms.Textarea, required=False, max_length=10000, validators=[refuse_personal],
                            help_text=_("The public may read it. No names of residents or Members, and nothing of a single case."))
    annex = LongText(label=_("Exempt annex"), widget=forms.Textarea, required=False, max_length=10000, help_text=_(
        "Only what may be kept from the public. It becomes a file of its own. Even here, name nobody who need not be named."))
    exemption = Line(label=_("Why is the annex exempt?"), required=False, max_length=200)
    needed_at_times = ("exemption",)
    messages = {"title": {"required": _("Enter a title")}, "responsible": {"required": _("Select the officer who is responsible")}}

    @property
    def layout(self):
        """The boxes in columns where there is room."""
        return Layout(*(Div(name, css_class="cp-boxes") if name in BOXES else name for name in self.fields))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        posts = reports.who_can_be_responsible()
        officers, wards = self.fields["responsible"], self.fields["wards"]
        officers.queryset = officers.queryset.filter(pk__in=posts).order_by("name")
        officers.label_from_instance = lambda person: f"{person.full_name}, {posts[person.pk]}"
        wards.label_from_instance = ward_name
        among, asked = answers_for(self.user), self.fields["services"]
        if among is not None:
            asked.queryset = asked.queryset.filter(pk__in=among)
        self.ask_why_exempt()

    def ask_why_exempt(self):
        """A list where the portal knows it; else the citation is typed, and the help says so."""
        asked = self.fields["exemption"]
        if annex.is_listed():
            self.fields["exemption"] = forms.ChoiceField(
                label=asked.label, required=False, choices=[("", now("There is no annex")), *annex.choices()],
                error_messages={"invalid_choice": now("Select one of the choices that are shown")}, help_text=now(
                    "Schedule 12A to the Local Government Act 1972, in short. It is exempt only while the public interest in keeping "
                    "it back "
                    "is greater than that in disclosing it."))
            self.fields["exemption"].needed_at_times = True
        else:
            asked.help_text = now("The portal knows the list of England only. Cite the paragraph: it stands in %(where)s.") % {
                "where": annex.elsewhere()}

    def clean(self):
        """A period that can be counted; an annex and its paragraph both or neither."""
        data = super().clean()
        first, last = data.get("first_on"), data.get("last_on")
        if first and last:
            self.check_period(first, last)
        if data.get("annex") and not data.get("exemption") and "exemption" not in self.errors:
            self.add_error("exemption", now("Say why the annex is exempt"))
        if data.get("exemption") and not data.get("annex") and "annex" not in self.errors:
            self.add_error("annex", now("Enter the annex, or leave out why it is exempt"))
        return data

    def check_period(self, first, last):
        """Refuse days in the wrong order, days to come, and more than 36 months."""
        if last < first:
            self.add_error("last_on", now("The last day must be the first day or later"))
        elif last > timezone.localdate():
            self.add_error("last_on", now("The last day must be today or earlier"))
        elif last >= months_on(first, MOST_MONTHS):
            self.add_error("last_on", now("A report covers at most 36 months"))

    def given(self):
        """What was typed, as the services take it."""
        return {name: list(value) if name in ("wards", "services", "kinds") else value for name, value in self.cleaned_data.items()
                if name not in ("key", "version")}


def months_on(day, months):
    """The same day so many months later, or the last of that month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    last = (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)).day
    return datetime.date(year, month, min(day.day, last))


class MakeReport(Written):
    """A new report, of the last twelve whole months unless other days are entered."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, initial=None, **kwargs):
        first, last = last_twelve_months()
        super().__init__(*args, initial={"first_on": first, "last_on": last, **(initial or {})}, **kwargs)

    def save(self):
        """Count it. The same form again makes nothing."""
        return reports.make(actor=self.user, key=self.cleaned_data["key"], **self.given())
