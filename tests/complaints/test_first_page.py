"""The Monitoring Officer's first page in the admin and its lists, for somebody who has never seen one."""

import datetime
import re

import pytest
from django.utils import timezone

from complaints import dealing
from complaints.models import Concern
from council_portal.protocol.models import ProtocolVersion
from council_portal.protocol.services import adopt
from council_portal.protocol.services import in_force as protocol_in_force
from tests.casework.ground import browser
from tests.complaints import ground
from tests.complaints.test_pages import words
from tests.factories import fresh

pytestmark = pytest.mark.django_db
FIRST = "/monitoring/"
LIST = "/monitoring/complaints/concern/"


@pytest.fixture
def at(db):
    return ground.council()


def headings(page):
    return re.findall(r'<h2 id="list-\d"><a href="[^"]+">([^<]+)</a></h2>', page.content.decode())


def test_the_desk_stands_first_with_what_waits_there_by_clock_and_stage_and_nothing_of_another(at, time_machine):
    time_machine.move_to("2027-05-28T10:00:00Z")
    late, later = ground.concern(at.head, at.member), ground.concern(at.clo, at.other_member)
    ground.concern(at.head, at.monitoring)
    dealing.acknowledge(later, actor=fresh(at.monitoring), text="It has come.")
    time_machine.move_to("2027-06-08T10:00:00Z")

    page = browser(at.monitoring).get(FIRST)

    assert headings(page) == ["Concerns", "Texts of letters", "New powers", "Independent Persons", "Personal connections",
                              "Versions of the protocol"]
    for said in ("1 is overdue", "1 is due later", "Received: 2"):
        assert said in words(page)
    assert "3" not in words(page).split("Received: 2")[0].split("Concerns")[-1], "the one about its reader is not counted"
    found = dict(re.findall(r'<a href="(/monitoring/complaints/concern/\?[^"]+)">([^<]+)</a>', page.content.decode()))
    assert set(found.values()) == {"1 is overdue", "1 is due later", "Received: 2"}
    overdue = next(url for url, text in found.items() if text == "1 is overdue")
    listed = browser(at.monitoring).get(overdue).content.decode()
    assert (late.reference in listed, later.reference in listed) == (True, False)


def test_what_waits_is_said_to_whoever_has_to_answer_it_alone(at):
    ground.commenced(at.monitoring)

    assert "1 entry waits for your word" in words(browser(at.deputy).get(FIRST))
    assert "waits for your word" not in words(browser(at.monitoring).get(FIRST))


def test_without_the_keys_the_first_page_still_leads_to_the_lists(at, settings):
    ground.concern(at.head, at.member)
    settings.SEALING_KEYS = "/nowhere/keys"

    page = browser(at.monitoring).get(FIRST)

    assert page.status_code == 200
    assert "the keys of concerns cannot be read" in words(page)
    assert len(headings(page)) == 6


def test_lists_and_ways_back_are_in_plain_words_and_an_empty_list_says_so(at):
    client = browser(at.monitoring)
    page = words(client.get(LIST))
    assert "No concern is with you." in page
    assert "Nothing fits what you filter by." in words(client.get(f"{LIST}?due=over"))
    assert "0 concerns" not in page
    for address, title in ((LIST, "Concerns"), ("/monitoring/protocol/protocolversion/", "Versions of the protocol"),
                           ("/monitoring/sanctions/commencement/", "New powers"),
                           ("/monitoring/independents/independentperson/", "Independent Persons"),
                           ("/monitoring/letters/lettertext/", "Texts of letters"),
                           ("/monitoring/connections/connection/", "Personal connections")):
        shown = client.get(address).content.decode()
        assert f"<h1>{title}</h1>" in shown
        crumbs = re.search(r'<div class="breadcrumbs">(.*?)</div>', shown, re.DOTALL)[1]
        assert re.sub(r"<[^>]+>", "", crumbs) == f"The Monitoring Officer’s desk / {title}"

    ground.concern(at.head, at.member)
    shown = client.get(LIST).content.decode()
    assert "<h2>When the next step is due</h2>" in shown
    assert "<h2>Stage</h2>" in shown
    assert "Show counts" not in shown


@pytest.mark.requirement("SRB-VERSION")
def test_a_version_of_the_protocol_says_what_a_person_wants_and_folds_the_file(at):
    first = protocol_in_force()
    text = first.text.replace('version = "', 'version = "9.', 1)
    later = adopt(text, "invented", timezone.localdate() + datetime.timedelta(days=30), "Council of 3 May, minute 12")
    client = browser(at.monitoring)

    page = client.get(f"/monitoring/protocol/protocolversion/{later.pk}/change/").content.decode()

    for said in (later.title, later.digest, "Council of 3 May, minute 12", "Of the version before: 0 clauses, the ways of 0 matters."):
        assert said in page
    assert re.search(r"<details class=\"cp-file\"><summary>Show the file</summary><pre>", page)
    assert f"/protocol/versions/{later.uid}/changes/" in page
    assert "<textarea" not in page
    assert "Nothing: it is the first." in client.get(f"/monitoring/protocol/protocolversion/{first.pk}/change/").content.decode()
    assert ProtocolVersion.objects.count() == 2
    assert not Concern.objects.exists()
