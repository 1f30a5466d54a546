"""What every form of the programme shares: what can no longer be done is 409 with what was typed, a service's refusal is at its field."""
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations.models import Event
from council_portal.design.views import error_409
from council_portal.drafts.pages import KeepsDraft
from council_portal.matters.services import AnothersForm, Changed
from council_portal.people.views.guided import PlainGuardedForm


class OfEvent(KeepsDraft, PlainGuardedForm):
    """A form of the programme. What can no longer be done is 409, and what was typed is shown."""

    model = Event
    settled = gettext_lazy("It was settled already")  # the heading for whoever opens it after that

    def back_to(self):
        return self.object.get_absolute_url() if self.object else reverse("conversations:list")

    def is_settled(self):
        """Was it done, or decided otherwise, already?"""
        return False

    def settled_how(self):
        """What was done already, for whoever comes after, as a sentence."""
        return _("What could be done here was done meanwhile: there is nothing more to send.")

    def get(self, request, *args, **kwargs):
        if self.is_settled():
            return error_409(request, back=self.back_to(), says=self.settled_how(), heading=self.settled)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form):
        asks_again = getattr(form, "asks_again", list)()
        if asks_again:
            return self.render_to_response(self.get_context_data(form=form, asks_again=asks_again, button=_("Save it all the same")))
        try:
            saved = form.save()
        except Changed:
            return error_409(self.request, typed=form.typed(), back=self.back_to(), says=form.since())
        except AnothersForm:
            raise BadRequest("the key of a form that somebody else sent") from None
        if form.errors:
            return self.form_invalid(form)
        self.said = getattr(form, "said_of", lambda _saved: "")(saved) or self.said
        return self.saved(saved)

    def saved(self, saved):
        """Say that it is done, and go on."""
        return self.done(saved.get_absolute_url() if hasattr(saved, "get_absolute_url") else self.back_to())

    def done(self, address):
        """It is done: say so there."""
        messages.success(self.request, self.said)
        return HttpResponseRedirect(address)

    def get_context_data(self, **kwargs):
        intro = [{"text": text} for text in kwargs.pop("intro", ())]
        return super().get_context_data(**{"intro": intro, "back_text": _("Back"), **kwargs})
