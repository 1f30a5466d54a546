"""The words that give away who raised a concern: which they are, and where they stand in a text.

The words of their names, each alone; and what else was given, as a whole: "Head of Service" is found as these three words in a row.
"""
import json
import re
from collections import defaultdict

from django.utils.translation import gettext as _

from complaints.named import without_title
from complaints.reading import raiser_of

PARTS = re.compile(r"[^\W\d_]+|\d+")  # a word of letters, a number: of an address or of a file's name too
MOST, LEAST = 20, 3  # words that are given, and letters of one: shorter ones stand in every text. The portal's own bounds


def words_of_raiser(concern):
    """{(part, ...)}: the words of the names of whoever raised it, of today's and of every name under which they wrote here; and those that
    were given. In small letters. Raises KeyFault."""
    raiser = raiser_of(concern)
    said = (json.loads(row.said) for row in concern.turns.all())
    names = {raiser.name, *(without_title(one["name"]) for one in said if one["person"] == raiser.pk)}
    alone = {(part,) for name in names for part in parts(name) if len(part) >= LEAST}
    return alone | {parts(one) for one in given(concern.facts.get("also", ""))}


def given(text):
    """The words that somebody gave, in their order, each once. text: separated by commas or semicolons."""
    found = (" ".join(one.split()) for one in re.split(r"[,;\n]", text))
    return list(dict.fromkeys(one for one in found if parts(one)))


def parts(text):
    """The words and numbers of a text, in small letters."""
    return tuple(found[0].casefold() for found in PARTS.finditer(text))


def is_too_short(one):
    """Would it stand in every text?"""
    return sum(map(len, parts(one))) < LEAST


def places(text, words):
    """[(from, to)] of where one of these words stands in a text, the longest where several begin at one place. words: as above."""
    at, found, by_first = 0, [], defaultdict(list)
    for one in sorted(words, key=len, reverse=True):
        by_first[one[0]].append(one)
    there = list(PARTS.finditer(text))
    said = tuple(one[0].casefold() for one in there)
    while at < len(said):
        long = next((len(one) for one in by_first.get(said[at], ()) if said[at:at + len(one)] == one), 0)
        if long:
            found.append((there[at].start(), there[at + long - 1].end()))
        at += long or 1
    return found


def without(text, words):
    """The text without these words, for whoever reads it and is not to know who raised it."""
    for begins, ends in reversed(places(text, words)):
        text = f"{text[:begins]}{_('[name left out]')}{text[ends:]}"
    return text
