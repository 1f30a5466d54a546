"""The words that give away who raised a concern: which they are, and where they stand in a text.

The words of their names, each alone, with or without accents, an initial before it or an s behind it; the posts that nobody else holds, and
what else was given, as a whole: "Head of Service" is found as these three words in a row. A post of a service is found as people say it
too: of "Head of Service, Street Scene" also "Head of Street Scene" and "Street Scene head" (`as_said`).
"""
import json
import re
import unicodedata
from collections import defaultdict

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from complaints.named import without_title
from complaints.reading import raiser_of
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Principal

PARTS = re.compile(r"[^\W\d_]+|\d+")  # a word of letters, a number: of an address or of a file's name too
BETWEEN = ("of", "for", "in", "at")  # what people say between a title and its service
MOST, LEAST = 20, 3  # words that are given, and letters of one: shorter ones stand in every text. The portal's own bounds


def words_of_raiser(concern):
    """{(part, ...)}: the words of the names of whoever raised it, of today's and of every name under which they wrote here; the posts that
    they alone hold; and the words that were given. As `parts` has them. Raises KeyFault."""
    raiser = raiser_of(concern)
    said = (json.loads(row.said) for row in concern.turns.all())
    names = {raiser.name, *(without_title(one["name"]) for one in said if one["person"] == raiser.pk)}
    alone = {(part,) for name in names for part in (*parts(name), *as_one(parts(name))) if len(part) >= LEAST}
    posts = {way for name, service in held_alone(raiser) for way in (parts(name), *as_said(name, service))}
    return alone | posts | {parts(one) for one in given(concern.facts.get("also", ""))}


def as_one(words):
    """A name as addresses write it: "priyachandran", "pchandran", "chandranp". words: its parts."""
    if len(words) < 2:
        return ()
    first, last = words[0], words[-1]
    return "".join(words), first + last, last + first, first[0] + last, last + first[0]


def sole_posts(person):
    """The names of the posts that this person holds today and nobody else does."""
    return [name for name, _service in held_alone(person)]


def held_alone(person):
    """[(name, the name of its service or "")] of these posts. One statement."""
    own = [pk for pk, _post, kind, _name in person.held if kind == Principal.Kind.POST]
    others = Appointment.objects.filter(in_force(), principal__in=own, role=Appointment.Role.HOLDER).exclude(person=person)
    alone = Principal.objects.filter(pk__in=own).exclude(pk__in=others.values("principal"))
    return list(alone.order_by("pk").values_list("name", Coalesce("service__name", Value(""))))


def as_said(name, service):
    """{(part, ...)}: the ways in which people say a post of a service, as `parts` has them; none of a post of the whole council.

    Its title, and what stands in that before "of" ("Head"), before the service with or without "of", "for", "in" and "the" between them,
    and behind it. name: of the post, its title before the comma.
    """
    place, title = parts(service), parts(name.partition(",")[0])
    if not place or not title:
        return set()
    place = place[1:] if len(place) > 1 and place[0] == "the" else place
    heads = {title, title[:title.index("of")] if "of" in title[1:] else title}
    links = [(), *((word, *more) for word in BETWEEN for more in ((), ("the",)))]
    return {way for head in heads for way in (
        *((*head, *link, *place) for link in links), (*place, *head), (*place, "s", *head), (*place, "service", *head))}


def given(text):
    """The words that somebody gave, in their order, each once. text: separated by commas or semicolons."""
    found = (" ".join(one.split()) for one in re.split(r"[,;\n]", text))
    return list(dict.fromkeys(one for one in found if parts(one)))


def parts(text):
    """The words and numbers of a text, in small letters and without accents."""
    return tuple(plain(found[0]) for found in PARTS.finditer(shown(text)))


def shown(text):
    """A text as it is read: NFC, without what cannot be seen in it (soft hyphens, joiners of no width)."""
    return "".join(one for one in unicodedata.normalize("NFC", text) if unicodedata.category(one) != "Cf")


def plain(word):
    """A word in small letters, without accents."""
    return "".join(one for one in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(one))


def is_too_short(one):
    """Would it stand in every text?"""
    return sum(map(len, parts(one))) < LEAST


def places(text, words):
    """[(from, to)] of where one of these words stands in a text (as `shown`), the longest where several begin at one place, the initial
    before a single one with it. words: as above."""
    at, found, by_first = 0, [], defaultdict(list)
    for one in sorted(words, key=len, reverse=True):
        by_first[one[0]].append(one)
    there = list(PARTS.finditer(shown(text)))
    said = tuple(plain(one[0]) for one in there)
    while at < len(said):
        long = next((len(one) for one in by_first.get(said[at], ()) if is_that(said[at:at + len(one)], one)), 0)
        alone = long == 1 or (said[at].removesuffix("s"),) in words
        if long or alone:
            initial = alone and at and len(said[at - 1]) == 1
            found.append((there[at - 1 if initial else at].start(), there[at + max(long, 1) - 1].end()))
        at += long or 1
    return found


def is_that(said, one):
    """Are these the parts of one of the words, with an s behind the last or without?"""
    return said == one or (len(said) == len(one) and said[:-1] == one[:-1] and said[-1] == f"{one[-1]}s")


def without(text, words):
    """The text without these words, for whoever reads it and is not to know who raised it."""
    text = shown(text)
    for begins, ends in reversed(places(text, words)):
        text = f"{text[:begins]}{_('[name left out]')}{text[ends:]}"
    return text
