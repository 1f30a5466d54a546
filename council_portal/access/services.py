"""Giving and ending standings. Called by the services of a matter, inside their transaction."""
from django.utils import timezone

from council_portal.access.models import OPEN_ENDED, in_force


def give_standing(matter, principal, capacity, *, reason, clause="", by=None, until=OPEN_ENDED):
    """Let this principal stand in this matter in this capacity. Given twice, it is one standing. Returns it.

    reason: plain English, shown to the reader ("why may I see this?"). clause: as the protocol in force numbers it, or "".
    """
    standings = matter.standings.model.objects
    key = {matter.standings.field.name: matter, "principal": principal, "capacity": capacity}
    found = standings.filter(in_force(), **key).first()
    if found:
        return found
    return standings.create(**key, clause=clause, reason=reason, given_by=by, since=timezone.now(), until=until)


def end_standings(matter, *, capacity, principal=None, at=None):
    """End the standings in force of this capacity (of one principal, or of all). Returns how many ended."""
    rows = matter.standings.filter(in_force(), capacity=capacity)
    if principal is not None:
        rows = rows.filter(principal=principal)
    return rows.update(until=at or timezone.now())


def exclude(matter, principal, *, reason, clause="", by=None):
    """Keep this principal out of this matter from now on, whatever else they hold. Returns the exclusion."""
    return matter.exclusions.create(principal=principal, reason=reason, clause=clause, given_by=by, since=timezone.now())
