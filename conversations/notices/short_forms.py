"""Why ward Members have fewer days before publication than the protocol asks for, and who says that this is lawful (EXD-10.4)."""
from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import LongText
from conversations.reasons import is_reason, too_short
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Principal
from council_portal.accounts.policy import STAFF
from council_portal.design.fields import Line

ELSE = "somebody else"


def officers_in_posts():
    """"Name, post" of every officer in office with a post of their own, by name; who only stands in is not named for the post. One
    statement."""
    held = Appointment.objects.filter(in_force())
    officers = held.filter(principal__post=STAFF).values("person")
    rows = held.filter(person__in=officers, principal__kind=Principal.Kind.POST).exclude(principal__post=STAFF).exclude(
        role=Appointment.Role.STAND_IN)
    return [f"{row.person.full_name}, {row.principal.name}"
            for row in rows.select_related("person", "principal").order_by("person__name", "principal__name")]


class ShortPart(forms.Form):
    """The reason, and who says so: an officer in office, chosen; or somebody else by name and post, as the protocol names nobody for it.

    Nothing is filled in from before: each hour of publication that is too soon has its own reason.
    """

    short_reason = LongText(
        label=_("Why is it lawful and needed to have fewer days?"), widget=forms.Textarea, strip=True, required=False, max_length=2000,
        help_text=_("Everybody who reads the notice reads this."))
    short_named = forms.ChoiceField(label=_("Who says that it is lawful?"), required=False, help_text=_(
        "Everybody who reads the notice reads the name and the post. The protocol asks that it is lawful and names nobody who says so: "
        "that somebody is named is the portal’s own rule."))
    short_name = Line(label=_("Somebody else: their name"), required=False, max_length=100, help_text=_(
        "Only for somebody who is not in the list, for example counsel whom the council has asked."))
    short_post = Line(label=_("Somebody else: their post"), required=False, max_length=150)

    SHORT = ("short_reason", "short_named", "short_name", "short_post")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(one, one) for one in dict.fromkeys(officers_in_posts())]
        self.fields["short_named"].choices = [("", now("Select")), *named, (ELSE, now("Somebody else"))]

    def without_short(self):
        """The protocol, or the day, asks for none of it."""
        for name in self.SHORT:
            del self.fields[name]

    def ask_why(self):
        """A reason is needed, and who says so with their post."""
        if "short_reason" not in self.errors:
            self.check_reason(self.cleaned_data.get("short_reason"))
        if "short_named" not in self.errors:
            self.check_named(self.cleaned_data.get("short_named"))

    def check_reason(self, text):
        """Of a few words at least."""
        if not text:
            self.add_error("short_reason", now("Enter why there are fewer days, or choose a later day"))
        elif not is_reason(text):
            self.add_error("short_reason", too_short(now("Say in a sentence why it is lawful and needed to have fewer days")))

    def check_named(self, named):
        """One of the officers, or a name and a post."""
        name, post = self.cleaned_data.get("short_name"), self.cleaned_data.get("short_post")
        if not named:
            self.add_error("short_named", now("Select who says that it is lawful"))
        elif named != ELSE and (name or post):
            self.add_error("short_named", now("Select “Somebody else”, or leave the name and the post of somebody else empty"))
        elif named == ELSE and not (name or "short_name" in self.errors):
            self.add_error("short_name", now("Enter the name of who says that it is lawful"))
        if named == ELSE and not (post or "short_post" in self.errors):
            self.add_error("short_post", now("Enter their post, or what they are to the council"))

    def short_given(self):
        """What was typed, as the services take it."""
        data = self.cleaned_data
        named = data.get("short_named", "")
        if named == ELSE:
            named = f"{data['short_name']}, {data['short_post']}"
        return {"short_reason": data.get("short_reason", ""), "short_named": named}
