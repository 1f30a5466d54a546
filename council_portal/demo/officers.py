"""The services and the ninety officers of the demo council, from data/services.toml and docs/guides/officers.csv. All invented."""
import random
from dataclasses import replace

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from council_portal.accounts.models import Appointment, Person, Service
from council_portal.accounts.services import appoint, post_principal, record_absence
from council_portal.clock.days import start_of
from council_portal.demo.data import data
from council_portal.demo.days import DAY
from council_portal.demo.roles import roles
from directory.board import CONTACTS
from directory.models import Officer, ServiceEntry
from directory.officers_csv import read_officers
from directory.services.importing import import_officers

PATH = settings.BASE_DIR / "docs" / "guides" / "officers.csv"
KEEPER = "technical_administrator"  # given by no list
VACANT = "Libraries and Leisure"  # this service has no Head at present
# Who is away today: since so many days, for so many more, and who stands in. Everybody who could be turned to in VACANT is away.
AWAY = [
    ("Ed Novak", 3, 11, "Hugh Lovell"), ("Mina Farouk", 1, 6, None),
    ("Oliver Vickers", 2, 5, None), ("Trevor Denton", 4, 9, None), ("Naomi Norris", 1, 3, None)]
AWAY_SOON, STANDS_IN_SOON = "Yvonne Hughes", "Rashid Thorley"
NEXT_HEAD = "Oliver Vickers"  # of VACANT, from next month
NEVER_CONFIRMED, STALE = "E1089", {"E1020": 391, "E1031": 104, "E1051": 133, "E1076": 118}  # staff numbers; calendar days


def make_services():
    """Directorates and their services, by name."""
    made = {}
    for row in data("services")["service"]:
        whole = made.get(row["directorate"]) or Service.objects.create(name=row["directorate"])
        made[row["directorate"]] = whole
        made[row["name"]] = Service.objects.create(name=row["name"], part_of=whole)
    return made


def take_democratic_services():
    """Democratic Services alone, before there is any other officer: whoever raises a matter now finds nobody but them."""
    file = read_officers(PATH.read_bytes())
    rows = tuple(replace(row, line_manager_id="") for row in file.rows if "democratic_services" in row.post_kind)
    import_officers(replace(file, rows=rows))


def take_officers(today):
    """All ninety as the HR list has them, through the door that a council's own list takes, and then dated back to years ago."""
    import_officers(read_officers(PATH.read_bytes()))
    people = Person.objects.filter(officer__isnull=False).order_by("officer__staff_id")
    people.update(is_demo=True)  # SECURITY: a list of real officers is refused where they stand
    post_principal("head_of_service", service=Service.objects.get(name=VACANT), name=f"Head of Service, {VACANT}")
    keeper = next(row["name"] for row in roles() if row["post"] == KEEPER)
    appoint(people.get(name=keeper), post_principal(KEEPER, name="Technical administrator"), authority="Installation (invented)")
    rnd = random.Random("officers")
    for person in people:
        began = today - (rnd.randint(2, 14) * 365 + rnd.randint(10, 350)) * DAY
        person.appointments.exclude(principal__kind="person").update(since=start_of(began))
    confirm_entries(today, rnd)


def confirm_entries(today, rnd):
    """Most entries were confirmed within 60 days, where somebody is a point of contact, or within a year; a few were not, and one never."""
    contacts = set(Appointment.objects.filter(principal__post__in=CONTACTS).values_list("person", flat=True))
    entries = list(Officer.objects.order_by("staff_id"))
    for entry in entries:
        days = STALE.get(entry.staff_id) or rnd.randint(1, 58 if entry.person_id in contacts else 340)
        entry.confirmed_on = None if entry.staff_id == NEVER_CONFIRMED else today - days * DAY
        entry.confirmed_by_id = entry.person_id if entry.confirmed_on else None
    Officer.objects.bulk_update(entries, ["confirmed_on", "confirmed_by"])


def describe(services, today):
    """What the directory says of each service, confirmed by its Head or, where there is none, by a Councillor Liaison Officer."""
    rnd = random.Random("entries")
    for row in data("services")["service"]:
        team = Officer.objects.filter(service=services[row["name"]]).order_by("tier", "pk")
        keeper = team.filter(person__appointments__principal__post__in=["head_of_service", "clo"]).select_related("person").first()
        ServiceEntry.objects.create(
            service=services[row["name"]], about=row["about"], deals_with=row["deals_with"], how_to_request=row["how_to_request"],
            confirmed_on=today - rnd.randint(2, 200) * DAY, confirmed_by=keeper.person)


def record_past_absences(*posts):
    """Whoever holds these posts above VACANT was away until yesterday, and nobody stood in."""
    now, above = timezone.now(), Service.objects.get(name=VACANT).part_of
    held = Appointment.objects.filter(Q(principal__service=above) | Q(principal__service=None), principal__post__in=posts)
    for row in held.select_related("person").order_by("pk"):
        record_absence(row.person, since=now - 12 * DAY, until=now - DAY)


def record_absences():
    """Who is away today, and who will be in a few days, with somebody to stand in."""
    people = {person.name: person for person in Person.objects.filter(officer__isnull=False)}
    now = timezone.now()
    for name, since, until, stand_in in AWAY:
        record_absence(people[name], since=now - since * DAY, until=now + until * DAY, stand_in=people.get(stand_in))
    begins = start_of(timezone.localdate(now) + 4 * DAY)
    record_absence(people[AWAY_SOON], since=begins, until=begins + 10 * DAY, stand_in=people[STANDS_IN_SOON])


def announce(today):
    """The post that stands empty is to be filled on the first day of next month."""
    begins = (today.replace(day=1) + 32 * DAY).replace(day=1)
    post = post_principal("head_of_service", service=Service.objects.get(name=VACANT), name=f"Head of Service, {VACANT}")
    person = Person.objects.get(name=NEXT_HEAD, officer__isnull=False)
    appoint(person, post, authority="Appointments panel (invented)", since=start_of(begins))
