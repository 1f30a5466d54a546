from django.http import Http404
from django.urls import path

app_name = "people"


def not_yet(request, **kwargs):
    raise Http404


urlpatterns = [
    path("photos/<uuid:uid>/<int:width>/", not_yet, name="photo"),
    path("<uuid:uid>/photo/", not_yet, name="edit_photo"),
    path("<uuid:uid>/private/", not_yet, name="private"),
]
