"""The Member's own text, corrections by Democratic Services, and the bodies of the council."""
import uuid

from django import forms
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from council_portal.access.forms import GuardedFormMixin, Seen
from council_portal.design.fields import Line, of_our_time
from profiles import services, words
from profiles.forms.one import ONE_DAY, Lines, One, capitals, free_address
from profiles.models import Body, Member
from profiles.services.keeping import OWN_TEXT, WORK_CONTACT, EndsTooEarly, begun_after, is_elected, seats_to_end


class WriteForm(One, GuardedFormMixin, Seen, forms.Form):
    """The Member's own text."""

    contact_hours = Line(label=_("Contact hours"), required=False, max_length=200, help_text=_(
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

    honorific = Line(label=_("Title before the name"), required=False, max_length=60)
    name = Line(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of Member"), choices=capitals(Member.Kind.choices), widget=forms.RadioSelect, help_text=_(
        "A co-opted or lay member has no seat on the council and raises no case. To change somebody to that ends such a seat at once."))
    council_email = forms.EmailField(label=_("Council email address"), required=False, help_text=_(
        "The portal sends its messages there. It does not change the address that the Member signs in with."))
    email = forms.EmailField(label=_("Work email address on the profile"), required=False)
    phone = Line(label=_("Work telephone"), required=False, max_length=100, help_text=_(
        "Not a personal number: that is kept apart, and shown only when the Member wishes."))
    mobile = Line(label=_("Work mobile telephone"), required=False, max_length=100)
    address = Lines(label=_("Work address"), required=False, max_length=500, help_text=_("Never a home address."))
    postcode = Line(label=_("Postcode"), required=False, max_length=60)
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


class BodyForm(One, GuardedFormMixin, forms.Form):
    """A body on which Members sit."""

    name = Line(label=_("Name"), max_length=150)
    kind = forms.ChoiceField(label=_("Kind of body"), choices=Body.Kind.choices, widget=forms.RadioSelect)
    remit = Lines(label=_("What it does"), required=False, max_length=5000)
    messages = {"name": {"required": _("Enter the name of the body")}, "kind": {"required": _("Select the kind of body")}}

    def clean_name(self):
        """Each body has a name of its own."""
        name = self.cleaned_data["name"]
        taken = Body.objects.permitted(self.user, "view").filter(name__iexact=name)
        if taken.exclude(pk=self.instance.pk if self.instance else None).exists():
            raise forms.ValidationError(services.NameTaken.says)
        return name


class NewBodyForm(BodyForm):
    """A body that there has not been yet."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def save(self):
        """Add the body. The same form again adds none. Returns it."""
        return services.add_body(actor=self.actor, **self.cleaned_data)


class ChangeBodyForm(Seen, BodyForm):
    """What is said of a body, and when it ended."""

    last_day = forms.DateField(label=_("Last day, if it ends"), required=False, validators=[of_our_time], help_text=_(
        "The seats that are held then end with that day, and stay in the history. The next page lists them before anything is saved."))

    def shown(self, instance):
        last_day = instance.ended_on - ONE_DAY if instance.ended_on else None
        return {"name": instance.name, "kind": instance.kind, "remit": instance.remit, "last_day": last_day}

    def clean_last_day(self):
        """Not before somebody took a seat that they hold today."""
        day = self.cleaned_data["last_day"]
        begun = begun_after(seats_to_end(self.instance, day + ONE_DAY), day + ONE_DAY) if day else []
        if begun:
            raise forms.ValidationError(EndsTooEarly(begun[-1]).says)
        return day

    def ended_on(self):
        """The first day without the body, or None."""
        day = self.cleaned_data["last_day"]
        return day + ONE_DAY if day else None

    def ends(self):
        """Is another last day entered than the one that was there?"""
        return bool(self.ended_on()) and self.ended_on() != self.instance.ended_on

    def changes(self):
        """The seats that will end, in sentences."""
        seats = seats_to_end(self.instance, self.ended_on())
        return [f"{seat.person.full_name} ({seat.get_role_display()}), {words.running(seat)}" for seat in seats] or [
            _say("Nobody holds a seat on it that would end.")]

    def check(self):
        """What comes before the changes."""
        return _say("The last day of %(body)s is %(day)s. These seats on it end with that day:") % {
            "body": self.cleaned_data["name"], "day": words.day(self.cleaned_data["last_day"])}

    def save(self):
        """Change the body. Returns it."""
        data = self.cleaned_data
        services.change_body(self.instance, name=data["name"], kind=data["kind"], remit=data["remit"], ended_on=self.ended_on(),
                             actor=self.actor)
        return self.instance

    def said(self):
        """What was done."""
        return _say("Saved. The last day of %(body)s is %(day)s.") % {"body": self.cleaned_data["name"], "day": words.last(self.ended_on())}
