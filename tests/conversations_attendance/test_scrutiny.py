"""Who asks for officers at scrutiny: its chair and members, and Democratic Services for it; and the list of requests, narrowed."""

import datetime

import pytest
from django.utils import timezone

from conversations.attendance import services
from conversations.attendance.models import AttendanceRequest
from conversations.attendance.routing import NotFromHere, scrutiny_bodies
from council_portal.drafts.waiting import waiting
from profiles.models import Body, Seat
from tests.casework.ground import browser, words
from tests.conversations_attendance import ground
from tests.conversations_attendance.test_pages import typed, url
from tests.factories import fresh

pytestmark = pytest.mark.django_db
PROTOCOL = "north-northamptonshire"
KIND = "scrutiny_attendance"
LIST = "/programme/attendance/"


def sit(user, body, role="member", **days):
    return Seat.objects.create(person=user.person, body=body, role=role, **days)


def names(user):
    return [one.name for one in scrutiny_bodies(fresh(user))]


def ask_by_page(council, client, **changes):
    return client.post(url(KIND), typed(council, committee="Scrutiny", outsiders="", **changes))


@pytest.mark.requirement("NNC-SCRUT")
class TestWhoAsks:
    def test_the_chair_and_members_of_today_and_democratic_services(self, council):
        day = timezone.localdate()
        other, gone = Body.objects.create(name="Finance Scrutiny", kind="scrutiny"), Body.objects.create(
            name="Old Scrutiny", kind="scrutiny", ended_on=day)
        planning = Body.objects.create(name="Planning", kind="committee")
        for body in (other, gone, planning):
            sit(council.other_member, body)
        sit(council.leader, other, role="substitute")
        sit(council.town_leader, other, ended_on=day)

        assert names(council.member) == ["Scrutiny"]
        assert names(council.other_member) == ["Finance Scrutiny"]
        assert names(council.democratic) == ["Finance Scrutiny", "Scrutiny"]
        for who in (council.leader, council.town_leader, council.head, council.chief_executive):
            assert names(who) == []

    def test_whoever_asks_names_a_committee_of_theirs_and_no_other(self, council):
        Body.objects.create(name="Finance Scrutiny", kind="scrutiny")
        for who, body in (("member", "Finance Scrutiny"), ("member", ""), ("other_member", "Scrutiny"), ("democratic", "Planning")):
            with pytest.raises(NotFromHere):
                ground.ask(council, who, KIND, body=body)
        assert ground.ask(council, "democratic", KIND, body="Finance Scrutiny").body == "Finance Scrutiny"
        assert ground.ask(council, "member", KIND, body="Scrutiny").raised_by == council.member.person

    def test_the_form_offers_the_committees_and_keeps_the_name(self, council):
        client = browser(council.member)
        assert client.get(url(KIND)).context["form"]["committee"].value() == "Scrutiny"
        ask_by_page(council, client)
        assert AttendanceRequest.objects.get().body == "Scrutiny"
        answer = client.post(url(KIND), typed(council, committee="Planning"))
        assert "Select one of the choices that are shown" in words(answer)

    def test_whoever_sits_on_none_reads_why_and_what_they_had_typed_can_be_copied(self, council):
        client = browser(council.member)
        client.post(url(KIND), typed(council, title="", text="What the new lorries cost."))
        Seat.objects.update(ended_on=timezone.localdate())

        shown, sent = client.get(url(KIND)), ask_by_page(council, client)

        for answer, status in ((shown, 200), (sent, 403)):
            assert answer.status_code == status
            assert "You sit on none today, so nothing is sent to anybody." in words(answer)
            assert "that is the portal’s own rule" in words(answer)
        assert not AttendanceRequest.objects.exists()
        line, = waiting(fresh(council.member))["open"]
        assert (line["url"], "What it costs." in line["typed"]) == ("", True)

    def test_where_none_is_entered_the_page_says_who_enters_it(self, council):
        Seat.objects.all().delete()
        Body.objects.all().delete()
        for who in (council.member, council.democratic):
            assert "No scrutiny committee is entered here" in words(browser(who).get(url(KIND)))

    def test_a_long_name_of_a_committee_is_kept_whole(self, council):
        long = "Scrutiny " * 16
        sit(council.other_member, Body.objects.create(name=long[:150], kind="scrutiny"))
        assert ground.ask(council, "other_member", KIND, body=long[:150]).body == long[:150]

    def test_what_was_asked_for_stays_with_whoever_asked(self, council):
        made = ground.ask(council, "member", KIND, body="Scrutiny")
        Seat.objects.update(ended_on=timezone.localdate() - datetime.timedelta(days=1))
        assert browser(council.member).get(made.get_absolute_url()).status_code == 200


class TestTheList:
    @pytest.fixture
    def made(self, council):
        """Four requests of the leader: one that waits, one agreed to, one refused, one withdrawn; and one of the Town's leader."""
        asked = {word: ground.ask(council, title=word) for word in ("waits", "agreed", "refused", "withdrawn")}
        ground.agree(council, asked["agreed"], who=ground.decider(asked["agreed"], council.accounts))
        decides = council.accounts[ground.decider(asked["refused"], council.accounts)]
        services.refuse(asked["refused"], actor=fresh(decides), reason=ground.NO)
        services.withdraw(asked["withdrawn"], actor=fresh(council.leader))
        ground.ask(council, "town_leader", title="of another")
        return asked

    @pytest.mark.parametrize(("which", "found"), [
        ("", {"waits", "agreed", "refused", "withdrawn"}), ("open", {"waits"}), ("decided", {"agreed", "refused"}),
        ("mine", {"waits", "agreed", "refused", "withdrawn"}), ("to_decide", set())])
    def test_whoever_asked_finds_theirs_by_how_they_stand(self, council, made, which, found):
        page = browser(council.leader).get(LIST, {"which": which})
        assert {row["title"] for row in page.context["rows"]} == found

    def test_whoever_decides_finds_what_waits_for_them(self, council, made):
        client = browser(council.accounts[ground.decider(made["waits"], council.accounts)])
        assert {row["title"] for row in client.get(LIST, {"which": "to_decide"}).context["rows"]} == {"waits", "of another"}
        assert client.get(LIST, {"which": "mine"}).context["rows"] == []

    def test_nonsense_says_so_and_finds_nothing(self, council, made):
        page = browser(council.leader).get(LIST, {"which": "all of them"})
        assert (page.status_code, page.context["rows"]) == (200, [])
        assert page.context["filter"].errors["which"][0] in words(page)

    def test_the_next_page_is_narrowed_like_this_one(self, council, monkeypatch):
        for number in range(4):
            ground.ask(council, title=f"waits {number}")
        services.withdraw(ground.ask(council, title="gone"), actor=fresh(council.leader))
        monkeypatch.setattr("conversations.attendance.views.pages.RequestList.size", 2)
        client, seen, query = browser(council.leader), [], "which=open"
        while query:
            page = client.get(f"{LIST}?{query}")
            seen += [row["title"] for row in page.context["rows"]]
            query = page.context["older"]
        assert seen == ["waits 3", "waits 2", "waits 1", "waits 0"]
