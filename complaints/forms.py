"""What is asked of whoever raises a concern, and of whoever deals with it."""
import uuid

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import long_text
from complaints import dealing, kinds, name_words, named, policy, routing, services
from complaints.wording import TALK_FIRST, office_line
from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import Person
from council_portal.accounts.policy import SEATS
from council_portal.design.fields import Line
from council_portal.design.forms import PlainForm, Typed
from council_portal.documents import limits
from council_portal.documents.fields import PapersField
from council_portal.drafts.papers import as_uploads, too_many_with

TALK, FORM = "talk", "form"


class WithEvidence(forms.Form):
    """A part of a form whose papers wait with its draft, sealed, until it is sent (drafts.pages.KeepsPapers). In no office there is no
    draft, and they are sent with the form itself."""

    keeps_papers = True
    held, unseen = (), False
    papers = PapersField(label=_("Photos or papers"))

    def clean_papers(self):
        """With what waits already, no more than one form takes."""
        papers = self.cleaned_data["papers"]
        if papers and len(papers) + len(self.held) > limits.per_post():
            raise forms.ValidationError(too_many_with(len(self.held), len(papers)), code="too_many")
        return papers

    def evidence(self):
        """What waits, or without a draft what was chosen, sealed anew for a concern: papers of `dealing.store`.

        Raises documents.services.NotInStorage, OSError.
        """
        return dealing.store(as_uploads(self.held) if self.held else self.cleaned_data["papers"])


CODE_ELSEWHERE = _("Whether a Member broke the Code of Conduct is not for a Group Leader. Choose another office, or take Code of Conduct "
                   "out of what you think it is")


def chooses_side(data, matter):
    """Is a matter of the Code of Conduct to go to an office of one side? data: what was chosen, of a form."""
    return data.get("chosen") in routing.PARTY and routing.is_code({"matter": matter, "kinds": data.get("kinds", [])})


def say_not_stored(form):
    """Say at the field for papers that one is not there any more, or cannot be stored."""
    form.add_error("papers", now("A file that you added cannot be found any more, or could not be stored: remove it, and add it again."))


class AlsoKnown(Line):
    """Words beside the name by which people would know somebody, separated by commas. Cleans to the same, each once (name_words)."""

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=600, **kwargs)

    def clean(self, value):
        found = name_words.given(super().clean(value))
        if len(found) > name_words.MOST:
            raise forms.ValidationError(now("Give %(most)s at most") % {"most": name_words.MOST})
        if short := next((one for one in found if name_words.is_too_short(one)), ""):
            raise forms.ValidationError(now("“%(word)s” is too short: it would be found in every text") % {"word": short})
        return ", ".join(found)


def also_known():
    """The question for them, of whoever raises a concern."""
    return AlsoKnown(label=_("Other names or words by which people would know you"), help_text=_(
        "What you are called, your job title, separated by commas. While your name is kept, the portal refuses what is written to whoever "
        "it is about with one of them in it, and leaves them out of what others read who are not to know your name."))


class RaiseForm(Typed, PlainForm, GuardedFormMixin, WithEvidence):
    """One concern, of any matter but advice. way: routing.Way. After `is_valid`: subjects, [(Person or None, name)]."""

    keeps = "in-confidence"
    begin = forms.ChoiceField(label=_("How do you want to begin?"), widget=forms.RadioSelect)
    names = forms.CharField(label=_("Who is it about?"), widget=forms.Textarea(attrs={"rows": 2}), max_length=400, help_text=_(
        "One name to a line. They are kept out from the first moment, whatever office they hold."))
    text = long_text(_("What happened?"), help_text=_("When, where, who was there. Write what you saw or heard yourself."))
    wanted = long_text(_("What do you want to come of it?"), required=False, max_length=2000)
    clauses = Line(label=_("Which clause of the protocol is it about?"), required=False, max_length=120, help_text=_(
        "If you know. Nothing is turned away for want of it."))
    kinds = forms.MultipleChoiceField(label=_("What do you think it is?"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_(
        "As many as fit. It decides nothing: whoever deals with it looks at each."))
    withheld = long_text(_("Is there a reason to be careful with your name?"), required=False, max_length=1000, help_text=_(
        "Whoever it is about never learns your name unless the office that deals with it decides so, with a reason that you read. If you "
        "give a reason here, you are told some working days before more people learn it, and nothing shows it until then."))
    also = also_known()
    chosen = forms.ChoiceField(label=_("Who should deal with it?"), widget=forms.RadioSelect)
    key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ["begin", "names", "text", "wanted", "clauses", "kinds", "withheld", "also", "chosen", "papers", "key"]

    def __init__(self, *args, way, matter, **kwargs):
        self.way, self.matter, self.subjects = way, matter, []
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = list(kinds.KINDS.items())
        self.fields["key"].initial = uuid.uuid4
        self.offer_talk()
        if matter == policy.ADVICE:
            for name in ("wanted", "clauses", "kinds", "withheld", "also"):
                del self.fields[name]
            self.fields["names"].required = False
            self.fields["names"].label = _("Is it about somebody?")
            self.fields["text"].label, self.fields["text"].help_text = _("What do you want to ask?"), ""
        self.offer_offices()
        self.ask_whom()

    def offer_talk(self):
        """The talk that the protocol puts first, where there is somebody to have it with."""
        found = routing.talk_for(self.way, raiser=self.user.person)
        if found is None:
            del self.fields["begin"]
            return
        self.fields["begin"].choices = [
            (TALK, now(TALK_FIRST) % {"office": office_line(found)}),
            (FORM, now("Send the form now. I have had that talk, or I do not want it"))]
        self.fields["begin"].help_text = now(
            "The protocol asks for the talk first, and does not insist on it. Until you send the form, whoever you talk to reads what you "
            "write here. From that moment they see nothing of it any more.")

    def offer_offices(self):
        """A choice of offices, where the protocol leaves one."""
        found = routing.choices(self.way)
        if found:
            self.fields["chosen"].choices = found
        else:
            del self.fields["chosen"]

    def ask_whom(self):
        """A question for each name by which several people can be meant."""
        self.lines = []
        if self.is_bound:
            self.lines = named.read(self.user, self.data.get("names", ""))[:named.MOST + 1]
        at = list(self.fields).index("names") + 1
        for number, line in enumerate(self.lines):
            if len(line.found) > 1:
                label = now("Whom do you mean by “%(name)s”?") % {"name": line.typed}
                field = forms.ChoiceField(label=label, widget=forms.RadioSelect, error_messages={
                    "required": now("Say whom you mean by “%(name)s”") % {"name": line.typed}})
                field.choices = [(one["uid"], f"{one['name']}, {one['note']}" if one["note"] else one["name"]) for one in line.found] + [
                    (named.NOT_LISTED, now("Nobody of these"))]
                rest = list(self.fields.items())
                self.fields = dict([*rest[:at], (f"whom_{number}", field), *rest[at:]])
                at += 1

    def clean_names(self):
        """Not too many, and no name by which more can be meant than a page can show."""
        text = self.cleaned_data["names"]
        if len(self.lines) > named.MOST:
            raise forms.ValidationError(now("Name five people at most. If there are more, say so in your own words below"))
        vague = next((line.typed for line in self.lines if line.more), "")
        if vague:
            raise forms.ValidationError(now("Many people have “%(name)s” in their names: type more of it") % {"name": vague})
        return text

    def clean(self):
        data = super().clean()
        for number, line in enumerate(self.lines):
            uid = data.get(f"whom_{number}") if len(line.found) > 1 else line.found[0]["uid"] if line.found else ""
            person = Person.objects.permitted(self.user, "choose").filter(uid=uid).first() if uid and uid != named.NOT_LISTED else None
            self.subjects.append((person, person.full_name if person else line.typed))
        if any(person and person.pk == self.user.person_id for person, _name in self.subjects):
            self.add_error("names", now("This is your own name. Say who it is about"))
        if self.matter == policy.OFFICER and (one := next((person for person in self.known() if SEATS in person.posts), None)):
            self.add_error("names", now("%(name)s is a Member. Go back, and raise it as a Member’s conduct: the protocol has another way "
                                        "for that, and the law another rule") % {"name": one.full_name})
        if chooses_side(data, self.matter):
            self.add_error("chosen", CODE_ELSEWHERE)
        if data.get("begin") == TALK and not self.talk():
            self.add_error("begin", now("Whoever would have this talk with you is concerned in the matter. Send the form"))
        return data

    def talk(self):
        """The office that would have the talk, or None."""
        return routing.talk_for(self.way, raiser=self.user.person, subjects=self.known())

    def unknown(self):
        """The names by which the portal knows nobody."""
        return [name for person, name in self.subjects if person is None]

    def known(self):
        """The people whom it is about, as far as they are known."""
        return [person for person, _name in self.subjects if person]

    def looked_over(self):
        """[(label, what was answered)] for the page between, choices in their words."""
        found = []
        for field in self.visible_fields():
            value = field.value() if field.name != "papers" else "\n".join(paper.name for paper in self.held)
            if isinstance(field.field, forms.ChoiceField):
                words, value = dict(field.field.choices), value if isinstance(value, list) else [value]
                value = "\n".join(str(words[one]) for one in value if one in words)
            found += [(field.label, value)] if value else []
        return found

    @property
    def wants_talk(self):
        """Is it to begin with the talk?"""
        return self.cleaned_data.get("begin") == TALK

    def office(self, concerned=()):
        """The office to which it goes first, as things are, or None where nobody is free."""
        if self.wants_talk:
            return routing.talk_for(self.way, raiser=self.user.person, subjects=self.known(), out=concerned)
        return routing.office_for(self.way.form, **self.as_known(concerned))

    def shown(self, concerned=()):
        """The offices that the page names before it is sent: `routing.shown`."""
        if self.wants_talk:
            return [office for office in [self.office(concerned)] if office]
        return routing.shown(self.way.form, **self.as_known(concerned))

    def as_known(self, concerned):
        """What routing.office_for takes, of what was typed."""
        data = self.cleaned_data
        return {"raiser": self.user.person, "subjects": self.known(), "out": concerned, "chosen": data.get("chosen", ""),
                "formal": routing.is_code({"matter": self.matter, "kinds": data.get("kinds", [])})}

    def sent_before(self):
        """The concern that this form has made already, or None."""
        data = self.cleaned_data
        return services.made_by(services.as_sent(self.user, data["key"], self.matter, data["text"], self.subjects))

    def save(self, concerned=()):
        """Raise it with the papers that wait. concerned: further people who are kept out.

        Raises services.CannotBe, documents.services.NotInStorage and OSError.
        """
        data = self.cleaned_data
        return services.raise_concern(
            actor=self.user, key=data["key"], matter=self.matter, subjects=self.subjects, text=data["text"], wanted=data.get("wanted", ""),
            talk=self.wants_talk, chosen=data.get("chosen", ""), concerned=concerned, kinds=data.get("kinds", []),
            clauses=data.get("clauses", ""), withheld=data.get("withheld", ""), also=data.get("also", ""),
            papers=self.evidence())
