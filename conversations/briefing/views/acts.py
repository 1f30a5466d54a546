"""What is done with items and briefings: each a form on a page of its own."""
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations.briefing.forms import BRIEFING_ACTS, ITEM_ACTS, BeginBriefing, SendBriefing, SubmitItem
from conversations.briefing.models import Briefing, Item
from conversations.briefing.parts import as_edited, items_of
from conversations.briefing.services import is_sent
from conversations.views.form import OfEvent


class SubmitPage(OfEvent):
    """A new item."""

    model, action, form_class, button = Item, "submit", SubmitItem, gettext_lazy("Submit it")
    heading, said = gettext_lazy("Submit an item for the briefing"), gettext_lazy("Communications have your item.")

    def back_to(self):
        return reverse("briefing:items")

    def get_context_data(self, **kwargs):
        intro = [_("Communications edit and send the weekly briefing. They may shorten your words: you see what was changed. If an item is "
                   "left out, you read why.")]
        return super().get_context_data(intro=intro, **kwargs)


class BeginPage(OfEvent):
    """The next briefing."""

    model, action, form_class, button = Briefing, "begin", BeginBriefing, gettext_lazy("Begin it")
    heading, said = gettext_lazy("Begin a briefing"), gettext_lazy("It is begun. Put items in.")

    def back_to(self):
        return reverse("briefing:list")


class OneAct(OfEvent):
    """One act on one item or briefing; an act that there is not is 404, as on one that there is not."""

    kinds = {}

    def dispatch(self, request, *args, **kwargs):
        kind = self.kinds.get(kwargs["act"])
        if kind is None:
            raise Http404
        self.form_class, self.action, self.heading, self.button, self.said = kind, kind.action, kind.heading, kind.button, kind.said
        return super().dispatch(request, *args, **kwargs)

    def back_to(self):
        return self.object.get_absolute_url()

    def saved(self, saved):
        return self.done(self.back_to())


class ItemAct(OneAct):
    """On an item that was not sent."""

    model, kinds, related = Item, ITEM_ACTS, ("briefing",)

    def is_settled(self):
        return is_sent(self.object)

    def get_context_data(self, **kwargs):
        return super().get_context_data(intro=[self.object.title, *self.form_class.intro], **kwargs)


class BriefingAct(OneAct):
    """On a briefing that is being edited."""

    model, kinds = Briefing, BRIEFING_ACTS

    def is_settled(self):
        return self.object.status == Briefing.Status.SENT

    def get_template_names(self):
        return ["briefing/send.html"] if self.form_class is SendBriefing else super().get_template_names()

    def get_context_data(self, **kwargs):
        """What is sent is read after the form took down what it is of: what changes in between is found when it comes back."""
        kwargs = kwargs if "form" in kwargs else {**kwargs, "form": self.get_form()}
        parts = as_edited(items_of(self.object)) if self.form_class is SendBriefing else []
        return super().get_context_data(intro=[self.object.title, *self.form_class.says(self.object)], parts=parts, **kwargs)
