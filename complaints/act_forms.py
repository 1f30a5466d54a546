"""What is done with one concern: each a form, and a word of its address."""
from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import long_text
from complaints import assessing, dealing, kinds, named, policy, reading, routing, services, settling
from complaints.forms import RaiseForm
from complaints.models import ConcernTurn
from complaints.wording import why_there
from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import Person
from council_portal.design.fields import Line
from council_portal.design.forms import PlainForm, Typed
from council_portal.documents.fields import PapersField

Heard = ConcernTurn.Heard
KEEPS = RaiseForm.keeps
TOLD_BOTH = _("What do you tell whoever raised it?")
WITHOUT_NAME = _("Without the name of whoever raised it, and without what gives them away.")
LISTENERS = {
    Heard.BOTH: _("Whoever raised it"),
    Heard.SUBJECT: _("Whoever it is about"),
    Heard.INQUIRY: _("Whoever investigates it"),
    Heard.VIEW: _("The Independent Person"),
    Heard.PANEL: _("The hearing panel"),
}
ONE = "."  # before the place of one of several whom it is about, in the choice of who is to read it
TOLD_SUBJECT = _("What do you tell whoever it is about?")
NAMES_THEM = _("This names whoever raised it, or holds a word that gives them away, and whoever it is about would read it")
REFUSED = {
    "name": ("text", _("This names whoever raised it, or holds a word that gives them away, and whoever it is about would read it. Leave "
                       "it out. It can be written to them once it was decided that they are told (“Decide who knows the name”) and the day "
                       "from which that holds has come")),
    "nobody": ("to", _("Nobody is there yet who would read it")),
}


class OneAct(Typed, PlainForm, GuardedFormMixin, forms.Form):
    """One act on a concern as it was when the page was read. slug: of its address; action: the rule; fits: is there such an act here?"""

    slug = action = heading = button = said = ""
    leaves = False  # whoever does it may see the concern no more
    refusals, law_at = {}, ""  # {word of a CannotBe: (field, words)}; the field at which it is said what the law does not allow

    def __init__(self, *args, instance, **kwargs):
        self.instance = instance
        super().__init__(*args, **kwargs)
        self.shown_with = reading.as_read(instance, self.user)
        self.fields["version"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=self.shown_with)

    @property
    def stale(self):
        """Was it changed since?"""
        return self.is_bound and self.data.get("version") != self.shown_with

    def refused(self, error):
        """What the service found cannot be, said at its field. One that this form has no words for is the portal's fault, and raised."""
        if not isinstance(error, services.CannotBe):  # its text is for people
            self.add_error(self.law_at or None, str(error))
            return
        field, text = {**REFUSED, **self.refusals}[error.args[0]]
        self.add_error(field if field in self.fields else None, text)

    @classmethod
    def fits(cls, concern):
        """Is it offered for this concern, besides what the rule says?"""
        return True

    @classmethod
    def is_due(cls, concern):
        """Where it is a next step (acts.NEXT): is it still to be done?"""
        return True

    @classmethod
    def ripe(cls, concern):
        """Where it is offered: can it be done already? Raises CannotBe, with a word of `refusals`, while it cannot."""

    @classmethod
    def not_yet(cls, concern):
        """Why it cannot be done yet, in words; "" where it can."""
        try:
            cls.ripe(concern)
        except services.CannotBe as missing:
            return cls.refusals[missing.args[0]][1]
        return ""

    @classmethod
    def intro(cls, concern):
        """Sentences above the form, each with its clause."""
        return []

    @classmethod
    def not_offered(cls, concern):
        """[(what is not offered, why the law of today does not allow it)], to be read below the form."""
        return []


class AskNext(OneAct):
    """A question whose office is out goes on only as its asker says."""

    slug, action, heading, button, said = "ask-next", "ask_next", _("Ask the next office"), _("Ask them"), _("They have your question.")
    post = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["post"].initial = getattr(settling.next_office(instance), "post", "")

    @classmethod
    def fits(cls, concern):
        return routing.is_advice(concern.facts["matter"]) and settling.next_office(concern) is not None

    @classmethod
    def intro(cls, concern):
        return [{"text": now("Nobody of the office that you asked is free to answer. Nobody else reads your question unless you say so.")},
                why_there(settling.next_office(concern), routing.way_of(concern).form)]

    def save(self):
        """Ask them."""
        return services.ask_next(self.instance, actor=self.user, post=self.cleaned_data["post"])


class Speaking(OneAct):
    """The office chooses whom it speaks to; everybody else speaks to the office."""

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        if policy.HANDLER not in reading.stands_as(self.user, instance):
            return
        choices = [(heard.value, label) for heard, label in LISTENERS.items() if dealing.audience(instance, heard)]
        choices += one_by_one(instance)
        to = forms.ChoiceField(label=now("Who is to read it?"), choices=choices, widget=forms.RadioSelect, initial=choices[0][0])
        to.error_messages["required"] = now("Select who is to read it")
        self.fields = {"to": to, **self.fields}

    def to(self):
        """{"to", "whom"} as dealing.say has them."""
        heard, _dot, place = self.cleaned_data.get("to", "").partition(ONE)
        return {"to": heard, "whom": [int(place)] if place else []}

    @classmethod
    def intro(cls, concern):
        return [{"text": now("Read by the office that deals with it and by whom you write to. What whoever it is about writes or is told, "
                             "whoever investigates, the Independent Person and the hearing panel read too, as each side is heard by them; "
                             "the Independent Person and the panel also what whoever investigates writes, and the panel the view.")},
                {"text": now("What whoever it is about reads must not tell who raised it, unless that was decided.")}]


def one_by_one(concern):
    """Choices of whom of several a concern is about the office writes to alone, of those who were told."""
    told = {person.pk for person in dealing.audience(concern, Heard.SUBJECT)}
    subjects = concern.facts["subjects"]
    return [(f"{Heard.SUBJECT.value}{ONE}{place}", now("%(name)s alone, of those whom it is about") % {"name": one["name"]})
            for place, one in enumerate(subjects) if one["person"] in told] if len(subjects) > 1 else []


class Say(Speaking):
    """A word between the office and somebody who stands in it."""

    keeps = KEEPS
    slug, action, heading, button, said = "write", "say", _("Write"), _("Send"), _("It is there for the other side.")
    text = long_text(_("What do you want to say?"))

    def save(self):
        """Say it."""
        return dealing.say(self.instance, actor=self.user, text=self.cleaned_data["text"], **self.to())


class AddPapers(Speaking):
    """Evidence."""

    refusals = {"name": ("papers", _(
        "The name of a paper names whoever raised it, or holds a word that gives them away, and whoever it is about would read it"))}

    slug, action, heading, button, said = "papers", "add_paper", _("Add papers"), _("Add them"), _("The papers are added.")
    papers = PapersField(required=True)

    @classmethod
    def intro(cls, concern):
        return [*super().intro(concern), {"text": now("They are encrypted where they are kept.")}]

    def save(self):
        """Add them."""
        data = self.cleaned_data
        return dealing.add_papers(self.instance, actor=self.user, papers=dealing.store(data["papers"]), **self.to())


class KeepNote(OneAct):
    """A note of the office."""

    keeps = KEEPS
    slug, action, heading, button, said = "note", "note", _("Keep a note"), _("Keep it"), _("The note is kept.")
    text = long_text(_("Note"))

    @classmethod
    def intro(cls, concern):
        return [{"text": now("Read by the office that deals with it alone, and by whoever has it after you.")}]

    def save(self):
        """Keep it."""
        return dealing.keep_note(self.instance, actor=self.user, text=self.cleaned_data["text"])


class GiveAdvice(OneAct):
    """Advice, which closes it."""

    keeps = KEEPS
    slug, action, heading, button, said = "advise", "answer", _("Give the advice"), _("Send it"), _("The advice is given.")
    text = long_text(_("Your advice"))

    @classmethod
    def fits(cls, concern):
        return routing.is_advice(concern.facts["matter"])

    def save(self):
        """Give it."""
        return dealing.give_advice(self.instance, actor=self.user, text=self.cleaned_data["text"])


PARTY = _("Whether a Member broke the Code of Conduct, and what calls for an investigation, is not for a Group Leader: step back, and it "
          "goes to the Monitoring Officer. Nobody of one side judges their own, or the other’s: the portal’s own rule")


class Assess(OneAct):
    """The checklist, the decision and its reasons."""

    keeps = KEEPS
    slug, action, heading, button, said = "assess", "assess", _("Assess it"), _("Decide"), _("It is assessed.")
    law_at, refusals = "decision", {"name": ("to_subject", REFUSED["name"][1]), "party": ("branch", PARTY)}
    branch = forms.MultipleChoiceField(label=_("What do you take it to be?"), widget=forms.CheckboxSelectMultiple,
                                       choices=list(kinds.KINDS.items()), help_text=_("Several at once are possible."))
    decision = forms.ChoiceField(label=_("What is to come of it?"), widget=forms.RadioSelect, choices=list(assessing.DECISIONS.items()))
    reasons = long_text(_("Your reasons, for the file"), help_text=_("Read by the office that deals with it alone."))
    text = long_text(TOLD_BOTH, help_text=_("Your decision and why. It is told with the decision."))
    to_subject = long_text(TOLD_SUBJECT, required=False, help_text=_(
        "They know of it. Needed where it ends here. Without the name of whoever raised it."))
    needed_at_times = ("to_subject",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.facts.get("told"):
            del self.fields["to_subject"]
        if dealing.is_party(self.instance):
            self.fields["decision"].choices = [row for row in assessing.DECISIONS.items() if row[0] != assessing.INVESTIGATE]
        asked = {word: forms.ChoiceField(label=label, widget=forms.RadioSelect, choices=list(assessing.ANSWERS.items()))
                 for word, label in assessing.QUESTIONS.items()}
        for field in asked.values():
            field.error_messages["required"] = now("Answer “%(question)s”") % {"question": field.label}
        self.fields = {**asked, **self.fields}

    @classmethod
    def fits(cls, concern):
        return not routing.is_advice(concern.facts["matter"])

    @classmethod
    def intro(cls, concern):
        own = [{"text": now("%(rule)s.") % {"rule": PARTY}}] if dealing.is_party(concern) else []
        return [*own, {"text": now("The questions are the portal’s own: the protocol names none. Each answer is kept with your reasons. "
                                   "Deciding that it belongs elsewhere, or that nothing is to be done, closes it.")}]

    def clean(self):
        """What is for nobody here to deal with is not investigated here."""
        data = super().clean()
        if data.get("ours") == assessing.NO and data.get("decision") in (assessing.EARLY, assessing.INVESTIGATE):
            self.add_error("decision", now("You said that it is not for this council to deal with. Choose where it belongs, or no action"))
        elif data.get("decision") == assessing.INVESTIGATE and data.get("breach") == assessing.NO:
            self.add_error("decision", now("You said that it would be no breach if it is true: then there is nothing to investigate"))
        elif (data.get("decision") == assessing.INVESTIGATE and data.get("capacity") == assessing.NO
              and routing.is_code(self.instance.facts | {"branch": data.get("branch", [])})):
            self.add_error("decision", now("You said that it was not done in an official capacity: the Code of Conduct holds only for what "
                                           "is (Localism Act 2011, section 27(2))"))
        if data.get("decision") in assessing.ENDS and "to_subject" in self.fields and not data.get("to_subject"):
            self.add_error("to_subject", now("Whoever it is about knows of it: tell them that it ends, and how"))
        return data

    def save(self):
        """Decide it."""
        data = self.cleaned_data
        return dealing.assess(self.instance, actor=self.user, decision=data["decision"], text=data["text"], reasons=data["reasons"],
                              branch=data["branch"], to_subject=data.get("to_subject", ""),
                              answers={word: data[word] for word in assessing.QUESTIONS})


class Close(OneAct):
    """What came of it."""

    keeps = KEEPS
    refusals = {"tasks": (None, _("Something is still to be done. Say of each task that it was done, or that it will not be")),
                 "no plan": (None, _("Nothing is in the plan. Add what was agreed on as a task first (“Add a task to the plan”)")),
                 "name": ("to_subject", REFUSED["name"][1])}
    slug, action, heading, button, said = "close", "close", _("Close it"), _("Close it"), _("It is closed.")
    text = long_text(_("What came of it?"), help_text=_("Whoever raised it reads this."))
    to_subject = long_text(TOLD_SUBJECT, help_text=_("That it ends, and how. Without the name of whoever raised it."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.facts.get("told"):
            del self.fields["to_subject"]

    @classmethod
    def ripe(cls, concern):
        dealing.all_done(concern)

    def save(self):
        """Close it."""
        data = self.cleaned_data
        return dealing.close(self.instance, actor=self.user, text=data["text"], to_subject=data.get("to_subject", ""))


class Withdraw(OneAct):
    """Taken back."""

    slug, action, heading, button, said = "take-back", "withdraw", _("Take it back"), _("Take it back"), _("You have taken it back.")
    text = long_text(_("Why do you take it back?"), required=False, max_length=2000)

    @classmethod
    def intro(cls, concern):
        if concern.status == policy.TALK:
            return [{"text": now("Whoever you asked for the talk sees nothing of it any more, and is not told whether you took it back or "
                                 "sent the form. Where the talk has settled it, say so instead (“It is settled”).")},
                    {"text": now("You can raise it again.")}]
        return [{"text": now("What was said stays with those who have it. You can raise it again.")}]

    def save(self):
        """Take it back."""
        return services.withdraw(self.instance, actor=self.user, text=self.cleaned_data["text"])


class StepBack(OneAct):
    """Self-recusal in one press."""

    slug, action, heading, button = "step-back", "recuse", _("Step back"), _("Step back")
    said, leaves = _("You have stepped back, and see nothing of it any more."), True
    stale = False  # whatever was changed since: whoever has a conflict of interest is out

    @classmethod
    def intro(cls, concern):
        return [{"text": now("For a conflict of interest. You need not say which. You see nothing of it any more from this moment: not the "
                             "text, not that it exists. It goes to the next office that is free, and this cannot be undone. Where you were "
                             "let in by name, it stays with its office, and your part ends.")}]

    def save(self):
        """Step back."""
        return services.step_back(self.instance, actor=self.user)


class KeepOut(OneAct):
    """Somebody else is concerned, says the office."""

    slug, action, heading, button = "keep-out", "keep_out", _("Keep somebody out"), _("Keep them out")
    leaves = True
    anybody = True  # whoever has an account can be kept out, whether they hold an office or not
    name = Line(label=_("Who is concerned in it?"), max_length=200, help_text=_("The name. They see nothing of it any more."))

    @classmethod
    def intro(cls, concern):
        return [{"text": now("For whoever it is about, where the portal did not know the name, and for whoever has an interest in it. If "
                             "they have it today, it goes to the next office that is free.")}]

    def clean_name(self):
        """One person."""
        self.person = one_person(self.user, self.cleaned_data["name"], anybody=self.anybody)
        if self.person.pk == reading.raiser_of(self.instance).pk:
            raise forms.ValidationError(now("That is who raised it"))
        return self.cleaned_data["name"]

    def save(self):
        """Keep them out."""
        self.said = now("%(name)s is kept out.") % {"name": self.person.full_name}
        return services.keep_out(self.instance, self.person, actor=self.user)


class NameConcerned(KeepOut):
    """Somebody else is concerned, says whoever raised it, until it is assessed. In no office they look nobody up: they say which of those
    who read it, or would."""

    slug, action, heading = "concerned", "name_concerned", _("Say who else is concerned")
    anybody = False

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.readers = {} if self.user.principals else {str(person.uid): person for person in settling.readers(instance)}
        if self.readers:
            self.fields["name"] = forms.ChoiceField(
                label=self.fields["name"].label, widget=forms.RadioSelect, help_text=now("They see nothing of it any more."),
                choices=[(uid, person.full_name) for uid, person in self.readers.items()],
                error_messages={"required": now("Select who is concerned in it")})

    def clean_name(self):
        """One person: of the readers where they are the choice."""
        if not self.readers:
            return super().clean_name()
        self.person = self.readers[self.cleaned_data["name"]]
        return self.cleaned_data["name"]


def one_person(user, typed, *, anybody=False):
    """The one Person whose name this is. anybody: as `named.look` has it. Raises ValidationError."""
    found = named.look(user, typed, anybody=anybody).found
    if len(found) != 1:
        raise forms.ValidationError(
            now("Nobody’s name holds this: type less of it") if not found else
            now("Several people can be meant: %(names)s. Type the whole name, or the email address") % {
                "names": ", ".join(f"{one['name']} ({one['note']})" if one["note"] else one["name"] for one in found[:5])})
    return Person.objects.permitted(user, "choose").get(uid=found[0]["uid"])
