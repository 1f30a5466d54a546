"""What people type about photographs, private contact, posts and absences. Each form validates and calls one service."""
import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council_portal.access.forms import GuardedFormMixin, Seen
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Person, PoliticalGroup, Service
from council_portal.accounts.services import LastKeeper, group_of, keep_private_contact
from council_portal.clock.days import start_of
from council_portal.design.fields import Line, of_our_time
from council_portal.design.forms import PlainForm, Typed
from council_portal.documents.uploads import check_upload, clean_name
from council_portal.people import agreeing, policy, services
from council_portal.people.absences import handed_on
from council_portal.people.choosing import may_hold, side_of
from council_portal.people.pictures import check_kind, no_picture
from council_portal.people.words import day, post_name, span

EARLIEST = datetime.date(1974, 4, 1)  # the present councils of England and Wales began then
# Refusals of a paper that say what to do with a picture too; the others advise a PDF.
OF_PICTURES = {"empty", "too_big", "heic", "damaged", "pixels", "virus", "unchecked"}


class PhotoField(forms.FileField):
    """One picture. Cleans to a checked Upload. Raises ValidationError with what to do."""

    widget = forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp"})

    def clean(self, data, initial=None):
        """data: an UploadedFile."""
        data = super().clean(data, initial)
        try:
            upload = check_upload(data)
        except ValidationError as error:
            if error.code in OF_PICTURES:
                raise
            raise no_picture(clean_name(data.name)) from None
        check_kind(upload)
        return upload


class PhotoForm(PlainForm, forms.Form):
    """A photograph and what it shows. instance: the Photo that is there, or an unsaved one that names the person."""

    said = gettext_lazy("The photograph is kept.")
    photo = PhotoField(label=gettext_lazy("Photograph"), help_text=gettext_lazy(
        "A JPEG, PNG or WebP picture, upright, with the face in the middle: it is cut to 4 by 5."))
    alt = Line(label=gettext_lazy("What it shows, in words"), max_length=250, help_text=gettext_lazy(
        "For people who cannot see it. Say who it is and what can be seen, for example: “Ada King, smiling, in front of the town hall”. "
        "Leave out “photo of”."))
    messages = {"photo": {"required": gettext_lazy("Choose a photograph")},
                "alt": {"required": gettext_lazy("Enter what the photograph shows, in words")}}

    def __init__(self, *args, user, instance, **kwargs):
        super().__init__(*args, **{**kwargs, "initial": {"alt": instance.alt}})
        self.user, self.photo = user, instance

    def save(self):
        """Keep it. Raises ValidationError for what cannot be read as a picture."""
        data = self.cleaned_data
        return services.keep_photo(self.photo.person, data["photo"], alt=data["alt"], actor=self.user.person)


class RemovePhotoForm(PlainForm, forms.Form):
    """Nothing to type: the button is the answer."""

    said = gettext_lazy("The photograph is removed.")

    def __init__(self, *args, user, instance, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.photo = user, instance

    def save(self):
        """Take it away, if it is there."""
        if self.photo.pk:
            services.remove_photo(self.photo, actor=self.user.person)


class PrivateForm(Seen, PlainForm, forms.Form):
    """A personal telephone number, a home address, and what of them others may see."""

    phone = forms.CharField(label=gettext_lazy("Personal telephone number"), required=False, max_length=100)
    phone_shown = forms.BooleanField(label=gettext_lazy("Show this number to Members and officers"), required=False)
    address = forms.CharField(label=gettext_lazy("Home address"), required=False, max_length=500,
                              widget=forms.Textarea(attrs={"rows": 4}))
    address_shown = forms.BooleanField(label=gettext_lazy("Show this address to Members and officers"), required=False)

    def __init__(self, *args, user, instance, **kwargs):
        fields = ("phone", "phone_shown", "address", "address_shown")
        super().__init__(*args, **{**kwargs, "initial": {name: getattr(instance, name) for name in fields}})
        self.user, self.row = user, instance

    def clean(self):
        """Nothing is shown that is not there: a tick beside an empty box is a mistake."""
        data = super().clean()
        for name, what in (("phone", _("Enter the number that is to be shown, or take the tick out")),
                           ("address", _("Enter the address that is to be shown, or take the tick out"))):
            if data.get(f"{name}_shown") and not data.get(name):
                self.add_error(name, what)
        return data

    def typed(self):
        """A tick is a yes or a no."""
        return [(label, {True: _("Yes"), False: _("No"), "": _("No")}.get(value, value) if label in self.ticks() else value)
                for label, value in super().typed()]

    def ticks(self):
        """The labels of the ticks."""
        return {str(field.label) for field in self.fields.values() if isinstance(field, forms.BooleanField)}

    def save(self):
        """Keep it."""
        data = {name: self.cleaned_data[name] for name in ("phone", "address", "phone_shown", "address_shown")}
        keep_private_contact(self.row.person, **data, actor=self.user.person)


class SearchForm(PlainForm, forms.Form):
    """A name, or part of one."""

    q = forms.CharField(label=gettext_lazy("Name, or part of it"), required=False, max_length=100)


def person_field(**options):
    """Somebody who was chosen on the page before, carried along by their uid."""
    return forms.ModelChoiceField(queryset=Person.objects.all(), to_field_name="uid", widget=forms.HiddenInput, **options)


def authority_field():
    """By what authority, which stays on the page of the post for everybody in office."""
    return Line(label=gettext_lazy("By what authority?"), max_length=200, help_text=gettext_lazy(
        "The minute, the HR record or the election, for example: “Council, 14 May 2026, minute 12”. Everybody in office can read it."))


def check_day(on, *, earliest):
    """Raises ValidationError for a day (a date) before the earliest, or in another century."""
    if on < earliest:
        raise ValidationError(_("Enter a day from %(day)s on") % {"day": day(earliest)})
    of_our_time(on)


def in_words(appointment):
    """An appointment that may be ended, as a choice."""
    return _("End the appointment of %(person)s (%(days)s)") % {
        "person": appointment.person.full_name, "days": span(appointment.since, appointment.until)}


class AppointForm(PlainForm, GuardedFormMixin, forms.Form):
    """Who was chosen, as what, since when, by what authority, and whose appointment ends the same day. instance: the post."""

    choose = {"ending": "end"}
    person = person_field()
    role = forms.ChoiceField(label=gettext_lazy("As what?"), widget=forms.RadioSelect, initial=Appointment.Role.HOLDER, choices=[
        (Appointment.Role.HOLDER, gettext_lazy("Holder of the post")),
        (Appointment.Role.DEPUTY, gettext_lazy("Deputy, who acts when no holder is there"))])
    since = forms.DateField(label=gettext_lazy("From which day?"), help_text=gettext_lazy(
        "From 00:00 of that day, London time. A day that has passed is kept as history, and access begins at once."))
    authority = authority_field()
    ending = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Does anybody’s appointment end the same day?"), queryset=Appointment.objects.all(), required=False,
        to_field_name="uid", widget=forms.CheckboxSelectMultiple)
    messages = {"person": {"required": gettext_lazy("Choose who is appointed")},
                "role": {"required": gettext_lazy("Select whether they hold the post or are the deputy")},
                "since": {"required": gettext_lazy("Enter the day from which they hold it")},
                "authority": {"required": gettext_lazy("Enter by what authority: the minute, the HR record or the election")}}

    def __init__(self, *args, instance, **kwargs):
        kwargs["initial"] = {"since": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.post = instance
        held = self.fields["ending"].queryset.filter(in_force(), principal=instance, role=Appointment.Role.HOLDER)
        self.fields["ending"].label_from_instance = in_words
        self.fields["ending"].queryset = held.select_related("person").order_by("since", "pk")
        if not held.exists():
            del self.fields["ending"]

    def clean_since(self):
        """A day that can be."""
        check_day(self.cleaned_data["since"], earliest=EARLIEST)
        return self.cleaned_data["since"]

    def clean(self):
        """Not twice in one role, and not in the place of themselves."""
        data = super().clean()
        person, since = data.get("person"), data.get("since")
        if person and not may_hold(person, policy.wanted_of(self.post.post)):
            self.add_error(None, _("%(person)s is not of the side of the council that holds this post: choose somebody else") % {
                "person": person.full_name})
        if person and since and self.post.post in policy.OF_A_GROUP:
            self.check_group(person, max(since, timezone.localdate()))
        if person and since:
            held = services.held_already(self.post, person, data.get("role"), start_of(since))
            if held and held.since != start_of(since):
                self.add_error("role", _("%(person)s has this appointment already (%(days)s)") % {
                    "person": person.full_name, "days": span(held.since, held.until)})
            if any(row.person_id == person.pk for row in data.get("ending") or []):
                self.add_error("ending", _("%(person)s is the person to be appointed: take the tick out") % {"person": person.full_name})
        return data

    def check_group(self, person, on):
        """A group is led, and spoken for, by one of its own."""
        if group_of(person, on=on) != self.post.group:
            self.add_error(None, _("%(person)s is not in the group %(group)s on that day: choose one of its Members") % {
                "person": person.full_name, "group": self.post.group.name})

    def save(self):
        """Appoint. Returns the post."""
        data = self.cleaned_data
        services.fill_post(self.post, data["person"], role=data["role"], day=data["since"], authority=data["authority"],
                           ending=data.get("ending") or [], actor=self.user.person)
        return self.post


class VacateForm(PlainForm, forms.Form):
    """From which day somebody no longer holds a post. instance: the appointment."""

    day = forms.DateField(label=gettext_lazy("From which day do they no longer hold it?"), help_text=gettext_lazy(
        "Today: access ends at once. A later day: it ends at 00:00 of that day, London time. A day that has passed cannot be chosen, "
        "because they could see the matters of the post until now."))
    authority = authority_field()
    messages = {"day": {"required": gettext_lazy("Enter the day from which they no longer hold it")},
                "authority": {"required": gettext_lazy("Enter by what authority: the minute, the HR record or the election")}}

    def __init__(self, *args, user, instance, **kwargs):
        kwargs["initial"] = {"day": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.user, self.appointment = user, instance

    def clean_day(self):
        """Today or later, and never the last of those who appoint."""
        on = self.cleaned_data["day"]
        check_day(on, earliest=timezone.localdate())
        if services.is_last_keeper(self.appointment, max(timezone.now(), start_of(on))):
            raise ValidationError(LastKeeper.says)
        return on

    def save(self):
        """End it. Returns the appointment."""
        services.vacate(self.appointment, day=self.cleaned_data["day"], authority=self.cleaned_data["authority"], actor=self.user.person)
        return self.appointment


class AgreeForm(Typed, PlainForm, forms.Form):
    """Yes or no, and why not. instance: the nomination."""

    answer = forms.ChoiceField(label=gettext_lazy("Do you agree?"), widget=forms.RadioSelect, choices=[
        ("agree", gettext_lazy("Yes: they are appointed")), ("refuse", gettext_lazy("No: nobody is appointed"))])
    reason = forms.CharField(label=gettext_lazy("Why not?"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
                             help_text=gettext_lazy("Only where you do not agree. Read by those who keep the offices or hold such a post."))
    messages = {"answer": {"required": gettext_lazy("Select whether you agree")}}
    needed_at_times = ("reason",)

    def __init__(self, *args, user, instance, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.nomination = user, instance

    def clean(self):
        """A no has its reason."""
        data = super().clean()
        if data.get("answer") == "refuse" and not (data.get("reason") or "").strip():
            self.add_error("reason", _("Enter why you do not agree: whoever entered it reads it"))
        return data

    def save(self):
        """Agree or refuse. Raises what `agreeing` raises. Returns the nomination."""
        if self.cleaned_data["answer"] == "agree":
            agreeing.agree(self.nomination, actor=self.user.person)
        else:
            agreeing.refuse(self.nomination, actor=self.user.person, reason=self.cleaned_data["reason"].strip())
        return self.nomination


class PostForm(PlainForm, GuardedFormMixin, forms.Form):
    """A post of the protocol's vocabulary, of a service, a group or the whole council."""

    word = forms.ChoiceField(label=gettext_lazy("Which post?"), help_text=gettext_lazy("In the words of the protocol in force."))
    service = forms.ModelChoiceField(label=gettext_lazy("Of which service?"), queryset=Service.objects.all(), to_field_name="uid",
                                     required=False, empty_label=gettext_lazy("None"))
    group = forms.ModelChoiceField(label=gettext_lazy("Of which political group?"), queryset=PoliticalGroup.objects.all(),
                                   to_field_name="uid", required=False, empty_label=gettext_lazy("None"))
    messages = {"word": {"required": gettext_lazy("Select the post")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = sorted((post_name(word), word) for word in policy.MAKEABLE)
        self.fields["word"].choices = [("", gettext_lazy("Select")), *((word, name) for name, word in names)]

    def clean(self):
        """A post of a service names its service, a post of a group its group, and a post of the council neither."""
        data = super().clean()
        word, service, group = data.get("word"), data.get("service"), data.get("group")
        if not word:
            return data
        name = capfirst(post_name(word))
        if word in policy.OF_A_SERVICE and not service:
            self.add_error("service", _("%(post)s is a post of a service: select which") % {"post": name})
        if service and word not in policy.OF_A_SERVICE | policy.OF_A_SERVICE_OR_NONE:
            self.add_error("service", _("%(post)s is no post of a service: select None") % {"post": name})
        if word in policy.OF_A_GROUP and not group:
            self.add_error("group", _("%(post)s is a post of a political group: select which") % {"post": name})
        if group and word not in policy.OF_A_GROUP:
            self.add_error("group", _("%(post)s is no post of a political group: select None") % {"post": name})
        return data

    def save(self):
        """Make it, or find it there. Returns the post."""
        data = self.cleaned_data
        return services.make_post(data["word"], service=data["service"], group=data["group"], actor=self.user.person)


class AbsenceForm(PlainForm, GuardedFormMixin, forms.Form):
    """Who is away, from which day to which, and who stands in: both were chosen on the pages before."""

    person = person_field()
    stand_in = person_field(required=False)
    first = forms.DateField(label=gettext_lazy("First day away"))
    last = forms.DateField(label=gettext_lazy("Last day away"), help_text=gettext_lazy("They are away for the whole of this day too."))
    messages = {"person": {"required": gettext_lazy("Choose who is away")},
                "first": {"required": gettext_lazy("Enter the first day away")},
                "last": {"required": gettext_lazy("Enter the last day away")}}

    def clean_first(self):
        """Today or later: who could see what until now is on record as it was."""
        check_day(self.cleaned_data["first"], earliest=timezone.localdate())
        return self.cleaned_data["first"]

    def clean_last(self):
        """A day that can be."""
        check_day(self.cleaned_data["last"], earliest=timezone.localdate())
        return self.cleaned_data["last"]

    def clean(self):
        """In order, not twice, and not stood in for by themselves."""
        data = super().clean()
        person, stand_in, first, last = (data.get(name) for name in ("person", "stand_in", "first", "last"))
        if person and person == stand_in:
            self.add_error(None, _("Choose somebody else to stand in: nobody stands in for themselves"))
        elif person and first and last and last < first:
            self.add_error("last", _("The last day away must be the first day or later"))
        elif person and first and last:
            self.check_others(person, stand_in, first, last)
            self.check_side(person, stand_in, first, last)
        return data

    def check_side(self, person, stand_in, first, last):
        """A Member stands in for a Member, an officer for an officer, and whoever leads a group is stood in for by one of its own."""
        if stand_in is None:
            return
        if not may_hold(stand_in, side_of(person)):
            self.add_error(None, _("Choose somebody else to stand in: Members stand in for Members, and officers for officers"))
        for post in handed_on(person, start_of(first), start_of(last + datetime.timedelta(days=1))):
            if post.post in policy.OF_A_GROUP and group_of(stand_in, on=first) != post.group:
                self.add_error(None, _("Choose somebody else to stand in: %(post)s is held by a Member of that group") % {
                    "post": post.name})

    def check_others(self, person, stand_in, first, last):
        """Another absence in these days."""
        since, until = start_of(first), start_of(last + datetime.timedelta(days=1))
        other = services.away_already(person, since, until)
        if other and (other.since, other.until, other.stand_in) != (since, until, stand_in):
            self.add_error("first", _("%(person)s is down as away already (%(days)s): end that absence first, or choose other days") % {
                "person": person.full_name, "days": span(other.since, other.until)})

    def save(self):
        """Record it."""
        data = self.cleaned_data
        return services.note_absence(data["person"], first=data["first"], last=data["last"], stand_in=data["stand_in"],
                                     actor=self.user.person)


class EndAbsenceForm(PlainForm, forms.Form):
    """Nothing to type: the button is the answer. instance: the absence."""

    def __init__(self, *args, user, instance, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.absence = user, instance

    def save(self):
        """End it."""
        services.end_absence(self.absence, actor=self.user.person)
        return self.absence
