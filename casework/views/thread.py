"""The thread of a case: its turns, whole for whoever has it from the beginning, and from the day of joining for whoever came later."""
from django.db.models import Count, Window
from django.utils.translation import gettext as _

from casework import policy
from casework.kinds import QUESTIONS
from casework.models import CaseEntry, Outcome
from council_portal.design.dates import day, moment
from council_portal.documents.versions import mark_versions

Kind = CaseEntry.Kind
KINDS = dict(Kind.choices)
NAMED = 3  # recipients that a turn names without folding
QUIET = {Kind.JOINED, Kind.ASSIGNED, Kind.REFERENCE}


def from_when(mine):
    """From which instant the holder of these standings reads the case: None for from the beginning."""
    if any(standing.capacity in policy.WHOLE for standing in mine):
        return None
    return min(standing.since for standing in mine)


def turns_of(case, since, most=None):
    """The turns that may be read, oldest first, the last `most` of them; each with `total`, how many there are. One statement.

    SECURITY: since as `from_when` gives it. What was raised is never among those of somebody who came later.
    """
    rows = case.entries.select_related("author").order_by("-at", "-pk")
    if since is not None:
        rows = rows.filter(at__gte=since).exclude(kind=Kind.LOGGED)
    return list(rows.annotate(total=Window(Count("*")))[:most])[::-1]


def papers_of(case, since):
    """The papers that may be read, in the order in which they came."""
    return mark_versions(case.papers.all() if since is None else case.papers.filter(added_at__gte=since))


def thread(case, turns, papers, reader):
    """The turns as the page, print and PDF show them. turns, papers: as `turns_of` and `papers_of` give them. reader: a Person."""
    by_entry = {}
    for paper in papers:
        by_entry.setdefault(paper.entry_id, []).append(paper_line(paper))
    return [
        {
            "author": entry.author.full_name if entry.author else _("The portal"),
            "capacity": f"{what(entry.kind)} · {entry.acting_as}".rstrip(" ·"),
            "when": moment(entry.at),
            "text": text_of(entry, case),
            "clause": entry.clause if entry.kind == Kind.ASKED else "",
            "papers": by_entry.get(entry.pk, []),
            "mine": entry.author_id == reader.pk,
            "quiet": entry.kind in QUIET or entry.author_id is None,
            "to": ", ".join(entry.to[:NAMED]),
            "to_more": entry.to[NAMED:],
            **ending(entry, case),
        }
        for entry in turns
    ]


def what(kind):
    """What the author of a turn did, in a word: whoever joined is not the author."""
    return _("Added somebody") if kind == Kind.JOINED else KINDS[kind]


def text_of(entry, case):
    """The words of a turn; of the first those of the case, after where it came from; of one that adds somebody who was added, by whom."""
    if entry.kind == Kind.LOGGED:
        return f"{entry.text}\n\n{case.text}" if entry.text else case.text
    if entry.kind == Kind.JOINED and entry.outcome_note:
        return _("%(author)s added %(name)s: %(text)s") % {
            "author": entry.author.full_name, "name": entry.outcome_note, "text": entry.text}
    return entry.text or _("Nothing was added in words.")


def ending(entry, case):
    """How an answer ends the case, as one sentence, and what of it the Member can pass on; of more time, how much of it; of a contribution
    whose, and by when."""
    if not entry.outcome:
        return {"ending": asked_for(entry) if entry.outcome_note and entry.kind != Kind.JOINED else "", "pass_on": ""}
    said = {"day": day(entry.outcome_on) if entry.outcome_on else "", "note": entry.outcome_note}
    sentence = {
        Outcome.DONE: how_done(entry, case),
        Outcome.SCHEDULED: _("How it ends: scheduled for %(day)s (%(note)s)."),
        Outcome.NOT_OURS: _("How it ends: it is not the council’s."), Outcome.REFUSED: _("How it ends: refused."),
        Outcome.NO_POWER: _("How it ends: the council has no power to do it."),
    }[entry.outcome] % said
    passed = entry.outcome in (Outcome.NOT_OURS, Outcome.REFUSED, Outcome.NO_POWER)
    return {"ending": sentence, "pass_on": entry.outcome_note if passed else ""}


def how_done(entry, case):
    """The sentence of what has been done, with a place for its day; a plain question is answered."""
    if case.matter in QUESTIONS:
        return _("How it ends: answered.")
    return _("How it ends: done on %(day)s.") if entry.outcome_on else _("How it ends: done.")


def asked_for(entry):
    """What a turn asks for, or says to what was asked for: of whom and by when; how many days of which kind, and the date of that."""
    agreed = _("Agreed: %(note)s, counted when the clock goes on.")
    if entry.outcome_on:
        agreed = _("Agreed: %(note)s. The answer is due by %(day)s.")
    says = {Kind.WANTED: _("Asked of: %(note)s, by %(day)s."), Kind.MORE_TIME: _("Asked for: %(note)s."), Kind.AGREED: agreed,
            Kind.DECLINED: _("Not agreed: %(note)s. The date stays as it was.")}[entry.kind]
    return says % {"note": entry.outcome_note, "day": day(entry.outcome_on) if entry.outcome_on else ""}


def paper_line(paper):
    """A paper as the page lists it, with its version, and that it is restricted."""
    note = ", ".join(filter(None, [paper.version_text, _("restricted: a copy with your name on it") if paper.restricted else ""]))
    return {"url": paper.get_absolute_url(), "name": paper.name, "size_text": paper.size_text, "note": note}


def joined(papers, door=""):
    """The papers as the page lists them: the newest version of each, with `earlier`, those before it, the last first.

    papers: as `papers_of` gives them; of versions that the reader may not see nothing is said. door: the address at which the next version
    is added, "" for who may add none.
    """
    known, lines = {paper.pk: paper for paper in papers}, []
    for paper in papers:
        if paper.is_newest:
            again = f"{door}?replaces={paper.uid}" if door else ""
            lines.append(paper_line(paper) | {"earlier": [paper_line(one) for one in before(paper, known)], "again": again})
    return lines


def before(paper, known):
    """The versions before this one, the last first. known: {key: paper} of those that the reader may see."""
    while paper := known.get(paper.replaces_id):
        yield paper
