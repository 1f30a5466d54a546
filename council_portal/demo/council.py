"""The small demo council: wards, groups, services, the people of roles.csv and a few cases in every state. All invented."""
import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from casework import services as casework
from casework.models import Case
from casework.services import first_step, reply_clock
from council_portal.access.models import in_force
from council_portal.accounts.models import PoliticalGroup, Service, User, Ward
from council_portal.accounts.services import (
    add_person,
    appoint,
    change_group,
    employ,
    group_of,
    open_account,
    post_principal,
    seat,
)
from council_portal.demo.roles import roles
from council_portal.protocol.load import read
from council_portal.protocol.rules import Route
from council_portal.protocol.services import adopt
from council_portal.protocol.words import POSTS

WARDS = ["Castle", "Harbour", "Market", "Mill Hill", "Northgate", "Riverside"]
GROUPS = ["Harbour Alliance", "Town and Country", "Independent Residents"]
DIRECTORATES = {"Place": ["Street Scene", "Highways", "Planning"], "People": ["Housing", "Leisure and Libraries"]}
OTHER_MEMBERS = [("Neil Sharrow", "Castle", "Town and Country"), ("Bethan Rowe", "Harbour", "Harbour Alliance"),
                 ("Kofi Mensah", "Market", "Town and Country"), ("Lorna Dewar", "Riverside", "Town and Country")]
OTHER_OFFICERS = [("Dev Malhotra", "head_of_service", "Highways"), ("Alice Tremlett", "head_of_service", "Planning"),
                  ("Joan Petrie", "chief_officer", "People"), ("Hugh Lovell", "nominated_officer", "Highways"),
                  ("Mina Farouk", "clo", "Housing"), ("Ed Novak", "clo", "Highways")]
MINUTE = "Demo council, minute 12 of 14 May 2026"
TITLES = {**POSTS, "technical_administrator": "Technical administrator"}


@transaction.atomic
def build(protocol="model", members=()):
    """Fill an empty database. protocol: the preset to adopt. members: people who are Members already (imported), who then raise
    the cases instead of the invented Members; the invented officers are made all the same."""
    adopt(read(protocol)[0], protocol, datetime.date(2026, 5, 14), MINUTE)
    services = make_services()
    for row in roles():
        if not (members and row["ward"]):
            make_person(row, services)
    for name, post, service in OTHER_OFFICERS:
        make_person({"name": name, "post": post, "service": service, "ward": "", "group": "", "email": address(name)}, services)
    if members:
        lend_roles(members)
    else:
        for name, ward, group in OTHER_MEMBERS:
            make_person({"name": name, "post": "", "service": "", "ward": ward, "group": group, "email": address(name)}, services)
    make_cases(services)


def address(name):
    """An address in the domain kept for examples."""
    return f"{name.lower().replace(' ', '.')}@council.example"


def make_services():
    """Directorates and their services, by name."""
    made = {}
    for directorate, parts in DIRECTORATES.items():
        made[directorate] = Service.objects.create(name=directorate)
        for part in parts:
            made[part] = Service.objects.create(name=part, part_of=made[directorate])
    return made


def make_person(row, services):
    """One invented person with their office and an account."""
    person = add_person(row["name"], honorific="Councillor" if row["ward"] else "", email=row["email"], is_demo=True)
    began = datetime.datetime(2026, 5, 8, 12, tzinfo=datetime.UTC)
    if row["ward"]:
        ward, _made = Ward.objects.get_or_create(name=row["ward"])
        seat(person, ward, authority="Election of 7 May 2026 (invented)", since=began)
        group, _made = PoliticalGroup.objects.get_or_create(name=row["group"])
        change_group(person, group, on=began.date())
    else:
        group = None
        employ(person, authority="HR record (invented)", since=began)
    if row["post"]:
        service = services.get(row["service"])
        of = group if row["post"] == "group_leader" else service
        name = f"{TITLES[row['post']][:1].upper()}{TITLES[row['post']][1:]}" + (f", {of.name}" if of else "")
        principal = post_principal(row["post"], service=service, group=group if row["post"] == "group_leader" else None, name=name)
        appoint(person, principal, authority="HR record (invented)", since=began)
    open_account(person, email=row["email"])
    return person


def lend_roles(members):
    """Let the Members' cards of roles.csv sign in as imported Members: one with a ward, one of another ward, one who leads a group.

    They are real people, so nothing marks them as invented; a feed without groups leaves the Group Leader's card out.
    """
    first = next(person for person in members if wards_of(person))
    other = next((p for p in members if wards_of(p) and not wards_of(p) & wards_of(first)), None)
    leader = next((p for p in members if p not in (first, other) and group_of(p)), None)
    for role, person in {"member": first, "other_member": other, "group_leader": leader}.items():
        if person:
            open_account(person, email=f"{role.replace('_', '-')}@council.example")
    if leader:
        group = group_of(leader)
        post = post_principal("group_leader", group=group, name=f"Group Leader, {group.name}")
        appoint(leader, post, authority="Invented for the demo")


def wards_of(person):
    """The wards that this person sits for today."""
    return set(Ward.objects.filter(principal__appointments__in=person.appointments.filter(in_force())))


CASES = [
    # title, text, service, days ago, what became of it
    (
        "Bins missed three weeks running, Mill Lane",
        "Numbers 2 to 40 have not been emptied since the start of the month. Two crews promised, none came.",
        "Street Scene",
        2,
        "waiting",
    ),
    (
        "Mattress dumped behind the garages",
        "Reported to the contact centre twice. Still there, and now there are two.",
        "Street Scene",
        9,
        "overdue",
    ),
    (
        "Street light out at the corner of Quay Road",
        "Out since the clocks changed; residents of the sheltered flats are afraid to cross.",
        "Highways",
        5,
        "answered",
    ),
    ("Pothole repaired badly on Station Approach", "The patch has sunk already. A cyclist fell on Sunday.", "Highways", 20, "closed"),
    ("Damp in the flats at Tanner Court", "Third winter running. The contractor came, looked and left.", "Housing", 1, "waiting"),
]


def make_cases(services):
    """A few dull cases, made through the same doors as real ones and then dated back."""
    for number, (title, text, service, ago, became) in enumerate(CASES):
        role = "other-member" if service == "Housing" else "member"
        raiser = User.objects.select_related("person").get(email=f"{role}@council.example")
        ward = min(wards_of(raiser.person), key=lambda one: one.name)
        case = casework.log_case(actor=raiser, key=uuid.uuid5(uuid.NAMESPACE_URL, f"demo-{number}"), title=title, text=text,
                                 service=services[service], ward=ward)
        date_back(case, ago)
        if became in ("answered", "closed"):
            officer = holder_account(case)
            casework.answer(case, actor=officer, text="The crew is booked for Thursday; I shall write when it is done.")
        if became == "closed":
            casework.close(case, actor=raiser, text="Done, thank you.")


def date_back(case, days):
    """Let a case have been received some days ago: dates and clock follow, as if it had been logged then."""
    received = timezone.now() - datetime.timedelta(days=days)
    clock = reply_clock(first_step(Route.from_json(case.route)), received)
    Case.objects.filter(pk=case.pk).update(received=received, last_activity=received, made_at=received, due_on=clock.on if clock else None,
                                           due_working=clock.as_json() if clock else None)
    case.entries.update(at=received)
    case.refresh_from_db()


def holder_account(case):
    """The account of somebody who holds the case."""
    return User.objects.get(person=casework.handlers(case)[0])
