"""The synthetic county: what is in it, and where it refuses to be written."""
import io
import uuid

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Avg, Count, Max
from django.utils import timezone

from casework import clocks
from casework.models import Case, CaseClock, CaseEntry, CaseExclusion, CaseStanding
from casework.services import log_case
from conversations.attendance.models import AttendanceRequest
from conversations.briefing.models import Briefing, Item
from conversations.models import Answer, Event, Proposal
from conversations.notices.models import Notice
from council_portal.access import copies
from council_portal.access.models import OPEN_ENDED
from council_portal.accounts.models import Person, Service, User, Ward
from council_portal.clock.due import Due
from council_portal.demo.roles import roles
from council_portal.matters.models import Reference
from council_portal.protocol.rules import Route
from tests.bench import rooms
from tests.casework.ground import browser

pytestmark = pytest.mark.django_db


def make(cases, **options):
    """The command; returns what it printed."""
    out = io.StringIO()
    call_command("make_council", cases=cases, stdout=out, **options)
    return out.getvalue()


def refused(**options):
    """The command where it refuses; returns its exit status and what it said."""
    err = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("make_council", cases=10, stderr=err, **options)
    return ended.value.code, err.getvalue()


@pytest.mark.postgres
def test_county_has_its_people_places_and_cases_and_all_are_invented():
    make(200)

    assert (Ward.objects.count(), Service.objects.count(), Person.objects.count()) == (36, 51, 990)
    assert Person.objects.filter(is_demo=False).count() == 0
    assert sorted(User.objects.values_list("email", flat=True)) == sorted(row["email"] for row in roles())
    assert (Case.objects.count(), Case.objects.filter(is_open=True).count()) == (200, 30)
    assert set(Reference.objects.values_list("text", flat=True)) == set(Case.objects.values_list("reference", flat=True))


@pytest.mark.postgres
def test_threads_and_standings_are_as_many_and_as_mixed_as_in_life():
    make(600)

    now = timezone.now()
    threads = Case.objects.annotate(turns=Count("entries")).aggregate(Avg("turns"), Max("turns"))
    twice = CaseStanding.objects.values("case", "principal").annotate(rows=Count("pk")).filter(rows__gt=1)
    assert 2.5 < threads["turns__avg"] < 4
    assert threads["turns__max"] == 6
    assert 4 < CaseStanding.objects.count() / 600 < 6
    assert CaseStanding.objects.filter(until__lte=now).count() > 10
    assert CaseStanding.objects.filter(since__gt=now).count() > 3
    assert CaseStanding.objects.filter(until__gt=now, until__lt=OPEN_ENDED).count() > 3
    assert twice.count() > 10
    assert CaseExclusion.objects.count() > 5
    assert CaseEntry.objects.filter(at__gt=now).count() == 0


@pytest.mark.postgres
def test_copies_written_past_the_triggers_are_true_and_the_triggers_are_back():
    make(200)

    assert copies.untrue() == 0
    assert copies.KIT.missing(connection) == []
    with connection.cursor() as cursor:
        there = connection.introspection.get_constraints(cursor, CaseStanding._meta.db_table)
    assert {index.name for index in CaseStanding._meta.indexes} - set(there) == set()


@pytest.mark.postgres
def test_route_and_due_date_are_those_that_the_portal_would_have_given():
    make(40)

    case = Case.objects.exclude(due_on=None).select_related("protocol").first()
    assert Route.from_json(case.route).matter == "service_failure"
    assert Due.from_json(case.due_working).on == case.due_on
    assert case.clause == "3.2"


@pytest.mark.postgres
def test_a_case_logged_afterwards_gets_a_key_of_its_own():
    make(40)

    member = User.objects.get(email="member@council.example")
    service, ward = Service.objects.get(name="Street Scene"), Ward.objects.first()

    case = log_case(actor=member, key=uuid.uuid4(), title="Bins missed", text="Three weeks running.", service=service, ward=ward)

    assert case.pk == 41


@pytest.mark.postgres
def test_first_cases_are_the_same_whatever_the_number():
    found = []

    for number in (40, 120):
        with transaction.atomic():
            make(number, seed=3)
            cases = Case.objects.filter(pk__lte=40).order_by("pk").annotate(turns=Count("entries"))
            found.append(list(cases.values_list("uid", "reference", "title", "status", "turns")))
            transaction.set_rollback(True)

    assert found[0] == found[1]


@pytest.mark.postgres
def test_database_with_real_people_is_refused_in_one_line_and_left_alone():
    Person.objects.create(name="Real Person")

    code, said = refused()

    assert code == 2
    assert said == "This database holds real people. make_council fills an empty database of its own, and nothing was changed.\n"
    assert (Person.objects.count(), Ward.objects.count(), Case.objects.count()) == (1, 0, 0)


@pytest.mark.postgres
def test_second_run_is_refused():
    make(20)

    code, said = refused()

    assert code == 2
    assert said == "This database holds a council already. make_council fills an empty one, and nothing was changed.\n"
    assert Case.objects.count() == 20


def test_sqlite_is_refused():
    if connection.vendor == "postgresql":
        pytest.skip("on SQLite only")

    code, said = refused()

    assert code == 2
    assert said == "make_council writes into PostgreSQL only: set DATABASE_URL=postgres://...\n"


@pytest.mark.postgres
def test_a_year_of_the_rooms_is_as_much_as_a_council_has_and_its_copies_are_true():
    make(40, years=1)

    assert [model.objects.count() for model in (Event, Notice, Briefing, AttendanceRequest, Proposal)] == [300, 500, 50, 110, 60]
    assert Item.objects.filter(briefing__status="sent").count() == 2_000
    assert Answer.objects.count() > 2_000
    assert {"draft", "announced", "confirmed", "closed", "cancelled"} == set(Event.objects.values_list("status", flat=True))
    in_confidence = Notice.objects.filter(status="issued", publish_at__gt=timezone.now()).count()
    assert 10 < in_confidence < 100
    assert Notice.objects.filter(status="issued", publish_at__lte=timezone.now()).count() > 400
    assert copies.untrue() == 0
    assert Event.objects.filter(standings=None).count() == 0


@pytest.mark.postgres
def test_the_monitoring_officer_has_a_full_list_of_refusals_whatever_the_years():
    make(40, years=1)
    page = browser(User.objects.get(email="monitoring-officer@council.example")).get("/programme/attendance/refusals/")

    pattern, many = rooms.wanted("refusals")
    assert rooms.lines(page.content, pattern) in many
    assert (len(page.context["waiting"]), page.context["pages"]["count"]) == (20, 60)
    assert copies.untrue() == 0


def test_years_below_none_are_refused():
    err = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("make_council", cases=0, years=-1, stderr=err)

    assert ("--years -1: give 0 or more." if connection.vendor == "postgresql" else "PostgreSQL only") in err.getvalue()


@pytest.mark.postgres
def test_cases_have_the_clocks_and_next_dates_that_the_portal_would_have_given():
    make(600)

    cases = Case.objects.filter(is_open=True).prefetch_related("clocks", "entries")
    wrong = [case.reference for case in cases if case.next_on != clocks.next_on(case.status, clocks.running(case), case.last_activity)]
    kinds = dict(Case.objects.filter(is_open=True).values_list("status").annotate(many=Count("pk")))

    assert wrong == []
    assert {"with_member", "with_centre"} <= set(kinds)
    assert Case.objects.filter(status="with_officer", owner=None).count() == 0
    assert CaseClock.objects.filter(kind="member", stopped_at=None).count() == kinds["with_member"]
    assert CaseClock.objects.filter(kind="request", stopped_at=None).count() == kinds["with_centre"]
    assert CaseClock.objects.exclude(stopped_at=None).filter(case__status__in=["answered", "closed"], kind="answer").count() > 500
