"""What is typed to ask that an officer attends. The form validates and calls one service."""
import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import LongText
from casework.policy import TAKERS
from conversations.attendance import policy, services
from conversations.attendance.routing import NobodyThere, held_today, offered, refusal_for, scrutiny_bodies, side_of, way_for
from conversations.attendance.wording import refused
from conversations.when import instant
from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import PoliticalGroup, Principal, Service
from council_portal.accounts.services import group_of
from council_portal.design.fields import Line, TimeOfDay, of_our_time
from council_portal.design.forms import PlainForm, Typed
from council_portal.protocol.services import rules_of

A_TIME = _("For example 18:30 or 6.30pm. London time.")


def hour(label, **options):
    """A time of the day, London."""
    return TimeOfDay(label=label, **{"help_text": A_TIME, **options})


class Hours:
    """Mixin: hours of one day become instants. hours: {name of a field: what it means}; each is in cleaned_data as an instant then."""

    def clean_hours(self, data, *names):
        """Put instants in the place of the hours that were typed; an hour that the clock change leaves out or repeats is refused."""
        for name in names:
            if data.get("on") and data.get(name):
                try:
                    data[name] = instant(data["on"], data[name])
                except forms.ValidationError as odd:
                    self.add_error(name, odd)
        if {"begins", "ends"} <= data.keys() and data["begins"] and data["ends"] and data["ends"] <= data["begins"]:
            self.add_error("ends", now("It must end after it begins"))

    def clean_ahead(self, data):
        """What has gone by already is refused."""
        on, begins = data.get("on"), data.get("begins")
        if on and on < timezone.localdate():
            self.add_error("on", now("Enter today or a day to come"))
        elif on and begins and begins <= timezone.now():
            self.add_error("begins", now("That hour has gone by: enter one to come"))


def officers_only(field):
    """Narrow a choice of principals to the posts that take cases and that somebody holds today."""
    field.queryset = field.queryset.filter(kind="post", post__in=TAKERS, appointments__in=held_today()).distinct().order_by("name")


class AskForm(Hours, Typed, PlainForm, GuardedFormMixin, forms.Form):
    """A request of one kind. Fields that this kind does not need are not there.

    kind: a word of `policy.KINDS`. Where somebody will be at a group's meeting who is no Member of it, the form becomes that of the other
    kind, with its warning, and keeps what was typed.

    After is_valid(): `save()` asks, and returns the request, or None with an error on the form.
    """

    group = forms.ModelChoiceField(label=_("Which political group has invited you?"), queryset=PoliticalGroup.objects.all(),
                                   to_field_name="uid")
    body = Line(label=_("Which committee, panel or body?"), max_length=120)
    committee = forms.ChoiceField(label=_("For which scrutiny committee?"), widget=forms.RadioSelect)
    title = Line(label=_("What is it about?"), max_length=120, help_text=_("One line, for example: the new waste contract."))
    text = LongText(label=_("What should the officer tell or explain?"), widget=forms.Textarea, max_length=4000, help_text=_(
        "Facts and professional advice on council business. Not for an officer’s conduct, nor for political views."))
    service = forms.ModelChoiceField(label=_("Which service is it mostly about?"), queryset=Service.objects.all(), to_field_name="uid")
    on = forms.DateField(label=_("Day"), validators=[of_our_time])
    begins = hour(_("The officer’s time, from"))
    ends = hour(_("Until"))
    decides = hour(_("When does the group begin to decide?"), required=False, help_text=_(
        "If it will. The officer’s time ends before. London time."))
    place = Line(label=_("Where?"), max_length=200, help_text=_("A room, or how to join from elsewhere."))
    others = forms.ChoiceField(label=_("Will anybody be there who is not a Member of the group?"), widget=forms.RadioSelect, choices=[
        ("yes", _("Yes")), ("no", _("No"))], help_text=_("For example party agents, residents or staff of the party."))
    outsiders = LongText(label=_("Who else will be there?"), widget=forms.Textarea, max_length=1000, help_text=_(
        "Everybody who is not a Member of the group, by name or office."))
    wanted = forms.ModelChoiceField(label=_("Which officer would you like?"), queryset=Principal.objects.all(), to_field_name="uid",
                                    required=False, empty_label=_("Whoever is thought fit"))
    chosen = forms.ChoiceField(label=_("To whom should it go?"), widget=forms.RadioSelect)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    messages = {"title": {"required": _("Enter what it is about")},
                "text": {"required": _("Enter what the officer should tell or explain")},
                "on": {"required": _("Enter the day")}, "begins": {"required": _("Enter from when")}, "ends": {"required": _(
                    "Enter until when")}, "place": {"required": _("Enter where it is")},
                "body": {"required": _("Enter which committee, panel or body it is")},
                "committee": {"required": _("Select the scrutiny committee")},
                "outsiders": {"required": _("Enter who else will be there")}}

    def __init__(self, *args, user, kind, **kwargs):
        if kind == policy.GROUP_MEETING and (kwargs.get("data") or {}).get("others") == "yes":
            kind = policy.WITH_OUTSIDERS
        self.kind, self.way = kind, way_for(user, kind)
        super().__init__(*args, user=user, **kwargs)
        officers_only(self.fields["wanted"])
        member, of_group = side_of(user) == "member", kind in policy.GROUP_KINDS
        self.leave_out(group=not of_group or member, decides=not of_group,
                       body=kind != policy.EXTERNAL, committee=kind != policy.SCRUTINY,
                       others=kind != policy.GROUP_MEETING and "others" not in self.data,
                       outsiders=kind in (policy.GROUP_MEETING, policy.BRIEFING, policy.SCRUTINY))
        if kind == policy.WARD_PARTY:
            self.fields["outsiders"].required = False
            self.fields["outsiders"].help_text = now("By name or office. Leave it empty if nobody is.")
        self.offer_committees()
        self.offer_choice(group_of(user.person) if member and of_group else None)

    def leave_out(self, **fields):
        """Take out the fields whose value is true."""
        for name, out in fields.items():
            if out:
                del self.fields[name]

    def offer_committees(self):
        """The scrutiny committees in whose name this person asks; with one of them it is chosen already."""
        if "committee" in self.fields:
            names = [one.name for one in scrutiny_bodies(self.user)]
            self.fields["committee"].choices = [(name, name) for name in names]
            self.fields["committee"].initial = names[0] if len(names) == 1 else None

    def offer_choice(self, group):
        """To whom it may go, where the protocol leaves a choice: its posts, the first that somebody holds chosen already."""
        found = offered(self.way, service=None, group=group, person=self.user.person)
        if not found:
            del self.fields["chosen"]
            return
        names = rules_of(self.way.version)
        self.fields["chosen"].choices = [(one.post, f"{now(names.post_name(one.post))[:1].upper()}{now(names.post_name(one.post))[1:]}")
                                         for one in found]
        self.fields["chosen"].initial = found[0].post

    def clean(self):
        """Hours in their order, before the group decides, and to come."""
        data = super().clean()
        self.clean_hours(data, "begins", "ends", "decides")
        self.clean_ahead(data)
        begins, ends, decides = (data.get(name) for name in ("begins", "ends", "decides"))
        if begins and decides and decides <= begins:
            self.add_error("decides", now("The group must begin to decide after the officer’s time begins"))
        elif ends and decides and ends > decides:
            self.add_error("ends", now("The officer’s time must end before the group begins to decide"))
        if "others" in self.fields and (refusal := refusal_for(self.user, self.kind, self.way)):
            self.add_error("others", " ".join(one["text"] for one in refused(refusal, self.way)))
        return data

    def save(self):
        """Ask."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("on", "others", "begins", "ends", "decides")}
        given = {"starts_at": self.cleaned_data["begins"], "ends_at": self.cleaned_data["ends"],
                 "decides_at": self.cleaned_data.get("decides")}
        if "committee" in data:
            data["body"] = data.pop("committee")
        try:
            return services.ask(actor=self.user, kind=self.kind, **data, **given)
        except NobodyThere as nobody:
            post = now(rules_of(self.way.version).post_name(nobody.args[0]))
            self.add_error(None, now("Nobody holds the post that decides: %(post)s. Nothing was sent. Ask Democratic Services.") % {
                "post": post})
            return None
