"""Members who say that they are openly involved: who reads it, who does not, how it ends, and that it opens nothing."""

import uuid

import pytest
from django.utils import timezone

from casework import involved
from casework.models import Case, Involvement
from casework.turns import CannotBe
from council_portal.access.decisions import Forbidden, can
from council_portal.accounts.services import leave_office
from council_portal.audit.models import Event
from council_portal.matters.services import Changed
from tests.casework.ground import browser, words
from tests.factories import fresh, log

pytestmark = pytest.mark.django_db
PAGE, NEW = "/casework/involved/", "/casework/involved/new/"


def say(council, who="member", **changes):
    given = {"actor": fresh(council.accounts[who]), "key": uuid.uuid4(), "service": council.services.street_scene, "ward": None,
             "why": "I sit on the flood forum."}
    return involved.involve(**given | changes)


@pytest.mark.requirement("RUG-4-OFFICERS")
@pytest.mark.requirement("RUG-4-FOLLOW")
def test_a_member_says_it_and_officers_of_the_service_read_it(council):
    client = browser(council.member)

    sent = client.post(NEW, {"service": council.services.street_scene.uid, "ward": council.wards.castle.uid, "key": uuid.uuid4(),
                             "why": "I sit on the flood forum."}, follow=True)

    assert "The officers of the service can see it now." in words(sent)
    for reader in (council.member, council.head, council.clo, council.chief, council.democratic):
        assert "I sit on the flood forum." in words(browser(reader).get(PAGE)), reader
    assert "Councillor Aisha Rahman Castle · since" in words(browser(council.head).get(PAGE))
    assert "Councillor Aisha Rahman Castle · since" in words(browser(council.head).get("/casework/ask/"))
    assert "Harbour" not in words(browser(council.head).get(PAGE)), "the group is never shown"


def test_nobody_else_reads_it(council):
    said = say(council)

    others = {"other_member", "colleague", "other_head", "chief_executive", "monitoring", "technical"}
    shown = {name: browser(council.accounts[name]).get(PAGE) for name in others}

    assert [name for name, page in shown.items() if "flood forum" in page.content.decode()] == []
    assert {name: page.status_code for name, page in shown.items()} == {
        "other_member": 200, "colleague": 200, "other_head": 200, "chief_executive": 200, "monitoring": 404, "technical": 404}
    assert {name for name, user in council.accounts.items() if can(fresh(user), "view", said)} == {
        "member", "head", "nominated", "clo", "chief", "democratic"}
    for name, user in council.accounts.items():
        assert can(fresh(user), "view", said) == Involvement.objects.permitted(fresh(user)).exists(), name


def test_it_opens_no_case(council):
    case = log(council)
    say(council, "other_member")

    assert browser(council.other_member).get(case.get_absolute_url()).status_code == 404
    assert Case.objects.permitted(fresh(council.other_member)).count() == 0


def test_only_members_say_it(council):
    assert browser(council.head).get(NEW).status_code == 403
    with pytest.raises(Forbidden):
        say(council, "head")


def test_what_is_left_out_is_asked_for_and_nothing_is_lost(council):
    page = browser(council.member).post(NEW, {"key": uuid.uuid4(), "why": "I sit on the forum."})

    assert dict(page.context["form"].errors) == {"service": ["Select the service in whose matters you are involved"]}
    assert "I sit on the forum." in page.content.decode()


@pytest.mark.parametrize("in_a_ward", [True, False])
def test_the_same_is_not_said_twice(council, in_a_ward):
    ward = council.wards.castle if in_a_ward else None
    say(council, ward=ward)

    page = browser(council.member).post(NEW, {
        "service": council.services.street_scene.uid, "ward": ward.uid if ward else "", "key": uuid.uuid4(), "why": "Another line."})

    assert list(page.context["form"].errors["service"]) == [
        "You have said this already. End what stands there before you say it in other words."]
    assert "Another line." in page.content.decode()
    assert Involvement.objects.count() == 1
    with pytest.raises(CannotBe):
        say(council, ward=ward)


def test_the_same_form_twice_says_it_once(council):
    key = uuid.uuid4()
    typed = {"service": council.services.street_scene.uid, "ward": "", "key": key, "why": "I sit on the flood forum."}

    sent = [browser(council.member).post(NEW, typed).status_code for _time in range(2)]

    assert (sent, Involvement.objects.count()) == ([302, 302], 1)


def test_a_member_ends_it_and_officers_read_it_no_more(council):
    said = say(council)
    address = f"{PAGE}{said.uid}/end/"

    asked = words(browser(council.member).get(address))
    done = browser(council.member).post(address, follow=True)

    assert "Street Scene – All wards: I sit on the flood forum." in asked
    assert "It has ended." in words(done)
    assert "flood forum" not in words(browser(council.head).get(PAGE))
    assert Involvement.objects.get().until is not None, "it is kept for the record"
    assert list(Event.objects.filter(verb__contains="involved").order_by("pk").values_list("verb", flat=True)) == [
        "said to be involved", "no longer involved"]
    with pytest.raises(Changed):
        involved.end_involvement(said, actor=fresh(council.member))
    assert browser(council.member).post(address).status_code == 409
    say(council)


def test_nobody_ends_anothers(council):
    said = say(council)

    answers = {name: browser(council.accounts[name]).post(f"{PAGE}{said.uid}/end/").status_code for name in (
        "head", "democratic", "other_member")}

    assert answers == {"head": 403, "democratic": 403, "other_member": 404}
    assert Involvement.objects.get().until is None


def test_who_has_left_the_council_is_not_listed(council):
    say(council)
    leave_office(council.member.person, at=timezone.now())

    assert "Aisha Rahman" not in words(browser(council.head).get(PAGE))


def test_both_sides_find_their_pages(council):
    pages = {name: [browser(council.accounts[name]).get(address).content.decode() for address in ("/", "/casework/")]
             for name in ("member", "head", "democratic", "monitoring")}

    assert {name: ["/casework/ask/" in page for page in found] for name, found in pages.items()} == {
        "member": [False, False], "head": [True, True], "democratic": [False, False], "monitoring": [False, False]}
    assert {name: ["/casework/involved/" in page for page in found] for name, found in pages.items()} == {
        "member": [False, True], "head": [True, False], "democratic": [True, False], "monitoring": [False, False]}


@pytest.mark.requirement("RUG-4-FOLLOW")
def test_whoever_is_involved_is_offered_first_to_officers_who_add_somebody_and_to_no_member(council):
    case = log(council)
    say(council, "other_member")

    address = f"{case.get_absolute_url()}join/"
    offered, to_member = (browser(reader).get(address).content.decode() for reader in (council.head, council.member))

    group = offered.split(f'label="Openly involved in {case.service.name}"')[1].split("</optgroup>")[0]
    assert council.other_member.person.full_name in group
    assert "Openly involved" not in to_member
