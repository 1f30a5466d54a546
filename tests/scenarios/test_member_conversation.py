"""Member Conversation: a Member and a service propose the same, it is planned, invited to, moved to another room, and cancelled.

What follows from an event (actions, clocks, open days) is tried in tests/conversations.
"""

import datetime
import email
import email.policy
import uuid

import pytest
import time_machine
import vobject
from django.core.files.uploadedfile import SimpleUploadedFile

from conversations.models import Event, Proposal
from council_portal.outbox.models import Message
from council_portal.outbox.services import claim, deliver
from tests import factories
from tests.casework.ground import browser, hidden, words
from tests.outbox.server import serving

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-MC")]
MONDAY = datetime.datetime(2026, 11, 30, 10, tzinfo=datetime.UTC)
TITLE = "Bus lanes in the north"


@pytest.fixture
def council():
    return factories.council()


@pytest.fixture
def box(settings):
    """A mail server, and the portal sending by it."""
    with serving() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", found.port, 5
        yield found


@pytest.mark.requirement("RUG-MC-PROPOSE")
@pytest.mark.requirement("RUG-MC-PAPERS")
@pytest.mark.requirement("RUG-MC-OFFICERS")
@pytest.mark.requirement("RUG-CAL")
def test_a_member_conversation(council, box):
    with time_machine.travel(MONDAY, tick=False):
        keeper = browser(council.democratic)
        proposed_twice_it_is_one(council, keeper)
        event = it_is_planned(council, keeper)
        uid = everybody_is_invited_with_a_real_organiser(council, keeper, box, event)
        it_is_not_confirmed_until_papers_and_an_officer_are_there(council, keeper, event)
        another_room_changes_the_same_entry(council, keeper, box, event, uid)
        a_cancellation_takes_it_away(council, keeper, box, event, uid)


def propose(user, title, text):
    """Propose something on the page. Returns the Proposal."""
    client = browser(user)
    key = hidden(client.get("/programme/proposals/new/"), "key")
    client.post("/programme/proposals/new/", {"title": title, "text": text, "key": key})
    return Proposal.objects.get(title=title)


def proposed_twice_it_is_one(council, keeper):
    """A Member and the Head of Service propose the same; Democratic Services make one of it."""
    members = propose(council.member, TITLE, "Residents ask me every week what comes after the trial.")
    services = propose(council.head, "What the bus lane trial has shown", "The counts of six months are there.")

    keeper.post(f"{members.get_absolute_url()}merge/", {"into": services.uid, "text": "The service asks for the same."})

    said = words(browser(council.member).get(members.get_absolute_url()))
    assert "Merged" in said
    assert "The service asks for the same." in said
    assert council.head.person.name not in said


def it_is_planned(council, keeper):
    """In the Council Chamber and online, on 14 January 2027, for what was proposed."""
    proposal = Proposal.objects.get(status="waiting")
    page = keeper.get(f"/programme/new/?proposal={proposal.uid}")

    keeper.post("/programme/new/", {
        "kind": "conversation", "title": TITLE, "about": "What the trial has shown.", "on_day": "14", "on_month": "1", "on_year": "2027",
        "begins": "18:00", "ends": "19:30", "place": "Council Chamber", "link": "https://meet.example/bus-lanes", "audience": "all",
        "proposals": [proposal.uid], "key": hidden(page, "key")})

    event = Event.objects.get()
    assert browser(council.member).get(event.get_absolute_url()).status_code == 404, "a draft"
    assert f"It is discussed at: {TITLE}" in words(keeper.get(proposal.get_absolute_url()))
    return event


def press(keeper, event, act, **typed):
    """Do something with the event on its page. Returns the page that answers."""
    address = f"{event.get_absolute_url()}{act}/"
    return keeper.post(address, {"version": hidden(keeper.get(address), "version"), **typed}, follow=True)


def sent_to(council, box, kind):
    """The calendar that the Member was sent with a message of this kind, and its method in the header."""
    Message.objects.filter(status="queued").exclude(kind=kind, to=council.member.person).update(status="cancelled")
    assert [deliver(one) for one in claim()] == ["sent"]
    mail = email.message_from_bytes(box.envelopes[-1].content, policy=email.policy.default)
    part, = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
    return vobject.readOne(part.get_content()).vevent, part.get_param("method")


def everybody_is_invited_with_a_real_organiser(council, keeper, box, event):
    press(keeper, event, "announce")

    one, method = sent_to(council, box, "event_invited")
    assert (method, one.sequence.value, one.status.value, one.summary.value) == ("REQUEST", "0", "TENTATIVE", TITLE)
    assert one.location.value == "Council Chamber, https://meet.example/bus-lanes"
    assert one.organizer.value.startswith("mailto:")
    assert "Democratic Services" in one.organizer.params["CN"][0]
    assert one.attendee.value == f"mailto:{council.member.person.email}"
    assert f"{one.dtstart.value:%Y-%m-%d %H:%M}" == "2027-01-14 18:00"
    page = words(browser(council.member).get(event.get_absolute_url()))
    assert "Join online" in page
    return one.uid.value


def it_is_not_confirmed_until_papers_and_an_officer_are_there(council, keeper, event):
    assert "Why are there no papers?" in words(press(keeper, event, "confirm"))
    press(keeper, event, "papers", papers=SimpleUploadedFile("counts.txt", b"Counts.\n", "text/plain"))
    assert "Why is no officer there who can decide?" in words(press(keeper, event, "confirm"))
    assert Event.objects.get().status == "announced"
    office = factories.post("head_of_service", of=council.services.street_scene)
    press(keeper, event, "officer", office=office.uid)
    assert "Why is no officer there who can decide?" in words(press(keeper, event, "confirm")), "who knows, and cannot decide"
    press(keeper, event, "officer", office=office.uid, decides="on")

    press(keeper, event, "confirm")

    assert Event.objects.get().status == "confirmed"
    said = words(browser(council.member).get(event.get_absolute_url()))
    assert "counts.txt" in said
    assert "Head of service, Street Scene Can decide on it" in said


def another_room_changes_the_same_entry(council, keeper, box, event, uid):
    form = keeper.get(f"{event.get_absolute_url()}change/").context["form"]
    typed = {name: form[name].value() for name in ("kind", "title", "about", "begins", "ends", "link", "audience")}

    press(keeper, event, "change", **typed, on_day="14", on_month="1", on_year="2027", place="Committee Room 1", key=uuid.uuid4())

    one, method = sent_to(council, box, "event_changed")
    assert (method, one.uid.value, one.sequence.value, one.status.value) == ("REQUEST", uid, "1", "CONFIRMED")
    assert one.location.value == "Committee Room 1, https://meet.example/bus-lanes"


def a_cancellation_takes_it_away(council, keeper, box, event, uid):
    press(keeper, event, "cancel", text="The speaker is ill.")

    one, method = sent_to(council, box, "event_cancelled")
    assert (method, one.uid.value, one.sequence.value, one.status.value) == ("CANCEL", uid, "2", "CANCELLED")
    assert "It is cancelled: The speaker is ill." in words(browser(council.member).get(event.get_absolute_url()))
