"""Members who leave: a term that ends, and those missing from the feed, proposed as having left and settled by a person."""
import datetime
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council_portal.access.decisions import require
from council_portal.access.models import OPEN_ENDED, in_force
from council_portal.accounts.models import Appointment, GroupMembership, Principal
from council_portal.accounts.policy import IN_OFFICE
from council_portal.accounts.services import change_group, leave_office, reopen
from council_portal.audit.services import record
from council_portal.clock.days import start_of
from profiles.models import Duty, PartyMembership, ProposedLeaving, Seat, true_on

Outcome = ProposedLeaving.Outcome


class Reason(models.TextChoices):
    """Why a term ends. Kept in the record of what happened, and shown nowhere."""

    ELECTION = "election", _("an election")
    RESIGNATION = "resignation", _("a resignation")
    DEATH = "death", _("a death")
    DISQUALIFIED = "disqualified", _("a disqualification")
    MOVED = "moved", _("a move to another council or ward")


class Settled(Exception):
    """Somebody settled it first."""


@dataclass(frozen=True)
class Holdings:
    """What a person holds on a day: rows of appointments, seats on bodies, duties, the group's and the party's membership or None."""

    offices: tuple
    seats: tuple
    duties: tuple
    group: GroupMembership | None
    party: PartyMembership | None


def holdings(person, day):
    """What would end for this person if they left on `day`, the first day on which they are not in office any more."""
    reach = true_on(day) | true_on(max(day, timezone.localdate()))
    at = start_of(day)
    live = in_force(at) | in_force(max(at, timezone.now())) | Q(role=Appointment.Role.STAND_IN, until__gt=at)
    offices = Appointment.objects.filter(live, person=person).exclude(principal__kind=Principal.Kind.PERSON)
    return Holdings(
        offices=tuple(offices.select_related("principal__ward").order_by("principal__kind", "principal__name", "pk")),
        seats=tuple(Seat.objects.filter(reach, person=person).select_related("body").order_by("body__name")),
        duties=tuple(Duty.objects.filter(reach, person=person).order_by("kind", "title")),
        group=GroupMembership.objects.filter(person=person, ended_on=None).select_related("group").first(),
        party=PartyMembership.objects.filter(person=person, ended_on=None).first(),
    )


def end_office(person, *, at, actor):
    """End what this person holds at `at` (an instant): offices, seats on bodies, duties, political group. Returns the Holdings that ended.

    What they raised stays with the offices that have it. Recorded late, what began since then ends now.
    """
    day = timezone.localdate(at)
    held = holdings(person, day)
    leave_office(person, actor=actor, at=at)
    if at < timezone.now():
        leave_office(person, actor=actor)
    for fact in (*held.seats, *held.duties):
        end_fact(fact, on=day, actor=actor)
    if held.group:
        change_group(person, None, on=not_before(held.group, day), actor=actor)
    cut_short(GroupMembership, person, day)
    return held


def cut_short(model, person, day):
    """Of a change that was to come: what would have gone on until then ends on `day`."""
    model.objects.filter(true_on(day), person=person, ended_on__gt=day).update(ended_on=day)


def end_fact(fact, *, on, actor):
    """End a seat or a duty: true until the day before `on`. One that begins later ends as it begins."""
    fact.ended_on = not_before(fact, on)
    fact.save(update_fields=["ended_on"])
    record(fact, f"{fact._meta.model_name} ended", actor=actor, detail=f"{fact.ended_on}")


def not_before(fact, day):
    """This day, or the one on which the fact begins where that is later."""
    return max(day, fact.began_on) if fact.began_on else day


@transaction.atomic
def end_term(member, *, last_day, reason, actor):
    """The Member's term ends: `last_day` (a date, past or to come) is their last in office. Returns the Holdings that end with it.

    reason: a word of Reason. Access ends with that day in London. The party ends too; published terms stay as published. An end that
    was entered before and is still to come moves to this day, earlier or later, with all that was to end by it.
    """
    require(actor, "change", member)
    day = last_day + datetime.timedelta(days=1)
    before = end_to_come(member.person)
    if before and before != day:
        record(member.person, "end of term moved", actor=actor, detail=f"{before - datetime.timedelta(days=1)} to {last_day}")
    if before and before < day:
        go_on(member.person, before)
    held = end_office(member.person, at=start_of(day), actor=actor)
    if held.party:
        held.party.ended_on = not_before(held.party, day)
        held.party.save(update_fields=["ended_on"])
    cut_short(PartyMembership, member.person, day)
    for proposal in ProposedLeaving.objects.filter(person=member.person, outcome=Outcome.OPEN):
        settle(proposal, Outcome.LEFT, actor=actor)
    record(member.person, "term ended", actor=actor, detail=f"{last_day}, {Reason(reason).value}")
    return held


def end_to_come(person):
    """The first day on which this person, in office today, is not any more, where that is entered (a date); None where it is not."""
    held = Appointment.objects.filter(person=person, role=Appointment.Role.HOLDER, principal__post__in=IN_OFFICE)
    until = max(held.filter(in_force()).values_list("until", flat=True), default=OPEN_ENDED)
    return None if until == OPEN_ENDED or held.filter(in_force(until)).exists() else timezone.localdate(until)


def would_move(person, day):
    """The Holdings of this person that were to end on `day`, the first day on which they were not to be in office any more."""
    offices = Appointment.objects.filter(person=person, until=start_of(day)).exclude(principal__kind=Principal.Kind.PERSON)
    offices = offices.exclude(until=F("since")).select_related("principal__ward").order_by("principal__kind", "principal__name", "pk")
    ends = {"person": person, "ended_on": day}
    return Holdings(
        offices=tuple(offices),
        seats=tuple(Seat.objects.filter(**ends).exclude(body__ended_on=day).select_related("body").order_by("body__name")),
        duties=tuple(Duty.objects.filter(**ends).order_by("kind", "title")),
        group=GroupMembership.objects.filter(**ends).select_related("group").order_by("-began_on").first(),
        party=PartyMembership.objects.filter(**ends).order_by("-began_on").first(),
    )


def go_on(person, day):
    """Let what was to end for this person on `day` (to come) go on without an end, so that it can end on another day.

    What has another of its kind open already (a group joined from that day on, a seat taken again) stays as it is.
    """
    moved = would_move(person, day)
    reopen(person, end=start_of(day))
    taken = set(Seat.objects.filter(person=person, ended_on=None).values_list("body", flat=True))
    open_again = [*(seat for seat in moved.seats if seat.body_id not in taken), *moved.duties]
    open_again += [row for row in (moved.group, moved.party)
                   if row and not type(row).objects.filter(person=person, ended_on=None).exists()]
    for row in open_again:
        row.ended_on = None
        row.save(update_fields=["ended_on"])


def propose_leaving(person, *, actor=None):
    """Keep for Democratic Services that this Member is no longer in the feed. Nothing of theirs ends by it."""
    proposal = ProposedLeaving.objects.create(person=person)
    record(person, "proposed as having left", actor=actor)
    return proposal


@transaction.atomic
def confirm_left(proposal, *, actor, at=None):
    """The Member has left: what they hold ends now, or at `at` (an instant). Settled raised if it was settled before.

    actor: a person of Democratic Services. Terms and party stay as published: they say what was. Returns the Holdings that ended.
    """
    settle(proposal, Outcome.LEFT, actor=actor)
    return end_office(proposal.person, at=at or timezone.now(), actor=actor)


@transaction.atomic
def keep_in_office(proposal, *, actor):
    """The Member has not left, whatever the feed leaves out. Not proposed again until the feed has listed them once more."""
    settle(proposal, Outcome.STAYS, actor=actor)
    record(proposal.person, "has not left", actor=actor)


def settle(proposal, outcome, *, actor):
    """Give an open proposal its outcome; one statement, so that two people cannot settle it differently."""
    require(actor, "settle", proposal)
    settled = {"outcome": outcome, "settled_at": timezone.now(), "settled_by": actor}
    if not ProposedLeaving.objects.filter(pk=proposal.pk, outcome=Outcome.OPEN).update(**settled):
        raise Settled
    proposal.refresh_from_db()


def withdraw_leaving(proposal, *, actor=None):
    """The feed lists the Member again: nothing is left to be confirmed."""
    ProposedLeaving.objects.filter(pk=proposal.pk).update(outcome=Outcome.LISTED, settled_at=timezone.now())
    record(proposal.person, "in the feed again", actor=actor)
