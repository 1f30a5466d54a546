from django.urls import path

from casework.reports.views.acts import ActPage, MakePage
from casework.reports.views.files import AnnexPdf, FiguresCsv, ReportPdf
from casework.reports.views.pages import ReportList, ReportPage

app_name = "reports"
urlpatterns = [
    path("", ReportList.as_view(), name="list"),
    path("new/", MakePage.as_view(), name="make"),
    path("<uuid:uid>/", ReportPage.as_view(), name="report"),
    path("<uuid:uid>/report.pdf", ReportPdf.as_view(), name="pdf"),
    path("<uuid:uid>/annex.pdf", AnnexPdf.as_view(), name="annex"),
    path("<uuid:uid>/figures.csv", FiguresCsv.as_view(), name="csv"),
    path("<uuid:uid>/<slug:act>/", ActPage.as_view(), name="act"),
]
