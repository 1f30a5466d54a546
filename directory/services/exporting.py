"""An export of the directory leaves the portal: that it did is on record, with what it may not be used for."""
from django.db import transaction

from council_portal.access.decisions import require
from council_portal.audit.services import record
from directory.models import Officer


@transaction.atomic
def export(what, *, actor, officer=None):
    """Record that a list, or the card of one officer, was taken out of the portal (SEC-3.2n; barred uses: SEC-7.3, SEC-8.5, EXD-3).

    what: "heads.csv", "heads.vcf" or "card.vcf". actor: the User.
    """
    require(actor, "view", officer or Officer)
    record(officer, "directory exported", actor=actor.person, detail=what)

