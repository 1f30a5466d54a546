"""An event that is moved asks again: what was said before stays, marked, and a form from before is not taken for the new hours."""
import datetime

import pytest

from conversations import panels, places, services
from conversations.models import Answer, Event
from council_portal.access.together import together
from tests.casework.ground import browser, words
from tests.conversations.ground import HOUR, announced, for_ward
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-MC")]


def move(of, event, **changes):
    """An hour later, or what is given."""
    event.refresh_from_db()
    later = {"starts_at": event.starts_at + HOUR, "ends_at": event.ends_at + HOUR}
    return services.change(event, actor=fresh(of.democratic), version=event.version, **(changes or later))


def needs(user):
    """What the home page asks of this account about events."""
    user = fresh(user)
    return panels.needs(user, together(panels.asked(user)))


def test_a_form_from_before_is_409_with_what_was_typed_and_the_new_hours(council):
    event = announced(council, starts_at=datetime.datetime(2030, 1, 14, 18, tzinfo=datetime.UTC), **for_ward(council))
    client = browser(council.member)
    page = client.get(f"{event.get_absolute_url()}answer/")
    assert "14 January 2030, 18:00 to 20:00, Council Chamber" in words(page)
    moved = page.context["form"]["moved"].value()
    move(council, event)

    late = client.post(f"{event.get_absolute_url()}answer/", {"coming": "yes", "diet": "Nuts", "moved": moved})

    assert late.status_code == 409
    assert "Nuts" in words(late)
    assert "It is now on 14 January 2030, 19:00 to 21:00, Council Chamber." in words(late)
    assert Answer.objects.count() == 0


def test_what_was_said_before_stays_is_marked_and_asked_again(council):
    event = announced(council, **for_ward(council))
    client, keeper, address = browser(council.member), browser(council.democratic), f"{event.get_absolute_url()}answer/"
    places.answer(event, actor=fresh(council.member), coming=True, access_needs="A hearing loop.")
    assert needs(council.member) == []

    move(council, event)

    said = words(client.get(event.get_absolute_url()))
    assert "You said that you come. It was moved since: say it once more. Do you still come?" in said
    assert "Said before it was moved" in words(keeper.get(event.get_absolute_url()))
    assert [one["text"] for one in needs(council.member)[0]["items"]] == [event.title]
    form = client.get(address).context["form"]
    assert (form["coming"].value(), form["access_needs"].value()) == (None, "A hearing loop.")

    client.post(address, {"coming": "yes", "moved": form["moved"].value()})

    said = words(client.get(event.get_absolute_url()))
    assert "You said that you come. You are reminded on" in said
    assert "Change your answer" in said
    assert "It was moved since" not in said
    assert "Said before" not in words(keeper.get(event.get_absolute_url()))
    assert needs(council.member) == []


@pytest.mark.parametrize(("changes", "again"), [({"place": "Library"}, True), ({"title": "Buses"}, False), ({"about": "More."}, False)])
def test_another_place_asks_again_and_other_words_do_not(council, changes, again):
    event = announced(council, **for_ward(council))
    places.answer(event, actor=fresh(council.member), coming=True)

    move(council, event, **changes)

    assert ("say it once more" in words(browser(council.member).get(event.get_absolute_url()))) == again


def test_whoever_is_invited_no_longer_has_not_declined_and_is_asked_when_invited_again(council):
    event = announced(council, **for_ward(council))
    places.answer(event, actor=fresh(council.member), coming=True)
    move(council, event, **for_ward(council, "castle"))

    said = words(browser(council.democratic).get(event.get_absolute_url()))
    assert "Not coming: 0" in said
    assert "No longer invited: 1 Councillor Aisha Rahman" in said
    move(council, event, **for_ward(council))

    assert "You have not said yet whether you come." in words(browser(council.member).get(event.get_absolute_url()))
    assert len(needs(council.member)) == 1
    places.answer(Event.objects.get(pk=event.pk), actor=fresh(council.member), coming=True)
    assert "No longer invited" not in words(browser(council.democratic).get(event.get_absolute_url()))
