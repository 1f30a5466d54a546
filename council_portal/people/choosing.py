"""Finding a person by typing part of a name: the people who can be meant, the first few of them, with what they hold."""
from django.db.models import Q
from django.utils import timezone

from council_portal.accounts.models import Appointment, GroupMembership, Person
from council_portal.accounts.policy import SEATS, STAFF
from council_portal.people.posts import offices_of

FEW = 20  # shown at once; more are found by typing more


def of_the_council(user, wanted):
    """The people whom this reader may choose who are Members (SEATS) or officers (STAFF), now or soon. wanted: "" for either."""
    return Person.objects.permitted(user, "choose").filter(pk__in=held(wanted).values("person"))


def held(wanted):
    """The seats, or the employments, that have not ended."""
    return Appointment.objects.filter(principal__post__in=[wanted] if wanted else [SEATS, STAFF], until__gt=timezone.now())


def may_hold(person, wanted):
    """Is this person a Member, or an officer, as the post wants? Now or soon."""
    return held(wanted).filter(person=person).exists()


def side_of(person):
    """Members stand in for Members and officers for officers: the word that the stand-in must hold (SEATS, STAFF)."""
    return SEATS if may_hold(person, SEATS) else STAFF


def of_the_group(people, group, on):
    """Those of these people who are in this political group on a day (a date): only they lead it or speak for it."""
    there = (Q(began_on=None) | Q(began_on__lte=on)) & (Q(ended_on=None) | Q(ended_on__gt=on))
    return people.filter(pk__in=GroupMembership.objects.filter(there, group=group).values("person"))


def find(people, typed):
    """The first few of these people whose name holds every word typed: ([{"uid", "name", "note"}], whether there are more)."""
    asked = Q()
    for word in typed.split():
        asked &= Q(name__icontains=word)
    found = list(people.filter(asked).order_by("name", "pk")[:FEW + 1])
    shown = found[:FEW]
    offices = offices_of(shown)
    return [{"uid": str(one.uid), "name": one.full_name, "note": offices.get(one.pk, "")} for one in shown], len(found) > FEW
