"""Making a report, and what is done with one: each a form on a page of its own."""
from django.core.exceptions import BadRequest
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.reports import wording
from casework.reports.act_forms import ACTS
from casework.reports.forms import MakeReport
from casework.reports.models import Report
from casework.reports.services import Beyond, Commented
from casework.reports.views.pages import warnings
from council_portal.design.views import error_409
from council_portal.matters.services import AnothersForm, Changed
from council_portal.people.views.guided import PlainGuardedForm


class OfReport(PlainGuardedForm):
    """A form of a report. What can no longer be done is 409, and what was typed is shown."""

    model = Report

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Changed:
            return error_409(self.request, typed=form.typed(), back=self.back_to())
        except AnothersForm:
            raise BadRequest("the key of a form that somebody else sent") from None
        except Beyond as beyond:
            form.add_error(None, _("You do not answer for %(services)s any more, so you cannot count its cases.") % {
                "services": ", ".join(beyond.services)})
            return self.form_invalid(form)


class MakePage(OfReport):
    """A new report."""

    action, form_class, button = "make", MakeReport, gettext_lazy("Count, and make the draft")
    heading, said = gettext_lazy("Make a report on cases"), gettext_lazy("The draft is made. Nobody but you, the officer responsible and "
                                                                         "Democratic Services can read it.")
    intro = [gettext_lazy("Numbers of cases for Cabinet or a committee: by month, ward, service and theme, with times and outcomes. "
                          "No case, "
                          "resident or Member is named, and numbers of one to four are not shown.")]

    def back_to(self):
        return reverse("reports:list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"back_text": _("Reports"), "intro": [{"text": text} for text in self.intro], **kwargs})


class ActPage(OfReport):
    """One act on one report; an act that there is not is 404, as on a report that there is not."""

    related, template_name = ("responsible", "replaces", "maker"), "casework/reports/act.html"

    def dispatch(self, request, *args, **kwargs):
        kind = ACTS.get(kwargs["act"])
        if kind is None:
            raise Http404
        self.form_class, self.action, self.heading, self.button, self.said = kind, kind.action, kind.heading, kind.button, kind.said
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        hindered = self.hindered()
        return self.not_done(hindered) if hindered else super().post(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Commented:
            return self.not_done([_("A moment ago you commented from another window. Each Member comments once: the portal’s own rule.")])

    def not_done(self, hindered):
        """Why it was not done, as sentences, with what was typed: 409."""
        form = self.get_form()
        return self.render_to_response(self.get_context_data(hindered, form=form, typed=form.typed(), refused=True), status=409)

    def hindered(self):
        """Why the form is not there, as sentences."""
        return self.form_class.hindered(self.object, self.request.user)

    def back_to(self):
        return self.object.get_absolute_url()

    def get_context_data(self, hindered=None, **kwargs):
        act, hindered = self.form_class, self.hindered() if hindered is None else hindered
        about = [self.object.title, *(hindered or [*act.intro, *act.notes(self.object)])]
        return super().get_context_data(**{
            "back_text": _("Back to the report"), "hindered": bool(hindered),
            "intro": [*({"text": text} for text in about), *(cited() if act.cites else [])],
            "warnings": warnings(self.object, self.request.user) if act.overlaps else [], **kwargs})


def cited():
    """The sentence that the officer responsible answers for the report, with its clause, where the protocol in force has one."""
    clause = wording.responsible_clause()
    return [{"text": _("The officer who is named answers for what the report says."), "clause": clause}] if clause else []
