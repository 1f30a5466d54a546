"""What the weekly briefing puts on the home page: how many the reader has not opened. One statement."""
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conversations.briefing.services import unread


def changed(user):
    """For everybody in office, while there is something that they have not read."""
    n = unread(user)
    if not n:
        return []
    text = ngettext("%(n)s briefing you have not read.", "%(n)s briefings you have not read.", n) % {"n": n}
    return [{"title": _("Weekly briefing"), "text": text, "items": [], "empty": "",
             "action": {"url": reverse("briefing:list"), "text": _("Read the briefing")}}]
