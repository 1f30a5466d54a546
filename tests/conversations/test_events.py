"""An event from its beginning to its end: who sees it when, what it needs to be confirmed, what changes tell."""
import uuid

import pytest
from django.http import Http404
from django.utils import timezone

from conversations import services
from conversations.models import Event, Status
from conversations.places import answer
from conversations.services import CannotBe
from council_portal.access.decisions import Forbidden, can
from council_portal.accounts.models import Appointment
from council_portal.accounts.services import end_appointment, office_of, ward_principal
from council_portal.matters.services import Changed
from council_portal.outbox.models import Message
from tests.conversations.ground import HOUR, announced, complete, for_ward, plan, upload
from tests.factories import fresh, member, post

pytestmark = pytest.mark.django_db


def told(kind):
    """The names of those who are told something of this kind."""
    return sorted(Message.objects.filter(kind=kind).values_list("to__name", flat=True))


def seers(council, event):
    """Which accounts of the council see an event."""
    return sorted(name for name, user in council.accounts.items() if can(fresh(user), "view", event))


@pytest.mark.requirement("RUG-MC")
class TestWhoSeesIt:
    def test_a_draft_is_seen_by_democratic_services_alone(self, council):
        assert seers(council, plan(council)) == ["democratic"]

    def test_one_that_is_announced_for_all_is_seen_by_every_member_and_every_officer(self, council):
        assert seers(council, announced(council)) == sorted(council.accounts)

    def test_one_in_confidence_for_all_is_seen_by_every_member_and_by_no_officer_who_is_not_named(self, council):
        event = announced(council, in_confidence=True)
        assert seers(council, event) == ["colleague", "democratic", "member", "other_member"]

        services.change(event, actor=fresh(council.democratic), version=event.version, in_confidence=False)
        assert seers(council, event) == sorted(council.accounts)
        services.change(event, actor=fresh(council.democratic), version=event.version, in_confidence=True)
        assert seers(council, event) == ["colleague", "democratic", "member", "other_member"]

    def test_one_for_a_ward_by_its_members_alone_and_there_is_no_trace_of_it_for_others(self, council):
        event = announced(council, **for_ward(council))

        assert seers(council, event) == ["colleague", "democratic", "member"]
        assert list(Event.objects.permitted(fresh(council.other_member))) == []
        assert list(Event.objects.page(fresh(council.other_member), "starts_at")) == []

    def test_the_named_officer_sees_it_and_others_of_the_council_do_not(self, council):
        event = announced(council, **for_ward(council))
        services.name_officer(event, actor=fresh(council.democratic), decides=False,
                              principal=post("clo", of=council.services.street_scene))

        assert seers(council, event) == ["clo", "colleague", "democratic", "member"]
        assert told("event_officer") == ["Rosie Fenn"]

    def test_whoever_loses_the_seat_before_the_day_sees_it_no_more(self, council):
        event = announced(council, **for_ward(council))
        for row in Appointment.objects.filter(person=council.member.person):
            end_appointment(row, may_be_last=True)

        assert seers(council, event) == ["colleague", "democratic"]

    def test_whoever_is_elected_later_sees_it_from_then_on(self, council):
        event = announced(council, **for_ward(council))
        late = member("Ola Reed", of=council.wards.mill_hill, since=timezone.now())

        assert can(fresh(late), "view", event)

    def test_only_democratic_services_begin_one(self, council):
        for user in (council.member, council.head, council.technical):
            with pytest.raises(Forbidden):
                plan(council, actor=fresh(user))

    def test_the_same_form_twice_makes_one(self, council):
        key = uuid.uuid4()
        assert plan(council, key=key) == plan(council, key=key)


class TestAnnouncing:
    def test_everybody_who_is_invited_is_told_once(self, council):
        announced(council, **for_ward(council))
        assert told("event_invited") == ["Aisha Rahman", "Tomasz Wolny"]

    def test_it_must_invite_somebody(self, council):
        event = plan(council, open_to_all=False, invited=[(post("leader"), "")])
        with pytest.raises(CannotBe):
            services.announce(event, actor=fresh(council.democratic))
        assert Event.objects.get(pk=event.pk).status == Status.DRAFT

    def test_nobody_outside_democratic_services_announces(self, council):
        with pytest.raises(Http404):
            services.announce(plan(council), actor=fresh(council.member))

    def test_a_paper_is_there_from_the_announcement_on(self, council):
        event = plan(council, **for_ward(council))
        paper, = services.add_papers(event, actor=fresh(council.democratic), papers=[upload()])
        assert not can(fresh(council.member), "view", paper)

        services.announce(event, actor=fresh(council.democratic))

        assert can(fresh(council.member), "view", paper)
        assert not can(fresh(council.other_member), "view", paper)


@pytest.mark.requirement("RUG-MC-PAPERS")
@pytest.mark.requirement("RUG-MC-OFFICERS")
class TestConfirming:
    def test_with_papers_and_an_officer_who_can_decide(self, council):
        event = complete(council, announced(council))

        services.confirm(event, actor=fresh(council.democratic))

        assert Event.objects.get(pk=event.pk).status == Status.CONFIRMED
        assert "Aisha Rahman" in told("event_confirmed")
        assert "Priya Chandran" in told("event_confirmed")

    @pytest.mark.parametrize(("has", "lacks"), [("papers", "decider"), ("decider", "papers")])
    def test_not_without_one_of_the_two_unless_a_reason_is_recorded(self, council, has, lacks):
        event = announced(council)
        if has == "papers":
            services.add_papers(event, actor=fresh(council.democratic), papers=[upload()])
        else:
            services.name_officer(event, actor=fresh(council.democratic), principal=post("chief_executive"), decides=True)
        with pytest.raises(CannotBe, match=lacks):
            services.confirm(event, actor=fresh(council.democratic))

        services.confirm(event, actor=fresh(council.democratic), **{f"no_{lacks}": "It is only to listen."})

        event.refresh_from_db()
        assert (event.status, event.no_papers or event.no_decider) == (Status.CONFIRMED, "It is only to listen.")

    def test_an_officer_who_cannot_decide_and_a_withdrawn_paper_do_not_count(self, council):
        event = announced(council)
        paper, = services.add_papers(event, actor=fresh(council.democratic), papers=[upload()])
        services.name_officer(event, actor=fresh(council.democratic), decides=False,
                              principal=post("clo", of=council.services.street_scene))
        services.withdraw_paper(paper, actor=fresh(council.democratic), text="Wrong figures.")

        assert services.lacks(event) == ["papers", "decider"]

    def test_an_officer_who_is_taken_off_does_not_count_and_sees_it_no_more(self, council):
        event = announced(council, **for_ward(council))
        officer = services.name_officer(event, actor=fresh(council.democratic), decides=True,
                                        principal=post("head_of_service", of=council.services.street_scene))

        services.unname_officer(event, actor=fresh(council.democratic), officer=officer)

        assert services.lacks(event) == ["papers", "decider"]
        assert not can(fresh(council.head), "view", event)


class TestChanging:
    def test_another_room_is_told_to_everybody_and_counted_for_calendars(self, council):
        event = announced(council, **for_ward(council))

        services.change(event, actor=fresh(council.democratic), version=event.version, place="Committee Room 1")

        event.refresh_from_db()
        assert (event.place, event.sequence, told("event_changed")) == ("Committee Room 1", 1, ["Aisha Rahman", "Tomasz Wolny"])

    def test_other_words_alone_tell_nobody(self, council):
        event = announced(council)

        services.change(event, actor=fresh(council.democratic), version=event.version, about="More of the same.")

        event.refresh_from_db()
        assert (event.sequence, told("event_changed")) == (0, [])

    def test_a_draft_that_is_changed_tells_nobody(self, council):
        event = plan(council)
        services.change(event, actor=fresh(council.democratic), version=event.version, place="Committee Room 1")
        assert Message.objects.filter(kind__startswith="event_").count() == 0

    def test_of_two_who_change_it_the_second_is_refused(self, council):
        event = announced(council)
        seen = event.version
        services.change(event, actor=fresh(council.democratic), version=seen, place="Committee Room 1")

        with pytest.raises(Changed):
            services.change(event, actor=fresh(council.democratic), version=seen, place="Library")

    def test_who_is_invited_no_longer_is_told_and_sees_it_no_more_and_who_is_new_is_invited(self, council):
        event = announced(council, **for_ward(council))

        services.change(event, actor=fresh(council.democratic), version=event.version,
                        invited=[(office_of(council.member.person), "Planning Committee"), (ward_principal(council.wards.castle), "")])

        assert told("event_not_for_you") == ["Tomasz Wolny"]
        assert told("event_invited") == ["Aisha Rahman", "Gwen Pritchard", "Tomasz Wolny"]
        assert seers(council, event) == ["democratic", "member", "other_member"]

    def test_opened_to_all_and_closed_again(self, council):
        event = announced(council, **for_ward(council))
        services.change(event, actor=fresh(council.democratic), version=event.version, open_to_all=True)
        assert "head" in seers(council, event)

        services.change(event, actor=fresh(council.democratic), version=event.version, open_to_all=False,
                        invited=for_ward(council)["invited"])

        assert seers(council, event) == ["colleague", "democratic", "member"]


class TestEnding:
    def test_one_that_is_cancelled_stays_to_be_read_with_its_reason(self, council):
        event = announced(council, **for_ward(council))

        services.cancel(event, actor=fresh(council.democratic), text="The speaker is ill.")

        event.refresh_from_db()
        assert (event.status, event.why_cancelled, event.sequence) == (Status.CANCELLED, "The speaker is ill.", 1)
        assert told("event_cancelled") == ["Aisha Rahman", "Tomasz Wolny"]
        assert seers(council, event) == ["colleague", "democratic", "member"]
        with pytest.raises(Forbidden):
            services.change(event, actor=fresh(council.democratic), version=event.version, place="Library")

    def test_a_draft_is_dropped_without_a_word(self, council):
        services.cancel(plan(council), actor=fresh(council.democratic), text="No room.")
        assert Message.objects.filter(kind__startswith="event_").count() == 0

    def test_it_is_said_to_have_taken_place_once_it_has_begun(self, council):
        event = announced(council)
        with pytest.raises(Forbidden):
            services.hold(event, actor=fresh(council.democratic))
        Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() - HOUR)

        services.hold(Event.objects.get(pk=event.pk), actor=fresh(council.democratic))

        assert Event.objects.get(pk=event.pk).status == Status.HELD

    @pytest.mark.parametrize("act", ["announce", "confirm", "cancel", "answer"])
    def test_nothing_of_what_comes_before_can_be_done_once_it_has_begun(self, council, act):
        event = announced(council)
        Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() - HOUR)

        assert not can(fresh(council.member if act == "answer" else council.democratic), act, Event.objects.get(pk=event.pk))


class TestThePast:
    """What the forms refuse the services refuse too: whoever calls them."""

    def test_nothing_is_planned_for_an_hour_that_is_over(self, council):
        with pytest.raises(services.CannotBe):
            plan(council, starts_at=timezone.now() - HOUR)
        assert not Event.objects.exists()

    def test_nothing_is_moved_to_an_hour_that_is_over(self, council):
        event = announced(council)
        over = timezone.now() - 2 * HOUR

        with pytest.raises(services.CannotBe):
            services.change(event, actor=fresh(council.democratic), version=event.version, starts_at=over, ends_at=over + HOUR)

        assert Event.objects.get(pk=event.pk).starts_at == event.starts_at
        assert not Message.objects.filter(kind="event_changed").exists()

    def test_the_words_of_one_that_has_begun_are_still_changed(self, council):
        event = announced(council)
        Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() - HOUR)
        event = Event.objects.get(pk=event.pk)

        assert services.change(event, actor=fresh(council.democratic), version=event.version, title="Buses").title == "Buses"


@pytest.mark.requirement("RUG-MC-PAPERS")
class TestWhoIsToldOfPapers:
    def test_those_invited_who_have_not_declined_and_the_officers_named_for_each_change_once(self, council):
        event = complete(council, announced(council))
        answer(event, actor=fresh(council.other_member), coming=False)
        Message.objects.all().delete()

        first, _second = services.add_papers(event, actor=fresh(council.head), papers=[upload(), upload("More.", "more.txt")])
        assert told("event_papers") == ["Aisha Rahman", "Tomasz Wolny"], "not whoever added them, nor whoever does not come"
        services.withdraw_paper(first, actor=fresh(council.democratic), text="Superseded.")
        assert told("event_papers") == ["Aisha Rahman", "Aisha Rahman", "Priya Chandran", "Tomasz Wolny", "Tomasz Wolny"]
        with pytest.raises(Changed):
            services.withdraw_paper(first, actor=fresh(council.democratic), text="Superseded.")
        assert len(told("event_papers")) == 5

    def test_nobody_while_it_is_a_draft(self, council):
        services.add_papers(plan(council), actor=fresh(council.democratic), papers=[upload()])
        assert told("event_papers") == []
