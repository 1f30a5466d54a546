"""Whom somebody means who types a name: so that whoever is meant can be kept out before anybody reads a word."""
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment
from council_portal.people.choosing import find, of_the_council
from council_portal.protocol.words import POSTS

MOST = 5  # people of one concern
TITLES = frozenset({"councillor", "cllr", "mr", "mrs", "ms", "miss", "dr", "the"})
NOT_LISTED = "none"  # the choice "none of these"
SHORT = {"mo": "monitoring_officer", "dmo": "deputy_monitoring_officer", "ceo": "chief_executive",
         "head of paid service": "chief_executive"}


@dataclass(frozen=True)
class Named:
    """One name that was typed. found: [{"uid", "name", "note"}] of those who can be meant; more: there are more than are shown."""

    typed: str
    found: list
    more: bool


def lines(text):
    """The names, each once: one to a line, or parted by a semicolon, an ampersand or "and"."""
    parts = re.split(r"[\n;&]|\band\b", text)
    return list(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


def look(user, typed):
    """Who can be meant: by a name, an address, the name of a post or of an office, or several of these in one. Returns Named."""
    people = of_the_council(user, "")
    for way in ways(typed):
        found, more = find(people, way)
        if found:
            return Named(typed, found, more)
    by_address = people.filter(email__iexact=typed)
    found, more = find(by_address if by_address.exists() else of_posts(people, typed), "")
    return Named(typed, found, more)


def ways(typed):
    """The ways in which a name may be read: as it stands, without titles and stops, what stands in brackets, the surname first."""
    bare = without_title(re.sub(r"[.,]+$", "", re.sub(r"\(.*?\)", " ", typed)).strip())
    inside = [without_title(part) for part in re.findall(r"\(([^)]+)\)", typed)]
    return [way for way in dict.fromkeys([typed, bare, *inside, bare.replace(",", " ")]) if way.strip(" .,()")]


def of_posts(people, typed):
    """Those of these people who hold, today, a post that is named in what was typed, or an office of that very name."""
    said = without_title(re.sub(r"[.,()]+", " ", typed)).lower()
    words = {post for post, name in POSTS.items() if re.search(rf"\b{re.escape(_(name).lower())}\b", said)}
    words |= {post for short, post in SHORT.items() if re.search(rf"\b{short}\b", said)}
    longest = max((len(POSTS[post]) for post in words), default=0)  # "Deputy Monitoring Officer" is no Monitoring Officer
    words = {post for post in words if len(POSTS[post]) == longest or post in SHORT.values()}
    held = Appointment.objects.filter(in_force())
    offices = held.filter(principal__name__iexact=typed.strip(" ."))
    rows = offices if offices.exists() else held.filter(principal__post__in=words)
    return people.filter(pk__in=rows.values("person"))


def without_title(typed):
    """The name without the titles that stand in front."""
    words = typed.split()
    while len(words) > 1 and words[0].lower().strip(".") in TITLES:
        words = words[1:]
    return " ".join(words)
