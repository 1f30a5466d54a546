"""What the panel found, the decision and the second look at it: each a form, and a word of its address (see act_forms.OneAct)."""
import re

from crispy_forms.layout import Layout
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import long_text
from complaints import deciding, inquiry, nations, process, reviewing, services, wording
from complaints.act_forms import KEEPS, NAMES_THEM, PARTY, TOLD_BOTH, TOLD_SUBJECT, WITHOUT_NAME, OneAct
from complaints.sanctions import catalogue
from council_portal.design.dates import day
from council_portal.design.fields import Line, of_our_time
from council_portal.design.layout import Revealing

FINDINGS = {deciding.BREACH: _("A breach"), deciding.PARTLY: _("A breach in part"), deciding.NO_BREACH: _("No breach")}
MOST_MONTHS = 120  # of what lasts without a limit of its statute: the portal's own bound


class Decide(OneAct):
    """The decision."""

    keeps = KEEPS
    slug, action, heading, button, said, law_at = "decide", "decide", _("Decide it"), _("Decide"), _("It is decided."), "sanctions"
    needed_at_times = ("view",)
    finding = forms.ChoiceField(label=_("What was found?"), widget=forms.RadioSelect, choices=list(FINDINGS.items()))
    view = long_text(_("How was the Independent Person’s view taken into account?"), required=False,
                     help_text=_("Needed where one is heard, and before anything follows that rests on section 28 of the Localism "
                              "Act 2011."))
    reasons = long_text(_("Your reasons, for the file"), help_text=_("Read by the office that deals with it alone."))
    text = long_text(TOLD_BOTH)
    to_subject = long_text(TOLD_SUBJECT, help_text=WITHOUT_NAME)
    sanctions = forms.MultipleChoiceField(label=_("What follows from it?"), required=False, widget=forms.CheckboxSelectMultiple)
    refusals = {
        "no view": ("view", _("The Independent Person’s view must be asked for, given and taken into account before this is decided, and "
                              "before anything follows that rests on section 28 of the Localism Act 2011")),
        "untold": (None, _("Whoever it is about was not told yet. Tell them and let them answer first (“Tell whoever it is about”)")),
        "no contact": (None, _("Whoever it is about was not told yet how to reach the Independent Person (Localism Act 2011, section "
                               "28(7)). Tell them again, with that (“Tell whoever it is about”)")),
        "party": (None, PARTY),
        "no report": (None, _("The report of the investigation is not there yet. Wait for it, or end the investigator’s access")),
        "hearing": (None, _("The hearing has not taken place yet. Decide it afterwards, set another hour, or call it off")),
        "no finding": (None, _("A member of the hearing panel has not handed in a finding yet. Wait for it, or end their access")),
        "no breach": ("sanctions", _("Nothing follows where no breach was found")),
        "officer": ("sanctions", _("What follows for an officer is for the employer’s own procedures")),
        "name": ("to_subject", NAMES_THEM),
        "others": (None, _("This names one of those whom it is about, and each reads their own name alone. Name somebody else")),
    }

    def __init__(self, *args, instance, **kwargs):
        members = deciding.members_in(instance)
        self.offered = catalogue.lawful(timezone.localdate(), settings.COUNCIL_NATION) if members else []
        self.subjects = [one["name"] for one in instance.facts["subjects"]]
        own = of_each(self.subjects)
        more = {one.word: asked_of(one, [(str(place), self.subjects[place]) for place in members]) for one in self.offered}
        under = {word: list(fields) for word, fields in more.items()}
        self.base_fields = {**own, **{name: field for name, field in type(self).base_fields.items() if not own or name not in OF_ALL},
                            **{name: field for fields in more.values() for name, field in fields.items()}}
        self.needed_at_times = (*type(self).needed_at_times, *(name for names in under.values() for name in names))
        super().__init__(*args, instance=instance, **kwargs)
        asked = nations.is_heard(instance) or nations.heard_for(one.word for one in self.offered)
        if not asked and not instance.facts.get("view_given"):
            del self.fields["view"]
        if not members:
            del self.fields["sanctions"]
            return
        self.fields["sanctions"].choices = [
            (one.word, now("%(what)s (%(basis)s)") % {"what": one.text, "basis": one.basis}) for one in self.offered]
        self.layout = Layout(*(name for name in self.fields if name in own or (name in type(self).base_fields and name != "sanctions")),
                             Revealing("sanctions", under))

    @classmethod
    def ripe(cls, concern):
        deciding.fair(concern)

    @classmethod
    def intro(cls, concern):
        said, facts = [], concern.facts
        if nations.is_heard(concern):
            state = now("The view was given.") if facts.get("view_given") else now("The view was not given yet: it cannot be decided.")
            said.append({"text": now("An Independent Person is heard before this is decided, and the view is taken into account (%(law)s). "
                                     "%(state)s") % {"law": nations.why_heard(concern), "state": state}})
        if facts.get("view_before") and not facts.get("view_given"):
            said.append({"text": wording.view_to_ask(facts)})
        if facts.get("view_given") and facts.get("view_older"):
            said.append({"text": now("Look at this first: the view of the Independent Person is of %(view)s, and the report of the "
                                     "investigation of %(report)s. Whoever gave the view had not read the report. You can ask for a view "
                                     "again (“Ask the Independent Person for a view”) before you decide.") % {
                "view": wording.day_of(facts["view_given"]), "report": wording.day_of(facts["reported"])}})
        if len(deciding.members_in(concern)) < len(facts["subjects"]):
            return [*said, {"text": now("What follows for an officer is for the employer’s own procedures, not for this page.")}]
        return said

    @classmethod
    def not_offered(cls, concern):
        if not deciding.members_in(concern):
            return []
        known = catalogue.rows(settings.COUNCIL_NATION)
        return [(one.text, why) for one, why in catalogue.refused(timezone.localdate(), settings.COUNCIL_NATION) if one.word in known]

    def clean(self):
        """What follows has a day, and a number of months where it lasts; what stands under a box that is not ticked counts for nothing."""
        data = super().clean()
        for one in self.offered:
            if one.word in data.get("sanctions", ()):
                self.check_due(one, data)
                self.check_months(one, data)
                self.check_whom(one, data)
            else:
                for part in PARTS:
                    self.errors.pop(at(part, one.word), None)
        return data

    def check_due(self, one, data):
        """By when."""
        name = at("due", one.word)
        if name in self.errors:
            return
        if not data.get(name):
            self.add_error(name, now("%(what)s: enter the day by which it is to be done") % {"what": one.text})
        elif data[name] < timezone.localdate():
            self.add_error(name, now("%(what)s: enter today or a later day") % {"what": one.text})

    def check_months(self, one, data):
        """For how long, where the statute sets a limit."""
        name = at("months", one.word)
        if one.months and not data.get(name) and name not in self.errors:
            self.add_error(name, now("%(what)s: enter for how many months, %(n)s at most") % {"what": one.text, "n": one.months})

    def check_whom(self, one, data):
        """For whom, where it can be for one of several."""
        name = at("whom", one.word)
        if name in self.fields and name not in self.errors and not data.get(name):
            self.add_error(name, now("%(what)s: select for whom") % {"what": one.text})

    def refused(self, error):
        """A name stands at the very field in which it was typed."""
        if isinstance(error, services.CannotBe) and len(error.args) > 1:
            word, (part, about) = error.args
            self.add_error(at(part, about), self.refusals[word][1])
            return
        super().refused(error)

    def typed_label(self, field):
        """Each field of something that follows, with what it belongs to."""
        whole = {at(part, one.word): one.text for part in PARTS for one in self.offered}
        return f"{whole[field.name]}: {field.label}" if field.name in whole else super().typed_label(field)

    def save(self):
        """Decide it."""
        data = self.cleaned_data
        each = [deciding.Found(data[f"finding_{place}"], data[f"to_subject_{place}"]) for place in range(len(self.subjects))
                if f"finding_{place}" in self.fields]
        return deciding.decide(
            self.instance, actor=self.user, finding=data.get("finding", ""), reasons=data["reasons"], text=data["text"],
            to_subject=data.get("to_subject", ""), each=each, view=data.get("view", ""),
            sanctions=[deciding.Follows(word, data[at("what", word)], data[at("due", word)], data.get(at("months", word)), self.whom(word),
                                       data[at("who", word)])
                       for word in data.get("sanctions", ())])

    def whom(self, word):
        """For which of several this follows, as deciding.Follows has it."""
        return tuple(int(place) for place in self.cleaned_data.get(at("whom", word), ()))


PARTS = ("whom", "what", "who", "months", "due")
OF_ALL = ("finding", "to_subject")  # asked once of one whom it is about, of each of several


def found_of_each(subjects):
    """{name: field} of the finding on each of several whom a concern is about; {} of one. subjects: their names."""
    fields = {}
    for place, name in enumerate(subjects) if len(subjects) > 1 else ():
        fields[f"finding_{place}"] = forms.ChoiceField(label=now("What was found of %(name)s?") % {"name": name}, widget=forms.RadioSelect,
                                                       choices=list(FINDINGS.items()))
        fields[f"finding_{place}"].error_messages["required"] = now("Select what was found of %(name)s") % {"name": name}
    return fields


def of_each(subjects):
    """The same with what each is told."""
    fields = {}
    for (field, asked), (place, name) in zip(found_of_each(subjects).items(), enumerate(subjects), strict=False):
        fields[field] = asked
        fields[f"to_subject_{place}"] = long_text(now("What do you tell %(name)s?") % {"name": name}, help_text=now(
            "Read by them alone, of those whom it is about. Without the name of whoever raised it."))
    return fields


def at(part, word):
    """The name of a field that belongs to one sanction. word: of the catalogue, or any text of the council's own section."""
    return f"{part}_{re.sub(r'[^0-9A-Za-z_]', lambda found: f'_{ord(found[0]):x}_', word)}"


def asked_of(one, members):
    """{name: field} of what is asked where this catalogue.Sanction is chosen. members: [(place, name)] of the Members whom it is about."""
    fields = {}
    if len(members) > 1:
        fields[at("whom", one.word)] = forms.MultipleChoiceField(
            label=now("For whom?"), required=False, widget=forms.CheckboxSelectMultiple, choices=members,
            help_text=now("Each is told of their own alone."))
    fields[at("what", one.word)] = long_text(now("What exactly?"), required=False, max_length=2000)
    fields[at("who", one.word)] = Line(label=now("Who sees to it?"), required=False, max_length=200,
                                       help_text=now("Leave it empty where the office that decides does. Whoever it is about reads it."))
    if one.limited or one.months:
        most = one.months or MOST_MONTHS
        fields[at("months", one.word)] = forms.IntegerField(
            label=now("For how many months?"), required=False, min_value=1, max_value=most, error_messages={
                "max_value": now("%(what)s: for at most %(n)s months (%(basis)s)") % {"what": one.text, "n": most, "basis": one.basis}},
            help_text=now("At most %(n)s.") % {"n": most})
    fields[at("due", one.word)] = forms.DateField(
        label=now("By when is it to be done?"), required=False, validators=[of_our_time], help_text=now("The office is reminded of it."),
        error_messages={"invalid": now("%(what)s: enter a real date, like 27 3 2027") % {"what": one.text}})
    return fields


class Find(OneAct):
    """A member of the hearing panel hands in what they found."""

    keeps = KEEPS
    slug, action, heading, button, said = "finding", "find", _("Hand in the panel’s finding"), _("Hand it in"), _(
        "Your finding is handed in.")
    leaves = True
    finding = forms.ChoiceField(label=_("What was found?"), widget=forms.RadioSelect, choices=list(FINDINGS.items()))
    text = long_text(_("The finding and its reasons"), help_text=_("Read by the office that decides, and by the rest of the panel."))
    refusals = {"early": (None, _("The hearing has not taken place yet"))}

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.each = found_of_each([one["name"] for one in instance.facts["subjects"]])
        if self.each:
            self.fields = {**self.each, **{name: field for name, field in self.fields.items() if name != "finding"}}

    @classmethod
    def fits(cls, concern):
        return inquiry.was_heard(concern)

    @classmethod
    def intro(cls, concern):
        return [{"text": now("Each member of the panel hands in one, once; where the panel was of one mind, all can write the same. It "
                             "cannot be changed, and from then on you see nothing of this any more. The office decides with it in "
                             "sight. The protocol does not say how a panel reports: it is the portal’s own rule.")}]

    def save(self):
        """Hand it in."""
        data = self.cleaned_data
        return inquiry.find(self.instance, actor=self.user, finding=data.get("finding", ""), text=data["text"],
                            each=[data[name] for name in self.each])


class AskReview(OneAct):
    """A second look."""

    keeps = KEEPS
    slug, action, heading, button, said = "ask-again", "ask_review", _("Ask that it is looked at again"), _("Ask"), _("It is asked.")
    text = long_text(_("Why should it be looked at again?"))
    refusals = {"late": (None, _("The time in which this may be asked is over")),
                "twice": (None, _("You have asked for it already. What you wrote is kept, and is looked at"))}

    @classmethod
    def fits(cls, concern):
        return reviewing.may_be_asked(concern)

    @classmethod
    def intro(cls, concern):
        clause = process.clause(concern, process.ASK_AGAIN)
        own = "" if clause else now(" The protocol has no second look: it is the portal’s own rule.")
        said = now("Until %(day)s, and once by each. An office that did not decide it looks at it again, where one is free; what others "
                   "ask meanwhile is looked at with it.")
        return [{"text": said % {"day": day(reviewing.until(concern))} + own, "clause": clause}]

    def save(self):
        """Ask."""
        return reviewing.ask_review(self.instance, actor=self.user, text=self.cleaned_data["text"])


class Review(OneAct):
    """The second look is decided."""

    keeps = KEEPS
    slug, action, heading, button, said = "again", "review", _("Decide the second look"), _("Decide"), _("It is decided.")
    upheld = forms.ChoiceField(label=_("Does the decision stand?"), widget=forms.RadioSelect,
                               choices=[("yes", _("It stands. This is closed once what follows from it is done")),
                                        ("no", _("It is set aside, with what is still to be done, and the concern is assessed anew, "
                                                 "by you"))])
    text = long_text(TOLD_BOTH)
    to_subject = long_text(TOLD_SUBJECT, required=False, help_text=WITHOUT_NAME)
    refusals = {"name": ("to_subject", NAMES_THEM)}

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
