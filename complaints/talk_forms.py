"""The talk that comes first, and the form after it: each a form, and a word of its address (see act_forms.OneAct)."""
from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import long_text
from complaints import kinds, policy, reading, routing, services, settling
from complaints.act_forms import KEEPS, OneAct
from complaints.forms import CODE_ELSEWHERE, WithEvidence, also_known, chooses_side
from complaints.wording import why_shown
from council_portal.design.fields import Line


class AnswerTalk(OneAct):
    """Whoever was asked for a talk, or whoever asked for it, answers the other."""

    keeps = KEEPS
    slug, action, heading, button, said = "talk", "talk", _("Answer"), _("Answer"), _("Your answer is there for the other side.")
    text = long_text(_("When can you talk, or how did it go?"), max_length=4000)

    @classmethod
    def fits(cls, concern):
        return bool(reading.people_of(concern, policy.TALKER))

    @classmethod
    def intro(cls, concern):
        return [{"text": now("Read by whoever asked for the talk and by whoever was asked for it, and by nobody else. Once the form is "
                             "sent, or this is taken back, whoever was asked sees nothing of it any more: not which of the two, and not "
                             "what comes of it."),
                 "clause": routing.way_of(concern).form.clause or ""}]

    def save(self):
        """Answer it."""
        return services.answer_talk(self.instance, actor=self.user, text=self.cleaned_data["text"])


class SettledByTalk(OneAct):
    """The talk has settled it, says whoever asked for it."""

    keeps = KEEPS
    slug, action, heading, button, said = "settled", "settle", _("It is settled"), _("It is settled"), _("It is settled, and closed.")
    text = long_text(_("What was agreed?"), max_length=4000)

    @classmethod
    def intro(cls, concern):
        return [{"text": now("This closes it as settled in a talk. Whoever you asked for the talk reads what you write here, and goes on "
                             "seeing that it was settled. Nothing is sent to anybody else, and it is counted nowhere.")},
                {"text": now("The form cannot be sent afterwards. Should it come up again, raise a new concern.")}]

    def save(self):
        """Say so."""
        return services.settled_by_talk(self.instance, actor=self.user, text=self.cleaned_data["text"])


class SendForm(OneAct, WithEvidence):
    """The form after the talk, with the papers that waited for it and others."""

    keeps = KEEPS
    slug, action, heading, button, said = "send", "send", _("Send the form"), _("Send it"), _("The form is sent.")
    text = long_text(_("What happened?"), help_text=_("What you wrote for the talk is not sent with it. Write what is to be known."))
    wanted = long_text(_("What do you want to come of it?"), required=False, max_length=2000)
    clauses = Line(label=_("Which clause of the protocol is it about?"), required=False, max_length=120)
    kinds = forms.MultipleChoiceField(label=_("What do you think it is?"), required=False, widget=forms.CheckboxSelectMultiple,
                                      choices=list(kinds.KINDS.items()))
    withheld = long_text(_("Is there a reason to be careful with your name?"), required=False, max_length=1000)
    also = also_known()
    chosen = forms.ChoiceField(label=_("Who should deal with it?"), widget=forms.RadioSelect)
    going = forms.MultipleChoiceField(label=_("Which of the papers that you added before go with it?"), required=False,
                                      widget=forms.CheckboxSelectMultiple, help_text=_("Whoever you talked to has not seen them."))
    field_order = ["text", "wanted", "clauses", "kinds", "withheld", "also", "chosen", "going", "papers"]

    def __init__(self, *args, instance, **kwargs):
        facts, waiting = instance.facts, reading.waiting_papers(instance)
        shown = {"clauses": facts["clauses"], "kinds": facts["kinds"], "withheld": facts["withheld"],
                 "also": facts.get("also", ""),
                 "going": [str(paper.uid) for paper in waiting]}
        super().__init__(*args, instance=instance, **{**kwargs, "initial": shown})
        found = routing.choices(routing.way_of(self.instance))
        if found:
            self.fields["chosen"].choices = found
        else:
            del self.fields["chosen"]
        self.fields["going"].choices = [(str(paper.uid), paper.facts["name"]) for paper in waiting]
        if not waiting:
            del self.fields["going"]

    def clean(self):
        """SECURITY: nothing goes that the page did not show."""
        if chooses_side(self.cleaned_data, self.instance.facts["matter"]):
            self.add_error("chosen", CODE_ELSEWHERE)
        if self.unseen:
            self.add_error("papers", now("The papers that wait have changed in another window: look at them, and send it again."))
        return super().clean()

    @classmethod
    def intro(cls, concern):
        way = routing.way_of(concern)
        return [*why_shown(routing.shown(way.form, **settling.known_of(concern)), way.form),
                {"text": now("If one of them is concerned in it, keep them out before you send it: the page of the matter has that.")},
                {"text": now("From the moment you send it, it is confidential, and whoever you talked to sees nothing of it any more."),
                 "clause": way.form.clause or ""}]

    def save(self):
        """Send it. Raises documents.services.NotInStorage and OSError."""
        data = self.cleaned_data
        return services.send_form(
            self.instance, actor=self.user, text=data["text"], wanted=data["wanted"], chosen=data.get("chosen", ""),
            clauses=data["clauses"], kinds=data["kinds"], withheld=data["withheld"], also=data["also"],
            papers=self.evidence(), going=data.get("going", ()))
