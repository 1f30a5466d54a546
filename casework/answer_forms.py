"""What officers type to answer a case and keep the Member informed, and what is typed with papers or standard lines."""
import datetime

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from casework import asking, services
from casework.endings import still_to_come
from casework.forms import ActForm, long_text
from casework.kinds import QUESTIONS
from casework.models import CaseClock, Outcome, StandardLine
from casework.somebody import as_uid
from council_portal.access.decisions import can
from council_portal.access.forms import GuardedFormMixin
from council_portal.clock.days import london_date
from council_portal.design.dates import day
from council_portal.documents.fields import PapersPart

ANSWERED = _("Answered")  # how a plain question ends, where a concern is done
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
        "reason": _("Enter the reason, so that the Member can pass it on"), "no_power": _("Enter why the council has no power to do it"),
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
        "Only if it is refused: a whole sentence that the Member can pass on."))
    no_power = forms.CharField(label=_("Why has the council no power to do it?"), required=False, max_length=300, help_text=_(
        "Only if there is no power to do it: a whole sentence that the Member can pass on, for example: The council cannot make a private "
        "owner mend a fence."))
    sure = forms.BooleanField(label=_("It has been done, I have made sure"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.case.matter in QUESTIONS:
            del self.fields["done_on"]
        said = still_to_come(self["text"].value() or "") if self.is_bound and "done_on" in self.fields else ""
        if not said or self["outcome"].value() != Outcome.DONE:
            del self.fields["sure"]
        self.said = said
        self.fields["outcome"].choices = self.outcomes = [
            (value, ANSWERED if value == Outcome.DONE and self.case.matter in QUESTIONS else text) for value, text in Outcome.choices]

    @property
    def endings(self):
        """Each ending with the questions that belong to it, for the page."""
        chosen = self["outcome"].value()
        return [{"value": value, "text": text, "id": f"{self['outcome'].auto_id}_{number}", "chosen": chosen == value,
                 "fields": [self[name] for name in [*self.NEEDS[value], *(["sure"] if value == "done" else [])] if name in self.fields]}
                for number, (value, text) in enumerate(self.outcomes)]

    def clean(self):
        data = super().clean()
        outcome, today = data.get("outcome"), timezone.localdate()
        for name in self.NEEDS.get(outcome, []):
            if name in self.fields and not data.get(name) and name not in self.errors:
                self.add_error(name, self.MISSING[name])
        if outcome == Outcome.DONE and data.get("done_on") and (wrong := self.wrong_day(data["done_on"], today)):
            self.add_error("done_on", wrong)
        if outcome == Outcome.SCHEDULED and data.get("scheduled_on") and data["scheduled_on"] < today:
            self.add_error("scheduled_on", _("The day for which it is planned cannot be in the past. Choose Done for what was done."))
        if outcome == Outcome.DONE and self.said and not data.get("sure"):
            self.add_error("outcome", _now(
                "Your answer says that it is still to be done (“%(said)s”). Choose Scheduled and give the day and the programme – or "
                "confirm that it has been done.") % {"said": self.said})
        return data

    def wrong_day(self, on, today):
        """What is wrong with a day on which it is said to have been done, in a sentence, or ""."""
        received = london_date(self.case.received)
        if on > today:
            return _("The day on which it was done cannot be in the future. Choose Scheduled for what is to come.")
        if on < received - A_YEAR:
            return _now("The day on which it was done cannot be more than a year before the case was received (%(day)s). Look at the "
                        "year that you entered.") % {"day": day(received)}
        return ""

    def given(self):
        data, outcome = self.cleaned_data, self.cleaned_data["outcome"]
        note = {Outcome.DONE: ""}.get(outcome, self.NEEDS[outcome][-1])
        return {"text": data["text"], "papers": data["papers"], "outcome": outcome, "outcome_note": data[note] if note else "",
                "outcome_on": {Outcome.DONE: data.get("done_on"), Outcome.SCHEDULED: data["scheduled_on"]}.get(outcome)}


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


class UpdateForm(WithLine):
    slug, service, action = "update", staticmethod(services.update), "update"
    done = _("Your update has been posted.")
    on_any_version = True
    heading, button = _("Post an update"), _("Post the update")
    messages = {"text": {"required": _("Enter your update")}}
    text = long_text(_("Your update"))

    @property
    def explanation(self):
        said = _now("An update tells the other side something without changing where the case stands.")
        if self.case.overdue and self.user.person != self.case.raised_by:
            said += " " + _now("The answer is overdue, and a question stops that clock no more: ask here, and the Member can reply here.")
        return said


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
        """What is said of itself where nothing was typed: the names of the files.

        SECURITY: never the name of the paper that is replaced: whoever joined since may read this turn, and not that paper.
        """
        data, files = super().given(), ", ".join(upload.name for upload in self.cleaned_data["papers"])
        said = _now("A new version of a paper: %(files)s") if self.cleaned_data.get("replaces") else _now("Added: %(files)s")
        return data | {"text": data["text"] or said % {"files": files}}
