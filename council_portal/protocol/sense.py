"""Whether a well-formed protocol file makes sense: clauses that exist, routes and steps that can be reached."""

from council_portal.protocol.shape import suggest
from council_portal.protocol.words import DEFAULT_OF, MATTERS, SIDES, SINGLE_POSTS, side_of

_TIMES = ("within_days", "within_working_days", "days_before", "timing")


def check_sense(report, data, clean):
    """Record what cannot be so. ``clean(path)`` says whether the table at ``path`` has the right shape."""
    _clauses(report, data)
    spoken = {}
    for name in ("route", "local"):
        for position, table in enumerate(_tables(data, name)):
            path = (name, position)
            if clean(path):
                _sides(report, path, table, spoken)
                _route(report, path, table)
    for position, table in enumerate(_tables(data, "reply")):
        if clean(("reply", position)):
            _reply(report, ("reply", position), table, data)


def sides_of(table):
    """Return the sides that a route as written is for."""
    return (table["raised_by"],) if "raised_by" in table else tuple(SIDES)


def _tables(data, name):
    return data.get(name) if isinstance(data.get(name), list) else []


def _clauses(report, data):
    """Every clause cited stands in the file, and stands there once."""
    numbers = {}
    for position, table in enumerate(_tables(data, "clause")):
        number = table.get("number") if isinstance(table, dict) else None
        if isinstance(number, str):
            if number in numbers:
                first = report.line(("clause", numbers[number], "number"))
                report.add(("clause", position, "number"), f'"{number}" stands already on line {first}', "number one of them otherwise")
            numbers.setdefault(number, position)
    for path, number in _cited(data):
        if number not in numbers:
            mend = suggest(number, numbers) if numbers else "write the clause"
            mend = mend if mend.startswith('write "') else f'add a [[clause]] with number = "{number}"'
            report.add(path, f'cites clause "{number}", which does not stand in the file', mend)


def _cited(value, path=()):
    """Yield the path and number of every clause cited at or below ``value``."""
    if isinstance(value, list):
        for position, member in enumerate(value):
            yield from _cited(member, (*path, position))
    elif isinstance(value, dict):
        for key, member in value.items():
            if key in ("clause", "time_clause") and isinstance(member, str):
                yield (*path, key), member
            else:
                yield from _cited(member, (*path, key))


def _sides(report, path, table, spoken):
    """One route for one matter and side: of two, the second could never be reached."""
    for side in sides_of(table):
        first = spoken.setdefault((table["matter"], side), path)
        if first == path:
            continue
        line = report.line(first)
        if path[0] == "local" and first[0] == "route":
            says = f"the protocol itself says where {table['matter']} goes when {SIDES[side]} raises it (line {line})"
            mend = "take the local practice out: it counts only where the protocol is silent"
        else:
            says = f"a second route for {table['matter']} raised by {SIDES[side]}, never reached: the first is on line {line}"
            mend = "take one of them out, or give them different raised_by"
        report.add((*path, "matter"), says, mend)
        return


def _route(report, path, table):
    steps = table.get("steps", [])
    rule = table.get("rule", "allowed")
    if rule == "forbidden" and steps:
        report.add((*path, "steps"), "what is forbidden goes nowhere: these steps are never reached", 'take them out, or write rule = "exceptional"')
    elif rule == "exceptional" and not steps:
        report.add(path, "an exception needs the steps that approve it", "add the steps, or write rule = \"forbidden\"", missing="steps")
    elif rule == "allowed" and not steps:
        report.add(path, "names nobody", "add steps, or take the route out: silence is the absence of a route", missing="steps")
    _who(report, path, table)
    for position, step in enumerate(steps):
        _step(report, (*path, "steps", position), step)
        _order(report, (*path, "steps", position), [s["stage"] for s in steps])


def _who(report, path, table):
    named = [side for side in map(side_of, table.get("who_may_raise", [])) if side]
    for side in sides_of(table):
        if named and side not in named:
            other = named[0]
            mend = f'write raised_by = "{other}"' if "raised_by" not in table else f'name a post of {SIDES[side]}, or write raised_by = "{other}"'
            report.add((*path, "who_may_raise"), f"names nobody on the side of {SIDES[side]}: that route is never reached", mend)


def _order(report, path, stages):
    """Each stage in its place. ``path`` ends with the step's position."""
    position = path[-1]
    stage, before = stages[position], stages[:position]
    where = (*path, "stage")
    if "decide" in before:
        report.add(where, "a step after the decision is never reached", "put decide last, once")
    elif stage == "informal" and set(before) - {"informal"}:
        report.add(where, "a talk first can stand only at the beginning", "move the informal step up, or write another stage")
    elif stage == "first" and "first" in before:
        report.add(where, "a second first: it formally goes to one place", 'write stage = "then"')
    elif stage == "first" and "then" in before:
        report.add(where, "stands after a then, so it is not where it first goes", 'write stage = "then", or move it up')
    elif stage == "then" and not set(before) - {"tell"}:
        report.add(where, "follows nothing: then needs a step before it that may fail", 'write stage = "first"')


def _step(report, path, step):
    posts = step["to"]
    if step.get("all_of") and len(posts) == 1 and posts[0] in SINGLE_POSTS:
        report.add((*path, "all_of"), f"one person holds {posts[0]}: all_of says nothing here", "take all_of out, or name the other posts in to")
    kinds = {DEFAULT_OF[post] for post in posts if post in DEFAULT_OF}
    if "of" not in step and len(kinds) > 1:
        report.add((*path, "to"), f"these posts are found in different ways ({', '.join(sorted(kinds))})", "write of, or make two steps")
    if "of" in step and not kinds:
        report.add((*path, "of"), "these posts are council-wide: they are nobody's in particular", "take of out")
    if "within_days" in step and "within_working_days" in step:
        report.add((*path, "within_working_days"), "stands beside within_days: which of them?", "keep one of them")
    if step["stage"] == "informal" and ("within_days" in step or "within_working_days" in step):
        key = "within_days" if "within_days" in step else "within_working_days"
        report.add((*path, key), "a talk first has no clock", "put the time on the step after it")
    if "time_clause" in step and not any(key in step for key in _TIMES):
        report.add((*path, "time_clause"), "names the clause of a time, and there is no time", "add the time, or take time_clause out")
    if "inform_with" in step and not step.get("inform") and step["stage"] != "tell":
        report.add((*path, "inform_with"), "nobody is informed at this step", "name them in inform, or take inform_with out")
    for position, post in enumerate(step.get("ends_access", [])):
        if post in posts:
            report.add((*path, "ends_access", position), f"{post} takes this step and cannot lose sight at it", "take it out of one of the two")


def _reply(report, path, table, data):
    times = [key for key in ("within_days", "within_working_days") if key in table]
    if not times:
        report.add(path, "is missing from [[reply]]", "add within_days = 7, or within_working_days", missing="within_days")
    elif len(times) > 1:
        report.add((*path, "within_working_days"), "stands beside within_days: which of them?", "keep one of them")
    earlier = {m: i for i, t in enumerate(_tables(data, "reply")[: path[1]]) if isinstance(t, dict) for m in _words(t.get("matters"))}
    forbidden = [t for t in _tables(data, "route") if isinstance(t, dict) and t.get("rule") == "forbidden"]
    for position, matter in enumerate(table["matters"]):
        where = (*path, "matters", position)
        if matter in earlier:
            line = report.line(("reply", earlier[matter]))
            report.add(where, f"{matter} has its reply target on line {line} already", "take it out of one of them")
        closed = {side for t in forbidden if t.get("matter") == matter for side in SIDES if t.get("raised_by", side) == side}
        if closed == set(SIDES):
            report.add(where, f"{matter} is forbidden: nobody answers it", "take it out")


def _words(value):
    return [word for word in value if isinstance(word, str) and word in MATTERS] if isinstance(value, list) else []
