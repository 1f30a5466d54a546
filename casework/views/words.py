"""How a case is put into words: sentences that cite their clause, dates with their working, the ladder."""
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import policy
from casework.models import Status
from casework.services import first_step, names_a_time, way_up
from council_portal.clock.due import Due
from council_portal.design.dates import day
from council_portal.protocol.rules import Route
from council_portal.protocol.services import rules_of

COLOURS = {
    Status.UNROUTED: "red",
    Status.WITH_CENTRE: "turquoise",
    Status.WITH_MEMBER: "yellow",
    Status.WITH_OFFICER: "purple",
    Status.ESCALATED: "orange",
    Status.ANSWERED: "blue",
    Status.CLOSED: "grey",
}


def moment(at):
    """An instant, London time."""
    local = timezone.localtime(at)
    return _("%(day)s at %(time)s") % {"day": day(local), "time": f"{local:%H:%M}"}


def posts_in_words(version, posts):
    """Posts in the council's own words, "or" between them."""
    protocol = rules_of(version)
    return _(" or ").join(_(protocol.post_name(post)) for post in posts)


def why(case, standings):
    """Where the case is and why, as sentences with the clause that each rests on. What the protocol does not say is said too."""
    route = Route.from_json(case.route)
    step = first_step(route)
    said = [silence(case, route)] if route.silent else []
    if case.status == Status.UNROUTED:
        text = _("Nobody holds the post that this goes to, nor one above it. Democratic Services are finding somebody. "
                 "This is the portal’s own rule.")
        return [*said, {"text": text}]
    if case.status == Status.ESCALATED:
        clause = clause_of(case, standings)
        said.append({"text": _("With the %(who)s: the Member raised it as unanswered.") % {"who": who(case)}, "clause": clause})
        if not clause:
            said.append({"text": _("That it goes there is the portal’s own rule.")})
        said.append({"text": _("No reply came by %(day)s.") % {"day": day(case.due_on)}, "clause": time_clause(step)})
    elif case.status == Status.WITH_OFFICER:
        said += with_officer(case, route, step)
    elif case.status == Status.ANSWERED:
        said.append({"text": _("Answered. The Member can accept the answer by closing the case, or come back on it.")})
    else:
        said.append({"text": _("Closed by the Member who raised it, who can come back on it.")})
    return said


def with_officer(case, route, step):
    """Who has it now; whom the protocol names first; and why it is with somebody else, when it is."""
    text, clause = _("With the %(who)s.") % {"who": who(case)}, ""
    if not route.silent:
        text += " " + _("The protocol sends a concern about a service to the %(posts)s first.") % {
            "posts": posts_in_words(case.protocol, step.to)}
        clause = case.clause
    said = [{"text": text, "clause": clause}]
    if case.departure:
        said.append({"text": _("The Member chose to send it elsewhere, for this reason: “%(why)s”.") % {"why": case.departure}})
    elif case.sent_to and case.sent_to.post not in step.to:
        said.append({"text": _("Nobody held the post that comes first, so it went up, or Democratic Services placed it. "
                               "This is the portal’s own rule.")})
    return said


def clause_of(case, standings):
    """The clause under which the office that has the case came to it, or "" where that was the portal's own rule."""
    return next((s.clause for s in reversed(standings) if s.principal_id == case.sent_to_id), "")


def time_clause(step):
    """The clause that sets the time of a step; "" where the protocol sets none."""
    return (step.time_clause or step.clause or "") if step and names_a_time(step) else ""


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
    """When an answer is due, under which clause, and how the date was worked out; None when no answer is awaited."""
    if not case.due_on or case.status not in (Status.WITH_OFFICER, Status.ESCALATED):
        return None
    step = first_step(Route.from_json(case.route))
    further = case.status == Status.ESCALATED  # the date that went by was that of the office before: whoever has it now is not late by it
    return {
        "heading": _("When the reply was due that did not come") if further else "",
        "text": day(case.due_on),
        "overdue": case.due_on < timezone.localdate() and not further,
        "clause": time_clause(step),
        "working": time_in_words(step, Due.from_json(case.due_working)),
    }


def time_in_words(step, due):
    """The working of a date, and before it whose date it is where the protocol sets none."""
    own = [] if names_a_time(step) else [_("The protocol sets no time for this. The time that is counted here is the portal’s own.")]
    return own + working(due)


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


def ladder(case, standings):
    """The way of this case as it was and can be: whom the protocol names first, who has it, and where it can go next."""
    step = first_step(Route.from_json(case.route))
    at = case.sent_to.post if case.sent_to else ""
    settled = case.status in (Status.ANSWERED, Status.CLOSED)
    steps = []
    if step:
        had = any(s.principal.post in step.to for s in standings if s.capacity == policy.HANDLER)
        state = "here" if at in step.to and not settled else "done" if had else "left"
        steps.append({"text": posts_in_words(case.protocol, step.to), "clause": step.clause or "", "state": state,
                      "note": "" if step.clause else _("The portal’s own default.")})
    if case.status == Status.UNROUTED:
        note = _("To find somebody: the portal’s own rule.")
        steps.append({"text": _("Democratic Services"), "clause": "", "state": "here", "note": note})
    elif step and at not in step.to:
        clause = clause_of(case, standings)
        own = _("Chosen by the Member, with a reason.") if case.departure else _("The portal’s own rule.")
        steps.append({"text": who(case), "clause": clause, "state": "done" if settled else "here", "note": "" if clause else own})
    up = way_up(case) if case.status == Status.WITH_OFFICER else None
    if up:
        note = _("If no answer comes by the date, the Member may take it further.")
        note += "" if up.clause else " " + _("The portal’s own rule.")
        steps.append({"text": posts_in_words(case.protocol, up.to), "clause": up.clause or "", "state": "next", "note": note})
    return steps


def reader_lines(case, standings):
    """Everyone who may see the case, in which capacity, and under which clause (NTK-EXPLAIN)."""
    return [{"name": s.principal.name, "capacity": policy.CAPACITIES[s.capacity], "reason": "", "clause": s.clause} for s in standings]
