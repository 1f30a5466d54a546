"""No text that a group reads names another group, in full or in short, nor a Member who asked for one."""

import pytest
from django.urls import reverse

from conversations.attendance import parity, services, texts
from council_portal.accounts.models import PoliticalGroup
from council_portal.documents.uploads import check_upload
from tests import factories
from tests.casework.ground import browser, words
from tests.conversations_attendance import ground
from tests.conversations_attendance.test_refusals import act
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SEC-7.2")]


@pytest.fixture
def asked(council, topic):
    """The Harbour Alliance asked by Aisha Rahman and was briefed."""
    return council


def named(of, text, but="town"):
    """What is found in this text for readers of the other group."""
    found = texts.fault("text", text, but=getattr(of.groups, but) if but else None)
    return (type(found).__name__, found.args[1]) if found else None


@pytest.mark.parametrize(("text", "found"), [
    ("As Councillor Rahman asked, so may you.", "Councillor Rahman"), ("Aisha Rahman had the list already.", "Aisha Rahman"),
    ("aisha rahman had it", "aisha rahman"), ("RAHMAN asked", "RAHMAN"), ("Rahman’s slides", "Rahman"),
    ("as cllr rahman asked", "cllr rahman"),
    ("With Mrs A Rahman", "Mrs A Rahman")])
def test_a_member_who_asked_for_another_group_is_found(asked, text, found):
    assert named(asked, text) == named(asked, text, but=None) == ("NamesAMember", found)
    assert named(asked, text, but="harbour") is None


@pytest.mark.parametrize("text", [
    "Councillor Wolny is the portfolio holder.", "The rahmania is a plant.", "Councillor Yusuf asked for it."])
def test_members_who_did_not_ask_for_another_group_can_be_named(asked, text):
    assert named(asked, text) is None


def test_long_ago_and_private_briefings_are_none(council):
    ground.ask(council, "leader", kind="private_briefing")
    old = ground.ask(council, "member")
    type(old).objects.filter(pk=old.pk).update(asked_at=ground.at(days=-400))

    assert named(council, "Councillor Rahman and Councillor Wolny asked.") is None


def test_a_family_name_that_is_an_ordinary_word_is_found_with_a_title_or_the_first_name_alone(council):
    for name in ("Ada Park", "Ian Castle MBE"):
        member = factories.member(name, of=council.wards.mill_hill, in_group=council.groups.harbour)
        services.ask(actor=fresh(member), kind="group_meeting", title="Waste", text="Costs.", service=council.services.street_scene,
                     starts_at=ground.at(hour=18), ends_at=ground.at(hour=19), decides_at=None, place="Room", key=ground.uuid.uuid4())

    assert named(council, "Park rangers walk through Castle ward.") is None
    assert named(council, "As Councillor Park has asked") == ("NamesAMember", "Councillor Park")
    assert named(council, "Ian Castle has it") == ("NamesAMember", "Ian Castle")


def test_a_family_name_that_somebody_of_the_reading_group_bears_can_be_said(asked):
    factories.member("Noor Rahman", of=asked.wards.castle, in_group=asked.groups.town)

    assert named(asked, "Councillor Rahman has the key.") is None
    assert named(asked, "Councillor Rahman has the key.", but=None) == ("NamesAMember", "Councillor Rahman")


@pytest.mark.parametrize(("text", "found"), [
    ("Depot, as the Alliance asked", "Alliance"), ("The ALLIANCE", "ALLIANCE"), ("As Independents do", "Independents"),
    ("for the Independent group", "Independent group"), ("the Residents party", "Residents party"), ("The Democrats know", "Democrats"),
    ("a Democrat asked", "Democrat"),
    ("an alliance of councils", None), ("The Independent Person reads it.", None),
    ("In the Town Hall", None), ("Residents come too.", None), ("A residents’ group comes too.", None), ("The country park", None)])
def test_a_group_is_found_by_a_word_of_its_name_and_ordinary_words_are_not(council, text, found):
    for name in ("Independent Residents", "Liberal Democrats"):
        PoliticalGroup.objects.create(name=name)

    assert named(council, text) == (("NamesAGroup", found) if found else None)


def test_words_of_the_name_of_the_group_that_reads_it_and_of_wards_and_services_are_none(council):
    PoliticalGroup.objects.create(name="Castle Alliance")

    assert named(council, "Castle ward has one.") is None
    assert named(council, "The Alliance meets at six.", but="harbour") is None


def test_the_forms_say_what_was_found(asked, topic):
    client, made = browser(asked.chief_executive), ground.ask(asked, "town_leader")
    said = "“Rahman” names a Member who asked for a group"

    assert said in words(act(client, made, "refuse", reason="Rahman had the list already, so it is known.", apart=ground.WHY))
    assert said in words(client.post(reverse("attendance:topic_act", args=[topic.uid, "offer"]), {"offer": "Rahman asked, so may you."}))
    answer = client.post(reverse("attendance:make_topic"), {"title": "Depot, as the Alliance asked"})
    assert "This names a political group: “Alliance”" in words(answer)
    place = reverse("attendance:topic_act", args=[topic.uid, "papers"])
    assert said in words(client.post(place, {"papers": ground.ContentFile(b"One.", name="for_Rahman.txt")}))
    assert topic.papers.count() == 1
    assert check_upload(ground.ContentFile(b"One.", name="for_Rahman.txt"))
    for act_on in (lambda: parity.begin(actor=fresh(asked.chief_executive), title="Depot, as the Alliance asked"),
                   lambda: ground.second(asked, topic, arrangements="Rahman had the list already.", difference=ground.WHY)):
        with pytest.raises(texts.NamesAGroup):
            act_on()
