"""What appointments to confided posts put on the home page of whoever may be the second of two people."""
from django.urls import reverse
from django.utils.translation import gettext as _

from council_portal.access.decisions import can
from council_portal.access.together import full_name, lines
from council_portal.accounts.confided import waits
from council_portal.accounts.models import Nomination

FEW = 5


def asked(user):
    """What home asks for, in one statement with other rooms (`access.together`): the appointments that wait for this reader or another."""
    if not can(user, "agree", Nomination):
        return []
    rows = Nomination.objects.permitted(user, "agree").filter(waits()).order_by("entered_at", "pk")
    return [lines("nomination", rows, FEW + 1, uid="uid", title="principal__name", note=full_name("person"),
                  state=full_name("entered_by"), begins="entered_at")]


def needs(user, found):
    """One line for each, the first few, while one waits."""
    rows = found.get("nomination", [])
    if not rows:
        return []
    items = [{"url": reverse("people:agree", args=[one.uid]), "text": one.title,
              "note": _("%(person)s, entered by %(by)s") % {"person": one.note, "by": one.state}} for one in rows[:FEW]]
    text = _("Until somebody agrees nobody is appointed.")
    more = _("The first %(n)s are shown; there are more.") % {"n": FEW} if len(rows) > FEW else ""
    return [{"title": _("Appointments that wait for a second person"), "text": f"{text} {more}".strip(), "items": items, "action": None,
             "empty": ""}]
