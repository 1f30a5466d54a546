"""Routes in plain English, for people who read no code: one route printed, and the truth table of a whole protocol."""

import csv
import io

from council_portal.design.files import inert
from council_portal.protocol.words import FORCES, INFORM_WITH, MATTERS, OF, RULES, SIDES, STAGES, TIMINGS

COLUMNS = (
    "matter", "what it is", "raised by", "rule", "who may raise", "step", "stage", "goes to", "force", "condition", "time",
    "consult", "inform", "in writing", "confidential", "ends access of", "clause", "from",
)  # fmt: skip -- the header of the table, read as a line

_YES = {True: "yes", False: "", "on_request": "on request"}


def truth_table(protocol):
    """Return the whole protocol as CSV text: every matter for both sides, one line a step, silence as a line of its own."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for route in protocol.routes.values():
        table.writerows([inert(cell) for cell in row] for row in _rows(protocol, route))
    return out.getvalue()


def describe(protocol, route):
    """Return one route as lines of plain English, each step with the clause it stands in."""
    said = [f"{protocol.title} ({protocol.name}, {protocol.version})"]
    said.append(f"{_capital(MATTERS[route.matter])}, raised by {SIDES[route.raised_by]}.")
    if route.silent:
        said.append(_capital(_silence(route)) + ".")
        said.append(f"What happens instead is {_whose(route)}, which no clause says:")
    elif route.rule != "allowed":
        cited = f" (clause {route.clause})" if route.clause else ""
        said.append(f"{_capital(RULES[route.rule])}{cited}." if route.rule == "forbidden" else f"{_capital(RULES[route.rule])}:")
    if route.who_may_raise:
        said.append(f"It may be raised by: {_posts(protocol, route.who_may_raise)}.")
    said += [f"  {number}. {_sentence(protocol, step)}" for number, step in enumerate(route.to_follow, 1)]
    if route.note:
        said.append(f"Note: {route.note}")
    return said


def _rows(protocol, route):
    what = [route.matter, MATTERS[route.matter], SIDES[route.raised_by]]
    who = _posts(protocol, route.who_may_raise)
    if route.silent:
        rule = _silence(route)
        return [[*what, rule, who, *_cells(protocol, n, step, _whose(route))] for n, step in enumerate(route.default_steps, 1)]
    if not route.steps:
        return [[*what, RULES[route.rule], who, *[""] * 11, route.clause, protocol.clauses[route.clause].from_ or ""]]
    rule = RULES[route.rule]
    return [[*what, rule, who, *_cells(protocol, n, step, step.clause)] for n, step in enumerate(route.steps, 1)]


def _cells(protocol, number, step, clause):
    return [
        str(number),
        STAGES[step.stage],
        _goes_to(protocol, step),
        FORCES[step.force],
        step.condition or "",
        _time(step),
        _posts(protocol, step.consult),
        _informed(protocol, step),
        _YES[step.in_writing],
        _YES[step.confidential],
        _posts(protocol, step.ends_access),
        clause,
        step.from_ or "",
    ]


def _sentence(protocol, step):
    parts = [f"{_capital(STAGES[step.stage])}: {_goes_to(protocol, step)} ({FORCES[step.force]})"]
    parts += [step.condition] if step.condition else []
    parts += [_time(step)] if _time(step) else []
    parts += [f"consulting {_posts(protocol, step.consult)}"] if step.consult else []
    parts += [f"informing {_informed(protocol, step)}"] if step.inform else []
    parts += ["in writing"] if step.in_writing else []
    parts += ["in confidence" + (" if asked" if step.confidential == "on_request" else "")] if step.confidential else []
    parts += [f"from here on {_posts(protocol, step.ends_access)} sees nothing more"] if step.ends_access else []
    parts += [f"clause {step.clause}" + (f", from {step.from_}" if step.from_ else "")] if step.clause else []
    return "; ".join(parts) + "."


def _goes_to(protocol, step):
    names = "; ".join(_named(protocol, step, post) for post in step.to)
    if len(step.to) > 1 or step.all_of:
        names = f"{'all of' if step.all_of else 'one of'}: {names}"
    return names + (f" ({INFORM_WITH[step.inform_with]})" if step.inform_with and not step.inform else "")


def _named(protocol, step, post):
    """The post with whose it is: "of the person concerned" is not said of that very person."""
    of = step.of_post(post)
    return protocol.post_name(post) + (f" ({OF[of]})" if of and not post.endswith("_concerned") else "")


def _informed(protocol, step):
    names = _posts(protocol, step.inform)
    return f"{names} ({INFORM_WITH[step.inform_with]})" if names and step.inform_with else names


def _time(step):
    times = [f"within {_days(step.within_days, 'day')}"] if step.within_days else []
    times += [f"within {_days(step.within_working_days, 'working day')}"] if step.within_working_days else []
    times += [f"{_days(step.days_before, 'day')} before publication"] if step.days_before else []
    times += [TIMINGS[step.timing]] if step.timing else []
    return ", ".join(times) + (f" (clause {step.time_clause})" if step.time_clause else "")


def _days(number, unit):
    return f"{number} {unit}" + ("" if number == 1 else "s")


def _posts(protocol, posts):
    return "; ".join(protocol.post_name(post) for post in posts)


def _silence(route):
    return "not in hand: the protocol's text is missing" if route.incomplete else "the protocol is silent"


def _whose(route):
    return f"the council's local practice ({route.minute})" if route.default_source == "local" else "the portal's own step"


def _capital(text):
    return text[:1].upper() + text[1:]
