from django.urls import path

from council_portal.demo import views

app_name = "demo"
urlpatterns = [
    path("sign-in/<slug:role>/", views.SignIn.as_view(), name="sign_in"),
    path("mail/", views.Mail.as_view(), name="mail"),
    path("mail/<uuid:uid>/invitation.ics", views.Calendar.as_view(), name="calendar"),
]
