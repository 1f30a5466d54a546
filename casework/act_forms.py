"""What people type to act on a case: a form for each act. Each validates and calls one service."""
import datetime
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework import asking, owners, questions, services
from casework.endings import still_to_come
from casework.forms import ActForm, long_text
from casework.models import CaseClock, Outcome, StandardLine, Status
from casework.somebody import ToSomebody, as_uid
from council_portal.access.decisions import can
from council_portal.access.forms import GuardedFormMixin
from council_portal.design.dates import day
from council_portal.documents.fields import PapersPart
from council_portal.protocol.rules import Route

A_YEAR = datetime.timedelta(days=365)
PAPERS = ("papers", "restricted", "replaces")
Clock = CaseClock.Kind


class WithPapers(ActForm, PapersPart):
    """An act to which papers can be added. On its own page they can be restricted, or new versions of what is there."""

    choose = {"replaces": "view"}

    def __init__(self, *args, case, lines=False, **kwargs):
        known = case.papers.all() if lines and case.papers.exists() else None
        super().__init__(*args, case=case, lines=lines, known=known, **kwargs)
        self.fields["papers"].label = _("Papers")
        if not lines:
            del self.fields["restricted"]
        self.order_fields([name for name in self.fields if name not in PAPERS] + [name for name in PAPERS if name in self.fields])

    @property
    def paper_fields(self):
        """The questions about papers, for a page that writes its fields one by one."""
        return [self[name] for name in PAPERS if name in self.fields]


class WithLine(WithPapers, GuardedFormMixin):
    """An act with a text into which a standard line can be put: by a button that shows the form again, without sending anything."""

    line = forms.ModelChoiceField(
        label=_("Put in a standard line"), queryset=StandardLine.objects.filter(ended_at=None), to_field_name="uid", required=False,
        empty_label=_("Select a line"), help_text=_(
            "It is added at the end of your text, which you can then change. Choose papers after that."))

    def __init__(self, *args, lines=False, **kwargs):
        """lines: whether they can be chosen here; the page of the case leaves that to the page of the act."""
        super().__init__(*args, lines=lines, **kwargs)
        self.may_put_in = can(self.user, "choose", StandardLine)
        found = self.fields["line"].queryset.filter(Q(service=None) | Q(service=self.case.service_id))
        self.fields["line"].queryset = found
        if not (lines and self.may_put_in and found.exists()):
            del self.fields["line"]
        self.order_fields(["line"])

    def clean(self):
        """A line that was chosen and not put in is not dropped unsaid: it is put in now, and nothing is sent."""
        data = super().clean()
        line, text = data.get("line"), (self["text"].value() or "").replace("\r\n", "\n")
        if line and line.text.replace("\r\n", "\n") not in text:
            self.data = self.data.copy()
            self.data[self.add_prefix("text")] = with_line(text, line)
            self.data[self.add_prefix("line")] = ""
            self.errors.pop("text", None)
            self.add_error("text", _("The line was not in your text yet. It is now: look at it, then send."))
        return data

    def anew(self):
        """With the chosen line at the end of the text."""
        typed = {name: self[name].value() for name in self.fields}
        line = as_uid(typed.pop("line", None))
        chosen = self.fields["line"].queryset.filter(uid=line).first() if line and "line" in self.fields else None
        if chosen:
            typed["text"] = with_line(typed.get("text") or "", chosen)
        return self.with_typed(typed)


def with_line(text, line):
    """A text with a standard line at its end."""
    return "\n\n".join(filter(None, [text, line.text]))


class AnswerForm(WithLine):
    """The answer and how it ends the case (NNC-EXPECT). What only one ending needs may be left empty for the others."""

    slug, service, action = "answer", staticmethod(services.answer), "answer"
    done = _("The Member has your answer.")
    heading, button = _("Answer"), _("Send the answer")
    explanation = _("Say what is possible and what is not. The Member reads it, and can accept it or come back.")
    fields_template = "casework/answer_fields.html"
    needed_at_times = ("done_on", "scheduled_on", "programme", "whose", "reason", "no_power", "sure")
    NEEDS = {Outcome.DONE: ["done_on"], Outcome.SCHEDULED: ["scheduled_on", "programme"], Outcome.NOT_OURS: ["whose"],
             Outcome.REFUSED: ["reason"], Outcome.NO_POWER: ["no_power"]}
    MISSING = {
        "done_on": _("Enter the day on which it was done"), "scheduled_on": _("Enter the day on which it is to be done"),
        "programme": _("Enter the programme that it is part of"), "whose": _("Enter whose it is"),
        "reason": _("Enter the reason, so that the Member can pass it on"), "no_power": _("Enter what the council may not do"),
    }
    messages = {"text": {"required": _("Enter your answer")}, "outcome": {"required": _("Select how it ends")}}

    text = long_text(_("Your answer"))
    outcome = forms.ChoiceField(label=_("How does it end?"), choices=Outcome.choices, widget=forms.RadioSelect)
    done_on = forms.DateField(label=_("When was it done?"), required=False, help_text=_("Only if it is done, for example 27 3 2027."))
    scheduled_on = forms.DateField(
        label=_("For which day is it planned?"), required=False, help_text=_("Only if it is scheduled, for example 27 3 2027."))
    programme = forms.CharField(label=_("In which programme?"), required=False, max_length=300, help_text=_(
        "Only if it is scheduled: the round, contract or plan that it is part of."))
    whose = forms.CharField(label=_("Whose is it?"), required=False, max_length=300, help_text=_(
        "Only if it is not the council’s: who does it, and how to reach them."))
    reason = forms.CharField(label=_("Why is it refused?"), required=False, max_length=300, help_text=_(
        "Only if it is refused: words that the Member can pass on."))
    no_power = forms.CharField(label=_("What may the council not do?"), required=False, max_length=300, help_text=_(
        "Only if there is no power to do it: words that the Member can pass on."))
    sure = forms.BooleanField(label=_("It has been done, I have made sure"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        said = still_to_come(self["text"].value() or "") if self.is_bound else ""
        if not said or self["outcome"].value() != Outcome.DONE:
            del self.fields["sure"]
        self.said = said

    @property
    def endings(self):
        """Each ending with the questions that belong to it, for the page."""
        chosen = self["outcome"].value()
        return [{"value": value, "text": text, "id": f"{self['outcome'].auto_id}_{number}", "chosen": chosen == value,
                 "fields": [self[name] for name in [*self.NEEDS[value], *(["sure"] if value == "done" else [])] if name in self.fields]}
                for number, (value, text) in enumerate(Outcome.choices)]

    def clean(self):
        data = super().clean()
        outcome, today = data.get("outcome"), timezone.localdate()
        for name in self.NEEDS.get(outcome, []):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, self.MISSING[name])
        if outcome == Outcome.DONE and data.get("done_on") and data["done_on"] > today:
            self.add_error("done_on", _("The day on which it was done cannot be in the future. Choose Scheduled for what is to come."))
        if outcome == Outcome.SCHEDULED and data.get("scheduled_on") and data["scheduled_on"] < today:
            self.add_error("scheduled_on", _("The day for which it is planned cannot be in the past. Choose Done for what was done."))
        if outcome == Outcome.DONE and self.said and not data.get("sure"):
            self.add_error("outcome", _now(
                "Your answer says that it is still to be done (“%(said)s”). Choose Scheduled and give the day and the programme – or "
                "confirm that it has been done.") % {"said": self.said})
        return data

    def given(self):
        data, outcome = self.cleaned_data, self.cleaned_data["outcome"]
        note = {Outcome.DONE: ""}.get(outcome, self.NEEDS[outcome][-1])
        return {"text": data["text"], "papers": data["papers"], "outcome": outcome, "outcome_note": data[note] if note else "",
                "outcome_on": {Outcome.DONE: data["done_on"], Outcome.SCHEDULED: data["scheduled_on"]}.get(outcome)}


class FirstWordsForm(ActForm):
    """The answer's text alone, on the page of the case: the rest is asked on the page of the act, to which what was typed is carried."""

    slug, service, action = AnswerForm.slug, AnswerForm.service, AnswerForm.action
    heading, explanation, in_short = AnswerForm.heading, AnswerForm.explanation, True
    text = long_text(_("Your answer"))


class AcknowledgeForm(ActForm):
    slug, service, action = "acknowledge", staticmethod(asking.acknowledge), "acknowledge"
    done = _("The Member reads that it has arrived.")
    on_any_version = True
    heading, button = _("Acknowledge it"), _("Tell the Member that it has arrived")
    text = long_text(_("Anything to add"), required=False)

    @classmethod
    def fits(cls, now):
        return Clock.ACKNOWLEDGE in now.running

    @property
    def explanation(self):
        return _now("The Member reads: “%(said)s” This stops the clock of acknowledgement and no other.") % {"said": self.arrived()}

    def arrived(self):
        """What is said of itself: that it has arrived, and who sees to it."""
        if not self.case.owner:
            return _now("Your case has arrived.")
        return _now("Your case has arrived. %(name)s sees to it.") % {"name": self.case.owner.full_name}

    def given(self):
        return {"text": "\n\n".join(filter(None, [self.arrived(), self.cleaned_data["text"]]))}


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
        said = _now("They ask for %(days)s more %(unit)s; their reason is in the thread. Only you can agree: without you the date "
                    "stays as it is. This is the portal’s own rule.")
        return said % {"days": clock.more_days, "unit": clock.get_unit_display()} if clock else ""

    def clean(self):
        data = super().clean()
        if not data.get("agreed"):
            raise forms.ValidationError(_("Choose whether you agree: press one of the two buttons"))
        return data

    def given(self):
        return {"agreed": self.cleaned_data["agreed"] == "yes", "text": self.cleaned_data["text"]}


class UpdateForm(WithLine):
    slug, service, action = "update", staticmethod(services.update), "update"
    done = _("Your update has been posted.")
    on_any_version = True
    heading, button = _("Post an update"), _("Post the update")
    explanation = _("An update tells the other side something without changing where the case stands.")
    messages = {"text": {"required": _("Enter your update")}}
    text = long_text(_("Your update"))


class PapersForm(WithPapers):
    """Papers without a message: an update whose words say themselves what was added."""

    slug, service, action = "papers", staticmethod(services.update), "update"
    done = _("It has been added. Everybody who has the case is told.")
    on_any_version = True
    heading, button = _("Add a paper"), _("Add it")
    explanation = _("A paper that is new, or the next version of one that is here. Everybody who has the case can open it, and is told.")
    text = long_text(_("Anything to say about it"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["papers"].required = True
        self.fields["papers"].error_messages["required"] = _("Choose the file that you want to add")
        self.order_fields([*PAPERS, "text"])

    def given(self):
        """What is said of itself where nothing was typed: the names of the files."""
        data, files = super().given(), ", ".join(upload.name for upload in self.cleaned_data["papers"])
        replaced = self.cleaned_data.get("replaces")
        said = _now("New version of “%(name)s”: %(files)s") % {"name": replaced.name, "files": files} if replaced else _now(
            "Added: %(files)s") % {"files": files}
        return data | {"text": data["text"] or said}


class EscalateForm(ActForm):
    slug, service, action = "escalate", staticmethod(services.escalate), "escalate"
    done = _("It has been taken further.")
    heading, button = _("Take it further"), _("Take it further")
    explanation = _("The reply is overdue. It is for you to decide; nothing is sent unless you say so.")


class ComeBackForm(WithPapers):
    slug, service, action = "come-back", staticmethod(services.come_back), "come_back"
    done = _("It has been sent back.")
    heading, button = _("Come back on it"), _("Send it back")
    explanation = _("The case keeps its reference and its thread, and an answer is due anew. It is counted that you came back.")
    messages = {"text": {"required": _("Enter what is still not settled")}}
    text = long_text(_("What is still not settled?"))


class CloseForm(ActForm):
    slug, service, action = "close", staticmethod(services.close), "close"
    done = _("The case is closed.")
    heading, button = _("Close the case"), _("Close the case")
    accepting = _("Accept the answer and close")
    explanation = _("You can come back on a closed case at any time.")
    text = long_text(_("Anything to add"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.case.status == Status.ANSWERED:
            self.heading = self.button = self.accepting


class SettleForm(ActForm):
    slug, service, action = "settle", staticmethod(questions.settle), "settle"
    done = _("The question is settled, and the Member has your word.")
    heading, button = _("Settle the question"), _("Settle it")
    explanation = _("The Member reads your word, and the question is closed. If you need more of them, ask again instead. That a question "
                    "is settled by whoever asked it is the portal’s own rule.")
    messages = {"text": {"required": _("Enter a word of thanks, or what follows from it")}}
    text = long_text(_("Your word to the Member"), help_text=_("Thanks, or what follows from the reply."))


class PlaceForm(ToSomebody):
    slug, service, action = "place", staticmethod(services.place), "place"
    leaves, said = True, _("%(name)s has it now.")
    heading, button = _("Find somebody for it"), _("Send it there")
    explanation = _("When it was sent nobody held the post that the protocol names, nor one above it, or nobody was there. Choose who "
                    "takes the case. Whoever holds the protocol’s own post today stands first.")
    principal = forms.ChoiceField(label=_("Who takes it?"))
    text = long_text(_("Why they take it"))

    def in_order(self, rows):
        """Those whom the protocol names first, of the case's own service or one that it is part of."""
        case = self.case
        step = services.first_step(Route.from_json(case.route)) if case.status == Status.UNROUTED else services.way_up(case)
        posts, near = step.to if step else (), (case.service_id, case.service.part_of_id, None)
        named = [(_now("Whom the protocol names"), principal, names) for _group, principal, names in rows
                 if principal.post in posts and principal.service_id in near]
        first = {principal for _group, principal, _names in named}
        return [*named, *(row for row in rows if row[1] not in first)]


class AssignForm(ActForm):
    slug, service, action = "assign", staticmethod(owners.assign), "assign"
    heading, button = _("Give it to an officer"), _("Give it to them")
    explanation = _("The officer sees to the case from now on, and the Member reads their name. The clocks go on.")
    cannot = {"not of this office": ("person", _("Select an officer who holds an office that has the case today"))}
    messages = {"person": {"required": _("Select the officer")}}
    person = forms.ChoiceField(label=_("Who sees to it?"))
    text = long_text(_("Anything to add"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = {str(person.uid): person for person in owners.may_own(self.case)}
        self.fields["person"].choices = [("", _("Select")), *((uid, person.full_name) for uid, person in self.found.items())]

    def clean_person(self):
        return self.found[self.cleaned_data["person"]]

    @property
    def done(self):
        return _now("%(name)s sees to it from now on.") % {"name": self.cleaned_data["person"].full_name}


class HandOverForm(ToSomebody):
    slug, service, action = "hand-over", staticmethod(owners.hand_over), "hand_over"
    leaves, said = True, _("%(name)s has it now.")
    heading, button = _("Hand it over"), _("Hand it over")
    explanation = _("Another office takes the case, and the clocks go on from the day of receipt. Unless it is of your own service, you "
                    "read the case no more. This is the portal’s own rule.")
    of_question = {"explanation": _("Another office takes the question on. Unless it is of your own service, you read it no more. This is "
                                    "the portal’s own rule.")}
    cannot = {"nobody to hand it over to": ("principal", _("Nobody is there, or they have the case already. Select another."))}
    principal = forms.ChoiceField(label=_("Who takes it?"))
    text = long_text(_("Why do they take it?"), help_text=_("The Member reads it."))


class WantForm(ToSomebody):
    slug, service, action = "want", staticmethod(asking.want), "want"
    said = _("%(name)s has been asked.")
    heading, button = _("Ask another office to contribute"), _("Ask them")
    explanation = _("The office sees the case only from now on: your question and what is written after it, not what was written before. "
                    "It reads along until the case is closed. Say what it needs to know.")
    cannot = {"nobody to contribute": ("principal", _("Nobody is there, or they have the case already. Select another.")),
              "asked already": ("principal", _("They were asked already and have not answered yet. Select another."))}
    messages = {**ToSomebody.messages, "text": {"required": _("Enter what you ask of them")}}
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


class JoinForm(ToSomebody):
    slug, service, action = "join", staticmethod(asking.join), "join"
    said = _("%(name)s reads it from now on.")
    on_any_version = True
    members_too = True
    heading, button = _("Add somebody"), _("Add them")
    explanation = _("They read the case from now on, and nothing of what was written before. Everybody who has it is told.")
    cites = ("exchange_concern", "member")
    cannot = {"nobody to join": ("principal", _("Select a post of officers, or the office of another Member")),
              "reads it already": ("principal", _("Nobody is there, or they read it already. Select another."))}
    principal = forms.ChoiceField(label=_("Who joins?"))
    text = long_text(_("Why do they join?"), help_text=_("Everybody who has the case reads it, and so do they."))


# In the order in which they are offered. The first of FIRST that a reader may do stands open on the page of the case.
ACTS = [
    ReplyForm, AgreeForm, ContributeForm, EscalateForm, PlaceForm, AnswerForm, AcknowledgeForm, SettleForm, AskForm, GoOnForm, MoreTimeForm,
    CloseForm, ComeBackForm, UpdateForm, AssignForm, HandOverForm, WantForm, JoinForm]
BESIDE = [PapersForm]  # which have their door elsewhere on the page of the case
OPEN = [ReplyForm, AgreeForm, ContributeForm, EscalateForm, PlaceForm, AnswerForm, SettleForm]


def stands_open(case, fitting):
    """Which of the acts that a reader may do now stands open on the page: what is next for them. None where there is nothing to do."""
    wanted = [*OPEN, *([CloseForm] if case.status == Status.ANSWERED else []), *([ComeBackForm] if case.status == Status.CLOSED else []),
              UpdateForm]
    return next((kind for kind in wanted if kind in fitting), None)


def now_of(case, clocks, owed=False):
    """What the acts ask of a case beside its rules. clocks: of the case. owed: does the reader owe a contribution?"""
    running = {clock.kind: clock for clock in clocks if clock.stopped_at is None}
    answer = running.get(Clock.ANSWER)
    left = asking.left_to_extend(answer) if answer else 0
    return SimpleNamespace(running=running, owed=owed, may_extend=left > 0)
