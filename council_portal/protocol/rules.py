"""What a protocol says: its routes, steps and clauses as frozen data. Plain Python: nothing of Django is imported here.

``route(protocol, matter, raised_by)`` is the only question that the rest of the portal asks about where a matter goes.
What depends on facts is a ``condition`` in words, which a person answers.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from council_portal.protocol.words import (
    COMPLAINTS,
    DEFAULT_OF,
    DEFAULT_SOURCES,
    FORCES,
    INFORM_WITH,
    MATTERS,
    NEXT_UP,
    OF,
    POINTS,
    POSTS,
    RULES,
    SIDES,
    STAGES,
    STATUSES,
    TIMINGS,
    UnknownWord,
    nearest,
    side_of,
)

__all__ = [
    "COMPLAINTS", "DEFAULT_OF", "DEFAULT_SOURCES", "FORCES", "INFORM_WITH", "MATTERS", "NEXT_UP", "OF", "POINTS", "POSTS", "RULES",
    "SIDES", "STAGES", "STATUSES", "TIMINGS", "Clause", "Disclosure", "Expectation", "Notice", "Pillar", "Policy",
    "Protocol", "Reply", "Review", "Role", "Route", "Signing", "Step", "UnknownWord", "nearest", "next_up", "route", "side_of",
]  # fmt: skip -- a list of names reads better as a paragraph


@dataclass(frozen=True)
class Step:
    """One step of a route, in the words of the protocol data. Days are calendar days unless the name says working days.

    ``clause`` is ``None`` on the portal's and the council's own default steps. ``from_`` names the clause of another
    protocol that this step was taken from (the ``model`` preset only).
    """

    stage: str
    to: tuple[str, ...]
    of: str | None = None
    all_of: bool = False
    force: str = "should"
    condition: str | None = None
    consult: tuple[str, ...] = ()
    inform: tuple[str, ...] = ()
    inform_with: str | None = None
    within_days: int | None = None
    within_working_days: int | None = None
    days_before: int | None = None
    timing: str | None = None
    time_clause: str | None = None
    in_writing: bool = False
    confidential: bool | str = False
    ends_access: tuple[str, ...] = ()
    clause: str | None = None
    from_: str | None = None

    @property
    def formal(self):
        """Whether somebody is asked to act here: not a talk first, and not merely told."""
        return self.stage not in ("informal", "tell")

    @property
    def timed_by(self):
        """The clause that a time on this step is read off, or ``None`` for the portal's own."""
        return self.time_clause or self.clause

    def of_post(self, post):
        """Return whose post ``post`` is when it stands in ``to``: a word of ``OF``, or ``None`` for a council-wide post."""
        return self.of if post in DEFAULT_OF else None

    def as_json(self):
        """Return the step as a plain dictionary, every key present, in the fixed order."""
        return {_json_key(f.name): _plain(getattr(self, f.name)) for f in dataclasses.fields(self)}

    @classmethod
    def from_json(cls, data):
        """Return the step that ``as_json`` gave ``data`` for. Raises ``KeyError`` when a key is missing."""
        return cls(**{f.name: _frozen(data[_json_key(f.name)]) for f in dataclasses.fields(cls)})


@dataclass(frozen=True)
class Route:
    """Where a matter goes when one side raises it.

    ``silent``: the protocol names nobody; ``default_steps`` then says what happens instead and ``default_source`` by whose
    rule. ``clause`` is the clause of a forbidden route; otherwise each step cites its own. ``note`` and ``minute`` are for the
    page and are not part of the JSON object.
    """

    preset: str
    matter: str
    raised_by: str
    silent: bool
    incomplete: bool
    rule: str = "allowed"
    who_may_raise: tuple[str, ...] = ()
    clause: str | None = None
    default_steps: tuple[Step, ...] = ()
    default_source: str | None = None
    steps: tuple[Step, ...] = ()
    note: str = field(default="", compare=False)
    minute: str = field(default="", compare=False)

    @property
    def to_follow(self):
        """The steps to act on: the protocol's own, or where it is silent the default ones."""
        return self.default_steps if self.silent else self.steps

    @property
    def clauses(self):
        """Every clause this route cites, each once, in order of citing."""
        cited = [self.clause, *(c for step in self.to_follow for c in (step.clause, step.time_clause))]
        return tuple(dict.fromkeys(c for c in cited if c))

    def as_json(self):
        """Return the route as one plain dictionary: what ``manage.py protocol route --json`` prints and what a matter keeps."""
        route_ = {f.name: _plain(getattr(self, f.name)) for f in dataclasses.fields(self) if f.name not in _PAGE_ONLY}
        for key in _STEPS:
            route_[key] = [step.as_json() for step in getattr(self, key)]
        return route_

    @classmethod
    def from_json(cls, data):
        """Return the route that ``as_json`` gave ``data`` for. Raises ``KeyError`` when a key is missing."""
        plain = {f.name: _frozen(data[f.name]) for f in dataclasses.fields(cls) if f.name not in _PAGE_ONLY}
        return cls(**plain | {key: tuple(Step.from_json(step) for step in data[key]) for key in _STEPS})


_PAGE_ONLY = frozenset(("note", "minute"))
_STEPS = ("default_steps", "steps")


def _json_key(name):
    return name.rstrip("_")


def _plain(value):
    return list(value) if isinstance(value, tuple) else value


def _frozen(value):
    return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True)
class Clause:
    """One clause: its number as the protocol writes it, and what it says in the project's own words.

    ``about``: words of ``POINTS`` that it speaks of, for pages that remind of them.
    """

    number: str
    heading: str
    says: str
    part: str | None = None
    from_: str | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pillar:
    """A principle that the protocol stands on."""

    heading: str
    says: str
    clause: str
    from_: str | None = None


@dataclass(frozen=True)
class Role:
    """What one kind of person is there for."""

    of: str
    heading: str
    says: str
    clause: str
    from_: str | None = None


@dataclass(frozen=True)
class Expectation:
    """What ``of`` may expect, and of whom (``expected_of``)."""

    of: str
    expected_of: str
    says: str
    clause: str


@dataclass(frozen=True)
class Policy:
    """A document that stands beside the protocol."""

    title: str
    says: str
    clause: str
    from_: str | None = None


@dataclass(frozen=True)
class Reply:
    """A reply target for the matters named, in calendar *or* working days after receipt, and whom it binds."""

    matters: tuple[str, ...]
    binds: tuple[str, ...]
    clause: str
    within_days: int | None = None
    within_working_days: int | None = None
    force: str = "should"
    from_: str | None = None


@dataclass(frozen=True)
class Notice:
    """What a ward notice holds, and how many calendar days before publication it is given (``None``: not said)."""

    clause: str
    days: int | None = None
    contents: tuple[str, ...] = ()
    from_: str | None = None


@dataclass(frozen=True)
class Disclosure:
    """Whom to tell when information was given."""

    when: str
    tell: tuple[str, ...]
    clause: str
    from_: str | None = None


@dataclass(frozen=True)
class Signing:
    """Who signs the protocol."""

    members: bool
    officer_tiers: tuple[int, ...]
    politically_restricted: bool
    clause: str
    from_: str | None = None


@dataclass(frozen=True)
class Process:
    """The council's own section on how a concern is dealt with (SRB-23): by when, in working days, each None where it does not say.

    acknowledge, assess: after the form came. decide: after its investigation began. ask_again: after the decision, until when a second look
    may be asked for. look_again: after that was asked. hear_always: is an Independent Person heard before every decision about a Member?
    """

    clause: str
    acknowledge: int | None = None
    assess: int | None = None
    decide: int | None = None
    ask_again: int | None = None
    look_again: int | None = None
    hear_always: bool | None = None
    from_: str | None = None


@dataclass(frozen=True)
class Review:
    """How often the protocol is looked at again, and when next if the council has said so."""

    says: str
    clause: str
    next: date | None = None
    from_: str | None = None


@dataclass(frozen=True)
class Protocol:
    """A whole protocol file, checked. ``routes`` is complete: every matter for both sides, silence included."""

    name: str
    title: str
    version: str
    status: str
    source: str
    clauses: Mapping[str, Clause] = field(hash=False)
    routes: Mapping[tuple[str, str], Route] = field(hash=False)
    posts: Mapping[str, str] = field(hash=False)
    sanctions: Mapping[str, str] = field(hash=False)
    council: str | None = None
    pillars: tuple[Pillar, ...] = ()
    roles: tuple[Role, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    policies: tuple[Policy, ...] = ()
    replies: tuple[Reply, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    notice: Notice | None = None
    signing: Signing | None = None
    review: Review | None = None
    process: Process | None = None

    @property
    def incomplete(self):
        """Whether the protocol's text is not in hand."""
        return self.status == "incomplete"

    def post_name(self, post):
        """Return the council's own words for ``post``, or the portal's. Raises ``UnknownWord``."""
        if post not in POSTS:
            raise UnknownWord("post", post, POSTS)
        return self.posts.get(post, POSTS[post])

    def about(self, point):
        """Return the number of the first clause that speaks of ``point``, or "" where none does. Raises ``UnknownWord``."""
        if point not in POINTS:
            raise UnknownWord("point", point, POINTS)
        return next((clause.number for clause in self.clauses.values() if point in clause.about), "")

    def spoken(self):
        """Return the routes on which the protocol does name somebody or forbids, in the order of ``MATTERS``."""
        return tuple(r for r in self.routes.values() if not r.silent)

    def citing(self, number):
        """Return the routes that cite the clause ``number``, times included."""
        return tuple(r for r in self.routes.values() if number in r.clauses)


def route(protocol, matter, raised_by="member"):
    """Return the ``Route`` of ``matter`` when a Member (or with ``"officer"`` an officer) raises it. Raises ``UnknownWord``."""
    if matter not in MATTERS:
        raise UnknownWord("matter", matter, MATTERS)
    if raised_by not in SIDES:
        raise UnknownWord("side", raised_by, SIDES)
    return protocol.routes[matter, raised_by]


def next_up(post, matter=None):
    """Return the post that takes what ``post`` cannot, when stand-in and deputy cannot either; ``None`` at the top.

    The portal's own rule, in no protocol. No complaint climbs: for those only the Monitoring Officer's deputy steps in.
    Raises ``UnknownWord``.
    """
    if post not in POSTS:
        raise UnknownWord("post", post, POSTS)
    if post == "monitoring_officer":
        return "deputy_monitoring_officer"
    return None if matter in COMPLAINTS else NEXT_UP.get(post)
