"""What people type about cases. Each form validates and calls one service."""
import re
import uuid

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from casework import kinds, services
from casework.wording import terms
from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import Service
from council_portal.design.fields import Line
from council_portal.design.forms import PlainForm, Typed
from council_portal.design.layout import Folded
from council_portal.documents import limits
from council_portal.documents.fields import PapersField
from council_portal.documents.services import NotInStorage
from council_portal.drafts.papers import as_uploads, too_many_with
from council_portal.people.ward_answer import WardAnswer
from directory.finder import find


class LongText(forms.CharField):
    """Several lines. A line end counts as one character, as the counter on the page has it; browsers send two."""

    def to_python(self, value):
        value = super().to_python(value)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


def long_text(label, **options):
    """A box for several lines."""
    return LongText(label=label, widget=forms.Textarea, strip=True, **{"max_length": 10000, **options})


def chosen_post():
    """The choice among the posts that a matter goes to first, where the protocol leaves one (SEC-3.2)."""
    return forms.ChoiceField(label=_("Who should it go to?"), widget=forms.RadioSelect)


def urgent_tick():
    """The tick by which a Member marks a matter as urgent (SEC-3.2)."""
    return forms.BooleanField(label=_("This is urgent"), required=False, help_text=_(
        "Marks the case as urgent, so that nobody has to walk into an officer’s work area."))


class SearchForm(PlainForm, forms.Form):
    """A few words to look for in one's own cases. The question itself is kept nowhere."""

    q = Line(label=_("Search your cases"), required=False, max_length=200)
    messages = {"q": {"max_length": _("Use fewer words: at most 200 characters")}}

    def clean_q(self):
        """A question with at least one word of two letters. Raises ValidationError."""
        asked = self.cleaned_data["q"]
        if asked and not terms(asked):
            raise forms.ValidationError(_("Enter at least two letters or figures of one word"))
        return asked


class ConcernForm(WardAnswer, GuardedFormMixin, forms.Form):
    """First page of raising a matter: what it is and where. Who takes it is asked on the next page, when it is known.

    The service may be left: it is found from the words. After is_valid(): `service_found` says why it is this one (a Found of
    directory.finder), or None where the words do not lead there; `ward_note` how the ward was found. held: the papers that wait with the
    draft already (drafts.papers); together with those that are chosen now they are no more than one form takes.
    """

    matter = forms.ChoiceField(label=_("What do you want?"), choices=kinds.choices, widget=forms.RadioSelect)
    title = Line(label=_("What is it about?"), max_length=120, help_text=_("A few words, for example: bins missed in Mill Lane."))
    text = long_text(_("What has happened, and what do you want done?"), help_text=_(
        "Not for an officer’s conduct, capability or discipline, nor for political views. Leave out what the service does not need."))
    service = forms.ModelChoiceField(
        label=_("Which service is it about?"), queryset=Service.objects.all(), to_field_name="uid", required=False,
        empty_label=_("Find it from my words"),
        help_text=_("Leave it, and the portal finds it from your words. You see which it is before anything is sent."),
    )
    papers = PapersField(label=_("Photos or papers"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    field_order = ["matter", "title", "text", "place", "ward", "meant", "service", "papers", "key"]
    messages = {
        "matter": {"required": _("Select what you want")},
        "title": {"required": _("Enter what it is about")},
        "text": {"required": _("Enter what has happened, and what you want done")},
        "ward": {"required": _("Select the ward it is in")},
    }
    service_found = None

    def __init__(self, *args, held=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.held = held

    def clean_papers(self):
        """With what waits already, no more than one form takes."""
        papers = self.cleaned_data["papers"]
        if papers and len(papers) + len(self.held) > limits.per_post():
            raise ValidationError(too_many_with(len(self.held), len(papers)), code="too_many")
        return papers

    def clean(self):
        """The service is the one that was chosen, else the likeliest that the words lead to; where there is none it is asked for."""
        data = super().clean()
        if "title" in data and "service" in data:
            likely = self.likely(data)
            if not data["service"] and likely:
                data["service"] = likely[0].service
            elif not data["service"]:
                self.add_error("service", _("Select the service: your words do not lead to one"))
            self.service_found = next((one for one in likely if one.service == data["service"]), None)
        return data

    def likely(self, data):
        """The services that the title leads to, or else the text: those that may be chosen."""
        offered = set(self.fields["service"].queryset.values_list("pk", flat=True))
        title = without(data["title"], data.get("place", ""))  # "Keep Street" is no word about streets
        found = find(self.user, title) or find(self.user, data.get("text", ""))
        return [one for one in found if one.service.pk in offered]


def is_found(typed):
    """Was the service of what was typed, on either page, left to the portal to find? Then other words may lead to another."""
    return str(typed.get("service") or "") in ("", str(typed.get("found") or ""))


def without(title, place):
    """A title without the place that was typed beside it, street by street: what is left says what the matter is."""
    for part in place.split(","):
        name = part.strip().lstrip("0123456789 ")
        title = re.sub(rf"\b{re.escape(name)}\b", " ", title, flags=re.IGNORECASE) if name else title
    return title.strip(" ,.-–")


class SendForm(ConcernForm):
    """Second page: who it goes to (the fifth question), with the answers of the first page carried along as they were typed.

    service: the one that the page shows. To choose another shows the page anew; `shown` says which one was shown, and `found` which one
    the portal found from the words, "" where the Member picked it. choices: the posts, [(word, in words)]; preferred: which is chosen
    already, the first when left out.
    """

    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    found = forms.CharField(widget=forms.HiddenInput, required=False)
    chosen = chosen_post()
    elsewhere = forms.ChoiceField(label=_("Somebody else"), required=False, help_text=_(
        "You may send it elsewhere. Say why: it is kept with the case."))
    departure = forms.CharField(label=_("Why it goes there"), required=False, max_length=500)
    urgent = urgent_tick()

    def __init__(self, *args, service, choices, preferred=None, others=(), to_centre=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = choices
        self.fields["elsewhere"].choices = [("", _("No, send it as shown above")), *others]
        self.fields["service"].help_text = _("Press “Send it” after choosing: you are shown where it goes, and nothing is sent yet.")
        self.initial |= {"found": service.uid if is_found(self.initial) else "", "shown": service.uid, "service": service.uid}
        if not others:
            del self.fields["elsewhere"], self.fields["departure"]
        if choices:
            self.fields["chosen"].initial = preferred or choices[0][0]
        else:
            del self.fields["chosen"]
        if to_centre:
            del self.fields["urgent"]
        for name in ("matter", "title", "text", "place", "ward"):
            if name in self.fields:
                self.fields[name].widget = forms.HiddenInput()
        shown = [name for name in ("chosen", "urgent", "papers") if name in self.fields]
        if others:
            shown.insert(bool(choices), Folded(_("Send it to somebody else"), "elsewhere", "departure"))
        self.layout = Layout(*shown)

    def clean(self):
        """A departure needs its reason, and a reason its departure. The papers that wait are taken along."""
        data = super().clean()
        if data.get("elsewhere") and not data.get("departure"):
            self.add_error("departure", _("Enter why it goes somewhere else"))
        if data.get("departure") and not data.get("elsewhere"):
            self.add_error("elsewhere", _("Select who else it should go to, or leave out the reason"))
        if not self.errors:
            self.take_along(data)
        return data

    def take_along(self, data):
        """What waited with the draft goes with what was chosen now."""
        try:
            data["papers"] = [*as_uploads(self.held), *data["papers"]]
        except NotInStorage:
            self.add_error("papers", _("A file that you added cannot be found any more: remove it, and add it again."))

    def save(self):
        """Log the case. The same form with another answer to the first question is another matter."""
        data = self.cleaned_data
        return services.log_case(
            actor=self.user,
            key=services.form_key(data["key"], data["matter"]),
            matter=data["matter"],
            title=data["title"],
            text=with_place(data["text"], data.get("place", "")),
            service=data["service"],
            ward=data["ward"],
            chosen=data.get("elsewhere") or data.get("chosen") or None,
            departure=data.get("departure", ""),
            urgent=data.get("urgent", False),
            papers=services.store(data["papers"]),
        )


def with_place(text, place):
    """What happened, and at its end where, unless it says so already: whoever goes there needs the street that was typed."""
    if not place or place.casefold() in text.casefold():
        return text
    return text + "\n\n" + _now("Where: %(place)s") % {"place": place}


NOT_GIVEN = {"version", "key", "line", "find", "restricted", "replaces"}


class ActForm(Typed, PlainForm, GuardedFormMixin, forms.Form):
    """One act on a case: carries the version that the reader saw, so that two people cannot answer at once unawares.

    slug: in its address. service: what does it, action: the rule. heading, explanation, button: of the page. cites: (matter, side) of the
    route whose clause is named, or (). cannot: {reason of CannotBe: (field or None, sentence)}. done: what is said once it has been done.
    of_question: {attribute: words} that take the place of these where officers asked it outside any case.
    """

    on_any_version = False  # an act that changes no state may be done to a case that has moved on
    fields_template, buttons, explanation, cites, cannot, done, of_question = "", (), "", (), {}, "", {}
    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def __init__(self, *args, case, lines=False, **kwargs):
        self.case = case
        super().__init__(*args, initial={"version": case.version}, prefix=self.slug, **kwargs)
        for name, words in self.of_question.items() if case.is_question else ():
            setattr(self, name, words)

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
        return services.done_before(self.case.uid, type(self).service, key=self.cleaned_data["key"], actor=self.user,
                                    text=self.given().get("text", ""))

    def given(self):
        """What the service is given beside the case and the actor."""
        return {name: value for name, value in self.cleaned_data.items() if name not in NOT_GIVEN}

    def act(self):
        """Call the service with what was typed. False, with the sentence at its field, for what cannot be.

        Raises what the service raises: Forbidden, and matters.services.Changed.
        """
        data = self.given()
        try:
            if "papers" in data:
                data["papers"] = services.store(data["papers"], **self.how_kept())
            services.do_once(self.cleaned_data["key"] or uuid.uuid4(), self.service, self.case, actor=self.user, **data)
        except services.CannotBe as why:
            self.add_error(*self.cannot[why.args[0]])
            return False
        except ValidationError as refused:  # somebody has added a newer version of the paper meanwhile
            self.add_error("papers", refused)
            return False
        return True

    def anew(self):
        """The same form to be shown again with what was typed: nothing is checked and nothing is lost but the files."""
        return self.with_typed({name: self[name].value() for name in self.fields})

    def with_typed(self, typed):
        """The same form, not sent yet, filled in so."""
        again = type(self)(case=self.case, user=self.user, lines=True)
        again.initial |= {name: value for name, value in typed.items() if value not in (None, "") and name != "papers"}
        return again

    def how_kept(self):
        """How the papers are kept: restricted or not, as a new version or not; nothing where the form does not ask."""
        return self.keeping() if hasattr(self, "keeping") else {}
