"""Who sees to a case: the officer it is given to, the office it is handed over to, and what happens when they leave."""
from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import clocks, policy
from casework.models import Case, CaseEntry, CaseExclusion, CaseStanding, Status
from casework.routing import give_to_democratic_services, report_vacancy
from casework.services import form_key
from casework.turns import CannotBe, name_readers, note, say
from casework.whose import free_of_it, free_officer, owner_of
from council_portal.access.decisions import require
from council_portal.access.models import in_force
from council_portal.access.services import end_standings, give_standing
from council_portal.accounts.holders import holders, holders_of
from council_portal.accounts.models import Absence, Appointment, Person, Principal
from council_portal.audit.services import record
from council_portal.matters.services import Changed, move, once
from council_portal.outbox.services import post
from council_portal.protocol.rules import next_up
from council_portal.protocol.services import settle

Kind = CaseEntry.Kind
OWNED = [Status.WITH_OFFICER, Status.ESCALATED, Status.WITH_MEMBER, Status.ANSWERED]
LOOK_EVERY = 300  # seconds
AT_ONCE = 25  # cases that are given to an officer in one act
OWN_RULE = gettext_lazy("This is the portal’s own rule.")


def may_own(case):
    """The officers to whom a case can be given: whoever holds an office that has it today, deputies and stand-ins too, by name.

    Not whoever is away, is kept out of the case or apart from its Member, or whose account is closed, nor the Member who raised it.
    """
    return may_own_all([case])


def may_own_all(cases):
    """The officers to whom each of these cases can be given, as `may_own` says. Four statements however many cases."""
    now, wanted = timezone.now(), {case.pk for case in cases}
    pairs = set(CaseStanding.objects.filter(in_force(now), held_at(now), capacity=policy.HANDLER, case__in=wanted).values_list(
        "case", "principal__appointments__person"))
    pairs -= set(CaseExclusion.objects.filter(
        in_force(now), case__in=wanted, principal__appointments__since__lte=now, principal__appointments__until__gt=F("since"),
    ).values_list("case", "principal__appointments__person"))
    pairs = free_of_it(cases, pairs - {(case.pk, case.raised_by_id) for case in cases})
    found = {person for _case, person in pairs if all((case, person) in pairs for case in wanted)}
    there = Person.objects.filter(pk__in=found).exclude(pk__in=Absence.objects.filter(in_force(now)).values("person"))
    return list(there.exclude(user__is_active=False).order_by("name", "pk"))


def offices_of_all(cases):
    """The names of the offices that have every one of these cases today: one statement."""
    rows = CaseStanding.objects.filter(in_force(), capacity=policy.HANDLER, case__in=[case.pk for case in cases])
    of = {}
    for name, case in rows.values_list("principal__name", "case"):
        of.setdefault(name, set()).add(case)
    return sorted(name for name, has in of.items() if len(has) == len(cases))


def held_at(at, **more):
    """The condition on a standing that somebody holds its principal at this instant. more: of that appointment (`person`)."""
    appointed = {"since__lte": at, "until__gt": at, **more}
    return Q(**{f"principal__appointments__{name}": value for name, value in appointed.items()})


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
    """Give a case to one officer of an office that has it. The clocks go on. Raises CannotBe for anybody else, and for whoever sees to it
    already.
    """
    require(actor, "assign", case)
    if person not in may_own(case):
        raise CannotBe("not of this office")
    if case.owner == person:
        raise CannotBe("sees to it already")
    return give(case, actor=actor, person=person, text=text)


def give(case, *, actor, person, text=""):
    """This officer sees to the case from now on, as has been allowed; they are told, and so is whoever saw to it before."""
    before = case.owner
    entry = say(case, Kind.ASSIGNED, actor.person, policy.HANDLER, text=text or person.full_name)
    move(case, case.status, actor=actor.person, verb="given to an officer", acting_as=entry.acting_as, detail=person.full_name[:200],
         owner=person)
    post(case, "case_yours", to=[person] if person != actor.person else [], key=str(entry.uid))
    post(case, "case_update", to=[before] if before and before not in (person, actor.person) else [], key=str(entry.uid))
    return entry


@transaction.atomic
def assign_all(chosen, *, actor, person):
    """Give several cases to one officer: all of them, or none. chosen: [(case, version that the reader saw), ...], AT_ONCE at most.

    Those that the officer sees to already stay as they are. Returns the last turn that was made. Raises Http404, Forbidden or Changed as
    the first that cannot be given says, CannotBe when the officer may not own all of them or sees to all of them already; then nothing
    is changed.
    """
    for case, version in chosen:
        require(actor, "assign", case)
        if case.version != version:
            raise Changed(case)
    if not 1 <= len(chosen) <= AT_ONCE or person not in may_own_all([case for case, _version in chosen]):
        raise CannotBe("not of these offices")
    others = [case for case, _version in chosen if case.owner_id != person.pk]
    if not others:
        raise CannotBe("sees to all of them already")
    in_order = sorted(others, key=lambda case: case.pk)  # two at once never wait for one another crosswise
    return [give(case, actor=actor, person=person) for case in in_order][-1]


def assign_once(key, chosen, *, actor, person):
    """`assign_all` for this form: the same form again changes nothing."""
    said = form_key(key, person.uid, *sorted(f"{case.uid}:{version}" for case, version in chosen))
    return once(said, actor.person, CaseEntry, lambda: assign_all(chosen, actor=actor, person=person))


@transaction.atomic
def hand_over(case, *, actor, principal, text):
    """Hand a case over to another office that takes cases, for a reason that the Member reads. The clocks go on from the day of receipt.

    Offices that had it keep reading it when the other is of their own service or of a part of it; else their standing ends (need to
    know). Raises CannotBe for an office that takes no cases, has it already, is of a service that has ended, or where nobody is there.
    """
    require(actor, "hand_over", case)
    there = present(principal, case)
    if principal.post not in policy.TAKERS or not there or principal == case.sent_to or abolished(principal.service):
        raise CannotBe("nobody to hand it over to")
    owner = free_officer(case.raised_by, principal, there)
    if owner is None:  # SECURITY: the same answer as where nobody is there
        raise CannotBe("nobody to hand it over to")
    before = case.owner
    entry = say(case, Kind.HANDED_OVER, actor.person, policy.HANDLER, text=text)
    give_standing(case, principal, policy.HANDLER, reason="handed over", by=actor.person)
    name_readers(case, entry)
    service = principal.service or case.service
    for office in offices_outside(case, service):
        for capacity in policy.HAVE_OR_HAD:
            end_standings(case, capacity=capacity, principal=office)
    move(case, case.status, actor=actor.person, verb="handed over", acting_as=entry.acting_as, detail=principal.name[:200],
         sent_to=principal, service=service, owner=owner, **clocks.dates(case, case.status))
    post(case, "case_for_you", to=[h.person for h in there], key=str(entry.uid))
    post(case, "case_handed_over", to=[case.raised_by], key=str(entry.uid))
    told = {actor.person, *(h.person for h in there)}
    post(case, "case_update", to=[before] if before and before not in told else [], key=str(entry.uid))
    return entry


def present(principal, case):
    """The people who act for this office today and could own the case, as `holders_of` gives them."""
    closed = Person.objects.filter(user__is_active=False, appointments__in=principal.appointments.filter(in_force()))
    return holders_of(principal, excluding=[case.raised_by, *closed])


def abolished(service):
    """Is there no such service any more? From 00:00 London of the day on which it ended."""
    return service is not None and service.ended_on is not None and service.ended_on <= timezone.localdate()


def offices_outside(case, service):
    """The offices that have or had the case and are of another service: neither this one nor one that it is part of."""
    rows = case.standings.filter(in_force(), capacity__in=policy.HAVE_OR_HAD).select_related("principal__service")
    ways = service.upwards()
    return [row.principal for row in rows if row.principal.service and row.principal.service not in ways]


def ownerless():
    """Open cases that an office should see to, whose officer holds none of the offices that have them any more, or has no account open."""
    holds = CaseStanding.objects.filter(in_force(), held_at(timezone.now(), person=OuterRef("owner")), case=OuterRef("pk"),
                                        capacity=policy.HANDLER)
    return Case.objects.filter(~Exists(holds) | Q(owner__user__is_active=False), is_open=True, status__in=OWNED)


def who_is_there(cases):
    """{key of a case: keys of the people who hold an office that has it today}, without those whose account is closed; of the cases that
    an officer should see to. One statement.
    """
    found = {case.pk: set() for case in cases if case.is_open and case.status in OWNED}
    if not cases:
        return found
    now, at = timezone.now(), "principal__appointments"
    rows = CaseStanding.objects.filter(
        in_force(now), Q(**{f"{at}__person__user": None}) | Q(**{f"{at}__person__user__is_active": True}), held_at(now),
        case__in=found, capacity=policy.HANDLER)
    for case, person in rows.values_list("case_id", f"{at}__person"):
        found[case].add(person)
    return found


def without_owner(cases, there):
    """The keys of those cases that nobody sees to at this moment, as `ownerless` says. there: as `who_is_there` gives it."""
    return {case.pk for case in cases if case.pk in there and case.owner_id not in there[case.pk]}


def somebody_else(case, there):
    """Is there anybody but who sees to it already that it could be given to? there: as `who_is_there` gives it; who is away counts."""
    return bool(there.get(case.pk, set()) - {case.owner_id, case.raised_by_id})


def open_work(principals):
    """For `access.holdings`: the open cases that these offices have, and those whose officer is one of these people, as (label, number).

    principals: ids, of posts or of the people themselves.
    """
    stands = CaseStanding.objects.filter(in_force(), is_open=True, principal__in=principals, capacity=policy.HANDLER)
    owned = Case.objects.filter(is_open=True, status__in=OWNED, owner__own_principals__in=principals)
    return [(_("open cases"), stands.values("case").distinct().count()),
            (_("open cases of which they are the officer"), owned.distinct().count())]


def ownerless_by_service():
    """[(name of a service, number), ...] of the open cases that nobody sees to. SECURITY: numbers only, for whoever mends it."""
    rows = Case.objects.filter(is_open=True, owner=None).exclude(status=Status.WITH_CENTRE)
    return list(rows.order_by("service__name").values_list("service__name").annotate(Count("pk")))


def ended_by_service():
    """[(name of a service, number), ...] of the open cases of services that have ended. SECURITY: numbers only, as above."""
    rows = Case.objects.filter(is_open=True, service__ended_on__lte=timezone.localdate())
    return list(rows.order_by("service__name").values_list("service__name").annotate(Count("pk")))


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
    stands = case.standings.filter(in_force(), principal=case.sent_to, capacity=policy.HANDLER).exists()
    there = present(case.sent_to, case) if stands else []
    said = {"person": case.owner.full_name if case.owner else _("Nobody"), "office": case.sent_to.name}
    if there:
        officer = owner_of(case, case.sent_to, there)
        why = _("%(person)s no longer sees to this case in the office %(office)s: %(next)s does.") if case.owner else _(
            "Nobody saw to this case in the office %(office)s: %(next)s does now.")
        return take_on(case, case.sent_to, officer, why % {**said, "next": officer.full_name})
    found = next_above(case)
    if found is None:
        return leave_unrouted(case, _("%(office)s has nobody left to see to this case, and nobody holds an office above it.") % said)
    give_standing(case, found.principal, policy.HANDLER, reason="the portal's own rule: nobody was left in the office that had it")
    report_vacancy(found, case)
    why = _("%(office)s has nobody left to see to this case: it went up to %(above)s.")
    return take_on(case, found.principal, owner_of(case, found.principal, found.holders), why % {**said, "above": found.principal.name})


def next_above(case):
    """Where a case goes whose office has nobody left: the first office above it with somebody there; None where there is none."""
    up = next_up(case.sent_to.post)
    closed = Person.objects.filter(user__is_active=False, appointments__in=Appointment.objects.filter(
        in_force(), principal__post__in=policy.TAKERS))
    found = settle(up, case.matter, service=case.service, ward=case.ward, excluding=[case.raised_by, *closed]) if up else None
    return found if found and found.principal and found.principal.post in policy.TAKERS else None


def leave_unrouted(case, why):
    """Nobody is left to see to it: Democratic Services find somebody. The Member's clock stops, the officers' go on."""
    note(case, Kind.HANDED_OVER, f"{why} {OWN_RULE}")
    give_to_democratic_services(case, reason="nobody is left in the office that had it, nor above", key=f"left:{case.version}")
    clocks.stop(case, clocks.Kind.MEMBER)
    clocks.resume(case, timezone.now())
    move(case, Status.UNROUTED, actor=None, verb="unrouted", owner=None, **clocks.dates(case, Status.UNROUTED))
    post(case, "case_update", to=[case.raised_by], key=f"left:{case.version}")
    return 1


def take_on(case, principal, officer, why):
    """This officer of this office sees to the case from now on; they, the Member and Democratic Services are told."""
    note(case, Kind.ASSIGNED, f"{why} {OWN_RULE}")
    move(case, case.status, actor=None, verb="given to an officer", detail=officer.full_name[:200], sent_to=principal,
         owner=officer)
    post(case, "case_yours", to=[officer], key=f"owner:{case.version}")
    post(case, "case_update", to=[case.raised_by], key=f"owner:{case.version}")
    post(None, "case_ownerless", to=[h.person for h in holders("democratic_services")], key=f"{case.uid}:{case.version}", path="/")
    record(case.service, "officer left a case", actor=None, detail=principal.name[:200])
    return 1
