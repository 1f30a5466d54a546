"""What people type about officers and services. Each form validates and calls one service."""
import datetime
import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council_portal.access.forms import GuardedFormMixin, Seen
from council_portal.accounts.models import Service
from council_portal.accounts.services import LastKeeper, leaves_nobody
from council_portal.design.fields import Line, of_our_time, visible
from council_portal.design.forms import PlainForm
from directory.models import Officer
from directory.services import entries, officers

MOST_LINES, LONGEST_LINE = 40, 80
IN_WORDS = _("One on each line, as a resident would say it: missed bins, potholes. The issue finder reads it.")
TIERS = [("", _("Not known")), *((str(n), str(n)) for n in range(1, 10))]
RESTRICTED = [("", _("Not known")), ("True", _("Yes")), ("False", _("No"))]


class Lines(forms.CharField):
    """Short texts, one a line, as a list without empty and double ones. Says which line is too long."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = [" ".join(visible(line).split()) for line in (value or "").splitlines()]
        return list(dict.fromkeys(line for line in lines if line))

    def validate(self, value):
        super().validate(value)
        if len(value) > MOST_LINES:
            raise forms.ValidationError(_("Enter at most %(most)s lines; there are %(many)s") % {"most": MOST_LINES, "many": len(value)})
        for line in value:
            if len(line) > LONGEST_LINE:
                raise forms.ValidationError(_("Make this line %(most)s characters or fewer: %(line)s") % {
                    "most": LONGEST_LINE, "line": line[:40] + "…"})

    def run_validators(self, value):
        return


class Text(forms.CharField):
    """Several lines. A line end counts as one character, as the counter on the page has it; browsers send two."""

    widget = forms.Textarea

    def to_python(self, value):
        value = super().to_python(value)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class FinderForm(PlainForm, forms.Form):
    """What a resident says, in a few words."""

    q = Line(label=_("What is it about?"), required=False, max_length=200,
             help_text=_("In a resident’s words, for example: bins, potholes, noise next door."))
    messages = {"q": {"max_length": _("Use fewer words: at most 200 characters")}}


class KeepingForm(PlainForm, GuardedFormMixin, Seen, forms.Form):
    """Shows what is stored now, and is stale when that has changed. of: the columns of the object that it shows."""

    def __init__(self, *args, instance=None, **kwargs):
        self.instance = instance
        super().__init__(*args, **{**kwargs, "initial": self.stored(instance) if instance else {}})

    def stored(self, instance):
        """The values of the fields as they are stored."""
        return {name: getattr(instance, name) for name in self.base_fields}


class WriteForm(KeepingForm):
    """What an officer says of themselves."""

    phone = Line(label=_("Work telephone"), required=False, max_length=100, help_text=_("A number of the council, not your own."))
    contact_hours = Line(label=_("Contact hours"), required=False, max_length=200,
                         help_text=_("When you can generally be reached, for example: Monday to Thursday, 9 to 4."))
    deals_with = Lines(label=_("What you deal with"), required=False, help_text=IN_WORDS)
    about = Text(label=_("About you and your work"), required=False, max_length=2000)

    def save(self):
        """Keep it, and that it is right today."""
        return officers.write_entry(self.instance, actor=self.user, **{name: self.cleaned_data[name] for name in WriteForm.base_fields})


class ConfirmForm(PlainForm, forms.Form):
    """One press: it is right as it stands."""

    def __init__(self, *args, user, instance, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.instance = user, instance


class ConfirmOfficer(ConfirmForm):
    """The entry of an officer is right."""

    def save(self):
        """Confirm it."""
        return officers.confirm_entry(self.instance, actor=self.user)


class ConfirmService(ConfirmForm):
    """The entry of a service is right."""

    def save(self):
        """Confirm it."""
        return entries.confirm_entry(self.instance, actor=self.user)


class ServiceForm(KeepingForm):
    """What the directory says of a service."""

    about = Text(label=_("What the service does"), required=False, max_length=2000)
    deals_with = Lines(label=_("What it deals with"), required=False, help_text=IN_WORDS)
    how_to_request = Line(label=_("How to ask for it"), required=False, max_length=200,
                          help_text=_("Where a plain request goes, for example: the contact centre’s number, or the page of the website."))

    def save(self):
        """Keep it, and that it is right today."""
        return entries.change_entry(self.instance, actor=self.user, **{name: self.cleaned_data[name] for name in ServiceForm.base_fields})


class OfficerForm(KeepingForm):
    """Who an officer is and where they work."""

    name = Line(label=_("Name"), max_length=200)
    honorific = Line(label=_("Title before the name"), required=False, max_length=60)
    email = forms.EmailField(label=_("Council email address"), required=False, max_length=254)
    post = Line(label=_("Post"), required=False, max_length=150, help_text=_("As it is called in the council, for example: Waste Officer."))
    service = forms.ModelChoiceField(label=_("Service"), queryset=Service.objects.all(), to_field_name="uid", required=False)
    team = Line(label=_("Team"), required=False, max_length=120)
    line_manager = forms.ModelChoiceField(label=_("Line manager"), queryset=Officer.objects.select_related("person"),
                                          to_field_name="uid", required=False)
    tier = forms.TypedChoiceField(label=_("Tier"), choices=TIERS, coerce=int, empty_value=None, required=False,
                                  help_text=_("1 is the Chief Executive, 2 whoever answers to them, and so on."))
    politically_restricted = forms.TypedChoiceField(label=_("Politically restricted post"), choices=RESTRICTED, required=False,
                                                    coerce=lambda said: said == "True", empty_value=None)

    messages = {"name": {"required": _("Enter the officer’s name")},
                "authority": {"required": _("Enter by what authority: the HR record or other ground")}}

    def stored(self, instance):
        """The person's own name beside the columns of the entry; a choice by the word that the page shows it with."""
        person = instance.person
        kept = {name: getattr(instance, name) for name in officers.KEPT}
        kept |= {name: kept[name].uid if kept[name] else None for name in ("service", "line_manager")}
        return kept | {"name": person.name, "honorific": person.honorific, "email": person.email}

    def clean_line_manager(self):
        """Nobody is their own manager, at however many removes."""
        manager, seen = self.cleaned_data["line_manager"], set()
        while self.instance and manager is not None and manager.pk not in seen:
            if manager.pk == self.instance.pk:
                raise forms.ValidationError(_("Choose somebody else: this officer would be their own manager"))
            seen.add(manager.pk)
            manager = manager.line_manager
        return self.cleaned_data["line_manager"]

    def save(self):
        """Keep it."""
        kept = {name: self.cleaned_data[name] for name in OfficerForm.base_fields}
        return officers.change_officer(self.instance, actor=self.user, **kept)


class NewOfficerForm(OfficerForm):
    """An officer who is new to the council."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    since = forms.DateField(label=_("First day at the council"))
    authority = Line(label=_("By what authority"), max_length=200, help_text=_("The HR record or other ground."))

    def clean_since(self):
        """A day of our time."""
        return of_our_time(self.cleaned_data["since"])

    def clean_email(self):
        """An address that an officer has already is that officer, or a form that was sent twice."""
        email = self.cleaned_data["email"]
        if email and Officer.objects.permitted(self.user, "view").filter(person__email__iexact=email).exists():
            raise forms.ValidationError(_("Enter another email address: an officer of the directory has this one"))
        return email

    def save(self):
        """Add them. The same form again adds nobody."""
        return officers.add_officer(actor=self.user, **{name: self.cleaned_data[name] for name in NewOfficerForm.base_fields})


class LeaveForm(PlainForm, forms.Form):
    """The last day of an officer at the council."""

    last_day = forms.DateField(label=_("Last day at the council"), help_text=_(
        "A day that is past ends everything at once. What was seen since cannot be undone."))

    def __init__(self, *args, user, instance, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.instance = user, instance

    def clean_last_day(self):
        """A day of our time, and somebody must stay in Democratic Services."""
        day = of_our_time(self.cleaned_data["last_day"])
        if leaves_nobody(self.instance.person, max(timezone.now(), officers.start_of(day + datetime.timedelta(days=1)))):
            raise forms.ValidationError(LastKeeper.says)
        return day

    def save(self):
        """Let them leave at the end of that day."""
        return officers.leave(self.instance, actor=self.user, last_day=self.cleaned_data["last_day"])
