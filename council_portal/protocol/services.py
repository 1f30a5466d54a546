"""What is in force, and to whom a step of a route turns. Reading a text is plain Python (rules, load); this is its place in the council."""
import hashlib
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from council_portal.accounts.holders import holders, principals_of
from council_portal.accounts.models import Principal
from council_portal.audit.services import record
from council_portal.protocol import rules
from council_portal.protocol.load import parse
from council_portal.protocol.models import ProtocolVersion


class NothingInForce(Exception):
    """No protocol has been adopted: nothing can be routed. Answered with 503 and the command that adopts one."""


@lru_cache(maxsize=32)
def read(digest, text):
    """The text as rules. Kept by digest: the same text is read once a process."""
    return parse(text, where=f"the adopted text {digest[:8]}")


def in_force(on=None):
    """The version in force on this day (a date, London; today when left out). Raises NothingInForce."""
    on = on or timezone.localdate()
    found = ProtocolVersion.objects.filter(in_force_from__lte=on).order_by("-in_force_from", "-pk").first()
    if found is None:
        raise NothingInForce("No protocol is in force. Adopt one: manage.py protocol adopt PRESET --from DATE --minute TEXT")
    return found


def version_before(version):
    """The ProtocolVersion that was in force until this one is, or None. One statement."""
    rows = ProtocolVersion.objects.filter(
        Q(in_force_from__lt=version.in_force_from) | Q(in_force_from=version.in_force_from, pk__lt=version.pk))
    return rows.order_by("-in_force_from", "-pk").first()


@lru_cache(maxsize=32)
def version_of(pk):
    """The version with this key, whole. Read once a process: a version is never edited (`models.ProtocolVersion`)."""
    return ProtocolVersion.objects.get(pk=pk)


def rules_of(version):
    """The rules of this version, as `rules.Protocol`."""
    return read(version.digest, version.text)


def route_under(version, matter, raised_by):
    """The route of this matter under this version. matter: a word of VOCABULARY. raised_by: "member" or "officer"."""
    return rules.route(rules_of(version), matter, raised_by)


@transaction.atomic
def adopt(text, source, in_force_from, minute, actor=None):
    """Put a text in force from a day (a date) by a minute of the council. The same text on the same day again changes nothing.

    Raises load.ProtocolError when the text is not sound. An earlier version stays, and what it routed keeps it.
    """
    protocol = parse(text, where=source)
    digest = hashlib.sha256(text.encode()).hexdigest()
    same = ProtocolVersion.objects.filter(digest=digest, in_force_from=in_force_from, minute=minute).first()
    if same:
        return same
    version = ProtocolVersion.objects.create(
        name=protocol.name, title=protocol.title, version=protocol.version, source=source, text=text, digest=digest,
        in_force_from=in_force_from, minute=minute)
    record(version, "protocol adopted", actor=actor, detail=f"{in_force_from}")
    return version


@dataclass(frozen=True)
class Placement:
    """Where one post of a step comes to rest: `principal` is None when nobody up the ladder holds anything.

    wanted: the post that the protocol names. post: the one that takes it. passed: the posts left on the way up, which is reported.
    """

    wanted: str
    post: str
    principal: Principal | None
    holders: list = field(default_factory=list)
    passed: tuple = ()


def options(step, *, service=None, group=None, ward=None, excluding=()):
    """What the raiser may choose from: a Placement for each post of the step that the council has, in the protocol's order.

    Nobody is climbed to: a post without a holder has an empty `holders`.
    """
    offered = []
    for post in step.to:
        principals = principals_of(post, service=service, group=group, ward=ward)
        if principals:
            found = holders(post, service=service, group=group, ward=ward, excluding=excluding)
            principal = found[0].principal if found else principals[0]
            offered.append(Placement(wanted=post, post=post, principal=principal, holders=found))
    return offered


class Held(ValueError):
    """A step that must be taken is not departed from."""


def place(step, matter, *, chosen=None, departing=False, service=None, group=None, ward=None, excluding=()):
    """Who takes this step of this matter (a word of VOCABULARY): one Placement for each post of an `all_of` step, else one.

    chosen: the raiser's choice among the posts of the step; without one the first with a holder. departing: the choice may be a post
    that the step does not name: the protocols guide (SEC-1.3, SEC-1.7, EXD-1.1), and only a `must` holds (raises Held). A post that
    nobody holds goes up the ladder of VOCABULARY (the portal's own rule); no complaint ever does: there only the deputy steps in.
    """
    of = {"service": service, "group": group, "ward": ward, "excluding": excluding}
    if step.all_of:
        return [settle(post, matter, **of) for post in step.to]
    if chosen is None:
        chosen = next((post for post in step.to if holders(post, **of)), step.to[0])
    if chosen not in step.to and departing:
        if step.force == "must":
            raise Held(f"{step.clause or 'this step'} must be followed")
        return [settle(chosen, matter, **of)]
    if chosen not in step.to:
        raise ValueError(f"{chosen} is not among the posts of this step")
    return [settle(chosen, matter, **of)]


def settle(wanted, matter, **of):
    """This post, or the next one up that somebody holds."""
    post, passed = wanted, []
    while post is not None:
        found = holders(post, **of)
        if found:
            return Placement(wanted, post, found[0].principal, found, tuple(passed))
        passed.append(post)
        post = rules.next_up(post, matter)
    return Placement(wanted, wanted, None, [], tuple(passed))
