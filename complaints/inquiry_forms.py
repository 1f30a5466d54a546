"""What the office does with a concern after it was received: each a form, and a word of its address (see act_forms.OneAct)."""
import contextlib

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import long_text
from complaints import dealing, inquiry, nations, policy, routing, wording
from complaints.act_forms import KEEPS, PARTY, REFUSED, TOLD_BOTH, TOLD_SUBJECT, WITHOUT_NAME, OneAct, one_person
from complaints.independents.services import serving
from council_portal.accounts.models import Person
from council_portal.clock.days import at_london
from council_portal.design.dates import day
from council_portal.design.fields import Line, TimeOfDay, of_our_time

GRANTS = {policy.INVESTIGATOR: _("Investigate it"), policy.INDEPENDENT: _("Give a view as the Independent Person"),
          policy.PANEL: _("Sit on the hearing panel")}
# SECURITY: the same for whoever is concerned in whatever way, as a personal connection is for the Monitoring Officer alone to know.
CANNOT = _("Choose somebody else: this person cannot be let in")
NOT_INDEPENDENT = {
    "not appointed": _("This Independent Person is not in the council’s list any more. Choose one of those who are"),
    "barred": _("Somebody of this name was a Member or an officer of the council within the last five years, and cannot be its Independent "
                "Person (Localism Act 2011, section 28(8))"),
    "concerned": CANNOT,
    "technical": _("The technical administrator is let into no concern: choose somebody else"),
    "office": _("This person deals with it already: choose somebody else"),
    "other part": _("This person has had another part in it, and nobody has two. Whoever was asked for the talk before the form sees "
                    "nothing of it any more either: the informal stage stays closed (SEC-6.1). Choose somebody else"),
}


def independent_choices(*, account=False):
    """[(uid, the name and how to reach them)] of the Independent Persons in force today. account: only of those who have one here."""
    return [(str(one.uid), one.reached) for one in serving(timezone.localdate()) if one.person_id or not account]


def chosen(uid):
    """The Independent Person in force of this uid, or None."""
    return next((one for one in serving(timezone.localdate()) if str(one.uid) == uid), None)


def of_the_list():
    """Sentences on whom the law has asked, and on what to do where nobody is in the list."""
    said = [{"text": now("An Independent Person is one whom the council has appointed as the law says: the vacancy was advertised, they "
                         "applied, and a majority of all Members approved it; they are no Member, co-opted member or officer of the "
                         "council, were none within five years, and are no relative or close friend of one (Localism Act 2011, section "
                         "28(8)). Their view is asked and taken into account before the decision on an allegation that the council has "
                         "decided to investigate (section 28(7)).")}]
    return said if serving(timezone.localdate()) else [*said, {"text": str(NOBODY)}]


NOBODY = _("The council’s list of Independent Persons has nobody in force today. The Monitoring Officer or the deputy enters who was "
           "appointed, on the Monitoring Officer’s desk (“Independent Persons”), and the other of them agrees")


class Investigate(OneAct):
    """Early resolution did not settle it."""

    keeps = KEEPS
    slug, action, heading, button, said = "investigate", "investigate", _("Investigate it after all"), _("Investigate it"), _(
        "It is under investigation.")
    refusals = {"name": ("to_subject", REFUSED["name"][1]), "party": ("text", PARTY)}
    text = long_text(TOLD_BOTH, help_text=_("Why early resolution did not settle it, and what happens next."))
    to_subject = long_text(TOLD_SUBJECT, help_text=_("That it is investigated. Without the name of whoever raised it."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.facts.get("told"):
            del self.fields["to_subject"]

    @classmethod
    def fits(cls, concern):
        return not dealing.is_party(concern)

    def save(self):
        """Investigate it."""
        data = self.cleaned_data
        return dealing.investigate(self.instance, actor=self.user, text=data["text"], to_subject=data.get("to_subject", ""))


class Appoint(OneAct):
    """Somebody is let in by name."""

    keeps = KEEPS
    slug, action, heading, button, said = "appoint", "appoint", _("Let somebody in by name"), _("Let them in"), _(
        "They are let in, and told.")
    capacity = forms.ChoiceField(label=_("What are they to do?"), widget=forms.RadioSelect, choices=list(GRANTS.items()))
    independent = forms.ChoiceField(label=_("Which Independent Person?"), widget=forms.RadioSelect, required=False, help_text=_(
        "Where one is to give a view. Of those whom the council has appointed, who have an account of the portal."))
    name = Line(label=_("Who?"), max_length=200, required=False, help_text=_(
        "Who is to investigate it or to sit on the panel: the name. They need an account of the portal."))
    needed_at_times = ("independent", "name")
    until = forms.DateField(label=_("Until which day?"), validators=[of_our_time], help_text=_("At most a year. It ends by itself."))
    text = long_text(_("What do you ask of them?"), max_length=4000)
    refusals = {
        "until": ("until", _("Enter today or a day within a year")),
        "concerned": ("name", CANNOT),
        "barred": ("independent", NOT_INDEPENDENT["barred"]),
        "not appointed": ("independent", NOT_INDEPENDENT["not appointed"]),
        "term": ("until", _("The appointment of this Independent Person ends before that day. Enter an earlier one")),
        "twice": ("until", _("This person is let in for that until this day already. Another day takes its place")),
        "hearing": ("until", _("The hearing is later: enter its day, or a later one")),
        "technical": ("name", _("The technical administrator is let into no concern: choose somebody else")),
        "office": ("name", _("This person deals with it already: choose somebody else, or do it as the office")),
        "other part": ("name", NOT_INDEPENDENT["other part"]),
        "party": ("capacity", PARTY),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["independent"].choices = independent_choices(account=True)
        if not self.fields["independent"].choices:
            del self.fields["independent"]
            self.fields["capacity"].choices = [(word, text) for word, text in GRANTS.items() if word != policy.INDEPENDENT]
        if self.is_bound and self.data.get("capacity") != policy.INDEPENDENT:
            self.ask_who()

    @classmethod
    def fits(cls, concern):
        return not dealing.is_party(concern)

    def refused(self, error):
        """Said of an Independent Person where they were chosen."""
        super().refused(error)
        if self.cleaned_data.get("capacity") == policy.INDEPENDENT and "name" in self.errors:
            self.errors["independent"] = self.errors.pop("name")

    def ask_who(self):
        """SECURITY: of somebody in no office only their address says who they are, so it is shown, and the office says that it is right."""
        with contextlib.suppress(forms.ValidationError):
            person = one_person(self.user, self.data.get("name", "").strip(), anybody=True)
            if not person.offices:
                said = now("%(name)s, who holds no office here, has the address %(email)s: that is whom I mean")
                sure = forms.BooleanField(label=said % {"name": person.full_name, "email": person.email}, error_messages={
                    "required": now("Look whether this is the address of whom you mean, and tick it")})
                at = list(self.fields).index("name") + 1
                rows = list(self.fields.items())
                self.fields = dict([*rows[:at], ("sure", sure), *rows[at:]])

    def clean_name(self):
        """One person, where it is not an Independent Person, who is chosen."""
        if self.cleaned_data.get("capacity") == policy.INDEPENDENT:
            return ""
        if not self.cleaned_data["name"]:
            raise forms.ValidationError(now("Enter the name of whom you let in"))
        self.person = one_person(self.user, self.cleaned_data["name"], anybody=True)
        return self.cleaned_data["name"]

    def clean_independent(self):
        """One of the list, where one is to give a view."""
        uid = self.cleaned_data["independent"]
        if self.cleaned_data.get("capacity") != policy.INDEPENDENT:
            return ""
        if not uid:
            raise forms.ValidationError(now("Select which Independent Person"))
        self.person = chosen(uid).person
        return uid

    @classmethod
    def intro(cls, concern):
        nobody = [] if independent_choices(account=True) else [{"text": now(
            "No Independent Person with an account is in the council’s list, so none can be let in. One without is asked by letter (“Ask "
            "the Independent Person for a view”).")}]
        return [{"text": now(
            "They read the form, its papers, what whoever it is about was told and answered, and what is written to them; the Independent "
            "Person and the panel also what whoever investigates is told and writes, and the panel the view. Nobody of them reads the "
            "office’s own notes. Whoever investigates sees nothing of it any more once the report is handed in, a member of the panel once "
            "their finding is.")}, {"text": now(
            "Whoever raised it, and whoever it is about if they were told of it, are told who is let in and in which part, and that they "
            "can write to you if this person is concerned in it.")}, *nobody]

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
    def is_due(cls, concern):
        return any(row.capacity == policy.INVESTIGATOR for row in inquiry.grants(concern))

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
    refusals = {word: ("independent", text) for word, text in {**NOT_INDEPENDENT, "party": PARTY}.items()}
    independent = forms.ChoiceField(label=_("Which Independent Person?"), widget=forms.RadioSelect)
    text = long_text(_("What do you ask?"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["independent"]
        field.choices = independent_choices()
        field.error_messages["required"] = now("Select which Independent Person") if field.choices else str(NOBODY)

    @classmethod
    def fits(cls, concern):
        return not routing.is_advice(concern.facts["matter"]) and not dealing.is_party(concern)

    @classmethod
    def is_due(cls, concern):
        return concern.status == policy.INQUIRY and inquiry.missing_view(concern) and not concern.facts.get("view_asked")

    @classmethod
    def intro(cls, concern):
        said = []
        if concern.status != policy.INQUIRY:
            said = [now("It is not decided to investigate it yet. A view that is given now stays in the file, and is asked for anew once "
                        "it is, before the decision.")]
        elif concern.facts.get("view_before") and not concern.facts.get("view_asked"):
            said = [wording.view_to_ask(concern.facts)]
        return [*of_the_list(), *({"text": one} for one in said),
                {"text": now("An Independent Person with an account is let in by name first (“Let somebody in by name”). One without is "
                             "asked by letter, and you write down the view.")}]

    def save(self):
        """Ask."""
        data = self.cleaned_data
        return inquiry.ask_view(self.instance, actor=self.user, independent=chosen(data["independent"]), text=data["text"])


class GiveView(OneAct):
    """The view."""

    keeps = KEEPS
    slug, action, heading, button, said = "view", "give_view", _("Give the Independent Person’s view"), _("Save the view"), _(
        "The view is kept.")
    text = long_text(_("The view"), help_text=_("Of whoever was asked for it; as they gave it, where you write it down for them."))
    refusals = {
        "not asked": (None, _("The view was not asked for yet")),
        "another": (None, _("Another Independent Person was asked for this view, and it is theirs to give. Whoever deals with it can ask "
                            "you as well")),
        "not appointed": (None, _("The appointment of the Independent Person who was asked has ended, and a view of somebody who is not "
                                  "appointed does not count (Localism Act 2011, section 28(8)). Another has to be asked")),
    }

    @classmethod
    def fits(cls, concern):
        return bool(concern.facts.get("view_asked"))

    @classmethod
    def is_due(cls, concern):
        return not concern.facts.get("view_given")

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
    refusals = {"past": ("on", _("Enter a day and an hour that have not gone by")),
                "soon": ("on", _("Enter the next working day or a later one, within a year: nobody is called to a hearing for the same "
                                 "day")),
                "panel": ("on", _("Somebody of the panel is let in until an earlier day only: let them in until a later one first"))}

    @classmethod
    def intro(cls, concern):
        return [{"text": now("Whoever raised it, whoever it is about if they were told of it, and the panel read this alike.")},
                {"text": now("The earliest day is the next working day, %(day)s: the portal’s own rule, as the protocol names none. Leave "
                             "them the time that they need to prepare.") % {"day": day(inquiry.earliest_hearing())}}]

    def save(self):
        """Set it."""
        data = self.cleaned_data
        return inquiry.hear(self.instance, actor=self.user, when=at_london(data["on"], data["at"]), place=data["place"], text=data["text"])


class CallOff(OneAct):
    """The hearing does not take place."""

    keeps = KEEPS
    slug, action, heading, button, said = "call-off", "hear", _("Call off the hearing"), _("Call it off"), _(
        "The hearing is called off, and they are told.")
    text = long_text(_("Why?"), max_length=4000, help_text=WITHOUT_NAME)
    refusals = {"not set": (None, _("No hearing lies ahead"))}

    @classmethod
    def fits(cls, concern):
        return inquiry.lies_ahead(concern)

    @classmethod
    def intro(cls, concern):
        return [{"text": now("Whoever was told of the hearing reads this. To move it to another day, set another instead.")}]

    def save(self):
        """Call it off."""
        return inquiry.call_off(self.instance, actor=self.user, text=self.cleaned_data["text"])


class TellSubject(OneAct):
    """Whoever it is about is told."""

    keeps = KEEPS
    slug, action, heading, button, said = "tell", "tell_subject", _("Tell whoever it is about"), _("Tell them"), _("They are told.")
    text = long_text(_("The statement, as they are to read it"), help_text=WITHOUT_NAME)
    support = long_text(_("Who supports them?"), max_length=1000, help_text=_("A name and how to reach them."))
    independent = forms.ChoiceField(label=_("Which Independent Person do they reach?"), widget=forms.RadioSelect, required=False,
                                    help_text=_("They are told the name and how to reach them, and can ask for a view themselves "
                                                "(Localism Act 2011, section 28(7))."))
    needed_at_times = ("independent",)
    refusals = {"unknown": (None, _("Nobody is named whom it is about")), "no independent": ("independent", NOBODY),
                **{word: ("independent", text) for word, text in NOT_INDEPENDENT.items()}}

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        field = self.fields["independent"]
        field.choices, field.required = independent_choices(), nations.is_heard(instance)
        field.error_messages["required"] = now("Select which Independent Person they reach") if field.choices else str(NOBODY)
        if not field.choices and not field.required:
            del self.fields["independent"]

    @classmethod
    def fits(cls, concern):
        return not routing.is_advice(concern.facts["matter"]) and bool(concern.facts["subjects"])

    @classmethod
    def is_due(cls, concern):
        return not concern.facts.get("told")

    @classmethod
    def intro(cls, concern):
        told = now("From now on they see this and whatever else you write to them, and can answer. They see nothing else: not the form, "
                   "not its papers, not who raised it, not what others say.")
        return [{"text": told}, *(of_the_list() if nations.is_heard(concern) else []), *same_for_all(concern), *by_letter(concern)]

    def save(self):
        """Tell them."""
        data = self.cleaned_data
        return inquiry.tell_subject(self.instance, actor=self.user, text=data["text"], support=data["support"],
                                    independent=chosen(data.get("independent")))


def same_for_all(concern):
    """A sentence for whoever writes to several whom a concern is about."""
    many = len(concern.facts["subjects"])
    return [{"text": now("%(many)s people are told, and all read the same words. Each sees their own name alone, so name none of them in "
                         "what you write.") % {"many": many}}] if many > 1 else []


def by_letter(concern):
    """A sentence on those whom the portal does not know."""
    names = [one["name"] for one in concern.facts["subjects"] if not one["person"]]
    said = now("The portal does not know %(names)s. Save this, then take the letter that is made of it (“Letters” on the page) and send it "
               "yourself; keep what they answer as a note.")
    return [{"text": said % {"names": ", ".join(names)}}] if names else []
