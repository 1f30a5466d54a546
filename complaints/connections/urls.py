from django.urls import path

from complaints.connections import views

app_name = "connections"
urlpatterns = [
    path("", views.OwnPage.as_view(), name="own"),
    path("declare/", views.DeclarePage.as_view(), name="declare"),
    path("register/", views.RegisterPage.as_view(), name="register"),
    path("<uuid:uid>/", views.ConnectionPage.as_view(), name="connection"),
    path("<uuid:uid>/end/", views.EndPage.as_view(), name="end"),
]
