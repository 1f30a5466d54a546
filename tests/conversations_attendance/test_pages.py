"""The pages: what the forms ask and refuse, what they say of the protocol, and that nothing typed is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conversations.attendance import parity, services
from conversations.attendance.models import AttendanceRequest, Briefing, Status, Topic
from council_portal.access.services import exclude
from council_portal.accounts.models import Appointment, Principal
from council_portal.accounts.services import appoint
from tests.casework.ground import browser, hidden, words
from tests.conversations_attendance import ground
from tests.factories import fresh

pytestmark = pytest.mark.django_db


def typed(of, client=None, kind="group_meeting", **changes):
    """What a filled form posts."""
    on = ground.at().date()
    given = {"title": "The waste contract", "text": "What it costs.", "service": str(of.services.street_scene.uid), "on_day": on.day,
             "on_month": on.month, "on_year": on.year, "begins": "18:00", "ends": "19:00", "others": "no", "decides": "19:00",
             "place": "Committee room 2",
             "key": str(ground.uuid.uuid4())}
    return given | changes


def decision(of, client, request, **changes):
    """What the filled form of an agreement posts."""
    on = ground.at().date()
    place = reverse("attendance:act", args=[request.uid, "agree"])
    head = Principal.objects.get(post="head_of_service", service=of.services.street_scene)
    return place, {"officer": str(head.uid), "on_day": on.day, "on_month": on.month, "on_year": on.year, "begins": "18:00", "ends": "18:45",
                   "arrangements": "Slides.", "new_topic": "The waste contract", "version": hidden(client.get(place), "version")} | changes


def url(kind):
    return reverse("attendance:ask", args=[kind])


@pytest.mark.requirement("SEC-7.4")
def test_a_member_asks_and_reads_where_it_went_and_why(council):
    client = browser(council.member)

    before = words(client.get(url("group_meeting")))
    answer = client.post(url("group_meeting"), typed(council))

    made = AttendanceRequest.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    after = words(client.get(made.get_absolute_url()))
    for page in (before, after):
        for part in ("It goes to: Chief Executive and Monitoring Officer", "Who decides: Chief Executive", "clause 8.2",
                     "The officer’s time ends before the group decides", "clause 8.4", "Any group that asks is given the same",
                     "clause 8.3"):
            assert part in page
    assert made.group == council.groups.harbour


@pytest.mark.requirement("NNC-WARDPARTY")
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_ward_party_meeting_is_refused_on_the_page_with_the_clause(council, method):
    answer = getattr(browser(council.member), method)(url("ward_party_meeting"))

    assert answer.status_code == (200 if method == "get" else 403)
    assert "The protocol forbids this" in words(answer)
    assert "clause 8.8" in words(answer)
    assert "<form method" not in answer.content.decode().split("<main")[1]
    assert not AttendanceRequest.objects.exists()


@pytest.mark.requirement("EXD-7.1")
def test_who_may_not_have_a_private_briefing_is_told_who_may(council):
    said = words(browser(council.member).get(url("private_briefing")))

    assert "Only these may ask for it: Group Leader or portfolio holder" in said
    assert "clause 6.6" in said


@pytest.mark.parametrize(("changes", "said"), [
    ({"ends": "17:00"}, "It must end after it begins"), ({"begins": "six"}, "Enter an hour of the day, like 18:30 or 6.30pm"),
    ({"on_year": "2020"}, "Enter today or a day to come"), ({"decides": "17:30"}, "The group must begin to decide after"),
    ({"decides": "18:30"}, "The officer’s time must end before the group begins to decide"),
    ({"others": ""}, "Answer “Will anybody be there"),
    ({"on_day": "28", "on_month": "3", "on_year": "2027", "begins": "01:30", "ends": "02:30"}, "and there is no 01:30"),
    ({"on_day": "31", "on_month": "10", "on_year": "2027", "begins": "01:45", "ends": "02:30"}, "the clocks go back and it is 01:45 twice"),
    ({"title": ""}, "Enter what it is about"), ({"service": "nothing"}, "Select one of the choices that are shown")])
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(council, changes, said):
    answer = browser(council.member).post(url("group_meeting"), typed(council, **changes))

    assert answer.status_code == 200
    assert said in words(answer)
    assert "What it costs." in answer.content.decode()
    assert not AttendanceRequest.objects.exists()


def test_a_kind_that_is_not_this_sides_or_none_at_all_is_not_there(council):
    assert browser(council.member).get(url("external_elected_meeting")).status_code == 404
    assert browser(council.head).get(url("private_briefing")).status_code == 404
    assert browser(council.head).get(url("service_failure")).status_code == 404


def test_an_officer_who_was_invited_says_by_which_group(council):
    client = browser(council.head)
    refused = client.post(url("group_meeting"), typed(council))
    client.post(url("group_meeting"), typed(council, group=str(council.groups.town.uid)))

    assert "Which political group has invited you" in words(refused)
    assert AttendanceRequest.objects.get().group == council.groups.town


def test_the_decider_agrees_on_the_page_and_whoever_asked_reads_it(council):
    made, client = ground.ask(council, "member"), browser(council.chief_executive)

    client.post(*decision(council, client, made))

    said = words(browser(council.member).get(made.get_absolute_url()))
    for part in ("Agreed", "Slides.", "Head of service, Street Scene", "18:00, until 18:45"):
        assert part in said
    assert "ledger" not in said


def test_the_officers_time_after_the_decision_is_refused_with_the_form_kept(council):
    made, client = ground.ask(council, "member"), browser(council.chief_executive)

    answer = client.post(*decision(council, client, made, ends="19:30"))

    assert "The group begins to decide at 19:00" in words(answer)
    assert "Slides." in answer.content.decode()
    assert AttendanceRequest.objects.get().status == Status.ASKED
    assert not Topic.objects.exists()


@pytest.mark.requirement("NNC-PARITY")
def test_the_page_refuses_other_arrangements_and_a_refusal_of_a_second_group(council):
    topic = parity.begin(actor=fresh(council.chief_executive), title="The waste contract")
    ground.agree(council, ground.ask(council, "member"), topic=topic)
    made, client = ground.ask(council, "town_leader"), browser(council.chief_executive)

    proposed = words(client.get(reverse("attendance:act", args=[made.uid, "agree"])))
    differs = client.post(*decision(council, client, made, topic=str(topic.uid), new_topic=""))
    place = reverse("attendance:act", args=[made.uid, "refuse"])
    refused = client.post(place, {"reason": ground.NO, "topic": str(topic.uid), "version": hidden(client.get(place), "version")})

    assert "the first group was given: “Forty minutes with slides, and questions.”, 45 minutes with the post" in proposed
    assert "The first group was given: “Forty minutes with slides, and questions.”, 45 minutes with the post" in words(differs)
    assert "this one cannot be refused (clause 8.3)" in words(refused)
    assert "No one is free then." in refused.content.decode()
    assert AttendanceRequest.objects.get(pk=made.pk).status == "asked"


@pytest.mark.parametrize(("changes", "said"), [
    ({"new_topic": ""}, "Say which topic it is about, or give a new one a title"),
    ({"new_topic": "Taken"}, "There is a topic of this title: choose it above")])
def test_a_groups_request_needs_its_topic(council, changes, said):
    parity.begin(actor=fresh(council.chief_executive), title="Taken")
    made, client = ground.ask(council, "member"), browser(council.chief_executive)

    assert said in words(client.post(*decision(council, client, made, **changes)))
    assert AttendanceRequest.objects.get(pk=made.pk).status == "asked"


def test_a_form_of_before_is_409_with_what_was_typed(council):
    made, client = ground.ask(council, "member"), browser(council.chief_executive)

    answer = client.post(*decision(council, client, made, version="9"))

    assert answer.status_code == 409
    assert "Slides." in answer.content.decode()


def test_notes_passing_on_and_withdrawing_on_the_page(council):
    made = ground.begun(ground.agree(council, ground.ask(council, "member")))
    head, member = browser(council.head), browser(council.member)
    note, on = (reverse("attendance:act", args=[made.uid, act]) for act in ("note", "pass-on"))

    head.post(note, {"text": "They asked about the cost.", "key": hidden(head.get(note), "key")})
    chief = Principal.objects.get(post="chief_officer")
    place = reverse("attendance:act", args=[made.uid, "permit"])
    member.post(place, {"to": [str(chief.uid)], "text": "All of it.", "version": hidden(member.get(place), "version")})
    head.post(on, {"principal": str(chief.uid), "reason": "She signs the contract for us.", "version": hidden(head.get(on), "version")})

    for who in (council.member, council.leader, council.chief):
        said = words(browser(who).get(made.get_absolute_url()))
        assert "They asked about the cost." in said
        assert "She signs the contract for us." in said
    assert "They asked about the cost." not in words(browser(council.chief_executive).get(made.get_absolute_url()))
    assert member.get(reverse("attendance:act", args=[made.uid, "withdraw"])).status_code == 403


def test_whoever_is_kept_out_reads_nothing(council):
    made = ground.ask(council, "member")
    exclude(made, Principal.objects.get(kind="person", person=council.monitoring.person), reason="a declared connection")

    assert browser(council.monitoring).get(made.get_absolute_url()).status_code == 404


def test_the_list_takes_the_same_statements_for_one_and_for_many_and_turns_its_pages(council):
    client = browser(council.member)
    ground.ask(council, "member")
    client.get(reverse("attendance:list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("attendance:list"))
    for number in range(26):
        ground.ask(council, "member", title=f"Number {number}")
    with CaptureQueriesContext(connection) as many:
        first = client.get(reverse("attendance:list"))
    second = client.get(f"{reverse('attendance:list')}?{first.context['older']}")

    assert len(one) == len(many)
    assert (len(first.context["rows"]), len(second.context["rows"])) == (25, 2)
    assert not {row["url"] for row in first.context["rows"]} & {row["url"] for row in second.context["rows"]}
    for nonsense in ("x", str(ground.uuid.uuid4())):
        assert len(client.get(f"{reverse('attendance:list')}?after={nonsense}").context["rows"]) == 25


@pytest.mark.parametrize(("on", "begins", "said"), [
    ((28, 3, 2027), "01:30", "the clocks go forward and there is no 01:30"), ((31, 10, 2027), "01:45", "the clocks go back"),
    ((1, 3, 2024), "10:00", "Enter today or a day to come")])
def test_the_officers_hours_are_ones_that_come(council, on, begins, said):
    made, client = ground.ask(council, "member"), browser(council.chief_executive)
    day, month, year = on

    answer = client.post(*decision(council, client, made, on_day=day, on_month=month, on_year=year, begins=begins, ends="23:00"))

    assert said in words(answer)
    assert AttendanceRequest.objects.get().status == Status.ASKED


def test_an_hour_that_has_gone_by_today_is_refused(council):
    now = timezone.localtime()
    if now.hour == 0:
        pytest.skip("nothing of today has gone by")

    answer = browser(council.member).post(url("group_meeting"), typed(
        council, on_day=now.day, on_month=now.month, on_year=now.year, begins="00:00", ends="23:59", decides=""))

    assert "That hour has gone by" in words(answer)


def test_the_agreement_begins_with_the_hours_that_were_asked_for_and_shows_who_is_taken(council):
    ground.agree(council, ground.ask(council, "member"))
    made = ground.ask(council, "member", ends_at=ground.at(hour=18, minute=30), title="Parking")

    page = browser(council.chief_executive).get(reverse("attendance:act", args=[made.uid, "agree"]))

    assert 'value="18:30"' in page.content.decode()
    assert "Named elsewhere at that hour already: Head of service, Street Scene" in words(page)


def test_other_hours_than_those_asked_for_are_held_against_who_is_taken_too_and_once(council):
    ground.agree(council, ground.ask(council, "member", decides_at=None), slot_from=ground.at(days=20, hour=10),
                 slot_until=ground.at(days=20, hour=11))
    made = ground.ask(council, "member", title="Parking", decides_at=None)
    day = timezone.localtime(ground.at(days=20)).date()
    hours = {"on_day": day.day, "on_month": day.month, "on_year": day.year, "begins": "10:15", "ends": "10:45"}
    client = browser(council.chief_executive)

    page = client.post(*decision(council, client, made, **hours))
    assert "Named elsewhere at that hour already: Head of service, Street Scene" in words(page)
    assert AttendanceRequest.objects.get(pk=made.pk).status == Status.ASKED

    accepted = page.context["form"]["accepted"].value()
    client.post(*decision(council, client, made, **hours, accepted=accepted))
    assert AttendanceRequest.objects.get(pk=made.pk).status == Status.AGREED


@pytest.mark.requirement("SEC-7.5")
def test_people_who_are_not_of_the_group_make_it_the_other_request_with_its_warning_and_nothing_is_lost(council):
    client = browser(council.member)

    answer = client.post(url("group_meeting"), typed(council, others="yes"))
    assert "officers may be able to say less" in words(answer)
    assert "Enter who else will be there" in words(answer)
    assert "What it costs." in answer.content.decode()
    assert not AttendanceRequest.objects.exists()
    client.post(url("group_meeting"), typed(council, others="yes", outsiders="Two party agents"))

    made = AttendanceRequest.objects.get()
    assert (made.kind, made.outsiders) == ("group_meeting_with_outsiders", "Two party agents")


def test_where_several_hold_the_post_the_person_is_named_and_alone_reads_what_was_said(council):
    post = Principal.objects.get(post="nominated_officer", service=council.services.street_scene)
    appoint(council.other_head.person, post, authority="Invented")
    made, client = ground.ask(council, "member"), browser(council.chief_executive)

    nobody = client.post(*decision(council, client, made, officer=str(post.uid)))
    assert "Select one of the choices that are shown" in words(nobody)
    client.post(*decision(council, client, made, officer=f"{post.uid}.{council.other_head.person.uid}"))

    assert f"{post.name}: {council.other_head.person.full_name}" in words(browser(council.member).get(made.get_absolute_url()))
    assert browser(council.other_head).get(made.get_absolute_url()).status_code == 200
    assert browser(council.nominated).get(made.get_absolute_url()).status_code == 404
    with pytest.raises(services.Missing):
        ground.agree(council, ground.ask(council, "member"), officer=post)


def test_a_deputy_is_no_second_holder(council):
    post = Principal.objects.get(post="head_of_service", service=council.services.street_scene)
    appoint(council.clo.person, post, authority="Invented", role=Appointment.Role.DEPUTY)

    made = ground.agree(council, ground.ask(council, "member"))

    assert made.attends == council.head.person
    assert made.standings.filter(principal=post, capacity="named").exists()


def test_no_member_is_called_the_office_of_themselves(council):
    made = ground.ask(council, "member")

    assert "The office of" not in words(browser(council.member).get(made.get_absolute_url()))


def test_a_topic_of_another_service_that_is_older_than_a_year_is_not_offered(council):
    ground.agree(council, ground.ask(council, "leader", service=council.services.housing), new_topic="Rents")
    Briefing.objects.update(at=ground.at(days=-366))
    ground.agree(council, ground.ask(council, "leader"), new_topic="Rounds")
    made = ground.ask(council, "town_leader")

    page = words(browser(council.chief_executive).get(reverse("attendance:act", args=[made.uid, "agree"])))

    assert "Rounds" in page
    assert "Rents" not in page
