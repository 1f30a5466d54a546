"""The files of a report, each recorded with who took it."""
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.views.decorators.http import require_safe
from django.views.generic.base import View

from casework.reports import exports
from casework.reports.models import Report
from casework.reports.services import note_annex_taken, note_taken
from casework.reports.views.pages import RELATED, STATUS
from council_portal.access.views import Guarded
from council_portal.design.files import as_attachment, attachment
from council_portal.documents.pdf import NoPdf


@method_decorator(require_safe, name="dispatch")
class ReportPdf(Guarded, View):
    """The public part as a PDF for the agenda pack."""

    model, note, ending = Report, staticmethod(note_taken), ""

    def get(self, request, uid):
        report = self.get_object(Report.objects.permitted(request.user, "view").select_related(*RELATED))
        try:
            content = self.made(report, STATUS[report.status])
        except NoPdf:
            return render(request, "casework/reports/no_pdf.html", {"report": report}, status=503)
        if request.method == "GET":  # a HEAD takes nothing out, so nothing is recorded
            self.note(report, actor=request.user)
        return as_attachment(HttpResponse(content, content_type="application/pdf"), f"{file_name(report)}{self.ending}.pdf")

    def made(self, report, status):
        """The bytes."""
        return exports.report_pdf(report, status)


class AnnexPdf(ReportPdf):
    """The exempt annex as a file of its own. Not there for who may not read it, as where there is none."""

    note, ending = staticmethod(note_annex_taken), "-exempt"

    def get_object(self, queryset=None):
        """SECURITY: one with an annex that the reader may read, else the 404 of one that never was."""
        return super().get_object(queryset.exclude(annex="").permitted(self.request.user, "annex"))

    def made(self, report, status):
        return exports.annex_pdf(report, status)


@method_decorator(require_safe, name="dispatch")
class FiguresCsv(Guarded, View):
    """The numbers as a table."""

    model = Report

    def get(self, request, uid):
        report = self.get_object(Report.objects.permitted(request.user, "view").select_related(*RELATED))
        text = exports.figures_csv(report, STATUS[report.status])
        if request.method == "GET":
            note_taken(report, actor=request.user, what="report taken as CSV")
        return attachment(text, f"{file_name(report)}.csv", "text/csv")


def file_name(report):
    """Made of the title, in letters that every machine takes."""
    return slugify(report.title)[:60].strip("-") or "report"
