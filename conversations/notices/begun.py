"""What the draft of a ward notice is called (council_portal/drafts/waiting.py)."""
from django.urls import reverse
from django.utils.translation import gettext as _

from conversations.notices.forms import MakeNotice
from conversations.notices.models import Notice
from council_portal.access.decisions import can

FORM = MakeNotice.keeps


def tell(user, drafts):
    """SECURITY: never by its title, which stands on the page of whoever has their Home open; and whoever may write none any more, since
    they left the office, reads nothing of it: they can only throw it away."""
    may = can(user, "make", Notice)
    said = {"text": _("Write a ward notice"), "note": _("In confidence") if may else _("you may not write notices any more"),
            "url": reverse("notices:make") if may else "", "typed": ""}
    return {draft.pk: said for draft in drafts}
