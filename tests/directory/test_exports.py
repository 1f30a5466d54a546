"""Lists and cards that leave the portal: read by other people's programs, run by no spreadsheet, recorded, and nothing private."""

import csv
import datetime
import io

import pytest
import vobject
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from council_portal.accounts.services import correct_person, keep_private_contact, record_absence
from council_portal.audit.models import Event
from council_portal.design.files import inert
from directory.exports import OCTETS, escaped, folded
from tests import factories
from tests.casework.ground import browser, words
from tests.directory.ground import entry

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
BARRED = "For council business only. Not for party-political use and not for campaigning."
FILES = ["heads.csv", "heads.vcf"]


@pytest.fixture
def head(council):
    """The entry of the Head of Street Scene."""
    return entry(council.head, post="Street Scene Manager", service=council.services.street_scene, team="Management; East, West",
                 phone="01632 960 001", contact_hours="9 to 4")


def table(council, who="member"):
    """The rows of heads.csv as dictionaries."""
    answer = browser(getattr(council, who)).get("/directory/heads.csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def cards(council, address="heads.vcf"):
    """The cards of a file, read by vobject."""
    return list(vobject.readComponents(browser(council.member).get(f"/directory/{address}").content.decode()))


@pytest.mark.requirement("SEC-3.2n")
def test_the_list_names_the_head_and_the_nominated_officer_of_each_service(council, head):
    assert [(row["Service"], row["Role"], row["Name"], row["Telephone"]) for row in table(council)] == [
        ("Housing", "Head of Service", "Femi Adeyemi", ""), ("Street Scene", "Head of Service", "Priya Chandran", "01632 960 001"),
        ("Street Scene", "Nominated officer", "Callum Baird", "")]


@pytest.mark.requirement("SEC-3.2n")
def test_the_page_lists_them_too_with_whoever_stands_in(council, head):
    now = timezone.now()
    record_absence(council.head.person, since=now - DAY, until=now + DAY, stand_in=council.clo.person)

    said = words(browser(council.member).get("/directory/heads/"))

    assert "Rosie Fenn for Priya Chandran, who is away" in said
    assert [row["Cover"] for row in table(council)] == ["", "for Priya Chandran, who is away", ""]


def test_the_table_is_a_file_to_be_saved_that_a_spreadsheet_reads_as_utf_8(council):
    answer = browser(council.member).get("/directory/heads.csv")

    assert (answer["Content-Type"], answer["Content-Disposition"], answer["X-Content-Type-Options"]) == (
        "text/csv; charset=utf-8", 'attachment; filename="heads.csv"', "nosniff")
    assert answer.content[:3] == b"\xef\xbb\xbf"


@pytest.mark.parametrize("name", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\")"])
def test_no_cell_is_run_by_a_spreadsheet(council, name):
    correct_person(factories.fresh(council.head).person, name=name, honorific="", email="a@council.example")

    cells = [cell for row in table(council) for cell in row.values()]

    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert "'" + name.strip() in [cell.replace("'\t", "'").replace("'\r", "'") for cell in cells]


@pytest.mark.parametrize(("cell", "shown"), [("=1", "'=1"), ("a=1", "a=1"), ("", ""), (None, ""), (3, "3"), ("\n=1", "'\n=1"),
    ("＝1", "'＝1"), ("＋1", "'＋1"), ("－1", "'－1"), ("＠1", "'＠1")])
def test_a_cell_is_text(cell, shown):
    assert inert(cell) == shown


def test_a_card_is_read_by_another_program_as_it_was_meant(council, head):
    card = cards(council, f"officers/{head.uid}/card.vcf")[0]

    assert (card.fn.value, card.n.value.family, card.n.value.given, card.title.value, card.email.value, card.tel.value) == (
        "Priya Chandran", "Chandran", "Priya", "Street Scene Manager", council.head.person.email, "01632 960 001")
    assert card.org.value == ["Exampleshire Council", "Street Scene", "Management; East, West"]
    assert card.note.value.split("\n")[:3] == ["Head of Service, Street Scene", "Contact hours: 9 to 4", BARRED]


def test_the_cards_of_the_list_are_one_for_each_person(council, head):
    factories.post("head_of_service", of=council.services.housing)

    assert [card.fn.value for card in cards(council)] == ["Femi Adeyemi", "Priya Chandran", "Callum Baird"]


@pytest.mark.parametrize("text", ["Ünïcödé " * 20, "a,b;c\\d\ne", "N:x\r\nEND:VCARD", "x" * 300, "日本語" * 40, "semi;colon"])
def test_long_and_awkward_texts_come_back_whole(council, text):
    made = entry(council.clo, post=text[:150])

    card = cards(council, f"officers/{made.uid}/card.vcf")[0]

    assert card.title.value == text[:150].replace("\r\n", "\n")


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=400))
def test_a_folded_line_is_short_in_every_piece_and_whole_again_unfolded(text):
    line = "NOTE:" + escaped(text)

    pieces = folded(line).split("\r\n")

    assert max(len(piece.encode()) for piece in pieces) <= OCTETS
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == line


@pytest.mark.requirement("SEC-5.9")
def test_a_personal_number_leaves_the_portal_only_by_their_own_choice(council, head):
    def keep(shown):
        keep_private_contact(council.head.person, phone="07700 900 001", address="1 Home Street", phone_shown=shown, address_shown=shown,
                             actor=council.head.person)

    client = browser(council.member)
    places = [*FILES, f"officers/{head.uid}/card.vcf"]
    keep(False)
    hidden = "".join(client.get(f"/directory/{place}").content.decode() for place in places)
    keep(True)
    shown = [client.get(f"/directory/{place}").content.decode() for place in places]

    assert ("07700" in hidden, "Home Street" in hidden) == (False, False)
    assert [("07700 900 001" in text, "Home Street" in text) for text in shown] == [
        (False, False), (False, False), (True, False)]


@pytest.mark.requirement("SEC-7.3")
@pytest.mark.requirement("SEC-8.5")
@pytest.mark.requirement("EXD-3")
def test_that_party_political_use_is_barred_is_said_beside_the_links_in_the_table_and_in_each_card(council, head):
    assert BARRED in words(browser(council.member).get("/directory/heads/"))
    assert {row["Use"] for row in table(council)} == {BARRED}
    assert [BARRED in card.note.value for card in cards(council)] == [True, True, True]


@pytest.mark.parametrize("file", [*FILES, "card.vcf"])
def test_each_export_is_recorded_with_who_took_it_and_a_mere_look_at_the_headers_is_not(council, head, file):
    place = f"/directory/officers/{head.uid}/card.vcf" if file == "card.vcf" else f"/directory/{file}"
    client, before = browser(council.member), Event.objects.count()

    client.head(place)
    client.get(place)

    event = Event.objects.order_by("pk").last()
    assert Event.objects.count() == before + 1
    assert (event.verb, event.actor_name, event.detail, event.object_uid) == (
        "directory exported", "Aisha Rahman", file, head.uid if file == "card.vcf" else None)
