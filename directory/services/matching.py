"""Whom a list means: by their staff number, then by e-mail address and name."""
from collections import defaultdict

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from council_portal.accounts.models import Appointment, Person, Principal
from council_portal.accounts.policy import STAFF
from directory.officers_csv import FileRefused

FEWEST = 3  # known officers, before a list that has nothing in common with them is taken for another council's


def who_is_who(file, known):
    """Return {staff number: person} for those officers of the list who are known. Each person is found once at most."""
    found = {row.staff_id: known.officers[row.staff_id.casefold()].person for row in file.rows if row.staff_id.casefold() in known.officers}
    strangers = [row for row in file.rows if row.staff_id not in found]
    if strangers:
        people = Addressed(strangers, known)
        taken = {person.pk for person in found.values()}
        for row in strangers:
            if person := people.meant(row, taken):
                found[row.staff_id] = person
                taken.add(person.pk)
    return found


class Addressed:
    """People who have the address of an officer whose number is not known, and what they hold or held."""

    def __init__(self, rows, known):
        addresses = {row.email.lower() for row in rows if row.email}
        self.known, self.people, self.posts = known, defaultdict(list), defaultdict(set)
        for person in Person.objects.annotate(address=Lower("email")).filter(address__in=addresses):
            self.people[person.address].append(person)
        held = Appointment.objects.filter(person__in=[p for people in self.people.values() for p in people])
        for person, post in held.exclude(principal__kind=Principal.Kind.PERSON).values_list("person_id", "principal__post"):
            self.posts[person].add(post)

    def meant(self, row, taken):
        """The one person with this address and part of this name, if nobody else has the address.

        SECURITY: an address alone is not a person: a mailbox passes to the next in the post, and whoever was matched wrongly would
        get another's cases. Part of the name must agree; all of it, for a Member who never was an officer here and for an officer
        who is known by another number. Somebody who left is nobody's match: their address may have been given anew.
        """
        people = self.people.get(row.email.lower(), []) if row.email else []
        if len(people) != 1 or people[0].pk in taken or people[0].pk in self.known.left:
            return None
        person = people[0]
        entry, posts = self.known.entries.get(person.pk), self.posts[person.pk]
        by_part = (STAFF in posts or not posts) and not (entry and entry.staff_id)
        agree = bool(words(person.name) & words(row.name)) if by_part else words(person.name) == words(row.name)
        return person if agree else None


def words(name):
    """The words of a name, to compare."""
    return set(name.casefold().split())


def refuse_mistaken(file, known):
    """FileRefused when the list cannot be about the officers known here, before anything is written.

    SECURITY: numbers alone would mix two councils, and a list whose columns were sorted apart would give each officer's posts to
    another. So a known number must come with part of the known name or with the known address.
    """
    names = {row.name.casefold() for row in file.rows} & {entry.person.name.casefold() for entry in known.officers.values()}
    emails = {row.email.lower() for row in file.rows} & {entry.person.email.lower() for entry in known.officers.values()} - {""}
    if len(known.officers) >= FEWEST and not names and not emails:
        raise FileRefused(_("The list has no name and no address in common with the officers known here; it looks like another council’s."))
    faults = []
    for row in file.rows:
        entry = known.officers.get(row.staff_id.casefold())
        if entry and not words(entry.person.name) & words(row.name) and entry.person.email.lower() != row.email.lower():
            faults.append(_("line %(line)s, staff_id: “%(number)s” is %(known)s here, and the list calls them %(name)s, with another "
                            "address; put the number or the name right, or change the name here first.")
                          % {"line": row.line, "number": row.staff_id, "known": entry.person.name, "name": row.name})
    if faults:
        raise FileRefused(faults)
