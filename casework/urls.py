from django.urls import path

from casework import views

app_name = "casework"
urlpatterns = [
    path("", views.CaseList.as_view(), name="list"),
    path("assign/", views.AssignCases.as_view(), name="assign"),
    path("cases.csv", views.CasesCsv.as_view(), name="csv"),
    path("search/", views.CaseSearch.as_view(), name="search"),
    path("log/", views.LogCase.as_view(), name="log"),
    path("papers/<uuid:uid>/", views.PaperDownload.as_view(), name="paper"),
    path("<uuid:uid>/request/", views.RequestPage.as_view(), name="request"),
    path("<uuid:uid>/", views.CasePage.as_view(), name="case"),
    path("<uuid:uid>/print/", views.PrintPage.as_view(), name="print"),
    path("<uuid:uid>/case.pdf", views.CasePdf.as_view(), name="pdf"),
    path("<uuid:uid>/<slug:act>/", views.ActPage.as_view(), name="act"),  # last: other pages of a case have addresses of their own
]
