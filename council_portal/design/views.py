from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from council_portal.design.colour import is_hex
from council_portal.design.context import the_council

# Kept for a year: the address holds the colour (`Council.theme_key`).
_THEME_SECONDS = 365 * 24 * 60 * 60


def theme(request):
    """The council's colour as a style sheet; 200 text/css, may be kept by anybody. ValueError if the setting is no colour."""
    colour = the_council().colour
    # SECURITY: nothing but a checked colour is written into a style sheet.
    if not is_hex(colour):
        raise ValueError("COUNCIL_COLOUR is not a colour written as #rrggbb")
    response = HttpResponse(f":root {{ --govuk-brand-colour: {colour}; }}\n", content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=_THEME_SECONDS)
    return response


def error_400(request, exception=None):
    """The browser sent what cannot be understood, or more than is read."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return error_413(request, says=_("It was more than the portal reads at once: a text of two million characters, or too many files. "
                                         "Nothing was saved. Go back in your browser, which has kept what you typed, and shorten it."))
    return _error(request, 400)


def error_403(request, exception=None, *, clause="", says=""):
    """May see, may not act. Names the clause and what it says: as arguments, or as attributes of the exception raised."""
    context = {"clause": clause or getattr(exception, "clause", ""), "says": says or getattr(exception, "says", "")}
    return _error(request, 403, context)


def error_404(request, exception=None):
    """SECURITY: forbidden and unknown get this one text; nothing of the exception or the address goes into it."""
    return _error(request, 404)


def error_409(request, exception=None, *, typed=(), back="", says="", yourself=False, heading=""):
    """Somebody changed it first. `typed`: pairs of label and value, shown so that nothing is lost; `back`: address of the page;
    `says`: who did what, and what can be done now, in plain words; `yourself`: was it the reader, in another window? `heading`: what has
    happened, for whoever opens a page on which nothing can be done any more: they have written nothing, and `says` is all they are told."""
    return _error(request, 409, {"typed": list(typed), "back": back, "says": says, "yourself": yourself, "heading": heading})


def error_413(request, exception=None, *, says="", back=""):
    """What was sent is too large. `says`: the limit, in words."""
    return _error(request, 413, {"says": says, "back": back})


def error_429(request, exception=None):
    """Too many tries in a short time."""
    return _error(request, 429)


def error_500(request):
    """Something failed. Asks nothing of the database or the session, which may be what failed."""
    return HttpResponse(render_to_string("errors/500.html", {"council": the_council()}), status=500)


def error_503(request, exception=None):
    """Closed for a short time. Asks nothing of the database, like `error_500`."""
    response = HttpResponse(render_to_string("errors/503.html", {"council": the_council()}), status=503)
    response["Retry-After"] = "300"
    return response


def _error(request, status, context=None):
    return render(request, f"errors/{status}.html", context, status=status)
