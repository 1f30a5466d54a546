"""Who sees to a case: given to an officer, handed over, stood in for, and taken over from whoever leaves."""
import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from casework import asking, clocks, due, owners, services
from casework.asking import CannotBe
from casework.models import Case, CaseEntry, Status
from casework.queues import mine
from council_portal.access.decisions import can
from council_portal.access.models import in_force
from council_portal.access.services import exclude
from council_portal.accounts.models import Appointment
from council_portal.accounts.services import appoint, end_absence, end_appointment, record_absence
from council_portal.design.dates import day
from council_portal.matters.services import Changed
from council_portal.outbox.models import Message
from tests.casework.ground import browser, words
from tests.factories import LONG_AGO, fresh, log, officer, post

pytestmark = pytest.mark.django_db
EARLIER = datetime.datetime(2026, 11, 24, 10, tzinfo=datetime.UTC)


def told(kind):
    """The names of those who are told something of this kind."""
    return sorted(Message.objects.filter(kind=kind).values_list("to__name", flat=True))


def offices(case):
    """The names of the offices that have a case today."""
    return sorted(case.standings.filter(in_force(), capacity="handler").values_list("principal__name", flat=True))


def second(council, name="Nadia Brook", **changes):
    """Another officer in the office of the head."""
    return officer(name, "head_of_service", of=council.services.street_scene, **changes)


def empty(*posts):
    """Let everybody leave these posts."""
    for row in Appointment.objects.filter(in_force(), principal__post__in=posts).select_related("person", "principal"):
        end_appointment(row)


def mind():
    """The clock looks after the owners, as it does every five minutes."""
    cache.clear()
    return owners.mind_owners()


def seen_under_mine(user):
    user = fresh(user)
    return [case.reference for case in Case.objects.page(user, "next_on", where=mine(user))]


class TestGiving:
    """A case is given to one officer of the office that has it."""

    def test_the_officer_owns_it_is_told_and_the_clocks_go_on(self, council):
        nadia, case = second(council), log(council)
        before = list(case.clocks.values_list("kind", "due_on", "stopped_at"))

        owners.assign(case, actor=fresh(council.head), person=nadia.person)

        case.refresh_from_db()
        assert (case.owner, case.status) == (nadia.person, Status.WITH_OFFICER)
        assert list(case.clocks.values_list("kind", "due_on", "stopped_at")) == before
        assert told("case_yours") == ["Nadia Brook"]
        assert case.entries.last().text == "Nadia Brook"

    @pytest.mark.parametrize("who", ["clo", "other_head", "chief", "member", "democratic"])
    def test_nobody_outside_the_office_can_be_given_it(self, council, who):
        case = log(council)

        with pytest.raises(CannotBe):
            owners.assign(case, actor=fresh(council.head), person=council.accounts[who].person)

        assert Case.objects.get(pk=case.pk).owner == council.head.person

    def test_deputies_and_stand_ins_may_own_it_and_whoever_is_away_kept_out_or_closed_may_not(self, council):
        head = post("head_of_service", of=council.services.street_scene)
        deputy = officer("Dee Puty")
        appoint(deputy.person, head, authority="Invented for a test", since=LONG_AGO, role="deputy")
        away, closed, walled = (second(council, name) for name in ("Abe Sent", "Cleo Sed", "Wally Off"))
        record_absence(away.person, since=timezone.now(), until=timezone.now() + datetime.timedelta(days=5),
                       stand_in=council.other_head.person)
        closed.is_active = False
        closed.save()
        case = log(council)
        exclude(case, walled.person.own_principals.get(), reason="declared a connection")

        assert [one.name for one in owners.may_own(case)] == ["Dee Puty", "Femi Adeyemi", "Priya Chandran"]

    def test_an_officer_may_own_several_cases_only_when_each_of_their_offices_has_one(self, council):
        one = log(council)
        other = log(council, chosen="nominated_officer")
        both = council.nominated
        appoint(both.person, post("head_of_service", of=council.services.street_scene), authority="Invented for a test", since=LONG_AGO)

        assert [person.name for person in owners.may_own_all([one, other])] == ["Callum Baird"]


class TestHandingOver:
    """A case goes to another office: the clocks go on, the Member is told, the old office reads on only within its service."""

    def hand(self, council, case, word, service):
        owners.hand_over(case, actor=fresh(council.head), principal=post(word, of=service), text="Yours, I think.")
        case.refresh_from_db()
        return offices(case)

    def test_within_the_service_both_offices_have_it(self, council):
        case = log(council)
        due = case.due_on

        assert self.hand(council, case, "clo", council.services.street_scene) == ["Clo, Street Scene", "Head of service, Street Scene"]
        assert (case.owner, case.due_on, case.status) == (council.clo.person, due, Status.WITH_OFFICER)
        assert (told("case_handed_over"), told("case_for_you")) == (["Aisha Rahman"], ["Priya Chandran", "Rosie Fenn"])

    @pytest.mark.requirement("SEC-4.2")
    def test_to_another_service_the_old_office_sees_it_no_more(self, council):
        case = log(council)

        assert self.hand(council, case, "head_of_service", council.services.housing) == ["Head of service, Housing"]
        assert browser(council.head).get(case.get_absolute_url()).status_code == 404
        assert browser(council.other_head).get(case.get_absolute_url()).status_code == 200

    @pytest.mark.requirement("SEC-4.2")
    def test_an_office_that_had_it_before_it_was_taken_further_sees_it_no_more_either(self, council):
        case = log(council)
        owners.hand_over(case, actor=fresh(council.head), principal=post("clo", of=council.services.street_scene), text="Rosie knows.")

        owners.hand_over(case, actor=fresh(council.clo), principal=post("head_of_service", of=council.services.housing), text="Theirs.")

        assert offices(case) == ["Head of service, Housing"]

    def test_clocks_go_on_from_the_day_of_receipt(self, council):
        with time_machine.travel(EARLIER, tick=False) as clock:
            case = log(council)
            due = case.clocks.get(kind="answer").due_on
            clock.shift(datetime.timedelta(days=2))
            self.hand(council, case, "head_of_service", council.services.housing)

        assert (case.due_on, case.clocks.get(kind="answer").started_at) == (due, EARLIER)

    def test_a_service_that_has_ended_is_handed_nothing(self, council):
        housing = council.services.housing
        housing.ended_on = timezone.localdate()
        housing.save()
        case = log(council)

        with pytest.raises(CannotBe):
            self.hand(council, case, "head_of_service", housing)

    def test_nothing_is_handed_over_to_whom_it_lies_with_to_nobody_or_to_no_taker(self, council):
        case = log(council)
        for word, of in (("head_of_service", council.services.street_scene), ("head_of_service", council.services.place),
                         ("democratic_services", None)):
            with pytest.raises(CannotBe):
                self.hand(council, case, word, of)


class TestStandingIn:
    """Whoever stands in has the absent officer's cases under Mine while the absence runs, and may act on them."""

    def test_from_the_first_day_to_the_last(self, council):
        with time_machine.travel(EARLIER, tick=False) as clock:
            case = log(council)
            away = record_absence(council.head.person, since=EARLIER + datetime.timedelta(days=1),
                                  until=EARLIER + datetime.timedelta(days=4), stand_in=council.clo.person)
            assert seen_under_mine(council.clo) == []

            clock.shift(datetime.timedelta(days=2))
            assert (seen_under_mine(council.clo), seen_under_mine(council.head)) == ([case.reference], [case.reference])
            asking.acknowledge(case, actor=fresh(council.clo), text="Priya is away; I have it.")
            assert mind() == 0  # whoever is away has not left

            clock.shift(datetime.timedelta(days=3))
            assert seen_under_mine(council.clo) == []
        assert away.until == EARLIER + datetime.timedelta(days=4)

    def test_an_absence_that_is_ended_early_takes_them_away_at_once(self, council):
        case = log(council)
        away = record_absence(council.head.person, since=timezone.now(), until=timezone.now() + datetime.timedelta(days=9),
                              stand_in=council.clo.person)
        assert seen_under_mine(council.clo) == [case.reference]

        end_absence(away)

        assert seen_under_mine(council.clo) == []

    def test_along_a_chain_of_absences(self, council):
        case, until = log(council), timezone.now() + datetime.timedelta(days=9)
        record_absence(council.head.person, since=timezone.now(), until=until, stand_in=council.clo.person)
        record_absence(council.clo.person, since=timezone.now(), until=until, stand_in=council.nominated.person)

        assert seen_under_mine(council.nominated) == [case.reference]

    @pytest.mark.parametrize("reader", ["member", "nominated"])
    def test_the_page_says_until_when_the_officer_is_away_and_who_stands_in(self, council, reader):
        case, until = log(council), timezone.localtime() + datetime.timedelta(days=9)
        assert "is away" not in words(browser(council.member).get(case.get_absolute_url()))
        record_absence(council.head.person, since=timezone.now(), until=until, stand_in=council.clo.person)
        record_absence(council.clo.person, since=timezone.now(), until=until, stand_in=council.nominated.person)

        said = words(browser(fresh(getattr(council, reader))).get(case.get_absolute_url()))

        head, clo, nominated = (user.person.full_name for user in (council.head, council.clo, council.nominated))
        assert (f"{head} sees to it. {head} is away until {day(until)}. {clo} stands in. "
                f"{clo} is away until {day(until)}. {nominated} stands in.") in said

    def test_the_page_says_that_nobody_stands_in(self, council):
        case, until = log(council), timezone.localtime() + datetime.timedelta(days=9)
        record_absence(council.head.person, since=timezone.now(), until=until)

        said = words(browser(council.member).get(case.get_absolute_url()))

        assert f"{council.head.person.full_name} is away until {day(until)}. Nobody stands in." in said


class TestLeaving:
    """An officer who leaves: their cases go to the next of the office, else up the ladder, else to Democratic Services."""

    def leave(self, council, how):
        if how == "closed":
            council.head.is_active = False
            council.head.save()
            return
        empty_of = Appointment.objects.get(person=council.head.person, principal__post="head_of_service")
        end_appointment(empty_of)
        if how == "moved":
            appoint(council.head.person, post("head_of_service", of=council.services.people), authority="Invented for a test")

    @pytest.mark.parametrize("how", ["ended", "closed", "moved"])
    def test_the_next_of_the_office_gets_them(self, council, how):
        case = log(council)
        nadia = second(council)
        self.leave(council, how)

        assert (mind(), mind()) == (1, 0)

        case.refresh_from_db()
        assert (case.owner, case.status, offices(case)) == (nadia.person, Status.WITH_OFFICER, ["Head of service, Street Scene"])
        assert (told("case_yours"), told("case_update"), told("case_ownerless")) == (["Nadia Brook"], ["Aisha Rahman"], ["Ines Duarte"])
        assert "Priya Chandran no longer sees to this case" in case.entries.last().text

    @pytest.mark.parametrize("how", ["ended", "closed", "moved"])
    def test_else_the_office_above_gets_them(self, council, how):
        case = log(council)
        due = case.due_on
        self.leave(council, how)

        assert (mind(), mind()) == (1, 0)

        case.refresh_from_db()
        assert (case.owner, case.sent_to.name, case.status) == (council.chief.person, "Chief officer, Place", Status.WITH_OFFICER)
        assert case.due_on == due
        assert told("case_yours") == ["Marian Holt"]

    def test_else_democratic_services_find_somebody(self, council):
        case = log(council)
        empty("head_of_service", "chief_officer", "chief_executive")

        assert (mind(), mind()) == (1, 0)

        case.refresh_from_db()
        assert (case.owner, case.status) == (None, Status.UNROUTED)
        assert told("case_unrouted") == ["Ines Duarte"]
        assert can(fresh(council.democratic), "view", case)
        assert case.next_on == clocks.working_days_on(1)

    def test_a_question_to_the_member_is_not_left_hanging(self, council):
        case = log(council)
        asking.ask(case, actor=fresh(council.head), text="Which road?")
        empty("head_of_service", "chief_officer", "chief_executive")

        mind()

        running = clocks.running(Case.objects.get(pk=case.pk))
        assert "member" not in running
        assert all(clock.due_on for clock in running.values())

    def test_until_then_the_list_says_that_nobody_sees_to_it(self, council):
        log(council)
        nadia = second(council)
        self.leave(council, "ended")

        assert "Nobody at present" in words(browser(nadia).get("/casework/"))
        assert "Nobody at present" in words(browser(council.member).get("/casework/"))
        mind()
        assert "Nobody at present" not in words(browser(council.member).get("/casework/"))

    def test_an_end_to_come_changes_nothing_before_its_day(self, council):
        with time_machine.travel(EARLIER, tick=False) as clock:
            case = log(council)
            Appointment.objects.filter(person=council.head.person).update(until=EARLIER + datetime.timedelta(days=3))
            assert mind() == 0

            clock.shift(datetime.timedelta(days=3))
            assert mind() == 1
        assert Case.objects.get(pk=case.pk).owner == council.chief.person

    def test_it_looks_every_five_minutes_and_not_more_often(self, council):
        with time_machine.travel(EARLIER, tick=False) as clock:
            cache.clear()
            assert owners.mind_owners() == 0
            log(council)
            self.leave(council, "ended")

            clock.shift(datetime.timedelta(minutes=4))
            assert owners.mind_owners() == 0
            clock.shift(datetime.timedelta(minutes=1))
            assert owners.mind_owners() == 1

    def test_whoever_was_second_changes_nothing(self, council):
        case = log(council)
        self.leave(council, "ended")
        stale = Case.objects.get(pk=case.pk)
        assert owners.give_an_owner(Case.objects.get(pk=case.pk)) == 1
        turns, messages = CaseEntry.objects.count(), Message.objects.count()

        assert owners.give_an_owner(stale) == 0

        assert (CaseEntry.objects.count(), Message.objects.count()) == (turns, messages)

    def test_closed_cases_and_requests_at_the_contact_centre_have_no_owner_to_lose(self, council):
        closed = log(council)
        services.close(closed, actor=fresh(council.member))
        log(council, matter="service_request")
        self.leave(council, "ended")

        assert mind() == 0


@pytest.mark.parametrize("also", [True, False])
def test_cases_of_a_service_that_is_abolished_go_up_and_are_not_lost(council, also):
    case, street = log(council), council.services.street_scene
    street.ended_on = timezone.localdate()
    street.save()
    for row in Appointment.objects.filter(in_force(), principal__service=street).select_related("person", "principal"):
        end_appointment(row)
    if also:
        empty("chief_officer", "chief_executive")

    mind()

    case.refresh_from_db()
    assert (case.status, case.owner) == ((Status.UNROUTED, None) if also else (Status.WITH_OFFICER, council.chief.person))
    assert can(fresh(council.member), "view", case)


def test_a_service_that_has_ended_keeps_its_cases_while_its_posts_are_held_and_who_places_cases_is_told_once(council):
    case, street = log(council, title="Bins missed"), council.services.street_scene
    street.ended_on = timezone.localdate()
    assert (due.tell_ended_services(street.ended_on), told("case_service_ended")) == (0, [])
    street.save()

    first = due.tell_ended_services(street.ended_on), mind(), due.tell_ended_services(street.ended_on)

    home, page = words(browser(council.democratic).get("/")), words(browser(council.head).get(case.get_absolute_url()))
    assert (first, told("case_service_ended")) == ((1, 0, 0), ["Ines Duarte"])
    assert Case.objects.get(pk=case.pk).owner == council.head.person
    assert "Open cases of services that have ended" in home
    assert "Street Scene 1 case" in home
    assert "Bins missed" not in home
    assert f"Street Scene ended on {day(street.ended_on)}; whoever has the case keeps it" in page


def test_a_service_that_has_ended_and_has_no_open_case_is_no_news(council):
    services.close(log(council), actor=fresh(council.member))
    council.services.street_scene.ended_on = timezone.localdate()
    council.services.street_scene.save()

    assert due.tell_ended_services(timezone.localdate()) == 0
    assert "services that have ended" not in words(browser(council.democratic).get("/"))


def test_numbers_by_service_are_all_that_is_told_of_cases_without_an_officer(council):
    log(council)
    empty("head_of_service", "chief_officer", "chief_executive")
    mind()

    assert owners.ownerless_by_service() == [("Street Scene", 1)]


def test_what_was_changed_meanwhile_stops_all(council):
    nadia, one, two = second(council), log(council), log(council)
    chosen = [(one, one.version), (two, two.version)]
    services.answer(Case.objects.get(pk=two.pk), actor=fresh(council.head), text="Done.")

    with pytest.raises(Changed):
        owners.assign_all(chosen, actor=fresh(council.head), person=nadia.person)

    assert set(Case.objects.values_list("owner__name", flat=True)) == {"Priya Chandran"}
