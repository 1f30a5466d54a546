"""Who holds a post, from when, by what authority: seen by everybody in office, changed by Democratic Services, true at the next request."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from council_portal.access.decisions import Forbidden
from council_portal.accounts.models import Appointment, Principal
from council_portal.accounts.services import LastKeeper, appoint
from council_portal.audit.models import Event
from council_portal.clock.days import start_of
from council_portal.people import services
from council_portal.people.agreeing import agree
from council_portal.people.posts import posts, vacant
from tests.casework.ground import browser, words
from tests.factories import AUTHORITY, LONG_AGO, log, officer, post, service
from tests.people.ground import DAY, absence, fresh_person

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("NNC-WARDS")]

Role = Appointment.Role
LIST, PAGE = 9, 10  # statements of one request of somebody signed in, cold


@pytest.fixture
def head_post(council):
    return Principal.objects.get(post="head_of_service", service=council.services.street_scene)


def held(user, principal):
    return Appointment.objects.get(person=user.person, principal=principal)


def typed(person, *, on=None, role=Role.HOLDER, ending=(), authority="Council, minute 12 (invented)"):
    """What the form of an appointment sends."""
    on = on or timezone.localdate()
    return {"person": str(person.uid), "role": role, "since_day": on.day, "since_month": on.month, "since_year": on.year,
            "authority": authority, "ending": [str(row.uid) for row in ending]}


def appointing(principal):
    return reverse("people:appoint", args=[principal.uid])


def statements(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


# --- the act -------------------------------------------------------------------------------------------------------------------


def test_a_person_is_found_by_part_of_the_name_and_only_from_the_side_that_holds_the_post(council, head_post):
    client = browser(council.democratic)

    found = [client.get(appointing(head_post), {"q": typed_name}).context["rows"] for typed_name in ("fem adey", "pritchard")]

    assert [[row["name"] for row in rows] for rows in found] == [["Femi Adeyemi"], []]
    assert found[0][0]["note"] == "Head of service, Housing"


def test_of_many_names_the_first_are_shown_and_the_page_says_that_there_are_more(council, head_post):
    for number in range(25):
        officer(f"Zed Invented {number:02}")
    client = browser(council.democratic)

    all_of_them = client.get(appointing(head_post), {"q": "zed"})
    one = client.get(appointing(head_post), {"q": "zed 07"})

    assert (len(all_of_them.context["rows"]), all_of_them.context["more"]) == (20, True)
    assert (len(one.context["rows"]), one.context["more"]) == (1, False)


def test_what_changes_is_shown_before_anything_is_saved(council, head_post):
    client = browser(council.democratic)
    present = held(council.head, head_post)

    answer = client.post(appointing(head_post), typed(council.other_head.person, ending=[present]))

    said = words(answer)
    assert [sentence in said for sentence in (
        "Femi Adeyemi sees the matters of Head of service, Street Scene, the old ones too, from the next page that they open.",
        "Priya Chandran no longer sees them from the next page that they open, unless by another post.",
        "Council, minute 12 (invented)")] == [True] * 3
    assert Appointment.objects.filter(person=council.other_head.person, principal=head_post).count() == 0


def test_a_day_to_come_is_said_with_its_hour(council, head_post):
    on = timezone.localdate() + 40 * DAY

    said = words(browser(council.democratic).post(appointing(head_post), typed(council.other_head.person, on=on)))

    assert f"From 00:00 on {on.day} {on:%B %Y}, London time, Femi Adeyemi sees the matters of Head of service, Street Scene" in said
    assert "Note: Priya Chandran goes on holding the post too." in said


def test_change_what_i_wrote_shows_what_was_typed(council, head_post):
    answer = browser(council.democratic).post(appointing(head_post), typed(council.other_head.person) | {"stage": "change"})

    assert answer.context["form"]["authority"].value() == "Council, minute 12 (invented)"
    assert "Appoint Femi Adeyemi: Head of service, Street Scene" in words(answer)


@pytest.mark.requirement("SEC-3.2")
def test_the_new_holder_opens_a_case_at_the_next_request_and_the_one_before_no_longer_can(council, head_post):
    case = log(council)
    new, old, democratic = browser(council.other_head), browser(council.head), browser(council.democratic)
    before = [client.get(case.get_absolute_url()).status_code for client in (new, old)]

    sent = typed(council.other_head.person, ending=[held(council.head, head_post)]) | {"stage": "save"}
    answer = democratic.post(appointing(head_post), sent)

    after = [client.get(case.get_absolute_url()).status_code for client in (new, old)]
    assert answer.status_code == 302
    assert (before, after) == ([404, 200], [200, 404])


def test_an_appointment_to_come_gives_nothing_before_its_day_begins_in_london(council, head_post):
    case = log(council)
    on = timezone.localdate() + 3 * DAY
    services.fill_post(head_post, council.other_head.person, role=Role.HOLDER, day=on, authority=AUTHORITY,
                       ending=[held(council.head, head_post)], actor=council.democratic.person)

    seen = []
    for at in (timezone.now(), start_of(on) - datetime.timedelta(seconds=1), start_of(on)):
        with time_machine.travel(at, tick=False):
            seen.append([browser(user).get(case.get_absolute_url()).status_code for user in (council.other_head, council.head)])

    assert seen == [[404, 200], [404, 200], [200, 404]]


def test_a_second_press_appoints_nobody_twice(council, head_post):
    client, sent = browser(council.democratic), typed(council.other_head.person) | {"stage": "save"}

    answers = [client.post(appointing(head_post), sent).status_code for _press in range(2)]

    assert answers == [302, 302]
    assert Appointment.objects.filter(person=council.other_head.person, principal=head_post).count() == 1
    assert Event.objects.filter(verb="appointed", object_uid=council.other_head.person.uid, detail=sent["authority"]).count() == 1


def test_who_holds_a_post_already_is_not_appointed_again_and_what_was_typed_stays(council, head_post):
    answer = browser(council.democratic).post(appointing(head_post), typed(council.head.person) | {"stage": "save"})

    assert answer.context["form"].errors == {"role": ["Priya Chandran has this appointment already (since 1 January 2020)"]}
    assert answer.context["form"]["authority"].value() == "Council, minute 12 (invented)"


@pytest.mark.parametrize(("changes", "errors"), [
    ({"authority": " "}, {"authority": ["Enter by what authority: the minute, the HR record or the election"]}),
    ({"since_day": 31, "since_month": 2}, {"since": ["From which day? must be a real date, like 27 3 2027"]}),
    ({"since_year": 9999}, {"since": ["Enter a day within the next five years"]}),
    ({"since_year": 1900}, {"since": ["Enter a day from 1 April 1974 on"]}),
    ({"person": "00000000-0000-0000-0000-000000000007"}, {"person": ["Select one of the choices that are shown"]}),
    ({"role": "stand_in"}, {"role": ["Select one of the choices that are shown"]})])
def test_what_cannot_be_is_refused_with_what_to_do(council, head_post, changes, errors):
    answer = browser(council.democratic).post(appointing(head_post), typed(council.other_head.person) | changes)

    assert answer.context["form"].errors == errors


def test_a_member_is_not_appointed_to_an_officers_post_even_by_a_made_up_form(council, head_post):
    answer = browser(council.democratic).post(appointing(head_post), typed(council.member.person) | {"stage": "save"})

    assert answer.status_code == 200
    assert Appointment.objects.filter(person=council.member.person, principal=head_post).count() == 0


def test_the_record_of_the_monitoring_officers_appointment_carries_the_minute(council):
    principal = Principal.objects.get(post="monitoring_officer")

    entered = services.fill_post(principal, council.other_head.person, role=Role.DEPUTY, day=timezone.localdate(),
                                 authority="Council, minute 40", actor=council.democratic.person)
    agree(entered, actor=council.chief_executive.person)

    events = Event.objects.filter(object_uid=council.other_head.person.uid, detail="Council, minute 40").order_by("pk")
    assert [(one.verb, one.actor_name, one.acting_as) for one in events] == [
        ("appointment entered", "Ines Duarte", "Monitoring officer"), ("appointed", "Owen Tate", "Monitoring officer"),
        ("appointment agreed to", "Owen Tate", "Monitoring officer")]


def test_nobody_is_made_technical_administrator_and_none_is_dismissed_by_a_service_or_a_page(council):
    principal = Principal.objects.get(post="technical_administrator")
    row = held(council.technical, principal)
    client = browser(council.democratic)

    with pytest.raises(Forbidden):
        services.fill_post(principal, council.other_head.person, role=Role.HOLDER, day=timezone.localdate(), authority=AUTHORITY,
                           actor=council.democratic.person)
    with pytest.raises(Forbidden):
        services.vacate(row, day=timezone.localdate(), authority=AUTHORITY, actor=council.democratic.person)
    answers = [client.post(appointing(principal), typed(council.other_head.person) | {"stage": "save"}),
               client.post(reverse("people:end_appointment", args=[row.uid]), {"stage": "save"})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert "Nobody is made technical administrator by a page of the portal" in words(answers[0])
    assert [row.person for row in Appointment.objects.filter(principal=principal)] == [council.technical.person]


@pytest.mark.parametrize("kind", ["all_members", "officers"])
def test_a_seat_and_employment_are_no_posts_to_be_filled(council, kind):
    principal = Principal.objects.get(post=kind)

    with pytest.raises(Forbidden):
        services.fill_post(principal, council.other_head.person, role=Role.HOLDER, day=timezone.localdate(), authority=AUTHORITY,
                           actor=council.democratic.person)

    assert browser(council.democratic).get(appointing(principal)).status_code == 404


@pytest.mark.parametrize("actor", ["member", "head", "chief_executive", "monitoring", "technical"])
def test_nobody_else_appoints_or_ends(council, head_post, actor):
    person = getattr(council, actor).person

    with pytest.raises(Forbidden):
        services.fill_post(head_post, person, role=Role.HOLDER, day=timezone.localdate(), authority=AUTHORITY, actor=person)
    with pytest.raises(Forbidden):
        services.vacate(held(council.head, head_post), day=timezone.localdate(), authority=AUTHORITY, actor=person)

    assert [row.person for row in Appointment.objects.filter(principal=head_post)] == [council.head.person]


# --- ending --------------------------------------------------------------------------------------------------------------------


def ending(row, on, **changes):
    return {"day_day": on.day, "day_month": on.month, "day_year": on.year, "authority": "HR record 7 (invented)", **changes}


def test_an_end_today_is_an_end_now_and_says_before_what_it_changes(council, head_post):
    case, row = log(council), held(council.head, head_post)
    client, address = browser(council.democratic), reverse("people:end_appointment", args=[held(council.head, head_post).uid])

    said = words(client.post(address, ending(row, timezone.localdate())))
    between = browser(council.head).get(case.get_absolute_url()).status_code
    client.post(address, ending(row, timezone.localdate(), stage="save"))

    assert "Priya Chandran no longer sees the matters of Head of service, Street Scene from the next page that they open" in said
    assert "Note: Nobody else holds the post." in said
    assert "open cases: 1; open cases of which they are the officer: 1." in said
    assert "It goes to the office above within minutes of the end" in said
    assert (between, browser(council.head).get(case.get_absolute_url()).status_code) == (200, 404)
    assert Event.objects.filter(verb="appointment ended", detail="HR record 7 (invented)").count() == 1


def test_the_post_says_how_many_open_cases_it_has_to_democratic_services_only(council, head_post):
    log(council)
    address = reverse("people:post", args=[head_post.uid])

    assert "open cases: 1." in words(browser(council.democratic).get(address))
    assert "open cases" not in words(browser(council.head).get(address))


def test_an_end_to_come_is_at_midnight_in_london(council, head_post):
    on = datetime.date(timezone.localdate().year + 1, 7, 1)  # summer time: midnight is 23:00 UTC

    services.vacate(held(council.head, head_post), day=on, authority=AUTHORITY, actor=council.democratic.person)

    assert held(council.head, head_post).until == datetime.datetime(on.year, 6, 30, 23, tzinfo=datetime.UTC)


def test_an_end_in_the_past_is_refused_because_they_could_see_until_now(council, head_post):
    row, yesterday = held(council.head, head_post), timezone.localdate() - DAY
    address = reverse("people:end_appointment", args=[row.uid])

    answer = browser(council.democratic).post(address, ending(row, yesterday, stage="save"))

    today = timezone.localdate()
    assert answer.context["form"].errors == {"day": [f"Enter a day from {today.day} {today:%B %Y} on"]}
    assert held(council.head, head_post).until == row.until


def test_whoever_stands_in_stops_with_the_one_they_stand_in_for(council, head_post):
    absence(council.head.person, council.democratic.person, stand_in=council.clo.person)
    case = log(council)
    before = browser(council.clo).get(case.get_absolute_url()).status_code

    services.vacate(held(council.head, head_post), day=timezone.localdate(), authority=AUTHORITY, actor=council.democratic.person)

    assert (before, browser(council.clo).get(case.get_absolute_url()).status_code) == (200, 404)


def test_the_last_of_those_who_appoint_is_not_ended(council):
    row = held(council.democratic, Principal.objects.get(post="democratic_services"))
    client, address = browser(council.democratic), reverse("people:end_appointment", args=[row.uid])

    refused = client.post(address, ending(row, timezone.localdate(), stage="save"))
    appoint(council.other_head.person, row.principal, authority=AUTHORITY)
    done = client.post(address, ending(row, timezone.localdate(), stage="save"))

    assert refused.context["form"].errors == {
        "day": ["Appoint somebody else to Democratic Services first: nobody would be left who can appoint"]}
    assert (done.status_code, fresh_person(council.democratic).posts) == (302, {"officers"})


def test_ends_that_were_entered_beforehand_leave_somebody_who_appoints(council):
    other = appoint(council.other_head.person, Principal.objects.get(post="democratic_services"), authority=AUTHORITY)
    own, today = held(council.democratic, other.principal), timezone.localdate()
    services.vacate(other, day=today + 10 * DAY, authority=AUTHORITY, actor=council.democratic.person)

    with pytest.raises(LastKeeper):
        services.vacate(own, day=today + 5 * DAY, authority=AUTHORITY, actor=council.democratic.person)
    appoint(council.chief.person, other.principal, authority=AUTHORITY, since=start_of(today + 8 * DAY))
    services.vacate(own, day=today + 5 * DAY, authority=AUTHORITY, actor=council.democratic.person)

    own.refresh_from_db()
    assert own.until == start_of(today + 5 * DAY)


@pytest.mark.parametrize("word", ["group_leader", "group_spokesperson"])
def test_a_group_is_led_and_spoken_for_by_one_of_its_members(council, word):
    leading = post(word, in_group=council.groups.harbour)
    client = browser(council.democratic)

    offered = [row["name"] for row in client.get(appointing(leading)).context["rows"]]
    refused = client.post(appointing(leading), typed(council.other_member.person) | {"stage": "save"})
    done = client.post(appointing(leading), typed(council.colleague.person) | {"stage": "save"})

    assert offered == ["Councillor Aisha Rahman", "Councillor Tomasz Wolny"]
    assert refused.context["form"].non_field_errors() == [
        "Councillor Gwen Pritchard is not in the group Harbour Alliance on that day: choose one of its Members"]
    assert (done.status_code, Appointment.objects.get(principal=leading).person) == (302, council.colleague.person)


# --- the pages -----------------------------------------------------------------------------------------------------------------


def test_the_page_of_a_post_shows_who_held_it_with_days_and_authority(council, head_post):
    appoint(council.other_head.person, head_post, authority="HR record 1 (invented)", since=LONG_AGO - 400 * DAY, until=LONG_AGO)

    said = words(browser(council.member).get(reverse("people:post", args=[head_post.uid])))

    _today, _before, history = said.partition("Before")
    assert "Femi Adeyemi As holder Days 27 November 2018 to 1 January 2020 By what authority HR record 1 (invented)" in history
    assert "Appoint somebody" not in said


def test_the_buttons_are_shown_to_whoever_may_press_them(council, head_post):
    address = reverse("people:post", args=[head_post.uid])

    seen = {reader: "Appoint somebody" in words(browser(getattr(council, reader)).get(address))
            for reader in ("democratic", "member", "head", "technical")}

    assert seen == {"democratic": True, "member": False, "head": False, "technical": False}


def test_the_list_is_narrowed_by_name_service_and_to_posts_with_nobody_there(council):
    post("director", of=council.services.housing)
    absence(council.clo.person, council.democratic.person)
    client = browser(council.member)

    def listed(**asked):
        return [row["name"] for row in client.get(reverse("people:posts"), asked).context["rows"]]

    housing = listed(service=str(council.services.housing.uid))
    assert sorted(housing) == ["Director, Housing", "Head of service, Housing"]
    assert listed(q="clo") == ["Clo, Street Scene"]
    assert sorted(listed(vacant="on")) == ["Clo, Street Scene", "Director, Housing"]
    assert listed(service="nonsense") == []


def test_a_post_with_nobody_appointed_is_vacant_and_one_with_everybody_away_has_nobody_there(council):
    post("director", of=council.services.housing)
    absence(council.clo.person, council.democratic.person)

    rows = browser(council.member).get(reverse("people:posts")).context["rows"]

    assert {row["name"]: row["tag"] for row in rows if row["tag"]} == {
        "Director, Housing": "Vacant", "Clo, Street Scene": "Nobody there today"}


@pytest.mark.requirement("SEC-3.1")
def test_the_contact_centre_works_outside_the_portal_and_is_no_vacancy(council):
    centre = post("contact_centre")
    post("director", of=council.services.housing)
    client = browser(council.democratic)

    page = words(client.get(reverse("people:post", args=[centre.uid])))
    rows = {row["name"]: row["tag"] for row in client.get(reverse("people:posts")).context["rows"] if row["tag"]}
    vacancies = [row["name"] for row in client.get(reverse("people:posts"), {"vacant": "on"}).context["rows"]]

    assert "It works outside the portal, so nobody has to hold this post here." in page
    assert "goes to the next post up" not in page
    assert rows == {"Contact centre": "Outside the portal", "Director, Housing": "Vacant"}
    assert vacancies == ["Director, Housing"]
    assert "1 post has nobody there today" in words(client.get("/"))


def test_a_stand_in_is_shown_and_the_post_is_not_empty(council):
    absence(council.clo.person, council.democratic.person, stand_in=council.nominated.person)

    row = next(one for one in browser(council.member).get(reverse("people:posts")).context["rows"] if one["name"] == "Clo, Street Scene")

    last = timezone.localdate() + 6 * DAY
    until = f"{last.day} {last:%B %Y}"
    assert (row["tag"], row["holders"], row["stand_ins"]) == (
        "", [{"name": "Rosie Fenn", "note": f"away until {until}"}], [{"name": "Callum Baird", "note": f"for Rosie Fenn until {until}"}])
    assert list(vacant(posts(council.member))) == []


def test_a_list_and_a_page_ask_the_same_number_of_statements_for_one_row_and_for_three(council, head_post):
    client = browser(council.member)
    client.get("/")
    one_of = service("One"), service("Three")
    for word in ("clo",):
        officer(f"One {word}", word, of=one_of[0])
    for word in ("clo", "director", "nominated_officer"):
        officer(f"Three {word}", word, of=one_of[1])
    addresses = [f"{reverse('people:posts')}?service={part.uid}" for part in one_of]
    page = reverse("people:post", args=[head_post.uid])

    lists = [statements(client, address) for address in addresses]
    officer("Earlier 0", "head_of_service", of=council.services.street_scene, until=LONG_AGO + DAY)
    short = statements(client, page)
    for number in (1, 2):
        officer(f"Earlier {number}", "head_of_service", of=council.services.street_scene, until=LONG_AGO + DAY)
    long = statements(client, page)

    assert (lists, short, long) == ([LIST, LIST], PAGE, PAGE)


def test_more_posts_than_fill_a_page_are_shown_on_two(council):
    for number in range(30):
        post("clo", of=service(f"Service {number:02}"))
    client = browser(council.member)

    first = client.get(reverse("people:posts"), {"vacant": "on"})
    second = client.get(reverse("people:posts") + "?" + first.context["pages"]["after"])

    assert [len(answer.context["rows"]) for answer in (first, second)] == [25, 5]
    assert (first.context["count_text"], second.context["pages"]["after"]) == ("30 posts", "")


# --- a new post ----------------------------------------------------------------------------------------------------------------


def test_a_new_post_has_the_name_that_the_protocol_has_for_it(council):
    sent = {"word": "chief_officer", "service": str(council.services.people.uid), "group": ""}

    answer = browser(council.democratic).post(reverse("people:new_post"), sent)

    made = Principal.objects.get(post="chief_officer", service=council.services.people)
    assert (made.name, answer["Location"]) == ("Chief Officer, People", reverse("people:post", args=[made.uid]))


def test_a_post_that_is_there_is_found_and_not_made_again(council, head_post):
    sent = {"word": "head_of_service", "service": str(council.services.street_scene.uid), "group": ""}

    answer = browser(council.democratic).post(reverse("people:new_post"), sent)

    assert answer["Location"] == reverse("people:post", args=[head_post.uid])
    assert Principal.objects.filter(post="head_of_service").count() == 2


@pytest.mark.parametrize(("word", "of", "errors"), [
    ("clo", "", {"service": ["Councillor Liaison Officer is a post of a service: select which"]}),
    ("chief_executive", "service", {"service": ["Chief Executive is no post of a service: select None"]}),
    ("group_leader", "", {"group": ["Group Chairman/Leader is a post of a political group: select which"]}),
    ("chief_executive", "group", {"group": ["Chief Executive is no post of a political group: select None"]}),
    ("technical_administrator", "", {"word": ["Select one of the choices that are shown"]}),
    ("all_members", "", {"word": ["Select one of the choices that are shown"]})])
def test_a_post_that_cannot_be_is_refused_with_what_to_do(council, word, of, errors):
    sent = {"word": word, "service": str(council.services.housing.uid) if of == "service" else "",
            "group": str(council.groups.harbour.uid) if of == "group" else ""}

    answer = browser(council.democratic).post(reverse("people:new_post"), sent)

    assert answer.context["form"].errors == errors
