"""What is done in the parity ledger: each a form on a page of its own."""
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import LongText
from conversations import reasons
from conversations.attendance import parity, texts
from conversations.attendance.as_read import not_for_a_group
from conversations.attendance.models import PackPaper
from council_portal.access.forms import GuardedFormMixin
from council_portal.design.fields import Line
from council_portal.design.forms import PlainForm, Typed
from council_portal.documents.fields import PapersField, ReplacesField, say_not_kept


class OfTopic(Typed, PlainForm, GuardedFormMixin, forms.Form):
    """A form of one topic."""

    intro = []

    def __init__(self, *args, instance=None, **kwargs):
        self.instance = instance
        super().__init__(*args, **kwargs)


class NewTopic(OfTopic):
    """A topic that no request is about yet."""

    title = Line(label=_("What is it about?"), max_length=120, help_text=_("One line. Name no political group and no Member."))

    def save(self):
        """Begin it. Returns the topic, or None with an error on the form."""
        try:
            return parity.begin(actor=self.user, title=self.cleaned_data["title"])
        except parity.TitleTaken:
            self.add_error("title", now("There is a topic of this title already"))
        except texts.NamesAGroup as named:
            self.add_error("title", not_for_a_group(named))
        return None


class AddPapers(Typed, PlainForm, forms.Form):
    """Papers for the pack, or a new version of one."""

    slug, heading, button, said = "papers", _("Add papers to the pack"), _("Add them"), _("Added to the pack.")
    intro = [_("Groups that were briefed keep what they were given until you give the newest pack to all of them at once.")]
    papers = PapersField(label=_("Papers"), required=True, help_text=_("Name no political group in them: each group is given the same."))
    replaces = ReplacesField()

    def __init__(self, *args, user, instance, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.instance = user, instance
        self.fields["replaces"].offer(PackPaper.objects.permitted(user, "view").filter(topic=instance))

    def clean(self):
        """One file for a new version."""
        data = super().clean() or self.cleaned_data
        if data.get("replaces") and len(data.get("papers") or []) != 1 and "papers" not in self.errors:
            self.add_error("papers", now("Choose one file: the new version"))
        for found in filter(None, (texts.fault("papers", one.name) for one in data.get("papers") or [])):
            self.add_error("papers", not_for_a_group(found))
        return data

    def save(self):
        """Keep them. Returns the topic, or None with an error on the form."""
        try:
            return parity.add_papers(self.instance, actor=self.user, uploads=parity.store(self.cleaned_data["papers"]),
                                     replaces=self.cleaned_data["replaces"])
        except ValidationError as error:
            self.add_error("replaces", error)
            say_not_kept(self)
            return None


class WithdrawPaper(OfTopic):
    """A paper goes out of the pack."""

    slug, heading, button, said = "withdraw", _("Withdraw a paper from the pack"), _("Withdraw it"), _("Withdrawn from the pack.")
    intro = [_("No group can open it any more, and no group is given it. The ledger goes on to show who had been given it. A copy that "
               "somebody has saved cannot be taken back.")]
    paper = forms.ModelChoiceField(label=_("Which paper?"), queryset=PackPaper.objects.none(), to_field_name="uid")
    choose = {"paper": "view"}
    why = Line(label=_("Why?"), max_length=300, validators=[reasons.in_words], help_text=_(
        "In words. The groups that were given it read this. Name no group."))

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["paper"].queryset = PackPaper.objects.permitted(self.user, "view").filter(topic=instance, withdrawn_at=None)
        self.fields["paper"].label_from_instance = lambda paper: f"{paper.name} ({paper.version})"

    def save(self):
        """Withdraw it. Returns the topic, or None with an error on the form."""
        try:
            return parity.withdraw_paper(self.instance, self.cleaned_data["paper"], actor=self.user, why=self.cleaned_data["why"])
        except texts.NamesAGroup as named:
            self.add_error("why", not_for_a_group(named))
            return None


class GiveNewest(OfTopic):
    """The pack as it is now, to every group that was briefed."""

    slug, heading, button = "give", _("Give the newest pack to every group that was briefed"), _("Give it to all")
    said, intro = _("Every group has the newest pack."), [_("All at once, so that each has the same. No group learns of another by it.")]

    def save(self):
        parity.give_newest(self.instance, actor=self.user)
        return self.instance


class Offer(OfTopic):
    """A standing offer to every group."""

    slug, heading, button = "offer", _("Offer a briefing to every group"), _("Offer it to every group")
    said = _("The offer stands, and all Group Leaders are told.")
    intro = [_("All Group Leaders are told, and every Member who may ask reads it, whether their group has asked or not. It names no "
               "group and no request, and the portal never makes one by itself."),
             _("Make it when the matter calls for it, not because one group has asked: an offer tied to a request would tell the others of "
               "it.")]
    offer = LongText(label=_("What is offered"), widget=forms.Textarea, max_length=1000)

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **{**kwargs, "initial": {"offer": instance.offer}})

    def save(self):
        """Offer it. Returns the topic, or None with an error on the form."""
        try:
            return parity.offer(self.instance, actor=self.user, text=self.cleaned_data["offer"])
        except texts.NamesAGroup as named:
            self.add_error("offer", not_for_a_group(named))
            return None


class StopOffer(OfTopic):
    """The offer stands no longer."""

    slug, heading, button, said = "stop", _("End the offer"), _("End the offer"), _("The offer has ended.")

    def save(self):
        return parity.stop_offering(self.instance, actor=self.user)


ACTS = {form.slug: form for form in (AddPapers, WithdrawPaper, GiveNewest, Offer, StopOffer)}
