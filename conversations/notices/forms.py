"""What officers type to write a ward notice. Each form validates and calls one service."""
import datetime
import uuid

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import LongText
from conversations.notices import services
from conversations.notices.models import Occasion
from conversations.notices.policy import ISSUERS
from conversations.notices.timing import contents, hour_of, lead
from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import Principal, Service, Ward
from council_portal.design.dates import day as in_words
from council_portal.design.fields import Line, of_our_time
from council_portal.design.forms import PlainForm, Typed
from council_portal.documents.fields import PapersField, PapersInput, say_not_kept
from council_portal.documents.stamps import STAMPERS, check_restricted
from council_portal.documents.uploads.checks import KINDS
from council_portal.protocol.services import in_force

ASKED = ("summary", "advantages", "disadvantages", "finance")
EARLIEST = datetime.time(9)


def long_text(label, **options):
    """A box for several lines."""
    return LongText(label=label, widget=forms.Textarea, strip=True, **{"max_length": 10000, **options})


class HourPart(forms.Form):
    """The hour of publication: a day and a time of London. After is_valid() `cleaned_data["publish_at"]` is the instant (UTC)."""

    publish_on = forms.DateField(label=_("Day of publication"), validators=[of_our_time])
    publish_time = forms.TimeField(
        label=_("Time of publication"), input_formats=["%H:%M", "%H.%M"], initial=EARLIEST, widget=forms.TimeInput(
            format="%H:%M", attrs={"class": "govuk-input--width-5"}),
        help_text=_("London time, in 24 hours, for example 09:00. From then on everybody in office can read it. It opens by itself."))

    def clean(self):
        """An hour that there is, once, and that is still to come."""
        data = super().clean() or self.cleaned_data
        day, wall = data.get("publish_on"), data.get("publish_time")
        if day and wall is not None:
            try:
                data["publish_at"] = hour_of(day, wall)
            except ValidationError as odd:
                self.add_error("publish_time", odd)
            else:
                self.check_to_come(data["publish_at"])
        return data

    def check_to_come(self, at):
        """Ward Members are told before publication."""
        if at <= timezone.now():
            self.add_error("publish_on", now("Publication must be still to come: ward Members are told before it"))


HOUR_MESSAGES = {
    "publish_on": {"required": _("Enter the day of publication")},
    "publish_time": {"required": _("Enter the time of publication"), "invalid": _("Enter the time in 24 hours, like 09:00")},
}


def hour_shown(at):
    """The initial of the two boxes."""
    local = timezone.localtime(at)
    return {"publish_on": local.date(), "publish_time": local.time().replace(second=0, microsecond=0)}


def when_in_time(told_on):
    """From which day publication is in time, for Members who are told on this day (London), as one sentence."""
    rule = lead(in_force())
    if rule.days is None:
        return now("The protocol sets no number of days. It must be before the notice is published.")
    return now("Ward Members have %(days)s calendar days before it: issued on %(told)s, publication is in time from %(day)s.") % {
        "days": rule.days, "told": in_words(told_on), "day": in_words(rule.first_day(told_on))}


class ConfidentialPapers(PapersField):
    """Papers that can leave as stamped copies: until the hour of publication there are no others."""

    widget = PapersInput(attrs={"accept": ",".join(f".{word}" for word, kind in KINDS.items() if kind.content_type in STAMPERS)})

    def __init__(self, **kwargs):
        super().__init__(**{"label": _("Papers"), "help_text": _(
            "PDF, JPEG, PNG or WebP. Until publication everybody who opens one gets a copy with their name on every page."), **kwargs})

    def clean(self, data, initial=None):
        """Uploads, on each of which a stamp was laid as a trial."""
        tried, errors = [], []
        for upload in super().clean(data, initial):
            try:
                tried.append(check_restricted(upload))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return tried


class NoticeForm(Typed, HourPart, PlainForm, GuardedFormMixin, forms.Form):
    """What a notice says. What the protocol in force does not ask for may be left, and the form says so."""

    office = forms.ChoiceField(label=_("For which office do you issue it?"))
    title = Line(label=_("Title"), max_length=120, help_text=_("Members who have not accepted the confidence do not see it."))
    occasion = forms.ChoiceField(label=_("What is the occasion?"), choices=Occasion.choices, widget=forms.RadioSelect)
    summary = long_text(_("Summary"), help_text=_("What is planned or has happened, and what it means for the ward."))
    advantages = long_text(_("Advantages"))
    disadvantages = long_text(_("Disadvantages"))
    finance = long_text(_("Financial implications"))
    wards = forms.ModelMultipleChoiceField(
        label=_("Which wards does it affect?"), queryset=Ward.objects.all(), to_field_name="uid", required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Their Members are told, all at once, when you issue it."))
    all_wards = forms.BooleanField(label=_("It affects all wards"), required=False)
    service = forms.ModelChoiceField(label=_("Which service is it about?"), queryset=Service.objects.all(), to_field_name="uid")
    papers = ConfidentialPapers()
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    field_order = ["office", "title", "occasion", *ASKED, "wards", "all_wards", "service", "publish_on", "publish_time", "papers", "key"]
    needed_at_times = ("wards", "all_wards")
    messages = {
        "title": {"required": _("Enter a title")}, "occasion": {"required": _("Select the occasion")},
        "service": {"required": _("Select the service that it is about")}, **HOUR_MESSAGES,
    }

    def __init__(self, *args, **kwargs):
        self.asked = contents(in_force())
        super().__init__(*args, **kwargs)
        self.offer_offices()
        for name in ("wards", "service"):
            self.fields[name].queryset = self.fields[name].queryset.filter(ended_on=None)
        for name in ASKED:
            if name not in self.asked.fields:
                self.fields[name].required = False
                self.fields[name].help_text = now("The protocol does not ask for this.")
        if self.asked.others:
            self.fields["summary"].help_text = now("The protocol asks for this too, put it here: %(words)s.") % {
                "words": ", ".join(self.asked.others)}
        self.fields["publish_on"].help_text = when_in_time(timezone.localdate())

    @property
    def layout(self):
        """The boxes of wards in columns where there is room."""
        return Layout(*(Div(name, css_class="cp-boxes") if name == "wards" else name for name in self.fields))

    def offer_offices(self):
        """The posts of this reader that issue notices; with one of them there is nothing to choose."""
        rows = Principal.objects.permitted(self.user, "choose").filter(pk__in=self.user.principals, post__in=ISSUERS).order_by("name")
        self.offices = {str(one.uid): one for one in rows}
        asked = self.fields["office"]
        asked.choices = [(uid, one.name) for uid, one in self.offices.items()]
        asked.initial = next(iter(self.offices), None)
        if len(self.offices) == 1:
            asked.widget = forms.HiddenInput()
            asked.required = False

    def clean(self):
        """At least one ward, or all."""
        data = super().clean()
        if not data.get("wards") and not data.get("all_wards") and "wards" not in self.errors:
            self.add_error("wards", now("Select the wards that it affects, or say that it affects all"))
        if data.get("wards") and data.get("all_wards"):
            self.add_error("all_wards", now("Select some wards, or all: not both"))
        self.of_its_service(data.get("service"))
        return data

    def chosen_office(self):
        """The office for which it is issued: the chosen one, or the only one there is."""
        return self.offices.get(self.cleaned_data.get("office")) or next(iter(self.offices.values()), None)

    def of_its_service(self, service):
        """An office of one service speaks for that service and what is part of it, not for another."""
        office = self.chosen_office()
        if service and office and office.service_id and office.service_id not in {one.pk for one in service.upwards()}:
            self.add_error("service", now(
                "%(office)s issues notices about its own service alone: the portal’s own rule. Select that one, or ask the office whose "
                "service it is about") % {"office": office.name})

    def full_clean(self):
        """Files are chosen again after a mistake: they wait nowhere."""
        super().full_clean()
        if self.is_bound and self.errors:
            say_not_kept(self)

    def words(self):
        """What was typed, as the services take it."""
        data = self.cleaned_data
        return {name: data[name] for name in (*services.WORDS, "wards") if name in data}


class MakeNotice(NoticeForm):
    """A new notice; with `instance` one that is to take its place."""

    keeps = "ward-notice"

    def __init__(self, *args, instance=None, initial=None, **kwargs):
        self.replaces = instance
        shown = shown_of(instance, hour=False) if instance else {}
        super().__init__(*args, initial={**shown, **(initial or {})}, **kwargs)

    def save(self):
        """Write the draft. The same form again makes nothing."""
        data = self.cleaned_data
        return services.write(actor=self.user, key=data["key"], office=self.chosen_office(), papers=services.store(data["papers"]),
                              replaces=self.replaces, **self.words())


def shown_of(notice, *, hour=True):
    """The initial of the form from a notice; with its hour, or without."""
    shown = {name: getattr(notice, name) for name in ("title", "occasion", *ASKED, "all_wards")}
    shown |= {"wards": [] if notice.all_wards else [ward.uid for ward in notice.wards.all()], "service": notice.service.uid}
    return shown | (hour_shown(notice.publish_at) if hour else {})
