"""A synthetic county to measure by: its places, its people, and what they hold. The same for every number of cases.

90 Members in 36 wards, 900 officers in 45 services of six directorates. All invented and marked so. The people of the demo's
cards (tests/matrix/roles.csv) are among them under the same addresses, so that each has somebody to sign in as.
"""
import datetime
import random
from dataclasses import dataclass

from django.utils import timezone

from council_portal.accounts.models import (
    Absence,
    Appointment,
    GroupMembership,
    Person,
    PoliticalGroup,
    Principal,
    Service,
    User,
    Ward,
)
from council_portal.accounts.policy import SEATS, STAFF
from council_portal.accounts.services import BEGINNING
from council_portal.demo.roles import roles
from council_portal.protocol.load import read
from council_portal.protocol.models import ProtocolVersion
from council_portal.protocol.services import adopt, in_force

MEMBERS, OFFICERS_A_SERVICE, LIAISON_OFFICERS = 90, 20, 12
HOLDS_PORTFOLIO = 4  # the Member who holds the portfolio of the first service
HEADED, STOOD_IN_FOR, LIAISED = 6, (7, 8), 4  # services: of the measured head, of two heads who are away, of each liaison officer
GROUPS = ["Harbour Alliance", "Town and Country", "Independent Residents", "Valley Forward"]
WARDS = [f"{first} {second}" for first in ("Upper", "Lower", "East", "West", "Great", "Little")
         for second in ("Marsh", "Thorne", "Cawley", "Brook", "Hatch", "Denby")]
DIRECTORATES = {
    "Place": ["Street Scene", "Highways", "Parking", "Waste and Recycling", "Parks", "Street Lighting", "Drainage", "Fleet"],
    "Growth": ["Planning", "Building Control", "Regeneration", "Transport Strategy", "Markets", "Tourism", "Property", "Skills"],
    "People": ["Adult Care", "Carers", "Occupational Therapy", "Day Centres", "Safeguarding Adults", "Public Health", "Sport", "Libraries"],
    "Children": ["Schools Admissions", "School Transport", "Special Needs", "Fostering", "Youth", "Early Years", "Family Help"],
    "Homes": ["Housing Options", "Repairs", "Tenancies", "Private Renting", "Homelessness", "Estates", "Adaptations"],
    "Resources": ["Council Tax", "Benefits", "Elections", "Registrars", "Customer Service", "Licensing", "Trading Standards"],
}
FIRST_NAMES = [
    "Ada", "Bryn", "Cleo", "Dilip", "Edie", "Farid", "Greta", "Hamid", "Isla", "Jonas", "Kezia", "Liam", "Mabel", "Nadia",
    "Orla", "Piers", "Quentin", "Rhona", "Saul", "Tilda", "Umar", "Vera", "Wilf", "Xanthe", "Yusuf", "Zara", "Anil", "Bronagh",
    "Caleb", "Delphine", "Eamon", "Fern",
]
LAST_NAMES = [
    "Ashdown", "Bexley", "Carrow", "Dunmore", "Elstob", "Fairley", "Garnett", "Hallam", "Inskip", "Jessop", "Kershaw", "Lomax",
    "Marden", "Nuttall", "Oakden", "Pelham", "Quarmby", "Radley", "Sefton", "Tolland", "Ulph", "Varley", "Wharton", "Yardley",
    "Amin", "Bose", "Chowdhury", "Desai", "Hussain", "Khan", "Mistry", "Rao",
]
MINUTE = "Invented county, minute 1"
RECORD = "HR record (invented)"


@dataclass(frozen=True)
class Posts:
    """The principals of one service by their ids: its three posts, the chief officer above it, its officers as persons."""

    service: int
    head: int
    nominated: int
    clo: int
    chief: int
    officers: tuple


@dataclass(frozen=True)
class Seat:
    """One Member: the person, their ward, and the principals by their ids: of the ward, of the Member's office, of the person."""

    person: int
    ward: int
    ward_members: int
    office: int
    own: int


@dataclass(frozen=True)
class County:
    """Whom cases are raised by and go to. The measured readers are the first: seats[0]; the officers of services[0]."""

    version: ProtocolVersion
    seats: tuple
    services: tuple
    wards: tuple
    democratic_services: int
    officer_people: tuple
    holders: dict  # principal id -> id of a person who holds it


class Builder:
    """Collects the appointments while the county is built, and writes them in one go."""

    def __init__(self, seed):
        self.now = timezone.now()
        self.began = self.now - datetime.timedelta(days=900)
        names = [f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES]
        random.Random(seed).shuffle(names)
        self.names = iter(names)
        self.appointments = []
        self.members = []
        self.own = {}  # person id -> id of the principal that the person is

    def people(self, number, honorific=""):
        """This many invented people, each with a principal of their own."""
        found = [next(self.names) for _ in range(number)]
        made = Person.objects.bulk_create(
            Person(name=name, honorific=honorific, email=f"{name.lower().replace(' ', '.')}@council.example", is_demo=True)
            for name in found
        )
        own = Principal.objects.bulk_create(Principal(kind=Principal.Kind.PERSON, person=one, name=one.full_name) for one in made)
        for person, principal in zip(made, own, strict=True):
            self.own[person.pk] = principal.pk
            self.hold(person, principal, authority="themselves", since=BEGINNING)
        return made

    def hold(self, person, principal, *, authority=RECORD, since=None, **rest):
        """Let this person hold this principal."""
        self.appointments.append(Appointment(person=person, principal=principal, authority=authority, since=since or self.began, **rest))

    def post(self, word, name, **of):
        """A post of the county."""
        return Principal.objects.create(kind=Principal.Kind.POST, post=word, name=name, **of)

    def finish(self):
        Appointment.objects.bulk_create(self.appointments)


def build(seed=0):
    """Make places, people and what they hold in a database without any, inside the caller's transaction. Returns the County."""
    if not ProtocolVersion.objects.exists():
        adopt(read("model")[0], "model", timezone.localdate() - datetime.timedelta(days=900), MINUTE)
    builder = Builder(seed)
    seats, members = seat_members(builder)
    services, staff = staff_services(builder)
    officers = [person for team in staff for person in team]
    democratic = appoint_the_others(builder, officers)
    builder.finish()
    open_accounts(members, staff)
    return County(
        version=in_force(),
        seats=tuple(seats),
        services=tuple(services),
        wards=tuple(Ward.objects.order_by("pk").values_list("pk", flat=True)),
        democratic_services=democratic.pk,
        officer_people=tuple(person.pk for person in officers),
        holders={one.principal_id: one.person_id for one in builder.appointments},
    )


def seat_members(builder):
    """Wards, groups and the Members: two or three to a ward, each with their office. Returns the seats and the people, in order."""
    wards = Ward.objects.bulk_create(Ward(name=name) for name in WARDS)
    of_ward = Principal.objects.bulk_create(Principal(kind=Principal.Kind.WARD, ward=w, name=f"Members for {w.name}") for w in wards)
    groups = PoliticalGroup.objects.bulk_create(PoliticalGroup(name=name) for name in GROUPS)
    every = builder.post(SEATS, "Members of the council")
    members = builder.members = builder.people(MEMBERS, honorific="Councillor")
    offices = Principal.objects.bulk_create(
        Principal(kind=Principal.Kind.OFFICE, person=m, name=f"The office of {m.full_name}") for m in members)
    seats = []
    for number, (person, office) in enumerate(zip(members, offices, strict=True)):
        at = number % len(wards)
        for principal in (every, office, of_ward[at]):
            builder.hold(person, principal, authority="Election (invented)")
        seats.append(Seat(person.pk, wards[at].pk, of_ward[at].pk, office.pk, builder.own[person.pk]))
    GroupMembership.objects.bulk_create(
        GroupMembership(person=person, group=groups[number % len(groups)], began_on=builder.began.date())
        for number, person in enumerate(members)
    )
    for number, group in enumerate(groups):  # the third Member leads the third group, and so on
        leader = members[number + len(groups) * (number == 0)]
        builder.hold(leader, builder.post("group_leader", f"Group Leader, {group.name}", group=group))
    return seats, members


def staff_services(builder):
    """Directorates, services, their posts and officers. Returns the posts of each service and its people, in order."""
    everyone = builder.post(STAFF, "Officers of the council")
    found, staff = [], []
    for directorate, parts in DIRECTORATES.items():
        whole = Service.objects.create(name=directorate)
        chief = builder.post("chief_officer", f"Chief officer, {directorate}", service=whole)
        for number, part in enumerate(parts):
            service = Service.objects.create(name=part, part_of=whole)
            team = builder.people(OFFICERS_A_SERVICE)
            for person in team:
                builder.hold(person, everyone)
            if number == 0:
                builder.hold(team[3], chief)
            posts = {word: builder.post(word, f"{name}, {part}", service=service) for word, name in (
                ("head_of_service", "Head of Service"), ("nominated_officer", "Nominated officer"), ("clo", "Councillor Liaison Officer"))}
            for person in team[1:3]:
                builder.hold(person, posts["nominated_officer"])
            found.append((posts, chief, service, team))
            staff.append(team)
    head_and_liaise(builder, found)
    builder.hold(builder.members[HOLDS_PORTFOLIO], builder.post(
        "portfolio_holder", f"Portfolio holder, {found[0][2].name}", service=found[0][2]), authority="The Leader (invented)")
    services = [Posts(service.pk, posts["head_of_service"].pk, posts["nominated_officer"].pk, posts["clo"].pk, chief.pk,
                      tuple(builder.own[p.pk] for p in team)) for posts, chief, service, team in found]
    return services, staff


def head_and_liaise(builder, found):
    """Heads and liaison officers. The measured head has six services of her own and stands in for two heads who are away."""
    reader = found[0][3][0]
    for number, (posts, _chief, _service, team) in enumerate(found):
        builder.hold(reader if number < HEADED else team[0], posts["head_of_service"])
        builder.hold(found[number // LIAISED % LIAISON_OFFICERS][3][4], posts["clo"])
    for number in STOOD_IN_FOR:
        posts, _chief, _service, team = found[number]
        since, until = builder.now - datetime.timedelta(days=3), builder.now + datetime.timedelta(days=90)
        away = Absence.objects.create(person=team[0], stand_in=reader, since=since, until=until)
        builder.hold(reader, posts["head_of_service"], authority=f"stands in for {team[0].full_name}", since=since, until=until,
                     role=Appointment.Role.STAND_IN, absence=away)


def appoint_the_others(builder, officers):
    """The posts of the whole council, held by the last officers of the last service. Returns the post of Democratic Services."""
    democratic = builder.post("democratic_services", "Democratic Services")
    for person in officers[-4:-1]:
        builder.hold(person, democratic)
    builder.hold(officers[-5], builder.post("monitoring_officer", "Monitoring Officer"))
    builder.hold(officers[-6], builder.post("chief_executive", "Chief Executive"))
    builder.hold(officers[-1], builder.post("technical_administrator", "Technical administrator"))
    builder.hold(officers[-7], builder.post("communications", "Communications"))
    return democratic


def open_accounts(members, staff):
    """An account without a password for each of the demo's cards."""
    first, last = staff[0], staff[-1]
    people = {
        "member": members[0], "other_member": members[1], "group_leader": members[2], "portfolio_holder": members[HOLDS_PORTFOLIO],
        "head_of_service": first[0], "communications": last[-7],
        "nominated_officer": first[1], "clo": first[4], "other_officer": staff[20][0], "chief_officer": first[3],
        "chief_executive": last[-6], "democratic_services": last[-4], "monitoring_officer": last[-5], "technical_administrator": last[-1],
    }
    for row in roles():
        User.objects.create_user(row["email"], person=people[row["role"]])
