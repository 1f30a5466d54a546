"""The Member's own text, corrections by Democratic Services, and the bodies of the council."""
from django import forms
from django.utils.translation import gettext_lazy as _

from council_portal.access.forms import GuardedFormMixin, Seen
from profiles import services
from profiles.forms.one import ONE_DAY, Lines, One, capitals, free_address
from profiles.models import Body, Member
from profiles.services.keeping import OWN_TEXT, WORK_CONTACT, is_elected


class WriteForm(One, GuardedFormMixin, Seen, forms.Form):
    """The Member's own text."""

    contact_hours = forms.CharField(label=_("Contact hours"), required=False, max_length=200, help_text=_(
        "When you would rather be called, for example: weekdays 6pm to 8pm."))
    surgeries = Lines(label=_("Surgeries"), required=False, max_length=2000, help_text=_("Where and when, one on each line."))
    skills = Lines(label=_("Skills"), required=False, max_length=2000, help_text=_("One on each line."))
    interests = Lines(label=_("Interests"), required=False, max_length=2000, help_text=_("One on each line."))
    expertise = Lines(label=_("Expertise"), required=False, max_length=2000, help_text=_("One on each line."))

    def shown(self, instance):
        return {name: getattr(instance, name) for name in OWN_TEXT}

    def save(self):
        """Keep the text. Returns the Member."""
        services.write_profile(self.instance, actor=self.actor, **{name: self.cleaned_data[name] for name in OWN_TEXT})
        return self.instance


class ChangeForm(One, GuardedFormMixin, Seen, forms.Form):
    """How a Member is called, what kind they are, how they are reached at work."""

    honorific = forms.CharField(label=_("Title before the name"), required=False, max_length=60)
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of Member"), choices=capitals(Member.Kind.choices), widget=forms.RadioSelect, help_text=_(
        "A co-opted or lay member has no seat on the council and raises no case. To change somebody to that ends such a seat at once."))
    council_email = forms.EmailField(label=_("Council email address"), required=False, help_text=_(
        "The portal sends its messages there. It does not change the address that the Member signs in with."))
    email = forms.EmailField(label=_("Work email address on the profile"), required=False)
    phone = forms.CharField(label=_("Work telephone"), required=False, max_length=100, help_text=_(
        "Not a personal number: that is kept apart, and shown only when the Member wishes."))
    mobile = forms.CharField(label=_("Work mobile telephone"), required=False, max_length=100)
    address = Lines(label=_("Work address"), required=False, max_length=500, help_text=_("Never a home address."))
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=60)
    messages = {"name": {"required": _("Enter the Member’s name")}, "kind": {"required": _("Select the kind of Member")}}

    def shown(self, instance):
        person = instance.person
        given = {"honorific": person.honorific, "name": person.name, "council_email": person.email, "kind": instance.kind}
        return given | {name: getattr(instance, name) for name in WORK_CONTACT}

    def clean_kind(self):
        """A seat on the council is not given by correcting a word."""
        kind = self.cleaned_data["kind"]
        if kind == Member.Kind.ELECTED != self.instance.kind and not is_elected(self.instance.person):
            raise forms.ValidationError(_("An election makes an elected Member. End this term, then enter them as a new Member."))
        return kind

    def clean_council_email(self):
        """An address belongs to one person."""
        return free_address(self.user, self.cleaned_data["council_email"], but=self.instance.person)

    def save(self):
        """Correct the Member. Returns it."""
        services.correct_member(self.instance, actor=self.actor, **{k: v for k, v in self.cleaned_data.items() if k != "seen"})
        return self.instance


class NewBodyForm(One, GuardedFormMixin, forms.Form):
    """A body on which Members sit."""

    name = forms.CharField(label=_("Name"), max_length=150)
    kind = forms.ChoiceField(label=_("Kind of body"), choices=Body.Kind.choices, widget=forms.RadioSelect)
    remit = Lines(label=_("What it does"), required=False, max_length=5000)
    messages = {"name": {"required": _("Enter the name of the body")}, "kind": {"required": _("Select the kind of body")}}

    def clean_name(self):
        """Each body has a name of its own."""
        name = self.cleaned_data["name"]
        taken = Body.objects.permitted(self.user, "view").filter(name__iexact=name)
        if taken.exclude(pk=self.instance.pk if self.instance else None).exists():
            raise forms.ValidationError(_("There is a body of this name. Enter another name."))
        return name

    def save(self):
        """Add the body. Returns it."""
        return services.add_body(actor=self.actor, **self.cleaned_data)


class ChangeBodyForm(Seen, NewBodyForm):
    """What is said of a body, and when it ended."""

    last_day = forms.DateField(label=_("Last day, if it has ended"), required=False, help_text=_(
        "All seats on it end with that day, and stay in the history."))

    def shown(self, instance):
        last_day = instance.ended_on - ONE_DAY if instance.ended_on else None
        return {"name": instance.name, "kind": instance.kind, "remit": instance.remit, "last_day": last_day}

    def save(self):
        """Change the body. Returns it."""
        data = self.cleaned_data
        services.change_body(self.instance, name=data["name"], kind=data["kind"], remit=data["remit"], actor=self.actor,
                             ended_on=data["last_day"] + ONE_DAY if data["last_day"] else None)
        return self.instance
