from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
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
        back = request.POST.get("draft_back", "")
        here = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
        return HttpResponseRedirect(back if here else "/")


class Token(View):
    """A token for the forms of a page that was shown before somebody signed in anew, and who is signed in now.

    SECURITY: another site cannot read the answer; nothing allows it to (no CORS).
    """

    http_method_names = ["get"]

    def get(self, request):
        return JsonResponse({"token": get_token(request), "of": str(request.user.person.uid)})


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
