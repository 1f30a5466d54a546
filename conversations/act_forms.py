"""What is done with one event: each a form, and a word of its address."""
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework.forms import LongText
from conversations import places, services
from conversations.forms import FOR_ALL, FOR_SOME, EventForm, Typed
from conversations.invited import invited_people
from conversations.models import Answer, Event, Kind
from conversations.policy import NAMEABLE
from conversations.reasons import A_SENTENCE, is_reason, too_short
from conversations.when import in_words
from council_portal.access.forms import GuardedFormMixin
from council_portal.accounts.models import Principal
from council_portal.design.forms import PlainForm
from council_portal.documents.fields import PapersField
from profiles.models import Body


class Act(GuardedFormMixin):
    """Mixin, before `forms.Form`: an act on the event as it was when its page was read. slug: a word of its address."""

    heading, button, said, intro = "", _("Save"), _("Saved."), ()

    def __init__(self, *args, user, instance, **kwargs):
        self.instance = instance
        super().__init__(*args, user=user, **kwargs)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=instance.version)

    @property
    def stale(self):
        """Was the event changed since?"""
        return self.is_bound and self.data.get("version") != str(self.instance.version)

    @classmethod
    def notes(cls, event):
        """What else there is to know before it is done, as sentences."""
        return []


class ChangeEvent(Act, EventForm):
    """Other words, another day, another place, other people."""

    slug = action = "change"
    heading = _("Change the event")
    intro = [_("Once it is announced, whoever is invited is told when the day, the hour, the place or the title changes, and the entry in "
               "their calendars changes with it.")]

    def __init__(self, *args, user, instance, **kwargs):
        first, last = timezone.localtime(instance.starts_at), timezone.localtime(instance.ends_at)
        rows = list(instance.invitations.filter(until=None).select_related("principal__ward", "principal__person"))
        shown = {name: getattr(instance, name) for name in ("kind", "title", "about", "place", "link", "room_for", "in_confidence")}
        shown |= {"on": first.date(), "begins": f"{first:%H:%M}", "ends": f"{last:%H:%M}",
                  "audience": FOR_ALL if instance.open_to_all else FOR_SOME,
                  "wards": [str(row.principal.ward.uid) for row in rows if row.principal.ward_id],
                  "bodies": [str(body.uid) for body in Body.objects.permitted(user).filter(name__in={row.through for row in rows})],
                  "people": [str(row.principal.person.uid) for row in rows if row.principal.person_id and not row.through]}
        super().__init__(*args, user=user, instance=instance, **{**kwargs, "initial": shown})
        del self.fields["key"]

    def save(self):
        """Keep it."""
        data = self.cleaned_data
        try:
            return services.change(self.instance, actor=self.user, version=data["version"], invited=self.invited(), **self.facts())
        except services.CannotBe:
            return self.begun_meanwhile()

    @staticmethod
    def said_of(event):
        """That more come than there are places, where it is so."""
        over = places.coming(event) - (event.room_for or 0) if event.room_for else 0
        return ngettext(
            "Saved. %(n)s Member more comes than there are places now: nobody is put out, and nobody new comes in until there is room. The "
            "protocol does not say so: it is the portal’s own rule.",
            "Saved. %(n)s Members more come than there are places now: nobody is put out, and nobody new comes in until there is room. The "
            "protocol does not say so: it is the portal’s own rule.", over) % {"n": over} if over > 0 else ""


class OnePress(Act, Typed, PlainForm, forms.Form):
    """Nothing to fill in but the button."""


class Announce(OnePress):
    """From now on it is seen."""

    slug = action = "announce"
    heading, button = _("Announce the event"), _("Announce it, and invite")
    said = _("It is announced. Everybody who is invited is told.")
    intro = [_("From now on everybody who is invited sees the event and its papers, and gets an invitation for their calendar.")]

    @classmethod
    def notes(cls, event):
        """How many are invited."""
        people = len(invited_people(event))
        if not people:
            return [now("Nobody would be invited: no Member holds what was ticked today. Change who is invited first.")]
        return [now("%(n)s Members are invited.") % {"n": people}]

    def save(self):
        """Announce it."""
        try:
            return services.announce(self.instance, actor=self.user)
        except services.CannotBe:
            self.add_error(None, now("It invites nobody: change who is invited first."))
            return None


class Confirm(OnePress):
    """With papers, and an officer who can decide; or with the reason why without."""

    slug = action = "confirm"
    heading, button = _("Confirm the event"), _("Confirm it")
    said = _("It is confirmed. Everybody who is invited is told.")
    intro = [_("A Member Conversation is confirmed once its papers are here and an officer is named who can decide on what is discussed. "
               "Where one of the two is lacking, a reason is recorded that everybody who is invited reads. If it loses one later, and no "
               "reason is recorded, it is only announced again: the portal’s own rule.")]
    no_papers = LongText(label=_("Why are there no papers?"), widget=forms.Textarea, max_length=1000, help_text=A_SENTENCE)
    no_decider = LongText(label=_("Why is no officer there who can decide?"), widget=forms.Textarea, max_length=1000, help_text=A_SENTENCE)
    FIELDS = {"papers": "no_papers", "decider": "no_decider"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        missing = services.lacks(self.instance)
        for word, name in self.FIELDS.items():
            if word not in missing:
                del self.fields[name]

    @classmethod
    def notes(cls, event):
        """What it has, and what it lacks; only a Member Conversation is asked."""
        if event.kind != Kind.CONVERSATION:
            return []
        has = {"papers": (now("Its papers are here."), now("It has no papers.")), "decider": (
            now("An officer is named who can decide."), now("No officer is named who can decide."))}
        missing = services.lacks(event)
        return [has[word][word in missing] for word in has]

    def clean(self):
        """A reason is a sentence."""
        data = super().clean()
        for name in self.FIELDS.values():
            if data.get(name) and not is_reason(data[name]):
                self.add_error(name, too_short(now("Say why in a sentence")))
        return data

    def save(self):
        """Confirm it."""
        data = self.cleaned_data
        try:
            return services.confirm(self.instance, actor=self.user, **{name: data.get(name, "") for name in self.FIELDS.values()})
        except services.CannotBe as why:
            gone = {"papers": now("Its papers were withdrawn meanwhile. Open this page again."),
                    "decider": now("The officer who could decide was taken off meanwhile. Open this page again.")}
            self.add_error(None, gone[why.args[0]])
            return None


class Cancel(OnePress):
    """It will not take place."""

    slug = action = "cancel"
    heading, button = _("Cancel the event"), _("Cancel it")
    said = _("It is cancelled. Whoever was invited is told.")
    intro = [_("Whoever was invited is told and reads the reason, and it leaves their calendars. This cannot be taken back.")]
    text = LongText(label=_("Why is it cancelled?"), widget=forms.Textarea, max_length=1000)

    def save(self):
        """Cancel it."""
        return services.cancel(self.instance, actor=self.user, text=self.cleaned_data["text"])


class Hold(OnePress):
    """It took place."""

    slug = action = "hold"
    heading, button, said = _("Say that it took place"), _("It took place"), _("It has taken place.")
    intro = [_("What Members said and what follows from it can be written down then.")]

    def save(self):
        """Say so."""
        return services.hold(self.instance, actor=self.user)


class Come(Act, Typed, PlainForm, forms.Form):
    """Whether one comes, and what one needs."""

    slug, action = "answer", "answer"
    heading, button, said = _("Do you come?"), _("Send my answer"), _("Democratic Services have your answer.")
    intro = [_("Only Democratic Services read what you need. You can change your answer until it begins.")]
    coming = forms.ChoiceField(label=_("Do you come?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect)
    access_needs = LongText(label=_("What do you need to take part?"), widget=forms.Textarea, max_length=1000, required=False,
                            help_text=_("For example step-free access, a hearing loop or large print."))
    diet = LongText(label=_("What must you not eat or drink?"), widget=forms.Textarea, max_length=1000, required=False)
    messages = {"coming": {"required": _("Select whether you come")}}

    def __init__(self, *args, user, instance, **kwargs):
        mine = Answer.objects.permitted(user).filter(event=instance, person=user.person_id).first()
        shown = {"access_needs": mine.access_needs, "diet": mine.diet} if mine else {}
        if mine and mine.state != Answer.State.LEFT and mine.moved == instance.moved:  # moved since: it is to be said anew
            shown["coming"] = "no" if mine.state == Answer.State.NOT_COMING else "yes"
        super().__init__(*args, user=user, instance=instance, **{**kwargs, "initial": shown})
        self.fields["moved"] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=instance.moved)

    @classmethod
    def notes(cls, event):
        """When and where it is, and whether there is room."""
        here = [f"{in_words(event.starts_at, event.ends_at)}, {event.place or now('Online')}"]
        if places.has_room(event):
            return here
        return [*here, now("All places are taken. If you say that you come, you wait for the next place that falls free, and are told.")]

    stale = False  # an answer is the person's own, whatever the organisers change meanwhile but the hours and the place

    def since(self):
        """When and where it is now."""
        event = Event.objects.permitted(self.user).get(pk=self.instance.pk)
        return now("It was moved while you answered. It is now on %(when)s, %(place)s. Answer once more.") % {
            "when": in_words(event.starts_at, event.ends_at), "place": event.place or now("Online")}

    def save(self):
        """Answer. Raises Changed where it was moved meanwhile."""
        data = self.cleaned_data
        return places.answer(self.instance, actor=self.user, coming=data["coming"] == "yes", access_needs=data["access_needs"],
                             diet=data["diet"], moved=data["moved"] or 0)

    @staticmethod
    def said_of(answer):
        """That one waits for a place, where it is so."""
        return now("All places are taken: you wait for the next one that falls free, and are told.") if answer.state == (
            Answer.State.WAITING) else ""


class AddPapers(Act, Typed, PlainForm, forms.Form):
    """Background papers."""

    slug, action = "papers", "add_paper"
    heading, button, said = _("Add papers"), _("Add them"), _("The papers are there.")
    intro = [_("Whoever sees the event reads its papers. One that comes later than the day by which papers are published is marked "
               "as late.")]
    papers = PapersField(label=_("Papers"), required=True)
    stale = False  # it overwrites nothing, and a file that was sent is not to be sent again

    def save(self):
        """Keep them."""
        return services.add_papers(self.instance, actor=self.user, papers=self.cleaned_data["papers"])


class NameOfficer(Act, Typed, PlainForm, forms.Form):
    """Which office is there."""

    slug, action = "officer", "name_officer"
    heading, button, said = _("Name an officer"), _("Name them"), _("The officer is named.")
    intro = [_("Officers who know the matter, and at least one who can decide on it: so that what is said does not wait for a chief "
               "officer who was not there.")]
    office = forms.ChoiceField(label=_("Which office?"))
    decides = forms.BooleanField(label=_("They can decide on what is discussed"), required=False)
    messages = {"office": {"required": _("Select an office")}}
    stale = False  # it overwrites nothing

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offices = {str(one.uid): one for one in Principal.objects.permitted(self.user, "choose").filter(
            post__in=NAMEABLE).exclude(Q(service__ended_on__isnull=False)).order_by("name")}
        self.fields["office"].choices = [("", now("Select an office")), *((uid, one.name) for uid, one in self.offices.items())]

    def save(self):
        """Name them."""
        data = self.cleaned_data
        return services.name_officer(self.instance, actor=self.user, principal=self.offices[data["office"]], decides=data["decides"])


OF_EVENTS = (Come, ChangeEvent, AddPapers, NameOfficer, Announce, Confirm, Hold, Cancel)
