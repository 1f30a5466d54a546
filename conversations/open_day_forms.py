"""What Democratic Services type to arrange an open day, and a press of a button for who books a visit. Each form calls one service."""
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import LongText
from conversations import open_days
from conversations.act_forms import Act
from conversations.forms import Typed
from conversations.models import Feedback
from conversations.services import CannotBe
from conversations.when import in_words, times_of
from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import Service
from council_portal.design.fields import Line, TimeOfDay
from council_portal.design.forms import PlainForm

CANNOT_BOOK = {
    "full": _("All places of this visit are taken. Nothing was booked."),
    "busy": _("You have booked another visit at that hour. Give it back first."),
    "gone": _("This visit was taken out of the programme meanwhile. Nothing was booked."),
}


class AddStand(Act, Typed, PlainForm, GuardedFormMixin, forms.Form):
    """A stand of a service."""

    slug, action = "stand", "arrange"
    heading, button, said = _("Add a stand"), _("Add it"), _("The stand is in the programme.")
    service = forms.ModelChoiceField(label=_("Of which service?"), queryset=Service.objects.filter(ended_on=None), to_field_name="uid",
                                     empty_label=_("Select a service"))
    shows = Line(label=_("What does it show?"), max_length=200, help_text=_("For example: how a pothole is mended."))
    where = Line(label=_("Where?"), max_length=100, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    messages = {"service": {"required": _("Select a service")}, "shows": {"required": _("Enter what it shows")}}
    stale = False

    def save(self):
        """Add it."""
        given = {name: self.cleaned_data[name] for name in ("service", "shows", "where", "key")}
        return open_days.add_stand(self.instance, actor=self.user, **given)


class AddVisit(Act, Typed, PlainForm, forms.Form):
    """Something for which one books."""

    slug, action = "visit", "arrange"
    heading, button, said = _("Add a visit"), _("Add it"), _("The visit is in the programme.")
    title = Line(label=_("What is it?"), max_length=120, help_text=_("For example: a tour of the depot."))
    begins = TimeOfDay(label=_("From when?"), help_text=_("London time, for example 11:00."))
    ends = TimeOfDay(label=_("Until when?"))
    where = Line(label=_("Where?"), max_length=100, required=False)
    room_for = forms.IntegerField(label=_("How many can come?"), required=False, min_value=1, max_value=500,
                                  help_text=_("Empty: no limit."), widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    messages = {"title": {"required": _("Enter what it is")}, "begins": {"required": _("Enter from when")},
                "ends": {"required": _("Enter until when")}}
    stale = False

    @classmethod
    def notes(cls, event):
        """Between which hours."""
        return [now("The open day: %(when)s.") % {"when": in_words(event.starts_at, event.ends_at)}]

    def clean(self):
        """The hours, on the day of the open day."""
        data = super().clean()
        if not {"begins", "ends"} & set(self.errors):
            try:
                data["starts_at"], data["ends_at"] = times_of({**data, "on": timezone.localdate(self.instance.starts_at)})
            except ValidationError as error:
                self.add_error("ends" if error.code == "ends" else "begins", error)
        return data

    def save(self):
        """Add it."""
        given = {name: self.cleaned_data[name] for name in ("title", "where", "starts_at", "ends_at", "room_for", "key")}
        try:
            return open_days.add_visit(self.instance, actor=self.user, **given)
        except CannotBe:
            self.add_error("begins", now("This is outside of the hours of the open day"))
            return None


class OnPart(Typed, PlainForm, forms.Form):
    """A press of a button on a stand or a visit. instance: it."""

    def __init__(self, *args, user, instance, **kwargs):
        self.user, self.instance = user, instance
        super().__init__(*args, **kwargs)


class TakeOut(OnPart):
    """It is no part of the open day any more."""

    def save(self):
        """Take it out."""
        return open_days.take_out(self.instance, actor=self.user)


class Book(OnPart):
    """The reader comes to a visit."""

    def save(self):
        """Book it; None, with the reason, where it cannot be."""
        try:
            return open_days.book(self.instance, actor=self.user)
        except CannotBe as why:
            self.add_error(None, CANNOT_BOOK[why.args[0]])
            return None


class GiveBack(OnPart):
    """The reader does not come after all."""

    def save(self):
        """Give it back."""
        return open_days.give_back(self.instance, actor=self.user)


class GiveFeedback(Act, Typed, PlainForm, forms.Form):
    """What was useful, and what was missing."""

    keeps = "open-day-feedback"
    slug, action = "feedback", "feedback"
    heading, button, said = _("Say what you think of the open day"), _("Send it"), _("Thank you. Democratic Services have it.")
    intro = [_("For whoever was there. Only Democratic Services read it, and without your name unless you tick the box. They may still "
               "guess from your words who you are. The portal keeps that it is yours, so that it is counted once and you can "
               "change it: its own rule.")]
    useful = LongText(label=_("What was useful?"), widget=forms.Textarea, max_length=2000, required=False)
    missing = LongText(label=_("What was missing, or could be better?"), widget=forms.Textarea, max_length=2000, required=False)
    named = forms.BooleanField(label=_("Show my name with it"), required=False)
    needed_at_times = ("useful", "missing")
    stale = False  # it is the person's own

    def __init__(self, *args, user, instance, **kwargs):
        mine = Feedback.objects.permitted(user).filter(event=instance, person=user.person_id).first()
        shown = {name: getattr(mine, name) for name in ("useful", "missing", "named")} if mine else {}
        super().__init__(*args, user=user, instance=instance, **{**kwargs, "initial": shown})

    def clean(self):
        """One of the two at least."""
        data = super().clean()
        if not data.get("useful") and not data.get("missing") and not self.errors:
            self.add_error("useful", now("Enter what was useful, or what was missing"))
        return data

    def save(self):
        """Keep it."""
        given = {name: self.cleaned_data[name] for name in ("useful", "missing", "named")}
        try:
            return open_days.give_feedback(self.instance, actor=self.user, **given)
        except CannotBe:
            self.add_error(None, now("You said beforehand that you do not come, and only those who were there are asked. If you were, tell "
                                      "Democratic Services."))
            return None


OF_EVENTS = (AddStand, AddVisit, GiveFeedback)
