"""The ledger: each group gets the same, provably; a second group is not refused; none learns that another asked."""

import re

import pytest
from django.urls import reverse

from conversations.attendance import parity, services
from conversations.attendance.models import AttendanceRequest, Briefing, PackPaper, Topic
from council_portal.access.decisions import Forbidden
from council_portal.outbox.models import Message
from tests.casework.ground import browser, hidden
from tests.conversations_attendance import ground
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("NNC-PARITY")]
SECRETS = re.compile(r'(name="(?:csrfmiddlewaretoken|key)" value=")[^"]*|nonce="[^"]*"')


def test_a_second_group_gets_the_version_that_the_first_has_and_the_digests_prove_it(council, topic):
    ground.paper(topic, council, "Second version.", replaces=topic.papers.get())

    ground.second(council, topic)

    one, two = parity.ledger(topic)
    assert one.digests == two.digests
    assert len(one.digests) == 1
    assert two.same_papers
    assert two.same_arrangements


def test_the_newest_pack_goes_to_all_groups_at_once(council, topic):
    newer = ground.paper(topic, council, "Second version.", replaces=topic.papers.get())
    ground.second(council, topic)

    assert parity.give_newest(topic, actor=fresh(council.chief_executive)) == 2

    assert [line.digests for line in parity.ledger(topic)] == [[newer.digest]] * 2
    assert parity.give_newest(topic, actor=fresh(council.chief_executive)) == 0
    assert Message.objects.filter(kind="attendance_papers").count() == 2


def test_other_arrangements_need_a_reason_which_the_ledger_keeps(council, topic):
    with pytest.raises(parity.Differs):
        ground.second(council, topic, arrangements="Ten minutes.")
    assert Briefing.objects.count() == 1

    ground.second(council, topic, arrangements="Ten minutes.", difference="They asked for no more.")

    assert parity.ledger(topic)[1].briefing.difference == "They asked for no more."
    assert not parity.ledger(topic)[1].same_arrangements


def test_the_arrangements_of_the_first_are_proposed_to_the_second(council, topic):
    assert parity.proposed(topic, council.groups.town) == parity.Offered(
        "Forty minutes with slides, and questions.", 45, "head_of_service")
    assert parity.proposed(topic, council.groups.harbour) is None


def test_a_second_group_is_not_refused_on_that_topic(council, topic):
    made = ground.ask(council, "town_leader")

    with pytest.raises(parity.Bound) as bound:
        services.refuse(made, actor=fresh(council.chief_executive), reason=ground.NO, topic=topic)
    assert bound.value.args == ("8.3",)

    for nothing in ("", "x", ".", "no, it is not."):
        with pytest.raises(parity.NotSaid):
            services.refuse(made, actor=fresh(council.chief_executive), reason=ground.NO, apart=nothing)
    services.refuse(made, actor=fresh(council.chief_executive), reason=ground.NO, apart="It is about a strike, not the contract.")
    assert made.status == "refused"
    page = browser(council.chief_executive).get(reverse("attendance:topics")).content.decode()
    for part in ("Town and Country", "No one is free then.", "It is about a strike, not the contract.", made.decided_as):
        assert part in page
    assert "about a strike" not in browser(council.town_leader).get(made.get_absolute_url()).content.decode()


@pytest.mark.parametrize("title", ["the  WASTE contract", "Thewaste Contract"])
def test_a_title_is_the_same_in_capitals_and_with_other_spaces(council, topic, title):
    with pytest.raises(parity.TitleTaken):
        parity.begin(actor=fresh(council.chief_executive), title=title)


def test_the_same__group_may_be_refused_a_second_briefing(council, topic):
    made = ground.ask(council, "leader")

    services.refuse(made, actor=fresh(council.chief_executive), reason="You had a briefing on this last week.", topic=topic)

    assert made.status == "refused"


def test_what_was_withdrawn_before_anything_was_given_binds_nobody(council):
    topic = parity.begin(actor=fresh(council.chief_executive), title="The waste contract")
    ground.agree(council, ground.ask(council, "member"), topic=topic)
    services.withdraw(AttendanceRequest.objects.get(), actor=fresh(council.member))

    services.refuse(ground.ask(council, "town_leader"), actor=fresh(council.chief_executive), reason=ground.NO, topic=topic)

    assert [line.counts for line in parity.ledger(topic)] == [False]


def test_an_officer_who_is_only_asked_first_keeps_no_topic(council, topic):
    with pytest.raises(Forbidden):
        parity.give_newest(topic, actor=fresh(council.monitoring))


def test_a_group_reads_the_papers_that_it_was_given_and_no_other_version(council, topic):
    first = topic.papers.get()
    newer = ground.paper(topic, council, "Second version.", replaces=first)

    for who, expected in {"member": [first], "town_leader": [], "head": [first], "leader": []}.items():
        assert list(PackPaper.objects.permitted(fresh(council.accounts[who]))) == expected
    assert set(PackPaper.objects.permitted(fresh(council.chief_executive))) == {first, newer}


# --- no group learns that another asked ----------------------------------------------------------------------------------------


def pages(of, who):
    """All that this reader is shown here and at home, without what is new at every answer."""
    client, shown = browser(of.accounts[who]), {}
    places = ["/", reverse("attendance:list"), reverse("attendance:new"), reverse("attendance:topics"), "/people/posts/",
              *(reverse("attendance:ask", args=[kind]) for kind in ("group_meeting", "group_meeting_with_outsiders", "private_briefing"))]
    places += [one.get_absolute_url() for model in (AttendanceRequest, Topic, PackPaper) for one in model.objects.permitted(fresh(
        of.accounts[who]))]
    for place in places:
        answer = client.get(place)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        shown[place] = answer.status_code, SECRETS.sub(r"\1", body.decode())
    return shown


@pytest.mark.parametrize("who", ["town_leader", "other_member"])
def test_no_page_of_another_group_changes_by_a_byte_when_a_group_asks_and_is_briefed(council, who):
    own = ground.ask(council, "town_leader")
    before = pages(council, who)

    topic = parity.begin(actor=fresh(council.chief_executive), title="The waste contract")
    ground.paper(topic, council, "First version.")
    made = ground.agree(council, ground.ask(council, "member"), topic=topic)
    services.note(ground.begun(made), actor=fresh(council.head), text="Said.", key=ground.uuid.uuid4())

    assert pages(council, who) == before
    assert own.get_absolute_url() in before or who != "town_leader"
    assert not Message.objects.filter(to=council.accounts[who].person).exclude(kind="attendance_asked").exists()


def test_a_second_group_is_shown_the_same_whether_another_was_briefed_before_it_or_not(council):
    def seen(first):
        with ground.undone():
            topic = parity.begin(actor=fresh(council.chief_executive), title="The waste contract")
            ground.paper(topic, council, "First version.")
            if first:
                ground.agree(council, ground.ask(council, "member"), topic=topic)
            made = ground.second(council, topic)
            page = browser(council.town_leader).get(made.get_absolute_url()).content.decode()
            own = [str(made.uid), made.reference, str(PackPaper.objects.get().uid)]
            for text in own:
                page = page.replace(text, "")
            return SECRETS.sub(r"\1", re.sub(r"\d\d:\d\d", "", page))

    assert seen(first=True) == seen(first=False)


def test_an_offer_is_told_to_every_group_leader_read_by_members_who_may_ask_and_names_no_request(council, topic):
    parity.offer(topic, actor=fresh(council.chief_executive), text="Half an hour with the Head of Street Scene.")

    for who, reads in {"leader": True, "town_leader": True, "member": True, "other_member": True, "head": False}.items():
        page = browser(council.accounts[who]).get(reverse("attendance:list")).content.decode()
        assert ("Half an hour with the Head of Street Scene." in page) == reads
    told = Message.objects.filter(kind="attendance_offer")
    assert set(told.values_list("to", flat=True)) == {council.leader.person.pk, council.town_leader.person.pk}
    assert set(told.values_list("about", "reference")) == {("", "")}
    parity.stop_offering(topic, actor=fresh(council.chief_executive))
    assert "Half an hour" not in browser(council.leader).get(reverse("attendance:list")).content.decode()


def test_nothing_is_offered_by_itself(council, topic):
    ground.second(council, topic)

    assert not Topic.objects.exclude(offered_at=None).exists()


@pytest.mark.parametrize("who", ["member", "town_leader", "head", "democratic"])
def test_for_others_the_ledger_cannot_be_told_from_what_never_was(council, topic, who):
    client = browser(council.accounts[who])

    assert client.get(topic.get_absolute_url()).status_code == 404
    assert client.get(reverse("attendance:topics")).status_code == 404
    assert client.get(reverse("attendance:make_topic")).status_code == 404
    assert client.get(reverse("attendance:topic_act", args=[topic.uid, "give"])).status_code == 404


def test_a_topic_is_kept_by_its_forms(council):
    client = browser(council.chief_executive)
    place = client.post(reverse("attendance:make_topic"), {"title": "Parking"})["Location"]
    assert client.post(reverse("attendance:make_topic"), {"title": "Parking"}).status_code == 200

    client.post(f"{place}papers/", {"papers": [ground.ContentFile(b"Prices.", name="prices.txt")]})
    client.post(f"{place}offer/", {"offer": "Ask us."})
    page = client.get(place).content.decode()

    assert "prices.txt" in page
    assert PackPaper.objects.get().digest in page
    assert "Ask us." in page
    assert client.post(f"{place}stop/")["Location"] == place
    assert hidden(client.get(f"{place}give/"), "csrfmiddlewaretoken")
    assert client.post(f"{place}give/")["Location"] == place
