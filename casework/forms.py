"""What people type about cases. Each form validates and calls one service."""
import unicodedata
import uuid

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from casework import services
from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import Service, Ward
from council_portal.design.forms import PlainForm
from council_portal.design.layout import Folded
from council_portal.documents.fields import PapersField


class LongText(forms.CharField):
    """Several lines. A line end counts as one character, as the counter on the page has it; browsers send two."""

    def to_python(self, value):
        value = super().to_python(value)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class TitleText(forms.CharField):
    """One line that shows as it was typed: characters that cannot be seen, or that turn the writing round, are left out."""

    def to_python(self, value):
        value = super().to_python(value)
        if not isinstance(value, str):
            return value
        seen = "".join(" " if c in "\r\n\t" else c for c in value if c in "\r\n\t" or unicodedata.category(c) not in ("Cc", "Cf"))
        return " ".join(seen.split())


def long_text(label, **options):
    """A box for several lines."""
    return LongText(label=label, max_length=10000, widget=forms.Textarea, strip=True, **options)


class ConcernForm(PlainForm, GuardedFormMixin, forms.Form):
    """First page of raising a case: what it is about. Four questions; who takes it is asked on the next page, when it is known."""

    title = TitleText(
        label=_("What is it about?"), max_length=120, help_text=_("A few words, for example: bins missed in Mill Lane.")
    )
    text = long_text(_("What has happened, and what do you want done?"), help_text=_(
        "Not for an officer’s conduct, capability or discipline, nor for political views. Leave out what the service does not need."))
    service = forms.ModelChoiceField(
        label=_("Which service is it about?"), queryset=Service.objects.all(), to_field_name="uid", empty_label=_("Select a service")
    )
    ward = forms.ModelChoiceField(
        label=_("Which ward is it in?"), queryset=Ward.objects.all(), to_field_name="uid", empty_label=_("Select a ward")
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    messages = {
        "title": {"required": _("Enter what it is about")},
        "text": {"required": _("Enter what has happened, and what you want done")},
        "service": {"required": _("Select the service it is about")},
        "ward": {"required": _("Select the ward it is in")},
    }


class SendForm(ConcernForm):
    """Second page: who it goes to (the fifth question), with the answers of the first page carried along."""

    chosen = forms.ChoiceField(label=_("Who should it go to?"), widget=forms.RadioSelect)
    elsewhere = forms.ChoiceField(label=_("Somebody else"), required=False, help_text=_(
        "You may send it elsewhere. Say why: it is kept with the case."))
    departure = forms.CharField(label=_("Why it goes there"), required=False, max_length=500)
    urgent = forms.BooleanField(label=_("This is urgent"), required=False, help_text=_(
        "Marks the case as urgent, so that nobody has to walk into an officer’s work area."))
    papers = PapersField(label=_("Photos or papers"), required=False)

    def __init__(self, *args, choices, others=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = choices
        self.fields["elsewhere"].choices = [("", _("No, send it as shown above")), *others]
        if not others:
            del self.fields["elsewhere"], self.fields["departure"]
        if choices:
            self.fields["chosen"].initial = choices[0][0]
        else:
            del self.fields["chosen"]
        for name in ("title", "text", "service", "ward"):
            self.fields[name].widget = self.fields[name].hidden_widget()
        shown = [name for name in ("chosen", "urgent", "papers") if name in self.fields]
        if others:
            shown.insert(bool(choices), Folded(_("Send it to somebody else"), "elsewhere", "departure"))
        self.layout = Layout(*shown)

    def clean(self):
        """A departure needs its reason, and a reason its departure."""
        data = super().clean()
        if data.get("elsewhere") and not data.get("departure"):
            self.add_error("departure", _("Enter why it goes somewhere else"))
        if data.get("departure") and not data.get("elsewhere"):
            self.add_error("elsewhere", _("Select who else it should go to, or leave out the reason"))
        return data

    def save(self):
        """Log the case."""
        data = self.cleaned_data
        return services.log_case(
            actor=self.user,
            key=data["key"],
            title=data["title"],
            text=data["text"],
            service=data["service"],
            ward=data["ward"],
            chosen=data.get("elsewhere") or data.get("chosen") or None,
            departure=data.get("departure", ""),
            urgent=data["urgent"],
            papers=services.store(data["papers"]),
        )


class ActForm(PlainForm, GuardedFormMixin, forms.Form):
    """One act on a case: carries the version that the reader saw, so that two people cannot answer at once unawares.

    slug: in its address. service: what does it, action: the rule. heading, explanation, button: of the page. cites: (matter, side) of the
    route whose clause is named, or (). cannot: {reason of CannotBe: (field or None, sentence)}.
    """

    on_any_version = False  # an act that changes no state may be done to a case that has moved on
    fields_template, buttons, explanation, cites, cannot = "", (), "", (), {}
    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def __init__(self, *args, case, lines=False, **kwargs):
        self.case = case
        super().__init__(*args, initial={"version": case.version}, prefix=self.slug, **kwargs)

    @classmethod
    def fits(cls, now):
        """Is there anything to do it to? Asked beside the rule. now: `act_forms.now_of`."""
        return True

    @property
    def stale(self):
        """Did somebody change the case since this form was shown?"""
        return self.data.get(self.add_prefix("version")) != str(self.case.version)

    @property
    def sent_before(self):
        """Did the same person send this very form already? A second press of the button is not a second act."""
        if not self.is_valid():
            return False
        return services.done_before(self.case, type(self).service, key=self.cleaned_data["key"], actor=self.user,
                                    text=self.given().get("text", ""))

    def given(self):
        """What the service is given beside the case and the actor."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "key", "line")}

    def act(self):
        """Call the service with what was typed. False, with the sentence at its field, for what cannot be.

        Raises what the service raises: Forbidden, and matters.services.Changed.
        """
        data = self.given()
        if "papers" in data:
            data["papers"] = services.store(data["papers"])
        try:
            services.do_once(self.cleaned_data["key"] or uuid.uuid4(), self.service, self.case, actor=self.user, **data)
        except services.CannotBe as why:
            self.add_error(*self.cannot[why.args[0]])
            return False
        return True

    def typed(self):
        """(label, value) of what was typed, for the page that says somebody was first."""
        return [(str(field.label), field.value() or "") for field in self.visible_fields() if not isinstance(field.field, PapersField)]
