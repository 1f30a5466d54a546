"""Who holds the posts of every service today, read at once: the same answers as `accounts.holders.holders`, for whole lists.

`holders` asks the database for each post of each service. A page that shows all services asks here instead: three statements, however many
services and posts there are. tests/directory/test_board.py holds the two together.
"""
from collections import defaultdict

from django.utils import timezone
from django.utils.functional import cached_property

from council_portal.access.models import in_force
from council_portal.accounts.holders import Holder, present
from council_portal.accounts.models import Absence, Appointment, Principal, Service

CONTACTS = ("clo", "nominated_officer", "head_of_service")  # any of them is a named point of contact (RUG-4-POINTS)
LADDER = ("clo", "head_of_service", "chief_officer", "director", "executive_director", "chief_operating_officer", "chief_executive")
SHOWN = (*dict.fromkeys((*CONTACTS, *LADDER)), "portfolio_holder")


class Board:
    """Services in being, the posts of SHOWN, who is appointed to them, and who is away. user: who reads. at: an instant, else now."""

    def __init__(self, user, at=None):
        self.user, self.at = user, at or timezone.now()
        self.services = {s.pk: s for s in Service.objects.permitted(user, "view").filter(ended_on=None)}
        for service in self.services.values():  # so that upwards() asks nothing
            service.part_of = self.services.get(service.part_of_id)
        self.rows = defaultdict(list)
        posts = Appointment.objects.permitted(user, "view").filter(in_force(self.at), principal__kind=Principal.Kind.POST,
                                                                   principal__post__in=SHOWN, principal__group=None)
        self.principals = {}
        for row in posts.select_related("principal", "person").order_by("since", "pk"):
            self.rows[row.principal_id].append(row)
            self.principals[row.principal.post, row.principal.service_id] = row.principal

    @cached_property
    def away(self):
        """{person id: Absence} of whoever is away; of two at once the one that began last."""
        rows = Absence.objects.permitted(self.user, "view").filter(in_force(self.at)).select_related("stand_in").order_by("since", "pk")
        return {row.person_id: row for row in rows}

    @cached_property
    def parts(self):
        """{service id: [services that are part of it]} in the order of their names."""
        parts = defaultdict(list)
        for service in sorted(self.services.values(), key=lambda one: one.name):
            if service.part_of_id in self.services:
                parts[service.part_of_id].append(service)
        return parts

    @property
    def areas(self):
        """The services that need a point of contact of their own: all but those that are only what others are part of."""
        return [s for s in sorted(self.services.values(), key=lambda one: one.name) if s.pk not in self.parts]

    def posts_of(self, post, service):
        """The principals of this post for the service that somebody holds: its own, of what it is part of, of the council."""
        ways = [*(s.pk for s in service.upwards()), None]
        found = [self.principals[post, way] for way in ways if (post, way) in self.principals]
        if post == "executive_director":  # any of them acts, as in accounts.holders
            others = [p for (word, _service), p in self.principals.items() if word == post and p not in found]
            found += sorted(others, key=lambda one: (one.name, one.pk))
        return found

    def appointed(self, post, service):
        """The appointments to this post of the nearest principal that anybody is appointed to, present or not."""
        return next((self.rows[p.pk] for p in self.posts_of(post, service)), [])

    def acting(self, post, service):
        """Who acts in this post for the service today: [Holder], as `holders(post, service=service)` gives it."""
        return next((found for p in self.posts_of(post, service) if (found := self.acting_for(p))), [])

    def acting_for(self, principal):
        """Who acts for this principal: holders first, then deputies; whoever is away is followed to the stand-in."""
        rows = self.rows[principal.pk]
        acting = {row.person_id for row in rows}
        first = next((row.person for row in rows if row.role == Appointment.Role.HOLDER), None)
        for role in (Appointment.Role.HOLDER, Appointment.Role.DEPUTY):
            found = {}
            for row in rows:
                person = present(row.person, self.away, ()) if row.role == role else None
                if person and person.pk in acting:
                    instead_of = row.person if person != row.person else first if role == Appointment.Role.DEPUTY else None
                    found.setdefault(person.pk, Holder(person, principal, instead_of))
            if found:
                return list(found.values())
        return []

    def contacts(self, service):
        """Whoever is a point of contact for the service and present today: [Holder]."""
        return [holder for post in CONTACTS for holder in self.acting(post, service)]

    def lacks_contact(self, service):
        """Is nobody present today whom a Member could turn to (RUG-4-POINTS)?"""
        return not self.contacts(service)

    def only_away(self, service):
        """Is somebody appointed who could be turned to, but nobody of them, nor a stand-in, is here today?"""
        return self.lacks_contact(service) and any(self.appointed(post, service) for post in CONTACTS)
