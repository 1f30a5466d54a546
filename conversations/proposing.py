"""Matters that Members and officers propose to discuss, and what Democratic Services say of them (RUG-MC-PROPOSE)."""
from django.db import transaction
from django.utils import timezone

from conversations.models import Event, Proposal
from conversations.services import DEMOCRATIC, CannotBe, show_to_proposers
from council_portal.access.decisions import require
from council_portal.accounts.holders import holders
from council_portal.audit.services import record
from council_portal.matters.services import Changed, move, once
from council_portal.outbox.services import post

Status = Proposal.Status


def propose(*, actor, key, **facts):
    """Propose a matter for discussion. Democratic Services are told. facts: title, text, ward, service. Returns the Proposal.

    key: the UUID of the form; sent twice it proposes once. Raises Forbidden.
    """
    require(actor, "propose", Proposal)

    def make():
        proposal = Proposal.objects.create(proposer=actor.person, **facts)
        record(proposal, "proposed", actor=actor.person)
        post(proposal, "proposal_made", to=[one.person for one in holders("democratic_services")])
        return proposal

    return once(key, actor.person, Proposal, make)


@transaction.atomic
def decline(proposal, *, actor, text):
    """It is not discussed, for a reason that the proposer reads."""
    return settle(proposal, Status.DECLINED, actor=actor, verb="proposal declined", text=text)


@transaction.atomic
def merge(proposal, *, actor, into, text=""):
    """It goes on in another proposal, which is answered for both. Raises CannotBe where that one does not wait any more."""
    require(actor, "decide", into)
    if into.pk == proposal.pk or into.status not in (Status.WAITING, Status.ACCEPTED):
        raise CannotBe("not into this")
    return settle(proposal, Status.MERGED, actor=actor, verb="proposal merged", text=text, merged_into=into, event=into.event,
                  shown=into.event)


@transaction.atomic
def put_on(proposal, *, actor, event, text=""):
    """It is discussed at an event that is there already. Raises CannotBe where that event has been or is cancelled."""
    require(actor, "change", event)
    return settle(proposal, Status.ACCEPTED, actor=actor, verb="proposal accepted", text=text, event=event, shown=event)


def settle(proposal, status, *, actor, verb, text, shown=None, **changes):
    """The answer to a proposal; the proposer is told. shown: the event that whoever proposed it sees from now on, or None."""
    require(actor, "decide", proposal)
    if proposal.status != Status.WAITING:
        raise Changed(proposal)
    move(proposal, status, actor=actor.person, verb=verb, acting_as=DEMOCRATIC, answer=text, answered_by=actor.person,
         answered_at=timezone.now(), **changes)
    if shown:
        show_to_proposers(shown)
    post(proposal, "proposal_answered", to=[proposal.proposer], key=str(proposal.version))
    return proposal


@transaction.atomic
def take_back(proposal, *, actor):
    """Whoever proposed it no longer wants it discussed."""
    require(actor, "take_back", proposal)
    if proposal.status != Status.WAITING:
        raise Changed(proposal)
    return move(proposal, Status.TAKEN_BACK, actor=actor.person, verb="proposal taken back")


def last_of(proposal):
    """The proposal in which this one went on in the end: itself, unless it was merged."""
    seen = {proposal.pk}
    while proposal.merged_into_id and proposal.merged_into_id not in seen:
        proposal = proposal.merged_into
        seen.add(proposal.pk)
    return proposal


def events_to_come(user):
    """The events on which a proposal can be put: not begun, and this reader may change them."""
    return Event.objects.permitted(user, "change").filter(starts_at__gt=timezone.now()).order_by("starts_at")
