from django.urls import path

from council_portal.drafts import views

app_name = "drafts"
urlpatterns = [
    path("token/", views.Token.as_view(), name="token"),
    path("<slug:form>/", views.KeepDraft.as_view(), name="keep"),
    path("<slug:form>/away/", views.ThrowAway.as_view(), name="away"),
]
