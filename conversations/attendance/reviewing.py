"""Every refusal to a political group is looked at by the Monitoring Officer, who lets it stand or sets it aside.

The portal's own rule, so that a group is not told no on a matter on which another was briefed because a topic was chosen wrongly
(NNC-PARITY). Of every refusal alike: a difference would tell a group that another has asked.
"""
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from conversations.attendance import policy, texts
from conversations.attendance.models import AttendanceStanding, Refusal, Status
from conversations.attendance.routing import held_today, holders_today, own_principal
from conversations.reasons import is_reason
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.access.services import end_standings, give_standing
from council_portal.accounts.holders import principals_of
from council_portal.accounts.models import Person, Principal
from council_portal.audit.services import record
from council_portal.matters.services import move
from council_portal.outbox.services import post
from council_portal.protocol.services import settle

MONITORING_OFFICER = "monitoring_officer"
LOOKS = "looks at every refusal to a political group"


class NoReason(ValueError):
    """Nothing is said of a refusal without a reason in words (`conversations.reasons`)."""


class NotOfTheLedger(ValueError):
    """No other group was briefed on the topic that was named."""


def to_be_decided_under(request):
    """The topic under which a request has to be decided whose refusal was set aside, or None."""
    return request.about if request.status == Status.ASKED and request.review == policy.SET_ASIDE else None


def put_before(request):
    """Put the refusal that was just made before whoever looks at it, who is told. Called inside the transaction of the refusal."""
    end_standings(request, capacity=policy.REVIEWER)
    principal, people = reviewer(request)
    Refusal.objects.create(
        request=request, reason=request.reason, difference=request.difference, apart=request.apart, about=request.about,
        decided_by=request.decided_by, decided_as=request.decided_as, decided_at=request.decided_at,
        looked_as=office_of(principal) if principal else "")
    if principal:
        give_standing(request, principal, policy.REVIEWER, reason=LOOKS)
    record(request, "refusal put before whoever looks at it", actor=None,
           detail=principal.name[:200] if principal else "nobody holds the post")
    post(request, "attendance_refusal", to=people, key=str(request.version))


def reviewer(request):
    """Who looks at a refusal: (principal, people). The Monitoring Officer; where they decided, asked or are kept out of the request, or
    nobody holds the post, the deputy. Where nobody is left the post itself, for whoever comes into it; (None, []) where there is none."""
    out = {request.decided_by, request.raised_by, *kept_out(request)}
    found = settle(MONITORING_OFFICER, request.kind, excluding=out)
    if found.principal is None:
        posts = [] if out & set(holders_today(principals_of(MONITORING_OFFICER))) else principals_of(MONITORING_OFFICER)
        return (posts[0], []) if posts else (None, [])
    people = [one.person for one in found.holders]
    if out & set(holders_today([found.principal])):  # SECURITY: a post that whoever decided holds too would let them look at their own
        return own_principal(people[0], "officer"), people[:1]
    return found.principal, people


def office_of(principal):
    """What whoever looks at a refusal is called on the pages: a post by its name, somebody who deputises in it as that."""
    if principal.kind == Principal.Kind.POST:
        return principal.name
    return _("deputy of the %(post)s") % {"post": principals_of(MONITORING_OFFICER)[0].name}


def kept_out(request):
    """The people who are kept out of a request, by themselves or by an office."""
    rows = Principal.objects.filter(pk__in=request.exclusions.filter(in_force()).values("principal"))
    held = held_today().filter(principal__in=rows)
    return list(Person.objects.filter(Q(pk__in=rows.values("person")) | Q(pk__in=held.values("person"))))


def waiting(request):
    """The refusal that waits to be looked at, held until the end of the transaction."""
    return request.refusals.select_for_update(of=("self",)).filter(outcome=policy.WAITS).latest("decided_at", "pk")


def looked(request, actor, outcome, **more):
    """Write down what was said of the refusal. Returns in which office."""
    rows = AttendanceStanding.objects.filter(in_force(), request=request, principal__in=actor.principals, capacity=policy.REVIEWER)
    office = office_of(rows.select_related("principal")[0].principal)
    refusal = waiting(request)
    for name, value in {"outcome": outcome, "looked_by": actor.person, "looked_as": office, "looked_at": timezone.now(), **more}.items():
        setattr(refusal, name, value)
    refusal.save()
    return office


@transaction.atomic
def uphold(request, *, actor, why):
    """The refusal stands. Whoever reads the request reads that; nobody is sent a message, as nothing changes.

    why: kept in the ledger, read by no group. Raises NoReason.
    """
    require(actor, "uphold", request)
    if not is_reason(why):
        raise NoReason
    office = looked(request, actor, policy.STANDS, why=why)
    return move(request, request.status, actor=actor.person, verb="refusal upheld", acting_as=office, review=policy.STANDS)


@transaction.atomic
def set_aside(request, *, actor, why, topic=None):
    """Set the refusal aside: the request is open again before the office that decides, which decides anew. They and the group are told.

    why: read by the group. topic: of the ledger, on which another group was briefed, where it is about one: then it is decided under that
    topic, and a refusal is blocked as any other there. Raises NoReason; NotOfTheLedger; texts.NamesAGroup.
    """
    require(actor, "set_aside", request)
    texts.check_names(but=request.group, why=why)
    if not is_reason(why):
        raise NoReason
    if topic and not topic.briefings.exclude(group=request.group).exists():
        raise NotOfTheLedger
    office = looked(request, actor, policy.SET_ASIDE, why=why, topic=topic)
    move(request, Status.ASKED, actor=actor.person, verb="refusal set aside", acting_as=office, review=policy.SET_ASIDE, about=topic,
         reason="", difference="", apart="", decided_by=None, decided_as="", decided_at=None)
    rows = AttendanceStanding.objects.filter(in_force(), request=request, capacity__in=[
        policy.ASKER, policy.INVITED, policy.LEADER, policy.DECIDER, policy.RECEIVER])
    told = {request.raised_by, *holders_today(rows.values("principal"))} - {actor.person}
    post(request, "attendance_set_aside", to=sorted(told, key=lambda one: one.pk), key=str(request.version))
    return request
