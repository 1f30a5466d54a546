"""The clocks of the county's cases, as the portal would have run them."""
import json

from casework import clocks, policy
from casework.models import CaseClock
from council_portal.clock.days import london_date

Kind = CaseClock.Kind
NULL = "\\N"


def stamp(moment):
    """An instant as COPY reads it."""
    return moment.isoformat(" ")


class Run:
    """The clocks of one case, begun, stopped and paused by its turns as the portal would have. cases: Cases."""

    def __init__(self, cases, matter):
        self.cases, self.kinds = cases, (Kind.REQUEST,) if matter == policy.REQUEST else clocks.OFFICERS
        self.going, self.ended, self.answer = {}, [], (None, NULL)

    def through(self, turns, moments, authors):
        """Walk the thread. Returns itself."""
        for turn, at, by_officer in zip(turns, moments, authors, strict=True):
            if by_officer:
                self.spoke(at)
            act = {"logged": self.logged, "asked": self.asked, "replied": self.replied, "came_back": self.came_back,
                   "escalated": self.escalated, "answer": self.stop, "closed": self.stop}.get(turn)
            if act:
                act(at)
        return self

    def begin(self, kind, at, time=None):
        self.going[kind] = (at, time or self.cases.times[kind], [])

    def stop(self, at, *kinds):
        for kind in [one for one in self.going if not kinds or one in kinds]:
            self.ended.append((kind, *self.going.pop(kind), at))

    def spoke(self, at):
        self.stop(at, Kind.ACKNOWLEDGE)
        if Kind.UPDATE in self.going:
            self.begin(Kind.UPDATE, at)

    def logged(self, at):
        for kind in self.kinds:
            self.begin(kind, at)
        self.say_when()

    def asked(self, at):
        for _at, _time, pauses in self.going.values():
            pauses.append((london_date(at), None))
        self.begin(Kind.MEMBER, at)

    def replied(self, at):
        self.stop(at, Kind.MEMBER)
        for _at, _time, pauses in self.going.values():
            pauses[:] = [(first, last or london_date(at)) for first, last in pauses]
        self.say_when()

    def came_back(self, at):
        self.stop(at)
        self.logged(at)

    def escalated(self, at):
        self.stop(at)
        self.begin(Kind.ANSWER, at, clocks.own_time(Kind.ANSWER))

    def say_when(self):
        """The date of the answer that the case shows: that of its own clock, not of the office above."""
        if Kind.ANSWER in self.going:
            at, time, pauses = self.going[Kind.ANSWER]
            self.answer = self.cases.count(time, at, pauses)

    def running(self):
        """The clocks that run, {kind: clock}, as `clocks.next_on` reads them."""
        return {kind: CaseClock(due_on=self.cases.count(time, at, pauses)[0]) for kind, (at, time, pauses) in self.going.items()}

    def cells(self):
        """A row for each clock; the working only of those that run."""
        for kind, at, time, pauses, stopped in [*self.ended, *((kind, *rest, None) for kind, rest in self.going.items())]:
            due_on, working = self.cases.count(time, at, pauses)
            written = json.dumps([[str(first), str(last) if last else None] for first, last in pauses])
            yield (str(kind), stamp(at), str(time.days), time.unit, str(time.source), time.clause, written, str(due_on or NULL),
                   NULL if stopped else working, stamp(stopped) if stopped else NULL)
