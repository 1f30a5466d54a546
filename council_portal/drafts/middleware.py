"""What somebody posts after their session has ended is not lost: it waits in the new session until they sign in."""
import json
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.utils.translation import gettext as _

from council_portal.accounts.models import Person
from council_portal.drafts.services import LARGEST, TooLarge, keep, texts
from council_portal.drafts.views import matter

WAITING = "typed_before_signing_in"


class KeepAcrossSignIn:
    """Before LoginRequiredMiddleware, which sends whoever is signed out away with nothing.

    SECURITY: only for a form that was shown to a person there is (`draft_of`, a random uid), and only that person's to take up. Nothing is
    sent: it becomes a draft.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and WAITING in request.session:
            take_up(request.user, request.session.pop(WAITING))
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Let what was typed wait, before the sign-in page is shown."""
        if request.method == "POST" and not request.user.is_authenticated and request.POST.get("draft_form"):
            let_wait(request)


def let_wait(request):
    """Keep the texts of the form in the session, when they are not more than a draft holds."""
    of, typed = request.POST.get("draft_of", ""), texts(request.POST)
    known = is_uid(of) and Person.objects.filter(uid=of).exists()
    if known and any(typed.values()) and len(json.dumps(typed).encode()) <= LARGEST:
        request.session[WAITING] = {"of": of, "form": request.POST["draft_form"][:40], "about": request.POST.get("draft_about", ""),
                                    "typed": typed}
        messages.warning(request, _("You were signed out, so nothing was sent. What you typed is kept: sign in, and it is in its form."))


def take_up(user, waiting):
    """Make it a draft of the person who typed it; anybody else's is dropped."""
    if waiting["of"] != str(user.person.uid) or not is_uid(waiting["about"] or waiting["of"]):
        return
    typed = QueryDict(mutable=True)
    for name, value in waiting["typed"].items():
        typed.setlist(name, value if isinstance(value, list) else [value])
    try:
        keep(user, waiting["form"], typed, about=matter(waiting["about"]))
    except (TooLarge, PermissionDenied):  # in no office any more: nothing is theirs to send
        return


def is_uid(text):
    """Is this the text of a UUID?"""
    try:
        return bool(UUID(text))
    except ValueError:
        return False
