"""What is typed to ask and be asked: questions to the Member, more time, contributions."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework import asking, clocks, questions
from casework.answer_forms import A_YEAR, WithLine, WithPapers
from casework.forms import ActForm, long_text
from casework.models import CaseClock
from casework.somebody import ToSomebody
from council_portal.design.dates import day

Clock = CaseClock.Kind


class AskForm(WithLine):
    slug, service, action = "ask", staticmethod(asking.ask), "ask"
    done = _("Your question has been sent. The clocks stand still until the reply.")
    heading, button = _("Ask the Member"), _("Send the question")
    explanation = _("Your clocks stand still from today until the reply, and the Member’s own begins. Both of you see both.")
    of_question = {"explanation": _("The Member’s own time begins anew with your question."), "done": _("Your question has been sent.")}
    cites = ("question_to_member", "officer")
    messages = {"text": {"required": _("Enter your question")}}
    text = long_text(_("Your question"), help_text=_("Ask only for what you need to answer."))


class ReplyForm(WithPapers):
    slug, service, action = "reply", staticmethod(asking.reply), "reply"
    done = _("Your reply has been sent.")
    heading, button = _("Reply to the question"), _("Send the reply")
    explanation = _("The officer’s clocks go on when you reply, later by the days of waiting.")
    of_question = {"explanation": _("It goes to the office that asks, which settles the question or asks again.")}
    cites = ("question_to_member", "officer")
    messages = {"text": {"required": _("Enter your reply")}}
    text = long_text(_("Your reply"))


class GoOnForm(ActForm):
    slug, service, action = "go-on", staticmethod(asking.go_on), "go_on"
    done = _("The clocks go on.")
    heading, button = _("Go on without a reply"), _("Go on")
    explanation = _("Your clocks go on from today. The Member is told, and can still post an update. This is the portal’s own rule.")
    of_question = {"done": _("The Member’s time has ended."), "explanation": _(
        "You wait for the reply no longer: the Member’s time ends today. They are told, and can still post an update. You can then settle "
        "the question, or ask again. This is the portal’s own rule.")}
    text = long_text(_("Why you go on"), required=False)


class MoreTimeForm(ActForm):
    slug, service, action = "more-time", staticmethod(asking.ask_more_time), "more_time"
    done = _("The Member has been asked.")
    heading, button = _("Ask for more time"), _("Ask the Member")
    cannot = {"asked already": (None, _("You have asked already, and the Member has not answered yet."))}
    messages = {"days": {"required": _("Enter how many more days you need")}, "text": {"required": _("Enter why you need them")}}
    days = forms.IntegerField(label=_("How many more days?"), min_value=1)
    text = long_text(_("Why do you need them?"), help_text=_("The Member reads it."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.most, self.fields["days"].max_value = asking.most_days(self.case), None
        beyond = ngettext("Enter at most %(n)s day", "Enter at most %(n)s days", self.most) % {"n": self.most}
        self.cannot = {**self.cannot, "beyond the cap": ("days", beyond)}
        clock = self.case.clocks.filter(kind=Clock.ANSWER, stopped_at=None).first()
        self.fields["days"].help_text = _now("%(unit)s, at most %(most)s.") % {
            "unit": clock.get_unit_display().capitalize() if clock else _now("Days"), "most": self.most}

    @classmethod
    def fits(cls, now):
        clock = now.running.get(Clock.ANSWER)
        return bool(clock) and not clock.more_days and now.may_extend

    @property
    def explanation(self):
        return _now("Only the Member can agree, and until then the date stays as it is. All extensions of one answer together may be "
                    "%(most)s days at most, of which %(left)s are left: the portal’s own rule.") % {
                        "most": settings.EXTENSION_DAYS_AT_MOST, "left": self.most}


class AgreeForm(ActForm):
    slug, service, action = "agree", staticmethod(asking.answer_more_time), "agree"
    done = _("The officer has your word.")
    heading = _("The officer asks for more time")
    buttons = [("yes", _("Agree"), False), ("no", _("Do not agree"), True)]
    agreed = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], required=False, widget=forms.HiddenInput)
    text = long_text(_("Anything to add"), required=False)

    @classmethod
    def fits(cls, now):
        clock = now.running.get(Clock.ANSWER)
        return bool(clock and clock.more_days)

    @property
    def explanation(self):
        clock = self.case.clocks.filter(kind=Clock.ANSWER, stopped_at=None).exclude(more_days=None).first()
        said = _now("They ask for %(days)s; their reason is in the thread. %(date)s Only you can agree: without you the date stays as it "
                    "is. This is the portal’s own rule.")
        return said % {"days": asking.more_days(clock.more_days, clock.unit), "date": would_be(clock)} if clock else ""

    def clean(self):
        data = super().clean()
        if not data.get("agreed"):
            raise forms.ValidationError(_("Choose whether you agree: press one of the two buttons"))
        return data

    def given(self):
        return {"agreed": self.cleaned_data["agreed"] == "yes", "text": self.cleaned_data["text"]}


def would_be(clock):
    """Which date agreeing leads to, in a sentence, and from which. clock: of the answer, with days that are asked for."""
    if clock.due_on is None:
        return _now("The clock stands still until you reply to the question; then they are counted too.")
    return _now("If you agree, the answer is due by %(then)s and not by %(now)s.") % {
        "then": day(clocks.with_more(clock)), "now": day(clock.due_on)}


class SettleForm(ActForm):
    slug, service, action = "settle", staticmethod(questions.settle), "settle"
    done = _("The question is settled, and the Member has your word.")
    heading, button = _("Settle the question"), _("Settle it")
    explanation = _("The Member reads your word, and the question is closed. If you need more of them, ask again instead. That a question "
                    "is settled by whoever asked it is the portal’s own rule.")
    messages = {"text": {"required": _("Enter a word of thanks, or what follows from it")}}
    text = long_text(_("Your word to the Member"), help_text=_("Thanks, or what follows from the reply."))


class WantForm(ToSomebody):
    slug, service, action = "want", staticmethod(asking.want), "want"
    said = _("%(name)s has been asked.")
    heading, button = _("Ask another office to contribute"), _("Ask them")
    explanation = _("The office sees the case only from now on: your question and what is written after it, not what was written before. "
                    "It reads along until the case is closed. Say what it needs to know.")
    cannot = {"nobody to contribute": ("principal", _("Nobody is there, or they have the case already. Select another.")),
              "asked already": ("principal", _("They were asked already and have not answered yet. Select another."))}
    messages = {**ToSomebody.messages, "due_on": {"required": _("Enter the day by which you need it")},
                "text": {"required": _("Enter what you ask of them")}}
    principal = forms.ChoiceField(label=_("Whom do you ask?"))
    due_on = forms.DateField(label=_("By which day?"), help_text=_("For example 27 3 2027."))
    text = long_text(_("What do you ask of them?"))

    def clean_due_on(self):
        chosen, today = self.cleaned_data["due_on"], timezone.localdate()
        if chosen < today:
            raise forms.ValidationError(_("The day cannot be in the past"))
        if chosen > today + A_YEAR:
            raise forms.ValidationError(_("Enter a day within a year"))
        return chosen


class ContributeForm(WithPapers):
    slug, service, action = "contribute", staticmethod(asking.contribute), "contribute"
    done = _("Your contribution has been sent.")
    on_any_version = True
    heading, button = _("Contribute"), _("Send the contribution")
    messages = {"text": {"required": _("Enter your contribution")}}
    text = long_text(_("Your contribution"))

    @classmethod
    def fits(cls, now):
        return bool(now.owed)

    @property
    def explanation(self):
        owed = asking.owed_by(self.case, self.user)
        said = _now("You were asked for it by %(day)s. ") % {"day": day(owed.due_on)} if owed else ""
        return said + _now("The Member and everybody else who has the case reads it.")
