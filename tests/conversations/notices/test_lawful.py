"""Who may be named as having said that fewer days are lawful: they are told, read the notice, and can say that they did not (EXD-10.4)."""
import pytest

from conversations.notices import lawful, services
from council_portal.access.decisions import Forbidden, can
from council_portal.accounts.services import record_absence
from council_portal.audit.models import Event
from council_portal.matters.services import Changed
from council_portal.outbox.models import Message
from tests.casework.ground import browser, words
from tests.conversations.notices.ground import TOLD, again, draft, hour, issued, who_says
from tests.factories import fresh, officer, service

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("EXD-10.4")]


def offered(notice, actor):
    """The names of those who may be named."""
    return [one.person.name for one in lawful.who_may(notice, fresh(actor))]


def too_soon(council, who="head", **changes):
    """A draft that is to be published too soon."""
    of = {"wards": [council.wards.mill_hill], "service": council.services.street_scene, "publish_at": hour(13)}
    return draft(council.accounts[who], **of | changes)


def named(council):
    """One that is issued too soon, and the Monitoring Officer named for it."""
    return issued(council, short=True, publish_at=hour(13))


def test_those_whose_post_decides_for_the_council_or_the_service_and_nobody_else(council):
    officer("Max Ledger", "section_151_officer")
    officer("Ida Homes", "chief_officer", of=council.services.people)
    made = too_soon(council)

    assert set(offered(made, council.head)) == {"Ruth Abara", "Max Ledger", council.chief_executive.person.name, council.chief.person.name}


def test_never_who_writes_it_nor_who_issues_it_nor_who_stands_in(council):
    chief = council.chief
    made = too_soon(council, "chief", service=service("Parks", part_of=council.services.place))
    assert chief.person.name not in offered(made, chief)
    assert chief.person.name not in offered(made, council.head), "who wrote it, whoever issues it"
    assert council.monitoring.person.name not in offered(made, council.monitoring)

    record_absence(council.chief_executive.person, since=TOLD, until=hour(30), stand_in=council.other_head.person)
    assert council.other_head.person.name not in offered(made, council.head)


def test_the_service_itself_refuses_who_may_not_be_named(council):
    made = too_soon(council)
    mine = fresh(council.chief_executive)
    for actor, by in ((council.head, None), (council.head, "x")):
        with pytest.raises(services.CannotBe, match="short"):
            services.issue(made, actor=fresh(actor), short_reason="The lease ends.", short_by=by)
    assert mine.person.name in offered(made, council.head)


def test_whoever_is_named_is_told_reads_it_and_can_say_that_they_did_not(council):
    made = named(council)
    client, address = browser(council.monitoring), made.get_absolute_url()
    assert list(Message.objects.filter(kind="notice_named").values_list("to__name", flat=True)) == ["Ruth Abara"]
    before = client.get(address)
    assert "Say that you did not say so" in words(before)

    shown = words(client.get(f"{address}not-said/"))
    answer = client.post(f"{address}not-said/", {"text": "Nobody asked me."})

    assert "Named by Priya Chandran as having said that it is lawful: Ruth Abara, Monitoring officer." in shown
    assert answer.status_code == 302
    for user in (council.democratic, council.head, council.monitoring):
        said = words(browser(user).get(address))
        assert "Ruth Abara says since 10 March 2027 at 10:00 that they did not say so." in said
        assert "Nobody asked me." in said
        assert "Say that you did not say so" not in said
    assert set(Message.objects.filter(kind="notice_denied").values_list("to__name", flat=True)) == {
        council.democratic.person.name, council.head.person.name}
    assert client.post(f"{address}not-said/", {}).status_code == 409, "once is enough"
    assert max(map(len, Event.objects.values_list("verb", flat=True))) <= Event._meta.get_field("verb").max_length, "on every database"
    assert again(made).publish_at == hour(13)


def test_named_for_another_hour_they_can_say_it_of_that_too(council):
    made = named(council)
    lawful.deny(made, actor=fresh(council.monitoring))
    with pytest.raises(Changed):
        lawful.deny(made, actor=fresh(council.monitoring))

    services.move_hour(again(made), actor=fresh(council.head), publish_at=hour(12), text="Sooner.", short_reason="It is in the newspaper.",
                       short_by=who_says(made, council.head))

    said = words(browser(council.head).get(made.get_absolute_url()))
    assert said.count("did not say so") == 1, "of the first naming, beside what was done"
    lawful.deny(again(made), actor=fresh(council.monitoring))
    assert words(browser(council.head).get(made.get_absolute_url())).count("that they did not say so") == 3


def test_nobody_else_says_it_and_nobody_is_named_where_there_are_enough_days(council):
    made, enough = named(council), issued(council)

    assert not can(fresh(council.monitoring), "view", enough)
    assert browser(council.chief_executive).get(f"{made.get_absolute_url()}not-said/").status_code == 404
    assert browser(council.democratic).post(f"{made.get_absolute_url()}not-said/", {}).status_code == 403
    with pytest.raises(Forbidden):
        lawful.deny(made, actor=fresh(council.head))
