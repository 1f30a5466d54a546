"""What concerns put on the home page: of whoever deals with them, is told of one, is let in by name or may ask for a second look.

That there is one, and nothing of what it is.
"""
from django.utils.translation import gettext as _

from complaints import policy, reviewing
from complaints.reading import in_hand
from complaints.routing import INSTEAD
from complaints.standing import by_name, named_in
from complaints.wording import tag
from conversations.panels import action, panel
from council_portal.access.together import lines
from council_portal.design.dates import day, moment
from council_portal.sealing.keys import KeyFault

# Whoever holds none of these can have none to deal with, so nothing is asked for them.
TAKERS = frozenset({*INSTEAD, "group_leader"})


def asked(user):
    """What home asks for, in one statement with other rooms (`access.together`): who stands in concerns by name, where there may be
    something to tell. They are few, and the reader's own are found by token: no row says whose it is."""
    return [lines("named", by_name(user), uid="concern__uid", title="token", begins="since")]


def needs(user, found):
    """The concerns that this reader has to do with, the one that waits longest first. One statement where the council has none, for whoever
    could have one to deal with; for others a statement only where they stand in one by name."""
    takes, title = bool(user.posts & TAKERS), _("In confidence")
    try:
        rows = [*map(line, in_hand(user))] if takes else []
        own = named_in(user, [(one.uid, one.title) for one in found.get("named", [])])
        rows += [row for concern, held in own if (row := named(concern, held, user))]
    except KeyFault:  # the home page is there for whatever else there is; whoever is not shown that it fails had a message
        return [{"title": title, "items": [], "empty": "", "action": None, "text": _(
            "What is in confidence cannot be opened now: the keys are not there. Tell whoever runs the portal.")}] if takes else []
    on = action("concerns:door", _("Everything in confidence"))
    if own and not rows and not user.principals:  # whoever is in no office has no other way to the door
        return [{"title": title, "items": [], "empty": "", "action": on, "text": _("What you raised or were told is kept.")}]
    return panel(title, rows, dict, on)


def line(concern):
    """One that the reader's office deals with. SECURITY: its reference and its state, for any eye beside."""
    return {"url": concern.get_absolute_url(), "text": concern.reference, "tag": tag(concern),
            "note": _("last change %(when)s") % {"when": moment(concern.last_activity)}}


def named(concern, held, user):
    """One in which the reader stands by name in these capacities, or None where there is nothing to tell. SECURITY: its reference alone,
    neither its state nor when it changed; after a decision until when they may ask for a second look."""
    shown = {"url": concern.get_absolute_url(), "text": concern.reference}
    decided = concern.status in (policy.DECIDED, policy.CLOSED)
    if decided and held & policy.SIDES and reviewing.may_be_asked(concern) and not reviewing.asked(concern, user.person_id):
        return shown | {"note": _("A decision in confidence: until %(day)s you may ask that it is looked at again") % {
            "day": day(reviewing.until(concern))}}
    if not concern.is_open:
        return None
    if policy.COMPLAINANT not in held:
        return shown | {"note": _("something waits for you")}
    return None if user.principals else shown
