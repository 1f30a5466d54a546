"""What is typed after an event: what was said, what is done about it, how it stands; a case raised from it. Each form calls one service."""
import uuid

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import LongText
from casework.kinds import choices as kinds
from casework.models import Case
from conversations import afterwards, as_shown
from conversations.act_forms import Act, NameOfficer, OnePress
from conversations.forms import Typed
from conversations.invited import invited_people
from conversations.models import Consent, Kind, Remark
from conversations.services import CannotBe
from council_portal.access.decisions import can
from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import Service, Ward
from council_portal.design.fields import Line, of_our_time
from council_portal.design.forms import PlainForm

NO_NAMES = _("Everybody who sees the event reads it. Leave out names and addresses of residents, unless they agreed to be named.")


class Words(Typed, PlainForm, GuardedFormMixin, forms.Form):
    """What was said, by whom, and whether they agree that a case is made of it."""

    said_by = Line(label=_("Who said it?"), max_length=120, required=False, help_text=_(
        "For example: the residents’ group of Mill Green. Leave it empty if nobody is to be named."))
    text = LongText(label=_("What was said?"), widget=forms.Textarea, max_length=4000)
    ward = forms.ModelChoiceField(label=_("Which ward does it concern?"), queryset=Ward.objects.all(), to_field_name="uid", required=False,
                                  empty_label=_("No one ward"), help_text=_(
        "Members for it may raise a case from it, with the agreement of whoever said it; so may Members who were there."))
    consent = forms.ChoiceField(label=_("Do they agree that a case is made of it?"), choices=Consent.choices, initial=Consent.UNASKED,
                                required=False, widget=forms.RadioSelect, help_text=_(
        "Officers then read their words. If they do not agree, no case is raised from it. It is asked again when a case is raised."))
    messages = {"text": {"required": _("Enter what was said")}}

    def words(self):
        """As the services take them."""
        return {**{name: self.cleaned_data[name] for name in afterwards.WORDS}, "consent": self.cleaned_data["consent"] or Consent.UNASKED}


class SayRemark(Act, Words):
    """What was said."""

    keeps = "event-said"
    slug, action = "said", "remark"
    heading, button, said = _("Write down what was said"), _("Write it down"), _("It stands on the page.")
    intro = [NO_NAMES]
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    stale = False  # nothing is written over

    def save(self):
        """Write it down."""
        return afterwards.remark(self.instance, actor=self.user, key=self.cleaned_data["key"], **self.words())


class CorrectRemark(Words):
    """Other words over what was written down. instance: the Remark. No draft is kept: it would keep what is to go."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, instance, **kwargs):
        self.instance = instance
        shown = {"text": instance.text, "said_by": instance.said_by, "ward": instance.ward and instance.ward.uid,
                 "consent": instance.consent, "version": instance.version}
        super().__init__(*args, **{**kwargs, "initial": shown})

    def save(self):
        """Correct it."""
        return afterwards.correct(self.instance, actor=self.user, version=self.cleaned_data["version"], **self.words())


class WithdrawRemark(Typed, PlainForm, forms.Form):
    """What was written down goes. instance: the Remark."""

    why = Line(label=_("Why is it withdrawn?"), max_length=300, help_text=_(
        "Only Democratic Services read this. Name nobody here."))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, user, instance, **kwargs):
        self.user, self.instance = user, instance
        super().__init__(*args, **{**kwargs, "initial": {"version": instance.version}})

    def save(self):
        """Withdraw it."""
        return afterwards.withdraw(self.instance, actor=self.user, **self.cleaned_data)


def not_past(day):
    """A validator: raises ValidationError for a London day that is over."""
    if day < timezone.localdate():
        raise ValidationError(now("This day is over: enter today or a day to come"))


class BeginFollowUp(NameOfficer):
    """What is done about it."""

    keeps = "event-follow-up"
    slug, action = "follow-up", "follow_up"
    heading, button, said = _("Say what follows from it"), _("Add it"), _("It is added. Its office and those who were there are told.")
    intro = [_("Who does what, and by when. Those who were there are told now, at each report and when it is done.")]
    text = Line(label=_("What is done?"), max_length=300)
    due_on = forms.DateField(label=_("By which day?"), validators=[of_our_time, not_past])
    remark = forms.ChoiceField(label=_("Does it answer something that was said?"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    messages = {"text": {"required": _("Enter what is done")}, "office": {"required": _("Select the office that does it")}}
    stale = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["decides"]
        self.fields["office"].label = _("Which office does it?")
        self.remarks = {str(one.uid): one for one in self.instance.remarks.filter(withdrawn_at=None)}
        shown = [(uid, f"{one.text[:80]}…" if len(one.text) > 80 else one.text) for uid, one in self.remarks.items()]
        self.fields["remark"].choices = [("", now("No, or several things")), *shown]
        self.order_fields(["text", "office", "due_on", "remark"])

    def save(self):
        """Add it."""
        data = self.cleaned_data
        return afterwards.follow_up(self.instance, actor=self.user, key=data["key"], text=data["text"], due_on=data["due_on"],
                                    owner=self.offices[data["office"]], said=self.remarks.get(data["remark"]))


class WhoCame(Act, Typed, PlainForm, forms.Form):
    """Who came."""

    slug, action = "who-came", "follow_up"
    heading, button, said = _("Record who came"), _("Record it"), _("It is recorded.")
    intro = [_("Whoever came is told what follows from the event. Until it is recorded, those are ticked who said that they come. Only "
               "Democratic Services and the officers of the event see the names: the portal’s own rule.")]
    came = forms.MultipleChoiceField(label=_("Which Members came?"), required=False, widget=forms.CheckboxSelectMultiple)
    residents = forms.IntegerField(label=_("How many residents came?"), required=False, min_value=0, max_value=100000, help_text=_(
        "Leave it empty if nobody counted."), widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}))
    needed_at_times = ("came",)
    layout = Layout(Div("came", css_class="cp-boxes"), "residents")
    messages = {"residents": {"invalid": _("Enter how many residents came as a whole number, like 30"),
                              "min_value": _("Enter 0 or more residents, or nothing if nobody counted")}}

    def __init__(self, *args, user, instance, **kwargs):
        recorded = [one.person for one in instance.presences.select_related("person")]
        people = {str(one.uid): one for one in [*invited_people(instance).values(), *recorded]}
        ticked = {one.pk for one in recorded} if instance.came_at else set(afterwards.expected(instance))
        shown = {"came": [uid for uid, one in people.items() if one.pk in ticked], "residents": instance.residents}
        super().__init__(*args, user=user, instance=instance, **{**kwargs, "initial": shown})
        self.people = people
        self.fields["came"].choices = sorted(((uid, one.full_name) for uid, one in people.items()), key=lambda one: one[1])
        if instance.kind != Kind.WORKSHOP:
            del self.fields["residents"]
            self.layout = Layout(Div("came", css_class="cp-boxes"))

    def save(self):
        """Record it."""
        data = self.cleaned_data
        return afterwards.record_who_came(self.instance, actor=self.user, people=[self.people[uid] for uid in data["came"]],
                                          residents=data.get("residents"))


class Close(OnePress):
    """Everything is done."""

    slug = action = "close"
    heading, button, said = _("Say that everything is followed up"), _("It is followed up"), _("It is followed up.")
    intro = [_("Once everything that followed from the event is done. It stays to be read.")]

    def save(self):
        """Close it."""
        try:
            return afterwards.close(self.instance, actor=self.user)
        except CannotBe:
            self.add_error(None, now("Something that followed from it is not done yet: it is on the page of the event."))
            return None


class Reopen(OnePress):
    """Something more follows."""

    slug = action = "reopen"
    heading, button, said = _("Take it up again"), _("Take it up again"), _("It is taken up again.")
    intro = [_("Something more follows from the event, or was not done after all.")]

    def save(self):
        """Reopen it."""
        return afterwards.reopen(self.instance, actor=self.user)


class ReportForm(Typed, PlainForm, forms.Form):
    """How a follow-up stands. instance: the FollowUp."""

    keeps = "event-report"
    text = LongText(label=_("How does it stand?"), widget=forms.Textarea, max_length=4000, help_text=_(
        "Those who were there read this, and are told that there is something new."))
    done = forms.BooleanField(label=_("It is done"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    messages = {"text": {"required": _("Enter how it stands, or what came of it")}}

    def __init__(self, *args, user, instance, **kwargs):
        self.user, self.instance = user, instance
        super().__init__(*args, **kwargs)

    def save(self):
        """Report it."""
        return afterwards.report(self.instance, actor=self.user, **self.cleaned_data)


def raised_already(user, said):
    """For whoever comes after, as a sentence. SECURITY: of the case only who raised it is told which it is."""
    case = Case.objects.permitted(user).filter(pk=Remark.objects.get(pk=said.pk).case_id).first()
    if case:
        link = format_html('<a class="govuk-link" href="{}">{}</a>', case.get_absolute_url(), case.reference)
        return format_html(now("A case was raised from these words already: {}."), link)
    return now("Another Member has raised a case from these words already. From the same words comes one case only: the portal’s own rule. "
               "What you want on top of that you can raise as a case of your own.")


def gone(said):
    """Why no case is raised from it any more, as a sentence: what everybody who sees the event sees."""
    if said.withdrawn_at:
        return now("What was said was withdrawn meanwhile: no case is raised from it.")
    if said.consent == Consent.REFUSED:
        return now("Whoever said it does not agree any more that a case is made of it: none is raised.")
    return now("You can raise no case from it any more: only a Member who was there, or for the ward that it concerns, does.")


class CaseFromRemark(Typed, PlainForm, GuardedFormMixin, forms.Form):
    """A case raised from what was said. instance: the Remark."""

    keeps = "case-from-said"
    matter = forms.ChoiceField(label=_("What do you want?"), choices=kinds, widget=forms.RadioSelect, initial="service_failure")
    title = Line(label=_("What is it about?"), max_length=120)
    text = LongText(label=_("What should the officer know?"), widget=forms.Textarea, max_length=10000)
    service = forms.ModelChoiceField(label=_("Which service?"), queryset=Service.objects.filter(ended_on=None), to_field_name="uid",
                                     empty_label=_("Select a service"))
    ward = forms.ModelChoiceField(label=_("In which ward?"), queryset=Ward.objects.all(), to_field_name="uid",
                                  empty_label=_("Select a ward"))
    agreed = forms.BooleanField(label=_("Whoever said it agrees that a case is made of it and that their words are passed on"), help_text=_(
        "A case is read by officers. So the portal asks this of everything that was said, at whatever event: its own rule."))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    words = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)
    messages = {"title": {"required": _("Enter what it is about")}, "text": {"required": _("Enter what the officer should know")},
                "service": {"required": _("Select a service")}, "ward": {"required": _("Select a ward")},
                "agreed": {"required": _("Tick that whoever said it agrees. Without that it is not raised.")}}

    def __init__(self, *args, user, instance, **kwargs):
        self.instance = instance
        shown = {"text": instance.text, "ward": instance.ward and instance.ward.uid, "words": as_shown.word_of(instance, user)}
        super().__init__(*args, user=user, **{**kwargs, "initial": {**shown, **(kwargs.get("initial") or {})}})

    @property
    def shown(self):
        """What was said as the form that was sent had shown it to this very reader: as_shown.Shown, or None."""
        return as_shown.read(self.data.get("words"), self.instance, self.user)

    @property
    def stale(self):
        """Was it corrected since? The same form sent twice is not: its case is there."""
        return self.is_bound and self.shown is not None and self.shown.version != self.instance.version and self.instance.case_id is None

    def since(self):
        """What became of it meanwhile, as sentences; nothing of a case of somebody else."""
        said = Remark.objects.permitted(self.user).get(pk=self.instance.pk)
        if not can(self.user, "raise", said):
            return gone(said)
        if said.case_id:
            return raised_already(self.user, said)
        return now("What was said was corrected, and nothing was raised. It reads now: “%(text)s” Take it from there: what it was before "
                   "may not be passed on.") % {"text": said.text}

    def clean(self):
        """Only of what was shown."""
        data = super().clean()
        if self.shown is None:
            self.add_error(None, now("It is not known what you had before you. Open the page once more: what was typed is kept."))
        return data

    def text_apart(self):
        """The text that was typed, without what was said as far as it stands in it as it was shown."""
        text = self.data.get("text", "")
        apart = as_shown.put_for(text, self.shown, "")
        return (text if apart is None else apart).strip()

    def typed_apart(self):
        """The same of all that was typed, for whoever may have these words before them no more."""
        label = str(self["text"].label)
        apart = [(name, self.text_apart() if name == label else value) for name, value in self.typed()]
        return [(name, value) for name, value in apart if value]

    def save(self):
        """Raise it. Returns the Case."""
        given = {name: self.cleaned_data[name] for name in ("matter", "title", "text", "service", "ward", "key", "agreed")}
        return afterwards.case_from(self.instance, actor=self.user, version=self.shown.version, **given)


OF_EVENTS = (SayRemark, BeginFollowUp, WhoCame, Close, Reopen)
