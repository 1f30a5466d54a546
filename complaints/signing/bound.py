"""Who must sign the protocol in force, and why: by what they hold today, so that the list keeps itself (SRB-SIGN)."""
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Person
from council_portal.accounts.policy import CO_OPTED, SEATS, STAFF
from council_portal.protocol.services import rules_of
from directory.models import Officer


@dataclass
class Bound:
    """One person who must sign. kinds: "member", "co_opted", "tier", "restricted". reasons: the same in words."""

    person: Person
    kinds: list = field(default_factory=list)
    reasons: list = field(default_factory=list)

    def add(self, kind, reason):
        """One more reason."""
        self.kinds.append(kind)
        self.reasons.append(reason)


def bound(version, people=None):
    """[Bound] of everybody whom this version asks to sign, by name; [] where it asks nobody.

    people: only of these, None: of all. Co-opted and lay members are asked wherever Members are: they are bound (SEC-1.9). Temporary and
    agency officers are asked as any officer of their tier or post is. Two statements.
    """
    signing = rules_of(version).signing
    if signing is None:
        return []
    only = Q() if people is None else Q(person__in=people)
    found = {}
    if signing.members:
        of_members(found, only)
    if signing.officer_tiers or signing.politically_restricted:
        of_officers(found, only, signing)
    return sorted(found.values(), key=lambda one: (one.person.name, one.person.pk))


def of_members(found, only):
    """Add Members, co-opted and lay members."""
    held = Appointment.objects.filter(only, in_force(), principal__post__in=[SEATS, CO_OPTED]).select_related("person", "principal")
    for row in held.exclude(role=Appointment.Role.STAND_IN).order_by("pk"):
        one = found.setdefault(row.person_id, Bound(row.person))
        kind, reason = ("member", _("Member of the council")) if row.principal.post == SEATS else ("co_opted", _("Co-opted or lay member"))
        if kind not in one.kinds:
            one.add(kind, reason)


def of_officers(found, only, signing):
    """Add officers of the tiers named, and holders of politically restricted posts, who are in office."""
    in_office = Appointment.objects.filter(in_force(), principal__post=STAFF).values("person")
    asked = Q(tier__in=signing.officer_tiers)
    asked |= Q(politically_restricted=True) if signing.politically_restricted else Q()
    for row in Officer.objects.filter(only, asked, person__in=in_office).select_related("person"):
        one = found.setdefault(row.person_id, Bound(row.person))
        if row.tier in signing.officer_tiers:
            one.add("tier", _("Officer of tier %(n)s") % {"n": row.tier})
        if signing.politically_restricted and row.politically_restricted:
            one.add("restricted", _("Politically restricted post"))
