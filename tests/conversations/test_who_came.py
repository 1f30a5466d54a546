"""Who came, as it is recorded: they get the words on what follows, with whoever said something."""
import pytest

from conversations import afterwards
from conversations.models import Event
from council_portal.access.decisions import Forbidden
from council_portal.matters.services import Changed
from council_portal.outbox.models import Message
from tests.casework.ground import browser, words
from tests.conversations import after_ground
from tests.conversations.after_ground import held, say
from tests.conversations.ground import announced, for_ward
from tests.factories import fresh, post

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-MC-AFTER")]


def told():
    """The names of those who have heard what follows."""
    return sorted(Message.objects.filter(kind="follow_up_news").values_list("to__name", flat=True))


def begin(of, event, **changes):
    """A follow-up of the Head of Street Scene."""
    return after_ground.begin(of, event, post("head_of_service", of=of.services.street_scene), **changes)


def test_the_form_ticks_who_said_yes_and_whoever_is_recorded_is_told(council):
    event = held(council, **for_ward(council))
    client, address = browser(council.democratic), f"{event.get_absolute_url()}who-came/"
    form = client.get(address).context["form"]
    assert form["came"].value() == [str(council.member.person.uid)]

    client.post(address, {"version": form["version"].value(), "came": [council.colleague.person.uid]})

    event.refresh_from_db()
    begin(council, event)
    assert told() == ["Tomasz Wolny"]
    assert "1 Member came." in words(browser(council.member).get(event.get_absolute_url()))
    assert "Councillor Tomasz Wolny" in words(client.get(event.get_absolute_url()))
    assert "Tomasz" not in words(browser(council.member).get(event.get_absolute_url())), "names are for those who keep it"
    assert client.get(address).context["form"]["came"].value() == [str(council.colleague.person.uid)]


def test_whoever_said_something_is_told_though_they_had_said_no(council):
    event = held(council, **for_ward(council))
    say(event, council.colleague)

    begin(council, event)

    assert told() == ["Aisha Rahman", "Tomasz Wolny"]


def test_a_named_officer_records_it_and_a_member_does_not(council):
    event = held(council)
    begin(council, event)  # its office sees the event as an officer of it

    afterwards.record_who_came(Event.objects.get(pk=event.pk), actor=fresh(council.head), people=[council.member.person])

    with pytest.raises(Forbidden):
        afterwards.record_who_came(Event.objects.get(pk=event.pk), actor=fresh(council.member), people=[])


def test_of_two_who_record_it_the_second_reads_what_was_typed(council):
    event = held(council, kind="workshop", **for_ward(council))
    stale = Event.objects.get(pk=event.pk)
    afterwards.record_who_came(event, actor=fresh(council.democratic), people=[council.member.person], residents=24)
    with pytest.raises(Changed):
        afterwards.record_who_came(stale, actor=fresh(council.democratic), people=[])

    late = browser(council.democratic).post(f"{event.get_absolute_url()}who-came/", {
        "version": stale.version, "came": [council.member.person.uid], "residents": "31"})

    assert late.status_code == 409
    assert "31" in words(late)
    assert "24 residents came." in words(browser(council.colleague).get(event.get_absolute_url()))


@pytest.mark.parametrize(("typed", "says"), [
    ("some", "Enter how many residents came as a whole number"), ("-1", "Enter 0 or more residents")])
def test_residents_are_a_number(council, typed, says):
    event = held(council, kind="workshop", **for_ward(council))

    page = browser(council.democratic).post(f"{event.get_absolute_url()}who-came/", {
        "version": event.version, "came": [council.colleague.person.uid], "residents": typed})

    assert says in words(page)
    assert page.context["form"]["came"].value() == [str(council.colleague.person.uid)]
    assert Event.objects.get(pk=event.pk).came_at is None


def test_residents_are_asked_for_at_a_workshop_alone_and_nothing_before_it_took_place(council):
    event, before = held(council), announced(council)

    assert "residents" not in browser(council.democratic).get(f"{event.get_absolute_url()}who-came/").context["form"].fields
    assert browser(council.democratic).get(f"{before.get_absolute_url()}who-came/").status_code == 403


def test_a_follow_up_shows_what_it_answers(council):
    event = held(council)
    begin(council, event, said=say(event, council.member, said_by="The residents of Mill Green"))

    page = words(browser(council.other_member).get(event.get_absolute_url()))

    assert "It answers what was said: The residents of Mill Green: “The buses are too full.”" in page
