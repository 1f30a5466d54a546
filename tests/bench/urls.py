"""The portal's addresses and the bare page."""
from django.urls import path

from council_portal.urls import handler400, handler403, handler404, handler500, urlpatterns
from tests.bench.floor import bare

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("bare/", bare), *urlpatterns]
