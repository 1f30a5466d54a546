"""What the office does with a concern after it was received: each a form, and a word of its address (see act_forms.OneAct)."""
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import long_text
from complaints import dealing, inquiry, named, nations, policy, reviewing, routing, services
from complaints.act_forms import OneAct, one_person
from complaints.forms import RaiseForm
from complaints.models import ConcernTurn
from complaints.sanctions import catalogue
from council_portal.accounts.models import Person
from council_portal.clock.days import at_london
from council_portal.design.dates import day
from council_portal.design.fields import Line, TimeOfDay, of_our_time

Heard = ConcernTurn.Heard
KEEPS = RaiseForm.keeps
TOLD_BOTH = _("What do you tell whoever raised it?")
TOLD_SUBJECT = _("What do you tell whoever it is about?")
WITHOUT_NAME = _("Without the name of whoever raised it, and without what gives them away.")
FINDINGS = {inquiry.BREACH: _("A breach"), inquiry.PARTLY: _("A breach in part"), inquiry.NO_BREACH: _("No breach")}
GRANTS = {policy.INVESTIGATOR: _("Investigate it"), policy.INDEPENDENT: _("Give a view as the Independent Person"),
          policy.PANEL: _("Sit on the hearing panel")}


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
        return [{"text": now("Within %(days)s working days of the form, and assessed within %(more)s: the protocol names no days, these "
                             "are settings of this council.") % {"days": settings.CONCERN_ACKNOWLEDGE_DAYS,
                                                             "more": settings.CONCERN_ASSESS_DAYS}}]

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
    refusals = {"name": ("what", _("This names whoever raised it, and whoever it is about would read it"))}

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
    refusals = {"ended": ("task", _("This task has ended already")), "name": ("text", _("This names whoever raised it"))}

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["task"].choices = [(str(one.uid), f"{one.facts['what']} ({one.facts['due']})") for one in dealing.open_tasks(instance)]

    @classmethod
    def fits(cls, concern):
        return bool(dealing.open_tasks(concern))

    def save(self):
        """Keep it."""
        data = self.cleaned_data
        return dealing.end_task(self.instance, actor=self.user, task=data["task"], done=data["done"] == "yes", text=data["text"])


class Investigate(OneAct):
    """Early resolution did not settle it."""

    keeps = KEEPS
    slug, action, heading, button, said = "investigate", "investigate", _("Investigate it after all"), _("Investigate it"), _(
        "It is under investigation.")
    text = long_text(TOLD_BOTH, help_text=_("Why early resolution did not settle it, and what happens next."))

    def save(self):
        """Investigate it."""
        return dealing.investigate(self.instance, actor=self.user, text=self.cleaned_data["text"])


class Appoint(OneAct):
    """Somebody is let in by name."""

    keeps = KEEPS
    slug, action, heading, button, said = "appoint", "appoint", _("Let somebody in by name"), _("Let them in"), _(
        "They are let in, and told.")
    capacity = forms.ChoiceField(label=_("What are they to do?"), widget=forms.RadioSelect, choices=list(GRANTS.items()))
    name = Line(label=_("Who?"), max_length=200, help_text=_("The name. They need an account of the portal."))
    until = forms.DateField(label=_("Until which day?"), validators=[of_our_time], help_text=_("At most a year. It ends by itself."))
    text = long_text(_("What do you ask of them?"), max_length=4000)
    refusals = {
        "until": ("until", _("Enter today or a day within a year")),
        "concerned": ("name", _("This person is concerned in it, or has decided it: choose somebody else")),
        "barred": ("name", _("This person was a Member or an officer of the council within the last five years, and cannot be its "
                             "Independent Person (Localism Act 2011, section 28(8))")),
        "twice": ("name", _("This person is let in for that already")),
        "technical": ("name", _("The technical administrator is let into no concern: choose somebody else")),
        "office": ("name", _("This person deals with it already: choose somebody else, or do it as the office")),
        "other part": ("name", _("This person has had another part in it, and nobody has two: choose somebody else")),
    }

    def clean_name(self):
        """One person."""
        self.person = one_person(self.user, self.cleaned_data["name"])
        return self.cleaned_data["name"]

    @classmethod
    def intro(cls, concern):
        return [{"text": now("They read the form, its papers, what whoever it is about answered, and what is written to them; not the "
                             "office’s own notes. Whoever investigates sees nothing of it any more once the report is handed in.")}]

    def save(self):
        """Let them in."""
        data = self.cleaned_data
        return inquiry.appoint(self.instance, actor=self.user, person=self.person, capacity=data["capacity"], until=data["until"],
                               text=data["text"])


class EndGrant(OneAct):
    """Somebody stands in it no more."""

    slug, action, heading, button, said = "end-access", "end_grant", _("End somebody’s access"), _("End it"), _("It has ended.")
    standing = forms.ChoiceField(label=_("Whose access ends?"), widget=forms.RadioSelect)
    refusals = {"ended": ("standing", _("It has ended already"))}

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["standing"].choices = grant_lines(instance)

    @classmethod
    def fits(cls, concern):
        return bool(inquiry.grants(concern))

    def save(self):
        """End it."""
        return inquiry.end_grant(self.instance, actor=self.user, standing=self.cleaned_data["standing"])


def grant_lines(concern):
    """[(key of the standing, who and what for and until when)] of those let in by name."""
    rows = inquiry.grants(concern)
    people = Person.objects.in_bulk([int(row.who.removeprefix("person:")) for row in rows])
    return [(str(row.pk), now("%(name)s: %(what)s, until %(day)s") % {
        "name": people[int(row.who.removeprefix("person:"))].full_name, "what": str(policy.CAPACITIES[row.capacity]),
        "day": day(timezone.localtime(row.until) - timezone.timedelta(seconds=1))}) for row in rows]


class Report(OneAct):
    """The report of the investigation."""

    keeps = KEEPS
    slug, action, heading, button, said = "report", "report", _("Hand in the report"), _("Hand it in"), _("The report is handed in.")
    leaves = True
    text = long_text(_("The report"), help_text=_("What was found, on what evidence. Add papers before you hand it in."))

    @classmethod
    def intro(cls, concern):
        return [{"text": now("Once it is handed in, whoever investigated it sees nothing of it any more.")}]

    def save(self):
        """Hand it in."""
        return inquiry.report(self.instance, actor=self.user, text=self.cleaned_data["text"])


class AskView(OneAct):
    """The Independent Person is asked."""

    keeps = KEEPS
    slug, action, heading, button, said = "ask-view", "ask_view", _("Ask the Independent Person for a view"), _("Ask"), _(
        "It is kept that you asked.")
    who = Line(label=_("Which Independent Person?"), max_length=200)
    text = long_text(_("What do you ask?"))

    def clean_who(self):
        """Nobody who cannot be one, as far as the portal knows them."""
        found = named.look(self.user, self.cleaned_data["who"]).found
        people = Person.objects.permitted(self.user, "choose").filter(uid__in=[one["uid"] for one in found])
        if any(inquiry.is_barred(one, timezone.localdate()) for one in people):
            raise forms.ValidationError(now("Somebody of this name was a Member or an officer of the council within the last five years, "
                                            "and cannot be its Independent Person (Localism Act 2011, section 28(8))"))
        return self.cleaned_data["who"]

    @classmethod
    def fits(cls, concern):
        return not routing.is_advice(concern.facts["matter"])

    @classmethod
    def intro(cls, concern):
        return [{"text": now("An Independent Person with an account is let in by name first (“Let somebody in by name”). One without is "
                             "asked by letter, and you write down the view.")}]

    def save(self):
        """Ask."""
        return inquiry.ask_view(self.instance, actor=self.user, who=self.cleaned_data["who"], text=self.cleaned_data["text"])


class GiveView(OneAct):
    """The view."""

    keeps = KEEPS
    slug, action, heading, button, said = "view", "give_view", _("Give the Independent Person’s view"), _("Save the view"), _(
        "The view is kept.")
    text = long_text(_("The view"), help_text=_("Of whoever was asked for it; as they gave it, where you write it down for them."))
    refusals = {"not asked": (None, _("The view was not asked for yet"))}

    @classmethod
    def fits(cls, concern):
        return bool(concern.facts.get("view_asked"))

    def save(self):
        """Keep it."""
        return inquiry.give_view(self.instance, actor=self.user, text=self.cleaned_data["text"])


class Hear(OneAct):
    """A hearing is set."""

    keeps = KEEPS
    slug, action, heading, button, said = "hearing", "hear", _("Set a hearing"), _("Set it"), _("The hearing is set, and they are told.")
    on = forms.DateField(label=_("Day"), validators=[of_our_time])
    at = TimeOfDay(label=_("Hour"))
    place = Line(label=_("Where?"), max_length=200)
    text = long_text(_("What do they need to know?"), max_length=4000, help_text=WITHOUT_NAME)
    refusals = {"past": ("on", _("Enter a day and an hour that have not gone by"))}

    @classmethod
    def intro(cls, concern):
        return [{"text": now("Whoever raised it, whoever it is about if they were told of it, and the panel read this alike.")}]

    def save(self):
        """Set it."""
        data = self.cleaned_data
        return inquiry.hear(self.instance, actor=self.user, when=at_london(data["on"], data["at"]), place=data["place"], text=data["text"])


class TellSubject(OneAct):
    """Whoever it is about is told."""

    keeps = KEEPS
    slug, action, heading, button, said = "tell", "tell_subject", _("Tell whoever it is about"), _("Tell them"), _("They are told.")
    text = long_text(_("The statement, as they are to read it"), help_text=WITHOUT_NAME)
    support = long_text(_("Who supports them?"), max_length=1000, help_text=_("A name and how to reach them."))
    independent = long_text(_("How do they reach the Independent Person?"), max_length=1000, required=False)
    refusals = {"unknown": (None, _("The portal does not know whom it is about: tell them by letter"))}

    @classmethod
    def fits(cls, concern):
        return not routing.is_advice(concern.facts["matter"]) and bool(services.subjects_of(concern))

    @classmethod
    def intro(cls, concern):
        return [{"text": now("From now on they see this and whatever else you write to them, and can answer. They see nothing else: not "
                             "the form, not its papers, not who raised it, not what others say.")}]

    def save(self):
        """Tell them."""
        data = self.cleaned_data
        return inquiry.tell_subject(self.instance, actor=self.user, text=data["text"], support=data["support"],
                                    independent=data["independent"])


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
        asked = concern.facts.get("withheld")
        said = [{"text": now("Whoever raised it asked that the name be kept: %(why)s") % {"why": asked}}] if asked else []
        return [*said, {"text": now("Until you decide, whoever it is about does not read the name.")}]

    def save(self):
        """Decide it."""
        return inquiry.decide_name(self.instance, actor=self.user, who=self.cleaned_data["who"], reason=self.cleaned_data["reason"])


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
        if not nations.is_heard(instance.facts.get("branch", ()), instance.facts["matter"]) and not instance.facts.get("view_given"):
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
        if nations.is_heard(facts.get("branch", ()), facts["matter"]):
            state = now("The view was given.") if facts.get("view_given") else now("The view was not given yet: it cannot be decided.")
            said.append({"text": now("An Independent Person is heard before this is decided, and the view is taken into account (%(law)s). "
                                     "%(state)s") % {"law": nations.why_heard(), "state": state}})
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
        return [{"text": now("Until %(day)s, and once. An office that did not decide it looks at it again, where one is free. The protocol "
                             "has no second look: it is the portal’s own rule.") % {"day": day(reviewing.until(concern))}}]

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
        if services.people_in(instance, policy.SUBJECT):
            self.fields["to_subject"].required = True
        else:
            del self.fields["to_subject"]

    def save(self):
        """Decide it."""
        data = self.cleaned_data
        return reviewing.review(self.instance, actor=self.user, upheld=data["upheld"] == "yes", text=data["text"],
                                to_subject=data.get("to_subject", ""))
