"""The decision on a concern and the second look at it: each a form, and a word of its address (see act_forms.OneAct)."""
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import long_text
from complaints import inquiry, nations, policy, process, reviewing
from complaints.act_forms import KEEPS, TOLD_BOTH, WITHOUT_NAME, OneAct
from complaints.sanctions import catalogue
from council_portal.design.dates import day
from council_portal.design.fields import of_our_time

TOLD_SUBJECT = _("What do you tell whoever it is about?")
FINDINGS = {inquiry.BREACH: _("A breach"), inquiry.PARTLY: _("A breach in part"), inquiry.NO_BREACH: _("No breach")}


class Decide(OneAct):
    """The decision."""

    keeps = KEEPS
    slug, action, heading, button, said, law_at = "decide", "decide", _("Decide it"), _("Decide"), _("It is decided."), "sanctions"
    needed_at_times = ("view", "what", "months", "due")
    finding = forms.ChoiceField(label=_("What was found?"), widget=forms.RadioSelect, choices=list(FINDINGS.items()))
    view = long_text(_("How was the Independent Person’s view taken into account?"), required=False,
                     help_text=_("Needed where one is heard."))
    reasons = long_text(_("Your reasons, for the file"), help_text=_("Read by the office that deals with it alone."))
    text = long_text(TOLD_BOTH)
    to_subject = long_text(TOLD_SUBJECT, help_text=WITHOUT_NAME)
    sanctions = forms.MultipleChoiceField(label=_("What follows from it?"), required=False, widget=forms.CheckboxSelectMultiple)
    what = long_text(_("What exactly?"), required=False, max_length=2000, help_text=_("Where something follows."))
    months = forms.IntegerField(label=_("For how many months?"), required=False, min_value=1, max_value=120,
                                help_text=_("Where what follows lasts for a time."))
    due = forms.DateField(label=_("By when is it to be done?"), required=False, validators=[of_our_time],
                          help_text=_("Where something follows. The office is reminded of it."))
    refusals = {
        "no view": ("view", _("The Independent Person’s view must be asked for, given and taken into account before this is decided")),
        "untold": (None, _("Whoever it is about was not told yet. Tell them and let them answer first (“Tell whoever it is about”)")),
        "no report": (None, _("The report of the investigation is not there yet. Wait for it, or end the investigator’s access")),
        "hearing": (None, _("The hearing has not taken place yet. Decide it afterwards, or set another hour")),
        "no breach": ("sanctions", _("Nothing follows where no breach was found")),
        "officer": ("sanctions", _("What follows for an officer is for the employer’s own procedures")),
        "name": ("to_subject", _("This names whoever raised it, and whoever it is about would read it")),
    }

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        if not nations.is_heard(instance) and not instance.facts.get("view_given"):
            del self.fields["view"]
        if instance.facts["matter"] == policy.OFFICER:
            for name in ("sanctions", "what", "months", "due"):
                del self.fields[name]
            return
        self.fields["sanctions"].choices = [
            (one.word, now("%(what)s (%(basis)s)") % {"what": one.text, "basis": one.basis})
            for one in catalogue.lawful(timezone.localdate(), settings.COUNCIL_NATION)]

    @classmethod
    def intro(cls, concern):
        said, facts = [], concern.facts
        if nations.is_heard(concern):
            state = now("The view was given.") if facts.get("view_given") else now("The view was not given yet: it cannot be decided.")
            said.append({"text": now("An Independent Person is heard before this is decided, and the view is taken into account (%(law)s). "
                                     "%(state)s") % {"law": nations.why_heard(concern), "state": state}})
        if facts["matter"] == policy.OFFICER:
            return [*said, {"text": now("It is about an officer: what follows is for the employer’s own procedures, not for this page.")}]
        return said

    @classmethod
    def not_offered(cls, concern):
        if concern.facts["matter"] == policy.OFFICER:
            return []
        known = catalogue.rows(settings.COUNCIL_NATION)
        return [(one.text, why) for one, why in catalogue.refused(timezone.localdate(), settings.COUNCIL_NATION) if one.word in known]

    def clean(self):
        """What follows has a day."""
        data = super().clean()
        if data.get("sanctions") and not data.get("due"):
            self.add_error("due", now("Enter the day by which it is to be done"))
        if data.get("due") and data["due"] < timezone.localdate():
            self.add_error("due", now("Enter today or a later day"))
        return data

    def save(self):
        """Decide it."""
        data = self.cleaned_data
        return inquiry.decide(
            self.instance, actor=self.user, finding=data["finding"], reasons=data["reasons"], text=data["text"],
            to_subject=data["to_subject"], view=data.get("view", ""),
            sanctions=[(word, data["what"], data["due"]) for word in data.get("sanctions", ())], months=data.get("months"))


class AskReview(OneAct):
    """A second look."""

    keeps = KEEPS
    slug, action, heading, button, said = "ask-again", "ask_review", _("Ask that it is looked at again"), _("Ask"), _("It is asked.")
    text = long_text(_("Why should it be looked at again?"))
    refusals = {"late": (None, _("The time in which this may be asked is over")), "twice": (None, _("It was looked at again already"))}

    @classmethod
    def fits(cls, concern):
        return reviewing.may_be_asked(concern)

    @classmethod
    def intro(cls, concern):
        clause = process.clause(concern, process.ASK_AGAIN)
        own = "" if clause else now(" The protocol has no second look: it is the portal’s own rule.")
        return [{"text": now("Until %(day)s, and once. An office that did not decide it looks at it again, where one is free.") % {
            "day": day(reviewing.until(concern))} + own, "clause": clause}]

    def save(self):
        """Ask."""
        return reviewing.ask_review(self.instance, actor=self.user, text=self.cleaned_data["text"])


class Review(OneAct):
    """The second look is decided."""

    keeps = KEEPS
    slug, action, heading, button, said = "again", "review", _("Decide the second look"), _("Decide"), _("It is decided.")
    upheld = forms.ChoiceField(label=_("Does the decision stand?"), widget=forms.RadioSelect,
                               choices=[("yes", _("It stands, and this is closed")), ("no", _("It is assessed anew, by you"))])
    text = long_text(TOLD_BOTH)
    to_subject = long_text(TOLD_SUBJECT, required=False, help_text=WITHOUT_NAME)
    refusals = {"name": ("to_subject", _("This names whoever raised it, and whoever it is about would read it"))}

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        if instance.facts.get("told"):
            self.fields["to_subject"].required = True
        else:
            del self.fields["to_subject"]

    def save(self):
        """Decide it."""
        data = self.cleaned_data
        return reviewing.review(self.instance, actor=self.user, upheld=data["upheld"] == "yes", text=data["text"],
                                to_subject=data.get("to_subject", ""))
