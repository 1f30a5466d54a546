"""What the office does with a concern on the way: each a form, and a word of its address (see act_forms.OneAct)."""
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import long_text
from complaints import dealing, process, routing, wording
from complaints.act_forms import KEEPS, NAMES_THEM, TOLD_BOTH, OneAct
from complaints.models import ConcernTurn
from council_portal.design.fields import Line, of_our_time

Heard = ConcernTurn.Heard


class Acknowledge(OneAct):
    """That it has come."""

    keeps = KEEPS
    slug, action, heading, button, said = "acknowledge", "acknowledge", _("Acknowledge it"), _("Send"), _("It is acknowledged.")
    text = long_text(TOLD_BOTH, help_text=_("That it has come, what happens next, and by when."))
    refusals = {"twice": (None, _("It was acknowledged already"))}

    @classmethod
    def fits(cls, concern):
        return not routing.is_advice(concern.facts["matter"]) and not concern.facts.get("acknowledged")

    @classmethod
    def intro(cls, concern):
        days = {"days": process.days(concern, process.ACKNOWLEDGE), "more": process.days(concern, process.ASSESS)}
        clause = process.clause(concern, process.ACKNOWLEDGE, process.ASSESS)
        own = "" if clause else now(" The protocol does not name both: what it leaves out is a setting of this council.")
        return [{"text": now("Within %(days)s working days of the form, and assessed within %(more)s.") % days + own, "clause": clause}]

    def save(self):
        """Acknowledge it."""
        return dealing.acknowledge(self.instance, actor=self.user, text=self.cleaned_data["text"])


class Plan(OneAct):
    """A task of the plan."""

    keeps = KEEPS
    slug, action, heading, button, said = "plan", "plan", _("Add a task to the plan"), _("Add it"), _("The task is in the plan.")
    what = long_text(_("What is to be done?"), max_length=1000, help_text=_("Such as an apology, a talk with a third person, training."))
    who = Line(label=_("Who does it?"), max_length=200)
    due = forms.DateField(label=_("By when?"), validators=[of_our_time])
    told = forms.BooleanField(label=_("Whoever it is about reads this task too"), required=False)
    refusals = {"name": ("what", NAMES_THEM)}

    @classmethod
    def intro(cls, concern):
        return [{"text": now("A task is something that was agreed to, or a step in carrying out what was decided. It imposes nothing on "
                             "anybody: what follows for a Member follows from a decision alone, and only as the law of its day allows.")}]

    def clean_due(self):
        """Not in the past."""
        if self.cleaned_data["due"] < timezone.localdate():
            raise forms.ValidationError(now("Enter today or a later day"))
        return self.cleaned_data["due"]

    def save(self):
        """Add it."""
        data = self.cleaned_data
        told = [Heard.BOTH, Heard.SUBJECT] if data["told"] else [Heard.BOTH]
        return dealing.plan(self.instance, actor=self.user, what=data["what"], who=data["who"], due=data["due"], told=told)


class EndTask(OneAct):
    """A task was done, or not."""

    keeps = KEEPS
    slug, action, heading, button, said = "task", "end_task", _("A task was done, or will not be"), _("Save"), _(
        "It is kept with the task.")
    task = forms.ChoiceField(label=_("Which task?"), widget=forms.RadioSelect)
    done = forms.ChoiceField(label=_("Was it done?"), widget=forms.RadioSelect, choices=[
        ("yes", _("Yes")), ("no", _("No, and it will not be"))])
    text = long_text(_("What came of it?"), max_length=2000)
    refusals = {"ended": ("task", _("This task has ended already")), "name": ("text", NAMES_THEM)}

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["task"].choices = [(str(one.uid), now("%(what)s (by %(day)s)") % {
            "what": one.facts["what"], "day": wording.day_of(one.facts["due"])}) for one in dealing.open_tasks(instance)]

    @classmethod
    def fits(cls, concern):
        return bool(dealing.open_tasks(concern))

    def save(self):
        """Keep it."""
        data = self.cleaned_data
        return dealing.end_task(self.instance, actor=self.user, task=data["task"], done=data["done"] == "yes", text=data["text"])
