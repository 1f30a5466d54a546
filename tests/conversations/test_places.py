"""Who comes: places, the waiting list, and whose turn it is when one falls free."""
import pytest
from django.http import Http404

from conversations import due, places, services
from conversations.models import Answer, Event
from council_portal.access.decisions import Forbidden
from council_portal.accounts.models import Appointment
from council_portal.accounts.services import end_appointment
from council_portal.outbox.models import Message
from tests.conversations.ground import announced, for_ward, plan
from tests.factories import fresh

State = Answer.State


def states(event):
    """{name: state} of the answers to an event."""
    return dict(event.answers.values_list("person__name", "state"))


def say(event, user, coming=True, **needs):
    return places.answer(Event.objects.get(pk=event.pk), actor=fresh(user), coming=coming, **needs)


@pytest.mark.django_db
@pytest.mark.requirement("RUG-MC")
class TestPlaces:
    def test_the_first_has_the_only_place_and_the_others_wait_in_order(self, council):
        event = announced(council, room_for=1)
        for user in (council.member, council.other_member, council.colleague):
            say(event, user)
        assert states(event) == {"Aisha Rahman": "coming", "Gwen Pritchard": "waiting", "Tomasz Wolny": "waiting"}

        say(event, council.member, coming=False)

        assert states(event) == {"Aisha Rahman": "not_coming", "Gwen Pritchard": "coming", "Tomasz Wolny": "waiting"}
        assert [one.to.name for one in Message.objects.filter(kind="event_place")] == ["Gwen Pritchard"]

    def test_whoever_comes_back_goes_to_the_end_of_the_line(self, council):
        event = announced(council, room_for=1)
        for user in (council.member, council.other_member):
            say(event, user)
        say(event, council.member, coming=False)
        say(event, council.colleague)
        say(event, council.member)
        say(event, council.other_member, coming=False)

        assert states(event) == {"Aisha Rahman": "waiting", "Gwen Pritchard": "not_coming", "Tomasz Wolny": "coming"}

    def test_saying_it_again_keeps_the_place_and_takes_the_needs_anew(self, council):
        event = announced(council, room_for=1)
        say(event, council.member, access_needs="A hearing loop.")
        mine = say(event, council.member, access_needs="A seat near the door.", diet="Nuts")

        assert (mine.state, mine.access_needs, mine.diet) == (State.COMING, "A seat near the door.", "Nuts")

    def test_whoever_does_not_come_leaves_no_needs_behind(self, council):
        event = announced(council)
        say(event, council.member, access_needs="A hearing loop.")
        assert say(event, council.member, coming=False).access_needs == ""

    def test_what_somebody_needs_is_read_by_them_and_the_organisers_alone(self, council):
        event = announced(council)
        say(event, council.member, access_needs="A hearing loop.")
        readers = ("member", "colleague", "head", "chief_executive", "democratic", "technical")

        seen = {name: Answer.objects.permitted(fresh(council.accounts[name])).exists() for name in readers}

        assert seen == dict.fromkeys(readers, False) | {"member": True, "democratic": True}

    def test_more_room_lets_in_who_waits(self, council):
        event = announced(council, room_for=1)
        for user in (council.member, council.other_member):
            say(event, user)
        event.refresh_from_db()

        services.change(event, actor=fresh(council.democratic), version=event.version, room_for=2)

        assert set(states(event).values()) == {"coming"}

    def test_fewer_places_put_nobody_out_and_nobody_new_comes_in(self, council):
        event = announced(council, room_for=2)
        for user in (council.member, council.other_member):
            say(event, user)
        event.refresh_from_db()
        services.change(event, actor=fresh(council.democratic), version=event.version, room_for=1)

        say(event, council.colleague)
        say(event, council.member, coming=False)

        assert states(event) == {"Aisha Rahman": "not_coming", "Gwen Pritchard": "coming", "Tomasz Wolny": "waiting"}

    def test_only_whoever_is_invited_answers_and_not_to_a_draft(self, council):
        with pytest.raises(Forbidden):
            say(announced(council), council.head)
        draft = plan(council, **for_ward(council))
        with pytest.raises(Http404):
            say(draft, council.member)

    def test_whoever_is_invited_no_longer_gives_the_place_back(self, council):
        event = announced(council, room_for=1)
        say(event, council.member)
        say(event, council.other_member)
        event.refresh_from_db()

        services.change(event, actor=fresh(council.democratic), version=event.version, **for_ward(council, "castle"))

        assert states(event) == {"Aisha Rahman": "left", "Gwen Pritchard": "coming"}

    def test_whoever_leaves_the_council_before_the_day_gives_the_place_back_by_the_clock(self, council):
        event = announced(council, room_for=1)
        say(event, council.member)
        say(event, council.other_member)
        for row in Appointment.objects.filter(person=council.member.person):
            end_appointment(row, may_be_last=True)

        assert due.mind_places() == 1

        assert states(event) == {"Aisha Rahman": "left", "Gwen Pritchard": "coming"}
        assert [one.to.name for one in Message.objects.filter(kind="event_not_for_you")] == ["Aisha Rahman"]
        assert due.mind_places() == 0
