"""An account is closed and opened again, and of whoever holds a post to which complaints are confided under the eyes of others."""
from django.db import transaction
from django.utils import timezone

from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.accounts.confided import others_in
from council_portal.accounts.models import User
from council_portal.accounts.policy import CONFIDED, SECONDS
from council_portal.audit.services import record
from council_portal.outbox.services import post


@transaction.atomic
def set_open(user, *, actor, is_open):
    """Close an account, or open it again. user: the User. Nobody loses their office by it, and what is confided to the office waits for
    some days (docs/decisions/two-for-confided-posts.md). Closed for whoever holds a confided post, the others who appoint to one are told.
    """
    require(actor, "change", user)
    row = User.objects.select_for_update().get(pk=user.pk)
    if row.is_active == is_open:
        return row
    row.is_active, row.closed_at = is_open, None if is_open else timezone.now()
    row.save(update_fields=["is_active", "closed_at"])
    record(row, "account opened again" if is_open else "account closed", actor=actor)
    if not is_open and row.person.appointments.filter(in_force(), principal__post__in=CONFIDED).exists():
        post(None, "account_closed", to=others_in(SECONDS, but=[row.person_id, actor.person_id]),
             key=f"{row.uid}/{row.closed_at.isoformat()}", path="/")
    return row


def still(message, reader):
    """Asked when it is sent: does its reader appoint to such a post still?"""
    return bool(reader.posts & SECONDS)
