"""A registry: which officers do not work on a matter of which Member. Filled by the apps above, asked by whoever gives a matter to an
officer, who learns whom to pass over and never why (docs/decisions/connections.md)."""
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.db.models import Value

from council_portal.sealing.keys import KeyFault

ASKED = {}


@dataclass(frozen=True)
class Asked:
    """there(): a queryset that has a row while there is anything to ask. apart(pairs): those of these pairs that are kept apart.

    tell(matter, pair, chosen): such a pair works on this matter all the same: as there is nobody else, or, chosen, as the Member chose the
    office although another was free.
    """

    there: Callable
    apart: Callable
    tell: Callable


def register(word, *, there, apart, tell):
    """Ask these of whoever is to work on a matter. word: what this registration is called."""
    ASKED[word] = Asked(there, apart, tell)


def asked():
    """Those who have anything to say: one statement, whoever is registered."""
    rows = [one.there().order_by().annotate(word=Value(word)).values_list("word") for word, one in ASKED.items()]
    return [ASKED[word] for (word,) in rows[0].union(*rows[1:])] if rows else []


def kept_apart(pairs):
    """Those of these pairs, {(key of a Member, key of an officer)}, that do not work on one matter. One statement while there are none.

    Where the keys of what is sealed are away the answer is that there are none: casework goes on.
    """
    found = set()
    for one in asked() if pairs else ():
        with suppress(KeyFault):
            found |= one.apart(pairs)
    return found


def not_avoided(matter, pair, *, chosen=False):
    """This pair works on this matter, as there was nobody else, or as the Member chose it (chosen): whoever minds it is told, and nobody
    else."""
    for one in asked():
        with suppress(KeyFault):
            if one.apart({pair}):
                one.tell(matter, pair, chosen)
