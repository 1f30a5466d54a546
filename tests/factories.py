"""A small council for the tests, made through the real services. All invented.

`council()` adopts Section C and fills wards, services, groups, Members and officers; `log(council, ...)` raises a case in it.
"""

import datetime
import itertools
import uuid
from types import SimpleNamespace

from casework.services import log_case
from council_portal.accounts.models import PoliticalGroup, Service, User, Ward
from council_portal.accounts.services import add_person, appoint, change_group, employ, open_account, post_principal, seat
from council_portal.protocol.load import read
from council_portal.protocol.services import adopt as put_in_force

LONG_AGO = datetime.datetime(2020, 1, 1, 12, tzinfo=datetime.UTC)
AUTHORITY = "Invented for a test"
COUNTER = itertools.count(1)

# name in the tests: (name, post, service or None)
OFFICERS = {
    "head": ("Priya Chandran", "head_of_service", "street_scene"),
    "nominated": ("Callum Baird", "nominated_officer", "street_scene"),
    "clo": ("Rosie Fenn", "clo", "street_scene"),
    "other_head": ("Femi Adeyemi", "head_of_service", "housing"),
    "chief": ("Marian Holt", "chief_officer", "place"),
    "chief_executive": ("Owen Tate", "chief_executive", None),
    "democratic": ("Ines Duarte", "democratic_services", None),
    "monitoring": ("Ruth Abara", "monitoring_officer", None),
    "technical": ("Sam Ollerton", "technical_administrator", None),
}


def adopt(preset="section-c", *, on=None):
    """Put a preset in force from a day (2020 when left out). Returns the ProtocolVersion."""
    return put_in_force(read(preset)[0], preset, on or LONG_AGO.date(), "Invented minute 1")


def service(name, *, part_of=None):
    """A service, part of a directorate or not."""
    return Service.objects.create(name=name, part_of=part_of)


def ward(name):
    """A ward."""
    return Ward.objects.create(name=name)


def group(name):
    """A political group."""
    return PoliticalGroup.objects.create(name=name)


def address(name):
    """An address of our own for a name, in the domain kept for examples: no two the same."""
    return f"{name.lower().replace(' ', '.')}.{next(COUNTER)}@council.example"


def account(person, *, email=None):
    """An account for this person, with the address that they are told at. Returns the User."""
    return open_account(person, email=email or person.email)


def member(name="Aisha Rahman", *, of=None, in_group=None, since=LONG_AGO):
    """A Member for a ward with an account. Returns the User (`.person` is the Member)."""
    person = add_person(name, honorific="Councillor", email=address(name))
    seat(person, of, authority=AUTHORITY, since=since)
    if in_group:
        change_group(person, in_group, on=since.date())
    return account(person)


def post(word, *, of=None, in_group=None):
    """The principal of a post: of a service, of a group, or of the whole council."""
    name = word.replace("_", " ").capitalize() + (f", {of.name}" if of else "") + (f", {in_group.name}" if in_group else "")
    return post_principal(word, service=of, group=in_group, name=name)


def officer(name, word="", *, of=None, since=LONG_AGO, **changes):
    """An officer with an account; word: the post that they hold, of a service or of the whole council. Returns the User.

    changes: as `accounts.services.appoint` takes them (role, until).
    """
    person = add_person(name, email=address(name))
    employ(person, authority=AUTHORITY, since=since)
    if word:
        appoint(person, post(word, of=of), authority=AUTHORITY, since=since, **changes)
    return account(person)


def fresh(user):
    """The same account read again: what a person holds is kept on the instance for one request."""
    return User.objects.select_related("person").get(pk=user.pk)


def council(protocol="section-c"):
    """A council with two wards, two groups, a directorate and two services in it; nobody but its people holds anything.

    Accounts (User): member (Mill Hill, Harbour Alliance), other_member (Castle, Town and Country), colleague (of the member's
    ward and group), and officers: head, nominated, clo (Street Scene), other_head (Housing), chief (Place), chief_executive,
    democratic, monitoring, technical. Each is also in `accounts`, by that name. services: place, street_scene, housing, people.
    wards: mill_hill, castle. groups: harbour, town. protocol: the ProtocolVersion in force, or None when protocol=None.
    """
    version = adopt(protocol) if protocol else None
    wards = SimpleNamespace(mill_hill=ward("Mill Hill"), castle=ward("Castle"))
    groups = SimpleNamespace(harbour=group("Harbour Alliance"), town=group("Town and Country"))
    place, people = service("Place"), service("People")
    services = SimpleNamespace(
        place=place,
        people=people,
        street_scene=service("Street Scene", part_of=place),
        housing=service("Housing", part_of=people),
    )
    accounts = {
        "member": member("Aisha Rahman", of=wards.mill_hill, in_group=groups.harbour),
        "other_member": member("Gwen Pritchard", of=wards.castle, in_group=groups.town),
        "colleague": member("Tomasz Wolny", of=wards.mill_hill, in_group=groups.harbour),
    }
    for key, (name, word, of) in OFFICERS.items():
        accounts[key] = officer(name, word, of=getattr(services, of) if of else None)
    return SimpleNamespace(protocol=version, wards=wards, groups=groups, services=services, accounts=accounts, **accounts)


def log(of, **changes):
    """A case of the council's member about Street Scene. changes: as `casework.services.log_case` takes them, key included."""
    given = {
        "actor": of.member,
        "key": uuid.uuid4(),
        "title": "Bins missed three weeks running",
        "text": "Numbers 2 to 40 have not been emptied since the start of the month.",
        "service": of.services.street_scene,
        "ward": of.wards.mill_hill,
    }
    return log_case(**(given | changes))
