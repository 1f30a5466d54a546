"""What the ledger asks of a text: a reason that is one, and a text for a group that names no other."""
import re

from council_portal.accounts.models import PoliticalGroup

LETTERS = 15  # the portal's own rule: a reason of fewer letters is none


class NamesAGroup(ValueError):
    """A text that a political group reads names another. args[0]: the name of the text."""


def is_reason(text):
    """Is it a sentence that says something? It has LETTERS letters at least."""
    return sum(one.isalpha() for one in text) >= LETTERS


def group_named(text, *, but=None):
    """The political group of the council that this text names, or None. but: the group that may be named.

    Spaces, line ends and signs between the words count alike. A name of several words is found in any letters; one of a single word, such
    as Green, only as the council writes it: else "green waste" would be refused.
    """
    said = " ".join(re.findall(r"\w+", text.replace("_", " ")))
    for group in PoliticalGroup.objects.exclude(pk=but.pk if but else None):
        words = re.findall(r"\w+", group.name)
        flags = re.IGNORECASE if len(words) > 1 else 0
        if words and re.search(rf"\b{re.escape(' '.join(words))}\b", said, flags):
            return group
    return None


def check_names(*, but=None, **given):
    """Raises NamesAGroup for the first of these texts that names a group. but: the group that may be named."""
    for name, text in given.items():
        if text and group_named(text, but=but):
            raise NamesAGroup(name)
