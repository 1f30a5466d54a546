"""What people type for the briefing: an item, its editing, the briefing itself. Each form validates and calls one service."""
import uuid

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework.forms import LongText
from conversations.briefing import services
from conversations.briefing.models import Briefing
from conversations.briefing.parts import is_past, items_of
from conversations.forms import Typed
from council_portal.access.forms import GuardedFormMixin, Seen
from council_portal.accounts.models import Service, Ward
from council_portal.design.dates import day as in_words
from council_portal.design.dates import moment
from council_portal.design.fields import Line, of_our_time
from council_portal.design.forms import PlainForm

BOXES = ("wards", "services")
ROWS = {"to_field_name": "uid", "required": False, "widget": forms.CheckboxSelectMultiple}
MOST_NAMED = 10  # titles of items that wait
FOR_INFORMATION, NEEDS_YOU = "information", "needs"


class ItemForm(Typed, PlainForm, GuardedFormMixin, forms.Form):
    """What an item is."""

    title = Line(label=_("What is it about?"), max_length=120)
    text = LongText(label=_("What should Members know?"), widget=forms.Textarea, max_length=4000, help_text=_(
        "It is sent by mail and read by everybody in office: nothing confidential, and no names of residents."))
    kind = forms.ChoiceField(label=_("Does it need something of Members?"), widget=forms.RadioSelect, initial=FOR_INFORMATION, choices=[
        (NEEDS_YOU, _("Yes, it needs them")), (FOR_INFORMATION, _("No, it is for information"))])
    by = forms.DateField(label=_("By which day?"), required=False, validators=[of_our_time], help_text=_("Only where it needs something."))
    wards = forms.ModelMultipleChoiceField(label=_("Which wards is it about?"), queryset=Ward.objects.all(), help_text=_(
        "None ticked: all. The Members of these wards read it first."), **ROWS)
    services = forms.ModelMultipleChoiceField(
        label=_("Which services is it about?"), queryset=Service.objects.filter(ended_on=None), **ROWS)
    link = forms.URLField(label=_("Link to read more"), max_length=500, required=False, assume_scheme="https")
    needed_at_times = ("by",)
    messages = {"title": {"required": _("Enter what it is about")}, "text": {"required": _("Enter what Members should know")}}

    @property
    def layout(self):
        """The boxes in columns where there is room."""
        return Layout(*(Div(name, css_class="cp-boxes") if name in BOXES else name for name in self.fields))

    def clean(self):
        """A day belongs to what needs something, and is still to come; one that has passed while the item lay here may stay."""
        data = super().clean()
        if data.get("by") and data.get("kind") == FOR_INFORMATION:
            self.add_error("by", now("Leave the day empty, or say that it needs something of Members"))
        elif data.get("by") and data["by"] < timezone.localdate() and data["by"] != self.initial.get("by"):
            self.add_error("by", now("This day is past: enter today or a later day"))
        return data

    def facts(self):
        """The columns and tags of the item."""
        data = self.cleaned_data
        given = {name: data[name] for name in ("title", "text", "by", "link", "wards", "services")}
        return given | {"needs_you": data["kind"] == NEEDS_YOU}


class SubmitItem(ItemForm):
    """A new item."""

    keeps = "briefing-item"
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def save(self):
        """Submit it."""
        return services.submit(actor=self.user, key=self.cleaned_data["key"], **self.facts())


class AsRead:
    """Mixin, before a form: an act on a row as it was when its page was read. instance: it."""

    def __init__(self, *args, instance, **kwargs):
        self.instance = instance
        super().__init__(*args, **kwargs)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=instance.version)

    @property
    def stale(self):
        """Was it changed since?"""
        return self.is_bound and self.data.get("version") != str(self.instance.version)


class EditItem(AsRead, ItemForm):
    """Other words, tags or date."""

    slug, action, heading, button, said = "edit", "edit", _("Edit the item"), _("Save"), _("Saved.")
    intro = [_("What was submitted is kept beside it, and whoever submitted it sees both.")]

    def __init__(self, *args, instance, **kwargs):
        shown = {name: getattr(instance, name) for name in ("title", "text", "by", "link")}
        shown |= {"kind": NEEDS_YOU if instance.needs_you else FOR_INFORMATION, "wards": [one.uid for one in instance.wards.all()],
                  "services": [one.uid for one in instance.services.all()]}
        super().__init__(*args, instance=instance, **{**kwargs, "initial": shown})

    def save(self):
        """Keep it."""
        return services.edit(self.instance, actor=self.user, version=self.cleaned_data["version"], **self.facts())


class OnRow(AsRead, Typed, PlainForm, forms.Form):
    """A press of a button on an item or a briefing."""

    heading, button, said, intro, action = "", "", "", (), "edit"

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)


class PutIn(OnRow):
    """In a briefing that is being edited."""

    slug, heading, button, said = "put-in", _("Put it in a briefing"), _("Put it in"), _("It is in the briefing.")
    briefing = forms.ChoiceField(label=_("Which briefing?"), widget=forms.RadioSelect)
    messages = {"briefing": {"required": _("Select a briefing")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        drafts = Briefing.objects.permitted(self.user, "edit").filter(status=Briefing.Status.DRAFT)
        self.drafts = {str(one.uid): one for one in drafts}
        self.fields["briefing"].choices = [(uid, one.title) for uid, one in self.drafts.items()]
        if len(self.drafts) == 1:
            self.fields["briefing"].initial = next(iter(self.drafts))

    def clean(self):
        """There has to be one."""
        if not self.drafts:
            self.errors.pop("briefing", None)
            self.add_error(None, now("No briefing is being edited. Begin one first."))
        return super().clean()

    def save(self):
        """Put it in."""
        return services.put_in(self.instance, actor=self.user, briefing=self.drafts[self.cleaned_data["briefing"]])


class TakeOut(OnRow):
    """Out of it again."""

    slug, heading, button, said = "take-out", _("Take it out of the briefing"), _("Take it out"), _("It waits for the next briefing.")

    def save(self):
        """Take it out."""
        return services.take_out(self.instance, actor=self.user)


class Sooner(OnRow):
    """Further up."""

    slug, heading, button, said = "sooner", _("Move it up"), _("Move it up"), _("It stands one place further up.")

    def save(self):
        """Move it."""
        return services.sooner(self.instance, actor=self.user)


class LeaveOut(OnRow):
    """In no briefing, with the reason."""

    slug, heading, button, said = "leave-out", _("Leave it out"), _("Leave it out"), _("It is left out. Whoever submitted it is told.")
    text = LongText(label=_("Why is it left out?"), widget=forms.Textarea, max_length=1000, help_text=_("Whoever submitted it reads this."))

    def save(self):
        """Leave it out."""
        return services.leave_out(self.instance, actor=self.user, text=self.cleaned_data["text"])


class TakeBack(OnRow):
    """By whoever submitted it."""

    slug, action, heading, button, said = "take-back", "take_back", _("Take it back"), _("Take it back"), _("You have taken it back.")

    def save(self):
        """Take it back."""
        return services.take_back(self.instance, actor=self.user)


class BeginBriefing(Typed, PlainForm, GuardedFormMixin, forms.Form):
    """The next briefing."""

    title = Line(label=_("Title"), max_length=120, help_text=_(
        "What is in it, for example: the open day, damp, and two bridges. The day stands beside it."))
    on = forms.DateField(label=_("Of which day is it?"), validators=[of_our_time])
    intro = LongText(label=_("Introduction"), widget=forms.Textarea, max_length=4000, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    messages = {"on": {"required": _("Enter the day")}, "title": {"required": _("Enter a title")}}

    def save(self):
        """Begin it."""
        return services.begin(actor=self.user, **self.cleaned_data)


class EditBriefing(AsRead, BeginBriefing):
    """Its title, day and introduction."""

    slug, action, heading, button, said = "edit", "edit", _("Edit title and introduction"), _("Save"), _("Saved.")

    def __init__(self, *args, instance, **kwargs):
        shown = {name: getattr(instance, name) for name in ("title", "on", "intro")}
        super().__init__(*args, instance=instance, **{**kwargs, "initial": shown})
        del self.fields["key"]

    @staticmethod
    def says(briefing):
        """Nothing beside the form."""
        return []

    def save(self):
        """Keep it."""
        given = {name: self.cleaned_data[name] for name in ("version", "title", "on", "intro")}
        return services.rewrite(self.instance, actor=self.user, **given)


def days_before(briefing):
    """How many calendar days there still are to the day of a briefing, in London; 0 on it and after it."""
    return max((briefing.on - timezone.localdate()).days, 0)


def wait_in_words(titles):
    """Which items wait, by title, and how many more."""
    named, more = titles[:MOST_NAMED], len(titles) - MOST_NAMED
    words = [now("“%(title)s”") % {"title": title} for title in named]
    words += [ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more}] if more > 0 else []
    return ngettext("%(n)s item still waits and is not in it: %(items)s.", "%(n)s items still wait and are not in it: %(items)s.",
                    len(titles)) % {"n": len(titles), "items": ", ".join(words)}


class SendBriefing(Typed, Seen, PlainForm, forms.Form):
    """To everybody. instance: the Briefing. Only where it is confirmed that somebody has read it through; so is that it is before its day,
    and that items wait that are in none. What was confirmed is what the page showed: anything else is not sent."""

    slug, action, heading, button, said = "send", "edit", _("Send the briefing"), _("Send it"), _("It is sent.")
    read = forms.BooleanField(label=_("I have read it through: it holds nothing confidential, and no resident’s name or address"))
    early = forms.BooleanField(label=_("Send it before its day"))
    without = forms.BooleanField(label=_("Send it without the items that wait"), help_text=_("They wait for the next briefing."))
    messages = {"read": {"required": _("Confirm that you have read it through, or take out what must not leave the portal first")},
                "early": {"required": _("Confirm that it is sent before its day, or change the day first")},
                "without": {"required": _("Confirm that it is sent without the items that wait, or put them in first")}}

    def __init__(self, *args, user, instance, **kwargs):
        self.user, self.instance, self.waiting = user, instance, services.still_waiting()
        super().__init__(*args, **kwargs)
        if not days_before(instance):
            del self.fields["early"]
        if not self.waiting:
            del self.fields["without"]

    def digest(self):
        """What would be sent and what waits, as one short word."""
        return services.as_it_is(self.instance, self.waiting)

    def since(self):
        """What would be sent now, and what waits now, as sentences."""
        briefing, waiting = Briefing.objects.permitted(self.user).get(pk=self.instance.pk), services.still_waiting()
        if briefing.status == Briefing.Status.SENT:
            return now("It was sent already, on %(when)s.") % {"when": moment(briefing.sent_at)}
        titles = ", ".join(now("“%(title)s”") % {"title": one.title} for one in items_of(briefing))
        said = [now("Nothing was sent: since you opened the page, something of the briefing, or of what waits, was changed."),
                now("In it now: %(items)s.") % {"items": titles} if titles else now("There is nothing in it now."),
                *([wait_in_words([one.title for one in waiting])] if waiting else []),
                now("Read it through as it is now before you send it.")]
        return " ".join(said)

    @staticmethod
    def says(briefing):
        """What happens; that it is not its day yet, which items wait, and which name a day that is past."""
        said = [now("This leaves the portal by mail: nothing confidential, no resident’s name or address."),
                now("Each Member gets one mail, with what is about their wards first; everybody in office reads it in the portal. "
                    "It cannot be changed or called back after that.")]
        if days := days_before(briefing):
            said.append(ngettext("This briefing is dated %(day)s; you are sending it %(n)s day before.",
                                 "This briefing is dated %(day)s; you are sending it %(n)s days before.", days) % {
                                     "day": in_words(briefing.on), "n": days})
        if waiting := services.still_waiting():
            said.append(wait_in_words([one.title for one in waiting]))
        today = timezone.localdate()
        return said + [now("“%(title)s” asks something by %(day)s: this day is past.") % {"title": one.title, "day": in_words(one.by)}
                       for one in items_of(briefing) if is_past(one, today)]

    def save(self):
        """Send it."""
        try:
            return services.send(self.instance, actor=self.user, seen=self.cleaned_data["seen"])
        except services.CannotBe:
            self.add_error(None, now("There is nothing in it yet: put an item in first."))
            return None


ITEM_ACTS = {form.slug: form for form in (EditItem, PutIn, Sooner, TakeOut, LeaveOut, TakeBack)}
BRIEFING_ACTS = {form.slug: form for form in (EditBriefing, SendBriefing)}
