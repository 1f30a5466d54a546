"""Whom a feed means: by their number, then by work e-mail address, then by name and ward."""
from collections import Counter, defaultdict

from django.db.models.functions import Lower

from council_portal.accounts.models import Appointment, Person, Principal
from council_portal.accounts.policy import SEATS
from profiles.moderngov import FeedRefused

FEWEST = 3  # Members here, before a feed that has nothing in common with them is taken for another council's


def who_is_who(feed, known):
    """Return {councillorid: person} for those Members of the feed who are known. Each person is found once at most."""
    found = {m.councillorid: known.members[m.councillorid].person for m in feed.members if m.councillorid in known.members}
    strangers = [m for m in feed.members if m.councillorid not in found]
    if strangers:
        offices = Offices(strangers)
        once = Counter(m.contact.email.lower() for m in feed.members)
        namesakes = Counter((m.name, ward) for m in feed.members for ward in m.wards)
        for member in strangers:
            taken = {person.pk for person in found.values()}
            person = offices.by_email(member, once, taken) or offices.by_name(member, known, namesakes, taken)
            if person:
                found[member.councillorid] = person
    return found


class Offices:
    """People who could be meant by Members whose number is not known, and what they hold or held."""

    def __init__(self, members):
        addresses = {m.contact.email.lower() for m in members if m.contact.email}
        people = list(Person.objects.annotate(address=Lower("email")).filter(address__in=addresses))
        people += Person.objects.filter(name__in={m.name for m in members}).exclude(pk__in=[p.pk for p in people])
        self.people, self.posts, self.wards = people, defaultdict(set), defaultdict(set)
        rows = Appointment.objects.filter(person__in=people).exclude(principal__kind=Principal.Kind.PERSON)
        for person, post, ward in rows.values_list("person_id", "principal__post", "principal__ward_id"):
            self.posts[person].add(post)
            self.wards[person].add(ward)

    def by_email(self, member, once, taken):
        """The one person with this work address, if nobody else in the feed has it.

        SECURITY: an address alone is not a person. A mailbox of the ward passes to the next Member, one of the office belongs
        to an officer; whoever was matched wrongly would get another's cases. So part of the name must agree, and an officer
        who never was a Member is nobody's match.
        """
        address = member.contact.email.lower()
        if not address or once[address] > 1:
            return None
        return only(p for p in self.people if p.email.lower() == address and p.pk not in taken
                    and words(p.name) & words(member.name) and (SEATS in self.posts[p.pk] or not self.posts[p.pk]))

    def by_name(self, member, known, namesakes, taken):
        """The one person of this name who sits or sat for one of these wards, if nobody else in the feed is called so there."""
        wards = {known.ward_called(title).pk for title in member.wards if namesakes[member.name, title] == 1}
        return only(p for p in self.people if p.name == member.name and p.pk not in taken and self.wards[p.pk] & wards)


def only(people):
    """The one, or None for nobody and for several."""
    people = list(people)
    return people[0] if len(people) == 1 else None


def words(name):
    """The words of a name, to compare."""
    return set(name.casefold().split())


def refuse_another_council(feed, known):
    """FeedRefused when the feed names no ward, no Member and no address that is known: numbers alone would mix two councils.

    Every Member counts, wherever they came from: who is in office, entered here or read from a feed, and who was read from one before.
    """
    people = {m.person_id: m.person for m in known.members.values()} | known.sitting
    if len(people) < FEWEST:
        return
    wards = {ward.title for ward in feed.wards} & (known.titles.keys() | known.wards.keys())
    names = {m.name for m in feed.members} & {person.name for person in people.values()}
    here = {person.email.lower() for person in people.values()} | {m.email.lower() for m in known.members.values()}
    emails = {m.contact.email.lower() for m in feed.members} & here - {""}
    if not (wards or names or emails):
        raise FeedRefused("another_council", "The feed has no ward, no name and no e-mail address in common with the Members "
                                             "here; it looks like another council's. If it is this council's, enter one of its "
                                             "Members here first.")


def refuse_other_people(feed, known):
    """FeedRefused when a number here is one person's and in the feed somebody else's: no word of the two names is the same.

    SECURITY: a number alone is not a person. Whoever took it over would have the account, the office and the cases of another.
    """
    for given in feed.members:
        member = known.members.get(given.councillorid)
        names = (words(member.person.name), words(member.as_published.get("name", ""))) if member else ()
        if member and not any(one & words(given.name) for one in names):
            raise FeedRefused("another_person", f"Number {given.councillorid} is {member.person.name} here and {given.name} in the feed: "
                                                "no part of the name agrees. If it is the same person, correct the name here first.")
