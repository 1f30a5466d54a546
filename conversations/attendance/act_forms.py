"""What is done with one request to attend: each a form, and a word of its address."""
import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from conversations import reasons
from conversations.attendance import parity, policy, services, telling, texts
from conversations.attendance.as_read import AsRead, long, not_for_a_group
from conversations.attendance.change_forms import Cancel, Change
from conversations.attendance.forms import Hours, hour
from conversations.attendance.models import Topic
from conversations.attendance.officers import OfficerField, clashes
from conversations.attendance.review_forms import MakeGood, SetAside, Uphold
from conversations.attendance.reviewing import to_be_decided_under
from conversations.attendance.routing import way_of
from conversations.attendance.wording import OWN_RULE, confidence, given_words, hours, posts, said
from conversations.forms import told_of
from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import Principal
from council_portal.design.fields import Line, of_our_time

NEITHER = _("Say which topic it is about, or give a new one a title")


class OnTopic:
    """Mixin: under which topic of the ledger a group's request is, and what the ledger wants to know.

    apart: why it is none of the topics on which another group was briefed lately; asked where there is such a topic.
    """

    TEXTS = {"title": "new_topic"}

    def offer_topics(self):
        """The topics for a group's request, this service's first; else the questions are not there."""
        if not self.instance.is_of_group:
            for name in ("topic", "new_topic", "difference", "apart", "newest"):
                self.fields.pop(name, None)
            return
        self.fields["topic"].queryset = parity.choices(self.instance, str(self.data.get("new_topic", "")))
        if under := to_be_decided_under(self.instance):
            self.only_under(under)
        self.fields["topic"].label_from_instance = lambda topic: topic.title
        self.near = list(parity.near(self.instance))
        if not self.near:
            del self.fields["apart"]

    def only_under(self, topic):
        """A refusal was set aside with this topic: it is decided under it and no other."""
        field = self.fields["topic"]
        field.queryset = Topic.objects.permitted(self.user, "view").filter(pk=topic.pk)
        field.initial, field.empty_label, field.required = str(topic.uid), None, True
        field.help_text = now("The Monitoring Officer has said that the request is about this topic.")
        self.fields.pop("new_topic", None)

    def attempt(self, act):
        """What this act returns; None, with an error on the form, where the ledger does not take it."""
        try:
            return act()
        except texts.NamesAGroup as named:
            self.add_error(self.TEXTS.get(named.args[0], named.args[0]), not_for_a_group(named))
        except parity.NotSaid:
            self.add_error("apart", now(
                "Another group was briefed in the last 12 months: %(topics)s. Choose the topic if it is the same "
                "matter, or say in a sentence of at least %(letters)d letters why it is not") % {
                    "topics": ", ".join(f"“{one.title}”" for one in self.near), "letters": reasons.LETTERS})
        return None


class Agree(Hours, OnTopic, AsRead, GuardedFormMixin):
    """Agree, and name the officer, the hours and the arrangements."""

    slug, action, heading, button, said = "agree", "agree", _("Agree to the request"), _("Agree"), _("Agreed. Whoever asked is told.")
    officer = OfficerField(label=_("Which officer attends?"), help_text=_("Whoever asked reads the name."))
    on = forms.DateField(label=_("Day"), validators=[of_our_time])
    begins = hour(_("The officer’s time, from"))
    ends = hour(_("Until"))
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.all(), to_field_name="uid", required=False,
                                   empty_label=_("A new one"), help_text=_(
        "Topics of this service first, then all others of the last 12 months and those not used yet. Choose the one under which any group "
        "was briefed on the same matter: this group then gets the same papers."))
    new_topic = Line(label=_("Title of a new topic"), required=False, max_length=120, help_text=_(
        "Name no group: if it is offered to every group, all of them read it."))
    apart = long(_("Why is it none of these topics?"), required=False, help_text=_(
        "For a topic under which no other group was briefed. Another group was briefed in the last 12 months. Kept in the ledger; no group "
        "reads it. If that was about this service or asked in the same title, and on other terms than you enter, this agreement is put "
        "before the Monitoring Officer: the portal’s own rule. It stands meanwhile."))
    arrangements = long(_("Arrangements"), help_text=_(
        "How the officer attends, what is prepared, what is sent. Whoever asked reads this. Name no other group."))
    difference = long(_("Why is it not what the first group was given?"), required=False, help_text=_(
        "Only where the arrangements, the length or the post of the officer differ. In words. It is put before the Monitoring Officer and "
        "kept in the ledger; no group reads it. The agreement stands meanwhile."))
    newest = forms.BooleanField(label=_("Give the newest pack to this group, and to every group before it"), required=False, help_text=_(
        "Papers were added or withdrawn after the first group was briefed. Without this the group gets what the groups before it have, so "
        "that all have the same."))
    exception = long(_("The exception, in writing"), help_text=_(
        "This writing is copied as it stands. Nothing else of the request is."))
    advice = long(_("What was advised?"))
    advice_on = forms.DateField(label=_("On which day was the advice given?"), validators=[of_our_time])
    invite = forms.BooleanField(label=_("Invite them"), required=False)
    needed_at_times = ("topic", "new_topic", "difference", "apart")
    messages = {"advice": {"required": _("Enter what was advised")}, "advice_on": {"required": _("Enter the day of the advice")}}
    choose = {"topic": "view"}

    def __init__(self, *args, instance, **kwargs):
        local = timezone.localtime
        shown = {"on": local(instance.starts_at).date(), "begins": f"{local(instance.starts_at):%H:%M}",
                 "ends": f"{local(instance.ends_at):%H:%M}", "officer": str(instance.wanted.uid) if instance.wanted else None}
        super().__init__(*args, instance=instance, **{**kwargs, "initial": shown})
        self.fields["accepted"] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.fields["officer"].offer()
        self.offer_topics()
        if instance.is_of_group and not any(parity.behind(one, instance.group) for one in self.fields["topic"].queryset):
            del self.fields["newest"]
        self.by_the_protocol(way_of(instance))

    def by_the_protocol(self, way):
        """What this protocol asks of an agreement, and no more."""
        if not way.asks_for_exception:
            del self.fields["exception"]
        if way.advisers:
            self.fields["advice"].label = now("What did they advise: %(posts)s?") % {"posts": posts(way.version, way.advisers)}
            self.fields["advice"].help_text = now("They get a copy of the writing of the decision.")
        else:
            del self.fields["advice"], self.fields["advice_on"]
        if way.may_invite is None:
            del self.fields["invite"]
        else:
            self.fields["invite"].label = now("Invite: %(posts)s") % {"posts": posts(way.version, way.may_invite.to)}
            self.fields["invite"].help_text = now("The protocol leaves it to you: %(condition)s.") % {"condition": way.may_invite.condition}

    @classmethod
    def notes(cls, request):
        """What was asked, who is taken at that hour, and what other groups were given: that is proposed for this one."""
        lines = [said(f"{now('Asked for')}: {hours(request.starts_at, request.ends_at)}.")]
        lines += [said(now("Named elsewhere at that hour already: %(names)s. You can agree all the same.") % {"names": ", ".join(taken)})
                  for taken in [clashes(request, request.starts_at, request.ends_at)] if taken]
        lines += [said(now("Under the topic “%(topic)s” the first group was given: %(given)s Where this request is about the same, give "
                           "the same.") % {"topic": topic.title, "given": given_words(given, request.protocol)},
                       parity.clause_of(request.protocol))
                  for topic, given in (parity.proposals(request) if request.is_of_group else [])]
        way = way_of(request)
        if step := way.to_be_copied:
            what = now("the exception, as you write it") if way.asks_for_exception else now("the arrangements, as you write them")
            lines.append(said(now("Copied to %(posts)s: %(what)s.") % {"posts": posts(way.version, step.inform), "what": what},
                              step.clause or ""))
            lines.append(said(now("Say in it with whom the meeting is, where they need to know: nothing else of the request is copied but "
                                  "of what kind it is.")))
        return lines

    def clean(self):
        """Hours in their order and to come; a topic."""
        data = super().clean()
        self.clean_hours(data, "begins", "ends")
        self.clean_ahead(data)
        if data.get("advice_on") and data["advice_on"] > timezone.localdate():
            self.add_error("advice_on", now("Enter today or a day that has gone by"))
        if self.instance.is_of_group and not self.errors.keys() & {"topic", "new_topic"} and (
                bool(data.get("topic")) == bool(data.get("new_topic"))):
            self.add_error("topic", NEITHER)
        return data

    def asks_again(self):
        """Who is named elsewhere at the hours that were typed, where they reach beyond those asked for, of which the page told already."""
        start, end, asked = self.cleaned_data["begins"], self.cleaned_data["ends"], self.instance
        hours_now = told_of(start, end)
        if (asked.starts_at <= start and end <= asked.ends_at) or self.cleaned_data["accepted"] == hours_now:
            return []
        self.data = self.data.copy()
        self.data[self.add_prefix("accepted")] = hours_now
        return [now("Named elsewhere at that hour already: %(names)s.") % {"names": one} for one in clashes(self.instance, start, end)]

    def save(self):
        """Agree. Returns the request, or None with an error on the form."""
        return self.attempt(self.agree)

    def agree(self):
        """Agree, or say what else is in the way."""
        own = ("version", "accepted", "on", "begins", "ends", "officer")
        data = {name: value for name, value in self.cleaned_data.items() if name not in own}
        officer, person = self.cleaned_data["officer"]
        try:
            return services.agree(self.instance, actor=self.user, officer=officer, person=person, slot_from=self.cleaned_data["begins"],
                                  slot_until=self.cleaned_data["ends"], **data)
        except services.TooLate:
            self.add_error("ends", now("The group begins to decide at %(time)s: the officer’s time must end by then") % {
                "time": f"{timezone.localtime(self.instance.decides_at):%H:%M}"})
        except parity.TitleTaken:
            self.add_error("new_topic", now("There is a topic of this title: choose it above"))
        except parity.Differs:
            proposed = parity.proposed(data["topic"], self.instance.group)
            self.add_error("arrangements", now(
                "The first group was given: %(given)s Give the same, or say below in a sentence of at least %(letters)d letters why "
                "not.") % {
                    "given": given_words(proposed, self.instance.protocol), "letters": reasons.LETTERS})
        return None


class Refuse(OnTopic, AsRead, GuardedFormMixin):
    """Refuse, with a reason."""

    slug, action, heading, button = "refuse", "refuse", _("Refuse the request"), _("Refuse")
    said = _("Refused. Whoever asked is told, unless the refusal waits for the Monitoring Officer to agree.")
    topic = forms.ModelChoiceField(label=_("Is it about one of these topics?"), queryset=Topic.objects.all(), to_field_name="uid",
                                   required=False, empty_label=_("None of these"), help_text=_(
        "Those of this service first, then those of every other service. Where another group was briefed on the same matter, this one is "
        "not refused. What you say here is on record."))
    apart = long(_("Why is it none of these topics?"), required=False, help_text=_(
        "Another group was briefed in the last 12 months, about this service or another. Choose the topic above, or say here in a sentence "
        "why this is another matter. Kept in the ledger; no group reads it."))
    reason = long(_("Why?"), validators=[reasons.in_words], help_text=_(
        "In words: whoever asked reads this. Say nothing of any other group."))
    difference = long(_("Why is it refused although another group was briefed?"), required=False, help_text=_(
        "Only in that case, and in words. Kept on record; no group reads it."))
    needed_at_times = ("topic", "difference", "apart")
    messages = {"reason": {"required": _("Enter why")}}
    choose = {"topic": "view"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_topics()
        if self.instance.is_of_group and parity.clause_of(self.instance.protocol):
            del self.fields["difference"]

    @classmethod
    def notes(cls, request):
        """Who looks at it."""
        if not request.is_of_group:
            return []
        if request.review == policy.SET_ASIDE:
            return [said(now("A refusal of this request was set aside. Another does not hold by itself: it waits until the %(post)s "
                             "agrees, and until then the request stays open. %(rule)s") % {
                                 "post": posts(request.protocol, ["monitoring_officer"]), "rule": OWN_RULE})]
        return [said(now("Every refusal to a political group is put before the %(post)s at once, who lets it stand or sets it aside. "
                         "%(rule)s") % {"post": posts(request.protocol, ["monitoring_officer"]), "rule": OWN_RULE})]

    def save(self):
        """Refuse. Returns the request, or None with an error on the form."""
        return self.attempt(self.refuse)

    def refuse(self):
        """Refuse, or say that it is bound."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        try:
            return services.refuse(self.instance, actor=self.user, **data)
        except parity.Bound as bound:
            self.add_error("topic", now("Another group was briefed on this topic, so this one cannot be refused (clause %(clause)s). Agree "
                                        "to it, with similar arrangements.") % {"clause": bound.args[0]})
        except parity.Differs:
            self.add_error("difference", now("Another group was briefed on this topic. The protocol does not say that each gets the same; "
                                             "the portal’s own rule does: agree to it, or enter in a sentence why it is refused all the "
                                             "same"))
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


class PassOn(AsRead, GuardedFormMixin):
    """Let another officer read it."""

    slug, action, heading, button = "pass-on", "pass_on", _("Let another officer read what was said"), _("Let them read it")
    said = _("They can read it now, and are told.")
    principal = forms.ModelChoiceField(label=_("Who?"), queryset=Principal.objects.all(), to_field_name="uid")
    reason = Line(label=_("Why do their duties need it?"), max_length=200, validators=[reasons.in_words], help_text=_(
        "In words. Everybody who reads the request reads this."))
    messages = {"principal": {"invalid_choice": _("Select one of those who may be told")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["principal"].queryset = telling.may_be_told(self.instance)

    @classmethod
    def notes(cls, request):
        """Under which clause."""
        clause = way_of(request).about("group_confidence") if request.is_of_group else ""
        text = now("Only to those whose duties need it, only so far as they need it, and never to whoever decided on the request.")
        permits = now("The Member who asked permits that it is told to the offices that you can choose here, and to no others: %(text)s")
        named = [said(permits % {"text": request.permitted})] if request.permitted else []
        return [said(text if clause else f"{text} {OWN_RULE}", clause), *named]

    def save(self):
        return telling.pass_on(self.instance, actor=self.user, principal=self.cleaned_data["principal"],
                               reason=self.cleaned_data["reason"])


class Permit(AsRead, GuardedFormMixin):
    """The Member lets others be told of what was said."""

    slug, action, heading, button = "permit", "permit", _("Permit that others are told"), _("Permit it")
    said = _("Permitted, and the officer is told.")
    intro = [_("What was said is told to nobody else until you do this, and then to those alone whom you choose here. It cannot be taken "
               "back: what was told is told.")]
    to = forms.ModelChoiceField(label=_("Who may be told?"), queryset=Principal.objects.all(), to_field_name="uid", help_text=_(
        "Never whoever decided on the request. You can name others later, one at a time."))
    text = long(_("What may they be told?"), max_length=1000)
    messages = {"text": {"required": _("Enter what they may be told")}, "to": {"required": _("Choose who may be told")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = telling.may_be_named(self.instance)

    @classmethod
    def notes(cls, request):
        """Under which clause."""
        return confidence(request)

    def save(self):
        return telling.permit(self.instance, actor=self.user, to=[self.cleaned_data["to"]], text=self.cleaned_data["text"])


ACTS = {form.slug: form for form in (
    Agree, Refuse, Uphold, SetAside, MakeGood, Change, Cancel, Note, PassOn, Permit, Withdraw)}
