"""Concerns in numbers: on a page, as a table, as a report for a committee. SECURITY: the same for a reader, whatever they are kept from."""
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import TemplateView
from django.views.generic.base import View

from complaints import figures, statistics
from complaints.models import Concern
from council_portal.access.decisions import require
from council_portal.access.views import Guarded
from council_portal.design.files import as_attachment, attachment
from council_portal.documents.pdf import NoPdf


class OfYear(Guarded):
    """Something over one year; an unknown one is the present one, from 1 April."""

    model, action = Concern, "statistics"

    def dispatch(self, request, *args, **kwargs):
        require(request.user, self.action, self.model)
        return super().dispatch(request, *args, **kwargs)

    @property
    def year(self):
        """The one that was asked for."""
        there = [year for kind in figures.KINDS for year in statistics.years(kind)]
        return next((one for one in there if str(one) == self.request.GET.get("year")), there[0])

    def numbers(self):
        """The year, its numbers, and the totals of the years of its kind."""
        year, user = self.year, self.request.user
        return year, statistics.count(user, year), statistics.totals(user, year.kind)


class StatisticsPage(OfYear, TemplateView):
    """The numbers of one year."""

    template_name = "concerns/statistics.html"

    def get_context_data(self, **kwargs):
        year, found, totals = self.numbers()
        choices = [(text, [{"value": str(one), "text": figures.name_of(one), "chosen": one == year} for one in statistics.years(kind)])
                   for kind, text in figures.KINDS.items()]
        return super().get_context_data(choices=choices, year=str(year), title=figures.name_of(year),
                                        **figures.said(year, found, totals, self.request.user), **kwargs)


class StatisticsCsv(OfYear, View):
    """The same numbers as a table to take away. Recorded."""

    http_method_names = ["get", "head"]

    def get(self, request):
        year, found, totals = self.numbers()
        text = figures.as_csv(year, found, totals, request.user)
        if request.method == "GET":  # a HEAD takes nothing out, so nothing is recorded
            statistics.take_out(year, actor=request.user)
        return attachment(text, f"concerns-{year}.csv", "text/csv")


class StatisticsPdf(OfYear, View):
    """The same for an agenda pack. Recorded."""

    http_method_names = ["get", "head"]

    def get(self, request):
        year, found, totals = self.numbers()
        try:
            content = figures.as_pdf(year, found, totals, request.user)
        except NoPdf:
            return render(request, "concerns/no_pdf.html", {"back": reverse("concerns:statistics")}, status=503)
        if request.method == "GET":
            statistics.take_out(year, actor=request.user)
        return as_attachment(HttpResponse(content, content_type="application/pdf"), f"concerns-{year}.pdf")
