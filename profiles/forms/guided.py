"""Acts with consequences: each form says before what will change (check, changes) and afterwards what did (said)."""
import uuid

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import PoliticalGroup, Ward
from council_portal.accounts.services import LastKeeper, leaves_nobody
from council_portal.clock.days import start_of
from council_portal.design.fields import Line, of_our_time
from profiles import services, words
from profiles.forms.one import AUTHORITY, NO_GROUP, ONE_DAY, GroupField, One, capitals, free_address
from profiles.models import Member, was_in_office, will_be_in_office
from profiles.services.groups import group_is_known, leaderships
from profiles.services.leaving import Reason, end_to_come, holdings, would_move


class TermForm(One, GuardedFormMixin, forms.Form):
    """A term ends."""

    last_day = forms.DateField(label=_("Last day in office"), validators=[of_our_time], help_text=_(
        "For example 6 5 2027. It may be in the past or in the future."))
    reason = forms.ChoiceField(label=_("Why it ends"), choices=capitals(Reason.choices), widget=forms.RadioSelect, help_text=_(
        "Kept in the record of what was done, and shown on no page."))

    def clean_last_day(self):
        """Not before the Member took office."""
        day = self.cleaned_data["last_day"]
        begun = [timezone.localdate(row.since) for row in holdings(self.instance.person, timezone.localdate()).offices]
        if not begun:
            raise forms.ValidationError(_("This person is not in office, so there is nothing to end."))
        if day < min(begun):
            raise forms.ValidationError(_("The last day must be on or after %(day)s, when they took office") % {
                "day": words.day(min(begun))})
        if leaves_nobody(self.instance.person, start_of(day + ONE_DAY)):
            raise forms.ValidationError(LastKeeper.says)
        return day

    def moved_from(self):
        """The first day out of office that was entered before, where it is another; else None."""
        before = end_to_come(self.instance.person)
        return before if before != self.cleaned_data["last_day"] + ONE_DAY else None

    def changes(self):
        """What will change, in sentences."""
        person, day, before = self.instance.person, self.cleaned_data["last_day"] + ONE_DAY, self.moved_from()
        more = ended(would_move(person, before), party=True) if before and before < day else []
        return [*more, *(one for one in ended(holdings(person, day), party=True) if one not in more)]

    def check(self):
        """What comes before the changes."""
        if before := self.moved_from():
            return _say("The last day of %(name)s in office was to be %(old)s. It moves to %(day)s, the end of that day in London. "
                        "From the next day the portal is closed to them, but for a concern of their own. This ends then:") % {
                "name": self.instance.person.full_name, "old": words.last(before), "day": words.day(self.cleaned_data["last_day"])}
        return _say("%(name)s is in office until %(day)s, the end of that day in London. From the next day the portal is "
                    "closed to them, but for a concern of their own. This ends:") % {
            "name": self.instance.person.full_name, "day": words.day(self.cleaned_data["last_day"])}

    def save(self):
        """End the term. Returns the Member."""
        data = self.cleaned_data
        self.held = services.end_term(self.instance, last_day=data["last_day"], reason=data["reason"], actor=self.actor)
        return self.instance

    def said(self):
        """What was done."""
        return _say("The term of %(name)s ends with %(day)s. Ended with it: %(what)s.") % {
            "name": self.instance.person.full_name, "day": words.day(self.cleaned_data["last_day"]),
            "what": "; ".join(ended(self.held, party=True)) or _say("nothing")}


def ended(held, *, party=False):
    """What of these Holdings ends, as short phrases."""
    said = [words.called(row.principal) for row in held.offices]
    said += [f"{seat.body} ({seat.get_role_display()})" for seat in held.seats]
    said += [f"{duty.title} ({duty.get_kind_display()})" for duty in held.duties]
    said += [_say("membership of the group %(name)s") % {"name": held.group.group}] if held.group else []
    return said + ([_say("membership of the party %(name)s") % {"name": held.party.party}] if party and held.party else [])


class GroupForm(One, GuardedFormMixin, forms.Form):
    """A Member changes political group."""

    group = GroupField(label=_("New political group"), queryset=PoliticalGroup.objects.all(), to_field_name="uid", help_text=_(
        "Select the group that they join, or “In no group”."))
    party = Line(label=_("Party"), required=False, max_length=200, help_text=_(
        "A party is not the same as a group: leave it as it is if only the group changes."))
    on = forms.DateField(label=_("First day in the new group"), validators=[of_our_time], help_text=_("Or the first day in no group."))
    messages = {"group": {"required": _("Select the new group, or “In no group”")},
                "on": {"required": _("Enter the first day in the new group, or in no group")}}

    def shown(self, instance):
        held = holdings(instance.person, timezone.localdate())
        alone = NO_GROUP if group_is_known(instance) else ""
        return {"group": held.group.group.uid if held.group else alone, "party": held.party.party if held.party else ""}

    def clean(self):
        """Something must change, and not before the present membership began."""
        data, held = super().clean(), holdings(self.instance.person, timezone.localdate())
        group, party = (held.group.group if held.group else None), (held.party.party if held.party else "")
        if data.get("group") == NO_GROUP:
            data["group"] = None
        same = (data.get("group"), data.get("party")) == (group, party)
        if not self.errors and same and group_is_known(self.instance):
            self.add_error("group", _("This is the group and the party that they have. Select another group or enter another party."))
        begun = [row.began_on for row in (held.group, held.party) if row and row.began_on]
        if data.get("on") and begun and data["on"] <= max(begun):
            self.add_error("on", _("The day must be after %(day)s, when the present group or party began") % {"day": words.day(max(begun))})
        return data

    def changes(self):
        """What will change, in sentences."""
        data, held = self.cleaned_data, holdings(self.instance.person, timezone.localdate())
        before = held.group.group if held.group else None
        said = []
        if not group_is_known(self.instance):
            said += [_say("Political group: %(new)s from %(day)s. Before that, none is on record.") % {
                "new": data["group"] or _say("none"), "day": words.day(data["on"])}]
        elif before != data["group"]:
            said += [_say("Political group: %(old)s until %(last)s, then %(new)s.") % {
                "old": before or _say("none"), "last": words.last(data["on"]), "new": data["group"] or _say("none")}]
        if (held.party.party if held.party else "") != data["party"]:
            said += [_say("Party: %(old)s until %(last)s, then %(new)s.") % {
                "old": held.party.party if held.party else _say("none"), "last": words.last(data["on"]),
                "new": data["party"] or _say("none")}]
        return said + [_say("%(post)s: ends with %(last)s.") % {"post": row.principal.name, "last": words.last(data["on"])}
                       for row in leaderships(self.instance.person, data["group"], data["on"])]

    def check(self):
        """What comes before the changes."""
        return _say("From %(day)s for %(name)s. What was before stays in the history.") % {
            "day": words.day(self.cleaned_data["on"]), "name": self.instance.person.full_name}

    def save(self):
        """Change the group. Returns the Member."""
        data = self.cleaned_data
        self.done = self.changes()
        services.move_group(self.instance, group=data["group"], party=data["party"], on=data["on"], actor=self.actor)
        return self.instance

    def said(self):
        """What was done."""
        return " ".join([_say("Changed for %(name)s.") % {"name": self.instance.person.full_name}, *self.done])


class NewForm(One, GuardedFormMixin, forms.Form):
    """Somebody becomes a Member."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    kind = forms.ChoiceField(label=_("Kind of Member"), choices=capitals(Member.Kind.choices), widget=forms.RadioSelect,
                             initial=Member.Kind.ELECTED)
    returning = forms.ModelChoiceField(label=_("Somebody who was a Member before"), queryset=Member.objects.all(), to_field_name="uid",
                                       required=False, empty_label=_("No, somebody new"))
    honorific = Line(label=_("Title before the name"), required=False, max_length=60, initial=_("Councillor"))
    name = Line(label=_("Name"), required=False, max_length=200, help_text=_(
        "Needed for somebody new. Leave it empty for somebody who was a Member before."))
    email = forms.EmailField(label=_("Council email address"), required=False, help_text=_(
        "The technical administrator opens an account with it. Nothing is sent to it now."))
    ward = forms.ModelChoiceField(label=_("Ward"), queryset=Ward.objects.all(), to_field_name="uid", required=False,
                                  empty_label=_("No ward"), help_text=_("For an elected Member. Co-opted and lay members have none."))
    began_on = forms.DateField(label=_("First day in office"), validators=[of_our_time])
    authority = Line(label=_("By what authority"), max_length=200, help_text=_("For example: by-election of 6 May 2027."))
    group = GroupField(label=_("Political group"), queryset=PoliticalGroup.objects.all(), to_field_name="uid", required=False,
                       empty_label=_("Not known"))
    party = Line(label=_("Party"), required=False, max_length=200)
    needed_at_times = ("name", "ward")
    messages = {"kind": {"required": _("Select the kind of Member")}, "authority": {"required": AUTHORITY}}
    layout = Layout("key", "kind", Fieldset(_("Who it is"), "returning", "honorific", "name", "email"),
                    Fieldset(_("The office"), "ward", "began_on", "authority"), Fieldset(_("Group and party"), "group", "party"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = self.fields["returning"].queryset.filter(was_in_office(), ~will_be_in_office())
        self.fields["returning"].queryset = offered.select_related("person")
        self.fields["ward"].queryset = self.fields["ward"].queryset.filter(ended_on=None)

    def clean_email(self):
        """An address belongs to one person."""
        known = self.cleaned_data.get("returning")
        return free_address(self.user, self.cleaned_data["email"], but=known.person if known else None)

    def clean(self):
        """A name or somebody known; a ward for elected Members only."""
        data = super().clean()
        known, kind = data.get("returning"), data.get("kind")
        if not known and not data.get("name") and "name" not in self.errors:
            self.add_error("name", _("Enter the name of the new Member, or select above somebody who was a Member before"))
        if known and data.get("name"):
            self.add_error("name", _("Leave the name out: the person selected above has one"))
        if kind and kind != Member.Kind.ELECTED and data.get("ward"):
            self.add_error("ward", _("Select no ward: co-opted and lay members sit for none"))
        data["in_no_group"] = data.get("group") == NO_GROUP
        data["group"] = None if data["in_no_group"] else data.get("group")
        if not self.errors and self.entered_before():
            self.add_error("name", _("Somebody of this name took office on that day. Look at the list of Members: it may be saved."))
        return data

    def entered_before(self):
        """Did the same person take office on the same day? A second press of the button makes no second Member."""
        namesakes = Member.objects.permitted(self.user, "view").filter(person__name__iexact=self.cleaned_data["name"])
        return namesakes.filter(person__appointments__since=start_of(self.cleaned_data["began_on"])).exists()

    def who(self):
        """The name as it will be written."""
        data = self.cleaned_data
        return data["returning"].person.full_name if data["returning"] else f"{data['honorific']} {data['name']}".strip()

    def changes(self):
        """What will change, in sentences."""
        data = self.cleaned_data
        if data["kind"] == Member.Kind.ELECTED:
            said = [_say("Has a seat on the council, so may raise concerns with officers.")]
            said += [_say("Is a Member for %(ward)s.") % {"ward": data["ward"]}] if data["ward"] else []
        else:
            said = [_say("Has no seat on the council and no ward, so raises no concerns with officers. Reads profiles and the directory.")]
        said += [_say("Is in the group %(group)s.") % {"group": data["group"]}] if data["group"] else []
        said += [_say("Is in no political group.")] if data["in_no_group"] else []
        said += [_say("Is of the party %(party)s.") % {"party": data["party"]}] if data["party"] else []
        return [*said, _say("An account to sign in with is opened by the technical administrator.")]

    def check(self):
        """What comes before the changes."""
        kind = {Member.Kind.ELECTED: _say("an elected Member"), Member.Kind.CO_OPTED: _say("a co-opted Member"),
                Member.Kind.LAY: _say("a lay member")}[self.cleaned_data["kind"]]
        return _say("%(name)s takes office on %(day)s as %(kind)s.") % {
            "name": self.who(), "day": words.day(self.cleaned_data["began_on"]), "kind": kind}

    def save(self):
        """Let them take office. Returns the Member."""
        data = {**self.cleaned_data}
        known = data.pop("returning")
        return services.take_office(actor=self.actor, person=known.person if known else None, **data)

    def said(self):
        """What was done."""
        return " ".join([self.check(), *self.changes()])


class LeavingForm(One, GuardedFormMixin, forms.Form):
    """Somebody who is missing from the feed has left, or has not."""

    outcome = forms.ChoiceField(label=_("Have they left office?"), widget=forms.RadioSelect, choices=[
        ("left", _("They have left office")), ("stays", _("They have not left"))])
    last_day = forms.DateField(label=_("Last day in office"), required=False, validators=[of_our_time], help_text=_(
        "Only if they have left. Leave it empty if they left just now."))
    messages = {"outcome": {"required": _("Select whether they have left office")}}
    needed_at_times = ("last_day",)

    def clean_last_day(self):
        """A day to come is a term that ends, not a leaving."""
        day = self.cleaned_data["last_day"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("The last day must be today or in the past"))
        return day

    def clean(self):
        """Somebody must stay in Democratic Services."""
        data = super().clean()
        if data.get("outcome") == "left" and leaves_nobody(self.instance.person, timezone.now()):
            self.add_error(None, LastKeeper.says)
        return data

    def leaves(self):
        return self.cleaned_data["outcome"] == "left"

    def first_day_out(self):
        """The first day on which they are not in office; None: at once."""
        day = self.cleaned_data["last_day"]
        return day + ONE_DAY if day else None

    def changes(self):
        """What will change, in sentences."""
        if not self.leaves():
            return [_say("Nothing of theirs changes. It is not asked again until the feed has listed them once more.")]
        return ended(holdings(self.instance.person, self.first_day_out() or timezone.localdate()))

    def check(self):
        """What comes before the changes."""
        name = self.instance.person.full_name
        if not self.leaves():
            return _say("%(name)s stays in office.") % {"name": name}
        out = self.first_day_out()
        return _say("%(name)s has left office. %(when)s") % {"name": name, "when": _say("This ends with %(day)s:") % {
            "day": words.last(out)} if out else _say("This ends as soon as you save:")}

    def save(self):
        """Settle it. Settled raised when somebody was first."""
        self.done = [self.check(), "; ".join(self.changes())]
        if self.leaves():
            out = self.first_day_out()
            services.confirm_left(self.instance, actor=self.actor, at=start_of(out) if out else None)
        else:
            services.keep_in_office(self.instance, actor=self.actor)

    def said(self):
        """What was done."""
        return " ".join(self.done)
