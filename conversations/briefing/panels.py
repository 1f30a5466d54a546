"""What the weekly briefing puts on the home page: how many the reader has not opened (one statement); to Communications, what waits."""
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conversations.briefing.models import Briefing, Item
from conversations.briefing.services import unread
from conversations.panels import FEW, action, panel
from council_portal.access.decisions import can
from council_portal.access.together import full_name, lines
from council_portal.design.dates import day


def asked(user):
    """What home asks for, in one statement with other rooms (`access.together`): for Communications the items that wait."""
    if not can(user, "edit", Briefing):
        return []
    waiting = Item.objects.permitted(user, "edit").filter(status=Item.Status.WAITING).order_by("made_at", "pk")
    return [lines("item", waiting, FEW + 1, uid="uid", title="title", note=full_name("submitter"), begins="made_at")]


def needs(user, found):
    """For Communications, while an item waits to be put in a briefing or left out."""
    return panel(_("Items that wait for the briefing"), found.get("item", []), line, action("briefing:items", _("All items")))


def line(one):
    """An item that waits: from whom, and since when."""
    submitted = _("submitted on %(day)s") % {"day": day(timezone.localdate(one.begins))}
    return {"url": reverse("briefing:item", args=[one.uid]), "text": one.title, "note": " · ".join([one.note, submitted])}


def changed(user, found):
    """For everybody in office, while there is something that they have not read."""
    n = unread(user)
    if not n:
        return []
    text = ngettext("%(n)s briefing you have not read.", "%(n)s briefings you have not read.", n) % {"n": n}
    return [{"title": _("Weekly briefing"), "text": text, "items": [], "empty": "",
             "action": {"url": reverse("briefing:list"), "text": _("Read the briefing")}}]
