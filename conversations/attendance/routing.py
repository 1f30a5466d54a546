"""To whom a request to attend goes, who decides on it, and whether it may be made at all: read from the protocol."""
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from conversations.attendance import policy
from conversations.attendance.policy import steps_of
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Person, Principal
from council_portal.accounts.policy import SEATS
from council_portal.accounts.services import group_of, office_of
from council_portal.protocol.rules import Route, Step
from council_portal.protocol.services import in_force as protocol_in_force
from council_portal.protocol.services import options, place, route_under, rules_of
from profiles.models import Body, Seat, true_on


class NotFromHere(Exception):
    """The protocol lets this person not make this request. `refusal`: a Refusal."""

    def __init__(self, refusal):
        super().__init__(refusal.word)
        self.refusal = refusal


class NobodyThere(Exception):
    """Nobody holds a post that could decide, nor one above it. args[0]: the post."""


@dataclass(frozen=True)
class Refusal:
    """Why a request is not made. word: "forbidden", "others", "own rule", "no group", "no scrutiny" (none is entered) or
    "not of scrutiny"; clause: of the protocol, or ""; posts: who may, if not they."""

    word: str
    clause: str = ""
    posts: tuple = ()


@dataclass(frozen=True)
class Way:
    """What one version of the protocol says of one kind of request by one side.

    first, decide: steps, the same where the protocol names nobody who decides. named: does it name whoever decides?
    """

    version: object
    route: Route
    first: Step | None
    decide: Step | None

    @property
    def named(self):
        """Does the protocol itself say who decides?"""
        return not self.route.silent and self.decide is not None and self.decide.stage == "decide"

    @property
    def clause(self):
        """The clause that sends the request where it goes, or ""."""
        return next(iter(self.route.clauses), "")

    @property
    def asks_for_exception(self):
        """Is it refused unless an exception is approved?"""
        return self.route.rule == "exceptional"

    @property
    def to_be_copied(self):
        """The step whose decision others are told, or None."""
        return next((step for step in self.route.to_follow if step.inform), None)

    @property
    def advisers(self):
        """The posts whose advice is to be asked before the decision."""
        return tuple(post for step in self.route.to_follow for post in step.consult)

    @property
    def may_invite(self):
        """The step by which somebody is invited where it is thought fit, or None."""
        return next((step for step in self.route.to_follow if step.stage == "tell" and step.condition), None)

    def about(self, point):
        """The clause that speaks of a point (`protocol.words.POINTS`), or ""."""
        return rules_of(self.version).about(point)


def side_of(user):
    """On which side this person asks: "member" or "officer"."""
    return "member" if SEATS in user.posts else "officer"


def way_for(user, kind):
    """The way of a request that this person would make today. Raises protocol.services.NothingInForce."""
    version = protocol_in_force()
    return way(version, route_under(version, kind, side_of(user)))


def way_of(request):
    """The way of a request that was made: by the protocol and the route that it keeps."""
    return way(request.protocol, Route.from_json(request.route))


def way(version, route):
    """The way along a route."""
    return Way(version, route, *steps_of(route))


def refusal_for(user, kind, on):
    """Why this person cannot ask for this, a Refusal, or None. on: the Way."""
    route = on.route
    if route.rule == "forbidden":
        return Refusal("forbidden", route.clause or "")
    if route.who_may_raise and not user.posts & set(route.who_may_raise):
        return Refusal("others", on.clause, route.who_may_raise)
    if kind == policy.SCRUTINY and side_of(user) == "officer" and not user.posts & policy.FOR_THE_COMMITTEE:
        return Refusal("own rule", "", tuple(sorted(policy.FOR_THE_COMMITTEE)))
    if kind == policy.SCRUTINY and not scrutiny_bodies(user):
        return Refusal("not of scrutiny" if scrutiny_of_today().exists() else "no scrutiny")
    if kind in policy.GROUP_KINDS and side_of(user) == "member" and group_of(user.person) is None:
        return Refusal("no group")
    return None


def scrutiny_of_today():
    """The scrutiny committees that the council has today: the bodies of that kind, as Democratic Services keep them."""
    return Body.objects.filter(Q(ended_on=None) | Q(ended_on__gt=timezone.localdate()), kind=Body.Kind.SCRUTINY)


def scrutiny_bodies(user):
    """The scrutiny committees in whose name this person may ask today: those on which a Member sits, a substitute not; of officers
    Democratic Services for each. No protocol says who asks: the portal's own rule."""
    if side_of(user) == "officer":
        return list(scrutiny_of_today()) if user.posts & policy.FOR_THE_COMMITTEE else []
    seats = Seat.objects.filter(true_on(timezone.localdate()), person=user.person_id).exclude(role=Seat.Role.SUBSTITUTE)
    return list(scrutiny_of_today().filter(pk__in=seats.values("body")))


def offered(on, *, service, group, person):
    """The posts among which whoever asks may choose to whom it goes: Placements with somebody there; [] where there is no choice."""
    step = on.first
    if step is None or step.all_of or len(step.to) < 2:
        return []
    found = [one for one in options(step, service=service, group=group, excluding=[person]) if one.holders]
    return found if len(found) > 1 else []


def places(on, kind, *, chosen, service, group, person):
    """Where a request goes: [(Placement, capacity)], whoever decides among them. Raises NobodyThere.

    chosen: the post that whoever asks has chosen of the first step, or "".
    """
    of = {"service": service, "group": group, "excluding": [person]}
    chosen = chosen if chosen in on.first.to else None
    first = place(on.first, kind, chosen=chosen, **of)
    decide = first if on.decide is on.first else place(on.decide, kind, **of)
    deciders = [one for one in decide if one.principal]
    if not deciders:  # the only one who could decide is the one who asks: it is theirs to decide
        deciders = [one for one in place(on.decide, kind, **of | {"excluding": []}) if one.principal]
    if not deciders:
        raise NobodyThere(on.decide.to[0])
    keys = {one.principal.pk for one in deciders}
    others = [one for one in first if one.principal and one.principal.pk not in keys]
    return [(one, policy.DECIDER) for one in deciders] + [(one, policy.RECEIVER) for one in others]


def held_today():
    """The appointments that are in force now."""
    return Appointment.objects.filter(in_force())


def offices(posts):
    """The offices that are told: those of these posts that somebody holds today. "group_leaders" are the leaders of all groups."""
    found = Principal.objects.filter(kind=Principal.Kind.POST, appointments__in=held_today())
    words = {"group_leader" if post == "group_leaders" else post for post in posts}
    return list(found.filter(post__in=words).distinct().order_by("name", "pk"))


def holders_today(principals):
    """The people who hold these offices today."""
    held = held_today().filter(principal__in=principals)
    return list(Person.objects.filter(pk__in=held.values("person")).order_by("name", "pk"))


def comers(principal):
    """The people among whom one comes where this post is named, by name: who holds it today; where nobody does, who deputises."""
    rows = held_today().filter(principal=principal).select_related("person").order_by("person__name", "pk")
    return among(rows)


def among(rows):
    """The people of these appointments to one post who hold it; where none does, all of them. Each once, in their order."""
    holders = [row.person for row in rows if row.role == Appointment.Role.HOLDER]
    return list(dict.fromkeys(holders or [row.person for row in rows]))


def leader_of(group):
    """The office of the leader of this group, where somebody holds it today, or None."""
    return Principal.objects.filter(post="group_leader", group=group, appointments__in=held_today()).first()


def own_principal(person, side):
    """In what whoever asks stands: a Member's office, an officer themselves."""
    return office_of(person) if side == "member" else Principal.objects.get(kind=Principal.Kind.PERSON, person=person)
