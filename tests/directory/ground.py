"""What the walks over every page find in the directory rooms: made once, for the tables of addresses and for the browser."""

import csv
import datetime
import tomllib

from django.conf import settings
from django.utils import timezone

from council_portal.accounts.models import Service
from council_portal.accounts.services import add_person, employ, leave_office
from directory.finder import find
from directory.models import Officer, ServiceEntry
from tests import factories

HERE = settings.BASE_DIR / "tests" / "directory"
LONG_WORD = "Somethingverylongwithoutanyspaceinitthatwouldpushapagesideways"


def rows(name):
    """The rows of a table of this folder, as dictionaries."""
    with (HERE / name).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def first(reader, said):
    """The name of the service that the finder puts first, or ""."""
    return next((one.service.name for one in find(reader, said)), "")


def like_the_demo():
    """The services of the demo council with what they deal with, and its officers with their teams. Invented, as the demo is."""
    data = settings.BASE_DIR / "council_portal" / "demo" / "data" / "services.toml"
    parents, made = {}, {}
    for one in tomllib.loads(data.read_text(encoding="utf-8"))["service"]:
        parent = parents.get(one["directorate"]) or parents.setdefault(one["directorate"], factories.service(one["directorate"]))
        made[one["name"]] = factories.service(one["name"], part_of=parent)
        ServiceEntry.objects.create(service=made[one["name"]], about=one["about"], deals_with=one["deals_with"])
    with (settings.BASE_DIR / "docs" / "guides" / "officers.csv").open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            person = add_person(row["name"], email=row["email"], is_demo=True)
            employ(person, authority="Invented")
            lines = [line for line in row["deals_with"].split(";") if line]
            entry(person, service=made.get(row["service"]), team=row["team"], deals_with=lines)


def entry(user, **changes):
    """The entry of an officer in the directory. user: a User or a Person."""
    return Officer.objects.create(person=getattr(user, "person", user), **changes)


def former(name="Wilf Harker", **changes):
    """The entry of an officer who left long ago."""
    person = add_person(name, email=factories.address(name), is_demo=True)
    employ(person, authority="Invented", since=factories.LONG_AGO)
    made = entry(person, **changes)
    leave_office(person, at=factories.LONG_AGO + datetime.timedelta(days=30))
    return made


def furnish(made):
    """Fill the directory pages of the council of the matrices (tests/matrix/people.py). Returns the places of addresses, by name."""
    street_scene, place = Service.objects.get(name="Street Scene"), Service.objects.get(name="Place")
    today = timezone.localdate()
    chief = entry(made.users["chief_officer"], post="Director of Place", service=place, tier=2, politically_restricted=True)
    head = entry(
        made.users["head_of_service"], post="Street Scene Manager", service=street_scene, team="Management", tier=3, line_manager=chief,
        politically_restricted=True, phone="01632 960 001", contact_hours="Monday to Thursday, 9 to 4",
        deals_with=["missed bins", LONG_WORD], about="Thirty years on the streets.\n\nAsk me about anything with wheels.",
        confirmed_on=today, confirmed_by=made.users["democratic_services"].person)
    entry(made.users["clo"], post="Member Support Officer", service=street_scene, team="Contact", line_manager=head, tier=4,
          politically_restricted=False, phone="01632 960 002", deals_with=["fly-tipping", "graffiti"], about="Your first port of call.")
    entry(made.users["chief_executive"], post="Chief Executive", tier=1, politically_restricted=True)
    entry(made.users["monitoring_officer"], post="Head of Legal Services", unlisted_since=today)
    gone = former(post="Ranger", service=street_scene)
    ServiceEntry.objects.create(
        service=street_scene, about="Keeps the streets clean and empties the bins.", how_to_request="The contact centre: 01632 960 000",
        deals_with=["missed bins", "fly-tipping", "street sweeping", LONG_WORD], confirmed_on=today, confirmed_by=head.person)
    return {"officer": head.uid, "officer_clo": Officer.objects.get(person=made.users["clo"].person).uid, "officer_gone": gone.uid,
            "service_page": street_scene.uid, "service_bare": Service.objects.get(name="Leisure and Libraries").uid,
            "directorate": place.uid}
