"""What leaves for other people's calendars, read back with a parser that did not write it (RUG-CAL)."""
import datetime
import email
import email.policy

import pytest
import vobject
from django.urls import reverse
from django.utils import timezone

from conversations import calendars, feeds, places, services
from conversations.models import Event, FeedToken
from council_portal.accounts.services import leave_office
from council_portal.outbox.models import Message
from council_portal.outbox.services import claim, deliver
from tests.casework.ground import browser
from tests.conversations.ground import announced, for_ward, plan
from tests.factories import fresh, post
from tests.outbox.server import serving

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-CAL")]
# Before, in and after both changes of the clocks: (instant in UTC, what the clocks of London show).
BOTH_CHANGES = [
    ((2027, 3, 27, 18), "2027-03-27 18:00"), ((2027, 3, 28, 0, 30), "2027-03-28 00:30"),
    ((2027, 3, 28, 1, 30), "2027-03-28 02:30"), ((2027, 3, 29, 17), "2027-03-29 18:00"),
    ((2027, 10, 30, 17), "2027-10-30 18:00"), ((2027, 10, 31, 18), "2027-10-31 18:00"),
    ((2031, 7, 1, 9), "2031-07-01 10:00"), ((2031, 12, 1, 9), "2031-12-01 09:00"),
]


@pytest.fixture
def box(settings):
    """A mail server, and the portal sending by it."""
    with serving() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", found.port, 5
        yield found


def send(kind, user):
    """Deliver what is queued of this kind for somebody. Returns how it went."""
    Message.objects.exclude(kind=kind, to=user.person).filter(status="queued").update(status="cancelled")
    return [deliver(one) for one in claim()]


def enclosed(box):
    """(content type, parsed calendar) of the last mail that the server was sent."""
    mail = email.message_from_bytes(box.envelopes[-1].content, policy=email.policy.default)
    part, = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
    return part, vobject.readOne(part.get_content())


def read(text):
    """The entries of a calendar by their UID."""
    return {one.uid.value: one for one in vobject.readOne(text).components() if one.name == "VEVENT"}


class TestInvitations:
    def test_an_invitation_is_a_real_meeting_with_its_organiser(self, council, box):
        event = announced(council, **for_ward(council))

        assert send("event_invited", council.member) == ["sent"]

        part, calendar = enclosed(box)
        one = calendar.vevent
        assert (part.get_param("method"), part.get_param("charset"), calendar.method.value) == ("REQUEST", "utf-8", "REQUEST")
        assert one.uid.value.startswith(str(event.uid))
        assert (one.sequence.value, one.status.value, one.summary.value, one.location.value) == (
            "0", "TENTATIVE", "Bus lanes in the north", "Council Chamber")
        assert one.organizer.value.startswith("mailto:")
        assert "Democratic Services" in one.organizer.params["CN"][0]
        assert one.attendee.value == f"mailto:{council.member.person.email}"
        assert one.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Europe/London"]
        assert calendar.vtimezone.tzid.value == "Europe/London"

    def test_another_room_changes_the_same_entry(self, council, box):
        event = announced(council, **for_ward(council))
        services.change(event, actor=fresh(council.democratic), version=event.version, place="Committee Room 1")

        send("event_changed", council.member)

        one = enclosed(box)[1].vevent
        assert (one.uid.value.split("@")[0], one.sequence.value, one.location.value) == (str(event.uid), "1", "Committee Room 1")

    @pytest.mark.parametrize(("place", "where"), [("Council Chamber", "Council Chamber, https://meet.example/bus"),
                                                  ("", "https://meet.example/bus")])
    def test_the_link_to_join_stands_in_the_entry_of_mail_file_and_feed(self, council, box, place, where):
        event = announced(council, place=place, link="https://meet.example/bus", **for_ward(council))
        send("event_invited", council.member)
        file = browser(council.member).get(reverse("conversations:ics", args=[event.uid])).content.decode()
        feed = browser().get(reverse("conversations:feed", args=[feeds.make_feed(actor=fresh(council.member))])).content.decode()

        for one in (enclosed(box)[1].vevent, *read(file).values(), *read(feed).values()):
            assert one.location.value == where
            assert one.description.value.startswith("Join online: https://meet.example/bus\nRead more")

    def test_the_link_of_what_is_in_confidence_leaves_the_portal_by_no_way(self, council, box):
        event = announced(council, link="https://meet.example/bus", in_confidence=True, **for_ward(council))
        send("event_invited", council.member)
        file = browser(council.member).get(reverse("conversations:ics", args=[event.uid])).content.decode()
        feed = browser().get(reverse("conversations:feed", args=[feeds.make_feed(actor=fresh(council.member))])).content.decode()

        for text in (box.envelopes[-1].content.decode(), file, feed):
            assert "meet.example" not in text.replace("\r\n ", "")

    @pytest.mark.parametrize(("kind", "says"), [
        ("event_invited", "The enclosed calendar file puts it in your calendar."),
        ("event_changed", "has changed. The enclosed calendar file updates the entry in your calendar."),
        ("event_cancelled", "is cancelled. The enclosed calendar file takes it out of your calendar.")])
    def test_the_mail_says_what_the_file_does(self, council, box, kind, says):
        event = announced(council, **for_ward(council))
        if kind != "event_invited":
            event = services.change(event, actor=fresh(council.democratic), version=event.version, place="Committee Room 1")
        if kind == "event_cancelled":
            services.cancel(event, actor=fresh(council.democratic), text="The speaker is ill.")

        send(kind, council.member)

        mail = email.message_from_bytes(box.envelopes[-1].content, policy=email.policy.default)
        assert says in " ".join(mail.get_body(("plain",)).get_content().split())

    def test_a_cancellation_takes_it_away(self, council, box):
        event = announced(council, **for_ward(council))
        services.cancel(event, actor=fresh(council.democratic), text="The speaker is ill.")

        send("event_cancelled", council.member)

        part, calendar = enclosed(box)
        one = calendar.vevent
        assert (part.get_param("method"), calendar.method.value) == ("CANCEL", "CANCEL")
        assert (one.status.value, one.sequence.value) == ("CANCELLED", "1")
        assert one.uid.value.startswith(str(event.uid))

    def test_who_is_invited_no_longer_has_it_taken_away_and_reads_nothing_of_what_it_is_now(self, council, box):
        event = announced(council, starts_at=datetime.datetime(2030, 1, 14, 18, tzinfo=datetime.UTC), **for_ward(council))
        services.change(event, actor=fresh(council.democratic), version=event.version, title="Something secret", place="Room of secrets",
                        **for_ward(council, "castle"))

        assert send("event_not_for_you", council.member) == ["sent"]

        _part, calendar = enclosed(box)
        assert (calendar.method.value, calendar.vevent.summary.value) == ("CANCEL", "Council appointment")
        assert calendar.vevent.description.value == "You are no longer invited to it: 14 January 2030, 18:00 to 20:00."
        assert f"{calendar.vevent.dtstart.value:%d %H:%M}" == "14 18:00"
        assert not hasattr(calendar.vevent, "url")
        assert "secret" not in box.envelopes[-1].content.decode()

    def test_of_what_is_in_confidence_only_the_hours_leave(self, council, box):
        announced(council, in_confidence=True, **for_ward(council))

        send("event_invited", council.member)

        one = enclosed(box)[1].vevent
        sent = box.envelopes[-1].content.decode()
        assert (one.summary.value, hasattr(one, "location")) == ("Council appointment", False)
        assert not [word for word in ("Bus lanes", "Council Chamber", "trial") if word in sent]

    def test_who_is_invited_no_more_when_it_is_sent_gets_no_invitation(self, council, box):
        announced(council, **for_ward(council))
        leave_office(council.member.person)

        assert send("event_invited", council.member) == ["cancelled"]
        assert box.envelopes == []

    def test_a_server_that_refuses_and_takes_it_the_second_time_is_sent_the_same_message(self, council, box):
        announced(council, **for_ward(council))
        box.answer = "451 Try again later"
        assert send("event_invited", council.member) == ["queued"]
        box.answer = ""
        Message.objects.filter(status="queued").update(next_try_at=timezone.now())

        assert [deliver(one) for one in claim()] == ["sent"]
        assert len(box.envelopes) == 1


@pytest.mark.parametrize(("at", "shown"), BOTH_CHANGES)
def test_the_hour_is_that_of_the_clocks_of_london_whatever_the_season(council, at, shown):
    at = datetime.datetime(*at, tzinfo=datetime.UTC)
    event = Event(uid="6f2f4a3e-0000-4000-8000-000000000001", title="T", place="P", starts_at=at, ends_at=at + datetime.timedelta(hours=1))

    one, = read(calendars.feed([event]).decode()).values()

    assert f"{one.dtstart.value:%Y-%m-%d %H:%M}" == shown
    assert one.dtstart.value.astimezone(datetime.UTC) == at
    assert one.dtend.value.astimezone(datetime.UTC) == at + datetime.timedelta(hours=1)


class TestFeed:
    def address(self, user):
        return reverse("conversations:feed", args=[feeds.make_feed(actor=fresh(user))])

    def titles(self, address):
        """What stands in a feed, as somebody who is not signed in reads it."""
        answer = browser().get(address)
        assert answer.status_code == 200
        return sorted(one.summary.value for one in read(answer.content.decode()).values())

    def test_it_has_what_its_person_is_invited_to_and_has_not_declined(self, council):
        announced(council, title="For all")
        announced(council, title="For the ward", **for_ward(council))
        announced(council, title="For others", **for_ward(council, "castle"))
        announced(council, title="In confidence", in_confidence=True, **for_ward(council))
        plan(council, title="A draft")
        no = announced(council, title="Declined")
        places.answer(no, actor=fresh(council.member), coming=False)

        assert self.titles(self.address(council.member)) == ["Council appointment", "For all", "For the ward"]

    def test_each_entry_has_its_organiser_and_nobody_who_is_invited(self, council):
        event = announced(council)
        answers = browser().get(self.address(council.member)), browser(council.member).get(f"{event.get_absolute_url()}event.ics")

        for answer in answers:
            one, = read(answer.content.decode()).values()
            assert one.organizer.value.startswith("mailto:")
            assert not hasattr(one, "attendee")

    def test_what_is_cancelled_is_gone_from_it(self, council):
        event, address = announced(council), self.address(council.member)
        services.cancel(event, actor=fresh(council.democratic), text="Ill.")
        assert self.titles(address) == []

    def test_an_officer_has_what_they_are_named_in_and_not_what_they_may_look_at(self, council):
        event = announced(council, title="Named")
        announced(council, title="Only seen")
        services.name_officer(event, actor=fresh(council.democratic), decides=True,
                              principal=post("head_of_service", of=council.services.street_scene))

        assert self.titles(self.address(council.head)) == ["Named"]

    def test_its_address_is_kept_nowhere_and_a_new_one_ends_the_old(self, council):
        old, new = self.address(council.member), self.address(council.member)

        assert browser().get(old).status_code == 404
        assert browser().get(new).status_code == 200
        token = new.split("/")[-2]
        assert not FeedToken.objects.filter(digest__contains=token).exists()

    def test_it_ends_when_it_is_revoked_when_office_ends_and_when_the_account_is_closed(self, council):
        addresses = {name: self.address(council.accounts[name]) for name in ("member", "head", "clo")}
        feeds.revoke_feed(actor=fresh(council.member))
        leave_office(council.head.person)
        council.clo.is_active = False
        council.clo.save()

        assert {name: browser().get(address).status_code for name, address in addresses.items()} == dict.fromkeys(addresses, 404)

    def test_a_wrong_address_is_the_same_404(self, council):
        assert browser().get(reverse("conversations:feed", args=["no-such-token"])).status_code == 404
