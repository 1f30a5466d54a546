"""The pages and files of signing: nothing typed is lost, numbers agree, names go out only where the council set it so."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from complaints.signing import services
from complaints.signing.models import Renewal, Signature
from tests import factories
from tests.casework.ground import browser, words
from tests.signing.test_signing import entry, revised

pytestmark = pytest.mark.django_db
SIGN, REGISTER = "/protocol/signing/", "/protocol/signing/register/"


@pytest.fixture
def council(db):
    return factories.council("model")


def pdf(answer):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


def test_a_member_signs_by_both_statements_and_gets_a_certificate(council):
    client = browser(council.member)
    assert "You are asked to sign as: Member of the council." in words(client.get(SIGN))

    half = client.post(SIGN, {"digest": council.protocol.digest, "accept": "on"})
    assert half.status_code == 200
    assert "commit" in half.context["form"].errors
    assert half.context["form"]["accept"].value()
    assert not Signature.objects.exists()

    assert client.post(SIGN, {"digest": council.protocol.digest, "accept": "on", "commit": "on"}).url == SIGN
    made = Signature.objects.get()
    assert "In the portal on" in words(client.get(SIGN))
    text = pdf(client.get(f"/protocol/signing/{made.uid}/certificate.pdf"))
    assert "Aisha Rahman" in text
    assert council.protocol.digest in text.replace("\n", "").replace(" ", "")


def test_a_certificate_of_somebody_else_is_not_there(council):
    made = services.sign(digest=council.protocol.digest, actor=council.member)

    address = f"/protocol/signing/{made.uid}/certificate.pdf"
    assert browser(council.colleague).get(address).status_code == browser(council.technical).get(address).status_code == 404
    assert browser(council.monitoring).get(address).status_code == 200


def test_a_version_adopted_while_somebody_reads_is_told_and_nothing_is_signed(council):
    shown = council.protocol.digest
    revised("every year")

    assert browser(council.member).post(SIGN, {"digest": shown, "accept": "on", "commit": "on"}).status_code == 409
    assert not Signature.objects.exists()


def test_who_signed_an_earlier_version_sees_what_changed_since(council):
    services.sign(digest=council.protocol.digest, actor=council.member)
    revised("every single year")

    page = browser(council.member).get(SIGN)
    assert page.context["before"] == council.protocol
    assert "every single year" in words(page)


def test_the_register_lists_who_has_not_signed_first_and_its_numbers_agree(council):
    entry(council.head, tier=2, politically_restricted=True)
    services.sign(digest=council.protocol.digest, actor=council.member)
    client = browser(council.democratic)

    page = client.get(REGISTER, {"show": "all"})
    assert [row["name"] for row in page.context["rows"]][-1] == council.member.person.full_name
    assert page.context["tally"] == [
        ("Members", 3, 1, 2), ("Officers of the tiers named", 1, 0, 1), ("Politically restricted posts", 1, 0, 1),
        ("All together", 4, 1, 3)]
    assert len(client.get(REGISTER, {"show": "outstanding"}).context["rows"]) == 3
    assert len(client.get(REGISTER, {"show": "signed"}).context["rows"]) == 1
    assert len(client.get(REGISTER).context["rows"]) == len(client.get(REGISTER, {"show": "nonsense"}).context["rows"]) == 3


def test_the_register_takes_as_many_statements_for_one_as_for_many(council):
    client = browser(council.democratic)
    client.get(REGISTER)

    def taken():
        with CaptureQueriesContext(connection) as captured:
            client.get(REGISTER)
        return len(captured)

    few = taken()
    for number in range(5):
        one = factories.member(f"Member {number}", of=council.wards.castle, in_group=council.groups.town)
        services.sign(digest=council.protocol.digest, actor=one) if number % 2 else None
    assert taken() == few <= 12


def test_the_list_is_taken_as_a_file_that_no_spreadsheet_runs(council):
    council.member.person.name = "=Aisha"
    council.member.person.honorific = ""
    council.member.person.save()

    rows = list(csv.reader(io.StringIO(browser(council.democratic).get(REGISTER + "list.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 4
    assert "'=Aisha" in {row[0] for row in rows}


@pytest.mark.parametrize("named", [False, True])
def test_the_report_names_those_who_have_not_signed_only_where_the_council_set_it_so(council, settings, named):
    settings.SIGNING_REPORT_NAMES = named
    client = browser(council.monitoring)

    for text in (words(client.get("/protocol/signing/report/")), pdf(client.get("/protocol/signing/report/report.pdf"))):
        assert "0 of 3 people" in text
        assert ("Gwen Pritchard" in text) is named


def test_a_signature_on_paper_is_entered_and_a_wrong_day_keeps_what_was_typed(council):
    client, address = browser(council.democratic), f"{REGISTER}{council.member.person.uid}/paper/"
    today = timezone.localdate()

    def posted(year):
        return client.post(address, {"digest": council.protocol.digest, "signed_on_day": today.day, "signed_on_month": today.month,
                                     "signed_on_year": year})

    wrong = posted(today.year + 1)
    assert "cannot be entered ahead" in words(wrong)
    assert str(today.year + 1) in wrong.content.decode()
    assert posted(today.year).status_code == 302
    assert Signature.objects.get().entered_by == council.democratic.person
    assert client.get(address).status_code == 409
    assert browser(council.member).get(address).status_code == 403
    assert client.get(f"{REGISTER}{council.head.person.uid}/paper/").status_code == 404


def test_whoever_keeps_the_register_is_offered_no_page_to_enter_their_own_paper_and_reads_why(council):
    entry(council.democratic, tier=2)
    address = f"{REGISTER}{council.democratic.person.uid}/paper/"

    assert address not in browser(council.democratic).get(REGISTER).content.decode()
    assert address in browser(council.monitoring).get(REGISTER).content.decode()
    refused = browser(council.democratic).get(address)
    assert refused.status_code == 403
    assert "entered by somebody else who keeps the register. Or sign in the portal." in words(refused)


def test_the_monitoring_officer_decides_with_a_reason_whether_it_is_signed_again(council):
    client = browser(council.monitoring)
    assert client.post("/protocol/signing/renewal/", {"again": "no", "why": ""}).status_code == 200
    assert client.post("/protocol/signing/renewal/", {"again": "no", "why": "One word."}).status_code == 302
    assert Renewal.objects.get().why == "One word."
    assert client.post("/protocol/signing/renewal/", {"again": "yes", "why": "No."}).status_code == 409
    assert "One word." in words(browser(council.democratic).get(REGISTER))


def test_where_the_protocol_asks_nobody_the_pages_say_so():
    made = factories.council("section-c")

    assert "does not ask anybody to sign" in words(browser(made.member).get(SIGN))
    assert "does not ask anybody to sign" in words(browser(made.democratic).get(REGISTER))
