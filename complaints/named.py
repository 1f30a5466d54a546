"""Whom somebody means who types a name: so that whoever is meant can be kept out before anybody reads a word."""
import re
import unicodedata
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Person
from council_portal.people.choosing import FEW, find, of_the_council
from council_portal.protocol.words import POSTS

MOST = 5  # people of one concern
TITLES = frozenset({"councillor", "cllr", "mr", "mrs", "ms", "miss", "dr", "the"})
PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "’": "'", "‘": "'"})  # what no accent parts
NOT_LISTED = "none"  # the choice "none of these"
SHORT = {"mo": "monitoring_officer", "dmo": "deputy_monitoring_officer", "ceo": "chief_executive",
         "head of paid service": "chief_executive"}
BESIDE = re.compile(r"\b(dep|deputy|assistant|secretary|pa|ea|aide|adviser|advisor|former|ex|wife|husband|partner|friend)\b")


@dataclass(frozen=True)
class Named:
    """One name that was typed. found: [{"uid", "name", "note"}] of those who can be meant; more: there are more than are shown."""

    typed: str
    found: list
    more: bool


def lines(text):
    """The names, each once: one to a line, or parted by a semicolon, an ampersand, a stroke or "and"."""
    parts = re.split(r"[\n;&/]|\band\b", text)
    return list(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


def read(user, text):
    """[Named] of the names of a text. A line that is nobody's name as it stands is parted at its commas, where one of the parts is."""
    found = []
    for line in lines(text)[:MOST + 1]:
        whole = look(user, line)
        parts = [look(user, part.strip()) for part in line.split(",") if part.strip()] if not whole.found and "," in line else []
        found += parts if any(part.found for part in parts) else [whole]
    return list({one.typed: one for one in found}.values())


def look(user, typed, *, anybody=False):
    """Who can be meant: by a name, an address, the name of a post or of an office, or several of these in one. Returns Named.

    anybody: also whoever has an account and holds no office, for an office that deals with a concern.
    """
    people = everybody(user) if anybody else of_the_council(user, "")
    names = [(pk, folded(name)) for pk, name in people.order_by("name", "pk").values_list("pk", "name")]
    for way in ways(typed):
        keys = [pk for pk, name in names if fits(folded(way), name)]
        if keys:
            found, more = find(people.filter(pk__in=keys[:FEW + 1]), "")
            return Named(typed, found, more)
    by_address = people.filter(email__iexact=typed)
    found, more = find(by_address if by_address.exists() else of_posts(people, typed), "")
    return Named(typed, found, more)


def folded(name):
    """A name in small letters and without accents, for comparing: "Ruth ABARÁ" is "ruth abara"."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(PLAIN))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def fits(typed, name):
    """Does this name hold every word that was typed? Of an initial: does a word begin with it, beside the words that were typed out?

    Both `folded`. "r. abara" fits "ruth abara" and not "peter abara".
    """
    words = re.sub(r"\b([^\W\d_])\.", r"\1 ", typed).split()
    initials, whole = [word for word in words if len(word) == 1], [word for word in words if len(word) > 1]
    if not initials or not whole:
        return all(word in name for word in words)
    parts = re.split(r"[\s-]+", name)
    asked = [part for word in whole for part in word.split("-") if part]
    others = iter([part for part in parts if not any(part.startswith(word) for word in asked)])
    return (all(any(part.startswith(word) for part in parts) for word in asked)
            and all(any(part.startswith(letter) for part in others) for letter in initials))


def everybody(user):
    """The people of the council, and whoever else has an account that is open."""
    own = of_the_council(user, "").values("pk")
    return Person.objects.permitted(user, "choose").filter(Q(pk__in=own) | Q(user__is_active=True))


def ways(typed):
    """The ways in which a name may be read: as it stands, without titles and stops, what stands in brackets, the surname first."""
    bare = without_title(re.sub(r"[.,]+$", "", re.sub(r"\(.*?\)", " ", typed)).strip())
    inside = [without_title(part) for part in re.findall(r"\(([^)]+)\)", typed)]
    return [way for way in dict.fromkeys([typed, bare, *inside, bare.replace(",", " ")]) if way.strip(" .,()")]


def of_posts(people, typed):
    """Those of these people who hold, today, a post that is named in what was typed, or an office of that very name."""
    words = posts_in(without_title(re.sub(r"[.,()]+", " ", typed)).lower())
    held = Appointment.objects.filter(in_force())
    offices = held.filter(principal__name__iexact=typed.strip(" ."))
    rows = offices if offices.exists() else held.filter(principal__post__in=words)
    return people.filter(pk__in=rows.values("person"))


def posts_in(said):
    """The words of the posts that a text names. Somebody who stands beside a post, its deputy or assistant, is not who holds it."""
    names = {_(name).lower(): post for post, name in POSTS.items()} | SHORT
    found, longest = set(), max((len(name) for name in names if re.search(rf"\b{re.escape(name)}\b", said)), default=0)
    for name, post in names.items():
        if not re.search(rf"\b{re.escape(name)}\b", said) or (len(name) < longest and name not in SHORT):
            continue
        beside = BESIDE.search(re.sub(rf"\b{re.escape(name)}\b", " ", said))
        if not beside:
            found.add(post)
        elif post == "monitoring_officer" and beside[0].startswith("dep"):
            found.add("deputy_monitoring_officer")
    return found


def without_title(typed):
    """The name without the titles that stand in front."""
    words = typed.split()
    while len(words) > 1 and words[0].lower().strip(".") in TITLES:
        words = words[1:]
    return " ".join(words)
