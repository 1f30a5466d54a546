"""A talk has an answer by either side and an end of its own, and its end tells whoever was asked nothing of a form."""

import re

import pytest
from django.http import Http404

from complaints import policy, services, settling, statistics
from complaints.models import Concern, ConcernTurn, Status
from complaints.services import CannotBe
from council_portal.access.decisions import Forbidden
from council_portal.outbox.models import Message
from tests.casework.ground import browser
from tests.complaints import ground
from tests.complaints.test_pages import words
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SEC-6.1")]
AGREED = "He rings before he comes."


@pytest.fixture
def at(db):
    return ground.council()


@pytest.fixture
def talk(at):
    """A Member's talk with the Group Leader about a Head of Service."""
    return ground.concern(at.member, at.head, talk=True, text="May we talk?")


def again(made):
    return Concern.objects.get(pk=made.pk)


def page(user, made):
    return words(browser(user).get(made.get_absolute_url()))


def told(user):
    return Message.objects.filter(to=user.person).count()


def send(user, made, act, **typed):
    client, place = browser(user), f"{made.get_absolute_url()}{act}/"
    version = re.search(r'name="version" value="([^"]*)"', client.get(place).content.decode())[1]
    return client.post(place, {"version": version, **typed})


def test_either_side_answers_the_other_who_is_told_and_nobody_else_reads_it(at, talk):
    before = {user: told(user) for user in (at.member, at.leader, at.chief_executive, at.head)}
    send(at.leader, talk, "talk", text="Tuesday at six?")
    send(at.member, talk, "talk", text="Six is good.")

    assert {user: told(user) - many for user, many in before.items()} == {at.member: 1, at.leader: 1, at.chief_executive: 0, at.head: 0}
    for user in (at.member, at.leader):
        read = page(user, talk)
        assert read.index("Tuesday at six?") < read.index("Six is good.")
    assert {row.heard for row in ConcernTurn.objects.filter(concern=talk)} == {"talk"}
    services.send_form(again(talk), actor=fresh(at.member), text=ground.TEXT, wanted="")
    assert "Six is good." not in page(at.chief_executive, talk)
    assert "Six is good." in page(at.member, talk), "their own words stay theirs"


def test_nobody_answers_where_nobody_is_left_to_talk_to(at, talk):
    services.step_back(talk, actor=fresh(at.leader))

    assert browser(at.member).get(f"{talk.get_absolute_url()}talk/").status_code == 404
    assert "/talk/" not in browser(at.member).get(talk.get_absolute_url()).content.decode()
    with pytest.raises(CannotBe, match="nobody"):
        services.answer_talk(again(talk), actor=fresh(at.member), text="Hello?")


def test_what_the_talk_has_settled_is_closed_and_says_so_to_both(at, talk):
    assert send(at.member, talk, "settled", text=AGREED).status_code == 302

    one = again(talk)
    assert (one.status, one.is_open, one.received_at) == (Status.CLOSED, False, None)
    for user in (at.member, at.leader):
        read = page(user, talk)
        assert AGREED in read
        assert "It was settled in a talk, and is closed. No form was sent" in read
        assert "What you can do" not in read
        assert "Settled in a talk" in words(browser(user).get("/concerns/"))
    assert ground.who_sees(at, one) == {at.member, at.leader}


def test_it_is_drawn_at_the_talk_and_at_no_step_of_an_office(at, talk):
    services.settled_by_talk(talk, actor=fresh(at.member), text=AGREED)
    drawn = re.findall(r'<ol class="cp-stations.*?</ol>', browser(at.member).get(talk.get_absolute_url()).content.decode(), re.DOTALL)

    assert len(drawn) == 1
    here = re.findall(r'aria-current="step"><span class="cp-stations__text">([^<]+)</span> <strong[^>]*>([^<]+)', drawn[0])
    assert [(text.split(",")[0], tag) for text, tag in here] == [("A talk first", "Settled in a talk")]


def test_whoever_was_asked_is_told_that_it_is_settled_and_home_says_it_waits_no_more(at, talk):
    assert talk.reference in words(browser(at.leader).get("/"))
    before = told(at.leader)

    services.settled_by_talk(talk, actor=fresh(at.member), text=AGREED)

    assert told(at.leader) == before + 1
    assert talk.reference not in words(browser(at.leader).get("/"))


@pytest.mark.requirement("CMP-CONF")
def test_whoever_was_asked_cannot_tell_a_form_from_a_talk_that_was_taken_back(at):
    seen = []
    for end in ("send", "take back"):
        made = ground.concern(at.member, at.head, talk=True)
        services.answer_talk(made, actor=fresh(at.member), text="Well?")
        before = told(at.leader)
        if end == "send":
            services.send_form(made, actor=fresh(at.member), text=ground.TEXT, wanted="")
        else:
            services.withdraw(made, actor=fresh(at.member), text="No more.")
        client = browser(at.leader)
        places = [made.get_absolute_url(), *(f"{made.get_absolute_url()}{act}/" for act in ("talk", "settled", "step-back"))]
        seen.append(([client.get(place).status_code for place in places], told(at.leader) - before,
                     made.reference in words(client.get("/concerns/")), made.reference in words(client.get("/"))))

    assert seen == [([404] * 4, 0, False, False)] * 2


def test_only_whoever_asked_settles_it_once_and_nothing_can_be_done_with_it_then(at, talk):
    with pytest.raises(Forbidden):
        services.settled_by_talk(talk, actor=fresh(at.leader), text="We are done.")
    with pytest.raises(Http404):
        services.settled_by_talk(talk, actor=fresh(at.head), text="We are done.")
    services.settled_by_talk(talk, actor=fresh(at.member), text=AGREED)

    for act in (lambda: services.settled_by_talk(again(talk), actor=fresh(at.member), text="Again."),
                lambda: services.send_form(again(talk), actor=fresh(at.member), text=ground.TEXT, wanted=""),
                lambda: services.withdraw(again(talk), actor=fresh(at.member), text="Back."),
                lambda: services.answer_talk(again(talk), actor=fresh(at.leader), text="Good.")):
        with pytest.raises(Forbidden):
            act()
    assert browser(at.member).get(f"{talk.get_absolute_url()}ask-again/").status_code == 404
    assert settling.settle_all() == 0
    assert ground.who_sees(at, again(talk)) == {at.member, at.leader}


def test_a_settled_talk_is_no_complaint_and_counted_nowhere(at):
    for _each in range(6):
        services.settled_by_talk(ground.concern(at.member, at.head, talk=True), actor=fresh(at.member), text=AGREED)
    year = statistics.years(statistics.CALENDAR)[0]

    assert statistics.count(fresh(at.monitoring), year)["total"] == 0
    ground.concern(at.member, at.head)
    assert statistics.count(fresh(at.monitoring), year)["total"] is None, "one to four"


def test_the_papers_that_waited_are_said_not_to_have_gone_and_nobody_else_reads_them(at, talk):
    path = "notes.txt"
    services.keep_papers(talk, fresh(at.member), papers_of("Notes.", path), policy.TO_FORM)
    assert "Waits for the form" in page(at.member, talk)

    services.settled_by_talk(talk, actor=fresh(at.member), text=AGREED)

    assert "No form was sent: you alone see it." in page(at.member, talk)
    assert path not in page(at.leader, talk)
    assert browser(at.leader).get(again(talk).papers.get().get_absolute_url()).status_code == 404


def papers_of(content, name):
    upload = ground.check_upload(ground.ContentFile(content.encode(), name=name))
    return ground.dealing.store([upload])
