from django.urls import path

from casework import views

app_name = "casework"
urlpatterns = [
    path("", views.CaseList.as_view(), name="list"),
    path("log/", views.LogCase.as_view(), name="log"),
    path("papers/<uuid:uid>/", views.PaperDownload.as_view(), name="paper"),
    path("<uuid:uid>/", views.CasePage.as_view(), name="case"),
    path("<uuid:uid>/<slug:act>/", views.ActPage.as_view(), name="act"),  # last: other pages of a case have addresses of their own
]
