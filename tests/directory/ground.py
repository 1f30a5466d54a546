"""What the walks over every page find in the directory rooms: made once, for the tables of addresses and for the browser."""

import csv
import datetime

from django.conf import settings
from django.utils import timezone

from council_portal.accounts.models import Service
from council_portal.accounts.services import add_person, employ, leave_office
from directory.models import Officer, ServiceEntry
from tests import factories

HERE = settings.BASE_DIR / "tests" / "directory"
LONG_WORD = "Somethingverylongwithoutanyspaceinitthatwouldpushapagesideways"


def rows(name):
    """The rows of a table of this folder, as dictionaries."""
    with (HERE / name).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


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
