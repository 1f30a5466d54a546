"""Concerns in numbers: what is counted, what is not shown, and that nobody can tell from them what they are kept from."""

import datetime
import io
import itertools
import re
from collections import defaultdict

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from casework.reports.veil import LEAST, SMALL, veil_answers
from complaints import dealing, services, statistics
from complaints.models import Concern
from complaints.policy import ADVICE, BREACH, MEMBER, OFFICER
from complaints.statistics import Year, count, totals
from council_portal.access.decisions import Forbidden
from council_portal.audit.models import Event
from tests.casework.ground import browser
from tests.complaints import ground
from tests.factories import fresh

pytestmark = pytest.mark.django_db
PAGE = "/concerns/statistics/"
ANSWERS = dict.fromkeys(["ours", "capacity", "in_office", "breach", "in_time", "fair", "interest"], "yes")


@pytest.fixture
def at(db):
    return ground.council()


def this_year():
    return Year(statistics.CALENDAR, timezone.localdate().year)


def of(reader, year=None):
    return count(fresh(reader), year or this_year())


def raised(at, many, matter=OFFICER):
    """So many concerns, alike: of a Member about a Head of Service; a Member's conduct is raised by the Head of Service."""
    raiser, subject = (at.head, at.other_member) if matter == MEMBER else (at.member, at.head)
    return [ground.concern(raiser, *(() if matter == ADVICE else (subject,)), matter=matter) for _each in range(many)]


def decide(at, concerns, decision):
    for one in concerns:
        dealing.assess(one, actor=fresh(at.chief_executive), decision=decision, text="Decided.", reasons="So.", answers=ANSWERS)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.requirement("CMP-TRIAGE")
def test_concerns_are_counted_by_matter_by_side_and_by_what_was_decided(at):
    officer, _member, _advice = raised(at, 16), raised(at, 6, MEMBER), raised(at, 5, ADVICE)
    decide(at, officer[:5], "nothing")
    decide(at, officer[5:10], "early")
    for one in officer[11:]:
        services.withdraw(one, actor=fresh(at.member), text="Settled.")

    found = of(at.chief_executive)

    assert found["total"] == 27
    assert found["tables"] == {
        "matters": [[OFFICER, 16], [MEMBER, 6], [BREACH, 0], [ADVICE, 5]],
        "sides": [["member", 21], ["officer", 6]],
        "decided": [["nothing", 5], ["early", 5], ["investigate", 0], ["elsewhere", 0], ["joined", 0],
                    ["found breach", 0], ["found partly", 0],
                    ["found none", 0], ["open", 7], ["taken_back", 5], ["otherwise", 0],
                    [ADVICE, 5]]}
    page = words(browser(at.chief_executive).get(f"{PAGE}?year={this_year()}"))
    assert "27 concerns" in page
    assert "No further action 5 Early resolution, such as a talk, an apology or training 5" in page


@pytest.mark.requirement("CMP-TRIAGE")
def test_a_small_number_is_not_shown_and_neither_is_the_one_that_would_give_it_away(at):
    raised(at, 9)
    raised(at, 1, MEMBER)

    found = of(at.chief_executive)

    assert found["total"] == 10
    assert found["tables"]["sides"] == [["member", None], ["officer", None]]
    assert found["tables"]["matters"][:2] == [[OFFICER, None], [MEMBER, None]]
    page = words(browser(at.chief_executive).get(f"{PAGE}?year={this_year()}"))
    assert "Members not shown Officers not shown" in page


@pytest.mark.parametrize(("many", "total", "says"), [
    (0, 0, "0 concerns"), (1, None, "Fewer than 5 concerns"), (4, None, "Fewer than 5 concerns"), (5, 5, "5 concerns")])
def test_few_are_not_divided_and_very_few_not_numbered(at, many, total, says):
    raised(at, many)

    assert of(at.chief_executive) == {"total": total, "tables": {}, "days": None}
    page = words(browser(at.chief_executive).get(f"{PAGE}?year={this_year()}"))
    assert says in page
    assert "not divided any further" in page
    assert f"{this_year().began} {'fewer than 5' if total is None else total}" in page, "in the table of the years too"


def test_nothing_can_be_worked_out_of_matters_and_decisions_together():
    alike = defaultdict(list)  # what is shown: all the numbers that look like it
    for officer, member, advice in itertools.product(range(16), repeat=3):
        if LEAST <= officer + member + advice <= 15:
            for nothing in range(officer + member + 1):
                matters, decided = (officer, member, 0, advice), (nothing, officer + member - nothing, advice)
                tables = veil_answers([["", n] for n in matters], [["", n] for n in decided])
                shown = [number for table in tables for _word, number in table]
                alike[(*shown, officer + member + advice)].append((*matters, *decided, officer + member + advice))

    given_away = [(shown, members) for shown, members in alike.items() for place, values in enumerate(zip(*members, strict=True))
                  if shown[place] is None and len(set(values)) == 1 and place != 2]  # breaches: none in any of these
    assert given_away[:3] == []
    assert not [shown for shown in alike if any(number is not None and 0 < number < SMALL for number in shown)]
    assert len(alike) > 100


@pytest.mark.requirement("CMP-CONFLICT")
@pytest.mark.parametrize("many", [0, 4, 9, 12])
def test_who_is_kept_out_reads_the_same_numbers_whether_there_is_such_a_concern_or_not(at, many):
    raised(at, many)
    client = browser(at.monitoring)
    places = [f"{PAGE}?year={this_year()}", f"{PAGE}numbers.csv?year={this_year()}"]
    before = [bare(client.get(place)) for place in places]
    with CaptureQueriesContext(connection) as first:
        client.get(places[0])

    about = ground.concern(at.member, at.monitoring, matter=OFFICER)
    dealing.assess(about, actor=fresh(at.chief_executive), decision="nothing", text="Nothing.", reasons="So.", answers=ANSWERS)

    assert [bare(client.get(place)) for place in places] == before
    with CaptureQueriesContext(connection) as then:
        client.get(places[0])
    assert len(then) == len(first) if many else len(then) >= len(first)
    assert totals(fresh(at.chief_executive), statistics.CALENDAR)[0][1] == (many + 1 if many + 1 >= SMALL else None)
    assert totals(fresh(at.monitoring), statistics.CALENDAR)[0][1] == (many if many == 0 or many >= SMALL else None)


def bare(response):
    """The page without what differs at every answer."""
    return re.sub(r'(csrfmiddlewaretoken" value="|nonce=")[^"]*', r"\1", response.content.decode())


@pytest.mark.requirement("CMP-CONFLICT")
def test_who_stepped_back_has_it_no_more_among_their_numbers(at):
    made = raised(at, 6)
    assert of(at.chief_executive)["total"] == of(at.monitoring)["total"] == 6

    services.step_back(made[0], actor=fresh(at.chief_executive))

    assert (of(at.chief_executive)["total"], of(at.monitoring)["total"]) == (5, 6)


def test_a_talk_whose_form_was_not_sent_is_not_counted(at):
    talks = [ground.concern(at.member, at.head, talk=True) for _each in range(6)]
    services.withdraw(talks[0], actor=fresh(at.member), text="Settled.")
    assert of(at.monitoring)["total"] == 0

    for one in talks[1:]:
        services.send_form(one, actor=fresh(at.member), text=ground.TEXT, wanted="")
    assert of(at.monitoring)["total"] == 5


def test_a_year_begins_and_ends_at_midnight_in_london(at):
    made = raised(at, 10)
    summer = datetime.datetime(2026, 3, 31, 23, 0, tzinfo=datetime.UTC)  # 1 April, 00:00 in London
    for at_place, one in enumerate(made):
        Concern.objects.filter(pk=one.pk).update(received_at=summer - datetime.timedelta(seconds=1) if at_place < 5 else summer)

    assert of(at.monitoring, Year(statistics.FINANCIAL, 2025))["total"] == 5
    assert of(at.monitoring, Year(statistics.FINANCIAL, 2026))["total"] == 5
    assert of(at.monitoring, Year(statistics.CALENDAR, 2026))["total"] == 10
    assert statistics.years(statistics.FINANCIAL, datetime.date(2026, 3, 31))[0].began == 2025
    assert statistics.years(statistics.FINANCIAL, datetime.date(2026, 4, 1))[0].last == datetime.date(2027, 3, 31)


def test_the_days_are_working_days_to_the_end_and_none_of_fewer_than_five(at):
    made = raised(at, 6)
    decide(at, made[:4], "nothing")
    received = datetime.datetime(2026, 6, 5, 12, tzinfo=datetime.UTC)  # a Friday
    Concern.objects.update(received_at=received)
    year = Year(statistics.CALENDAR, 2026)
    assert of(at.monitoring, year)["days"] is None

    decide(at, made[4:5], "elsewhere")
    for days, one in enumerate(made[:5]):
        settled = received.date() + datetime.timedelta(days=3 + days)
        services.set_facts(fresh_row(one), settled_on=settled.isoformat())
    assert of(at.monitoring, year)["days"] == 3, "Monday to Friday: 1 to 5"


def fresh_row(concern):
    return Concern.objects.get(pk=concern.pk)


def test_as_many_statements_for_many_as_for_few(at):
    raised(at, 11)
    reader = fresh(at.monitoring)
    assert reader.posts, "asked once for the whole page"
    with CaptureQueriesContext(connection) as few:
        count(reader, this_year())
    raised(at, 11, MEMBER)
    with CaptureQueriesContext(connection) as many:
        count(reader, this_year())

    assert len(few) == len(many) == 4


def test_only_the_monitoring_officer_the_deputy_and_the_chief_executive_see_it_and_are_led_to_it(at):
    may = {at.monitoring, at.deputy, at.chief_executive}
    for user in at.everybody:
        client = browser(user)
        assert client.get(PAGE).status_code == (200 if user in may else 403), user.person.name
        assert (PAGE in client.get("/concerns/").content.decode()) == (user in may), user.person.name
    assert PAGE in browser(at.monitoring).get("/monitoring/").content.decode()
    assert PAGE not in browser(at.technical).get("/admin/").content.decode()
    with pytest.raises(Forbidden):
        of(at.member)


def test_what_is_taken_away_is_recorded_and_says_the_same(at):
    raised(at, 12)
    client = browser(at.deputy)
    year = statistics.years(statistics.FINANCIAL)[0]

    text = client.get(f"{PAGE}numbers.csv?year={year}").content.decode()
    file = client.get(f"{PAGE}report.pdf?year={year}")
    client.head(f"{PAGE}report.pdf")
    client.head(f"{PAGE}numbers.csv")

    assert "12 concerns" in text
    assert "What they were about,An officer’s conduct,12" in text
    assert file.content.startswith(b"%PDF")
    assert "attachment" in file["Content-Disposition"]
    events = Event.objects.filter(verb="statistics of concerns taken")
    assert [(one.actor_name, one.detail) for one in events] == [(at.deputy.person.name, str(year))] * 2


def test_an_unknown_year_is_the_present_one(at):
    assert words(browser(at.deputy).get(f"{PAGE}?year=financial-1066")) == words(browser(at.deputy).get(PAGE))


def test_without_the_keys_the_pages_are_closed(at, settings):
    raised(at, 1)
    client = browser(at.monitoring)
    settings.SEALING_KEYS = "/nowhere/keys"

    assert [client.get(PAGE + place).status_code for place in ("", "numbers.csv", "report.pdf")] == [503, 503, 503]


@pytest.mark.requirement("CMP-TRIAGE")
def test_page_and_files_say_whose_numbers_they_are_in_the_same_words_whatever_is_kept_from_their_reader(at):
    said = ("Numbers of this office: Monitoring Officer. A concern from which whoever takes them is kept out is not among them, and so "
            "those of two offices can differ.")
    client, found = browser(at.monitoring), []
    for _each in range(2):
        found.append((words(client.get(PAGE)), client.get(f"{PAGE}numbers.csv").content.decode()))
        assert all(said in text for text in found[-1])
        raised_about = ground.concern(at.head, at.monitoring, matter=BREACH)
        assert not Concern.objects.permitted(fresh(at.monitoring)).filter(pk=raised_about.pk).exists()
    assert found[0] == found[1], "nobody can tell that there is one"
    assert "Numbers of this office: Chief Executive." in words(browser(at.chief_executive).get(PAGE))
    report = PdfReader(io.BytesIO(client.get(f"{PAGE}report.pdf").content))
    assert said in " ".join(" ".join(page.extract_text() for page in report.pages).split())
