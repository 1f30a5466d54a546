"""Asking that an officer attends, and what is done with a request: each a form on a page of its own."""
from django.core.exceptions import BadRequest
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from conversations.attendance import wording
from conversations.attendance.act_forms import ACTS
from conversations.attendance.begun import ask_form
from conversations.attendance.forms import AskForm
from conversations.attendance.models import AttendanceRequest
from conversations.attendance.policy import OFFERED
from conversations.attendance.routing import refusal_for, side_of, way_for
from council_portal.design.views import error_409
from council_portal.drafts.pages import KeepsDraft
from council_portal.matters.services import AnothersForm, Changed
from council_portal.people.views.guided import PlainGuardedForm


class Asked(KeepsDraft, PlainGuardedForm):
    """A form whose `save()` may find a fault of its own: then it returns None, and the page is shown again with what was typed."""

    model = AttendanceRequest
    failed = False

    def form_valid(self, form):
        """Save; 409 with what was typed when somebody was first. What is to be known before is shown first."""
        asks_again = getattr(form, "asks_again", list)()
        if asks_again:
            return self.render_to_response(self.get_context_data(form=form, asks_again=asks_again, button=_("Agree all the same")))
        try:
            answer = self.saved_or_not(form)
        except Changed:
            return error_409(self.request, typed=form.typed(), back=self.back_to())
        except AnothersForm:
            raise BadRequest("the key of a form that somebody else sent") from None
        return answer

    def saved_or_not(self, form):
        """What comes after a press: on, or the form once more."""
        kept = form.save

        def once():
            made = kept()
            if made is None:
                raise NotSaved
            return made

        form.save = once
        try:
            return super().form_valid(form)
        except NotSaved:
            return self.form_invalid(form)


class NotSaved(Exception):
    """The form has found a fault on saving."""


class AskPage(Asked):
    """A request of one kind; where the protocol refuses it, why, and no form."""

    action, form_class, template_name = "ask", AskForm, "attendance/act.html"

    def dispatch(self, request, *args, **kwargs):
        self.kind, user = kwargs["kind"], request.user
        if self.kind not in OFFERED[side_of(user)]:
            raise Http404
        self.heading, self.button, self.said = wording.QUESTIONS[self.kind], _("Send the request"), _("Your request is sent.")
        return super().dispatch(request, *args, **kwargs)

    def refusal(self):
        """Why it cannot be asked for, as sentences."""
        on = way_for(self.request.user, self.kind)
        refusal = refusal_for(self.request.user, self.kind, on)
        return wording.refused(refusal, on) if refusal else []

    def get(self, request, *args, **kwargs):
        refused = self.refusal()
        return self.render_to_response(self.refused_page(refused)) if refused else super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        refused = self.refusal()
        if not refused:
            return super().post(request, *args, **kwargs)
        self.keep_typed()
        return self.render_to_response(self.refused_page(refused), status=403)

    def refused_page(self, refused):
        """What the page says instead of the form."""
        return self.get_context_data(form=None, intro=refused, hindered=True)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "kind": self.kind}

    def draft_form(self):
        return ask_form(self.kind)

    def back_to(self):
        return reverse("attendance:new")

    def get_context_data(self, **kwargs):
        """What the form is now: with others at a group's meeting it is that of the other kind."""
        user, form = self.request.user, kwargs.get("form")
        kind = form.kind if form is not None else self.kind
        on = way_for(user, kind)
        shown = {"intro": wording.where_it_goes(on), "reminders": wording.reminders(kind, side_of(user), on)}
        if kind != self.kind:
            warning = wording.said(_("People will be there who are not Members of the group, so this is now another request: what you "
                                     "typed is kept."))
            shown |= {"heading": wording.QUESTIONS[kind], "intro": [warning, *shown["intro"]]}
        return super().get_context_data(**{"back_text": _("Back"), **shown, **kwargs})


class ActPage(Asked):
    """One act on one request; an act that there is not is 404, as on a request that there is not."""

    template_name = "attendance/act.html"
    related = ("protocol", "group", "wanted", "officer", "raised_by", "service")

    def dispatch(self, request, *args, **kwargs):
        kind = ACTS.get(kwargs["act"])
        if kind is None:
            raise Http404
        self.form_class, self.action, self.heading, self.button, self.said = kind, kind.action, kind.heading, kind.button, kind.said
        return super().dispatch(request, *args, **kwargs)

    def back_to(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        act = self.form_class
        about = [{"text": self.object.title}, *({"text": text} for text in act.intro), *act.notes(self.object)]
        context = super().get_context_data(**{"back_text": _("Back to the request"), "intro": about, **kwargs})
        return {**context, "intro": [*context["intro"], *getattr(context["form"], "about", list)()]}
