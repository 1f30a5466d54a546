"""Who is told of what was said at a meeting: what the Member permits, and what an officer then passes on (SEC-7.6, EXD-7.2)."""
from django.db import transaction

from casework.policy import TAKERS
from conversations.attendance import policy
from conversations.attendance.models import AttendanceStanding, Permitted
from conversations.attendance.routing import held_today, holders_today
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.access.services import give_standing
from council_portal.accounts.models import Principal
from council_portal.matters.services import move
from council_portal.outbox.services import post

LISTENERS = TAKERS | {"monitoring_officer"}


class NotPermitted(ValueError):
    """This office is not among those whom the Member who asked has named, or it decides on the request."""


def may_be_named(request):
    """The offices among which the Member chooses who may be told, as rows: of officers, held today, and never of who decides on it; nor
    that of the officer who was there, who knows."""
    rows = AttendanceStanding.objects.filter(in_force(), request=request, capacity=policy.DECIDER)
    deciding = list(held_today().filter(principal__in=rows.values("principal")).values_list("person", flat=True))
    theirs = held_today().filter(person__in=deciding).values("principal")
    posts = LISTENERS | {"group_leader"} if request.kind == policy.BRIEFING else LISTENERS
    found = Principal.objects.filter(kind=Principal.Kind.POST, post__in=posts, appointments__in=held_today())
    there = AttendanceStanding.objects.filter(in_force(), request=request, capacity=policy.NAMED)
    for kept_out in (there.values("principal"), theirs, rows.values("principal")):
        found = found.exclude(pk__in=kept_out)
    return found.distinct().order_by("name")


def may_be_told(request):
    """The offices that the officer who was there may let read it, as rows: those named, where the Member has to name them."""
    found = may_be_named(request)
    if request.kind in policy.OWN_ALONE:
        return found.filter(pk__in=Permitted.objects.filter(request=request).values("principal"))
    return found


@transaction.atomic
def pass_on(request, *, actor, principal, reason):
    """Let somebody whose duties need it read what was said, for a reason that the group reads (SEC-7.6). Raises NotPermitted."""
    require(actor, "pass_on", request)
    if not may_be_told(request).filter(pk=principal.pk).exists():
        raise NotPermitted
    tell(request, [principal], by=actor.person, reason=reason)
    move(request, request.status, actor=actor.person, verb="what was said passed on", detail=principal.name[:200])
    return request


def tell(request, principals, *, by, reason, clause=""):
    """Give these offices to read what was said, and tell them."""
    for principal in principals:
        give_standing(request, principal, policy.TOLD, clause=clause, reason=reason[:200], by=by)
    post(request, "attendance_told", to=[one for one in holders_today(principals) if one != by])


@transaction.atomic
def permit(request, *, actor, to, text):
    """The Member permits that these offices are told, and says what (EXD-7.2). Once more adds others. The officer who was there is told.

    to: principals among `may_be_named`. Raises NotPermitted.
    """
    require(actor, "permit", request)
    if not to or may_be_named(request).filter(pk__in=[one.pk for one in to]).count() != len(to):
        raise NotPermitted
    known = set(Permitted.objects.filter(request=request).values_list("principal", flat=True))
    Permitted.objects.bulk_create([Permitted(request=request, principal=one) for one in to if one.pk not in known])
    said = "\n".join(part for part in (request.permitted, text) if part)
    move(request, request.status, actor=actor.person, verb="permitted to be told", may_be_told=True, permitted=said,
         detail=", ".join(one.name for one in to)[:200])
    named = AttendanceStanding.objects.filter(in_force(), request=request, capacity=policy.NAMED)
    post(request, "attendance_permitted", to=holders_today(named.values("principal")), key=str(request.version))
    return request
