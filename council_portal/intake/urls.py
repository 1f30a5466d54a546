"""The addresses of the two pages, below an address of the app that has them."""
from django.urls import path


def pages(start, intake):
    """URL patterns named "import" and "intake" for these two views (subclasses of intake.views)."""
    return [path("", start.as_view(), name="import"), path("<uuid:uid>/", intake.as_view(), name="intake")]
