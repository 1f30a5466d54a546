"""What the tests of the demo have in common: a digest of what was built, and where real feeds lie."""

import io

from django.conf import settings
from django.core.management import call_command

from casework.models import Case, CaseEntry, CasePaper
from conversations.notices.models import Notice
from council_portal.access.models import in_force
from council_portal.accounts.models import Absence, Appointment, GroupMembership, Person, PrivateContact, User
from council_portal.accounts.policy import SEATS
from council_portal.demo.council import build
from council_portal.people.models import Photo, Place
from directory.models import Officer, ServiceEntry
from profiles.models import Body, Duty, Member, Seat, Term

FEEDS = settings.BASE_DIR.parent / "shared" / "data" / "moderngov"


def digest():
    """Everything of a built council that must be the same at the next build, as lists in order. Instants are left out: they move on."""
    return {
        "people": list(Person.objects.order_by("name").values_list("name", "email", "is_demo", "user__email")),
        "held": list(Appointment.objects.order_by("person__name", "principal__name", "role").values_list(
            "person__name", "principal__name", "role", "since__date")),
        "members": list(Member.objects.order_by("person__name").values_list("person__name", "skills", "surgeries", "confirmed_on")),
        "terms": list(Term.objects.order_by("person__name", "began_on").values_list("person__name", "ward__name", "began_on", "ended_on")),
        "seats": list(Seat.objects.order_by("body__name", "person__name", "began_on").values_list(
            "body__name", "person__name", "role", "began_on", "ended_on")),
        "duties": list(Duty.objects.order_by("title", "person__name").values_list("title", "person__name", "began_on")),
        "absences": list(Absence.objects.order_by("person__name").values_list("person__name", "stand_in__name")),
        "officers": list(Officer.objects.order_by("staff_id").values_list("staff_id", "person__name", "post", "confirmed_on")),
        "services": list(ServiceEntry.objects.order_by("service__name").values_list("service__name", "about", "confirmed_on")),
        "cases": list(Case.objects.order_by("title", "ward__name").values_list(
            "title", "text", "status", "ward__name", "raised_by__name", "sent_to__name", "urgent", "departure", "due_on")),
        "turns": list(CaseEntry.objects.order_by("case__title", "case__ward__name", "at", "pk").values_list(
            "case__title", "kind", "author__name", "acting_as", "text")),
        "places": list(Place.objects.order_by("kind", "key", "ward__name").values_list("kind", "text", "ward__name")),
        "notices": list(Notice.objects.order_by("title").values_list("title", "status", "office__name", "short_reason")),
        "papers": list(CasePaper.objects.order_by("case__title", "name").values_list("case__title", "name", "digest")),
    }


def held(post, **of):
    """How many people hold a post today."""
    return Appointment.objects.filter(in_force(), principal__post=post, **of).values("person").distinct().count()


def take(feed, preset="section-c"):
    """Build around a real feed. Returns its Members, and what the feed alone says of them."""
    call_command("import_moderngov", str(FEEDS / f"{feed}.xml"), stdout=io.StringIO())
    members = list(Person.objects.filter(appointments__principal__post=SEATS).distinct().order_by("name"))
    before = said_of(members)
    build(preset, members)
    return members, before


def said_of(members):
    """Everything that the portal holds of these people beside cases and accounts."""
    lent = "Invented for the demo"
    return {
        "profiles": list(Member.objects.order_by("pk").values()),
        "groups": list(GroupMembership.objects.order_by("pk").values()),
        "people": list(Person.objects.filter(pk__in=[one.pk for one in members]).order_by("pk").values()),
        "held": list(Appointment.objects.filter(person__in=members).exclude(authority=lent).order_by("pk").values()),
    }


def nothing_is_made_up(members, before):
    """Asserts that beside accounts and cases nothing was added to these people, and that nobody else is real."""
    assert said_of(members) == before
    assert [model.objects.count() for model in (Photo, Seat, Duty, Body, PrivateContact)] == [0] * 5
    assert {person.pk for person in Person.objects.filter(is_demo=False)} == {one.pk for one in members}
    assert {address.partition("@")[2] for address in User.objects.values_list("email", flat=True)} == {"council.example"}
