"""Entering that a power came into force, and agreeing to what somebody else entered."""
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from complaints.sanctions.models import Commencement
from council_portal.access.decisions import require
from council_portal.accounts.confided import others_in
from council_portal.accounts.policy import MONITORING
from council_portal.audit.services import record
from council_portal.outbox.services import post


@transaction.atomic
def enter(commencement, *, actor):
    """Keep a new entry for the council's own nation, with who entered it, and record it. It waits for `answer`: whoever may give it is
    told, not of what. Raises Forbidden."""
    require(actor, "add", Commencement)
    commencement.nation, commencement.entered_by = settings.COUNCIL_NATION, actor.person
    commencement.save(force_insert=True)
    record(commencement, "commencement of a power entered", actor=actor.person, detail=in_short(commencement))
    if commencement.waits:
        post(None, "second_wanted", to=seconds(actor.person), key=str(commencement.uid),
             path=reverse("monitoring:sanctions_commencement_change", args=[commencement.pk]))
    return commencement


@transaction.atomic
def answer(commencement, *, actor, agreed, reason=""):
    """Somebody else agrees to an entry, from which on it counts, or refuses it. reason: needed for a no. Recorded.

    Raises Forbidden for whoever entered it and for an entry that was answered or takes one back; ValueError for a no without a reason.
    """
    row = Commencement.objects.select_for_update().get(pk=commencement.pk)
    require(actor, "change", row)
    if not agreed and not reason.strip():
        raise ValueError("a refusal has a reason")
    row.agreed, row.reason, row.answered_by, row.answered_at = agreed, reason, actor.person, timezone.now()
    row.save(update_fields=["agreed", "reason", "answered_by", "answered_at"])
    record(row, "commencement of a power agreed to" if agreed else "commencement of a power refused", actor=actor.person,
           detail=in_short(row))
    return row


def in_short(row):
    """An entry as the record has it."""
    return f"{row.word} {row.lawful_from or 'taken back'}"


def seconds(person):
    """The people who could answer today what this person enters, by name. One statement."""
    return others_in(MONITORING, but=[person.pk])


def still(message, reader):
    """Asked when a message to a second is sent: does an entry wait for their word?"""
    return Commencement.objects.permitted(reader, "change").exists()
