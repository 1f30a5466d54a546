"""Entering that a power came into force."""
from django.conf import settings
from django.db import transaction

from complaints.sanctions.models import Commencement
from council_portal.access.decisions import require
from council_portal.audit.services import record


@transaction.atomic
def enter(commencement, *, actor):
    """Keep a new entry for the council's own nation, with who entered it, and record it. Raises Forbidden."""
    require(actor, "add", Commencement)
    commencement.nation, commencement.entered_by = settings.COUNCIL_NATION, actor.person
    commencement.save(force_insert=True)
    record(commencement, "commencement of a power entered", actor=actor.person,
           detail=f"{commencement.word} {commencement.lawful_from or 'taken back'}")
    return commencement
