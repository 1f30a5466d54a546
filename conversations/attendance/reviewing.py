"""Every refusal to a political group is looked at by the Monitoring Officer, who lets it stand or sets it aside; and every agreement on
other terms than the first group had, also under a topic of its own, which stays and is let stand or is to be made good.

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
from council_portal.matters.services import Changed, move
from council_portal.outbox.services import post
from council_portal.protocol.services import settle

MONITORING_OFFICER = "monitoring_officer"
LOOKS = "looks at what political groups are refused and given"


class NoReason(ValueError):
    """Nothing is said of a refusal without a reason in words (`conversations.reasons`)."""


class NotOfTheLedger(ValueError):
    """No other group was briefed on the topic that was named."""


def to_be_decided_under(request):
    """The topic under which a request has to be decided whose refusal was set aside, or None: that of its briefing, where one was agreed to
    and cancelled; else the one that was named."""
    if request.status != Status.ASKED or request.review not in (policy.SET_ASIDE, policy.WAITS):
        return None
    return request.briefing.topic if hasattr(request, "briefing") else request.about


def put_before(request, *, cancelled=False):
    """Put the refusal that was just made before whoever looks at it, who is told. Called inside the transaction of the refusal.

    cancelled: it was agreed to, and is cancelled."""
    found = let_read(request)
    put(request, found, "refusal put before whoever looks at it", about=request.about, cancelled=cancelled)
    post(request, "attendance_refusal", to=found[1], key=str(request.version))


def refused_again(request, actor, columns):
    """After a refusal was set aside, another does not hold by itself: it is put before whoever looks at it, and until they agree the
    request stays open. Called inside the transaction of the refusal.

    columns: what the request would say of it. Returns False, and does nothing, where none was set aside or nobody is there to look.
    """
    if not request.refusals.filter(outcome=policy.SET_ASIDE).exists():
        return False
    for name, value in columns.items():
        setattr(request, name, value)  # not stored with the request until it holds
    if reviewer(request)[0] is None:
        return False
    move(request, Status.ASKED, actor=actor.person, verb="refused again, to be agreed to", clause=request.clause,
         acting_as=columns["decided_as"], review=policy.WAITS)
    put_before(request)
    request.refresh_from_db()
    return True


def fallen(request):
    """A refusal that waits to be agreed to falls: the request is agreed to, or withdrawn. Returns the column that says so, or {}."""
    fell = request.status == Status.ASKED and request.refusals.filter(terms=False, outcome=policy.WAITS).update(outcome=policy.OVERTAKEN)
    return {"review": policy.SET_ASIDE} if fell else {}


def anew(request):
    """What tells the message of a decision that was made anew, after a refusal was set aside, from that of the first."""
    before = request.refusals.filter(outcome=policy.SET_ASIDE).count()
    return f"anew {before}" if before else ""


def agreed(request, topic, *, looked):
    """A group's request was agreed to under this topic: whoever looks reads it. Called inside the transaction. looked: is it put before
    them, as the terms differ from those of the first group, or from those of topics that are near, of which it is said to be none?

    SECURITY: they are let read every agreement with a group, as the group is told who reads its request: that they read one alone would
    tell it that another had better terms.
    """
    found = let_read(request)
    if looked:
        put(request, found, "terms that differ put before a look", about=topic, terms=True)
        post(request, "attendance_terms", to=found[1], key=str(request.version))


def let_read(request):
    """Let whoever looks at it read the request. Returns what `reviewer` does."""
    end_standings(request, capacity=policy.REVIEWER)
    found = reviewer(request)
    if found[0]:
        give_standing(request, found[0], policy.REVIEWER, reason=LOOKS)
    return found


def put(request, found, verb, **more):
    """Keep what was decided for whoever looks at it. found: of `reviewer`; more: columns of Refusal."""
    principal, _people = found
    Refusal.objects.create(
        request=request, reason=request.reason, difference=request.difference, apart=request.apart, decided_by=request.decided_by,
        decided_as=request.decided_as, decided_at=request.decided_at, looked_as=office_of(principal) if principal else "", **more)
    record(request, verb, actor=None, detail=principal.name[:200] if principal else "nobody holds the post")


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


def overtake(request, outcome=policy.OVERTAKEN):
    """What was agreed to is no longer as it was: nothing more is said of terms that wait, or that are to be made good. Returns how many."""
    return request.refusals.filter(terms=True, outcome__in=[policy.WAITS, policy.MAKE_GOOD]).update(outcome=outcome)


def waiting(request, outcome):
    """The refusal, or the terms, of which this is to be said, held until the end of the transaction. Raises Changed where none are now.
    What is to be made good can be let stand."""
    from_ = [policy.WAITS, policy.MAKE_GOOD] if outcome == policy.STANDS else [policy.WAITS]
    found = request.refusals.select_for_update(of=("self",)).filter(outcome__in=from_).last()
    if found is None:
        raise Changed(request)
    return found


def looked(request, actor, outcome, **more):
    """Write down what was said of it. Returns in which office."""
    rows = AttendanceStanding.objects.filter(in_force(), request=request, principal__in=actor.principals, capacity=policy.REVIEWER)
    office = office_of(rows.select_related("principal")[0].principal)
    refusal = waiting(request, outcome)
    for name, value in {"outcome": outcome, "looked_by": actor.person, "looked_as": office, "looked_at": timezone.now(), **more}.items():
        setattr(refusal, name, value)
    refusal.save()
    return office


@transaction.atomic
def uphold(request, *, actor, why):
    """The refusal stands, or the terms that differ. Of a refusal whoever reads the request reads that, of terms the ledger's readers alone;
    nobody is sent a message, as nothing changes. One that was made after another was set aside holds from now on; whoever asked is told.

    why: kept in the ledger, read by no group. Raises NoReason; Changed.
    """
    require(actor, "uphold", request)
    if not is_reason(why):
        raise NoReason
    if request.status == Status.ASKED:
        return hold(request, actor, why)
    if request.status != Status.REFUSED:
        return say_of_terms(request, actor, policy.STANDS, why, "terms that differ upheld")
    office = looked(request, actor, policy.STANDS, why=why)
    return move(request, request.status, actor=actor.person, verb="refusal upheld", acting_as=office, review=policy.STANDS)


def hold(request, actor, why):
    """A refusal after one was set aside is agreed to: the request is refused from now on, and whoever asked is told."""
    office, made = looked(request, actor, policy.STANDS, why=why), request.refusals.last()
    kept = {name: getattr(made, name) for name in ("reason", "difference", "about", "apart", "decided_by", "decided_as")}
    move(request, Status.REFUSED, actor=actor.person, verb="refusal agreed to", clause=request.clause, acting_as=office,
         review=policy.STANDS, decided_at=timezone.now(), **kept)
    post(request, "attendance_decided", to=[request.raised_by], key=anew(request))
    return request


@transaction.atomic
def make_good(request, *, actor, why):
    """Terms that differ from those of the first group are to be made good: a word to the office that decided, which is told. The agreement
    stays as it is, and the group reads nothing of it. why: for that office, in the ledger. Raises NoReason; Changed."""
    require(actor, "make_good", request)
    if not is_reason(why):
        raise NoReason
    say_of_terms(request, actor, policy.MAKE_GOOD, why, "terms that differ are to be made good")
    deciding = AttendanceStanding.objects.filter(in_force(), request=request, capacity=policy.DECIDER)
    post(request, "attendance_make_good", to=holders_today(deciding.values("principal")))
    return request


def say_of_terms(request, actor, outcome, why, verb):
    """Write down what became of terms that differ. Returns the request. SECURITY: not by `move`: a new version and a new hour of the
    request, which lists and calendars carry, would tell the group."""
    office = looked(request, actor, outcome, why=why)
    type(request).objects.filter(pk=request.pk).update(review=outcome)
    request.review = outcome
    record(request, verb, actor=actor.person, acting_as=office)
    return request


@transaction.atomic
def set_aside(request, *, actor, why, topic=None):
    """Set the refusal aside: the request is open again before the office that decides, which decides anew. They and the group are told.

    why: read by the group. topic: of the ledger, on which another group was briefed, where it is about one: then it is decided under that
    topic, and a refusal is blocked as any other there. What was cancelled stays under its topic. Raises NoReason;
    NotOfTheLedger; texts.NamesAGroup.
    """
    require(actor, "set_aside", request)
    texts.check_names(but=request.group, why=why)
    if not is_reason(why):
        raise NoReason
    cleared, topic = {}, topic or to_be_decided_under(request)
    if hasattr(request, "briefing"):  # agreed to and cancelled: what was agreed stands in the ledger
        topic, cleared = None, dict.fromkeys(["officer", "attends", "slot_from", "slot_until"]) | {"arrangements": "", "exception": ""}
        end_standings(request, capacity=policy.NAMED)
    if topic and not topic.briefings.exclude(group=request.group).exists():
        raise NotOfTheLedger
    office = looked(request, actor, policy.SET_ASIDE, why=why, topic=topic)
    move(request, Status.ASKED, actor=actor.person, verb="refusal set aside", acting_as=office, review=policy.SET_ASIDE, about=topic,
         reason="", difference="", apart="", decided_by=None, decided_as="", decided_at=None, **cleared)
    rows = AttendanceStanding.objects.filter(in_force(), request=request, capacity__in=[
        policy.ASKER, policy.INVITED, policy.LEADER, policy.DECIDER, policy.RECEIVER])
    told = {request.raised_by, *holders_today(rows.values("principal"))} - {actor.person}
    post(request, "attendance_set_aside", to=sorted(told, key=lambda one: one.pk), key=str(request.version))
    return request
