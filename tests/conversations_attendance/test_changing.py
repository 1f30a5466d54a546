"""What was agreed to is changed or cancelled by the office that decided and the officer who is named; what is to be made good waits."""

import icalendar
import pytest
from django.urls import reverse

from conversations.attendance import changing, parity, reviewing, services, texts
from conversations.attendance.appointments import of
from conversations.attendance.models import AttendanceRequest, Earlier, Refusal
from council_portal.access.decisions import Forbidden, can
from council_portal.accounts.models import Principal
from council_portal.accounts.services import appoint, leave_office
from council_portal.outbox import enclosures
from council_portal.outbox.models import Message
from tests.casework.ground import browser, hidden, words
from tests.conversations_attendance import ground
from tests.conversations_attendance.test_refusals import PANEL, act, told
from tests.conversations_attendance.test_terms import BUSY, GOOD, LESS, again
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("NNC-PARITY")]
FULL = "Forty minutes with slides, and questions."
TO_MAKE_GOOD = "Agreements with groups that you have to make good"
ILL = "Nobody of the service is well."


@pytest.fixture
def agreed(council):
    """The first group's request, agreed to under a topic."""
    return ground.agree(council, ground.ask(council, "leader"))


@pytest.fixture
def bad(council, topic):
    """The second group got ten minutes, which are to be made good."""
    made = ground.second(council, topic, **LESS)
    reviewing.make_good(made, actor=fresh(council.monitoring), why=GOOD)
    return again(made)


def change(of_council, request, who="chief_executive", **changes):
    """Changed by this account: all as it is but for these."""
    now = again(request)
    given = {name: getattr(now, name) for name in ("officer", "slot_from", "slot_until", "arrangements", "decides_at")}
    return changing.change(now, actor=fresh(of_council.accounts[who]), **given | changes)


def typed(client, request, **changes):
    """The form of the change as it is shown, with these changes, sent."""
    place = reverse("attendance:act", args=[request.uid, "change"])
    form = client.get(place).context["form"]
    shown = {name: form.initial.get(name, "") for name in form.fields}
    return client.post(place, {**shown, "on": f"{shown['on']:%d/%m/%Y}", **changes, "version": hidden(client.get(place), "version")})


def mailed(kind, user):
    """The entry in the calendar file of the message of this kind to this person, or None."""
    message = Message.objects.get(kind=kind, to=user.person)
    found = enclosures.enclosed(message, lambda one: AttendanceRequest.objects.get(uid=one.about_uid))
    return icalendar.Calendar.from_ical(found[0][0]).walk("VEVENT")[0] if found else None


def test_meetings_ahead_stand_in_the_order_of_their_days_whoever_asked(council):
    for who, on in (("leader", 9), ("head", 7), ("leader", 5)):
        hours = {"starts_at": ground.at(on, 18), "ends_at": ground.at(on, 19), "decides_at": None}
        made = ground.ask(council, who, title=f"In {on} days", **hours, **({"group": council.groups.harbour} if who == "head" else {}))
        ground.agree(council, made, slot_from=ground.at(on, 18), slot_until=ground.at(on, 19))

    panel = words(browser(council.head).get("/")).partition("Meetings that an officer attends")[2]

    assert [panel.index(f"In {on} days") for on in (5, 7, 9)] == sorted(panel.index(f"In {on} days") for on in (5, 7, 9))


class TestChange:
    @pytest.mark.parametrize("who", ["chief_executive", "head"])
    def test_the_day_is_moved_by_the_office_that_decided_and_by_the_officer_who_is_named(self, council, agreed, who):
        client = browser(council.accounts[who])
        assert reverse("attendance:act", args=[agreed.uid, "change"]) in client.get(agreed.get_absolute_url()).content.decode()

        answer = typed(client, agreed, on=f"{ground.at(days=9):%d/%m/%Y}", begins="17:00", ends="17:45")

        now = again(agreed)
        assert answer.status_code == 302
        assert (now.status, now.slot_from, now.slot_until) == ("agreed", ground.at(days=9, hour=17), ground.at(days=9, hour=17, minute=45))
        assert now.decides_at == ground.at(days=9, hour=19)
        assert Earlier.objects.get(request=agreed).slot_from == ground.at(hour=18)
        assert Refusal.objects.count() == 0
        assert "It was changed on" in words(browser(council.leader).get(agreed.get_absolute_url()))
        assert "Your requests to attend that were decided this week" in words(browser(council.leader).get("/"))

    def test_the_group_and_the_officer_are_told_and_calendars_take_it_as_a_change(self, council, agreed):
        change(council, agreed, slot_from=ground.at(hour=17), slot_until=ground.at(hour=17, minute=45))

        for user in (council.leader, council.head):
            entry = mailed("attendance_changed", user)
            assert (int(entry["SEQUENCE"]), entry.decoded("DTSTART")) == (of(agreed).sequence + 1, ground.at(hour=17))
        assert told("attendance_changed") == {council.leader.person.pk, council.head.person.pk}

    def test_another_officer_reads_it_and_the_one_before_no_more(self, council, agreed):
        other = Principal.objects.get(post="head_of_service", service=council.services.housing)

        change(council, agreed, officer=other)

        assert (can(fresh(council.other_head), "view", again(agreed)), can(fresh(council.head), "view", again(agreed))) == (True, False)
        assert mailed("attendance_named", council.other_head)["STATUS"] == "CONFIRMED"
        assert mailed("attendance_not_named", council.head)["STATUS"] == "CANCELLED"
        assert council.leader.person.pk in told("attendance_changed")
        assert council.head.person.pk not in told("attendance_changed")

    def test_whoever_follows_in_the_post_comes_where_the_one_who_was_named_has_left(self, council, agreed):
        leave_office(council.head.person)
        appoint(council.nominated.person, agreed.officer, authority="Invented")

        answer = typed(browser(council.chief_executive), agreed, begins="17:00", ends="17:45", officer=str(agreed.officer.uid))

        assert (answer.status_code, again(agreed).attends) == (302, council.nominated.person)

    def test_who_may_not_and_what_is_wrong_changes_nothing(self, council, agreed):
        client = browser(council.chief_executive)
        for who in ("leader", "monitoring"):
            with pytest.raises(Forbidden):
                change(council, agreed, who, arrangements="An hour with slides.")
        for wrong in ({}, {"ends": "19:30"}, {"arrangements": "As Town and Country had it."}, {"begins": "19:00"},
                      {"on": f"{ground.at(days=-1):%d/%m/%Y}"}):
            assert typed(client, agreed, **wrong).status_code == 200
        assert not Earlier.objects.exists()
        ground.begun(agreed)
        assert not can(fresh(council.chief_executive), "change", again(agreed))

    def test_other_terms_ask_for_a_reason_and_are_put_before_the_monitoring_officer(self, council, topic):
        made = ground.second(council, topic)
        with pytest.raises(parity.Differs):
            change(council, made, arrangements="Ten minutes.")

        change(council, made, arrangements="Ten minutes.", difference=BUSY)

        one = Refusal.objects.get()
        assert (one.terms, one.outcome, one.difference, again(made).review, again(made).difference) == (True, "waits", BUSY, "waits", BUSY)
        assert told("attendance_terms") == {council.monitoring.person.pk}
        assert not parity.ledger(topic)[1].same_arrangements
        page = words(browser(council.chief_executive).get(topic.get_absolute_url()))
        assert "As it stood before" in page
        assert page.count(FULL) == 2

    def test_the_first_groups_terms_of_before_stay_the_measure_when_they_are_lessened(self, council, topic):
        first = topic.briefings.get().request
        ground.second(council, topic)

        change(council, first, arrangements="Ten minutes.", difference=BUSY)

        assert again(first).review == "waits"
        assert parity.proposed(topic, council.groups.town).arrangements == FULL
        change(council, first, arrangements=FULL)
        assert (again(first).review, Refusal.objects.get().outcome) == ("good", "good")

    def test_the_officer_who_is_named_is_shown_nothing_of_another_group(self, council, topic):
        made = ground.second(council, topic, arrangements="Ten minutes.", difference=BUSY)

        page = typed(browser(council.head), made, arrangements="Five minutes.")

        assert "These terms are not those of the first group" in words(page)
        assert FULL not in words(page)
        assert FULL in words(browser(council.chief_executive).get(reverse("attendance:act", args=[made.uid, "change"])))


class TestToBeMadeGood:
    def test_it_waits_on_the_home_page_of_the_office_that_decided_and_is_its_open_work(self, council, bad):
        client = browser(council.chief_executive)

        assert TO_MAKE_GOOD in words(client.get("/"))
        assert services.open_work(list(fresh(council.chief_executive).principals))[3][1] == 1
        assert GOOD in words(client.get(reverse("attendance:act", args=[bad.uid, "change"])))
        for who in ("town_leader", "head", "monitoring"):
            assert TO_MAKE_GOOD not in words(browser(council.accounts[who]).get("/"))

    def test_until_the_terms_are_those_of_the_first_group(self, council, bad):
        client = browser(council.chief_executive)
        typed(client, bad, on=f"{ground.at(days=8):%d/%m/%Y}")
        assert TO_MAKE_GOOD in words(client.get("/"))

        typed(client, bad, arrangements=FULL)

        assert (again(bad).review, Refusal.objects.get().outcome, again(bad).difference) == ("good", "good", "")
        assert TO_MAKE_GOOD not in words(client.get("/"))
        assert "Made good" in words(client.get(bad.get_absolute_url()))
        assert told("attendance_changed") == {council.town_leader.person.pk, council.head.person.pk}

    def test_or_until_the_monitoring_officer_lets_them_stand(self, council, bad):
        act(browser(council.monitoring), bad, "uphold", why="They are content with ten minutes.")

        assert (again(bad).review, Refusal.objects.get().outcome) == ("stands", "stands")
        assert TO_MAKE_GOOD not in words(browser(council.chief_executive).get("/"))

    def test_a_change_to_other_terms_still_is_put_before_them_anew(self, council, bad):
        change(council, bad, arrangements="Twenty minutes.", difference=BUSY)

        assert [one.outcome for one in Refusal.objects.order_by("pk")] == ["overtaken", "waits"]
        assert PANEL in words(browser(council.monitoring).get("/"))
        assert TO_MAKE_GOOD not in words(browser(council.chief_executive).get("/"))
        reviewing.make_good(again(bad), actor=fresh(council.monitoring), why=GOOD)


class TestCancel:
    def test_it_goes_from_calendars_and_whoever_asked_reads_why(self, council, agreed):
        client = browser(council.head)
        assert act(client, agreed, "cancel", reason="No.").status_code == 200
        assert act(client, agreed, "cancel", reason="As Town and Country had it already.").status_code == 200

        assert act(client, agreed, "cancel", reason=ILL).status_code == 302

        now, page = again(agreed), words(browser(council.leader).get(agreed.get_absolute_url()))
        assert (now.status, now.reason, now.is_open) == ("refused", ILL, False)
        for part in ("It was agreed to, and cancelled.", "Cancelled", ILL):
            assert part in page
        for user in (council.leader, council.head):
            assert mailed("attendance_cancelled", user)["STATUS"] == "CANCELLED"
        assert mailed("attendance_cancelled", council.chief_executive) is None
        assert "Cancelled" in words(browser(council.leader).get("/"))

    def test_for_a_group_it_is_put_before_the_monitoring_officer_as_a_refusal_is(self, council, topic):
        made = ground.second(council, topic)

        changing.cancel(made, actor=fresh(council.chief_executive), reason=ILL)

        one, client = Refusal.objects.get(), browser(council.monitoring)
        assert (one.cancelled, one.terms, one.outcome, one.about, again(made).review) == (True, False, "waits", topic, "waits")
        assert told("attendance_refusal") == {council.monitoring.person.pk}
        assert "cancelled by Chief executive" in words(client.get(reverse("attendance:refusals")))
        page = words(client.get(made.get_absolute_url()))
        assert "Cancelled by" in page
        assert "Harbour Alliance" in page
        act(client, made, "uphold", why=ground.STANDS)
        assert (again(made).status, again(made).review) == ("refused", "stands")

    def test_set_aside_it_is_decided_anew_under_its_topic_where_a_refusal_is_blocked(self, council, topic):
        made = ground.second(council, topic)
        changing.cancel(made, actor=fresh(council.head), reason=ILL)
        page = browser(council.monitoring).get(reverse("attendance:act", args=[made.uid, "set-aside"]))
        assert "topic" not in page.context["form"].fields

        reviewing.set_aside(again(made), actor=fresh(council.monitoring), why=ground.WHY)

        now = again(made)
        assert (now.status, now.slot_from, now.officer, reviewing.to_be_decided_under(now)) == ("asked", None, None, topic)
        assert not can(fresh(council.head), "view", now)
        assert FULL in words(browser(council.chief_executive).get(topic.get_absolute_url()))
        assert parity.proposed(topic, council.groups.harbour).arrangements == FULL
        with pytest.raises(parity.Bound):
            services.refuse(now, actor=fresh(council.chief_executive), reason=ILL)
        ground.agree(council, now, topic=topic)
        assert [line.same_papers for line in parity.ledger(topic)] == [True, True]
        assert Message.objects.filter(kind="attendance_named", to=council.head.person).count() == 3

    def test_terms_that_waited_are_overtaken(self, council, bad):
        changing.cancel(bad, actor=fresh(council.chief_executive), reason=ILL)

        assert [one.outcome for one in Refusal.objects.order_by("pk")] == ["overtaken", "waits"]
        assert TO_MAKE_GOOD not in words(browser(council.chief_executive).get("/"))

    def test_what_is_of_no_group_is_put_before_nobody(self, council):
        made = ground.agree(council, ground.ask(council, "leader", "private_briefing"), "exec_director")

        change(council, made, "exec_director", arrangements="An hour.")
        changing.cancel(again(made), actor=fresh(council.exec_director), reason=ILL)

        assert (again(made).status, Refusal.objects.count()) == ("refused", 0)

    def test_a_reason_is_in_words_and_names_no_other_group(self, council, agreed):
        for reason, fault in (("aaaaaaaaaaaaaaa", services.NotInWords), ("As the other group had it.", texts.NamesAGroup)):
            with pytest.raises(fault):
                changing.cancel(agreed, actor=fresh(council.chief_executive), reason=reason)
