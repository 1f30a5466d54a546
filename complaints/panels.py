"""What concerns put on the home page: of whoever deals with them, and of whoever is told of one or let in by name. That there is one, and
nothing of what it is."""
from django.utils.translation import gettext as _

from complaints.reading import in_hand
from complaints.routing import INSTEAD
from complaints.standing import by_name, named_in
from complaints.wording import tag
from conversations.panels import action, panel
from council_portal.access.together import lines
from council_portal.design.dates import moment
from council_portal.sealing.keys import KeyFault

# Whoever holds none of these can have none to deal with, so nothing is asked for them.
TAKERS = frozenset({*INSTEAD, "group_leader"})


def asked(user):
    """What home asks for, in one statement with other rooms (`access.together`): who is told of open concerns, or let in by name. They are
    few, and the reader's own are found by token: no row says whose it is."""
    return [lines("named", by_name(), uid="concern__uid", title="token", begins="since")]


def needs(user, found):
    """The open concerns that this reader has to do with, the one that waits longest first. One statement where the council has none, for
    whoever could have one to deal with; for others a statement only where they are told of one or let in."""
    takes = bool(user.posts & TAKERS)
    try:
        rows = [*map(line, in_hand(user))] if takes else []
        rows += map(named, named_in(user, [(one.uid, one.title) for one in found.get("named", [])]))
    except KeyFault:  # the home page is there for whatever else there is; whoever is not shown that it fails had a message
        return [{"title": _("In confidence"), "items": [], "empty": "", "action": None, "text": _(
            "What is in confidence cannot be opened now: the keys are not there. Tell whoever runs the portal.")}] if takes else []
    return panel(_("In confidence"), rows, dict, action("concerns:door", _("Everything in confidence")))


def line(concern):
    """One that the reader's office deals with. SECURITY: its reference and its state, for any eye beside."""
    return {"url": concern.get_absolute_url(), "text": concern.reference, "tag": tag(concern),
            "note": _("last change %(when)s") % {"when": moment(concern.last_activity)}}


def named(concern):
    """One that the reader is told of, or let in to by name. SECURITY: its reference alone, neither its state nor when it changed."""
    return {"url": concern.get_absolute_url(), "text": concern.reference, "note": _("something waits for you")}
