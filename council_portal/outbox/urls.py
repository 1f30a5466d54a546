from django.urls import path

from council_portal.outbox import views

app_name = "messages"
urlpatterns = [path("", views.PacePage.as_view(), name="pace")]
