"""What is typed to ask that an officer attends. The form validates and calls one service."""
import datetime
import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import LongText
from casework.policy import TAKERS
from conversations.attendance import policy, services
from conversations.attendance.routing import NobodyThere, held_today, offered, scrutiny_bodies, side_of, way_for
from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import PoliticalGroup, Principal, Service
from council_portal.accounts.services import group_of
from council_portal.design.fields import Line, of_our_time
from council_portal.design.forms import PlainForm, Typed
from council_portal.protocol.services import rules_of

A_TIME = _("For example 18:30. London time.")
NOT_A_TIME = _("Enter a time of the day, like 18:30")


def hour(label, **options):
    """A time of the day, London."""
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"class": "govuk-input--width-5"}),
                           error_messages={"invalid": NOT_A_TIME}, **{"help_text": A_TIME, **options})


def at(on, hour):
    """The instant of a date and a time of the day, London."""
    return timezone.make_aware(datetime.datetime.combine(on, hour))


def officers_only(field):
    """Narrow a choice of principals to the posts that take cases and that somebody holds today."""
    field.queryset = field.queryset.filter(kind="post", post__in=TAKERS, appointments__in=held_today()).distinct().order_by("name")


class AskForm(Typed, PlainForm, GuardedFormMixin, forms.Form):
    """A request of one kind. Fields that this kind does not need are not there.

    kind: a word of `policy.KINDS`. After is_valid(): `save()` asks, and returns the request, or None with an error on the form.
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
    begins = hour(_("From"))
    ends = hour(_("Until"))
    decides = hour(_("When does the group begin to decide?"), required=False, help_text=_(
        "If it will. The officer’s time ends before. London time."))
    place = Line(label=_("Where?"), max_length=200, help_text=_("A room, or how to join from elsewhere."))
    outsiders = LongText(label=_("Who else will be there?"), widget=forms.Textarea, required=False, max_length=1000, help_text=_(
        "Everybody who is not a Member of the group, by name or office. Leave it empty if nobody is."))
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
        self.kind, self.way = kind, way_for(user, kind)
        super().__init__(*args, user=user, **kwargs)
        officers_only(self.fields["wanted"])
        member, of_group = side_of(user) == "member", kind in policy.GROUP_KINDS
        self.leave_out(group=not of_group or member, decides=not of_group,
                       body=kind != policy.EXTERNAL, committee=kind != policy.SCRUTINY,
                       outsiders=kind in (policy.BRIEFING, policy.SCRUTINY))
        if "outsiders" in self.fields:
            self.fields["outsiders"].required = kind in (policy.WITH_OUTSIDERS, policy.EXTERNAL)
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
        """Hours in their order, a day that has not gone by."""
        data = super().clean()
        on, begins, ends, decides = (data.get(name) for name in ("on", "begins", "ends", "decides"))
        if begins and ends and ends <= begins:
            self.add_error("ends", now("It must end after it begins"))
        if on and on < timezone.localdate():
            self.add_error("on", now("Enter today or a day to come"))
        if begins and decides and decides <= begins:
            self.add_error("decides", now("The group must begin to decide after the officer’s time begins"))
        return data

    def save(self):
        """Ask."""
        data = dict(self.cleaned_data)
        if "committee" in data:
            data["body"] = data.pop("committee")
        on, decides = data.pop("on"), data.pop("decides", None)
        given = {"starts_at": at(on, data.pop("begins")), "ends_at": at(on, data.pop("ends")),
                 "decides_at": at(on, decides) if decides else None}
        try:
            return services.ask(actor=self.user, kind=self.kind, **data, **given)
        except NobodyThere as nobody:
            post = now(rules_of(self.way.version).post_name(nobody.args[0]))
            self.add_error(None, now("Nobody holds the post that decides: %(post)s. Nothing was sent. Ask Democratic Services.") % {
                "post": post})
            return None
