"""The verbs of a request to attend: ask, agree, refuse, withdraw, note. Each requires, changes, records, tells."""
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.services import form_key
from conversations.attendance import parity, policy, texts
from conversations.attendance.models import AttendanceNote, AttendanceRequest, AttendanceStanding, CopyTo, DecisionCopy, Status
from conversations.attendance.reviewing import agreed, anew, fallen, put_before, refused_again, to_be_decided_under
from conversations.attendance.routing import (
    NotFromHere,
    Refusal,
    comers,
    held_today,
    holders_today,
    leader_of,
    offices,
    own_principal,
    places,
    refusal_for,
    scrutiny_bodies,
    side_of,
    way_for,
    way_of,
)
from conversations.attendance.telling import tell
from conversations.reasons import is_reason
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.access.services import give_standing
from council_portal.accounts.models import GroupMembership, Person
from council_portal.accounts.policy import SEATS
from council_portal.accounts.services import group_of, office_of
from council_portal.audit.services import record
from council_portal.matters.services import move, once, take_reference
from council_portal.outbox.services import post

BY_THE_PROTOCOL, BY_ITSELF = "the protocol sends it here", "the portal's own rule: the protocol does not say who"


class TooLate(ValueError):
    """The officer's slot ends after the group begins to decide."""


class NotInWords(ValueError):
    """The reason of a refusal is none (`conversations.reasons`)."""


class Missing(ValueError):
    """Something that the protocol asks of this decision was left out. args[0]: the name of it."""


def ask(*, actor, key, kind, group=None, chosen="", **given):
    """Ask that an officer attends. Goes to whoever the protocol in force names; they are told. Returns the request.

    kind: of `policy.KINDS`. group: whose meeting it is, for an officer who was invited; a Member asks for their own group of today.
    chosen: the post that takes it, where the protocol leaves a choice. given: title, text, service, starts_at, ends_at, decides_at,
    place, body (of scrutiny the name of the committee), outsiders, wanted. Raises NotFromHere and makes nothing where the protocol does
    not let them; TooLate; NobodyThere; Forbidden; protocol.services.NothingInForce.
    """
    require(actor, "ask", AttendanceRequest)
    side, on = side_of(actor), way_for(actor, kind)
    if refusal := refusal_for(actor, kind, on):
        raise NotFromHere(refusal)
    if kind == policy.SCRUTINY and given.get("body") not in {one.name for one in scrutiny_bodies(actor)}:
        raise NotFromHere(Refusal("not of scrutiny"))
    if given.get("decides_at") and given["ends_at"] > given["decides_at"]:
        raise TooLate

    def make():
        of_group = None
        if kind in policy.GROUP_KINDS:
            of_group = group_of(actor.person) if side == "member" else group
        to = places(on, kind, chosen=chosen, service=given["service"], group=of_group, person=actor.person)
        made = AttendanceRequest.objects.create(
            reference=take_reference(), raised_by=actor.person, protocol=on.version, kind=kind, side=side, group=of_group,
            route=on.route.as_json(), clause=on.clause, may_be_told=kind not in policy.OWN_ALONE, **given)
        capacity = policy.ASKER if side == "member" else policy.INVITED
        give_standing(made, own_principal(actor.person, side), capacity, clause=made.clause, reason="asked for it")
        if of_group and side == "officer":
            tell_the_leader(made)
        for placement, what in to:
            why = BY_THE_PROTOCOL if what == policy.RECEIVER or on.named else BY_ITSELF
            if placement.passed:
                why = "the portal's own rule: nobody held the post that comes first"
            give_standing(made, placement.principal, what, clause="" if placement.passed else made.clause, reason=why)
            post(made, "attendance_asked", to=[one.person for one in placement.holders])
        record(made, "attendance asked for", actor=actor.person, clause=made.clause)
        return made

    return once(form_key(key, kind, given["title"], given["text"]), actor.person, AttendanceRequest, make)


def tell_the_leader(request):
    """An officer asks for a group: its leader reads the request from the start, is told, and can say no by withdrawing it."""
    if leader := leader_of(request.group):
        give_standing(request, leader, policy.LEADER, reason="an officer asks for the group")
        post(request, "attendance_for_group", to=holders_today([leader]))


@transaction.atomic
def agree(request, *, actor, officer, slot_from, slot_until, arrangements, person=None, topic=None, new_topic="", difference="", apart="",
          newest=False, exception="", advice="", advice_on=None, invite=False):
    """Agree, and name who comes and the hours. A group's request is put under a topic of the ledger, whose pack comes with it.

    officer: the principal of a post; person: who of its holders comes, where several hold it. topic, new_topic: an existing topic, or the
    title of a new one; one of them for a group's request. difference: why what is given is not what the first group had. apart: why it
    is none of the topics of `parity.near`. newest: give the pack as it is now to this group and to every group before it. exception: the
    writing that approves an exception. advice, advice_on: what those whose advice is asked have said, and on which day. invite: invite
    whom the protocol says may be invited. Raises TooLate, Missing, texts.NamesAGroup, parity.Differs, parity.NotSaid, Forbidden, Changed.
    """
    require(actor, "agree", request)
    on, who, briefing, looked = way_of(request), who_comes(officer, person), None, False
    topic = to_be_decided_under(request) or topic
    asked_for(request, on, slot_until, exception=exception, advice=advice and advice_on, topic=topic or new_topic)
    if request.is_of_group:
        texts.check_names(but=request.group, arrangements=arrangements, exception=exception)
        parity.check_apart(request, topic, apart)
        topic = topic or parity.begin(actor=actor, title=new_topic)
        given = parity.Offered(arrangements, parity.minutes(slot_from, slot_until), officer.post)
        briefing = parity.brief(request, actor=actor, topic=topic, difference=difference, newest=newest, given=given)
        looked = bool(briefing.difference) or parity.apart_on_other_terms(request, topic, given)
    decided, review = decision(request, actor), fallen(request) | ({"review": policy.WAITS} if looked else {})
    move(request, Status.AGREED, actor=actor.person, verb="attendance agreed to", clause=request.clause, acting_as=decided["decided_as"],
         officer=officer, attends=who, slot_from=slot_from, slot_until=slot_until, arrangements=arrangements, exception=exception,
         difference=difference, apart=apart, advice=advice, advice_on=advice_on, **review, **decided)
    if briefing:
        agreed(request, briefing.topic, looked=looked)
    named = standing_of(officer, who)
    give_standing(request, named, policy.NAMED, clause=request.clause, reason="named to attend", by=actor.person)
    post(request, "attendance_named", to=holders_today([named]), key=anew(request))
    if invite and on.may_invite:
        step = on.may_invite
        tell(request, offices(step.to), by=actor.person, clause=step.clause or "", reason="invited, as it was thought fit")
    copy_out(request, on, exception or arrangements)
    post(request, "attendance_decided", to=[request.raised_by], key=anew(request))
    return request


def who_comes(officer, person):
    """Who of those who hold this post comes: the one who holds it, or `person`. Raises Missing where several do and none is named."""
    people = comers(officer)
    if person is None and len(people) < 2:
        return people[0] if people else None
    if person not in people:
        raise Missing("person")
    return person


def standing_of(officer, who):
    """In what the officer who comes stands: the post; the person where several hold it."""
    return officer if len(comers(officer)) < 2 else own_principal(who, "officer")


def asked_for(request, on, slot_until, **given):
    """Is everything there that the protocol asks of an agreement? Raises TooLate, Missing."""
    if request.decides_at and request.decides_at > timezone.now() and slot_until > request.decides_at:
        raise TooLate  # once the group has decided there, a later meeting is another one
    needed = {"exception": on.asks_for_exception, "advice": bool(on.advisers), "topic": request.is_of_group}
    for name, need in needed.items():
        if need and not given[name]:
            raise Missing(name)


@transaction.atomic
def refuse(request, *, actor, reason, topic=None, difference="", apart=""):
    """Refuse, with a reason that whoever asked reads. topic: of the ledger, where the request is about one. A refusal to a political group
    is put before the Monitoring Officer at once (`reviewing`); it holds meanwhile, but for one after another was set aside, which does not
    hold until they agree.

    Raises parity.Bound where another group was briefed on that topic and the protocol says that each gets the same; where it says
    nothing of it, the portal's own rule asks for `difference`, why this group is refused all the same (parity.Differs). Raises
    parity.NotSaid where another group was briefed lately, about whatever service, and `apart` does not say why this is another matter.
    Raises texts.NamesAGroup for a reason that names another group or speaks of one; NotInWords for one that is none.
    Where a refusal was set aside with a topic, that is the topic, whatever is given.
    """
    require(actor, "refuse", request)
    if not is_reason(reason):
        raise NotInWords
    topic = to_be_decided_under(request) or topic
    if request.is_of_group:
        texts.check_names(but=request.group, reason=reason)
        parity.check_refusal(request, topic, difference, apart)
    columns = {"reason": reason, "difference": difference, "about": topic, "apart": apart, **decision(request, actor)}
    if request.is_of_group and refused_again(request, actor, columns):
        return request
    move(request, Status.REFUSED, actor=actor.person, verb="attendance refused", clause=request.clause, acting_as=columns["decided_as"],
         review=policy.WAITS if request.is_of_group else "", **columns)
    if request.is_of_group:
        put_before(request)
    post(request, "attendance_decided", to=[request.raised_by], key=anew(request))
    return request


def decision(request, actor):
    """The columns that say who decided, in which office, and when: as whoever decides, else as the officer who is named."""
    held = AttendanceStanding.objects.filter(in_force(), request=request, principal__in=actor.principals)
    office = held.filter(capacity=policy.DECIDER).values_list("principal__name", flat=True).first()
    return {"decided_by": actor.person, "decided_at": timezone.now(), "decided_as": office or request.officer.name}


def copy_out(request, on, text):
    """Copy the writing of a decision to those whom the protocol names and those whose advice was asked, who are told: that writing, and
    nothing else of the request."""
    step = on.to_be_copied
    to = offices([*(step.inform if step else ()), *on.advisers])
    if not to:
        return
    made = DecisionCopy.objects.create(request=request, text=text, clause=step.clause or "" if step else "", written_as=request.decided_as)
    CopyTo.objects.bulk_create([CopyTo(copy=made, principal=one) for one in to])
    record(made, "copied a decision", actor=request.decided_by, clause=made.clause)
    post(made, "attendance_copied", to=holders_today(to))


@transaction.atomic
def withdraw(request, *, actor):
    """It is asked no longer, or the leader of the group says no to what an officer asked for it; everybody else who has it is told."""
    require(actor, "withdraw", request)
    move(request, Status.WITHDRAWN, actor=actor.person, verb="attendance withdrawn", **fallen(request))
    rows = AttendanceStanding.objects.filter(in_force(), request=request, capacity__in=[
        policy.ASKER, policy.INVITED, policy.LEADER, policy.DECIDER, policy.RECEIVER, policy.NAMED])
    post(request, "attendance_withdrawn", to=[one for one in holders_today(rows.values("principal")) if one != actor.person])
    return request


@transaction.atomic
def note(request, *, actor, text, key):
    """Write down what was said. A group's note is its Members' of this moment and the officer's who was there; nobody else's (SEC-7.6)."""
    require(actor, "note", request)

    def write():
        rows = AttendanceStanding.objects.filter(in_force(), request=request, principal__in=actor.principals,
                                                 capacity__in=[policy.ASKER, policy.NAMED])
        office = rows.select_related("principal")[0].principal
        made = AttendanceNote.objects.create(request=request, author=actor.person, text=text,
                                             acting_as="" if office.person_id else office.name)
        if request.is_of_group:
            for member in members_of(request.group):
                give_standing(request, office_of(member), policy.GROUP, reason="of the group when a note of its meeting was written")
        move(request, Status.DONE, actor=actor.person, verb="note of a meeting written", acting_as=made.acting_as)
        told = AttendanceStanding.objects.filter(in_force(), policy.still_of_the_group(), request=request,
                                                 capacity__in=[policy.ASKER, policy.NAMED, policy.GROUP])
        post(request, "attendance_note", to=[one for one in holders_today(told.values("principal")) if one != actor.person],
             key=str(made.uid))
        return made

    return once(form_key(key, text), actor.person, AttendanceNote, write)


def members_of(group):
    """The Members of this group today, of those in office. Three small statements: in one, PostgreSQL joined everything with everything
    where it had no statistics yet."""
    today = timezone.localdate()
    rows = GroupMembership.objects.filter(group=group).exclude(began_on__gt=today).exclude(ended_on__lte=today)
    seats = held_today().filter(principal__post=SEATS, person__in=list(rows.values_list("person", flat=True)))
    return list(Person.objects.filter(pk__in=list(seats.values_list("person", flat=True))).order_by("name", "pk"))


def close_group_spaces():
    """A due job: the standings of Members who have left the group end for good. Returns how many."""
    rows = AttendanceStanding.objects.filter(in_force()).exclude(policy.still_of_the_group())
    ended = 0
    for row in rows.select_related("request", "principal")[:200]:
        with transaction.atomic():
            ended += AttendanceStanding.objects.filter(pk=row.pk).filter(in_force()).update(until=timezone.now())
            record(row.request, "left the group", actor=None, detail=row.principal.name[:200])
    return ended


def open_work(principals):
    """For `access.holdings`: requests that wait for these offices to decide, and meetings that they are named for: (label, number)."""
    rows = AttendanceStanding.objects.filter(in_force(), principal__in=principals)
    waiting = rows.filter(capacity=policy.DECIDER, status=Status.ASKED).values("request").distinct().count()
    named = rows.filter(capacity=policy.NAMED, status=Status.AGREED).values("request").distinct().count()
    refusals = rows.filter(capacity=policy.REVIEWER, review=policy.WAITS).values("request").distinct().count()
    good = rows.filter(capacity=policy.DECIDER, status__in=policy.GIVEN, review=policy.MAKE_GOOD).values("request").distinct().count()
    return [(_("requests to attend that wait for a decision"), waiting), (_("meetings that they are named to attend"), named),
            (_("refusals to political groups, and terms that differ, that they look at"), refusals),
            (_("agreements with political groups that they have to make good"), good)]
