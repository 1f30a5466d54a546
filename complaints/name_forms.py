"""Who knows the name of whoever raised a concern: each a form, and a word of its address (see act_forms.OneAct)."""
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework.forms import long_text
from complaints import deadlines, dealing, inquiry, naming, nations, reading, routing, wording
from complaints.act_forms import KEEPS, OneAct
from complaints.forms import AlsoKnown
from council_portal.design.dates import day

NOT_AHEAD = {"not ahead": (None, _("It holds already, or was taken back"))}


class DecideName(OneAct):
    """Who knows the name."""

    keeps = KEEPS
    slug, action, heading, button, said = "name", "decide_name", _("Decide who knows the name"), _("Decide"), _("It is decided.")
    who = forms.ChoiceField(label=_("Who knows the name of whoever raised it?"), widget=forms.RadioSelect,
                            choices=list(nations.NAMES.items()))
    reason = long_text(_("Why?"), max_length=2000, help_text=_("Whoever raised it reads this."))

    @classmethod
    def fits(cls, concern):
        return not routing.is_advice(concern.facts["matter"])

    @classmethod
    def intro(cls, concern):
        holds = {"text": now("Today: %(who)s.") % {"who": nations.NAMES[naming.holds(concern)]}}
        asked = concern.facts.get("withheld")
        if not asked:
            return [{"text": now("Until you decide, whoever it is about does not read the name. What you decide holds at once.")}, holds]
        later = now("Where more people are to learn it, whoever raised it is told now, with your reason, and it holds from %(day)s: they "
                    "may agree, write to you or take the matter back before, and you may take the decision back. Where fewer are, it holds "
                    "at once.") % {"day": day(deadlines.after(timezone.localdate(), settings.CONCERN_NAME_DAYS))}
        return [{"text": now("Whoever raised it asked that the name be kept: %(why)s") % {"why": asked}}, holds,
                {"text": f"{later} {whose_days()}"}, *unreached(concern)]

    def save(self):
        """Decide it."""
        return inquiry.decide_name(self.instance, actor=self.user, who=self.cleaned_data["who"], reason=self.cleaned_data["reason"])


class NameWords(OneAct):
    """By which words, beside the name, people would know who raised it."""

    keeps = KEEPS
    slug, action, heading, button = "name-words", "decide_name", _("Words that give the name away"), _("Keep them")
    said = _("They are kept, and left out or refused like the name.")
    also = AlsoKnown(label=_("Other names or words by which people would know who raised it"), help_text=_(
        "Separated by commas: what they are called, a job title. Only words that point to them: what is written to whoever it is about is "
        "refused while it holds one of them."))

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **{**kwargs, "initial": {"also": instance.facts.get("also", "")}})

    @classmethod
    def fits(cls, concern):
        return not routing.is_advice(concern.facts["matter"])

    @classmethod
    def intro(cls, concern):
        return [{"text": now("The words of the name itself are known. Whoever raised it reads what you keep here, and may have given some "
                             "of it: take out what they gave only where it stands in ordinary texts.")}]

    def save(self):
        """Keep them."""
        return dealing.set_words(self.instance, actor=self.user, also=self.cleaned_data["also"])


def whose_days():
    """By whose rule it holds only later."""
    return ngettext("The protocol names no days for it: %(n)s working day is a setting of this council.",
                    "The protocol names no days for it: %(n)s working days are a setting of this council.",
                    settings.CONCERN_NAME_DAYS) % {"n": settings.CONCERN_NAME_DAYS}


def unreached(concern):
    """That whoever raised it reads nothing here any more, [] where they do."""
    if routing.signs_in(reading.raiser_of(concern)):
        return []
    return [{"text": now("Whoever raised it cannot sign in any more and reads nothing here: write to them before you decide.")}]


class TakeBackName(OneAct):
    """What was decided of the name and does not hold yet is taken back."""

    keeps = KEEPS
    slug, action, heading, button = "name-back", "take_back_name", _("Take back what was decided of the name"), _("Take it back")
    said, refusals = _("It is taken back, and nothing shows the name."), NOT_AHEAD
    reason = long_text(_("Why?"), max_length=2000, help_text=_("Whoever raised it reads this."))

    @classmethod
    def fits(cls, concern):
        return naming.ahead(concern) is not None

    @classmethod
    def intro(cls, concern):
        return [{"text": wording.name_ahead(concern)}]

    def save(self):
        """Take it back."""
        return inquiry.take_back_name(self.instance, actor=self.user, reason=self.cleaned_data["reason"])


class AgreeName(OneAct):
    """Whoever raised it agrees."""

    slug, action, heading, button = "agree-name", "agree_name", _("Agree that your name is told"), _("I agree that my name is told")
    said, refusals = _("You have agreed. It holds from now."), NOT_AHEAD

    @classmethod
    def fits(cls, concern):
        return naming.ahead(concern) is not None

    @classmethod
    def intro(cls, concern):
        return [{"text": wording.name_ahead(concern)},
                {"text": now("You need not agree, and need not say why. If you agree, it holds from now, and this cannot be undone.")}]

    def save(self):
        """Agree."""
        return inquiry.agree_name(self.instance, actor=self.user)
