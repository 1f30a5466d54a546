"""The dates of a case in words: what is due, by when, by whose rule, how it was worked out; and those that have gone."""
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.clocks import KEPT_BY, OFFICERS
from casework.models import CaseClock, CaseEntry, Status
from council_portal.clock.days import london_date
from council_portal.clock.due import Due, due
from council_portal.design.dates import day

Kind, Source, Turn = CaseClock.Kind, CaseClock.Source, CaseEntry.Kind
ORDER = [Kind.MEMBER, Kind.ANSWER, Kind.ACKNOWLEDGE, Kind.UPDATE, Kind.REQUEST]


def dates_of(case, clocks, answered_at=None):
    """The dates that count now, those of whoever has the case first. clocks: of the case. answered_at: the instant of its last answer."""
    running = {clock.kind: clock for clock in clocks if clock.stopped_at is None}
    found = [of_clock(running[kind], begun=begun(case, running[kind], running.get(Kind.ANSWER))) for kind in ORDER if kind in running]
    if case.status == Status.ANSWERED:
        found.append(of_coming_back(case, answered_at))
    if case.status == Status.UNROUTED:
        late = case.next_on < timezone.localdate()
        found.insert(0, of_the_portal(_("When somebody is to be found for it"), case.next_on, overdue=late))
    return found


def of_contribution(contribution):
    """The day by which another office was asked to contribute: whoever asked has set it."""
    on = contribution.due_on
    return {"label": _("Contribution of %(office)s") % {"office": contribution.principal.name}, "text": day(on), "clause": "",
            "rule": _("set by whoever asked for it"), "overdue": on < timezone.localdate(), "left": left(on), "working": []}


def begun(case, clock, answer=None):
    """The sentence that says from when a clock is counted, with a place for the day. answer: the clock of the answer, where one runs."""
    if clock.kind == Kind.MEMBER:
        return _("Asked on %(day)s, which is day 0.")
    if clock.started_at == case.received:
        return _("Received on %(day)s, which is day 0.")
    if clock.kind == Kind.UPDATE and case.is_question:
        return _("Counted from %(day)s, the day of the reply or of the last word to the Member, which is day 0.")
    if clock.kind == Kind.UPDATE and not (answer and answer.started_at == clock.started_at):
        return _("Counted from %(day)s, the day of the last word to the Member, which is day 0.")
    if case.taken_further:
        return _("Taken further on %(day)s, which is day 0.")
    if case.times_back:
        return _("Came back on %(day)s, which is day 0.")
    return _("Counted from %(day)s, which is day 0.")


def of_clock(clock, *, begun):
    """One clock that runs or stands still. begun: as `begun` gives it."""
    said = {"label": label_of(clock), "clause": clock.clause, "rule": rule_of(clock), "overdue": False, "left": ""}
    if clock.due_on is None:
        since = clock.pauses[-1][0] if clock.pauses else london_date(clock.started_at).isoformat()
        text = _("Stands still since %(day)s") % {"day": day(timezone.datetime.fromisoformat(since))}
        return said | {"text": text, "working": [*map(agreed, clock.extensions), _(
            "It goes on when the Member replies, later by the days of waiting.")]}
    return said | {"text": day(clock.due_on), "overdue": is_late(clock), "left": left(clock.due_on),
                   "working": own_rule(clock) + working(
                       Due.from_json(clock.working), of_answer=clock.kind == Kind.ANSWER, begun=begun)}


def agreed(extension):
    """The line of an extension, [days, ISO day of the agreement]."""
    return more_days(extension[0], timezone.datetime.fromisoformat(extension[1]))


def more_days(days, on):
    """The line that says how many days the Member agreed to, and when."""
    return ngettext("%(days)s day more, to which the Member agreed on %(day)s.",
                    "%(days)s days more, to which the Member agreed on %(day)s.", days) % {"days": days, "day": day(on)}


def is_late(clock):
    """Is this day gone by?"""
    return clock.due_on < timezone.localdate()


def label_of(clock):
    """What it is that is due."""
    return {
        Kind.ANSWER: _("When an answer is due"), Kind.ACKNOWLEDGE: _("When it is to be acknowledged"),
        Kind.UPDATE: _("When an update is due, if the Member hears nothing before"), Kind.MEMBER: _("When the Member’s reply is due"),
        Kind.REQUEST: _("When the request should have been done"),
    }[clock.kind]


def rule_of(clock):
    """Whose rule it is, where no clause says it."""
    if clock.clause:
        return ""
    return {Source.PROTOCOL: _("the protocol"), Source.SERVICE: _("the service’s own time"), Source.PORTAL: _("the portal’s own rule")}[
        clock.source]


def own_rule(clock):
    """The line before the arithmetic of a time that the protocol does not set."""
    if clock.source == Source.PORTAL:
        return [_("The protocol sets no time for this. The time that is counted here is the portal’s own.")]
    if clock.source == Source.SERVICE:
        return [_("The council has set this time for the service that the case was raised for. Where the protocol names a later day, the "
                  "earlier one counts.")]
    return []


def of_the_portal(label, on, lines=(), *, overdue=False):
    """A date that rests on the portal's own rule and on no clock."""
    return {"label": label, "text": day(on), "clause": "", "rule": _("the portal’s own rule"), "overdue": overdue, "left": left(on),
            "working": list(lines)}


def of_coming_back(case, answered_at):
    """Until when the Member may come back before an answered case closes by itself, and how that was worked out."""
    days, lines = settings.ANSWER_OPEN_WORKING_DAYS, []
    counted = due(answered_at, working_days=days, nation=settings.COUNCIL_NATION) if answered_at else None
    if counted and counted.on == case.next_on:
        lines = [_("Answered on %(day)s, which is day 0.") % {"day": day(counted.received)}, *working(counted)[1:-1],
                 _("So it closes by itself after %(day)s, and the Member can come back on it even then.") % {"day": day(counted.on)}]
    return of_the_portal(_("Until when it stays open for the Member to come back"), case.next_on, lines)


def left(on):
    """How far a day is from today, in words."""
    days = (on - timezone.localdate()).days
    if days < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
    if days < 2:
        return _("tomorrow") if days else _("today")
    return _("in %(n)s days") % {"n": days}


def earlier(clocks):
    """The clocks that have been stopped, each in a sentence: kept, how many days late, or ended without what was due.

    clocks: as `clocks.with_ends` gives them.
    """
    return [sentence_of(clock) for clock in clocks if clock.stopped_at is not None]


def sentence_of(clock):
    """What became of one clock."""
    stopped, what = london_date(clock.stopped_at), label_of(clock)
    if clock.due_on is None:
        return _("%(what)s: stood still until it was stopped on %(stopped)s.") % {"what": what, "stopped": day(stopped)}
    late = (stopped - clock.due_on).days
    said = {"what": what, "due": day(clock.due_on), "stopped": day(stopped), "n": late, "how": how_it_ended(clock)}
    if clock.kind == Kind.MEMBER and clock.ended_by != Turn.REPLIED:
        return _("%(what)s: %(due)s. Ended without a reply on %(stopped)s%(how)s.") % said
    if late > 0:
        return ngettext("%(what)s: %(due)s. %(n)s day late: stopped on %(stopped)s%(how)s.",
                        "%(what)s: %(due)s. %(n)s days late: stopped on %(stopped)s%(how)s.", late) % said
    if clock.ended_by in KEPT_BY[clock.kind]:
        return _("%(what)s: %(due)s. Kept: stopped on %(stopped)s.") % said
    return _("%(what)s: %(due)s. Ended on %(stopped)s%(how)s.") % said


def how_it_ended(clock):
    """The end of a sentence: by what a clock ended when what was due had not come; "" when it had, or that is not known."""
    return {Turn.ESCALATED: _(", when the Member took it further"), Turn.CLOSED: _(", when the case was closed"),
            Turn.TURNED: _(", when it became a concern")}.get(clock.ended_by, "")


def stands_still(clocks):
    """Does an officer's clock wait for the Member?"""
    return any(clock.kind in OFFICERS and clock.stopped_at is None and clock.due_on is None for clock in clocks)


def working(counted, *, of_answer=True, begun=""):
    """The arithmetic of a date (`clock.due.Due`), a sentence a line. of_answer: is it that of an answer? begun: as `begun` gives it; the
    day of receipt when left out."""
    begun = begun or _("Received on %(day)s, which is day 0.")
    end = _("So it is due by the end of %(day)s, London time.")
    end = _("So an answer is due by the end of %(day)s, London time.") if of_answer else end
    words = {
        "received": lambda on: begun % {"day": day(on)},
        "counted": in_days,
        "extended": more_days,
        "bank_holiday": lambda on, name: _("%(day)s is a bank holiday (%(name)s) and does not count.") % {"day": day(on), "name": name},
        "closure": lambda on: _("The council is closed on %(day)s, which does not count.") % {"day": day(on)},
        "paused": lambda days, **between: ngettext(
            "The clock stood still for %(days)s day, from %(start)s until %(end)s: it waited for the Member.",
            "The clock stood still for %(days)s days, from %(start)s until %(end)s: it waited for the Member.", days) % {
                "days": days, "start": day(between["from"]), "end": day(between["to"])},
        "holidays_unknown": lambda years: (
            _("The bank holidays of %(years)s are not known yet: the date may be too early.") % {"years": ", ".join(str(y) for y in years)}
        ),
        "due": lambda on: end % {"day": day(on)},
    }
    return [words[line.kind](**line.values) for line in counted.working()]


def in_days(days, kind, nation, weekend_days):
    """The line that says what was counted."""
    if kind == "calendar":
        return ngettext("%(days)s calendar day is counted.", "%(days)s calendar days are counted, weekends and holidays too.", days) % {
            "days": days
        }
    text = ngettext("%(days)s working day is counted", "%(days)s working days are counted", days) % {"days": days}
    if not weekend_days:
        return _("%(text)s.") % {"text": text}
    off = ngettext("%(n)s day of a weekend does not count", "%(n)s days of weekends do not count", weekend_days) % {"n": weekend_days}
    return _("%(text)s; %(off)s.") % {"text": text, "off": off}
