"""Members who are openly involved in a service's matters, by their own word (RUG-4-OFFICERS, RUG-4-FOLLOW): no standing anywhere."""
from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.models import Involvement
from casework.policy import PLACERS, TAKERS
from casework.questions import members_today
from casework.turns import CannotBe
from council_portal.access.decisions import require
from council_portal.audit.services import record
from council_portal.matters.services import Changed, once


def involve(*, actor, key, service, ward, why):
    """A Member says that they are involved in the matters of a service. key: the UUID of the form; sent twice it is said once.

    ward: of these matters those of this ward; None for all. why: one line, which its readers read. Returns the Involvement. Raises
    Forbidden for who is no Member, CannotBe where it was said already.
    """
    require(actor, "say", Involvement)

    def make():
        try:
            with transaction.atomic():
                said = Involvement.objects.create(person=actor.person, service=service, ward=ward, why=why)
        except IntegrityError:
            raise CannotBe("said already") from None
        record(said, "said to be involved", actor=actor.person)
        return said

    return once(key, actor.person, Involvement, make)


@transaction.atomic
def end_involvement(said, *, actor):
    """A Member is involved no longer; its readers see it no more. Raises Changed where it has ended already. Returns it."""
    require(actor, "end", said)
    if not Involvement.objects.filter(pk=said.pk, until=None).update(until=timezone.now()):
        raise Changed(said)
    record(said, "no longer involved", actor=actor.person)
    return said


def of_member(user):
    """What this Member has said and not ended: one statement."""
    rows = Involvement.objects.filter(person=user.person_id, until=None)
    return list(rows.permitted(user, "view").select_related("service", "ward"))


def in_services_of(user):
    """Who is involved in the services in which this reader takes cases; all for whoever sees all. Only Members in office."""
    rows = Involvement.objects.permitted(user, "view").filter(until=None, person__in=members_today()).exclude(person=user.person_id)
    return list(rows.select_related("service", "ward", "person"))


def in_case(user, case):
    """The keys of the people who are involved in the service and ward of this case, as this reader may know it; none for most."""
    if not user.posts & (TAKERS | PLACERS):
        return set()
    return {said.person_id for said in in_services_of(user) if said.service_id == case.service_id and said.ward_id in (None, case.ward_id)}
