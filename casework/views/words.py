"""How a case is put into words: sentences that cite their clause, dates with their working, the ladder."""
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import policy
from casework.models import Status
from casework.services import first_step
from council_portal.clock.due import Due
from council_portal.protocol.rules import Route
from council_portal.protocol.services import route_under, rules_of

COLOURS = {
    Status.UNROUTED: "red",
    Status.WITH_OFFICER: "purple",
    Status.ESCALATED: "orange",
    Status.ANSWERED: "blue",
    Status.CLOSED: "grey",
}


def day(on):
    """A date as it is written: 29 December 2026."""
    return f"{on.day} {date_format(on, 'F Y')}"


def moment(at):
    """An instant, London time."""
    local = timezone.localtime(at)
    return _("%(day)s at %(time)s") % {"day": day(local), "time": f"{local:%H:%M}"}


def posts_in_words(version, posts):
    """Posts in the council's own words, "or" between them."""
    protocol = rules_of(version)
    return _(" or ").join(_(protocol.post_name(post)) for post in posts)


def why(case):
    """Where the case is and why, as sentences with the clause that each rests on. What the protocol does not say is said too."""
    route = Route.from_json(case.route)
    step = first_step(route)
    said = [silence(case, route)] if route.silent else []
    clause = case.clause
    if case.status == Status.UNROUTED:
        said.append({"text": _("Nobody holds the post that this goes to, nor one above it. Democratic Services are finding somebody. "
                               "This is the portal’s own rule.")})
    elif case.status == Status.ESCALATED:
        unanswered = route_under(case.protocol, "unanswered", "member")
        cited = (first_step(unanswered).clause or "") if first_step(unanswered) else ""
        said.append({"text": _("With the %(who)s: the Member raised it as unanswered.") % {"who": who(case)}, "clause": cited})
        if case.due_on:
            clause = (step.time_clause or step.clause or "") if step else ""
            said.append({"text": _("No reply came by %(day)s.") % {"day": day(case.due_on)}, "clause": clause})
    elif case.status == Status.WITH_OFFICER:
        wanted = posts_in_words(case.protocol, step.to) if step else ""
        text = _("With the %(who)s.") % {"who": who(case)}
        if not route.silent and wanted:
            text = _("With the %(who)s. The protocol sends a concern about a service to the %(posts)s first.") % {
                "who": who(case),
                "posts": wanted,
            }
        said.append({"text": text, "clause": clause})
        if case.departure:
            said.append({"text": _("The Member sent it elsewhere than the protocol says first, for this reason: “%(why)s”. "
                                   "The protocol guides and may be left with a reason.") % {"why": case.departure}})
        elif step and case.sent_to and case.sent_to.post not in step.to:
            said.append(
                {
                    "text": _(
                        "It stands with a post that the protocol does not name first: nobody held the one it names, so it went up, "
                        "or Democratic Services placed it. This is the portal’s own rule."
                    )
                }
            )
    elif case.status == Status.ANSWERED:
        said.append({"text": _("Answered. The Member can accept the answer by closing the case, or come back on it.")})
    else:
        said.append({"text": _("Closed by the Member who raised it, who can come back on it.")})
    return said


def silence(case, route):
    """The sentence that says the protocol says nothing."""
    if route.incomplete:
        return {"text": _("The protocol’s text on this is not in hand. What follows is the portal’s own default.")}
    if route.default_source == "local":
        return {"text": _("The protocol names nobody for this. What follows is the council’s local practice.")}
    return {"text": _("The protocol names nobody for this. What follows is the portal’s own default.")}


def who(case):
    """The office that has the case, or had it last."""
    return case.sent_to.name if case.sent_to else _("nobody")


def due_box(case):
    """When an answer is due, under which clause, and how the date was worked out; None when no time is set."""
    if not case.due_on or case.status not in (Status.WITH_OFFICER, Status.ESCALATED):
        return None
    step = first_step(Route.from_json(case.route))
    clause = (step.time_clause or step.clause or "") if step else ""
    return {
        "text": day(case.due_on),
        "overdue": case.due_on < timezone.localdate(),
        "clause": clause,
        "working": working(Due.from_json(case.due_working)),
    }


def working(due):
    """The arithmetic of a due date, a sentence a line."""
    words = {
        "received": lambda on: _("Received on %(day)s, which is day 0.") % {"day": day(on)},
        "counted": counted,
        "bank_holiday": lambda on, name: _("%(day)s is a bank holiday (%(name)s) and does not count.") % {"day": day(on), "name": name},
        "closure": lambda on: _("The council is closed on %(day)s, which does not count.") % {"day": day(on)},
        "paused": lambda days, **dates: (
            ngettext("The clock stood still for %(days)s day.", "The clock stood still for %(days)s days.", days) % {"days": days}
        ),
        "holidays_unknown": lambda years: (
            _("The bank holidays of %(years)s are not known yet: the date may be too early.") % {"years": ", ".join(str(y) for y in years)}
        ),
        "due": lambda on: _("So an answer is due by the end of %(day)s, London time.") % {"day": day(on)},
    }
    return [words[line.kind](**line.values) for line in due.working()]


def counted(days, kind, nation, weekend_days):
    """The line that says what was counted."""
    if kind == "calendar":
        return ngettext("%(days)s calendar day is counted.", "%(days)s calendar days are counted, weekends and holidays too.", days) % {
            "days": days
        }
    return _("%(days)s working days are counted; %(weekend)s days of weekends do not count.") % {"days": days, "weekend": weekend_days}


def ladder(case):
    """The steps that this case has, where it is, and where it can go next under which clause."""
    step = first_step(Route.from_json(case.route))
    up = first_step(route_under(case.protocol, "unanswered", "member"))
    escalated = case.status == Status.ESCALATED or (case.sent_to is not None and up is not None and case.sent_to.post in up.to)
    steps = []
    if step:
        steps.append({"text": posts_in_words(case.protocol, step.to), "clause": step.clause or "", "state": "done" if escalated else "here",
                      "note": "" if step.clause else _("The portal’s own default.")})
    if up:
        note = (
            _("If no answer comes by the date, you may take it further.")
            if up.clause
            else _("The portal’s own default, if no answer comes by the date.")
        )
        steps.append(
            {
                "text": posts_in_words(case.protocol, up.to),
                "clause": up.clause or "",
                "state": "here" if escalated else "next",
                "note": note,
            }
        )
    return steps


def reader_lines(case, standings):
    """Everyone who may see the case, in which capacity, and under which clause (NTK-EXPLAIN)."""
    return [{"name": s.principal.name, "capacity": policy.CAPACITIES[s.capacity], "reason": "", "clause": s.clause} for s in standings]
