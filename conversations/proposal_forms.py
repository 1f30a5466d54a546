"""What people type to propose a matter, and Democratic Services to answer. Each form validates and calls one service."""
import uuid

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import LongText
from conversations import proposing
from conversations.forms import Typed
from conversations.models import Event, Proposal
from conversations.services import CannotBe
from conversations.when import in_words
from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import Service, Ward
from council_portal.design.fields import Line
from council_portal.design.forms import PlainForm


class ProposeForm(Typed, PlainForm, GuardedFormMixin, forms.Form):
    """A matter for discussion."""

    keeps = "propose"
    title = Line(label=_("What is to be discussed?"), max_length=120, help_text=_("A few words, for example: bus lanes in the north."))
    text = LongText(label=_("Why, and what should come of it?"), widget=forms.Textarea, max_length=4000, help_text=_(
        "Leave out names and addresses of residents: if it is taken up, others read what it is about."))
    ward = forms.ModelChoiceField(label=_("Is it about one ward?"), queryset=Ward.objects.all(), to_field_name="uid", required=False,
                                  empty_label=_("No, or several"))
    service = forms.ModelChoiceField(label=_("Which service does it concern?"), queryset=Service.objects.filter(ended_on=None),
                                     to_field_name="uid", required=False, empty_label=_("None, or I do not know"))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    messages = {"title": {"required": _("Enter what is to be discussed"),
                          "max_length": _("Say what is to be discussed in 120 characters or fewer")},
                "text": {"required": _("Enter why, and what should come of it")}}

    def save(self):
        """Propose it. Returns the Proposal."""
        return proposing.propose(actor=self.user, **self.cleaned_data)


class OnProposal(Typed, PlainForm, GuardedFormMixin, forms.Form):
    """Mixin-like base of what is done with one proposal. instance: the Proposal."""

    heading, button, said, intro = "", "", "", ()

    def __init__(self, *args, instance, **kwargs):
        self.instance = instance
        super().__init__(*args, **kwargs)


class PutOn(OnProposal):
    """On an event that is planned already."""

    slug, action, heading, button = "put-on", "decide", _("Put it on an event"), _("Put it there")
    said = _("It is on the programme. Whoever proposed it is told.")
    event = forms.ModelChoiceField(label=_("Which event?"), queryset=Event.objects.all(), to_field_name="uid",
                                   empty_label=_("Select an event"))
    text = LongText(label=_("A word to whoever proposed it"), widget=forms.Textarea, max_length=2000, required=False)
    choose = {"event": "change"}
    messages = {"event": {"required": _("Select an event")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["event"]
        field.queryset = proposing.events_to_come(self.user)
        field.label_from_instance = lambda one: f"{one.title}, {in_words(one.starts_at, one.ends_at)}"

    def save(self):
        """Put it there."""
        return proposing.put_on(self.instance, actor=self.user, event=self.cleaned_data["event"], text=self.cleaned_data["text"])


class Merge(OnProposal):
    """Into another that asks for the same."""

    slug, action, heading, button = "merge", "decide", _("Merge it with another"), _("Merge them")
    said = _("They are one now. Whoever proposed it is told.")
    into = forms.ModelChoiceField(label=_("With which proposal?"), queryset=Proposal.objects.filter(
        status__in=[Proposal.Status.WAITING, Proposal.Status.ACCEPTED]), to_field_name="uid", empty_label=_("Select a proposal"))
    text = LongText(label=_("A word to whoever proposed it"), widget=forms.Textarea, max_length=2000, required=False, help_text=_(
        "They are not told who proposed the other."))
    choose = {"into": "decide"}
    messages = {"into": {"required": _("Select a proposal")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        field.queryset = field.queryset.exclude(pk=self.instance.pk)
        field.label_from_instance = lambda one: one.title

    def save(self):
        """Merge them."""
        try:
            return proposing.merge(self.instance, actor=self.user, into=self.cleaned_data["into"], text=self.cleaned_data["text"])
        except CannotBe:
            self.add_error("into", now("This proposal was answered meanwhile: select another."))
            return None


class Decline(OnProposal):
    """Not discussed, with the reason."""

    slug, action, heading, button = "decline", "decide", _("Decline it"), _("Decline it")
    said = _("It is declined. Whoever proposed it is told, and reads the reason.")
    text = LongText(label=_("Why is it not discussed?"), widget=forms.Textarea, max_length=2000, help_text=_(
        "Whoever proposed it reads this."))

    def save(self):
        """Decline it."""
        return proposing.decline(self.instance, actor=self.user, text=self.cleaned_data["text"])


class TakeBack(OnProposal):
    """By whoever proposed it."""

    slug, action, heading, button = "take-back", "take_back", _("Take it back"), _("Take it back")
    said = _("You have taken it back.")
    intro = [_("Democratic Services see that you did.")]

    def save(self):
        """Take it back."""
        return proposing.take_back(self.instance, actor=self.user)


ACTS = {form.slug: form for form in (PutOn, Merge, Decline, TakeBack)}
