"""Members who are missing from the feed: proposed as having left, and settled by a person."""
from django.db import transaction
from django.utils import timezone

from council_portal.access.decisions import require
from council_portal.accounts.services import leave_office
from council_portal.audit.services import record
from profiles.models import ProposedLeaving

Outcome = ProposedLeaving.Outcome


class Settled(Exception):
    """Somebody settled it first."""


def propose_leaving(person, *, actor=None):
    """Keep for Democratic Services that this Member is no longer in the feed. Nothing of theirs ends by it."""
    proposal = ProposedLeaving.objects.create(person=person)
    record(person, "proposed as having left", actor=actor)
    return proposal


@transaction.atomic
def confirm_left(proposal, *, actor, at=None):
    """The Member has left: what they hold ends now, or at `at` (an instant). Settled raised if it was settled before.

    actor: a person of Democratic Services. Terms and party stay as published: they say what was.
    """
    settle(proposal, Outcome.LEFT, actor=actor)
    leave_office(proposal.person, actor=actor, at=at)


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
