"""Which keys a protocol file may hold and what each of them takes. A new key of the format is a new line in this file."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from council_portal.protocol.words import (
    FORCES,
    INFORM_WITH,
    MATTERS,
    OF,
    POINTS,
    POSTS,
    RULES,
    SIDES,
    STAGES,
    STATUSES,
    TIMINGS,
    nearest,
)

_VERSION_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


@dataclass(frozen=True)
class Key:
    """What one key takes: ``check(report, path, value)`` records faults; ``kind`` says it in words."""

    check: Callable[[Any, tuple, Any], None]
    kind: str
    required: bool = False


def must(key):
    """The same key, required."""
    return Key(key.check, key.kind, required=True)


def _shown(value):
    return "true" if value is True else "false" if value is False else f'"{value}"' if isinstance(value, str) else str(value)


def _wrong(report, path, value, kind):
    quoted = isinstance(value, int | float | datetime.date | datetime.time) and not isinstance(value, bool)
    mend = f'put it in quotes: "{value}"' if kind == "text" and quoted else f"write {kind}"
    report.add(path, f"takes {kind}, not {_shown(value)}", mend)


def _text(report, path, value):
    if not isinstance(value, str):
        _wrong(report, path, value, "text")
    elif not value.strip():
        report.add(path, "is empty", "write the text, or leave the key out if it is not needed")


def _at_most(limit):
    def check(report, path, value):
        _text(report, path, value)
        if isinstance(value, str) and len(value) > limit:
            report.add(path, f"has {len(value)} characters, and there is room for {limit}", "shorten it")

    return Key(check, "text in quotes")


def _flag(report, path, value):
    if not isinstance(value, bool):
        _wrong(report, path, value, "true or false, without quotes")


def _whole(report, path, value):
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 1000:
        _wrong(report, path, value, "a whole number from 1 to 1000, without quotes")


def _date(report, path, value):
    if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
        _wrong(report, path, value, "a date such as 2026-05-20, without quotes")


def _slug(report, path, value):
    if not isinstance(value, str) or len(value) > 60 or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        _wrong(report, path, value, 'a short name in small letters, figures and hyphens, such as "north-county"')


def _version(report, path, value):
    _at_most(40).check(report, path, value)
    found = isinstance(value, str) and _VERSION_DATE.fullmatch(value)
    if found:
        try:
            datetime.date(int(found[1]), int(found[2]), int(found[3] or 1))
        except ValueError:
            report.add(path, f'"{value}" is no date', "write the year, month and day of the text, such as 2018-02 or 2018-02-28")


def _confidential(report, path, value):
    if not isinstance(value, bool) and value != "on_request":
        _wrong(report, path, value, 'true, false or "on_request"')


def _word(words, kind):
    def check(report, path, value):
        if not isinstance(value, str):
            _wrong(report, path, value, f"one {kind} in quotes")
        elif value not in words:
            report.add(path, f'"{value}" is not a {kind}', suggest(value, words))

    return Key(check, f"one {kind} in quotes")


def _list(item, kind, *, least=0):
    def check(report, path, value):
        if not isinstance(value, list):
            mend = f"put it in square brackets: [{_shown(value)}]" if isinstance(value, str) else f"write a list of {kind}"
            report.add(path, f"takes a list of {kind}, not {_shown(value)}", mend)
            return
        if len(value) < least:
            report.add(path, "is an empty list", f"name at least one {kind[:-1]}")
        for position, member in enumerate(value):
            item.check(report, (*path, position), member)
            if member in value[:position]:
                report.add((*path, position), f"{_shown(member)} stands twice", "take one of them out")

    return Key(check, f"a list of {kind}")


def _table(spec, kind):
    def check(report, path, value):
        check_table(report, path, value, spec, kind)

    return Key(check, "a table")


def _tables(spec, kind, example=None):
    example = example or kind

    def check(report, path, value):
        if not isinstance(value, list):
            report.add(path, f"takes a list of tables, not {_shown(value)}", f"write {example}")
            return
        for position, member in enumerate(value):
            check_table(report, (*path, position), member, spec, kind)

    return Key(check, example)


def suggest(word, words):
    """Return the mend for a word that is not among ``words``."""
    close = nearest(word, words)
    return f'write "{close}"' if close else "write one of: " + ", ".join(words)


def check_table(report, path, value, spec, kind):
    """Record a fault for every unknown, missing or mistyped key of the table at ``path``."""
    if not isinstance(value, dict):
        report.add(path, f"takes a table, not {_shown(value)}", f"write the keys of {kind}")
        return
    for key, given in value.items():
        if key in spec:
            spec[key].check(report, (*path, key), given)
        else:
            close = nearest(key, spec)
            mend = f"write {close}, or take it out" if close else f"take it out; {kind} takes " + ", ".join(spec)
            report.add((*path, key), f"is not a key of {kind}", mend)
    for key, wanted in spec.items():
        if wanted.required and key not in value:
            example = wanted.kind if "=" in wanted.kind or "[[" in wanted.kind else f"{key} = {wanted.kind}"
            report.add(path, f"is missing from {kind}", f"add {example}", missing=key)


TEXT, FLAG, WHOLE = Key(_text, "text in quotes"), Key(_flag, "true or false"), Key(_whole, "a whole number")
POST_LIST = _list(_word(POSTS, "post"), "posts")
SOME_POSTS = _list(_word(POSTS, "post"), "posts", least=1)
SOME_POINTS = _list(_word(POINTS, "point"), "points", least=1)
SOME_MATTERS = _list(_word(MATTERS, "matter"), "matters", least=1)
SIDE = _word(SIDES, "side")

STEP = {
    "stage": must(_word(STAGES, "stage")),
    "to": must(SOME_POSTS),
    "of": _word(OF, "word of whose post"),
    "all_of": FLAG,
    "force": _word(FORCES, "force"),
    "condition": TEXT,
    "consult": POST_LIST,
    "inform": POST_LIST,
    "inform_with": _word(INFORM_WITH, "way to inform"),
    "within_days": WHOLE,
    "within_working_days": WHOLE,
    "days_before": WHOLE,
    "timing": _word(TIMINGS, "timing"),
    "time_clause": TEXT,
    "in_writing": FLAG,
    "confidential": Key(_confidential, 'true, false or "on_request"'),
    "ends_access": POST_LIST,
    "clause": TEXT,
    "from": TEXT,
}
DEFAULT_STEP = {key: takes for key, takes in STEP.items() if key not in ("clause", "time_clause", "from")}


ONE_STEP = 'steps = [{ stage = "first", to = ["head_of_service"], force = "should" }]'
MATTER = must(_word(MATTERS, "matter"))
ROUTE = {
    "matter": MATTER,
    "raised_by": SIDE,
    "clause": must(TEXT),
    "rule": _word(RULES, "rule"),
    "who_may_raise": POST_LIST,
    "note": TEXT,
    "steps": _tables(STEP, "a step", ONE_STEP),
    "from": TEXT,
}
DEFAULT = {"matter": MATTER, "raised_by": SIDE, "steps": must(_tables(DEFAULT_STEP, "a default step", ONE_STEP))}
LOCAL = {**DEFAULT, "note": TEXT, "minute": must(TEXT)}

_SAID = {"says": must(TEXT), "clause": must(TEXT), "from": TEXT}
REPLY = {
    "matters": must(SOME_MATTERS),
    "within_days": WHOLE,
    "within_working_days": WHOLE,
    "binds": must(_list(SIDE, "sides", least=1)),
    "clause": must(TEXT),
    "force": _word(FORCES, "force"),
    "from": TEXT,
}
SIGNING = {
    "members": must(FLAG),
    "officer_tiers": must(_list(WHOLE, "tiers")),
    "politically_restricted": must(FLAG),
    "clause": must(TEXT),
    "from": TEXT,
}
PROCESS = {
    "acknowledge": WHOLE,
    "assess": WHOLE,
    "decide": WHOLE,
    "ask_again": WHOLE,
    "look_again": WHOLE,
    "hear_always": FLAG,
    "clause": must(TEXT),
    "from": TEXT,
}

_EXPECT_OF = _word({**SIDES, "both": "both"}, "side")


class AnyWord(dict):
    """A specification that takes every key, with text: what a council enters in its own words."""

    def __contains__(self, key):
        return True

    def __missing__(self, key):
        return TEXT


FILE = {
    "name": must(Key(_slug, 'a short name such as "north-county"')),
    "title": must(_at_most(200)),
    "version": must(Key(_version, "text in quotes")),
    "status": must(_word(STATUSES, "status")),
    "source": must(TEXT),
    "council": TEXT,
    "posts": _table(dict.fromkeys(POSTS, TEXT), "[posts]"),
    "pillar": _tables({"heading": must(TEXT), **_SAID}, "[[pillar]]"),
    "role": _tables({"of": must(TEXT), "heading": must(TEXT), **_SAID}, "[[role]]"),
    "expect": _tables({"of": must(_EXPECT_OF), **_SAID, "from": must(TEXT)}, "[[expect]]"),
    "policy": _tables({"title": must(TEXT), **_SAID}, "[[policy]]"),
    "reply": _tables(REPLY, "[[reply]]"),
    "route": _tables(ROUTE, "[[route]]"),
    "local": _tables(LOCAL, "[[local]]"),
    "clause": must(
        _tables(
            {"number": must(TEXT), "heading": must(TEXT), "says": must(TEXT), "part": TEXT, "from": TEXT, "about": SOME_POINTS},
            "[[clause]]")
    ),
    "notice": _table({"days": WHOLE, "contents": _list(TEXT, "texts"), "clause": must(TEXT), "from": TEXT}, "[notice]"),
    "disclosure": _tables({"when": must(TEXT), "tell": must(SOME_POSTS), "clause": must(TEXT), "from": TEXT}, "[[disclosure]]"),
    "signing": _table(SIGNING, "[signing]"),
    "process": _table(PROCESS, "[process]"),
    "sanctions": _table(AnyWord(), "[sanctions]"),
    "review": _table({**_SAID, "next": Key(_date, "a date")}, "[review]"),
}
DEFAULTS_FILE = {"route": must(_tables(DEFAULT, "[[route]]"))}
