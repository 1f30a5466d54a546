"""An event that loses what it was confirmed with is confirmed no longer, whoever took it away, and everybody reads why."""
import pytest
from django.utils import timezone

from conversations import services
from conversations.models import Event, EventPaper, Status
from conversations.services import CannotBe
from council_portal.outbox.models import Message
from tests.casework.ground import browser, words
from tests.conversations.ground import HOUR, announced, complete, for_ward, upload
from tests.factories import fresh, post

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-MC-PAPERS"), pytest.mark.requirement("RUG-MC-OFFICERS")]


def confirmed(of, **changes):
    """An event that is confirmed with one paper and one officer who can decide."""
    return services.confirm(complete(of, announced(of, **for_ward(of), **changes)), actor=fresh(of.democratic))


def take_back_kind(of, event):
    """It was confirmed as a workshop, which needs nothing, and is a conversation again."""
    services.change(event, actor=fresh(of.democratic), version=event.version, kind="conversation")


def take_off(of, event):
    """The officer who can decide is not needed any more."""
    services.unname_officer(event, actor=fresh(of.democratic), officer=event.officers.get())


def name_without_power(of, event):
    """The officer is named again, as one who cannot decide."""
    services.name_officer(event, actor=fresh(of.democratic), principal=event.officers.get().principal, decides=False)


def withdraw(of, event):
    """The officer who is named withdraws the only paper."""
    services.withdraw_paper(event.papers.get(), actor=fresh(of.head), text="Wrong figures.")


WAYS = {"officer": (take_off, "no officer is named any more who can decide"), "power": (name_without_power, "no officer is named any more"),
        "paper": (withdraw, "it has no papers any more")}


@pytest.mark.parametrize("way", WAYS)
def test_it_is_announced_again_says_why_and_since_when_and_tells_who_was_invited_and_democratic_services(council, way):
    event, (lose, why) = confirmed(council), WAYS[way]

    lose(council, event)

    event = Event.objects.get(pk=event.pk)
    said = words(browser(council.member).get(event.get_absolute_url()))
    assert event.status == Status.ANNOUNCED
    assert "It was confirmed, and is so no longer since" in said
    assert why in said
    told = set(Message.objects.filter(kind="event_unconfirmed").values_list("to__name", flat=True))
    assert {"Aisha Rahman", "Tomasz Wolny", "Ines Duarte"} <= told


def test_confirmed_as_a_workshop_it_is_so_no_longer_as_a_conversation(council):
    event = announced(council, kind="workshop", **for_ward(council))
    services.confirm(event, actor=fresh(council.democratic))

    take_back_kind(council, event)

    assert Event.objects.get(pk=event.pk).status == Status.ANNOUNCED
    assert "it has neither papers nor an officer who can decide" in words(browser(council.member).get(event.get_absolute_url()))


def test_confirming_again_needs_what_is_lacking_or_a_reason_and_clears_the_page(council):
    event = confirmed(council)
    withdraw(council, event)
    event.refresh_from_db()
    with pytest.raises(CannotBe):
        services.confirm(event, actor=fresh(council.democratic))
    services.add_papers(event, actor=fresh(council.democratic), papers=[upload()])

    services.confirm(event, actor=fresh(council.democratic))

    said = words(browser(council.member).get(event.get_absolute_url()))
    assert "Confirmed" in said
    assert "no longer since" not in said


def test_a_reason_that_is_recorded_holds(council):
    event = announced(council, **for_ward(council))
    services.name_officer(event, actor=fresh(council.democratic), principal=post("chief_executive"), decides=True)
    services.confirm(event, actor=fresh(council.democratic), no_papers="The trial has no figures yet.")
    paper, = services.add_papers(event, actor=fresh(council.democratic), papers=[upload()])

    services.withdraw_paper(paper, actor=fresh(council.democratic), text="Too early.")

    assert Event.objects.get(pk=event.pk).status == Status.CONFIRMED


def test_one_of_two_papers_and_what_has_begun_take_nothing_back(council):
    event = confirmed(council)
    other, = services.add_papers(event, actor=fresh(council.democratic), papers=[upload(name="b.txt")])
    services.withdraw_paper(other, actor=fresh(council.democratic), text="Wrong figures.")
    assert Event.objects.get(pk=event.pk).status == Status.CONFIRMED
    Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() - HOUR)

    services.withdraw_paper(EventPaper.objects.get(withdrawn_at=None), actor=fresh(council.democratic), text="Wrong figures.")

    assert Event.objects.get(pk=event.pk).status == Status.CONFIRMED


@pytest.mark.parametrize("reason", [".", "No papers.", "1234567890 123456", "              "])
def test_a_reason_is_a_sentence_of_fifteen_letters(council, reason):
    event, client = announced(council), browser(council.democratic)
    services.name_officer(event, actor=fresh(council.democratic), principal=post("chief_executive"), decides=True)
    with pytest.raises(CannotBe):
        services.confirm(event, actor=fresh(council.democratic), no_papers=reason)

    page = client.post(f"{event.get_absolute_url()}confirm/", {"version": event.version, "no_papers": reason})

    assert (page.status_code, Event.objects.get(pk=event.pk).status) == (200, Status.ANNOUNCED)
    assert "Say why in a sentence: at least 3 words and 15 letters" in words(page) or not reason.strip()
