"""What the ledger asks before a group is told no, what it keeps, and that no text for a group names another."""

import pytest
from django.urls import reverse

from conversations.attendance import parity, services, texts
from conversations.attendance.models import AttendanceRequest, Briefing, PackPaper
from council_portal.accounts.models import Principal
from tests.casework.ground import browser, hidden
from tests.conversations_attendance import ground
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("NNC-PARITY")]


def test_another_service_asks_for_a_reason_too_and_a_year_ago_for_none(council, topic):
    housing = ground.ask(council, "town_leader", service=council.services.housing)

    with pytest.raises(parity.NotSaid):
        services.refuse(housing, actor=fresh(council.chief_executive), reason=ground.NO)
    with pytest.raises(parity.NotSaid):
        ground.agree(council, housing)
    Briefing.objects.update(at=ground.at(days=-366))
    services.refuse(housing, actor=fresh(council.chief_executive), reason=ground.NO)


@pytest.mark.parametrize("act", ["refuse", "agree"])
def test_topics_of_all_services_are_offered_this_services_first_and_the_sentence_is_asked_for(council, topic, act):
    housing = parity.begin(actor=fresh(council.chief_executive), title="Rents")
    ground.agree(council, ground.ask(council, "member", service=council.services.housing), topic=housing)
    made = ground.ask(council, "town_leader", service=council.services.housing)

    form = browser(council.chief_executive).get(reverse("attendance:act", args=[made.uid, act])).context["form"]

    assert list(form.fields["topic"].queryset) == [housing, topic]
    assert "apart" in form.fields
    with pytest.raises(parity.Bound):
        services.refuse(made, actor=fresh(council.chief_executive), reason=ground.NO, topic=topic)


def test_a_new_topic_beside_one_of_the_service_needs_a_reason(council, topic):
    made = ground.ask(council, "town_leader")

    with pytest.raises(parity.NotSaid):
        ground.agree(council, made)
    ground.agree(council, made, apart="It is about a strike, not the contract.")

    line = parity.ledger(made.briefing.topic)[0]
    assert line.briefing.request.apart == "It is about a strike, not the contract."
    assert "about a strike" in browser(council.chief_executive).get(made.briefing.topic.get_absolute_url()).content.decode()


def test_what_a_group_was_given_stays_in_the_ledger_when_it_withdraws_and_it_gets_the_newest_too(council, topic):
    first = AttendanceRequest.objects.get()
    services.withdraw(first, actor=fresh(council.member))
    ground.second(council, topic)
    newer = ground.paper(topic, council, "Second version.", replaces=topic.papers.get())

    page = browser(council.chief_executive).get(topic.get_absolute_url()).content.decode()
    assert "Withdrawn; the group keeps what it was given" in page
    with pytest.raises(parity.Bound):
        services.refuse(ground.ask(council, "town_leader", title="Again"), actor=fresh(council.chief_executive), reason=ground.NO,
                        topic=topic)
    assert parity.give_newest(topic, actor=fresh(council.chief_executive)) == 2
    assert [line.digests for line in parity.ledger(topic)] == [[newer.digest]] * 2
    assert newer in PackPaper.objects.permitted(fresh(council.member))


def test_the_length_and_the_post_are_compared_and_not_the_words_alone(council, topic):
    with pytest.raises(parity.Differs):
        ground.second(council, topic, slot_until=ground.at(hour=18, minute=20))
    with pytest.raises(parity.Differs):
        ground.second(council, topic, officer=Principal.objects.get(post="chief_officer"))
    with pytest.raises(parity.Differs):
        ground.second(council, topic, slot_until=ground.at(hour=18, minute=20), difference="x")

    ground.second(council, topic, slot_until=ground.at(hour=18, minute=20), difference="They asked for no more.")

    assert not parity.ledger(topic)[1].same_arrangements


def test_a_pack_that_came_later_is_offered_for_the_next_group_and_goes_to_all(council, topic):
    newer = ground.paper(topic, council, "Second version.", replaces=topic.papers.get())
    made = ground.ask(council, "town_leader")

    page = browser(council.chief_executive).get(reverse("attendance:act", args=[made.uid, "agree"])).content.decode()
    assert "Papers were added or withdrawn after the first group was briefed" in page
    ground.agree(council, made, topic=topic, newest=True)

    assert [line.digests for line in parity.ledger(topic)] == [[newer.digest]] * 2


def test_a_paper_that_is_withdrawn_is_handed_out_no_more_and_the_ledger_shows_it(council, topic):
    paper = topic.papers.get()
    client, place = browser(council.chief_executive), reverse("attendance:topic_act", args=[topic.uid, "withdraw"])
    refused = client.post(place, {"paper": str(paper.uid), "why": "Harbour Alliance found a fault."})
    assert "This names a political group" in refused.content.decode()
    assert browser(council.member).get(paper.get_absolute_url()).status_code == 200

    client.post(place, {"paper": str(paper.uid), "why": "A figure was wrong."})

    assert browser(council.member).get(paper.get_absolute_url()).status_code == 404
    assert browser(council.chief_executive).get(paper.get_absolute_url()).status_code == 200
    asked = AttendanceRequest.objects.get()
    assert "A figure was wrong." in browser(council.member).get(asked.get_absolute_url()).content.decode()
    assert "A figure was wrong." in client.get(topic.get_absolute_url()).content.decode()
    assert ground.second(council, topic).briefing.papers.count() == 0


@pytest.mark.parametrize("text", ["Harbour Alliance already had this.", "the harbour\n ALLIANCE had it", "As for Harbour_Alliance"])
def test_no_text_for_a_group_names_another(council, topic, text):
    chief, made = fresh(council.chief_executive), ground.ask(council, "town_leader")

    for act in (lambda: parity.offer(topic, actor=chief, text=text), lambda: parity.begin(actor=chief, title=text),
                lambda: services.refuse(made, actor=chief, reason=text, apart="It is about a strike, not the contract."),
                lambda: ground.second(council, topic, arrangements=text, difference="They asked for no more.")):
        with pytest.raises(texts.NamesAGroup):
            act()
    client, place = browser(council.chief_executive), reverse("attendance:act", args=[made.uid, "refuse"])
    answer = client.post(place, {"reason": text, "apart": "It is about a strike, not the contract.",
                                 "version": hidden(client.get(place), "version")})
    assert "This names a political group" in answer.content.decode()
    assert "It is about a strike, not the contract." in answer.content.decode()
    services.refuse(made, actor=chief, reason="Town and Country meets on a Sunday.", apart="It is about a strike, not the contract.")


def test_the_ledger_shows_when_a_paper_was_given_and_who_decided(council, topic):
    page = browser(council.chief_executive).get(topic.get_absolute_url()).content.decode()

    assert "given on" in page
    assert f"{council.chief_executive.person.full_name}, {AttendanceRequest.objects.get().decided_as}" in page
