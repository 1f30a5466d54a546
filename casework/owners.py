"""Who sees to a case: the officer it is given to, the office it is handed over to, and what happens when they leave."""
from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import clocks, policy
from casework.models import Case, CaseEntry, CaseStanding, Status
from casework.routing import give_to_democratic_services, report_vacancy
from casework.turns import CannotBe, name_readers, note, people, say
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.access.services import end_standings, give_standing
from council_portal.accounts.holders import holders, holders_of
from council_portal.accounts.models import Appointment, Principal
from council_portal.audit.services import record
from council_portal.matters.services import Changed, move
from council_portal.outbox.services import post
from council_portal.protocol.rules import next_up
from council_portal.protocol.services import settle

Kind = CaseEntry.Kind
OWNED = [Status.WITH_OFFICER, Status.ESCALATED, Status.WITH_MEMBER, Status.ANSWERED]
LOOK_EVERY = 300  # seconds


def may_own(case):
    """The officers to whom a case can be given: whoever holds an office that has it today, deputies and stand-ins too."""
    return people(case, {policy.HANDLER})


def to_choose_from(user, case, *, offices=False):
    """The posts that take cases and that somebody holds today, [(heading, principal, names)]: those of the case's service first, then by
    service. offices: those of other Members too. Without the post that has the case, and without the Member who raised it.
    """
    wanted = Q(kind="post", post__in=policy.TAKERS) | (Q(kind="office") if offices else Q(pk=None))
    there = Appointment.objects.filter(in_force(), principal__in=Principal.objects.permitted(user, "choose").filter(wanted))
    there = there.exclude(person=case.raised_by).exclude(principal=case.sent_to).select_related("principal__service", "person")
    found = {}
    for row in there.order_by("principal__service__name", "principal__name", "role", "since"):
        found.setdefault(row.principal, []).append(row.person.full_name)
    rows = [(heading_of(principal), principal, ", ".join(dict.fromkeys(names))) for principal, names in found.items()]
    return sorted(rows, key=lambda row: (row[1].kind == "office", row[1].service_id is None, row[1].service_id != case.service_id))


def heading_of(principal):
    """Under what a principal stands in a list to choose from."""
    if principal.kind == Principal.Kind.OFFICE:
        return _("Members")
    return principal.service.name if principal.service else _("The whole council")


@transaction.atomic
def assign(case, *, actor, person, text=""):
    """Give a case to one officer of an office that has it. The clocks go on. Raises CannotBe for anybody else."""
    require(actor, "assign", case)
    if person not in may_own(case):
        raise CannotBe("not of this office")
    entry = say(case, Kind.ASSIGNED, actor.person, policy.HANDLER, text=text or person.full_name)
    move(case, case.status, actor=actor.person, verb="given to an officer", acting_as=entry.acting_as, detail=person.full_name[:200],
         owner=person)
    post(case, "case_yours", to=[person] if person != actor.person else [], key=str(entry.uid))
    return entry


@transaction.atomic
def assign_all(chosen, *, actor, person):
    """Give several cases to one officer: all of them, or none. chosen: [(case, version that the reader saw), ...].

    Raises Http404, Forbidden, Changed or CannotBe as the first that cannot be given says; then nothing is changed.
    """
    for case, version in chosen:
        require(actor, "assign", case)
        if case.version != version:
            raise Changed(case)
        assign(case, actor=actor, person=person)
    return len(chosen)


@transaction.atomic
def hand_over(case, *, actor, principal, text):
    """Hand a case over to another office that takes cases, for a reason that the Member reads. The clocks go on from the day of receipt.

    The office that hands over keeps reading it when the other is of its own service or of a part of it; else its standing ends (need to
    know). Raises CannotBe for an office that takes no cases, has it already, or where nobody is there.
    """
    require(actor, "hand_over", case)
    there = holders_of(principal, excluding=[case.raised_by])
    if principal.post not in policy.TAKERS or not there or principal == case.sent_to:
        raise CannotBe("nobody to hand it over to")
    before, entry = case.sent_to, say(case, Kind.HANDED_OVER, actor.person, policy.HANDLER, text=text)
    give_standing(case, principal, policy.HANDLER, reason="handed over", by=actor.person)
    name_readers(case, entry)
    service = principal.service or case.service
    if before.service_id and before.service not in service.upwards():
        end_standings(case, capacity=policy.HANDLER, principal=before)
    clocks.officer_spoke(case, entry.at)
    move(case, case.status, actor=actor.person, verb="handed over", acting_as=entry.acting_as, detail=principal.name[:200],
         sent_to=principal, service=service, owner=there[0].person, **clocks.dates(case, case.status))
    post(case, "case_for_you", to=[h.person for h in there], key=str(entry.uid))
    post(case, "case_handed_over", to=[case.raised_by], key=str(entry.uid))
    return entry


def ownerless():
    """Open cases that an office should see to, whose officer holds none of the offices that have them any more."""
    holds = Appointment.objects.filter(in_force(), person=OuterRef("owner"), principal__in=CaseStanding.objects.filter(
        in_force(), case=OuterRef(OuterRef("pk")), capacity=policy.HANDLER).values("principal"))
    return Case.objects.filter(is_open=True, status__in=OWNED).exclude(Exists(holds))


def mind_owners(limit=200):
    """Due by the clock, every few minutes: a case whose officer has left gets the next one of its office; where nobody is left, of the
    post above (the portal's own rule); where nobody is there at all, it is unrouted and Democratic Services are told.

    Returns how many cases were given somebody. A service that is abolished ends its posts, and its cases come here too.
    """
    if not cache.add("casework.owners-minded", True, LOOK_EVERY):
        return 0
    return sum(give_an_owner(case) for case in ownerless().select_related("sent_to", "service", "raised_by", "owner")[:limit])


@transaction.atomic
def give_an_owner(case):
    """Somebody for a case that has lost its officer. Returns 1, or 0 when somebody was quicker."""
    try:
        return settle_owner(case)
    except Changed:
        transaction.set_rollback(True)
        return 0


def settle_owner(case):
    """The next of the same office; else up the ladder; else Democratic Services."""
    gone = case.owner.full_name if case.owner else "Nobody"
    stands = case.standings.filter(in_force(), principal=case.sent_to, capacity=policy.HANDLER).exists()
    there = holders_of(case.sent_to, excluding=[case.raised_by]) if stands else []
    if there:
        why = f"{gone} no longer holds the office that has this case: {there[0].person.full_name} sees to it."
        return take_on(case, case.sent_to, there, why)
    up, of = next_up(case.sent_to.post), {"service": case.service, "ward": case.ward, "excluding": [case.raised_by]}
    found = settle(up, case.matter, **of) if up else None
    if found is None or found.principal is None or found.principal.post not in policy.TAKERS:
        note(case, Kind.HANDED_OVER, f"{gone} no longer holds the office that had this case, and nobody holds one above it.")
        give_to_democratic_services(case, reason="nobody is left in the office that had it, nor above", key=f"left:{case.version}")
        clocks.stop(case, clocks.Kind.MEMBER)
        clocks.resume(case, timezone.now())
        move(case, Status.UNROUTED, actor=None, verb="unrouted", owner=None, **clocks.dates(case, Status.UNROUTED))
        return 1
    give_standing(case, found.principal, policy.HANDLER, reason="the portal's own rule: nobody was left in the office that had it")
    report_vacancy(found, case)
    return take_on(case, found.principal, found.holders,
                   f"Nobody is left in the office that had this case: it went up to {found.principal.name}.")


def take_on(case, principal, there, why):
    """This officer of this office sees to the case from now on; they, the Member and Democratic Services are told."""
    note(case, Kind.ASSIGNED, f"{why} This is the portal’s own rule.")
    move(case, case.status, actor=None, verb="given to an officer", detail=there[0].person.full_name[:200], sent_to=principal,
         owner=there[0].person)
    post(case, "case_yours", to=[there[0].person], key=f"owner:{case.version}")
    post(case, "case_update", to=[case.raised_by], key=f"owner:{case.version}")
    post(None, "case_ownerless", to=[h.person for h in holders("democratic_services")], key=f"{case.uid}:{case.version}", path="/")
    record(case.service, "officer left a case", actor=None, detail=principal.name[:200])
    return 1
