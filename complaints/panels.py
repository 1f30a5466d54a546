"""What concerns put on the home page of whoever deals with them: that there is one, and nothing of what it is."""
from django.utils.translation import gettext as _

from complaints.routing import INSTEAD
from complaints.services import in_hand
from complaints.wording import tag
from conversations.panels import action, panel
from council_portal.design.dates import moment
from council_portal.sealing.keys import KeyFault

# Whoever holds none of these can have none to deal with, so nothing is asked for them.
TAKERS = frozenset({*INSTEAD, "group_leader"})


def needs(user):
    """The open concerns that this reader has, the one that waits longest first. One statement where the council has none."""
    if not user.posts & TAKERS:
        return []
    try:
        rows = in_hand(user)
    except KeyFault:  # the home page is there for whatever else there is
        return [{"title": _("In confidence"), "items": [], "empty": "", "action": None, "text": _(
            "What is in confidence cannot be opened now: the keys are not there. Tell whoever runs the portal.")}]
    return panel(_("In confidence"), rows, line, action("concerns:door", _("Everything in confidence")))


def line(concern):
    """One of them. SECURITY: its reference and its state, for any eye beside."""
    return {"url": concern.get_absolute_url(), "text": concern.reference, "tag": tag(concern),
            "note": _("last change %(when)s") % {"when": moment(concern.last_activity)}}
