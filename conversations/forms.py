"""What people type about events: each form validates and calls one service."""
import uuid

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import LongText
from casework.questions import members_today
from conversations import services
from conversations.clashes import at_the_same_time
from conversations.models import Kind, Proposal
from conversations.when import times_of
from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import Ward
from council_portal.accounts.services import office_of, ward_principal
from council_portal.design.fields import Line, TimeOfDay
from council_portal.design.forms import PlainForm
from profiles.models import Body, Seat, true_on

FOR_ALL, FOR_SOME = "all", "some"
PAST = _("This is in the past: enter a day and an hour that are still to come")
BOXES = ("wards", "bodies", "people")
FOLDED = {"wards": _("Choose wards"), "bodies": _("Choose bodies"), "people": _("Choose Members by name")}
ROWS = {"to_field_name": "uid", "required": False, "widget": forms.CheckboxSelectMultiple}


def folded(field, title):
    """A field behind a line that opens it, without script; open where something is ticked or wrong."""
    start = format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary"><span class="govuk-details__summary-text">{}</span>'
        '</summary><div class="govuk-details__text">', mark_safe(" open") if field.value() or field.errors else "", title)
    return Div(HTML(f"{start}"), Div(field.name, css_class="cp-boxes"), HTML("</div></details>"))


class Typed:
    """Mixin, before `forms.Form`: what was typed can be shown when somebody else was first."""

    def typed(self):
        """(label, value) of what was typed, for the page that says somebody was first."""
        return [(str(field.label), in_one_line(field)) for field in self.visible_fields() if in_one_line(field)]

    def since(self):
        """What was changed meanwhile, as a sentence; "" where the page as it is now says it."""
        return ""

    def asks_again(self):
        """What is to be known before it is saved, as sentences: the form is shown once more with them."""
        return []


def in_one_line(field):
    """What stands in a field as one line of words: of choices what they are called, of a day that was not understood nothing."""
    values = field.value() if isinstance(field.value(), list | tuple) else [field.value()]
    names = {str(value): str(name) for value, name in getattr(field.field, "choices", ())}
    return ", ".join(names.get(str(one), str(one)) for one in values if isinstance(one, str) and one)


def told_of(starts_at, ends_at):
    """The hours of which somebody was told what they clash with, as a form carries them along."""
    return f"{starts_at:%Y%m%d%H%M}-{ends_at:%Y%m%d%H%M}"


class EventForm(Typed, PlainForm, GuardedFormMixin, forms.Form):
    """An event: what, when, where, for whom."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.CONVERSATION)
    title = Line(label=_("What is discussed?"), max_length=120, help_text=_("A few words, for example: bus lanes in the north."))
    about = LongText(label=_("Matters to be discussed"), widget=forms.Textarea, max_length=4000, help_text=_(
        "Whoever is invited reads this as soon as it is announced."))
    on = forms.DateField(label=_("On which day?"))
    begins = TimeOfDay(label=_("From when?"), help_text=_("London time, for example 18:00 or 6.30pm."))
    ends = TimeOfDay(label=_("Until when?"))
    place = Line(label=_("Where?"), max_length=200, required=False, help_text=_(
        "A room and its address. Leave it empty if it is online only."))
    link = forms.URLField(label=_("Link to join online"), max_length=500, required=False, assume_scheme="https")
    audience = forms.ChoiceField(label=_("Who is invited?"), widget=forms.RadioSelect, initial=FOR_ALL, choices=[
        (FOR_ALL, _("All Members")), (FOR_SOME, _("Members chosen by what is discussed"))])
    wards = forms.ModelMultipleChoiceField(label=_("The Members for these wards"), queryset=Ward.objects.all(), **ROWS)
    bodies = forms.ModelMultipleChoiceField(label=_("The Members of these bodies"), queryset=Body.objects.filter(ended_on=None), **ROWS)
    people = forms.MultipleChoiceField(label=_("These Members by name"), required=False, widget=forms.CheckboxSelectMultiple)
    room_for = forms.IntegerField(label=_("How many Members can come?"), required=False, min_value=1, max_value=5000, help_text=_(
        "Empty: no limit. When it is full, whoever asks next waits for a place."), widget=forms.NumberInput(
            attrs={"class": "govuk-input--width-4"}))
    in_confidence = forms.BooleanField(label=_("In confidence"), required=False, help_text=_(
        "Then only those who are invited, the officers named and Democratic Services see it, and calendars outside the portal say "
        "“Council appointment” and the hours."))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    accepted = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    needed_at_times = ("place", "link", "wards", "bodies", "people")
    messages = {"kind": {"required": _("Select what it is")}, "audience": {"required": _("Select who is invited")},
                "title": {"required": _("Enter what is discussed"), "max_length": _("Say what is discussed in 120 characters or fewer")},
                "about": {"required": _("Enter the matters to be discussed")},
                "on": {"required": _("Enter the day"), "invalid": _("Enter a real date, like 27 3 2027")},
                "place": {"max_length": _("Enter where in 200 characters or fewer")},
                "link": {"invalid": _("Enter the whole address of the link, like https://meet.example/room")},
                "room_for": {"invalid": _("Enter how many Members can come as a whole number, like 30"),
                             "min_value": _("Enter 1 or more Members, or nothing if there is no limit")},
                "begins": {"required": _("Enter from when")}, "ends": {"required": _("Enter until when")}}

    @property
    def layout(self):
        """The boxes in columns where there is room, folded until something in them is ticked or wrong."""
        return Layout(*(folded(self[name], FOLDED[name]) if name in BOXES else name for name in self.fields))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.members = {str(one.uid): one for one in members_today()}
        self.fields["people"].choices = [(uid, one.full_name) for uid, one in self.members.items()]

    def clean(self):
        """When, where, and whom it invites."""
        data = super().clean()
        if not {"on", "begins", "ends"} & set(self.errors):
            self.read_times(data)
        if not data.get("place") and not data.get("link") and not {"place", "link"} & set(self.errors):
            self.add_error("place", now("Enter where it takes place, or a link to join it online"))
        if data.get("audience") == FOR_SOME and not any(data.get(name) for name in BOXES):
            self.add_error("wards", now("Tick at least one ward, body or Member, or choose “All Members”"))
        return data

    def read_times(self, data):
        """starts_at and ends_at out of what was typed, or the error at its field."""
        try:
            data["starts_at"], data["ends_at"] = times_of(data)
            if data["starts_at"] <= timezone.now():
                raise ValidationError(PAST)
        except ValidationError as error:
            self.add_error("ends" if error.code == "ends" else "begins" if "clock" in str(error) else "on", error)

    def asks_again(self):
        """What these hours clash with, as sentences, where whoever plans has not been told of it yet: before anything is saved."""
        data, event = self.cleaned_data, getattr(self, "instance", None)
        hours = data["starts_at"], data["ends_at"]
        if data["accepted"] == told_of(*hours) or (event and hours == (event.starts_at, event.ends_at)):
            return []
        found = at_the_same_time(self.user, *hours, but=event and event.pk)
        if found:
            self.data = self.data.copy()
            self.data["accepted"] = told_of(*hours)
        return found

    def begun_meanwhile(self):
        """Its hour came between the check and the saving: said at the day, and nothing is saved. Returns None."""
        self.add_error("on", PAST)

    def facts(self):
        """The columns of the event."""
        data = self.cleaned_data
        names = ("title", "about", "starts_at", "ends_at", "place", "link", "room_for", "in_confidence", "kind")
        return {name: data[name] for name in names} | {"open_to_all": data["audience"] == FOR_ALL}

    def invited(self):
        """[(principal, body or "")] of those whom it invites where it is not for all. A Member of two bodies is named with the first."""
        data = self.cleaned_data
        if data["audience"] == FOR_ALL:
            return []
        found = {ward_principal(ward): "" for ward in data["wards"]}
        found |= {office_of(self.members[uid]): "" for uid in data["people"]}
        seats = Seat.objects.permitted(self.user).filter(true_on(timezone.localdate()), body__in=data["bodies"])
        for seat in seats.select_related("person", "body"):
            found.setdefault(office_of(seat.person), seat.body.name)
        return list(found.items())


class MakeEvent(EventForm):
    """A new event. proposals: uids of those that are discussed there, carried along."""

    keeps = "plan-event"
    proposals = forms.ModelMultipleChoiceField(
        label=_("Which proposals are discussed there?"), queryset=Proposal.objects.filter(status=Proposal.Status.WAITING),
        help_text=_("Whoever proposed them is told that they are on the programme."), **ROWS)
    choose = {"proposals": "view"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proposals"].label_from_instance = lambda one: one.title
        if not self.fields["proposals"].queryset.exists():
            del self.fields["proposals"]

    def asks_again(self):
        """The same; sent twice, it does not clash with what it made the first time."""
        return [] if services.was_made(self.cleaned_data["key"], by=self.user.person) else super().asks_again()

    def save(self):
        """Begin it. Returns the Event."""
        data = self.cleaned_data
        try:
            return services.make_event(
                actor=self.user, key=data["key"], invited=self.invited(), proposals=data.get("proposals", ()), **self.facts())
        except services.CannotBe:
            return self.begun_meanwhile()
