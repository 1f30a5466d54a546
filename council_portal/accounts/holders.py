"""Turning a post into people: who holds it today, or stands in, or deputises."""
import datetime
from dataclasses import dataclass

from django.db.models import F, Q, Value
from django.utils import timezone

from council_portal.access.models import in_force
from council_portal.accounts.models import Absence, Appointment, GroupMembership, Person, Principal
from council_portal.accounts.policy import STAFF

NEWS = datetime.timedelta(days=14)  # calendar days for which a change is news


@dataclass(frozen=True)
class Holder:
    """A person who acts for a principal today. instead_of: the holder for whom they stand in or deputise, or None."""

    person: Person
    principal: Principal
    instead_of: Person | None = None


def news(user):
    """{"changed": [(key of an appointment, its post)], "left": [key of a group membership], "absence": [key of the reader's own]}.

    Appointments that began or ended in the last NEWS, memberships of groups that ended in it, and the reader's absences to come: keys
    only, as this reader may see them, and none for most. One statement a request for the panels of all rooms, kept on the reader as
    `held` is.
    """
    known = user.person.__dict__
    if "_news" not in known:
        now = timezone.now()
        lately, today = (now - NEWS, now), timezone.localdate(now)
        changed = Appointment.objects.permitted(user, "view").filter(Q(since__range=lately) | Q(until__range=lately))
        changed = changed.exclude(role=Appointment.Role.STAND_IN).exclude(principal__post__in=["", STAFF])
        left = GroupMembership.objects.filter(ended_on__range=(today - NEWS, today))
        absent = Absence.objects.permitted(user, "view").filter(since__gt=now, person=user.person_id).exclude(until=F("since"))
        first, *more = [rows.order_by().annotate(what=Value(what), of_post=of).values_list("what", "pk", "of_post") for what, rows, of in (
            ("changed", changed, F("principal__post")), ("left", left, Value("")), ("absence", absent, Value("")))]
        known["_news"] = found = {"changed": [], "left": [], "absence": []}
        for what, key, of_post in first.union(*more, all=True):
            found[what].append((key, of_post) if what == "changed" else key)
    return known["_news"]


def changed_lately(user, posts):
    """Keys of the appointments to these posts that began or ended in the last NEWS, as this reader may see them; [] for most."""
    return [key for key, post in news(user)["changed"] if post in posts]


def principals_of(post, *, service=None, group=None, ward=None):
    """The principals that a post word means here, nearest first: of the service, of what it is part of, of the council."""
    if post == "ward_members":
        return list(Principal.objects.filter(kind=Principal.Kind.WARD, ward=ward)) if ward else []
    if post == "group_leader":
        return list(Principal.objects.filter(post=post, group=group)) if group else []
    if service is None:  # "the Executive Directors": any of them acts
        return list(Principal.objects.filter(post=post, group=None).order_by("service__name", "pk"))
    ways = service.upwards()
    found = {p.service_id: p for p in Principal.objects.filter(Q(service__in=ways) | Q(service=None), post=post, group=None)}
    near = [found[key] for key in [*(s.pk for s in ways), None] if key in found]
    if post != "executive_director":
        return near
    # "the Executive Directors": the nearest first, and any of them acts
    return near + list(Principal.objects.filter(post=post, group=None).exclude(pk__in=[p.pk for p in near]).order_by("name", "pk"))


def holders(post, *, service=None, group=None, ward=None, excluding=(), at=None):
    """The people to whom this one post turns: holders first, then deputies; whoever is away is followed to the stand-in.

    excluding: people concerned in the matter, who are skipped. Returns a list of Holder, all of one principal, or [] for nobody
    (the ladder that climbs from there is the protocol's: `protocol.services.place`). at: an instant, now when left out.
    """
    at = at or timezone.now()
    for principal in principals_of(post, service=service, group=group, ward=ward):
        found = holders_of(principal, excluding=excluding, at=at)
        if found:
            return found
    return []


def holders_of(principal, *, excluding=(), at=None):
    """The people who act for this principal today, as `holders` says. Whoever is named holds it that day, so they may see its matters."""
    at = at or timezone.now()
    kept_out = {person.pk for person in excluding}
    rows = list(Appointment.objects.filter(in_force(at), principal=principal).select_related("person").order_by("since", "pk"))
    acting = {row.person_id for row in rows}
    absences = Absence.objects.filter(in_force(at)).select_related("stand_in").order_by("since", "pk")
    away = {a.person_id: a for a in absences}  # two at once: the one that began last
    for role in (Appointment.Role.HOLDER, Appointment.Role.DEPUTY):
        first = next((r.person for r in rows if r.role == Appointment.Role.HOLDER), None)
        found = {}
        for row in rows:
            person = present(row.person, away, kept_out) if row.role == role else None
            if person and person.pk in acting:  # a stand-in may have left the council since
                instead_of = row.person if person != row.person else first if role == Appointment.Role.DEPUTY else None
                found.setdefault(person.pk, Holder(person, principal, instead_of))
        if found:
            return list(found.values())
    return []


def present(person, away, kept_out):
    """This person when they are here and not concerned; else along the chain of stand-ins; nobody when it ends or loops.

    A person concerned in the matter does not pass it on: the one they chose would act for them.
    """
    seen = set()
    while person is not None and person.pk not in seen and person.pk not in kept_out:
        if person.pk not in away:
            return person
        seen.add(person.pk)
        person = away[person.pk].stand_in
    return None


def stands_in_for(person, at=None):
    """The ids of those for whom this person stands in at an instant (now), along a chain of absences too. A statement for each link."""
    found, asked = set(), {person.pk}
    while asked:  # once when nobody is away
        rows = Appointment.objects.filter(in_force(at), person__in=asked, role=Appointment.Role.STAND_IN)
        asked = set(rows.values_list("absence__person", flat=True)) - found
        found |= asked
    return sorted(found)
