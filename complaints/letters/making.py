"""A letter made of what happened in a concern. Nothing of it is stored.

SECURITY: a letter is made of the one turn that its addressee hears, and of what is kept with it; to whoever it is about, of nothing else
but the tasks that they were told.
"""
import json
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import deadlines, dealing, nations, policy, process, reading, reviewing, routing, wording
from complaints.letters import texts
from complaints.letters.services import text_of
from complaints.models import Concern, ConcernTurn
from complaints.sanctions import catalogue
from council_portal.accounts.models import Person
from council_portal.clock.days import london_date
from council_portal.design.dates import day

Heard = ConcernTurn.Heard


@dataclass(frozen=True)
class Letter:
    """One letter, filled. blocks: [(texts.HEADING, ITEM or PARAGRAPH, words)]; made_on: a London date."""

    kind: texts.Kind
    subject: str
    blocks: list
    reference: str
    made_on: object


@dataclass(frozen=True)
class Source:
    """What a letter is made of. said: what its turn holds. number: to which of those whom it is about, counted from 0."""

    concern: Concern
    kind: texts.Kind
    turn: ConcernTurn
    said: dict
    number: int = 0


def happened(concern):
    """{word of a kind: Source} of the letters for which something has happened, in the order of KINDS; of several turns the last counts."""
    rows = [(row, json.loads(row.said)) for row in concern.turns.all()]
    found = {}
    for word, kind in texts.KINDS.items():
        for row, said in rows:
            if kind.is_of(row.heard, said):
                found[word] = Source(concern, kind, row, said)
    return found


def letter(source):
    """The Letter of a Source, by the text that counts.

    Raises services.CannotBe "name" where it would tell whoever it is about who raised it. Only what somebody typed for this concern is
    held against the name, so that a name which is also a word of the texts ("May") hinders no letter.
    """
    subject, text = text_of(source.kind.word)
    values = {name: VALUES[name](source) for name in source.kind.fields}
    dealing.keep_name(source.concern, source.turn.heard, typed(source, values))
    filled = texts.with_values(subject, values)
    return Letter(source.kind, filled, texts.filled(text, values), source.concern.reference, timezone.localdate())


def typed(source, values):
    """What somebody typed, of what this letter says."""
    words = [values.get(name, "") for name in ("said", "support", "independent", "where")]
    known = {str(one.text) for one in catalogue.known().values()}
    if "sanctions" in values:
        words += [task["what"] for task in sanctions_of(source) if task["what"] not in known]
    return "\n".join(words)


def to_each(source):
    """The same for each whom the concern is about, where it is for them: each gets one of their own, which names no other and is made of
    the last turn that was for them."""
    if source.kind.heard != policy.TO_SUBJECT:
        return [source]
    rows = [(row, said) for row, said in reading.heard_by(source.concern, {policy.TO_SUBJECT}) if source.kind.is_of(row.heard, said)]
    found = []
    for number in range(max(len(source.concern.facts["subjects"]), 1)):
        own = [(row, said) for row, said in rows if not said.get("whom") or number in said["whom"]]
        found += [replace(source, number=number, turn=row, said=said) for row, said in own[-1:]]
    return found


def addressee(source):
    """Whom it is to, by name. Of several whom it is about: the one whose letter it is."""
    if source.kind.heard == policy.TO_INDEPENDENT:
        return source.said["who"]
    if source.kind.heard == policy.TO_SUBJECT:
        return next((subject_name(one) for one in source.concern.facts["subjects"][source.number:]), "")
    return reading.raiser_of(source.concern).full_name


def subject_name(one):
    """The name of one whom a concern is about: as the portal knows them, else as it was typed."""
    known = Person.objects.filter(pk=one["person"]).first() if one["person"] else None
    return known.full_name if known else one["name"]


def office(source):
    """The office that deals with it, by name."""
    return reading.office_name(source.concern)


def due(source):
    """The day by which the next step is due after this one: until it is assessed, or decided."""
    if source.kind.turn == "acknowledged":
        return day(deadlines.after(london_date(source.concern.received_at), process.days(source.concern, process.ASSESS)))
    return day(deadlines.after(london_date(source.turn.at), process.days(source.concern, process.DECIDE)))


def review_by(source):
    """The last day on which a second look can be asked for, while one can."""
    return day(reviewing.until(source.concern)) if reviewing.may_be_asked(source.concern) else ""


def plan(source):
    """The tasks of the plan that whoever raised it was told."""
    tasks = [task.facts for task in source.concern.tasks.all()]
    return "\n".join(_("%(what)s (%(who)s, by %(day)s)") % {
        "what": in_a_line(task["what"]), "who": task["who"], "day": wording.day_of(task["due"])}
        for task in tasks if task["kind"] == "plan" and Heard.BOTH in task["told"])


def sanctions_of(source):
    """The facts of the tasks that followed from this decision and of which whoever it is about was told."""
    rows = [task.facts for task in source.concern.tasks.all() if task.at >= source.turn.at]
    return [task for task in rows if task["kind"] == "sanction" and source.turn.heard in task["told"]
            and (not task.get("whom") or source.number in task["whom"])]


def sanctions(source):
    """What follows from the decision, by when and on which legal basis."""
    return "\n".join(_("%(what)s, by %(day)s. Legal basis: %(basis)s") % {
        "what": in_a_line(task["what"]).rstrip("."), "day": wording.day_of(task["due"]), "basis": in_a_line(task["basis"])}
        for task in sanctions_of(source))


def in_a_line(text):
    """A text without line breaks."""
    return " ".join(text.split())


def law(source):
    """The law by which the Independent Person must be heard, or "" where none says so."""
    return str(nations.HEARD_BY_LAW) if nations.heard_by_law(source.concern) else ""


def outcome(source):
    """What the second look came to."""
    return _("The decision stands") if source.said["upheld"] else _("It is assessed anew")


VALUES = {
    "council": lambda source: settings.COUNCIL_NAME,
    "office": office,
    "reference": lambda source: source.concern.reference,
    "date": lambda source: day(timezone.localdate()),
    "to": addressee,
    "on": lambda source: day(london_date(source.turn.at)),
    "said": lambda source: source.said["text"],
    "received": lambda source: day(london_date(source.concern.received_at)),
    "clause": lambda source: routing.way_of(source.concern).form.clause or "",
    "due": due,
    "review_by": review_by,
    "plan": plan,
    "support": lambda source: source.said["support"],
    "independent": lambda source: source.said["independent"],
    "law": law,
    "when": lambda source: wording.moment_of(source.said["when"]),
    "where": lambda source: source.said["place"],
    "finding": lambda source: str(wording.FINDINGS[source.said["finding"]]),
    "sanctions": sanctions,
    "outcome": outcome,
}
