"""Concerns in numbers, without a name: for the yearly report to a committee (CMP-TRIAGE).

SECURITY: a concern from which the reader is kept out is not among the numbers, so they do not change when there is one. Small numbers are
left out here by the rule of reports on cases (docs/decisions/reports.md), with those from which they could be worked out.
"""
import datetime
import json
import statistics
from collections import defaultdict
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from casework.reports.veil import LEAST, SMALL, veil, veil_answers
from complaints import assessing, deciding, policy
from complaints.models import Concern, ConcernExclusion, ConcernTurn, Status
from complaints.settling import DECIDED
from complaints.standing import own_word, place_of
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.audit.services import record
from council_portal.clock import count_working_days, london_date, start_of
from council_portal.sealing.veils import tokens

FINANCIAL, CALENDAR = "financial", "calendar"
BEGINS = {FINANCIAL: (4, 1), CALENDAR: (1, 1)}  # month and day
BACK = 5  # years of each kind that can be chosen, the present one among them: always the same, so that the choice tells nothing
SIDES = ("member", "officer")
OPEN, TAKEN_BACK, OTHERWISE = "open", "taken_back", "otherwise"
FOUND = {f"found {finding}": finding for finding in deciding.FINDINGS}  # what an investigation found
OUTCOMES = (*assessing.DECISIONS, *FOUND, OPEN, TAKEN_BACK, OTHERWISE)


class Year(NamedTuple):
    """Twelve months, London. kind: FINANCIAL, from 1 April to 31 March, or CALENDAR. began: the year of its first day."""

    kind: str
    began: int

    @property
    def first(self):
        """Its first day."""
        return datetime.date(self.began, *BEGINS[self.kind])

    @property
    def after(self):
        """The first day after it."""
        return datetime.date(self.began + 1, *BEGINS[self.kind])

    @property
    def last(self):
        """Its last day."""
        return self.after - datetime.timedelta(days=1)

    def __str__(self):
        return f"{self.kind}-{self.began}"


def years(kind, today=None):
    """Those of one kind that can be chosen, the present one first."""
    day = today or timezone.localdate()
    present = day.year if day >= datetime.date(day.year, *BEGINS[kind]) else day.year - 1
    return [Year(kind, present - back) for back in range(BACK)]


def kept_from(user):
    """Keys of the concerns from which this reader is kept out, whatever office they hold, except what they decided and another office looks
    at again: of that they are told. Two statements. Raises KeyFault."""
    uids = dict(Concern.objects.values_list("pk", "uid"))
    own = own_word(user)
    return {row.concern_id for row in ConcernExclusion.objects.filter(in_force())
            if row.token in tokens(own, place_of(uids[row.concern_id])) and row.why != DECIDED}


def counted(user, first, after):
    """The concerns whose form came from one London day to before another, except those from which this reader is kept out.

    A talk whose form was not sent has not come.
    """
    rows = Concern.objects.filter(received_at__gte=start_of(first), received_at__lt=start_of(after))
    return list(rows.exclude(pk__in=kept_from(user)).order_by("pk"))


def totals(user, kind, today=None):
    """[(Year, how many, or None for one to four)] of the years that can be chosen. Three statements."""
    there = years(kind, today)
    found = counted(user, there[-1].first, there[0].after)
    many = {year: sum(year.first <= london_date(one.received_at) < year.after for one in found) for year in there}
    return [(year, number if number == 0 or number >= SMALL else None) for year, number in many.items()]


def count(user, year):
    """{"total", "tables": {name: [[word, number], ...]}, "days"}; None stands for a number that is not shown. Four statements.

    Fewer than LEAST concerns are not divided: no tables. days: the median of working days from receipt to the end, of those that were
    closed, None where they are fewer than SMALL. Raises KeyFault, and Forbidden for who may not see it.
    """
    require(user, "statistics", Concern)
    found = counted(user, year.first, year.after)
    turns = turns_of(found)
    days = [ended for one in found if (ended := working_days_to_end(one, turns[one.pk])) is not None]
    total = len(found)
    return {"total": total if total == 0 or total >= SMALL else None, "tables": tables(found, turns) if total >= LEAST else {},
            "days": statistics.median(days) if len(days) >= SMALL else None}


def tables(found, turns):
    """The three tables. Advice stands last in two of them, with one number, so they are veiled together."""
    facts = {one.pk: one.facts for one in found}
    matters = tally(policy.MATTERS, [facts[one.pk]["matter"] for one in found])
    complaints = [one for one in found if facts[one.pk]["matter"] != policy.ADVICE]
    decided = [*tally(OUTCOMES, [outcome(one, turns[one.pk]) for one in complaints]), list(matters[-1])]
    matters, decided = veil_answers(matters, decided)
    return {"matters": matters, "sides": veil(tally(SIDES, [facts[one.pk]["side"] for one in found])), "decided": decided}


def tally(words, values):
    """[[word, how many], ...] in the order of the words."""
    return [[word, values.count(word)] for word in words]


def turns_of(found):
    """{key of a concern: [(instant, what was said)]} of what both sides hear, in its order. One statement."""
    said = defaultdict(list)
    rows = ConcernTurn.objects.filter(concern__in=[one.pk for one in found], heard=ConcernTurn.Heard.BOTH).order_by("at", "pk")
    for row in rows:
        said[row.concern_id].append((row.at, json.loads(row.said)))
    return said


def outcome(concern, turns):
    """What was decided of a complaint, a word of OUTCOMES."""
    if concern.status == Status.WITHDRAWN:
        return TAKEN_BACK
    stands = since_set_aside([said for _at, said in turns])
    if found := [said["finding"] for said in stands if said["kind"] == "decided"]:
        return f"found {found[-1]}"
    decisions = [said["answers"]["decision"] for said in stands if said["kind"] == "assessed"]
    if decisions and decisions[-1] in assessing.DECISIONS:
        return decisions[-1]
    return OPEN if concern.is_open else OTHERWISE


def since_set_aside(turns):
    """What was said since a second look set the decision aside, of several the last; all of it where none did. A decision that does not
    stand is not counted."""
    asides = [place for place, said in enumerate(turns, 1) if said["kind"] == "review decided" and not said["upheld"]]
    return turns[asides[-1]:] if asides else turns


def working_days_to_end(concern, turns):
    """Working days from the day on which it was received to the one on which it was closed; None where it is open or was taken back.

    The day on which it was settled is kept with it; of a question, the last word that both sides hear closed it.
    """
    if concern.status != Status.CLOSED or not turns:
        return None
    settled = concern.facts.get("settled_on")
    end = datetime.date.fromisoformat(settled) if settled else london_date(turns[-1][0])
    return count_working_days(london_date(concern.received_at), end, settings.COUNCIL_NATION)


@transaction.atomic
def take_out(year, *, actor):
    """Record that the numbers of a year left the portal as a file. actor: the User. Raises Forbidden."""
    require(actor, "statistics", Concern)
    record(None, "statistics of concerns taken", actor=actor.person, detail=str(year))
