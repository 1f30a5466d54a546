"""Taking away: one case on paper or as PDF, and the list as CSV. Nothing is written here that the page or the list does not show."""
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic.base import View

from casework import exports
from casework.filters import CaseFilter
from casework.models import Case
from casework.services import note_list_taken, note_taken
from casework.views import words
from casework.views.case import CasePage
from casework.views.thread import paper_line
from council_portal.access.views import Guarded
from council_portal.design.files import as_attachment
from council_portal.documents.pdf import NoPdf
from council_portal.protocol.services import rules_of


@method_decorator(require_safe, name="dispatch")
class PrintPage(CasePage):
    """The case as a page for paper: what its own page says, all of it, with the clauses written out. No acts."""

    template_name, verb, most_turns = "casework/print.html", "printed", None

    def get(self, request, *args, **kwargs):
        response = self.taken(self.get_context_data(**kwargs))
        if request.method == "GET" and response.status_code == 200:  # a HEAD takes nothing out, so nothing is recorded
            note_taken(self.object, self.verb, actor=request.user)
        return response

    def taken(self, context):
        """The answer that holds the case."""
        return self.render_to_response(context)

    def acts_of(self, case, clocks, mine):
        """None: nothing is done on paper."""
        return {"acts": [], "links": []}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "papers": [paper_line(paper) for paper in context["all_papers"]],
                "printed_by": self.request.user.person.full_name, "printed_at": words.moment(timezone.now()),
                "clauses": written_out(self.object, context)}


class CasePdf(PrintPage):
    """The same as a PDF, to be saved. The name of the file is the reference and nothing else."""

    verb = "taken as PDF"

    def taken(self, context):
        try:
            content = exports.case_pdf(context)
        except NoPdf:
            return render(self.request, "casework/no_pdf.html", {"case": self.object}, status=503)
        return as_attachment(HttpResponse(content, content_type="application/pdf"), f"{self.object.reference}.pdf")


def written_out(case, context):
    """The clauses that the page cites, in its order, each with what it says in the version that the case was routed by."""
    said = [*context["why"], *context["dates"], *context["route"], *context["readers"], context["open_letters"]]
    known = rules_of(case.protocol).clauses
    numbers = dict.fromkeys(one["clause"] for one in said if one.get("clause"))
    return [known[number] for number in numbers if number in known]


@method_decorator(require_safe, name="dispatch")
class CasesCsv(Guarded, View):
    """The list of cases under the filters of its page, as a file. What cannot be filtered by is explained on that page."""

    model = Case

    def get(self, request):
        filters = CaseFilter(request.GET, queryset=Case.objects.none(), request=request)
        where, order = filters.as_q(), filters.order()
        if not filters.is_valid():
            return HttpResponseRedirect(f"{reverse('casework:list')}?{request.GET.urlencode()}")
        pieces = []
        if request.method == "GET":  # a HEAD takes nothing out, so nothing is recorded
            rows = Case.objects.count_to(exports.MOST, request.user, order, where=where)
            note_list_taken(actor=request.user, rows=min(rows, exports.MOST), filters=in_short(filters))
            pieces = exports.cases_csv(request.user, order, where, more=rows > exports.MOST)
        return as_attachment(StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8"), "cases.csv")


def in_short(filters):
    """What the list was narrowed by, for the record. SECURITY: what was chosen, never what was typed."""
    kept = [(name, value if isinstance(field, forms.ChoiceField) else _("typed")) for name, field in filters.form.fields.items()
            for value in filters.form.data.getlist(name) if value]
    return urlencode(kept)
