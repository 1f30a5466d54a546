"""The portal's addresses and the bare page."""
from django.urls import path

from council_portal.urls import handler400, handler403, handler404, handler500, urlpatterns
from tests.bench.floor import bare, library

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("bare/", bare), path("bare/feed/<str:token>/", library), *urlpatterns]
