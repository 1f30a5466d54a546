"""The scan of a paper on which somebody signed: kept with the signature, read by those who keep the register."""
import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints.signing.models import Scan, Signature
from council_portal.documents.kinds import KINDS
from tests import factories
from tests.casework.ground import browser, words
from tests.documents import files

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SRB-SIGN")]


@pytest.fixture(name="council")
def made(db, settings, tmp_path):
    settings.PORTAL_VAR = tmp_path
    return factories.council("model")


def entered(council, *names, who="member", content=None):
    """What the page answers when a signature of today is entered with these files."""
    today, person = timezone.localdate(), council.accounts[who].person
    content = files.picture("JPEG", (60, 80)) if content is None else content
    sent = {"digest": council.protocol.digest, "signed_on_day": today.day, "signed_on_month": today.month, "signed_on_year": today.year,
            "scan": [SimpleUploadedFile(name, content) for name in names]}
    return browser(council.democratic).post(f"/protocol/signing/register/{person.uid}/paper/", sent)


def test_a_scan_is_kept_and_read_by_those_who_keep_the_register_alone(council):
    assert entered(council, "signed sheet.jpg").status_code == 302
    scan = Scan.objects.get()
    page = words(browser(council.monitoring).get("/protocol/signing/register/?show=signed"))

    assert scan.signature == Signature.objects.get(person=council.member.person)
    assert "Scan of what Councillor Aisha Rahman signed" in page
    reading = {name: browser(user).get(scan.get_absolute_url()).status_code for name, user in council.accounts.items()}
    assert {name for name, status in reading.items() if status == 200} == {"democratic", "monitoring"}
    assert set(reading.values()) == {200, 404}
    assert Scan in KINDS


def test_without_a_scan_the_signature_is_entered_and_the_register_offers_none(council):
    assert entered(council).status_code == 302

    assert not Scan.objects.exists()
    assert "Scan of" not in words(browser(council.monitoring).get("/protocol/signing/register/?show=signed"))


def test_two_files_and_one_that_is_refused_are_said_at_the_field_and_the_day_stays(council):
    for answer in (entered(council, "one.jpg", "two.jpg"), entered(council, "sheet.exe", content=b"MZ")):
        assert answer.status_code == 200
        assert "scan" in answer.context["form"].errors
        assert answer.context["form"].cleaned_data["signed_on"] == timezone.localdate()
    assert not Signature.objects.exists()


def test_scans_cost_the_register_no_statement(council):
    def taken():
        client = browser(council.monitoring)
        client.get("/protocol/signing/register/?show=signed")
        with CaptureQueriesContext(connection) as captured:
            client.get("/protocol/signing/register/?show=signed")
        return len(captured)

    entered(council)
    before = taken()
    entered(council, "a.jpg", who="colleague"), entered(council, "b.jpg", who="other_member")

    assert taken() == before
    assert Scan.objects.filter(added_at__gt=timezone.now() - datetime.timedelta(hours=1)).count() == 2
