"""What an office does with a meeting that was agreed to: it is changed, or cancelled. The ledger keeps what was agreed before.

Terms that a group is given by a change are held to the same rule as those of an agreement, and what is cancelled for a group is looked at
as a refusal is: no protocol says so, it is the portal's own rule to keep NNC-PARITY true.
"""
from django.db import transaction

from conversations.attendance import parity, policy, texts
from conversations.attendance.models import AttendanceStanding, Briefing, Earlier, Status, Topic
from conversations.attendance.reviewing import agreed, overtake, put_before
from conversations.attendance.routing import holders_today, way_of
from conversations.attendance.services import NotInWords, TooLate, copy_out, decision, standing_of, who_comes
from conversations.reasons import is_reason
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.access.services import end_standings, give_standing
from council_portal.matters.services import move
from council_portal.outbox.services import post


class NothingChanged(ValueError):
    """It is as it was agreed to already."""


@transaction.atomic
def change(request, *, actor, officer, slot_from, slot_until, arrangements, person=None, decides_at=None, difference=""):
    """Change the day, the hours, the officer or the arrangements of what was agreed to. Whoever asked, the officer and the office that
    decides are told; calendars take it as a change.

    officer, person: as `services.agree`. slot_from, slot_until, decides_at (when the group begins to decide, or None): instants.
    difference: why the terms are not those of the first group. Raises NothingChanged; TooLate; Missing; texts.NamesAGroup; parity.Differs;
    Forbidden; Changed.
    """
    require(actor, "change", request)
    who = who_comes(officer, person)
    given = {"officer": officer, "attends": who, "slot_from": slot_from, "slot_until": slot_until, "arrangements": arrangements,
             "decides_at": decides_at}
    if all(getattr(request, name) == value for name, value in given.items()):
        raise NothingChanged
    if decides_at and slot_until > decides_at:
        raise TooLate
    if request.is_of_group:
        texts.check_names(but=request.group, arrangements=arrangements)
    terms = looked_at(request, parity.Offered(arrangements, parity.minutes(slot_from, slot_until), officer.post), difference)
    reworded, was, decided = arrangements != request.arrangements, named_of(request), decision(request, actor)
    keep(request)
    move(request, Status.AGREED, actor=actor.person, verb="what was agreed changed", clause=request.clause,
         acting_as=decided["decided_as"], **given, **terms, **decided)
    if request.is_of_group:
        Briefing.objects.filter(request=request).update(arrangements=arrangements, difference=request.difference)
        agreed(request, request.briefing.topic, looked=terms.get("review") == policy.WAITS)
    tell_of_the_change(request, actor, was, standing_of(officer, who))
    if reworded and not request.exception:
        copy_out(request, way_of(request), arrangements)
    return request


def looked_at(request, given, difference):
    """The columns that say what becomes of new terms of a group: those of the first group need no look, others a reason and a look.

    {} where the terms stay as they are. Raises parity.Differs. SECURITY: holds the topic, as an agreement does.
    """
    if not request.is_of_group or given.like(parity.Offered(
            request.arrangements, parity.minutes(request.slot_from, request.slot_until), request.officer.post)):
        return {}
    topic = Topic.objects.select_for_update().get(pk=request.briefing.topic_id)
    first = parity.compared(topic, request.group)
    alike = first is None or given.like(parity.measure(first))
    if not alike and not is_reason(difference):
        raise parity.Differs("arrangements")
    if not alike or (request.apart and parity.apart_on_other_terms(request, topic, given)):
        overtake(request)
        return {"difference": "" if alike else difference, "review": policy.WAITS}
    overtake(request, policy.GOOD)
    return {"difference": "", "review": policy.GOOD if request.review else ""}


def keep(request):
    """Keep what was agreed to as it is, before it is changed or cancelled."""
    columns = ["officer", "attends", "slot_from", "slot_until", "arrangements", "difference", "decided_by", "decided_as", "decided_at"]
    others = request.is_of_group and parity.of_others(request.briefing.topic, request.group).exists()
    Earlier.objects.create(request=request, others=others, **{name: getattr(request, name) for name in columns})


def named_of(request):
    """Who stands in it as the officer named, as offices."""
    rows = AttendanceStanding.objects.filter(in_force(), request=request, capacity=policy.NAMED).select_related("principal")
    return [row.principal for row in rows]


def tell_of_the_change(request, actor, was, named):
    """The officer who is named now reads it, the one who was no more; all who have it are told. was: offices. named: an office."""
    key, come = str(request.version), set(holders_today([named]))
    told = {request.raised_by, *holders_of(request, policy.ASKER, policy.INVITED, policy.LEADER, policy.DECIDER)} - {actor.person} - come
    if named in was:
        post(request, "attendance_changed", to=in_order(told | come), key=key)
        return
    end_standings(request, capacity=policy.NAMED)
    give_standing(request, named, policy.NAMED, clause=request.clause, reason="named to attend", by=actor.person)
    post(request, "attendance_named", to=in_order(come), key=key)
    post(request, "attendance_not_named", to=in_order(set(holders_today(was)) - come), key=key, anyway=True)
    post(request, "attendance_changed", to=in_order(told), key=key)


@transaction.atomic
def cancel(request, *, actor, reason):
    """Cancel what was agreed to, with a reason that whoever asked reads. All who have it are told; it goes from their calendars.

    For a political group it has the effect of a refusal, and is put before whoever looks at refusals; it is cancelled meanwhile. Raises
    NotInWords; texts.NamesAGroup; Forbidden; Changed.
    """
    require(actor, "cancel", request)
    if not is_reason(reason):
        raise NotInWords
    if request.is_of_group:
        texts.check_names(but=request.group, reason=reason)
    decided = decision(request, actor)
    keep(request)
    overtake(request)
    more = {"about": request.briefing.topic, "review": policy.WAITS, "difference": ""} if request.is_of_group else {}
    move(request, Status.REFUSED, actor=actor.person, verb="what was agreed cancelled", clause=request.clause,
         acting_as=decided["decided_as"], reason=reason, **more, **decided)
    if request.is_of_group:
        put_before(request, cancelled=True)
    others = holders_of(request, policy.ASKER, policy.INVITED, policy.LEADER, policy.DECIDER, policy.RECEIVER)
    told = {request.raised_by, *others} - {actor.person}
    post(request, "attendance_cancelled", to=in_order(told | set(holders_of(request, policy.NAMED))), key=str(request.version))
    return request


def holders_of(request, *capacities):
    """The people who hold an office that stands in it in one of these capacities today."""
    rows = AttendanceStanding.objects.filter(in_force(), request=request, capacity__in=capacities)
    return holders_today(rows.values("principal"))


def in_order(people):
    """These people, each in the same place every time."""
    return sorted(people, key=lambda one: one.pk)
