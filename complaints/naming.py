"""Who knows the name of whoever raised a concern: what holds today, and what was decided and holds from a later day.

The day is compared whenever it is read: no job has to run. It is kept with the facts of the concern, sealed: "name", what holds until then;
"name_next" and "name_from", a word of nations.NAMES and the London date from which it holds, as an ISO date.
"""
import datetime

from django.utils import timezone

from complaints import nations

WIDTH = tuple(nations.NAMES)  # from the few to the many


def holds(concern):
    """Who knows the name today, a word of nations.NAMES. Until it is decided: the office alone where whoever raised it asked that the name
    be kept, else whoever investigates, is heard or decides as well."""
    facts = concern.facts
    if facts.get("name_next") and not is_ahead(facts):
        return facts["name_next"]
    return facts.get("name") or (nations.NAME_OFFICE if facts.get("withheld") else nations.NAME_PROCESS)


def ahead(concern):
    """(who, London date) of what was decided and does not hold yet, or None."""
    facts = concern.facts
    return (facts["name_next"], datetime.date.fromisoformat(facts["name_from"])) if facts.get("name_next") and is_ahead(facts) else None


def is_ahead(facts):
    """Is the day of what was decided still to come?"""
    return timezone.localdate() < datetime.date.fromisoformat(facts["name_from"])


def has_to_wait(concern, who):
    """Is whoever raised it told before this holds? Where they asked that the name be kept, and more people learn it."""
    return bool(concern.facts.get("withheld")) and WIDTH.index(who) > WIDTH.index(holds(concern))


def at_once(who):
    """What is kept of a decision that holds now: nothing is ahead any more."""
    return {"name": who, "name_next": "", "name_from": ""}
