"""The services and the ninety officers of the demo council, from data/services.toml and docs/guides/officers.csv. All invented."""
import random
from dataclasses import replace

from django.conf import settings
from django.utils import timezone

from council_portal.accounts.models import Person, Service
from council_portal.accounts.services import appoint, post_principal, record_absence
from council_portal.clock.days import start_of
from council_portal.demo.data import data
from council_portal.demo.days import DAY
from council_portal.demo.roles import roles
from directory.models import Officer, ServiceEntry
from directory.officers_csv import read_officers
from directory.services.importing import import_officers

PATH = settings.BASE_DIR / "docs" / "guides" / "officers.csv"
KEEPER = "technical_administrator"  # given by no list
VACANT = "Libraries and Leisure"  # this service has no Head at present
# Two Councillor Liaison Officers who are away, the second without a stand-in, and who stands in for the first.
AWAY, AWAY_ALONE, STAND_IN = "Ed Novak", "Mina Farouk", "Hugh Lovell"


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
    entries = list(Officer.objects.order_by("staff_id"))
    for entry in entries:
        entry.confirmed_on = None if rnd.random() < 0.06 else today - rnd.randint(1, 420) * DAY
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


def record_absences():
    """A Councillor Liaison Officer away with somebody standing in, another without."""
    people = {person.name: person for person in Person.objects.filter(name__in=[AWAY, AWAY_ALONE, STAND_IN])}
    now = timezone.now()
    record_absence(people[AWAY], since=now - 3 * DAY, until=now + 11 * DAY, stand_in=people[STAND_IN])
    record_absence(people[AWAY_ALONE], since=now - 1 * DAY, until=now + 6 * DAY)
