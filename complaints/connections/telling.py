"""Telling those who keep the register that there is something, and nothing else."""
from django.db import transaction
from django.utils import timezone

from complaints.connections.models import Connection, NotAvoided
from complaints.connections.services import people_of, readers
from complaints.telling import tell


def still(message, reader):
    """Asked when it is sent: is there still something of the register for them?"""
    return Connection.objects.permitted(reader, "view").exists()


@transaction.atomic
def tell_not_avoided():
    """Due by the clock: where a connection could not be avoided, those who keep the register are told, on the day after at the earliest.

    Returns how many messages were written. SECURITY: told at once, the time of the message beside those of the cases would say whose.
    """
    rows = list(NotAvoided.objects.filter(told=False, on__lt=timezone.localdate()).select_related("connection"))
    if not rows:
        return 0
    NotAvoided.objects.filter(pk__in=[row.pk for row in rows]).update(told=True)
    found = {person.pk: person for row in rows for person in readers(people_of([row.connection])[row.connection.pk].values())}
    return len(tell(list(found.values())))
