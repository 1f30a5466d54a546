"""Whether a well-formed protocol file makes sense: clauses that exist, routes and steps that can be reached."""

from council_portal.protocol.words import DEFAULT_OF, MATTERS, SIDES, SINGLE_POSTS, nearest, side_of

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
                says = f'"{number}" stands already on line {first}'
                report.add(("clause", position, "number"), says, "number one of them otherwise")
            numbers.setdefault(number, position)
    for path, number in _cited(data):
        if number not in numbers:
            close = nearest(number, numbers)
            mend = f'write "{close}", or ' if close else ""
            mend += f'add a [[clause]] with number = "{number}"'
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
        says = "what is forbidden goes nowhere: these steps are never reached"
        report.add((*path, "steps"), says, 'take them out, or write rule = "exceptional"')
    elif rule == "exceptional" and not steps:
        mend = 'add the steps, or write rule = "forbidden"'
        report.add(path, "an exception needs the steps that approve it", mend, missing="steps")
    elif rule == "allowed" and not steps:
        mend = "add steps, or take the route out: silence is the absence of a route"
        report.add(path, "names nobody", mend, missing="steps")
    _who(report, path, table)
    for position, step in enumerate(steps):
        _step(report, (*path, "steps", position), step)
        _order(report, (*path, "steps", position), [s["stage"] for s in steps])


def _who(report, path, table):
    named = [side for side in map(side_of, table.get("who_may_raise", [])) if side]
    for side in sides_of(table):
        if named and side not in named:
            says = f"names nobody on the side of {SIDES[side]}: that route is never reached"
            report.add((*path, "who_may_raise"), says, f'write raised_by = "{named[0]}", or name others')


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
    for key, wrong, says, mend in (*_posts_of(step), *_times_of(step)):
        if wrong:
            report.add((*path, key), says, mend)
    for position, post in enumerate(step.get("ends_access", [])):
        if post in step["to"]:
            says = f"{post} takes this step and cannot lose sight at it"
            report.add((*path, "ends_access", position), says, "take it out of one of the two")


def _posts_of(step):
    """Yield key, whether it is wrong, why and the mend, for what a step says of posts."""
    posts = step["to"]
    kinds = sorted({DEFAULT_OF[post] for post in posts if post in DEFAULT_OF})
    alone = len(posts) == 1 and posts[0] in SINGLE_POSTS
    told = step.get("inform") or step["stage"] == "tell"
    yield "all_of", step.get("all_of") and alone, f"one person holds {posts[0]}", "take all_of out, or name the others in to"
    yield "to", "of" not in step and len(kinds) > 1, f"whose posts: {', '.join(kinds)}?", "write of, or make two steps"
    yield "of", "of" in step and not kinds, "these posts are council-wide: they are nobody's in particular", "take of out"
    yield "inform_with", "inform_with" in step and not told, "nobody is informed here", "name them in inform, or take it out"


def _times_of(step):
    """Yield the same for what a step says of times."""
    clocks = [key for key in ("within_days", "within_working_days") if key in step]
    timed = any(key in step for key in _TIMES)
    mend = "put the time on the step after it"
    yield "within_working_days", len(clocks) > 1, "stands beside within_days: which of them?", "keep one of them"
    yield clocks[0] if clocks else "stage", clocks and step["stage"] == "informal", "a talk first has no clock", mend
    yield "time_clause", "time_clause" in step and not timed, "there is no time", "add the time, or take time_clause out"


def _reply(report, path, table, data):
    times = [key for key in ("within_days", "within_working_days") if key in table]
    if not times:
        report.add(path, "is missing from [[reply]]", "add within_days = 7, or within_working_days", missing="within_days")
    elif len(times) > 1:
        report.add((*path, "within_working_days"), "stands beside within_days: which of them?", "keep one of them")
    earlier = {m: i for i in range(path[1]) for m in _words(data["reply"][i])}
    for position, matter in enumerate(table["matters"]):
        where = (*path, "matters", position)
        if matter in earlier:
            line = report.line(("reply", earlier[matter]))
            report.add(where, f"{matter} has its reply target on line {line} already", "take it out of one of them")
        if _closed(data, matter) == set(SIDES):
            report.add(where, f"{matter} is forbidden: nobody answers it", "take it out")


def _closed(data, matter):
    """The sides for which a matter is forbidden."""
    routes = [t for t in _tables(data, "route") if isinstance(t, dict) and t.get("matter") == matter]
    return {side for t in routes if t.get("rule") == "forbidden" for side in SIDES if t.get("raised_by", side) == side}


def _words(table):
    matters = table.get("matters") if isinstance(table, dict) else None
    return [word for word in matters if isinstance(word, str) and word in MATTERS] if isinstance(matters, list) else []
