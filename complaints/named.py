"""Whom somebody means who types a name: so that whoever is meant can be kept out before anybody reads a word."""
from dataclasses import dataclass

from council_portal.accounts.holders import holders
from council_portal.people.choosing import find, of_the_council
from council_portal.protocol.words import POSTS

MOST = 5  # people of one concern
TITLES = frozenset({"councillor", "cllr", "mr", "mrs", "ms", "miss", "dr"})
NOT_LISTED = "none"  # the choice "none of these"


@dataclass(frozen=True)
class Named:
    """One line that was typed. found: [{"uid", "name", "note"}] of those who can be meant; more: there are more than are shown."""

    typed: str
    found: list
    more: bool


def lines(text):
    """The names, one to a line, each once."""
    return list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))


def look(user, typed):
    """Who can be meant by this name, or by the name of a post that one person holds. Returns Named."""
    people = of_the_council(user, "")
    found, more = find(people, without_title(typed))
    if not found:
        held = [one.person.pk for post, name in POSTS.items() if str(name).lower() == typed.lower() for one in holders(post)]
        found, more = find(people.filter(pk__in=held), "")
    return Named(typed, found, more)


def without_title(typed):
    """The name without the title that councillors have in front."""
    words = typed.split()
    return " ".join(words[1:]) if len(words) > 1 and words[0].lower().strip(".") in TITLES else typed
