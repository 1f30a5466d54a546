"""Writing a notice, and what is done with one: each a form on a page of its own."""
from django.core.exceptions import BadRequest
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations.notices import services
from conversations.notices.act_forms import ACTS
from conversations.notices.forms import MakeNotice
from conversations.notices.models import Notice, NoticePaper
from conversations.notices.paper_forms import WithdrawPaper
from conversations.notices.timing import contents, told_clause
from council_portal.design.views import error_409
from council_portal.drafts.pages import KeepsDraft
from council_portal.matters.services import AnothersForm, Changed
from council_portal.people.views.guided import PlainGuardedForm
from council_portal.protocol.services import in_force


class OfNotice(KeepsDraft, PlainGuardedForm):
    """A form of a notice. What can no longer be done is 409, and what was typed is shown."""

    model = Notice

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Changed:
            return error_409(self.request, typed=form.typed(), back=self.back_to())
        except AnothersForm:
            raise BadRequest("the key of a form that somebody else sent") from None
        except services.CannotBe as why:
            form.add_error(*form.cannot[why.args[0]])
            return self.form_invalid(form)


class MakePage(OfNotice):
    """A new notice."""

    action, form_class, button = "make", MakeNotice, gettext_lazy("Save the draft")
    heading, said = gettext_lazy("Write a ward notice"), gettext_lazy("The draft is kept. Issue it when it is right.")

    def back_to(self):
        return reverse("notices:list")

    def get_context_data(self, **kwargs):
        version = in_force()
        asked = contents(version)
        intro = [{"text": _("The Members of the wards are told before the public, and keep it in confidence until publication."),
                  "clause": told_clause(version)},
                 {"text": _("A notice holds what the protocol asks for.") if asked.clause else _(
                     "The protocol says nothing of what a notice holds. That there is a summary is the portal’s own rule."),
                  "clause": asked.clause},
                 {"text": _("You save a draft first. Nobody is told before you issue it.")}]
        return super().get_context_data(**{"back_text": _("Ward notices"), "intro": intro, **kwargs})


class ActPage(OfNotice):
    """One act on one notice; an act that there is not is 404, as on a notice that there is not."""

    related, template_name = ("office", "service", "replaces"), "notices/act.html"

    def dispatch(self, request, *args, **kwargs):
        kind = ACTS.get(kwargs["act"])
        if kind is None:
            raise Http404
        self.form_class, self.action, self.heading, self.button, self.said = kind, kind.action, kind.heading, kind.button, kind.said
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return self.not_done() if self.hindered() else super().post(request, *args, **kwargs)

    def not_done(self):
        """Why it was not done, with what was typed: 409."""
        form = self.get_form()
        return self.render_to_response(self.get_context_data(form=form, typed=form.typed(), refused=True), status=409)

    def hindered(self):
        """Why the form is not there, as sentences."""
        return self.form_class.hindered(self.object, self.request.user)

    def back_to(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        hindered = self.hindered()
        intro = [{"text": text} for text in hindered] or self.form_class.intro(self.object, self.request.user)
        return super().get_context_data(**{"back_text": _("Back to the notice"), "hindered": bool(hindered), "intro": intro,
                                           "caption": self.object.reference, **kwargs})


class WithdrawPaperPage(OfNotice):
    """Withdraw one paper. One that is withdrawn, or not to be read, is not there."""

    model, action, form_class, related = NoticePaper, "withdraw_paper", WithdrawPaper, ("notice", "notice__office")
    heading, button = gettext_lazy("Withdraw a paper"), gettext_lazy("Withdraw it")
    said = gettext_lazy("The paper is withdrawn. It stays named.")

    def back_to(self):
        return self.object.notice.get_absolute_url()

    def where_to(self, saved):
        return saved.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{
            "back_text": _("Back to the notice"), "intro": [{"text": text} for text in WithdrawPaper.intro(self.object)], **kwargs})
