from django.urls import path

from complaints.signing import views
from complaints.signing.models import Scan
from council_portal.documents.views import GuardedDownload

app_name = "signing"
urlpatterns = [
    path("", views.SignPage.as_view(), name="sign"),
    path("register/", views.RegisterPage.as_view(), name="register"),
    path("register/list.csv", views.RegisterCsv.as_view(), name="csv"),
    path("register/<uuid:person>/paper/", views.PaperPage.as_view(), name="paper"),
    path("renewal/", views.RenewalPage.as_view(), name="renewal"),
    path("report/", views.ReportPage.as_view(), name="report"),
    path("report/report.pdf", views.ReportPdf.as_view(), name="report_pdf"),
    path("scans/<uuid:uid>/", GuardedDownload.as_view(model=Scan), name="scan"),
    path("<uuid:uid>/certificate.pdf", views.Certificate.as_view(), name="certificate"),
]
