"""A letter made of what happened in a concern. Nothing of it is stored.

SECURITY: a letter is made of the one turn that its addressee hears, and of what is kept with it; to whoever it is about, of nothing else
but the tasks that they were told. The words of a name that somebody let in is not to know are left out, as on the page.
"""
import json
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import deadlines, dealing, inquiry, name_words, nations, policy, process, reading, reviewing, routing, set_aside, wording
from complaints.letters import texts
from complaints.letters.services import text_of
from complaints.models import Concern, ConcernTask, ConcernTurn
from complaints.sanctions import catalogue
from council_portal.accounts.models import Person
from council_portal.clock.days import london_date
from council_portal.design.dates import day


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
    """What a letter is made of. turn: of the concern, or the task; said: what it holds. number: to which of several, counted from 0.
    turns: [(number, turn, what it holds)], where each of several has one of their own."""

    concern: Concern
    kind: texts.Kind
    turn: ConcernTurn | ConcernTask
    said: dict
    number: int = 0
    turns: tuple = ()


def happened(concern):
    """{word of a kind: Source} of the letters for which something has happened, in the order of KINDS; of several turns to the same
    addressee the last counts. Of a decision that was set aside there is none any more."""
    since = set_aside.at(concern)
    rows = [(row, row.heard, said) for row in concern.turns.all() for said in [json.loads(row.said)]
            if not set_aside.is_aside(row, said["kind"], since) and not (since and row.at < since and said["kind"] in set_aside.OVER_WITH)]
    rows += [(task, heard, said) for task in concern.tasks.all() if set_aside.counts(task)
             for said in [task.facts] for heard in said["told"]]
    found = {}
    for word, kind in texts.KINDS.items():
        there = [(row, said) for row, heard, said in rows if kind.is_of(heard, said)]
        if there:
            found[word] = Source(concern, kind, *there[-1], turns=tuple(own_of_each(concern, kind, there)))
            if "let_in" in kind.fields and not let_in(found[word]):  # nobody is in any more
                del found[word]
    return found


def own_of_each(concern, kind, there):
    """[(number, turn, what it holds)] of the last that is for each of several, or nothing where there is one for all.

    there: [(turn, what it holds)] in their order. Of those whom it is about, by their places in its facts.
    """
    if kind.each:
        last = {said["who"]: (row, said) for row, said in there}
        return [(number, row, said) for number, (row, said) in enumerate(last.values())]
    if kind.heard != policy.TO_SUBJECT:
        return []
    own = [(place, [one for one in there if not one[1].get("whom") or place in one[1]["whom"]])
           for place in range(max(len(concern.facts["subjects"]), 1))]
    return [(place, *mine[-1]) for place, mine in own if mine]


def letter(source):
    """The Letter of a Source, by the text that counts.

    Raises services.CannotBe "name" where it would tell whoever it is about who raised it. Only what somebody typed for this concern is
    held against the name, so that a name which is also a word of the texts ("May") hinders no letter.
    """
    subject, text = text_of(source.kind.word)
    values = {name: VALUES[name](source) for name in source.kind.fields}
    dealing.keep_name(source.concern, source.kind.heard, typed(source, values))
    values |= {name: name_words.without(values[name], left_out(source)) for name in ("said", "where") if name in values}
    filled = texts.with_values(subject, values)
    return Letter(source.kind, filled, texts.filled(text, values), source.concern.reference, timezone.localdate())


def left_out(source):
    """The words of the name of whoever raised it, where somebody let in by name reads the letter and is not to know it; else none."""
    of_those_let_in = source.kind.heard in (policy.TO_INQUIRY, policy.TO_INDEPENDENT, policy.TO_PANEL)
    hidden = of_those_let_in and not inquiry.knows_name(source.concern, policy.GRANTED)
    return name_words.words_of_raiser(source.concern) if hidden else set()


def typed(source, values):
    """What somebody typed, of what this letter says."""
    words = [values.get(name, "") for name in ("said", "support", "where")]
    known = {str(one.text) for one in catalogue.known().values()}
    if "sanctions" in values:
        words += [task["what"] for task in sanctions_of(source) if task["what"] not in known]
    if "tasks" in values:
        words += [f"{task.facts['what']} {task.facts['who']} {task.came['text'] if task.came else ''}" for task in tasks_of(source)]
    return "\n".join(words)


def to_each(source):
    """The same for each of several to whom it goes: each gets one of their own. One to somebody whom it is about names no other, and is
    made of the last that was for them."""
    if source.turns:
        return [replace(source, turn=turn, said=said, number=number) for number, turn, said in source.turns]
    several = source.said.get("to") if source.kind.heard == policy.TO_PANEL else ()
    return [replace(source, number=number) for number in range(max(len(several or ()), 1))]


def addressee(source):
    """Whom it is to, by name. Of several: the one whose letter it is."""
    if source.kind.each or source.kind.heard == policy.TO_INDEPENDENT:
        return source.said["who"]
    if source.kind.heard == policy.TO_PANEL:
        return next(iter(source.said.get("to", ())[source.number:]), "")
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
    """The last day on which its addressee can ask for a second look, while they can."""
    concern = source.concern
    key = concern.facts["subjects"][source.number]["person"] if source.kind.heard == policy.TO_SUBJECT else reading.raiser_of(concern).pk
    return day(reviewing.until(concern)) if reviewing.may_be_asked(concern) and not reviewing.asked(concern, key) else ""


def tasks_of(source):
    """The tasks of the plan of which the addressee was told."""
    return [task for task in source.concern.tasks.all() if task.facts["kind"] == "plan" and source.kind.heard in task.facts["told"]
            and set_aside.counts(task)]


def tasks(source):
    """What is to be done of which the addressee was told, by whom and by when."""
    return "\n".join(_("%(what)s (%(who)s, by %(day)s)") % {
        "what": in_a_line(task["what"]), "who": task["who"], "day": wording.day_of(task["due"])}
        for task in (one.facts for one in tasks_of(source)))


def came(source):
    """What came of that, of each task that has ended."""
    return "\n".join(_("%(what)s: %(done)s. %(text)s") % {
        "what": in_a_line(task.facts["what"]).rstrip("."), "done": _("done") if task.came["done"] else _("not done"),
        "text": in_a_line(wording.came_of(task))} for task in tasks_of(source) if task.came)


def sanctions_of(source):
    """The facts of the tasks that followed from this decision and of which whoever it is about was told."""
    rows = [task.facts for task in source.concern.tasks.all() if task.at >= source.turn.at]
    return [task for task in rows if task["kind"] == "sanction" and source.kind.heard in task["told"]
            and (not task.get("whom") or source.number in task["whom"])]


def sanctions(source):
    """What follows from the decision, by when and on which legal basis."""
    return "\n".join(_("%(what)s, by %(day)s. Legal basis: %(basis)s") % {
        "what": in_a_line(task["what"]).rstrip("."), "day": wording.day_of(task["due"]), "basis": in_a_line(task["basis"])}
        for task in sanctions_of(source))


def let_in(source):
    """Who is let in by name now, of whom the addressee was told, and in which part; a line for each."""
    there = {(one.full_name, part) for part in policy.GRANTED for one in reading.people_in(source.concern, part)}
    said = [json.loads(row.said) for row in source.concern.turns.all() if row.heard == source.kind.heard]
    said = [one for one in said if (one.get("who"), one.get("capacity")) in there]
    return "\n".join(dict.fromkeys(_("%(name)s: %(part)s") % {"name": one["who"], "part": policy.CAPACITIES[one["capacity"]]}
                                   for one in said if one["kind"] == source.kind.turn))


def in_a_line(text):
    """A text without line breaks."""
    return " ".join(text.split())


def law(source):
    """The law by which the Independent Person must be heard, or "" where none says so."""
    return str(nations.HEARD_BY_LAW) if nations.heard_by_law(source.concern) else ""


def outcome(source):
    """What the second look came to."""
    return _("The decision stands") if source.said["upheld"] else _("The decision is set aside, and the concern is assessed anew")


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
    "plan": tasks,
    "tasks": tasks,
    "came": came,
    "names": lambda source: str(nations.NAMES[source.said["names"]]),
    "since": lambda source: wording.day_of(source.said["since"]),
    "let_in": let_in,
    "until": lambda source: wording.day_of(source.said["until"]),
    "support": lambda source: source.said["support"],
    "independent": lambda source: source.said["independent"],
    "law": law,
    "when": lambda source: wording.moment_of(source.said.get("when")),
    "where": lambda source: source.said["place"],
    "finding": lambda source: str(wording.findings_of(source.said)),
    "sanctions": sanctions,
    "outcome": outcome,
}
