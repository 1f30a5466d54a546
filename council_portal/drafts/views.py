from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic.base import View

from council_portal.drafts.services import TooLarge, keep, throw_away


class KeepDraft(View):
    """Saves what was typed, for whoever typed it: 204 and when; 413 for too much; 403 when another account is signed in by now."""

    http_method_names = ["post"]

    def post(self, request, form):
        """What a form posts, and draft_of: the uid of who was signed in when it was shown; draft_about, draft_window, draft_seen."""
        of, about, window, seen = (request.POST.get(f"draft_{name}", "") for name in ("of", "about", "window", "seen"))
        if of != str(request.user.person.uid):
            return HttpResponse(status=403)  # SECURITY: somebody else signed in meanwhile: it must not become theirs
        try:
            draft, over = keep(request.user, form, request.POST, about=matter(about), window=window[:40], seen=instant(seen))
        except TooLarge:
            return HttpResponse(status=413)
        response = HttpResponse(status=204)
        if draft:
            response["Draft-Saved"] = clock(draft.saved_at)
        if over:
            response["Draft-Saved-Over"] = clock(over)
        return response


class ThrowAway(View):
    """Start anew: what was kept goes, and the form is shown empty."""

    http_method_names = ["post"]

    def post(self, request, form):
        throw_away(request.user, form, matter(request.POST.get("draft_about", "")))
        return HttpResponseRedirect(page_of_form(request) or "/")


class Token(View):
    """A token for the forms of a page that was shown before somebody signed in anew, and who is signed in now.

    SECURITY: another site cannot read the answer; nothing allows it to (no CORS).
    """

    http_method_names = ["get"]

    def get(self, request):
        return JsonResponse({"token": get_token(request), "of": str(request.user.person.uid)})


def csrf_failure(request, reason=""):
    """The form's token is missing or too old: mostly a page left open while somebody signed in anew. Nothing is sent.

    What was typed becomes a draft of the person it was shown to, where the form keeps drafts, and the page says so (403 all the same).
    SECURITY: only where the browser names this very site as where the form was (`Origin`), so that the token alone is what failed: no
    other site writes a draft.
    """
    kept = is_from_here(request) and kept_as_draft(request)
    return render(request, "errors/csrf.html", {"kept": kept, "back": page_of_form(request) if kept else ""}, status=403)


def is_from_here(request):
    """Does the browser say that what was posted comes from a page of this site? Without that header nobody knows, and it is no."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def kept_as_draft(request):
    """Keep the texts of a form that was shown to whoever is signed in. Returns whether they are kept."""
    form, of = request.POST.get("draft_form", "")[:40], request.POST.get("draft_of", "")
    if not form or not request.user.is_authenticated or of != str(request.user.person.uid):
        return False
    try:
        draft, _over = keep(request.user, form, request.POST, about=matter(request.POST.get("draft_about", "")))
    except (TooLarge, PermissionDenied, Http404):
        return False
    return draft is not None


def page_of_form(request):
    """The address of the page that the form says it stands on, of this site; "" for any other."""
    back = request.POST.get("draft_back", "")
    return back if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""


def matter(text):
    """The uid of a matter, or None. 404 for what is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None


def instant(text):
    """An instant as it was written into the page, or None."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def clock(at):
    """The time of day, London."""
    return f"{timezone.localtime(at):%H:%M}"
