"""Verbs on what the directory says of a service: changed, confirmed."""
from django.db import transaction
from django.utils import timezone

from council_portal.access.decisions import require
from council_portal.audit.services import record
from directory.models import ServiceEntry


@transaction.atomic
def change_entry(entry, *, actor, about, deals_with, how_to_request):
    """Keep what the directory says of a service, and that it is right today (RUG-DIR). Returns the entry.

    entry: a ServiceEntry, not saved yet where there is none. actor: the User of whoever answers for the service, or of Democratic
    Services. deals_with: a list of lines in a resident's words.
    """
    require(actor, "change", entry)
    words = {"about": about, "deals_with": deals_with, "how_to_request": how_to_request}
    kept, _made = ServiceEntry.objects.update_or_create(service=entry.service, defaults=words)
    record(entry.service, "directory entry changed", actor=actor.person)
    return confirm_entry(kept, actor=actor)


@transaction.atomic
def confirm_entry(entry, *, actor):
    """Say that the entry of a service is right as it stands today (RUG-DIR-FRESH). Returns the entry."""
    require(actor, "confirm", entry)
    ServiceEntry.objects.update_or_create(service=entry.service,
                                          defaults={"confirmed_on": timezone.localdate(), "confirmed_by": actor.person})
    record(entry.service, "directory entry confirmed", actor=actor.person)
    return entry
