"""Who is away, who acts meanwhile, and that Democratic Services hear of a gap before anybody else does (RUG-DIR)."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from council_portal.access.decisions import Forbidden
from council_portal.accounts.models import Absence, Appointment
from council_portal.accounts.services import appoint
from council_portal.clock.days import start_of
from council_portal.people import services
from council_portal.people.absences import absences_today, chain_in_words
from council_portal.people.words import day
from tests.casework.ground import browser, words
from tests.factories import AUTHORITY, LONG_AGO, fresh, log, officer, post
from tests.people.ground import DAY, absence

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-DIR")]

NEW = "/people/absences/new/"
LIST = 5  # statements of one request of somebody signed in, cold


def typed(person, stand_in=None, *, first=0, last=6, **changes):
    """What the form sends, with days from today."""
    one, other = (timezone.localdate() + days * DAY for days in (first, last))
    return {"person": str(person.uid), "stand_in": str(stand_in.uid) if stand_in else "",
            "first_day": one.day, "first_month": one.month, "first_year": one.year,
            "last_day": other.day, "last_month": other.month, "last_year": other.year, **changes}


def opens(user, case):
    return browser(user).get(case.get_absolute_url()).status_code


# --- recording -----------------------------------------------------------------------------------------------------------------


def test_both_days_are_inclusive_in_london(council):
    first, last = datetime.date(2027, 6, 7), datetime.date(2027, 6, 18)
    case = log(council)

    services.note_absence(council.head.person, first=first, last=last, stand_in=council.clo.person, actor=council.democratic.person)

    seen = []
    for at in (start_of(first) - datetime.timedelta(seconds=1), start_of(first), start_of(datetime.date(2027, 6, 19)) - DAY / 86400,
               start_of(datetime.date(2027, 6, 19))):
        with time_machine.travel(at, tick=False):
            seen.append(opens(council.clo, case))
    assert seen == [404, 200, 200, 404]


def test_what_changes_is_shown_before_anything_is_saved_and_then_it_is_saved_once(council):
    client, sent = browser(council.democratic), typed(council.head.person, council.clo.person)

    said = words(client.post(NEW, sent))
    none_yet = Absence.objects.count()
    answers = [client.post(NEW, sent | {"stage": "save"})["Location"] for _press in range(2)]

    assert "Handed on in that time, with sight of its matters: Head of service, Street Scene." in said
    assert "Rosie Fenn stands in." in said
    assert (none_yet, Absence.objects.count(), answers) == (0, 1, ["/people/absences/", "/people/absences/"])


def test_who_is_away_is_found_by_name_then_who_stands_in_among_the_same_side(council):
    client = browser(council.democratic)

    whose = client.get(NEW, {"q": "chandran"})
    who = client.get(NEW, {"person": str(council.head.person.uid), "q": "a"})
    days = client.get(NEW, {"person": str(council.head.person.uid), "stand_in": str(council.clo.person.uid)})

    assert [row["name"] for row in whose.context["rows"]] == ["Priya Chandran"]
    assert "Who stands in for Priya Chandran?" in words(who)
    assert {"Councillor Aisha Rahman", "Priya Chandran"} & {row["name"] for row in who.context["rows"]} == set()
    assert ("Rosie Fenn stands in." in words(days), days.context["form"]["person"].value()) == (True, str(council.head.person.uid))


def test_a_stand_in_who_is_away_too_is_said_with_who_acts_then(council):
    absence(council.clo.person, council.democratic.person, first=2, last=3, stand_in=council.nominated.person)

    said = words(browser(council.democratic).post(NEW, typed(council.head.person, council.clo.person)))

    today = timezone.localdate()
    days = f"{day(today + 2 * DAY)} to {day(today + 3 * DAY)}"
    assert f"Note: Rosie Fenn is away too ({days}), and Callum Baird acts in that time." in said


def test_a_circle_of_stand_ins_is_warned_of(council):
    absence(council.clo.person, council.democratic.person, stand_in=council.head.person)

    said = words(browser(council.democratic).post(NEW, typed(council.head.person, council.clo.person)))

    assert "Note: The chain of stand-ins comes back to somebody who is away." in said


def test_a_chain_that_ends_with_nobody_is_warned_of(council):
    absence(council.clo.person, council.democratic.person)
    today = timezone.localdate()

    said = chain_in_words(council.head.person, council.clo.person, start_of(today), start_of(today + 7 * DAY))

    days = f"{day(today)} to {day(today + 6 * DAY)}"
    assert said == [("Rosie Fenn stands in.", False),
                    (f"Rosie Fenn is away too ({days}), and nobody stands in for them: nobody acts in that time.", True)]


def test_a_chain_is_followed_for_access_too(council):
    case = log(council)
    absence(council.clo.person, council.democratic.person, stand_in=council.other_head.person)

    absence(council.head.person, council.democratic.person, stand_in=council.clo.person)

    assert opens(council.other_head, case) == 200


def test_nobody_standing_in_is_said_to_be_a_gap(council):
    said = words(browser(council.democratic).post(NEW, typed(council.head.person)))

    assert "Note: Nobody stands in. Deputies act meanwhile" in said


def test_a_members_seat_is_never_handed_on_and_the_page_says_so(council):
    case = log(council)
    client = browser(council.democratic)

    asked = words(client.get(NEW, {"person": str(council.member.person.uid)}))
    said = words(client.post(NEW, typed(council.member.person, council.other_member.person)))
    client.post(NEW, typed(council.member.person, council.other_member.person, stage="save"))

    assert ["A Member’s seat is never handed on" in page for page in (asked, said)] == [True, True]
    assert (Absence.objects.count(), Appointment.objects.filter(role="stand_in").count()) == (1, 0)
    assert opens(council.other_member, case) == 404


def test_nobody_becomes_technical_administrator_by_standing_in(council):
    client = browser(council.democratic)

    said = words(client.post(NEW, typed(council.technical.person, council.democratic.person)))
    client.post(NEW, typed(council.technical.person, council.democratic.person, stage="save"))

    assert "Sam Ollerton holds no post that somebody could stand in for." in said
    assert fresh(council.democratic).posts == {"officers", "democratic_services"}
    assert client.get("/admin/").status_code == 404


@pytest.mark.parametrize(("changes", "errors"), [
    ({"first": -1}, "first"), ({"first": 5, "last": 3}, "last"), ({"first_day": 31, "first_month": 2}, "first"),
    ({"last_year": 9999}, "last")])
def test_days_that_cannot_be_are_refused_and_what_was_typed_stays(council, changes, errors):
    answer = browser(council.democratic).post(NEW, typed(council.head.person, **changes) | {"stage": "save"})

    assert (list(answer.context["form"].errors), Absence.objects.count()) == ([errors], 0)
    assert answer.context["form"]["person"].value() == str(council.head.person.uid)


@pytest.mark.parametrize(("away", "stand_in"), [("head", "member"), ("member", "head")])
def test_a_member_does_not_stand_in_for_an_officer_nor_an_officer_for_a_member(council, away, stand_in):
    sent = typed(getattr(council, away).person, getattr(council, stand_in).person, stage="save")

    answer = browser(council.democratic).post(NEW, sent)

    assert answer.context["form"].non_field_errors() == [
        "Choose somebody else to stand in: Members stand in for Members, and officers for officers"]
    assert Absence.objects.count() == 0


def test_whoever_leads_a_group_is_stood_in_for_by_one_of_its_members(council):
    appoint(council.member.person, post("group_leader", in_group=council.groups.harbour), authority=AUTHORITY, since=LONG_AGO)
    client = browser(council.democratic)

    refused = client.post(NEW, typed(council.member.person, council.other_member.person, stage="save"))
    done = client.post(NEW, typed(council.member.person, council.colleague.person, stage="save"))

    assert refused.context["form"].non_field_errors() == [
        "Choose somebody else to stand in: Group leader, Harbour Alliance is held by a Member of that group"]
    assert (done.status_code, Absence.objects.get().stand_in) == (302, council.colleague.person)


def test_nobody_stands_in_for_themselves(council):
    answer = browser(council.democratic).post(NEW, typed(council.head.person, council.head.person, stage="save"))

    assert answer.context["form"].non_field_errors() == ["Choose somebody else to stand in: nobody stands in for themselves"]


def test_nobody_is_away_twice_at_once(council):
    absence(council.head.person, council.democratic.person, first=2, last=4)

    answer = browser(council.democratic).post(NEW, typed(council.head.person, council.clo.person, stage="save"))

    today = timezone.localdate()
    days = f"{day(today + 2 * DAY)} to {day(today + 4 * DAY)}"
    assert answer.context["form"].errors == {
        "first": [f"Priya Chandran is down as away already ({days}): end that absence first, or choose other days"]}
    with pytest.raises(services.AwayAlready):
        absence(council.head.person, council.democratic.person)


@pytest.mark.parametrize("actor", ["member", "head", "chief_executive", "technical"])
def test_nobody_else_records_or_ends_an_absence(council, actor):
    away = absence(council.head.person, council.democratic.person)
    person = getattr(council, actor).person

    with pytest.raises(Forbidden):
        absence(council.clo.person, person)
    with pytest.raises(Forbidden):
        services.end_absence(away, actor=person)

    assert list(Absence.objects.values_list("uid", "until")) == [(away.uid, away.until)]


# --- ending --------------------------------------------------------------------------------------------------------------------


def test_an_absence_ended_early_ends_standing_in_along_the_chain_at_once(council):
    case = log(council)
    absence(council.clo.person, council.democratic.person, stand_in=council.other_head.person)
    away = absence(council.head.person, council.democratic.person, stand_in=council.clo.person)
    before = [opens(user, case) for user in (council.clo, council.other_head)]

    answer = browser(council.democratic).post(reverse("people:end_absence", args=[away.uid]), follow=True)

    assert "The absence has ended." in words(answer)
    assert (before, [opens(user, case) for user in (council.clo, council.other_head)]) == ([200, 200], [404, 404])
    assert council.head.person.pk not in absences_today([council.head.person])


def test_an_absence_that_has_not_begun_is_taken_back_and_a_second_press_changes_nothing(council):
    away = absence(council.head.person, council.democratic.person, first=3, last=5, stand_in=council.clo.person)

    for _press in range(2):
        services.end_absence(away, actor=council.democratic.person)

    away.refresh_from_db()
    assert (away.until, Appointment.objects.filter(absence=away, until__gt=away.since).count()) == (away.since, 0)
    assert browser(council.member).get("/people/absences/?when=coming").context["rows"] == []


# --- reading -------------------------------------------------------------------------------------------------------------------


def test_the_list_says_who_is_away_now_who_will_be_and_who_was(council):
    now = absence(council.head.person, council.democratic.person, stand_in=council.clo.person)
    soon = absence(council.other_head.person, council.democratic.person, first=3, last=5)
    past = absence(council.chief.person, council.democratic.person)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=5)):
        services.end_absence(past, actor=council.democratic.person)
    client = browser(council.member)

    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=6)):
        listed = {when: [row["uid"] for row in client.get("/people/absences/", {"when": when}).context["rows"]]
                  for when in ("now", "coming", "past", "nonsense")}

    assert listed == {"now": [now.uid], "coming": [soon.uid], "past": [past.uid], "nonsense": [now.uid]}


def test_a_gap_is_marked(council):
    absence(council.head.person, council.democratic.person)

    assert "Nobody stands in" in words(browser(council.member).get("/people/absences/"))


def test_the_list_asks_the_same_number_of_statements_for_one_row_and_for_three(council):
    client = browser(council.member)
    client.get("/")

    counts = []
    for people in (["head"], ["clo", "other_head"]):
        for name in people:
            absence(getattr(council, name).person, council.democratic.person, stand_in=council.nominated.person)
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/people/absences/").status_code == 200
        counts.append(len(captured))

    assert counts == [LIST, LIST]


def test_a_list_of_people_asks_once_who_is_away(council):
    absence(council.head.person, council.democratic.person, stand_in=council.clo.person)
    absence(council.other_head.person, council.democratic.person)
    people = [user.person for user in council.accounts.values()]

    with CaptureQueriesContext(connection) as captured:
        away = absences_today(people)

    until = day(timezone.localdate() + 6 * DAY)
    assert len(captured) == 1
    assert away == {council.head.person.pk: {"until_text": until, "stand_in": council.clo.person},
                    council.other_head.person.pk: {"until_text": until, "stand_in": None}}


def test_an_officer_who_begins_later_can_be_chosen_too(council):
    officer("Newly Invented", since=timezone.now() + 10 * DAY)

    rows = browser(council.democratic).get(NEW, {"q": "newly"}).context["rows"]

    assert [row["name"] for row in rows] == ["Newly Invented"]
