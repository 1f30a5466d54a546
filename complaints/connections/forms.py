"""What is asked of whoever declares a connection, and of whoever says that it is no longer so."""
import uuid

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import long_text
from complaints import named
from complaints.connections import services
from complaints.connections.wording import KINDS
from complaints.forms import RaiseForm
from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import Person
from council_portal.design.fields import Line
from council_portal.design.forms import PlainForm, Typed
from council_portal.people.choosing import held


class DeclareForm(Typed, PlainForm, GuardedFormMixin, forms.Form):
    """One connection with a person of the other side, who is found by the name that is typed."""

    keeps = RaiseForm.keeps
    name = Line(label=_("With whom?"), max_length=200, help_text=_("The name. They are not told."))
    kind = forms.ChoiceField(label=_("What kind of connection is it?"), widget=forms.RadioSelect, choices=list(KINDS.items()))
    text = long_text(_("What is the connection?"), max_length=2000)
    since = Line(label=_("Since when?"), required=False, max_length=60, help_text=_("If you know, in your own words."))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial, self.person = uuid.uuid4, None
        typed = self.data.get("name", "").strip() if self.is_bound else ""
        self.found, self.more = self.look(typed) if typed else ([], False)
        if len(self.found) > 1 and not self.more:
            self.ask_whom(typed)

    def look(self, typed):
        """([those of the other side who can be meant], whether there are more than can be shown)."""
        looked = named.look(self.user, typed)
        people = Person.objects.permitted(self.user, "choose").filter(pk__in=held(services.wanted_of(self.user)).values("person"))
        there = {str(uid) for uid in people.exclude(pk=self.user.person_id).filter(
            uid__in=[one["uid"] for one in looked.found]).values_list("uid", flat=True)}
        return [one for one in looked.found if one["uid"] in there], looked.more

    def ask_whom(self, typed):
        """The question which of several is meant, after the name."""
        field = forms.ChoiceField(label=now("Whom do you mean by “%(name)s”?") % {"name": typed}, widget=forms.RadioSelect, error_messages={
            "required": now("Say whom you mean by “%(name)s”") % {"name": typed}})
        field.choices = [(one["uid"], f"{one['name']}, {one['note']}" if one["note"] else one["name"]) for one in self.found]
        [first, *rest] = self.fields.items()
        self.fields = dict([first, ("whom", field), *rest])

    def clean_name(self):
        """Somebody of the other side."""
        typed = self.cleaned_data["name"]
        if self.more:
            raise forms.ValidationError(now("Many people have “%(name)s” in their names: type more of it") % {"name": typed})
        if not self.found:
            wanted = now("officer") if services.side_of(self.user) == "member" else now("Member")
            raise forms.ValidationError(now("No %(side)s’s name holds this: type less of it") % {"side": wanted})
        return typed

    def clean(self):
        data = super().clean()
        uid = data.get("whom") if len(self.found) > 1 else self.found[0]["uid"] if self.found else ""
        self.person = Person.objects.permitted(self.user, "choose").filter(uid=uid).first() if uid else None
        return data

    def save(self):
        """Declare it."""
        data = self.cleaned_data
        return services.declare(actor=self.user, other=self.person, **{name: data[name] for name in ("key", "kind", "text", "since")})

    def refused(self):
        """What was declared already is said at the name; what was typed stays."""
        self.add_error("name", now("You have declared this kind of connection with %(name)s already, and it goes on. Look at your list") % {
            "name": self.person.full_name})


class EndForm(Typed, PlainForm, GuardedFormMixin, forms.Form):
    """That it is no longer so."""

    text = long_text(_("Why is it no longer so?"), max_length=2000)

    def __init__(self, *args, instance, **kwargs):
        self.instance = instance
        super().__init__(*args, **kwargs)

    def save(self):
        """End it."""
        return services.end(self.instance, actor=self.user, text=self.cleaned_data["text"])
