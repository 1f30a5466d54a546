"""Each protocol's own way: who may ask, to whom it goes, who decides, what is refused."""

import pytest
from django.urls import reverse
from django.utils import timezone

from conversations.attendance import parity, services
from conversations.attendance.models import AttendanceRequest, DecisionCopy, Topic
from conversations.attendance.routing import NotFromHere
from conversations.attendance.services import Missing
from council_portal.access.decisions import can
from council_portal.accounts.services import change_group
from tests.casework.ground import browser, words
from tests.conversations_attendance import ground
from tests.factories import fresh

pytestmark = pytest.mark.django_db


def standings(request):
    """{(post, capacity)} of the offices that a request went to."""
    return set(request.standings.exclude(principal__post="").values_list("principal__post", "capacity"))


CE, MO, COO, ED = "chief_executive", "monitoring_officer", "chief_operating_officer", "executive_director"
# preset: (who asks, to whom a group's request goes)
GOES_TO = {
    "section-c": ("member", {(CE, "decider")}),
    "north-northamptonshire": ("member", {(CE, "decider"), (MO, "decider")}),
    "executive-directors": ("leader", {(ED, "decider")}),
    "rugby": ("member", {(CE, "decider")}),
    "south-ribble": ("member", {(CE, "decider")}),
    "model": ("member", {(CE, "decider"), (MO, "receiver")}),
}


@pytest.mark.requirement("SEC-7.4")
@pytest.mark.parametrize("preset", GOES_TO)
def test_a_groups_request_goes_where_the_protocol_sends_it(preset):
    of = ground.council(preset)
    who, expected = GOES_TO[preset]

    assert standings(ground.ask(of, who)) == expected


def test_the_chief_operating_officer_may_be_asked_first_and_decides_nothing():
    of = ground.council("section-c")
    made = ground.ask(of, "member", chosen=COO)

    assert standings(made) == {(COO, "receiver"), (CE, "decider")}
    assert (can(fresh(of.coo), "view", made), can(fresh(of.coo), "agree", made), can(fresh(of.chief_executive), "agree", made)) == (
        True, False, True)


@pytest.mark.requirement("EXD-6")
def test_only_a_group_leader_invites_under_executive_directors():
    of = ground.council("executive-directors")

    with pytest.raises(NotFromHere) as refused:
        ground.ask(of, "member")

    assert (refused.value.refusal.posts, refused.value.refusal.clause) == (("group_leader",), "6.2")
    assert not AttendanceRequest.objects.exists()


@pytest.mark.requirement("NNC-WARDPARTY")
@pytest.mark.parametrize(("preset", "clause"), [("north-northamptonshire", "Ward Members and Officers"), ("model", "8.8")])
@pytest.mark.parametrize("who", ["member", "head"])
def test_a_ward_party_meeting_is_refused_with_its_clause_and_nothing_is_made(preset, clause, who):
    of = ground.council(preset)

    with pytest.raises(NotFromHere) as refused:
        ground.ask(of, who, "ward_party_meeting")

    assert (refused.value.refusal.word, refused.value.refusal.clause) == ("forbidden", clause)
    assert not AttendanceRequest.objects.exists()


@pytest.mark.parametrize("preset", ["section-c", "executive-directors", "rugby", "south-ribble"])
def test_where_the_protocol_does_not_speak_of_ward_party_meetings_the_default_way_is_taken(preset):
    of = ground.council(preset)

    assert standings(ground.ask(of, "member", "ward_party_meeting")) == {(CE, "decider")}


@pytest.mark.requirement("EXD-6.6")
def test_an_exception_is_written_and_that_writing_alone_goes_to_every_group_leader():
    of = ground.council("executive-directors")
    made = ground.ask(of, "leader", "group_meeting_with_outsiders", outsiders="Two residents of Mill Lane")

    with pytest.raises(Missing):
        ground.agree(of, made, "exec_director")
    ground.agree(of, AttendanceRequest.objects.get(), "exec_director", exception="The residents own the land.")

    copy = DecisionCopy.objects.get()
    assert (copy.text, copy.clause) == ("The residents own the land.", "6.6")
    for who in ("leader", "town_leader"):
        assert can(fresh(of.accounts[who]), "view", copy)
    assert not can(fresh(of.member), "view", copy)
    assert not can(fresh(of.town_leader), "view", made)


@pytest.mark.requirement("EXD-8")
@pytest.mark.parametrize("preset", ["executive-directors", "model"])
def test_a_meeting_with_elected_people_is_authorised_first_and_all_group_leaders_are_told_of_it(preset):
    of = ground.council(preset)
    made = ground.ask(of, "head", "external_elected_meeting", body="The parish council", outsiders="Its chair")

    form = browser(of.exec_director).get(reverse("attendance:act", args=[made.uid, "agree"]))
    ground.agree(of, made, "exec_director", arrangements="An hour with the parish council.")

    copy = DecisionCopy.objects.get()
    page = words(browser(of.leader).get(copy.get_absolute_url()))
    assert {one.post for one in copy.to.all()} == {"group_leader"}
    assert "Say in it with whom the meeting is" in words(form)
    assert "The arrangements, as they were written An hour with the parish council." in page
    assert "Kind of request A meeting with elected people of other bodies that is not cross-party" in page


@pytest.mark.requirement("EXD-7.1")
def test_a_private_briefing_is_for_those_whom_the_protocol_names():
    of = ground.council("executive-directors")

    with pytest.raises(NotFromHere) as refused:
        ground.ask(of, "member", "private_briefing")
    assert "portfolio_holder" in refused.value.refusal.posts

    assert standings(ground.ask(of, "leader", "private_briefing")) == {(ED, "decider")}


@pytest.mark.requirement("NNC-SCRUT")
def test_requests_for_scrutiny_go_to_the_executive_director_and_officers_ask_for_the_committee_alone():
    of = ground.council("north-northamptonshire")

    assert standings(ground.ask(of, "member", "scrutiny_attendance", body="Scrutiny")) == {(ED, "decider")}
    assert standings(ground.ask(of, "democratic", "scrutiny_attendance", body="Scrutiny")) == {(ED, "decider")}
    with pytest.raises(NotFromHere):
        ground.ask(of, "head", "scrutiny_attendance", body="Scrutiny")


def test_whoever_asks_does_not_decide_unless_nobody_else_can():
    of = ground.council("executive-directors")
    made = ground.ask(of, "exec_director", "external_elected_meeting", body="The parish council", outsiders="Its chair")

    assert standings(made) == {(COO, "decider")}
    assert not can(fresh(of.exec_director), "agree", made)
    assert can(fresh(of.chief_executive), "agree", ground.ask(of, "chief_executive", group=of.groups.town))


def test_a_member_of_no_group_has_no_meeting_of_a_group():
    of = ground.council("section-c")
    change_group(of.member.person, None, on=timezone.localdate())

    with pytest.raises(NotFromHere) as refused:
        ground.ask(of, "member")

    assert refused.value.refusal.word == "no group"


@pytest.mark.requirement("NNC-PARITY")
@pytest.mark.parametrize("preset", ["executive-directors", "rugby"])
def test_where_the_protocol_does_not_say_so_it_is_the_portals_own_rule_and_a_reason_is_recorded(preset):
    of = ground.council(preset)
    who = "exec_director" if preset == "executive-directors" else "chief_executive"
    topic = parity.begin(actor=fresh(of.accounts[who]), title="The waste contract")
    ground.agree(of, ground.ask(of, "leader"), who, topic=topic, advice="No doubt about it.", advice_on=timezone.localdate())
    made = ground.ask(of, "town_leader")

    with pytest.raises(parity.Differs):
        services.refuse(made, actor=fresh(of.accounts[who]), reason=ground.NO, topic=topic, difference="No.")
    services.refuse(made, actor=fresh(of.accounts[who]), reason=ground.NO, topic=topic, difference="Nobody is left who knows it.")

    assert (made.status, made.difference) == ("refused", "Nobody is left who knows it.")


@pytest.mark.parametrize(("preset", "reads"), [
    ("section-c", {"chief_executive", "coo"}), ("north-northamptonshire", {"chief_executive"}),
    ("executive-directors", {"exec_director", "chief_executive"}), ("rugby", {"chief_executive"}), ("model", {"chief_executive"})])
def test_the_ledger_is_read_by_the_officers_whom_the_protocol_names_by_who_looks_at_refusals_and_by_no_member(preset, reads):
    of = ground.council(preset)

    assert {who for who, user in of.accounts.items() if can(fresh(user), "view", Topic)} == reads | {"monitoring"}


@pytest.mark.requirement("EXD-6.6")
def test_advice_that_is_to_be_asked_stands_with_its_day_and_who_gave_it_gets_the_writing():
    of = ground.council("rugby")
    made = ground.ask(of, "member", "ward_party_meeting")

    with pytest.raises(Missing):
        ground.agree(of, made)
    client, place = browser(of.chief_executive), reverse("attendance:act", args=[made.uid, "agree"])
    assert "What did they advise:" in words(client.get(place))
    ground.agree(of, AttendanceRequest.objects.get(), advice="Facts alone, and leave before the vote.", advice_on=timezone.localdate())

    assert {one.post for one in DecisionCopy.objects.get().to.all()} == {"monitoring_officer"}
    assert "Facts alone, and leave before the vote." in words(browser(of.member).get(made.get_absolute_url()))
    assert can(fresh(of.monitoring), "view", DecisionCopy.objects.get())


@pytest.mark.requirement("SEC-7.4")
def test_an_offer_is_read_by_those_alone_who_may_ask():
    of = ground.council("executive-directors")
    parity.offer(parity.begin(actor=fresh(of.exec_director), title="Bins"), actor=fresh(of.exec_director), text="Half an hour.")

    assert {who for who in ("leader", "member", "head") if "Half an hour." in words(browser(of.accounts[who]).get(
        reverse("attendance:list")))} == {"leader"}


@pytest.mark.requirement("NNC-PG-SCOPE")
def test_what_to_keep_in_mind_cites_the_clauses_and_says_once_what_is_ours():
    of = ground.council("section-c")
    page = words(browser(of.member).get(reverse("attendance:ask", args=["group_meeting"])))

    for clause in ("7.2", "7.5", "7.6", "4.2"):
        assert f"clause {clause}" in page
    assert page.count("portal’s own rule") == 1
