"""What a Member Conversation needs to be confirmed, and to stay so: papers and an officer who can decide, or a reason recorded."""
from django.db import transaction
from django.utils import timezone

from conversations.invited import everybody
from conversations.models import Event, Kind, Status
from conversations.reasons import is_reason
from council_portal.access.decisions import require
from council_portal.accounts.holders import holders
from council_portal.matters.services import move
from council_portal.outbox.services import post

DEMOCRATIC = "Democratic Services"


class CannotBe(Exception):
    """What was asked cannot be done as things are; the first argument is the word for why."""


def lacks(event):
    """What a Member Conversation lacks to be confirmed: "papers", "decider" (RUG-MC-PAPERS, RUG-MC-OFFICERS). Workshops and open days need
    neither: nothing is put before Members to speak on."""
    if event.kind != Kind.CONVERSATION:
        return []
    papers = event.papers.filter(withdrawn_at=None, replaced_by=None).exists()
    deciders = event.officers.filter(until=None, decides=True).exists()
    return [word for word, there in (("papers", papers), ("decider", deciders)) if not there]


def locked(event):
    """The event as the database has it now, held until the end of the transaction: of two who change what it rests on, the second sees
    the first."""
    return Event.objects.select_for_update().get(pk=event.pk)


@transaction.atomic
def confirm(event, *, actor, no_papers="", no_decider=""):
    """Confirm an event, with papers and an officer who can decide; where one is lacking, with the reason why it goes on without.

    Raises CannotBe("papers") or CannotBe("decider") where one is lacking and no reason in words is given
    (`reasons.is_reason`). Whoever is invited is told.
    """
    require(actor, "confirm", event)
    missing = lacks(locked(event))
    reasons = {"papers": no_papers.strip(), "decider": no_decider.strip()}
    for word in missing:
        if not is_reason(reasons[word]):
            raise CannotBe(word)
    move(event, Status.CONFIRMED, actor=actor.person, verb="confirmed", acting_as=DEMOCRATIC, detail=", ".join(f"no {w}" for w in missing),
         no_papers=reasons["papers"] if "papers" in missing else "", no_decider=reasons["decider"] if "decider" in missing else "",
         fell_back_at=None, fell_back_for="")
    post(event, "event_confirmed", **everybody(event))
    return event


def mind(event):
    """Take back the confirmation of an event that has lost what it was confirmed with, and for which no reason is recorded: it is announced
    again, until it is confirmed anew (the portal's own rule). Call inside the transaction of the change. Democratic Services and everybody
    invited are told. The instance is brought up to date. Returns whether it was taken back. Once it has begun it stays as it is."""
    now = locked(event)
    if now.status != Status.CONFIRMED or now.starts_at <= timezone.now():
        return False
    waived = {"papers": now.no_papers, "decider": now.no_decider}
    missing = [word for word in lacks(now) if not waived[word]]
    if not missing:
        return False
    move(now, Status.ANNOUNCED, actor=None, verb="confirmed no longer", detail=", ".join(f"no {word}" for word in missing),
         fell_back_at=timezone.now(), fell_back_for=" ".join(missing))
    told = everybody(now)
    post(now, "event_unconfirmed", to=[*told["to"], *(one.person for one in holders("democratic_services"))], key=told["key"])
    event.refresh_from_db()
    return True


def falls_without(event, *, paper=None, officer=None):
    """Would `mind` take back the confirmation of an event if this paper were withdrawn, or this officer named no more? One statement."""
    if event.kind != Kind.CONVERSATION or event.status != Status.CONFIRMED or event.starts_at <= timezone.now():
        return False
    if paper:
        return not event.no_papers and not event.papers.filter(withdrawn_at=None, replaced_by=None).exclude(pk=paper.pk).exists()
    others = event.officers.filter(until=None, decides=True).exclude(pk=officer.pk)
    return officer.decides and not event.no_decider and not others.exists()
