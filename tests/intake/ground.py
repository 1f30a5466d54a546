"""What the walks over every page find in the intake room: made once, for the tables of addresses and for the browser. All invented."""

import datetime

from django.utils import timezone

from council_portal.intake.models import Intake
from council_portal.intake.services import apply, drop_stale, throw_away, try_out
from directory.officers_csv import read_officers
from directory.views.imports import OFFICERS
from profiles.moderngov import read_feed
from profiles.views.imports import MEMBERS
from tests.profiles.test_moderngov import feed_of, ward_of

WEEK = datetime.timedelta(days=8)
ONE = b"staff_id,name,email,post\nE0900,Ottilie Crane,ottilie.crane@council.example,Assistant Archivist\n"


def many(count=230, service="Parks and Gardens"):
    """A list with so many officers, each nominated for a service of their own, as bytes."""
    rows = [f"N{n},Nominated Invented{n},n{n}@council.example,Manager,nominated_officer,{service} {n}" for n in range(count)]
    return "\n".join(["staff_id,name,email,post,post_kind,service,colour", *(f"{row},red" for row in rows)]).encode()


def feed():
    """A feed with a ward that is known and a ward and a Member who are new, as bytes."""
    ada = ("<councillor><councillorid>901</councillorid><fullusername>Councillor Ada Fairlight</fullusername>"
           "<politicalpartytitle>Independent</politicalpartytitle></councillor>")
    return feed_of(ward_of("Mill Hill"), ward_of("Quarry Bank", ada))


def officers(actor, data=ONE, name="hr-list.csv"):
    """A list of officers tried out by this person. Returns the Intake."""
    return try_out(OFFICERS, read_officers(data), file_name=name, actor=actor)


def members(actor, data=None):
    """A feed of Members tried out by this person. Returns the Intake."""
    return try_out(MEMBERS, read_feed(data or feed()), file_name="feed.xml", actor=actor)


def age(intake):
    """As if it had been uploaded eight days ago."""
    Intake.objects.filter(pk=intake.pk).update(at=timezone.now() - WEEK)


def furnish(made):
    """Fill the pages of files taken in. Returns the places of addresses, by name."""
    actor = made.users["democratic_services"].person
    made_by_age = officers(actor, name="forgotten.csv")
    age(made_by_age)
    drop_stale()
    kept = {"officers_intake": officers(actor, many()), "members_intake": members(actor), "intake_applied": officers(actor),
            "intake_thrown_away": members(actor), "intake_stale": officers(actor, name="a-list-with-a-very-long-name" * 5 + ".csv"),
            "intake_by_age": made_by_age}
    apply(kept["intake_applied"], OFFICERS, seen=kept["intake_applied"].digest, actor=actor)
    kept["intake_nothing"] = officers(actor)
    throw_away(kept["intake_thrown_away"], actor=actor)
    age(kept["intake_stale"])
    return {place: intake.uid for place, intake in kept.items()}
