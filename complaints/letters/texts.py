"""The kinds of letter of a concern, the fields of a text, and how a text is read and filled (docs/decisions/letters.md)."""
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from complaints import assessing, policy

OWN = Path(__file__).with_name("templates.toml")
FIELD = re.compile(r"\{(\w+)\}")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what no XML file may hold
HEADING, ITEM, PARAGRAPH = "heading", "item", "paragraph"
MARKS = {HEADING: "## ", ITEM: "- "}

FIELDS = {
    "council": _("the council’s name"),
    "office": _("the office that deals with it"),
    "reference": _("its reference"),
    "date": _("the day on which the letter is made"),
    "to": _("whom the letter is to, by name"),
    "on": _("the day on which this was done"),
    "said": _("what the office told them"),
    "received": _("the day on which the form came"),
    "clause": _("the clause of the protocol by which it came to that office"),
    "due": _("the day by which the next step is due"),
    "review_by": _("the last day on which a second look can be asked for"),
    "plan": _("what is to be done, by whom and by when; a line for each"),
    "tasks": _("what is to be done of which they were told, by whom and by when; a line for each"),
    "came": _("what came of that so far; a line for each"),
    "names": _("who knows the name of whoever raised it"),
    "since": _("the day from which that holds, where it was still to come"),
    "let_in": _("who is let in by name, and in which part; a line for each"),
    "until": _("the last day on which they can read it"),
    "support": _("who supports them"),
    "independent": _("how they reach the Independent Person"),
    "law": _("the law by which an Independent Person must be heard"),
    "when": _("the day and hour of the hearing"),
    "where": _("the place of the hearing"),
    "finding": _("what was found"),
    "sanctions": _("what follows, by when and on which legal basis; a line for each"),
    "outcome": _("whether the decision stands"),
}
IN_SUBJECT = ("council", "reference", "date", "on")  # what a subject line may name: never empty, and no name of anybody
ALL = (*IN_SUBJECT, "office", "to", "said")
TO_RAISER = (*ALL, "received", "clause")
OF_TASKS = (*IN_SUBJECT, "office", "to", "tasks", "came")
OF_NOTHING = (*IN_SUBJECT, "office", "to")
OF_LET_IN = (*IN_SUBJECT, "office", "to", "let_in")


class Wrong(ValueError):
    """A text that cannot be filled. args[0] says why, for people."""


@dataclass(frozen=True)
class Kind:
    """A kind of letter. turn: the word of the turn, or of the task, of which it is made; heard: for whom that is, and so the letter, a word
    of policy.HEARS; decision: of assessing.DECISIONS, where the turn is an assessment. fields: those that its text may name. each: does
    each turn have an addressee of its own?"""

    word: str
    name: str
    turn: str
    heard: str
    fields: tuple
    decision: str = ""
    each: bool = False

    @property
    def addressee(self):
        """Whom it is to, in words."""
        return ADDRESSEES[self.heard]

    def is_of(self, heard, said):
        """Is it made of this turn or task? said: what that holds."""
        decided = said.get("answers", {}).get("decision", "")
        return heard == self.heard and said["kind"] == self.turn and (not self.decision or decided == self.decision)


ADDRESSEES = {policy.TO_BOTH: _("to whoever raised it"), policy.TO_SUBJECT: _("to whoever it is about"),
              policy.TO_INDEPENDENT: _("to the Independent Person"), policy.TO_INQUIRY: _("to whoever investigates it"),
              policy.TO_PANEL: _("to the hearing panel")}
# SECURITY: a letter to whoever it is about has no field that tells of whoever raised it: not the clause, which differs by side.
KINDS = {one.word: one for one in (
    Kind("advice", _("Advice"), "advice", policy.TO_BOTH, TO_RAISER),
    Kind("acknowledgement", _("Acknowledgement"), "acknowledged", policy.TO_BOTH, (*TO_RAISER, "due")),
    Kind("assessment-nothing", _("Assessment: no further action"), "assessed", policy.TO_BOTH, (*TO_RAISER, "review_by"),
         assessing.NOTHING),
    Kind("assessment-early", _("Assessment: early resolution"), "assessed", policy.TO_BOTH, (*TO_RAISER, "plan"), assessing.EARLY),
    Kind("assessment-investigate", _("Assessment: investigation"), "assessed", policy.TO_BOTH, (*TO_RAISER, "due"), assessing.INVESTIGATE),
    Kind("assessment-elsewhere", _("Assessment: it belongs elsewhere"), "assessed", policy.TO_BOTH, (*TO_RAISER, "review_by"),
         assessing.ELSEWHERE),
    Kind("assessment-joined", _("Assessment: it goes on with another"), "assessed", policy.TO_BOTH, (*TO_RAISER, "review_by"),
         assessing.JOINED),
    Kind("assessment-early-subject", _("Assessment: early resolution"), "assessed", policy.TO_SUBJECT, ALL, assessing.EARLY),
    Kind("assessment-inquiry-subject", _("Assessment: investigation"), "assessed", policy.TO_SUBJECT, ALL, assessing.INVESTIGATE),
    Kind("plan-raiser", _("What is to be done"), "plan", policy.TO_BOTH, OF_TASKS),
    Kind("plan-subject", _("What is to be done"), "plan", policy.TO_SUBJECT, OF_TASKS),
    Kind("inquiry-raiser", _("Investigation after all"), "to inquiry", policy.TO_BOTH, (*TO_RAISER, "due")),
    Kind("inquiry-subject", _("Investigation after all"), "to inquiry", policy.TO_SUBJECT, ALL),
    Kind("name", _("Who knows the name"), "name decided", policy.TO_BOTH, (*TO_RAISER, "names", "since")),
    Kind("name-kept", _("The name stays as it was"), "name kept", policy.TO_BOTH, (*TO_RAISER, "names")),
    Kind("notice", _("Notice of a concern"), "notice", policy.TO_SUBJECT, (*ALL, "support", "independent")),
    Kind("appointment-investigator", _("Appointment"), "appointed", policy.TO_INQUIRY, (*ALL, "until"), each=True),
    Kind("appointment-independent", _("Appointment"), "appointed", policy.TO_INDEPENDENT, (*ALL, "until"), each=True),
    Kind("appointment-panel", _("Appointment"), "appointed", policy.TO_PANEL, (*ALL, "until"), each=True),
    Kind("let-in-raiser", _("Who is let in"), "let in", policy.TO_BOTH, OF_LET_IN),
    Kind("let-in-subject", _("Who is let in"), "let in", policy.TO_SUBJECT, OF_LET_IN),
    Kind("view", _("Request for a view"), "view asked", policy.TO_INDEPENDENT, (*ALL, "law")),
    Kind("hearing-raiser", _("Notice of a hearing"), "hearing", policy.TO_BOTH, (*TO_RAISER, "when", "where")),
    Kind("hearing-subject", _("Notice of a hearing"), "hearing", policy.TO_SUBJECT, (*ALL, "when", "where")),
    Kind("hearing-panel", _("Notice of a hearing"), "hearing", policy.TO_PANEL, (*ALL, "when", "where")),
    Kind("hearing-off-raiser", _("A hearing is called off"), "hearing off", policy.TO_BOTH, (*TO_RAISER, "when")),
    Kind("hearing-off-subject", _("A hearing is called off"), "hearing off", policy.TO_SUBJECT, (*ALL, "when")),
    Kind("hearing-off-panel", _("A hearing is called off"), "hearing off", policy.TO_PANEL, (*ALL, "when")),
    Kind("decision-raiser", _("Decision"), "decided", policy.TO_BOTH, (*TO_RAISER, "finding", "review_by")),
    Kind("decision-subject", _("Decision"), "decided", policy.TO_SUBJECT, (*ALL, "finding", "sanctions", "review_by")),
    Kind("closing", _("Closing"), "closed", policy.TO_BOTH, (*TO_RAISER, "review_by")),
    Kind("closing-subject", _("Closing"), "closed", policy.TO_SUBJECT, (*ALL, "review_by")),
    Kind("again-raiser", _("A second look was asked for"), "again", policy.TO_BOTH, OF_NOTHING),
    Kind("again-subject", _("A second look was asked for"), "again", policy.TO_SUBJECT, OF_NOTHING),
    Kind("ended-subject", _("It was taken back"), "ended", policy.TO_SUBJECT, OF_NOTHING),
    Kind("review-raiser", _("Outcome of the second look"), "review decided", policy.TO_BOTH, (*TO_RAISER, "outcome")),
    Kind("review-subject", _("Outcome of the second look"), "review decided", policy.TO_SUBJECT, (*ALL, "outcome")),
)}


@cache
def own():
    """{word of a kind: (subject line, text)}, the portal's own; the file is read once a process."""
    with OWN.open("rb") as file:
        return MappingProxyType({word: (row["subject"], row["text"].strip()) for word, row in tomllib.load(file).items()})


def check(text, fields):
    """Raises Wrong for a field that there is not, or a brace that belongs to none. fields: those that it may name."""
    named = re.findall(r"\{([^{}]*)\}", text)
    known = ", ".join(f"{{{name}}}" for name in fields)
    for name in named:
        if name not in fields:
            raise Wrong(now("There is no field {%(name)s} here. These there are: %(known)s.") % {"name": name, "known": known})
    if re.search(r"[{}]", FIELD.sub("", text)):
        raise Wrong(now("A brace stands alone. Braces are for fields only: %(known)s.") % {"known": known})


def blocks(text):
    """[(HEADING, ITEM or PARAGRAPH, words)] of a text, in its order."""
    found = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        for kind, lines in groupby((line.rstrip() for line in part.split("\n")), key=kind_of):
            bare = [line.removeprefix(MARKS.get(kind, "")).strip() for line in lines]
            found += [(kind, "\n".join(bare))] if kind == PARAGRAPH else [(kind, line) for line in bare]
    return found


def kind_of(line):
    """What a line begins."""
    return next((kind for kind, mark in MARKS.items() if line.startswith(mark)), PARAGRAPH)


def filled(text, values):
    """The blocks of a text with its fields filled. values: {field: words}, "" where there is nothing.

    What is filled in is text, whatever it holds: it names no field and begins no heading. A paragraph with a field that has nothing is left
    out, with a heading right above it. A line of a list whose field has several lines is as many lines of the list.
    """
    made, heading = [], []
    for kind, words in blocks(text):
        there = all(values[name] for name in FIELD.findall(words))
        found = [(kind, piece) for piece in pieces(kind, with_values(words, values))] if there else []
        if kind == HEADING:
            made, heading = made + heading, found
        else:
            made, heading = made + (heading + found if found else []), []
    return made + heading


def with_values(words, values):
    """A line or paragraph, filled."""
    return UNPRINTABLE.sub("", FIELD.sub(lambda found: values[found[1]], words).replace("\r\n", "\n").replace("\r", "\n"))


def pieces(kind, said):
    """The blocks that one becomes when it is filled."""
    if kind == HEADING:
        return [" ".join(said.split())]
    parts = said.split("\n") if kind == ITEM else re.split(r"\n\s*\n", said)
    return [part.strip() for part in parts if part.strip()]
