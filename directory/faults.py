"""What is wrong with the directory: services that nobody answers for, entries gone stale, officers without a place."""
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Person, Principal, Service
from council_portal.accounts.policy import SEATS, STAFF
from directory.board import CONTACTS, Board
from directory.cards import day, is_stale, stale_words
from directory.models import Officer, ServiceEntry


def in_office(user):
    """The entries of the officers of today that this reader may view."""
    staff = Appointment.objects.permitted(user, "view").filter(in_force(), principal__post=STAFF)
    return Officer.objects.permitted(user, "view").filter(person__in=staff.values("person"))


class Faults:
    """The faults of today, each a list of lines {"text", "url", "note"}: ten statements at most, however many. user: who reads."""

    def __init__(self, user):
        self.user, self.board = user, Board(user)

    @cached_property
    def officers(self):
        """The entries of today's officers, by name."""
        rows = in_office(self.user).select_related("person", "service").order_by("person__name", "pk")
        return list(rows.defer("about", "deals_with"))

    @cached_property
    def entries(self):
        """{service id: its entry}."""
        return {row.service_id: row for row in ServiceEntry.objects.permitted(self.user, "view").defer("about", "deals_with")}

    @cached_property
    def contacts(self):
        """Ids of the people who are a point of contact of some service: their entries grow stale sooner."""
        return {row.person_id for rows in self.board.rows.values() for row in rows if row.principal.post in CONTACTS}

    @cached_property
    def councilwide(self):
        """Ids of the people who hold a post of the whole council."""
        rows = Appointment.objects.permitted(self.user, "view").filter(in_force(), principal__kind=Principal.Kind.POST)
        rows = rows.filter(principal__service=None, principal__group=None).exclude(principal__post__in=[STAFF, SEATS])
        return set(rows.values_list("person_id", flat=True))

    def without_contact(self):
        """Services for which nobody is appointed whom a Member could turn to (RUG-4-POINTS)."""
        lacking = [s for s in self.board.areas if self.board.lacks_contact(s) and not self.board.only_away(s)]
        said = _("nobody is appointed as Councillor Liaison Officer, nominated officer or Head of Service")
        return [service_line(s, said) for s in lacking]

    def only_away(self):
        """Services whose every point of contact is away, and nobody stands in."""
        return [service_line(s, _("everybody who could be turned to is away, and nobody stands in"))
                for s in self.board.areas if self.board.only_away(s)]

    def without_entry(self):
        """Officers of today who stand in no list of officers."""
        staff = Appointment.objects.permitted(self.user, "view").filter(in_force(), principal__post=STAFF, person__officer=None)
        people = Person.objects.permitted(self.user, "view").filter(pk__in=staff.values("person")).order_by("name", "pk")
        return [{"text": one.full_name, "url": "", "note": one.email} for one in people]

    def stale_services(self):
        """Services whose entry was never confirmed, or not for long; one that has no entry at all is among them."""
        found = [(s, self.entries.get(s.pk) or ServiceEntry(service=s)) for s in self.board.areas]
        return [service_line(s, stale_words(entry)) for s, entry in found if is_stale(entry, contact=False)]

    def stale_officers(self):
        """Officers whose entry was never confirmed, or not for long."""
        return [officer_line(one, stale_words(one)) for one in self.officers if is_stale(one, contact=one.person_id in self.contacts)]

    def unlisted(self):
        """Officers of today whom the HR list no longer has: to be settled by a person, nothing of theirs has ended."""
        return [officer_line(one, _("not in the HR list since %(day)s") % {"day": day(one.unlisted_since)})
                for one in self.officers if one.unlisted_since]

    def without_service(self):
        """Officers of today who belong to no service and hold no post of the whole council either, as the Chief Executive does."""
        return [officer_line(one, one.post) for one in self.officers if one.service_id is None and one.person_id not in self.councilwide]

    def ended_services(self):
        """Services that have ended while somebody still holds a post of theirs."""
        held = Appointment.objects.permitted(self.user, "view").filter(in_force(), principal__kind=Principal.Kind.POST)
        rows = Service.objects.permitted(self.user, "view").filter(ended_on__lte=timezone.localdate())
        rows = rows.filter(pk__in=held.values("principal__service"))
        return [{"text": one.name, "url": "", "note": _("ended on %(day)s") % {"day": day(one.ended_on)}} for one in rows.order_by("name")]

    def sections(self):
        """All of them for the page: {"slug", "heading", "text", "clause", "lines"}, the gravest first."""
        return [
            {"slug": "contact", "heading": _("Services without a point of contact"), "lines": self.without_contact(),
             "text": _("Appoint somebody. Until then a matter about the service goes up the ladder: the portal’s own rule.")},
            {"slug": "away", "heading": _("Services whose only contact is away"), "lines": self.only_away(),
             "text": _("Record who stands in.")},
            {"slug": "ended", "heading": _("Services that have ended and whose posts are still held"), "lines": self.ended_services(),
             "text": _("Their cases stay with whoever holds the posts: the portal’s own rule. End the appointments when that is done.")},
            {"slug": "unlisted", "heading": _("Officers who are not in the HR list any more"), "lines": self.unlisted(),
             "text": _("They may have left. Nothing of theirs has ended: say when they leave. In the list again, the mark goes.")},
            {"slug": "no-entry", "heading": _("Officers without an entry"), "lines": self.without_entry(),
             "text": _("Add an officer with the name and the email address shown, and the entry is theirs; or take in the HR list.")},
            {"slug": "no-service", "heading": _("Officers without a service"), "lines": self.without_service(),
             "text": _("Nobody finds them by what they deal with. Give them a service.")},
            {"slug": "stale-services", "heading": _("Entries of services to confirm"), "lines": self.stale_services(),
             "text": _("Not confirmed for a year, or never: the portal’s own rule.")},
            {"slug": "stale-officers", "heading": _("Entries of officers to confirm"), "lines": self.stale_officers(),
             "text": _("Points of contact: not confirmed for 90 days. Other officers: for a year. The portal’s own rule.")},
        ]


def service_line(service, note):
    """A service in a list of faults."""
    return {"text": service.name, "url": reverse("directory:service", args=[service.uid]), "note": note}


def officer_line(officer, note):
    """An officer in a list of faults."""
    return {"text": officer.person.full_name, "url": officer.get_absolute_url(), "note": note}
