"""What is done with one notice: each a form, and a word of its address."""
import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.reports.act_forms import AsRead
from conversations.notices import disclosure, lawful, reading, services
from conversations.notices.forms import (
    HOUR_MESSAGES,
    ConfidentialPapers,
    HourPart,
    MakeNotice,
    NoticeForm,
    hour_shown,
    long_text,
    shown_of,
)
from conversations.notices.short_forms import ShortPart
from conversations.notices.timing import confidence_clause, lead
from conversations.notices.wording import posts_asked, short_in_words, why_fewer
from council_portal.design.dates import moment
from council_portal.design.fields import Line
from council_portal.design.forms import PlainForm, Typed
from council_portal.protocol.services import in_force, version_of

SHORT_NOW = {"short": (None, _("There are fewer days now than the protocol asks for, or whoever you name cannot be named any more. Open "
                               "the page once more."))}


class OneAct(Typed, AsRead, PlainForm, forms.Form):
    """One act on a notice as it was when the page was read. slug: of its address; action: the rule.

    heading, button, said: of the page. cannot: {reason of CannotBe: (field or None, sentence)}.
    """

    cannot = {}

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    @classmethod
    def intro(cls, notice, user):
        """Sentences above the form, each with its clause."""
        return []

    @classmethod
    def hindered(cls, notice, user):
        """Why there is no form, as sentences, or nothing."""
        return []


class ChangeNotice(AsRead, NoticeForm):
    """Other words, while it is a draft."""

    slug, action, heading, button, said = "change", "change", _("Change the draft"), _("Save"), _("Saved.")
    intro = hindered = classmethod(lambda cls, notice, user: [])
    cannot = {}

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **{**kwargs, "initial": shown_of(instance)})
        del self.fields["office"], self.fields["papers"]

    def save(self):
        """Keep them."""
        return services.rewrite(self.instance, actor=self.user, **self.words())


class IssueNotice(ShortPart, OneAct):
    """Tell the Members of its wards."""

    slug, action, heading, button = "issue", "issue", _("Issue the notice"), _("Issue it")
    said = _("The notice is issued. The Members of its wards are told.")
    needed_at_times = ShortPart.SHORT
    cannot = {"past": (None, _("The hour of publication has gone by. Change the draft first.")),
              "no ward": (None, _("The notice affects no ward. Change the draft first.")),
              "contents": (None, _("The protocol in force asks for more than the draft holds. Change the draft first.")), **SHORT_NOW}

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        if not self.is_short():
            self.without_short()

    def is_short(self):
        """Issued now, are there fewer days than the protocol asks for?"""
        return lead(in_force()).is_short(timezone.now(), self.instance.publish_at)

    @classmethod
    def intro(cls, notice, user):
        rule, told = lead(in_force()), timezone.now()
        said = [{"text": now("The Members of its wards are told at once, by a message without content. They accept the confidence before "
                             "they read it. On %(when)s it opens to everybody in office by itself.") % {"when": moment(notice.publish_at)}}]
        return said + short_in_words(rule, told, notice.publish_at)

    def clean(self):
        """Fewer days need a reason and a name."""
        data = super().clean()
        if "short_reason" in self.fields:
            self.ask_why()
        return data

    def save(self):
        return services.issue(self.instance, actor=self.user, **self.short_given())


class MoveHour(ShortPart, HourPart, OneAct):
    """Another hour of publication."""

    slug, action, heading, button = "move", "move", _("Move the hour of publication"), _("Move it")
    said = _("The hour of publication is moved. Whoever was told is told again.")
    text = long_text(_("Why is it moved?"), max_length=2000, help_text=_("The Members of the wards read this."))
    field_order = ["publish_on", "publish_time", "text", *ShortPart.SHORT]
    needed_at_times = ShortPart.SHORT
    messages = {"text": {"required": _("Enter why it is moved")}, **HOUR_MESSAGES}
    cannot = {"same": ("publish_on", _("That is the hour of publication already: choose another")),
              "past": ("publish_on", _("Publication must be still to come")), **SHORT_NOW}

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **{**kwargs, "initial": hour_shown(instance.publish_at)})
        if lead(version_of(instance.protocol_id)).days is None:
            self.without_short()
        else:
            self.fields["short_reason"].help_text = now(
                "Only where there are fewer days than the protocol asks for. It is asked for each hour anew; what was said before stays "
                "in what was done with the notice.")

    @classmethod
    def intro(cls, notice, user):
        rule = lead(version_of(notice.protocol_id))
        told = now("It is to be published on %(when)s.") % {"when": moment(notice.publish_at)}
        return [{"text": told}, *short_in_words(rule, notice.issued_at, None)]

    def clean(self):
        """Fewer days, counted from when the Members were told, need a reason and a name."""
        data = super().clean()
        at = data.get("publish_at")
        if at and "short_reason" in self.fields and lead(version_of(self.instance.protocol_id)).is_short(self.instance.issued_at, at):
            self.ask_why()
        return data

    def save(self):
        data = self.cleaned_data
        return services.move_hour(self.instance, actor=self.user, publish_at=data["publish_at"], text=data["text"],
                                  **self.short_given())


class WithdrawNotice(OneAct):
    """It will not be published."""

    slug, action, heading, button = "withdraw", "withdraw", _("Withdraw the notice"), _("Withdraw it")
    said = _("The notice is withdrawn.")
    text = long_text(_("Why is it withdrawn?"), max_length=2000)
    messages = {"text": {"required": _("Enter why it is withdrawn")}}

    @classmethod
    def intro(cls, notice, user):
        if notice.issued_at is None:
            return [{"text": now("Nobody but your office has seen this draft. It is kept, and that it was withdrawn is on record.")}]
        return [{"text": now("It is not published. Whoever was told is told again, reads why, and keeps it in confidence: the portal’s own "
                             "rule, as it was never published.")}]

    def save(self):
        return services.withdraw(self.instance, actor=self.user, text=self.cleaned_data["text"])


class AddPapers(OneAct):
    """More papers."""

    slug, action, heading, button, said = "add-paper", "add_paper", _("Add papers"), _("Add them"), _("The papers are added.")
    papers = ConfidentialPapers(required=True)

    def save(self):
        return services.add_papers(self.instance, actor=self.user, papers=services.store(self.cleaned_data["papers"]))


class Accept(OneAct):
    """A Member of the ward accepts the confidence."""

    slug, action, heading, button = "accept", "accept", _("Accept the confidence"), _("Accept, and read the notice")
    said = _("You have accepted the confidence. This is the notice.")
    accepted = forms.BooleanField(label=_("I keep this notice and its papers in confidence until it is published"))
    messages = {"accepted": {"required": _("Tick the box to accept the confidence: the notice is shown after that")}}

    @classmethod
    def intro(cls, notice, user):
        clause = confidence_clause(version_of(notice.protocol_id))
        rule = now("Until it is published the notice is confidential to the Members of the wards. Do not disclose it further, unless "
                   "whoever may agree to that has agreed.")
        own = now("The protocol in force keeps no notice in confidence; that you accept it before reading is the portal’s own rule.")
        return [{"text": rule, "clause": clause}, *([] if clause else [{"text": own}]), {"text": now(
            "That you accepted it, and when you first opened it, is shown to the office that issues it and to Democratic Services.")}]

    def save(self):
        return reading.accept(self.instance, actor=self.user)


class AskDisclosure(OneAct):
    """May I tell somebody?"""

    slug, action, heading, button = "ask-disclosure", "ask_disclosure", _("Ask for agreement to disclosure"), _("Ask")
    said = _("Your question is with the office that may agree. You are told when it answers.")
    to_whom = Line(label=_("To whom do you want to disclose it?"), max_length=200, help_text=_(
        "A person or a body, for example: the chair of the parish council."))
    text = long_text(_("Why, and what of it?"), max_length=4000)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    messages = {"to_whom": {"required": _("Enter to whom you want to disclose it")}, "text": {"required": _("Enter why, and what of it")}}
    cannot = {"not accepted": (None, _("Accept the confidence first.")),
              "nobody": (None, _("Nobody holds the post that may agree today, nor one above it. Ask Democratic Services."))}

    @classmethod
    def hindered(cls, notice, user):
        if not disclosure.has_accepted(notice, user.person):
            return [now("You have not accepted the confidence yet. Read the notice first.")]
        return []

    @classmethod
    def intro(cls, notice, user):
        return posts_asked(notice, disclosure.placed(notice, user.person))

    def save(self):
        data = self.cleaned_data
        disclosure.ask(self.instance, actor=self.user, key=data["key"], to_whom=data["to_whom"], text=data["text"])
        return self.instance


class AnswerDisclosure(OneAct):
    """What the authority says."""

    slug, action, heading, button = "answer-disclosure", "answer_disclosure", _("Answer the Member"), _("Send the answer")
    said = _("The answer is with the Member.")
    agreed = forms.ChoiceField(label=_("Do you agree?"), widget=forms.RadioSelect, choices=[
        ("yes", _("I agree to this disclosure")), ("no", _("I do not agree"))])
    text = long_text(_("What you say to the Member"), max_length=4000, help_text=_(
        "If you agree: what may be disclosed, and to whom. Nobody else sees more of the notice for it."))
    messages = {"agreed": {"required": _("Select whether you agree")}, "text": {"required": _("Enter what you say to the Member")}}

    @classmethod
    def hindered(cls, notice, user):
        if not disclosure.open_for(notice, user):
            return [now("Every question that was put to your office has been answered.")]
        return []

    @classmethod
    def intro(cls, notice, user):
        asked = disclosure.open_for(notice, user)[:1]
        return [{"text": now("%(who)s asks to disclose it to: %(whom)s.") % {"who": one.asked_by.full_name, "whom": one.to_whom}}
                for one in asked] + [{"text": one.why} for one in asked]

    def __init__(self, *args, instance, user, **kwargs):
        super().__init__(*args, instance=instance, user=user, **kwargs)
        self.asked = next(iter(disclosure.open_for(instance, user)), None)
        self.fields["question"] = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=self.asked and self.asked.uid)

    @property
    def stale(self):
        """Is another question shown now, or another state of the notice?"""
        return super().stale or (self.is_bound and self.data.get("question") != str(self.asked and self.asked.uid))

    def save(self):
        disclosure.answer(self.asked, actor=self.user, agreed=self.cleaned_data["agreed"] == "yes", text=self.cleaned_data["text"])
        return self.instance


class NotSaid(OneAct):
    """Whoever was named says that they did not say it."""

    slug, action, heading, button = "not-said", "deny", _("Say that you did not say so"), _("I did not say so")
    said = _("It stands on the notice. The office that issues it and Democratic Services are told.")
    text = long_text(_("What do you want to say to it?"), max_length=2000, required=False, help_text=_(
        "Everybody who reads the notice reads this."))
    stale = False  # it is of what they were named for, whatever was changed since

    @classmethod
    def hindered(cls, notice, user):
        if lawful.to_deny(list(notice.turns.all()), user.person_id) is None:
            return [now("You have said so already: it stands on the notice.")]
        return []

    @classmethod
    def intro(cls, notice, user):
        turn = lawful.to_deny(list(notice.turns.select_related("author")), user.person_id)
        return [{"text": why_fewer(turn)}, {"text": now(
            "If you did not say so, say it here. It changes nothing of the hour of publication: the office that issues the notice "
            "answers for that. That is the portal’s own rule; no protocol says who decides what is lawful.")}] if turn else []

    def save(self):
        return lawful.deny(self.instance, actor=self.user, text=self.cleaned_data["text"])


class ReplaceNotice(MakeNotice):
    """Another one in its place: what was issued is not edited."""

    keeps = ""  # it is shown with what stands in the other
    slug, action, heading, button = "replace", "replace", _("Write another in its place"), _("Save the draft")
    said = _("The draft is kept. Issue it when it is right.")
    cannot = {}
    hindered = classmethod(lambda cls, notice, user: [])
    stale = False

    @classmethod
    def intro(cls, notice, user):
        return [{"text": now("What was issued is not edited. The new notice says that it takes the place of this one; withdraw this one "
                             "if it must not be published.")}]


ACTS = {form.slug: form for form in (
    Accept, IssueNotice, ChangeNotice, AddPapers, AskDisclosure, AnswerDisclosure, NotSaid, MoveHour, WithdrawNotice, ReplaceNotice)}
