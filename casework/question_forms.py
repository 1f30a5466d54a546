"""What officers type to ask a Member outside any case or to tell the involved, and Members to say that they are. Each calls one service."""
import uuid

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import involved, news, questions, services
from casework.forms import long_text
from council_portal.access.forms import GuardedFormMixin
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Principal, Service, Ward
from council_portal.design.fields import Line
from council_portal.design.forms import PlainForm
from council_portal.documents.fields import PapersField
from council_portal.matters.references import reference_in


def named_with_wards(people):
    """[(uid, name and ward)] of these Members: two statements."""
    rows = Appointment.objects.filter(in_force(), person__in=people, principal__kind=Principal.Kind.WARD).order_by("principal__ward__name")
    wards = {}
    for person, ward in rows.values_list("person", "principal__ward__name"):
        wards.setdefault(person, []).append(ward)
    return [(str(one.uid), ", ".join([one.full_name, *wards.get(one.pk, [])])) for one in people]


class AskMemberForm(PlainForm, GuardedFormMixin, forms.Form):
    """A question to a Member that belongs to no case. Who holds one office is not asked for which; who holds one of a service not of which.
    """

    member = forms.ChoiceField(label=_("Whom do you ask?"), help_text=_("Members who are in office today, with their ward."))
    office = forms.ChoiceField(label=_("In which office do you ask?"), widget=forms.RadioSelect)
    service = forms.ModelChoiceField(
        label=_("Which service is it about?"), queryset=Service.objects.filter(ended_on=None), to_field_name="uid", required=False,
        empty_label=_("Select a service"), help_text=_("Only if you ask in an office of the whole council."))
    title = Line(label=_("What is it about?"), max_length=120, help_text=_("A few words, for example: the lights on Mill Green."))
    text = long_text(_("Your question"), help_text=_("Say what you need to know, and what for. Leave out what the Member does not need."))
    papers = PapersField(label=_("Photos or papers"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    needed_at_times = ("service",)
    messages = {
        "member": {"required": _("Select the Member whom you ask"),
                   "invalid_choice": _("This person is no Member of the council today, and cannot be asked. Select somebody else.")},
        "office": {"required": _("Select in which office you ask"),
                   "invalid_choice": _("You do not hold this office any more. Select another.")},
        "title": {"required": _("Enter what it is about")}, "text": {"required": _("Enter your question")},
    }
    CANNOT = {"no Member": ("member", messages["member"]["invalid_choice"]),
              "no service": ("service", _("Select which service it is about")),
              "not your office": (None, messages["office"]["invalid_choice"])}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(one.uid): one for one in questions.members_today() if one.pk != self.user.person_id}
        self.fields["member"].choices = [("", _("Select a Member")), *named_with_wards(list(self.people.values()))]
        self.offices = {str(one.uid): one for one in questions.offices_of(self.user)}
        self.fields["office"].choices = [(uid, one.name) for uid, one in self.offices.items()]
        if len(self.offices) == 1:
            del self.fields["office"]
        if all(one.service_id for one in self.offices.values()):
            del self.fields["service"]
        elif len(self.offices) == 1:
            self.fields["service"].help_text = ""

    def clean(self):
        """An office of the whole council asks for one of its services."""
        data = super().clean()
        office = self.office_of(data)
        if office and not office.service_id and not data.get("service") and "service" not in self.errors:
            self.add_error(*self.CANNOT["no service"])
        return data

    def office_of(self, data):
        """The office in which it is asked: the one that was chosen, or the only one."""
        return self.offices.get(data.get("office", "")) or (next(iter(self.offices.values())) if len(self.offices) == 1 else None)

    def save(self):
        """Ask it. Returns the case; None, with the sentence at its field, for what cannot be any more."""
        data = self.cleaned_data
        try:
            return questions.ask_member(
                actor=self.user, key=data["key"], title=data["title"], text=data["text"], member=self.people[data["member"]],
                office=self.office_of(data), service=data.get("service"), papers=services.store(data["papers"]))
        except services.CannotBe as why:
            self.add_error(*self.CANNOT[why.args[0]])
            return None


class InvolvedForm(PlainForm, GuardedFormMixin, forms.Form):
    """That a Member is involved in the matters of a service."""

    service = forms.ModelChoiceField(
        label=_("In the matters of which service?"), queryset=Service.objects.filter(ended_on=None), to_field_name="uid",
        empty_label=_("Select a service"))
    ward = forms.ModelChoiceField(
        label=_("Only in one ward?"), queryset=Ward.objects.all(), to_field_name="uid", required=False,
        empty_label=_("All wards"), help_text=_("Your own, or any other."))
    why = Line(label=_("How are you involved?"), max_length=200, help_text=_("One line, for example: I sit on the flood forum."))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    messages = {"service": {"required": _("Select the service in whose matters you are involved")},
                "why": {"required": _("Enter how you are involved")}}

    def save(self):
        """Say it. Returns the Involvement; None, with the sentence at its field, where it was said already."""
        data = self.cleaned_data
        try:
            return involved.involve(actor=self.user, key=data["key"], service=data["service"], ward=data["ward"], why=data["why"])
        except services.CannotBe:
            self.add_error("service", _("You have said this already. End what stands there before you say it in other words."))
            return None


class EndInvolvement(PlainForm, forms.Form):
    """One press: the Member is involved no longer. instance: the Involvement."""

    def __init__(self, *args, user, instance, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.instance = user, instance

    def save(self):
        """End it."""
        return involved.end_involvement(self.instance, actor=self.user)


class TellForm(PlainForm, GuardedFormMixin, forms.Form):
    """How matters stand, to all who are involved in them."""

    service = forms.ModelChoiceField(
        label=_("Of which service?"), queryset=Service.objects.filter(ended_on=None), to_field_name="uid",
        empty_label=_("Select a service"))
    ward = forms.ModelChoiceField(
        label=_("Only in one ward?"), queryset=Ward.objects.all(), to_field_name="uid", required=False, empty_label=_("All wards"),
        help_text=_("Then it goes to those who are involved in that ward or in all wards."))
    title = Line(label=_("What is it about?"), max_length=120, help_text=_("One line, for example: gullies are cleared by May."))
    text = long_text(_("How does it stand?"), max_length=4000, help_text=_(
        "Nothing of a resident, of a case or in confidence. Where a case is meant, write on its page."))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    messages = {"service": {"required": _("Select the service whose matters it is about")},
                "title": {"required": _("Enter what it is about")}, "text": {"required": _("Enter how it stands")}}

    NOBODY = _("No Member has said that they are involved in matters of this service. Nothing was sent.")
    NOBODY_THERE = _("No Member has said that they are involved in matters of this service in this ward. Nothing was sent.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = news.services_to_tell_of(self.user, self.fields["service"].queryset)

    def save(self):
        """Tell them. Returns the InvolvedNews; None, with the sentence at its field, for what cannot be told."""
        data = self.cleaned_data
        try:
            return news.tell(actor=self.user, key=data["key"], service=data["service"], ward=data["ward"], title=data["title"],
                             text=data["text"])
        except services.CannotBe as why:
            self.add_error(*self.why_not(why.args[0], data))
            return None

    def why_not(self, why, data):
        """(field, sentence): nobody is involved, or something looks like a reference."""
        if why == "nobody":
            return "service", self.NOBODY_THERE if data["ward"] else self.NOBODY
        field = "title" if "title" in why else "text"
        return field, now("Take out “%(found)s”: it looks like the reference of a case, and this names no case. Nothing was sent.") % {
            "found": reference_in(data[field])}
