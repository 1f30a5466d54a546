"""What the pages of the programme say and take, as the people of a small council meet them."""

import csv
import datetime
import io
import re
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conversations import feeds, places, proposing, services
from conversations.models import CouncilMeeting, Event, EventPaper, Proposal
from council_portal.audit.models import Event as Record
from council_portal.outbox.models import Message
from tests.casework.ground import browser, hidden, words
from tests.conversations.after_ground import take_place
from tests.conversations.ground import announced, complete, for_ward, plan, proposed, upload
from tests.factories import fresh, log, post

pytestmark = pytest.mark.django_db
RAW = re.compile(r"\bNone\b|\{\{|\}\}|%\(|\(\s*\)|\bnot_coming\b|<bound|&lt;")  # what no person should read
LIST, EVENT, YEAR, MONTH = {"member": 6, "head": 6, "democratic": 7}, {"member": 10, "head": 10, "democratic": 11}, 6, 6


def statements(client, address):
    """How many statements a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def typed(**changes):
    """What the form that plans an event posts."""
    return {"kind": "conversation", "title": "Bus lanes in the north", "about": "What the trial has shown.", "on_day": "12",
            "on_month": "4", "on_year": "2027", "begins": "18:00", "ends": "19.30", "place": "Council Chamber", "audience": "all",
            "key": uuid.uuid4(), **changes}


@pytest.fixture(autouse=True)
def _autumn():
    """A day in November 2026: before both changes of the clocks that are typed."""
    with time_machine.travel(datetime.datetime(2026, 11, 30, 10, tzinfo=datetime.UTC)):
        yield


@pytest.fixture
def keeper(council):
    """The browser of Democratic Services."""
    return browser(council.democratic)


class TestHowOftenItAsks:
    @pytest.mark.parametrize("who", ["member", "head", "democratic"])
    def test_the_list_asks_as_often_for_one_event_as_for_three(self, council, who):
        client = browser(council.accounts[who])
        client.get("/programme/")
        announced(council)
        one = statements(client, "/programme/")
        announced(council)
        announced(council, **for_ward(council))

        assert (one, statements(client, "/programme/")) == (LIST[who], LIST[who])

    def test_the_list_does_not_read_the_protocol_with_each_event(self, council):
        client = browser(council.accounts["member"])
        announced(council)
        with CaptureQueriesContext(connection) as asked:
            client.get("/programme/")

        assert not [one["sql"] for one in asked if "protocol_protocolversion" in one["sql"]]

    @pytest.mark.parametrize("who", ["member", "head", "democratic"])
    def test_an_event_asks_as_often_with_much_on_it_as_with_little(self, council, who):
        client, little, much = browser(council.accounts[who]), announced(council), complete(council, announced(council))
        client.get("/programme/")
        services.name_officer(much, actor=fresh(council.democratic), principal=post("chief_executive"), decides=False)
        services.add_papers(much, actor=fresh(council.democratic), papers=[upload(), upload()])
        for one in (council.member, council.other_member, council.colleague):
            places.answer(much, actor=fresh(one), coming=True, diet="Nuts")

        assert (statements(client, little.get_absolute_url()), statements(client, much.get_absolute_url())) == (EVENT[who], EVENT[who])

    @pytest.mark.parametrize(("address", "count"), [("/programme/2026/", YEAR), ("/programme/2026/12/", MONTH)])
    def test_a_year_and_a_month_ask_as_often_with_three_events_as_with_none(self, council, address, count):
        client = browser(council.member)
        client.get("/programme/")
        none = statements(client, address)
        for _n in range(3):
            announced(council, days=20)
        CouncilMeeting.objects.create(key="1", title="Cabinet", starts_at=timezone.now(), ends_at=timezone.now())

        assert (none, statements(client, address)) == (count, count)


class TestPlanning:
    @pytest.mark.requirement("RUG-MC")
    def test_it_is_planned_and_seen_by_democratic_services_alone(self, council, keeper):
        page = keeper.post("/programme/new/", typed(), follow=True)

        event = Event.objects.get()
        assert (event.starts_at, event.ends_at) == (
            datetime.datetime(2027, 4, 12, 17, tzinfo=datetime.UTC), datetime.datetime(2027, 4, 12, 18, 30, tzinfo=datetime.UTC))
        assert "Only Democratic Services see it until you announce it." in words(page)
        assert browser(council.member).get(event.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize(("changes", "says"), [
        ({"on_day": "28", "on_month": "3", "begins": "1:30", "ends": "3"},
         "On 28 March 2027 the clocks go forward and there is no 01:30: enter another hour"),
        ({"on_day": "31", "on_month": "10", "begins": "01:30", "ends": "3"},
         "On 31 October 2027 the clocks go back and it is 01:30 twice: enter another hour"),
        ({"on_day": "30", "on_month": "10", "begins": "23", "ends": "1:30"},
         "On 31 October 2027 the clocks go back and it is 01:30 twice: enter another hour"),
        ({"on_year": "2026", "on_month": "11", "on_day": "29"}, "This is in the past: enter a day and an hour that are still to come"),
        ({"on_day": "31", "on_month": "4"}, "Enter a real date, like 27 3 2027"),
        ({"begins": "half past six"}, "Enter an hour of the day, like 18:30 or 6.30pm"),
        ({"begins": "20:00", "ends": "18:00"}, "It ends before it begins: enter a later hour, or one until 06:00 if it ends the next"),
        ({"begins": "18:00", "ends": "18:00"}, "It ends before it begins"), ({"begins": "22:00", "ends": "6:30"}, "It ends before it"),
        ({"begins": "5:00", "ends": "4:00"}, "It ends before it begins"),
        ({"place": ""}, "Enter where it takes place, or a link to join it online"),
        ({"place": "", "link": "no address at all"}, "Enter the whole address of the link, like https://"),
        ({"audience": "some"}, "Tick at least one ward, body or Member, or choose “All Members”"),
        ({"title": ""}, "Enter what is discussed"), ({"about": ""}, "Enter the matters to be discussed"),
        ({"begins": ""}, "Enter from when"), ({"on_day": "", "on_month": "", "on_year": ""}, "Enter the day"),
        ({"room_for": "0"}, "Enter 1 or more Members"), ({"room_for": "x"}, "as a whole number"), ({"kind": ""}, "Select what it is"),
        ({"kind": "party"}, "Select one of the choices"), ({"title": "x" * 121}, "in 120 characters or fewer")])
    def test_what_cannot_be_is_said_in_plain_words_and_what_was_typed_is_kept(self, keeper, changes, says):
        page = keeper.post("/programme/new/", typed(**changes))

        assert says in words(page)
        assert "What the trial has shown." in page.content.decode() or "about" in changes
        assert not RAW.search(words(page))
        assert Event.objects.count() == 0

    def test_an_end_before_the_beginning_is_on_the_next_day(self, keeper):
        keeper.post("/programme/new/", typed(begins="22", ends="0:30"))

        event = Event.objects.get()
        assert event.ends_at - event.starts_at == datetime.timedelta(hours=2, minutes=30)

    def test_hours_and_a_month_as_people_type_them(self, keeper):
        keeper.post("/programme/new/", typed(begins="6pm", ends="8.30 p.m.", on_month="Apr"))

        event = Event.objects.get()
        assert (timezone.localtime(event.starts_at).hour, event.ends_at - event.starts_at) == (18, datetime.timedelta(hours=2.5))

    def test_sent_twice_it_is_one(self, keeper):
        form = typed()
        first, second = (keeper.post("/programme/new/", form) for _n in range(2))

        assert (first["Location"], Event.objects.count()) == (second["Location"], 1)

    def test_members_chosen_by_ward_body_and_name(self, council, keeper):
        keeper.post("/programme/new/", typed(audience="some", wards=[council.wards.castle.uid], people=[council.member.person.uid]))

        event = Event.objects.get()
        services.announce(event, actor=fresh(council.democratic))
        assert [browser(council.accounts[who]).get(event.get_absolute_url()).status_code for who in (
            "member", "other_member", "colleague", "head")] == [200, 200, 404, 404]

    @pytest.mark.requirement("RUG-MC-PROPOSE")
    def test_for_a_proposal_which_is_then_on_the_programme(self, council, keeper):
        proposal = proposed(council.member)
        page = keeper.get(f"/programme/new/?proposal={proposal.uid}")
        assert re.search(rf'value="{proposal.uid}"[^>]*checked', page.content.decode())

        keeper.post("/programme/new/", typed(proposals=[proposal.uid]))

        proposal.refresh_from_db()
        assert (proposal.status, proposal.event) == ("accepted", Event.objects.get())


class TestChanging:
    def change(self, event, **changes):
        """What the form that changes an event posts."""
        return typed(**{"version": event.version, "on_day": event.starts_at.day, "on_month": event.starts_at.month,
                        "on_year": event.starts_at.year, **changes})

    def test_the_form_shows_what_it_is_now(self, council, keeper):
        event = announced(council, title="The paths", room_for=7, **for_ward(council))

        page = keeper.get(f"{event.get_absolute_url()}change/").content.decode()

        assert 'value="The paths"' in page
        assert 'value="7"' in page
        assert re.search(rf'value="{council.wards.mill_hill.uid}"[^>]*checked', page)
        assert not re.search(rf'value="{council.wards.castle.uid}"[^>]*checked', page)

    def test_sent_as_it_stands_it_changes_nothing_that_calendars_show(self, council, keeper):
        event = announced(council, starts_at=datetime.datetime(2027, 4, 12, 17, tzinfo=datetime.UTC), **for_ward(council))

        keeper.post(f"{event.get_absolute_url()}change/", self.change(event, audience="some", wards=[council.wards.mill_hill.uid],
                                                                      ends="20:00"))

        event.refresh_from_db()
        assert (event.sequence, event.version) == (0, 2)
        assert not Message.objects.filter(kind__in=["event_changed", "event_not_for_you"]).exists()

    def test_another_room_is_shown_and_told(self, council, keeper):
        event = announced(council)

        page = keeper.post(f"{event.get_absolute_url()}change/", self.change(event, place="Library"), follow=True)

        assert "Library" in words(page)
        assert Message.objects.filter(kind="event_changed").count() == 3

    def test_of_two_at_once_the_second_reads_what_was_typed_and_nothing_is_lost(self, council, keeper):
        event = announced(council)
        form = self.change(event, place="Library", kind="workshop")
        keeper.post(f"{event.get_absolute_url()}change/", self.change(event, place="Committee Room 1"))

        late = keeper.post(f"{event.get_absolute_url()}change/", form)

        said = words(late)
        assert late.status_code == 409
        assert "Library" in said
        assert "What the trial has shown." in said
        assert "Ward workshop" in said, "by its name"
        assert str(council.wards.castle.uid) not in late.content.decode()
        event.refresh_from_db()
        assert event.place == "Committee Room 1"

    def test_a_form_that_does_not_say_what_it_was_shown_changes_nothing(self, council, keeper):
        event = announced(council)
        assert keeper.post(f"{event.get_absolute_url()}cancel/", {"text": "Ill."}).status_code == 409


class TestTheEvent:
    @pytest.mark.requirement("RUG-MC-PAPERS")
    def test_it_says_by_when_papers_are_published_and_whose_rule_that_is(self, council):
        event = announced(council, starts_at=datetime.datetime(2027, 1, 4, 18, tzinfo=datetime.UTC))

        said = words(browser(council.member).get(event.get_absolute_url()))

        assert "Papers are published by 23 December 2026; later ones are marked." in said
        assert "sets no number of days: that is the portal’s own rule" in said
        assert not RAW.search(said)

    @pytest.mark.parametrize("ends", ["cancelled", "held"])
    def test_once_it_is_cancelled_or_has_taken_place_nobody_joins_and_no_papers_are_to_come(self, council, ends):
        event, client = announced(council, link="https://meet.example/bus"), browser(council.member)
        before = words(client.get(event.get_absolute_url()))
        if ends == "cancelled":
            services.cancel(event, actor=fresh(council.democratic), text="The speaker is ill today.")
        else:
            take_place(council, event)

        said = words(client.get(event.get_absolute_url()))

        for text in ("Join online", "Papers are published by"):
            assert text in before
            assert text not in said

    def test_its_status_is_said_once(self, council):
        event, client = announced(council, kind="workshop"), browser(council.member)
        assert "It is announced" not in words(client.get(event.get_absolute_url()))

        take_place(council, event)

        said = words(client.get(event.get_absolute_url()))
        assert "Took place" in said
        assert "It has taken place" not in said

    @pytest.mark.requirement("RUG-MC-PAPERS")
    def test_a_late_paper_is_marked_and_one_in_time_is_not(self, council):
        event = announced(council, days=3)
        early, late = services.add_papers(event, actor=fresh(council.democratic), papers=[upload(), upload(name="late.txt")])
        EventPaper.objects.filter(pk=early.pk).update(added_at=timezone.now() - datetime.timedelta(days=20))

        page = browser(council.member).get(event.get_absolute_url())

        assert {one["name"]: one["late"] for one in page.context["papers"]} == {early.name: False, late.name: True}
        assert words(page).count("Late") == 1

    @pytest.mark.requirement("RUG-MC-PAPERS")
    def test_a_withdrawn_paper_is_named_with_who_when_and_why_and_handed_out_to_nobody(self, council, keeper):
        event = complete(council, announced(council))
        paper = event.papers.get()
        assert browser(council.member).get(paper.get_absolute_url()).status_code == 200

        keeper.post(f"{paper.get_absolute_url()}withdraw/", {"text": "Wrong figures."})

        said = words(browser(council.member).get(event.get_absolute_url()))
        assert "background.txt" in said
        assert "Withdrawn by Ines Duarte on 30 November 2026" in said
        assert "Wrong figures." in said
        assert [client.get(paper.get_absolute_url()).status_code for client in (keeper, browser(council.member))] == [404, 404]
        again = keeper.post(f"{paper.get_absolute_url()}withdraw/", {"text": "Twice."})
        assert (again.status_code, "Twice." in words(again)) == (409, True)
        assert keeper.get(f"{paper.get_absolute_url()}withdraw/").status_code == 409

    @pytest.mark.requirement("RUG-MC-PAPERS")
    def test_a_paper_is_sent_and_read(self, council):
        event = complete(council, announced(council))

        browser(council.head).post(f"{event.get_absolute_url()}papers/", {"papers": SimpleUploadedFile("map.txt", b"A map.", "text/plain")})

        paper = event.papers.get(name="map.txt")
        answer = browser(council.other_member).get(paper.get_absolute_url())
        assert b"".join(answer.streaming_content) == b"A map."
        assert "attachment" in answer["Content-Disposition"]

    @pytest.mark.requirement("RUG-MC-OFFICERS")
    def test_it_is_confirmed_without_one_who_can_decide_for_a_reason_that_everybody_reads(self, council, keeper):
        event = announced(council)
        services.add_papers(event, actor=fresh(council.democratic), papers=[upload()])
        page = keeper.get(f"{event.get_absolute_url()}confirm/")
        assert "Its papers are here. No officer is named who can decide." in words(page)
        assert "no_papers" not in page.content.decode()
        nothing = keeper.post(f"{event.get_absolute_url()}confirm/", {"version": event.version, "no_decider": " "})
        assert (nothing.status_code, Event.objects.get().status) == (200, "announced")

        keeper.post(f"{event.get_absolute_url()}confirm/", {"version": event.version, "no_decider": "It is only to listen."})

        said = words(browser(council.member).get(event.get_absolute_url()))
        assert "It was confirmed without an officer who can decide: It is only to listen." in said

    @pytest.mark.requirement("RUG-MC-OFFICERS")
    def test_an_officer_is_named_and_named_no_more(self, council, keeper):
        event, office = announced(council, **for_ward(council)), post("head_of_service", of=council.services.street_scene)

        keeper.post(f"{event.get_absolute_url()}officer/", {"office": office.uid, "decides": "on"})

        assert "Head of service, Street Scene Can decide on it" in words(browser(council.head).get(event.get_absolute_url()))
        keeper.post(f"{event.get_absolute_url()}officer/{office.uid}/", {})
        assert browser(council.head).get(event.get_absolute_url()).status_code == 404
        assert keeper.get(f"{event.get_absolute_url()}officer/{office.uid}/").status_code == 404

    def test_it_tells_whoever_keeps_it_what_it_clashes_with(self, council, keeper):
        at = datetime.datetime(2026, 12, 25, 18, tzinfo=datetime.UTC)
        event = plan(council, starts_at=at)
        CouncilMeeting.objects.create(key="1", title="Full Council", starts_at=at, ends_at=at + datetime.timedelta(hours=1))
        announced(council, title="Another", starts_at=at)

        said = words(keeper.get(event.get_absolute_url()))

        assert "25 December 2026 is no working day: Christmas Day." in said
        assert "At the same time: Full Council, 25 December 2026, 18:00 to 19:00." in said
        assert "At the same time: Another" in said


    @pytest.mark.parametrize("who", ["member", "head"])
    def test_it_tells_others_of_holidays_the_councils_meetings_and_no_event_that_they_may_not_see(self, council, who):
        at = datetime.datetime(2026, 12, 25, 18, tzinfo=datetime.UTC)
        event = announced(council, starts_at=at)
        CouncilMeeting.objects.create(key="1", title="Full Council", starts_at=at, ends_at=at + datetime.timedelta(hours=1))
        announced(council, title="Another", starts_at=at)
        plan(council, title="A secret of Democratic Services", starts_at=at)

        said = words(browser(council.accounts[who]).get(event.get_absolute_url()))

        assert "25 December 2026 is no working day: Christmas Day." in said
        assert said.index("25 December 2026, 18:00 to 20:00 Council Chamber") < said.index("no working day"), "its own hour comes first"
        assert said.count("Council Chamber") == 1
        assert "At the same time: Full Council, 25 December 2026, 18:00 to 19:00." in said
        assert "At the same time: Another, 25 December 2026" in said
        assert "A secret" not in said


class TestAnswering:
    @pytest.mark.requirement("RUG-MC")
    def test_a_member_answers_and_only_democratic_services_read_what_they_need(self, council, keeper):
        event = announced(council)
        client = browser(council.member)

        page = client.post(f"{event.get_absolute_url()}answer/", {"coming": "yes", "access_needs": "A hearing loop.", "diet": "Nuts"},
                           follow=True)

        assert "You said that you come." in words(page)
        assert "Aisha Rahman Needs: A hearing loop. Must not eat or drink: Nuts" in words(keeper.get(event.get_absolute_url()))
        for other in (council.other_member, council.head, council.chief_executive):
            assert "hearing loop" not in browser(other).get(event.get_absolute_url()).content.decode()
            assert "Aisha" not in words(browser(other).get(event.get_absolute_url()))
        assert "A hearing loop." in client.get(f"{event.get_absolute_url()}answer/").content.decode(), "to be changed"

    def test_whether_one_comes_has_to_be_said_and_the_needs_stay(self, council):
        event = announced(council)
        page = browser(council.member).post(f"{event.get_absolute_url()}answer/", {"access_needs": "A hearing loop."})
        assert "Select whether you come" in words(page)
        assert "A hearing loop." in page.content.decode()

    def test_all_places_taken_is_said_before_and_after(self, council):
        event = announced(council, room_for=1)
        places.answer(event, actor=fresh(council.other_member), coming=True)
        client = browser(council.member)
        assert "All places are taken." in words(client.get(f"{event.get_absolute_url()}answer/"))

        page = client.post(f"{event.get_absolute_url()}answer/", {"coming": "yes"}, follow=True)

        assert "You wait for a place: all are taken." in words(page)


class TestStrangers:
    @pytest.mark.requirement("SEC-4.2")
    @pytest.mark.parametrize("who", ["other_member", "chief", "monitoring", "technical"])
    def test_an_event_for_others_is_the_404_of_none_at_every_address(self, council, who):
        event = complete(council, announced(council, **for_ward(council)))
        paper, client = event.papers.get(), browser(council.accounts[who])
        under = ["", "event.ics", *(f"{act}/" for act in (
            "answer", "change", "papers", "officer", "announce", "confirm", "hold", "cancel")), f"officer/{uuid.uuid4()}/"]
        addresses = [event.get_absolute_url() + one for one in under] + [paper.get_absolute_url(), f"{paper.get_absolute_url()}withdraw/"]

        assert {one: client.get(one).status_code for one in addresses} == dict.fromkeys(addresses, 404)
        assert {one: client.post(one, typed()).status_code for one in addresses} | {
            one: 404 for one in (addresses[0], addresses[1], paper.get_absolute_url())} == dict.fromkeys(addresses, 404)
        for place in ("", f"{event.starts_at.year}/", f"{event.starts_at.year}/{event.starts_at.month}/"):
            assert event.title not in client.get(f"/programme/{place}").content.decode()

    @pytest.mark.parametrize("who", ["other_member", "colleague", "head", "chief_executive"])
    def test_a_proposal_of_others_is_the_404_of_none(self, council, who):
        proposal, client = proposed(council.member), browser(council.accounts[who])
        addresses = [proposal.get_absolute_url() + one for one in ("", "decline/", "merge/", "put-on/", "take-back/")]

        assert {one: client.get(one).status_code for one in addresses} == dict.fromkeys(addresses, 404)
        assert "Benches" not in words(client.get("/programme/proposals/"))


@pytest.mark.requirement("RUG-MC-PROPOSE")
class TestProposals:
    def test_it_is_proposed_and_democratic_services_are_told(self, council, keeper):
        form = {"title": "Benches", "text": "Three groups ask.", "ward": council.wards.castle.uid, "key": uuid.uuid4()}
        for _twice in range(2):
            browser(council.member).post("/programme/proposals/new/", form)

        proposal = Proposal.objects.get()
        assert (proposal.title, proposal.ward, proposal.proposer) == ("Benches", council.wards.castle, council.member.person)
        assert [one.to.name for one in Message.objects.filter(kind="proposal_made")] == ["Ines Duarte"]
        assert "Benches" in words(keeper.get("/programme/proposals/"))

    def test_an_empty_one_says_what_is_missing(self, council):
        page = browser(council.member).post("/programme/proposals/new/", {"text": "Three groups ask.", "key": uuid.uuid4()})
        assert "Enter what is to be discussed" in words(page)
        assert "Three groups ask." in page.content.decode()

    def test_from_a_case_service_and_ward_go_along_and_nothing_of_the_case(self, council):
        case, client = log(council), browser(council.member)
        address = re.search(r'href="([^"]*proposals/new/[^"]*)"', client.get(case.get_absolute_url()).content.decode())[1]

        page = client.get(address.replace("&amp;", "&"))

        assert [page.context["form"][name].value() for name in ("service", "ward")] == [
            str(council.services.street_scene.uid), str(council.wards.mill_hill.uid)]
        assert page.content.decode().count(" selected") == 2
        assert case.title not in page.content.decode()
        assert case.reference not in page.content.decode()
        assert page.context["form"]["title"].value() == "Street Scene in Mill Hill"
        assert "You come from casework: a concern about a service, in Mill Hill." in words(page)
        untouched = {name: page.context["form"][name].value() or "" for name in ("title", "text", "service", "ward", "key")}
        assert "Enter why, and what should come of it" in words(client.post(address.replace("&amp;", "&"), untouched))
        assert Proposal.objects.count() == 0
        assert "proposals/new/" in browser(council.head).get(case.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("query", ["service=nothing", "ward=' OR 1=1", f"service={uuid.uuid4()}", "matter=secret",
                                       "matter=policy&ward=x"])
    def test_an_address_that_names_no_service_opens_an_empty_form(self, council, query):
        assert browser(council.member).get(f"/programme/proposals/new/?{query}").status_code == 200

    def test_put_on_an_event_the_proposer_is_told_and_reads_it(self, council, keeper):
        proposal, event = proposed(council.member), announced(council)

        keeper.post(f"{proposal.get_absolute_url()}put-on/", {"event": event.uid, "text": "Gladly."})

        said = words(browser(council.member).get(proposal.get_absolute_url()))
        assert "Gladly." in said
        assert f"It is discussed at: {event.title}" in said
        assert "Announced" in said
        assert proposal.title in words(keeper.get(event.get_absolute_url())), "what it goes back to"
        assert "What was proposed for it" not in words(browser(council.other_member).get(event.get_absolute_url()))
        assert Message.objects.filter(kind="proposal_answered", to=council.member.person).exists()

    def test_an_event_that_is_not_announced_is_not_named_to_the_proposer_until_it_is(self, council, keeper):
        proposal, event, client = proposed(council.member), plan(council, **for_ward(council, "castle")), browser(council.member)
        keeper.post(f"{proposal.get_absolute_url()}put-on/", {"event": event.uid})

        said = words(client.get(proposal.get_absolute_url()))
        assert "Accepted" in said
        assert event.title not in said
        assert "An event is being prepared for it." in said
        assert client.get(event.get_absolute_url()).status_code == 404
        services.announce(event, actor=fresh(council.democratic))

        assert event.title in words(client.get(proposal.get_absolute_url()))
        assert client.get(event.get_absolute_url()).status_code == 200

    def test_the_proposer_sees_an_event_for_others_and_it_is_not_theirs_to_answer(self, council, keeper):
        proposal, event = proposed(council.head), announced(council, **for_ward(council, "castle"))
        merged = proposed(council.member)
        keeper.post(f"{merged.get_absolute_url()}merge/", {"into": proposal.uid})
        keeper.post(f"{proposal.get_absolute_url()}put-on/", {"event": event.uid})
        event.refresh_from_db()
        services.change(event, actor=fresh(council.democratic), version=event.version, **for_ward(council, "castle"))

        for user, one in ((council.head, proposal), (council.member, merged)):
            client = browser(user)
            assert event.title in words(client.get(one.get_absolute_url()))
            assert client.get(event.get_absolute_url()).status_code == 200
            assert client.get(f"{event.get_absolute_url()}answer/").status_code == 403
        assert "It went on in another proposal, which stands as: Accepted." in words(browser(council.member).get(merged.get_absolute_url()))
        assert event.title not in words(browser(council.other_head).get("/programme/"))

    def test_merged_neither_learns_who_proposed_the_other(self, council, keeper):
        mine, other = proposed(council.member), proposed(council.other_member, title="Somewhere to sit")

        keeper.post(f"{mine.get_absolute_url()}merge/", {"into": other.uid})

        page = words(browser(council.member).get(mine.get_absolute_url()))
        assert "Merged" in page
        assert not [word for word in ("Gwen", "Somewhere to sit", str(other.uid)) if word in page]
        assert "Aisha" not in words(browser(council.other_member).get(other.get_absolute_url()))
        assert "Somewhere to sit" in words(keeper.get(mine.get_absolute_url()))

    def test_one_that_was_answered_meanwhile_is_nothing_to_merge_with_and_says_so(self, council, keeper):
        mine, other = proposed(council.member), proposed(council.other_member)
        proposing.decline(other, actor=fresh(council.democratic), text="No.")

        page = keeper.post(f"{mine.get_absolute_url()}merge/", {"into": other.uid, "text": "A word."})

        assert page.status_code == 200
        assert "A word." in page.content.decode()
        assert Proposal.objects.get(pk=mine.pk).status == "waiting"

    def test_declined_only_with_a_reason_that_the_proposer_reads(self, council, keeper):
        proposal = proposed(council.member)
        assert "Answer “Why is it not discussed?”" in words(keeper.post(f"{proposal.get_absolute_url()}decline/", {}))

        keeper.post(f"{proposal.get_absolute_url()}decline/", {"text": "The canal is not the council's."})

        said = words(browser(council.member).get(proposal.get_absolute_url()))
        assert "The canal is not the council's." in said
        assert "Ines Duarte, Democratic Services, on 30 November 2026" in said

    def test_taken_back_by_whoever_proposed_it(self, council):
        proposal, client = proposed(council.member), browser(council.member)

        assert "Taken back" in words(client.post(f"{proposal.get_absolute_url()}take-back/", {}, follow=True))
        assert "What you can do" not in words(client.get(proposal.get_absolute_url()))

    def test_answered_meanwhile_what_was_typed_is_shown_and_nothing_changes(self, council, keeper):
        proposal = proposed(council.member)
        browser(council.member).post(f"{proposal.get_absolute_url()}take-back/", {})

        late = keeper.post(f"{proposal.get_absolute_url()}decline/", {"text": "The canal is not the council's."})

        assert (late.status_code, "The canal is not the council's." in words(late)) == (409, True)
        assert Proposal.objects.get().status == "taken_back"
        assert keeper.get(f"{proposal.get_absolute_url()}decline/").status_code == 409


class TestTheFeedsPage:
    @pytest.mark.requirement("RUG-CAL")
    def test_the_address_is_shown_once_and_can_be_revoked(self, council):
        client = browser(council.member)
        assert "You have no feed." in words(client.get("/programme/calendar/"))

        made = client.post("/programme/calendar/")

        address = made.context["address"]
        assert address in made.content.decode()
        assert address not in client.get("/programme/calendar/").content.decode()
        assert "You have a feed, made on 30 November 2026" in words(client.get("/programme/calendar/"))
        path = "/" + address.split("/", 3)[3]
        answer = browser().get(path)
        assert (answer.status_code, answer["Cache-Control"], answer["X-Robots-Tag"]) == (200, "private, no-store", "noindex")
        assert "It was last read on" in words(client.get("/programme/calendar/"))
        client.post("/programme/calendar/revoke/")
        assert browser().get(path).status_code == 404

    def test_reading_it_takes_few_statements_however_much_is_in_it(self, council):
        path = reverse("conversations:feed", args=[feeds.make_feed(actor=fresh(council.member))])
        browser().get(path)
        none = statements(browser(), path)
        for _n in range(3):
            announced(council)

        assert (none, statements(browser(), path)) == (7, 7)

    def test_one_event_as_a_file(self, council):
        event = announced(council)
        answer = browser(council.member).get(f"{event.get_absolute_url()}event.ics")
        assert answer["Content-Type"].startswith("text/calendar")
        assert "SUMMARY:Bus lanes in the north" in answer.content.decode()


def test_a_form_carries_a_key_of_its_own(keeper):
    first, second = (hidden(keeper.get("/programme/new/"), "key") for _n in range(2))
    assert first != second


class TestRowsWrittenInPython:
    def test_what_is_typed_is_text_in_the_list_and_in_the_calendars(self, council):
        event = announced(council, title="Fish & <b>chips</b>", place="<i>Room</i> 2")
        client, on = browser(council.member), timezone.localtime(event.starts_at)
        for address in ("/programme/", f"/programme/{on.year}/", f"/programme/{on.year}/{on.month}/"):
            page = client.get(address).content.decode()
            assert "Fish &amp; &lt;b&gt;chips&lt;/b&gt;" in page
            assert "<b>chips" not in page
            assert "<i>Room" not in page

    def test_the_hours_of_an_event_stay_together_in_the_list_and_what_clashes_comes_after_them(self, council):
        event = announced(council)
        announced(council, starts_at=event.starts_at)

        page = browser(council.member).get("/programme/").content.decode()

        first, last = (f"{timezone.localtime(at):%H:%M}" for at in (event.starts_at, event.ends_at))
        assert page.count(f', <span class="cp-table__hours">{first} to {last}</span> <strong class="govuk-tag govuk-tag--orange">') == 2

    def test_what_proposals_are_about_is_a_column_only_where_one_says_so(self, council):
        client = browser(council.member)
        proposed(council.member)
        without = words(client.get("/programme/proposals/"))
        proposed(council.member, ward=council.wards.mill_hill)

        assert "Proposed by About Proposed" not in without
        assert "Proposed by About Proposed" in words(client.get("/programme/proposals/"))

    def test_the_address_of_an_event_is_that_of_its_page(self, council):
        event = announced(council)
        assert event.get_absolute_url() == reverse("conversations:event", args=[event.uid])

    @pytest.mark.parametrize("who", ["member", "democratic"])
    def test_proposals_ask_as_often_for_one_as_for_thirty(self, council, who):
        client = browser(council.accounts[who])
        proposed(council.member)
        client.get("/programme/proposals/")
        one = statements(client, "/programme/proposals/")
        for _n in range(29):
            proposed(council.member)

        assert (one, statements(client, "/programme/proposals/")) == (5, 5)
        assert len(client.get("/programme/proposals/").context["rows"]) == 25


@pytest.mark.requirement("RUG-MC")
class TestPlaces:
    def test_fewer_places_than_those_who_come_put_nobody_out_and_the_page_says_so(self, council, keeper):
        event = announced(council)
        for user in (council.member, council.other_member):
            places.answer(event, actor=fresh(user), coming=True)

        page = keeper.post(f"{event.get_absolute_url()}change/", typed(room_for="1", version=str(event.version)), follow=True)

        assert "1 Member more comes than there are places now: nobody is put out" in words(page)
        assert event.answers.filter(state="coming").count() == 2

    def test_whoever_waits_for_a_place_is_told_so_at_once(self, council):
        event = announced(council, room_for=1)
        pages = [browser(user).post(f"{event.get_absolute_url()}answer/", {"coming": "yes", "moved": "0"}, follow=True)
                 for user in (council.member, council.other_member)]

        assert ["you wait for the next one that falls free" in words(page) for page in pages] == [False, True]


@pytest.mark.requirement("RUG-MC")
class TestTheYearAsATable:
    def test_democratic_services_take_every_event_of_the_year_with_who_is_invited_and_how_many_come(self, council, keeper):
        year = (timezone.now() + datetime.timedelta(days=30)).year
        one, ward = announced(council, title="=Bus lanes"), announced(council, title="Mill Hill", **for_ward(council))
        plan(council, title="A draft")
        places.answer(one, actor=fresh(council.member), coming=True)
        places.answer(one, actor=fresh(council.other_member), coming=False)

        page = keeper.get(f"/programme/{year}/programme.csv")
        rows = list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"))))
        assert [row[1] for row in rows] == ["Event", "'=Bus lanes", "Mill Hill", "A draft"]
        assert (rows[1][8], rows[1][10], rows[2][8]) == ("All Members", "1", ward.invitations.get().principal.name)
        assert page["Content-Disposition"] == f'attachment; filename="programme-{year}.csv"'
        assert [browser(user).get(f"/programme/{year}/programme.csv").status_code for user in (council.member, council.head)] == [403, 403]
        assert Record.objects.filter(verb="programme taken away").count() == 1

    def test_it_takes_as_many_statements_for_many_as_for_one(self, council, keeper):
        year = (timezone.now() + datetime.timedelta(days=30)).year
        announced(council)
        keeper.get(f"/programme/{year}/programme.csv")
        with CaptureQueriesContext(connection) as one:
            keeper.get(f"/programme/{year}/programme.csv")
        for _number in range(3):
            announced(council, **for_ward(council))
        with CaptureQueriesContext(connection) as many:
            keeper.get(f"/programme/{year}/programme.csv")

        assert len(many) == len(one)
        assert f"/programme/{year}/programme.csv" in keeper.get(f"/programme/{year}/").content.decode()
        assert "programme.csv" not in browser(council.member).get(f"/programme/{year}/").content.decode()
