"""What changed between two texts of a protocol, clause by clause and word by word. Plain Python: rules in, changes out."""
import difflib
import re
from dataclasses import dataclass

SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"


@dataclass(frozen=True)
class Run:
    """Some words that stand in both texts (`same`), in the later alone (`added`) or in the earlier alone (`removed`)."""

    how: str
    text: str


@dataclass(frozen=True)
class Change:
    """One clause that is not as it was: its number, its heading as it is now (or was), and its words as runs."""

    number: str
    heading: str
    how: str
    runs: tuple


def words_of(text):
    """The words of a text, each with the space behind it, so that they make the text again."""
    return re.findall(r"\S+\s*", text)


def runs(before, after):
    """The words of both texts as runs, in order: what went stands before what came instead."""
    old, new = words_of(before), words_of(after)
    found = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, [w.strip() for w in old], [w.strip() for w in new], autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Run(SAME, "".join(new[c:d])))
            continue
        found += [Run(how, "".join(words)) for how, words in ((REMOVED, old[a:b]), (ADDED, new[c:d])) if words]
    return tuple(found)


def changes(before, after):
    """Every clause that came, went or reads differently, in the order of the later text; what went stands at the end.

    before, after: two `rules.Protocol`. A clause is the same clause when it has the same number.
    """
    found = []
    for number, clause in after.clauses.items():
        old = before.clauses.get(number)
        if old is None:
            found.append(Change(number, clause.heading, ADDED, (Run(ADDED, clause.says),)))
        elif (old.heading, old.says) != (clause.heading, clause.says):
            heading = clause.heading if clause.heading == old.heading else f"{old.heading} → {clause.heading}"
            found.append(Change(number, heading, CHANGED, runs(old.says, clause.says)))
    return found + [Change(number, clause.heading, REMOVED, (Run(REMOVED, clause.says),))
                    for number, clause in before.clauses.items() if number not in after.clauses]
