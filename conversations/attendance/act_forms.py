"""What is done with one request to attend: each a form, and a word of its address."""
import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import LongText
from conversations.attendance import parity, services
from conversations.attendance.forms import at, hour, officers_only
from conversations.attendance.models import Topic
from conversations.attendance.routing import way_of
from conversations.attendance.wording import OWN_RULE, confidence, hours, posts, said
from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import Principal
from council_portal.design.fields import Line, of_our_time
from council_portal.design.forms import PlainForm, Typed

NEITHER = _("Say which topic it is about, or give a new one a title")


def long(label, **options):
    """A box for several lines."""
    return LongText(label=label, widget=forms.Textarea, **{"max_length": 4000, **options})


class AsRead(Typed, PlainForm, GuardedFormMixin, forms.Form):
    """An act on the request as it was when the page was read, and on no other."""

    intro = []

    def __init__(self, *args, instance, **kwargs):
        self.instance = instance
        super().__init__(*args, **kwargs)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=instance.version)

    @property
    def stale(self):
        """Was it changed since?"""
        return self.is_bound and self.data.get("version") != str(self.instance.version)

    @classmethod
    def notes(cls, request):
        """What else the page says before the form, as sentences with their clauses."""
        return []


class OnTopic:
    """Mixin: under which topic of the ledger a group's request is."""

    def offer_topics(self):
        """All topics for a group's request; else the question is not there."""
        if self.instance.is_of_group:
            self.fields["topic"].label_from_instance = lambda topic: topic.title
            return
        for name in ("topic", "new_topic"):
            self.fields.pop(name, None)


class Agree(OnTopic, AsRead):
    """Agree, and name the officer, the hours and the arrangements."""

    slug, action, heading, button, said = "agree", "agree", _("Agree to the request"), _("Agree"), _("Agreed. Whoever asked is told.")
    officer = forms.ModelChoiceField(label=_("Which officer attends?"), queryset=Principal.objects.all(), to_field_name="uid")
    on = forms.DateField(label=_("Day"), validators=[of_our_time])
    begins = hour(_("The officer’s time, from"))
    ends = hour(_("Until"))
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.all(), to_field_name="uid", required=False,
                                   empty_label=_("A new one"), help_text=_(
        "Of the ledger. Choose the one under which any group was briefed on the same matter: this group then gets the same papers."))
    new_topic = Line(label=_("Title of a new topic"), required=False, max_length=120, help_text=_(
        "Name no group: if it is offered to every group, all Group Leaders read it."))
    arrangements = long(_("Arrangements"), help_text=_(
        "How the officer attends, what is prepared, what is sent. Whoever asked reads this."))
    difference = long(_("Why are they not those that another group was given?"), required=False, help_text=_(
        "Only where they differ. Kept in the ledger; no group reads it."))
    exception = long(_("The exception, in writing"), help_text=_(
        "This writing is copied as it stands. Nothing else of the request is."))
    invite = forms.BooleanField(label=_("Invite them"), required=False)
    needed_at_times = ("topic", "new_topic", "difference")
    choose = {"topic": "view"}

    def __init__(self, *args, instance, **kwargs):
        local = timezone.localtime
        shown = {"on": local(instance.starts_at).date(), "begins": f"{local(instance.starts_at):%H:%M}",
                 "ends": f"{local(instance.decides_at or instance.ends_at):%H:%M}",
                 "officer": instance.wanted.uid if instance.wanted else None}
        super().__init__(*args, instance=instance, **{**kwargs, "initial": shown})
        officers_only(self.fields["officer"])
        self.offer_topics()
        way = way_of(instance)
        if not instance.is_of_group:
            del self.fields["difference"]
        if not way.asks_for_exception:
            del self.fields["exception"]
        if way.may_invite is None:
            del self.fields["invite"]
        else:
            self.fields["invite"].label = now("Invite: %(posts)s") % {"posts": posts(way.version, way.may_invite.to)}
            self.fields["invite"].help_text = now("The protocol leaves it to you: %(condition)s.") % {"condition": way.may_invite.condition}

    @classmethod
    def notes(cls, request):
        """What was asked, and what other groups were given: that is proposed for this one."""
        lines = [said(f"{now('Asked for')}: {hours(request.starts_at, request.ends_at)}.")]
        lines += [said(now("Under the topic “%(topic)s” another group was given: “%(arrangements)s” Where this request is about the same, "
                           "enter the same.") % {"topic": topic.title, "arrangements": given}, parity.clause_of(request.protocol))
                  for topic, given in (parity.proposals(request.group) if request.is_of_group else [])]
        way = way_of(request)
        if step := way.to_be_copied:
            what = now("the exception, as you write it") if way.asks_for_exception else now("the arrangements, as you write them")
            lines.append(said(now("Copied to %(posts)s: %(what)s.") % {"posts": posts(way.version, step.inform), "what": what},
                              step.clause or ""))
        return lines

    def clean(self):
        """Hours in their order; a topic; the arrangements that another group was given."""
        data = super().clean()
        if data.get("begins") and data.get("ends") and data["ends"] <= data["begins"]:
            self.add_error("ends", now("It must end after it begins"))
        if self.instance.is_of_group and not self.errors.keys() & {"topic", "new_topic"} and (
                bool(data.get("topic")) == bool(data.get("new_topic"))):
            self.add_error("topic", NEITHER)
        return data

    def save(self):
        """Agree. Returns the request, or None with an error on the form."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        on = data.pop("on")
        try:
            return services.agree(self.instance, actor=self.user, slot_from=at(on, data.pop("begins")), slot_until=at(on, data.pop("ends")),
                                  **data)
        except services.TooLate:
            self.add_error("ends", now("The group begins to decide at %(time)s: the officer’s time must end by then") % {
                "time": f"{timezone.localtime(self.instance.decides_at):%H:%M}"})
        except parity.TitleTaken:
            self.add_error("new_topic", now("There is a topic of this title: choose it above"))
        except parity.Differs:
            proposed = parity.proposed(data["topic"], self.instance.group)
            self.add_error("arrangements", now(
                "Another group was given these arrangements: “%(proposed)s”. Enter the same, or say below why they differ.") % {
                    "proposed": proposed})
        return None


class Refuse(OnTopic, AsRead):
    """Refuse, with a reason."""

    slug, action, heading, button, said = "refuse", "refuse", _("Refuse the request"), _("Refuse"), _("Refused. Whoever asked is told.")
    topic = forms.ModelChoiceField(label=_("Is it about one of these topics?"), queryset=Topic.objects.all(), to_field_name="uid",
                                   required=False, empty_label=_("None of these"), help_text=_(
        "Where another group was briefed on the same matter, this one is not refused. What you say here is on record."))
    reason = long(_("Why?"), help_text=_("Whoever asked reads this. Say nothing of any other group."))
    difference = long(_("Why is it refused although another group was briefed?"), required=False, help_text=_(
        "Only in that case. Kept on record; no group reads it."))
    needed_at_times = ("topic", "difference")
    messages = {"reason": {"required": _("Enter why")}}
    choose = {"topic": "view"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_topics()
        if not self.instance.is_of_group or parity.clause_of(self.instance.protocol):
            del self.fields["difference"]

    def save(self):
        """Refuse. Returns the request, or None with an error on the form."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        try:
            return services.refuse(self.instance, actor=self.user, **data)
        except parity.Bound as bound:
            self.add_error("topic", now("Another group was briefed on this topic, so this one cannot be refused (clause %(clause)s). Agree "
                                        "to it, with similar arrangements.") % {"clause": bound.args[0]})
        except parity.Differs:
            self.add_error("difference", now("Another group was briefed on this topic. The protocol does not say that each gets the same; "
                                             "the portal’s own rule does: agree to it, or enter why it is refused all the same"))
        return None


class Withdraw(AsRead):
    """It is not asked any longer."""

    slug, action, heading, button = "withdraw", "withdraw", _("Withdraw the request"), _("Withdraw it")
    said, intro = _("Withdrawn. Whoever has it is told."), [_("Whoever has the request is told. It stays on record.")]

    def save(self):
        return services.withdraw(self.instance, actor=self.user)


class Note(AsRead):
    """What was said."""

    slug, action, heading, button, said = "note", "note", _("Write a note of what was said"), _("Keep the note"), _("The note is kept.")
    text = long(_("What was said"), max_length=10000)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    messages = {"text": {"required": _("Enter what was said")}}
    stale = False  # a note changes nothing that another has written

    @classmethod
    def notes(cls, request):
        """Who reads it."""
        return confidence(request)

    def save(self):
        services.note(self.instance, actor=self.user, text=self.cleaned_data["text"], key=self.cleaned_data["key"])
        return self.instance


class PassOn(AsRead):
    """Let another officer read it."""

    slug, action, heading, button = "pass-on", "pass_on", _("Let another officer read what was said"), _("Let them read it")
    said = _("They can read it now, and are told.")
    principal = forms.ModelChoiceField(label=_("Which officer?"), queryset=Principal.objects.all(), to_field_name="uid")
    reason = Line(label=_("Why do their duties need it?"), max_length=200, help_text=_("Everybody who reads the request reads this."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        officers_only(self.fields["principal"])

    @classmethod
    def notes(cls, request):
        """Under which clause."""
        clause = way_of(request).about("group_confidence") if request.is_of_group else ""
        text = now("Only an officer whose duties need it, and only so far as they need it.")
        return [said(text if clause else f"{text} {OWN_RULE}", clause)]

    def save(self):
        return services.pass_on(self.instance, actor=self.user, principal=self.cleaned_data["principal"],
                                reason=self.cleaned_data["reason"])


class Permit(AsRead):
    """The Member lets others be told of a private briefing."""

    slug, action, heading, button = "permit", "permit", _("Permit that others are told"), _("Permit it")
    said = _("Permitted, and the officer is told.")
    intro = [_("The briefing is yours alone until you do this. It cannot be taken back: what was told is told.")]
    text = long(_("Who may be told, and what?"), max_length=1000)
    messages = {"text": {"required": _("Enter who may be told, and what")}}

    @classmethod
    def notes(cls, request):
        """Under which clause."""
        return confidence(request)

    def save(self):
        return services.permit(self.instance, actor=self.user, text=self.cleaned_data["text"])


ACTS = {form.slug: form for form in (Agree, Refuse, Note, PassOn, Permit, Withdraw)}
