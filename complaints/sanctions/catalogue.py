"""What may be done where a breach is found: by the law of a nation on a date, by what came into force since, by the council's own protocol.

The facts stand in catalogue.toml, each with its source; docs/decisions/sanctions.md says why. All of it is about Members: OFFICERS says
what counts for officers. A date is a London day. A nation is a word of council_portal.clock.NATIONS; of another one: KeyError.
"""
import datetime
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from django.utils.translation import gettext as _

from complaints.sanctions.models import Commencement
from council_portal.design.dates import day
from council_portal.protocol.services import NothingInForce, in_force, rules_of

FACTS = Path(__file__).with_name("catalogue.toml")
TO_BE_ENTERED = "It is entered when it is done."


class Unlawful(ValueError):
    """The law of that date does not allow it. reason: why, with the statutory reference, to be shown as it is."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Sanction:
    """One thing that can be done, or that cannot.

    nations: where this row counts. since, until: first and last London day on which it is allowed, None without such a day. basis: the law
    that it rests on, or the protocol. why_not: why it is not lawful, "" where it is. follow_up: what is to be seen to until it is done.
    limited: does it last for a time? months: the most that the statute allows, in calendar months, or None.
    """

    word: str
    text: str
    nations: frozenset
    since: datetime.date | None = None
    until: datetime.date | None = None
    basis: str = ""
    why_not: str = ""
    follow_up: str = TO_BE_ENTERED
    limited: bool = False
    months: int | None = None

    def within(self, on):
        """Is this London day one on which it counts?"""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@cache
def facts():
    """catalogue.toml, read once a process."""
    with FACTS.open("rb") as file:
        return MappingProxyType(tomllib.load(file))


@cache
def rows(nation):
    """{word: Sanction} of the rows of one nation, in their order."""
    since = facts()["nation"][nation].get("since")
    return MappingProxyType({row["word"]: as_sanction(row, since) for row in facts()["sanction"] if nation in row["nations"]})


def as_sanction(row, since):
    """A row of the file. since: the day from which its nation is known, for a row without one of its own."""
    given = {key: row[key] for key in ("word", "text", "since", "until", "basis", "why_not", "follow_up", "limited") if key in row}
    return Sanction(**{"since": since, **given, "nations": frozenset(row["nations"])})


@cache
def known():
    """{word: Sanction} of every word of the file, whatever its nation."""
    found = {}
    for nation in facts()["nation"]:
        for word, one in rows(nation).items():
            found.setdefault(word, one)
    return MappingProxyType(found)


def officers():
    """Why there is nothing here for an officer."""
    return facts()["officers"]


def route(nation):
    """To whom an allegation under the Code of Conduct goes by the law of this nation; "" where the council itself deals with it."""
    return facts()["nation"][nation]["route"]


def lawful(on, nation):
    """[Sanction] that may be decided on this day: the catalogue's, what came into force since, then the council's own. Two statements."""
    found = by_law(on, nation)
    own = of_protocol(on, nation)
    refused_words = known().keys() - found.keys()
    merged = {word: replace(one, basis="; ".join([own[word].basis, one.basis]), text=own[word].text) if word in own else one
              for word, one in found.items()}
    return [*merged.values(), *(one for word, one in own.items() if word not in found and word not in refused_words)]


def refused(on, nation):
    """[(Sanction, why it is not lawful on this day, with the statutory reference)]: every other word of the catalogue."""
    found, rows_entered = by_law(on, nation), entries(nation)
    entered, wait = counting(rows_entered), waiting(rows_entered)
    return [(one, with_waiting(reason(rows(nation).get(word), entered.get(word), on, nation), wait.get(word)))
            for word, one in known().items() if word not in found]


def check(word, on, nation, months=None):
    """The Sanction of this word, where it is lawful on this day. months: for how many calendar months, where it lasts.

    Raises Unlawful with the reason: not lawful, not in the catalogue, or longer than the statute allows.
    """
    found = next((one for one in lawful(on, nation) if one.word == word), None)
    if found is None:
        raise Unlawful(next((why for one, why in refused(on, nation) if one.word == word), _("The catalogue does not have this sanction.")))
    if found.months and not 1 <= (months or 0) <= found.months:
        raise Unlawful(_("For at most %(n)s months: %(basis)s") % {"n": found.months, "basis": found.basis})
    return found


def by_law(on, nation):
    """{word: Sanction} that the law allows on this day, the council's own apart."""
    entered = commencements(nation)
    now = {word: in_effect(one, entered.get(word)) for word, one in rows(nation).items()}
    return {word: one for word, one in now.items() if not one.why_not and one.within(on)}


def in_effect(one, entry):
    """A row as it is with what was entered. entry: the last Commencement of its word that counts, or None."""
    if not one.why_not or entry is None or entry.lawful_from is None:
        return one
    return replace(one, since=entry.lawful_from, until=entry.lawful_until, months=entry.months, basis=entry.statute, why_not="")


def reason(one, entry, on, nation):
    """Why a word is not lawful on this day. one: its row in this nation, or None."""
    if one is None:
        return facts()["nation"][nation]["why_not"]
    now = in_effect(one, entry)
    if not now.why_not:
        return outside(now, on)
    return one.why_not


def outside(one, on):
    """That a day lies before or after the time in which something is lawful."""
    if one.since and on < one.since:
        return _("It is lawful only from %(day)s on: %(basis)s") % {"day": day(one.since), "basis": one.basis}
    return _("It was lawful only until %(day)s: %(basis)s") % {"day": day(one.until), "basis": one.basis}


def entries(nation):
    """[Commencement] entered for this nation, the first first. One statement."""
    return list(Commencement.objects.filter(nation=nation).order_by("pk"))


def counting(entered):
    """{word: the last Commencement that counts} of these."""
    return {row.word: row for row in entered if row.counts}


def waiting(entered):
    """{word: the last Commencement} of these that nobody answered yet, where nothing that counts was entered after it."""
    last = {row.word: row for row in entered if row.counts or row.waits}
    return {word: row for word, row in last.items() if row.waits}


def commencements(nation):
    """{word: the last Commencement that counts} entered for this nation. One statement."""
    return counting(entries(nation))


def with_waiting(why, entry):
    """Why something is not lawful, and that an entry waits. entry: a Commencement that waits, or None."""
    if entry is None:
        return why
    return _("%(why)s It was entered that it is lawful from %(day)s on: the entry counts once a second person has agreed to it.") % {
        "why": why, "day": day(entry.lawful_from)}


def can_commence(nation):
    """[Sanction] of this nation that the catalogue refuses, so that a power can come."""
    return [one for one in rows(nation).values() if one.why_not]


def of_protocol(on, nation):
    """{word: Sanction} of the council's own section on sanctions, in the protocol in force on this day (SRB-23).

    What the words of the protocol mean nobody here can tell, so only a word that the catalogue refuses is refused.
    """
    try:
        version = in_force(on)
    except NothingInForce:
        return {}
    rules = rules_of(version)
    basis = _("%(title)s, version %(version)s: its section on sanctions") % {"title": version.title, "version": version.version}
    return {word: Sanction(word, text, frozenset([nation]), since=version.in_force_from, basis=basis)
            for word, text in rules.sanctions.items()}
