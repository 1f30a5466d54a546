"""From the checked tables of a protocol file to the frozen ``Protocol``, complete over all matters and both sides."""

from dataclasses import replace
from types import MappingProxyType

from council_portal.protocol import rules
from council_portal.protocol.sense import sides_of
from council_portal.protocol.words import DEFAULT_OF, MATTERS, SIDES, side_of


def build(data, defaults):
    """Return the ``Protocol`` of ``data``, which has been checked. ``defaults``: ``default_steps`` of the portal's own file."""
    clauses = {table["number"]: rules.Clause(**_fields(table)) for table in data["clause"]}
    replies = _all(rules.Reply, data, "reply")
    return rules.Protocol(
        **{key: data[key] for key in ("name", "title", "version", "status", "source", "council") if key in data},
        clauses=MappingProxyType(clauses),
        routes=MappingProxyType(_routes(data, clauses, replies, defaults)),
        posts=MappingProxyType(data.get("posts", {})),
        sanctions=MappingProxyType(data.get("sanctions", {})),
        pillars=_all(rules.Pillar, data, "pillar"),
        roles=_all(rules.Role, data, "role"),
        expectations=tuple(_expectation(table) for table in data.get("expect", [])),
        policies=_all(rules.Policy, data, "policy"),
        replies=replies,
        disclosures=_all(rules.Disclosure, data, "disclosure"),
        notice=_one(rules.Notice, data, "notice"),
        signing=_one(rules.Signing, data, "signing"),
        review=_one(rules.Review, data, "review"),
        process=_one(rules.Process, data, "process"),
    )


def default_steps(data):
    """Return ``{(matter, side): steps}`` of the portal's own defaults file."""
    return {(t["matter"], side): _steps(t, {}) for t in data["route"] for side in sides_of(t)}


def _routes(data, clauses, replies, defaults):
    """Every matter for both sides: as written, or silent with the local practice or the portal's default."""
    written = {(t["matter"], side): t for t in data.get("route", []) for side in sides_of(t)}
    local = {(t["matter"], side): t for t in data.get("local", []) for side in sides_of(t)}
    targets = {matter: reply for reply in replies for matter in reply.matters}
    routes = {}
    for key in ((matter, side) for matter in MATTERS for side in SIDES):
        if key in written:
            route = _spoken(data, key, written[key], clauses)
        else:
            route = _silent(data, key, local.get(key), defaults)
        routes[key] = _timed(route, targets.get(key[0]))
    return routes


def _spoken(data, key, table, clauses):
    forbidden = table.get("rule") == "forbidden"
    return rules.Route(
        preset=data["name"],
        matter=key[0],
        raised_by=key[1],
        silent=False,
        incomplete=False,
        rule=table.get("rule", "allowed"),
        who_may_raise=tuple(table.get("who_may_raise", ())),
        clause=table["clause"] if forbidden else None,
        steps=_steps(table, clauses),
        note=table.get("note", ""),
    )


def _silent(data, key, local, defaults):
    return rules.Route(
        preset=data["name"],
        matter=key[0],
        raised_by=key[1],
        silent=True,
        incomplete=data["status"] == "incomplete",
        default_steps=_steps(local, {}) if local else defaults[key],
        default_source="local" if local else "portal",
        note=local.get("note", "") if local else "",
        minute=local["minute"] if local else "",
    )


def _steps(table, clauses):
    return tuple(_step(step, table, clauses) for step in table.get("steps", []))


def _step(step, table, clauses):
    """A step cites its route's clause unless it names its own, and comes from where that clause came from."""
    values = _fields(step)
    values.setdefault("clause", table.get("clause"))
    clause = clauses.get(values["clause"])
    values.setdefault("from_", table.get("from") or (clause.from_ if clause else None))
    values.setdefault("of", next((DEFAULT_OF[post] for post in step["to"] if post in DEFAULT_OF), None))
    if values.get("time_clause") == values["clause"]:
        values["time_clause"] = None
    return rules.Step(**values)


def _timed(route, reply):
    """Put the reply target on the first step that has a clock, if the target binds that side and the step has no time yet.

    On a silent matter too: the clause then says by when, though not who (the step itself still cites nothing).
    """
    steps = list(route.to_follow)
    position = next((i for i, step in enumerate(steps) if step.formal), None)
    if reply is None or position is None:
        return route
    step = steps[position]
    bound = any(side_of(post) in reply.binds for post in step.to)
    if not bound or step.within_days or step.within_working_days:
        return route
    steps[position] = replace(
        step,
        within_days=reply.within_days,
        within_working_days=reply.within_working_days,
        time_clause=None if reply.clause == step.clause else reply.clause,
    )
    return replace(route, **{"default_steps" if route.silent else "steps": tuple(steps)})


def _expectation(table):
    return rules.Expectation(of=table["of"], expected_of=table["from"], says=table["says"], clause=table["clause"])


def _all(kind, data, name):
    return tuple(kind(**_fields(table)) for table in data.get(name, []))


def _one(kind, data, name):
    return kind(**_fields(data[name])) if name in data else None


def _fields(table):
    """The table's keys as Python names, its lists as tuples."""
    return {("from_" if key == "from" else key): tuple(v) if isinstance(v, list) else v for key, v in table.items()}
