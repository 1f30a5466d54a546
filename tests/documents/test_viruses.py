"""Every upload is shown to the council's scanner, and refused unless the scanner clearly says that it is clean."""
import hashlib
import socket
import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from council_portal.documents import checks
from council_portal.documents.uploads import check_upload
from council_portal.intake.forms import UploadForm
from council_portal.people.forms import PhotoField
from tests.documents import files, scanners

UNCHECKED = "“notes.txt” could not be checked for viruses and was not kept: add it again later."
VIRUS = "“notes.txt” seems to hold a virus and was not kept: tell your IT service, and add a clean copy."


@pytest.fixture(autouse=True)
def limits(settings):
    settings.CLAMD_CONNECT_SECONDS, settings.CLAMD_SECONDS = 1, 0.5


def add(data=b"Good morning", name="notes.txt"):
    return check_upload(ContentFile(data, name=name))


def refused(data=b"Good morning"):
    """The sentence with which an upload is refused."""
    with pytest.raises(ValidationError) as caught:
        add(data)
    return caught.value.messages


@pytest.mark.parametrize("kind", ["tcp", "unix"])
def test_a_clean_file_is_shown_whole_in_pieces_and_taken(settings, tmp_path, kind):
    settings.CLAMD_SECONDS = 10
    data = b"Good morning. " * 200_000

    with scanners.scanner(scanners.truly, tmp_path / "clamd" if kind == "unix" else None) as (settings.CLAMD, heard):
        upload = add(data)

    assert upload.size == len(data) > 2 * scanners.LARGEST_PIECE
    assert heard == [data]


@pytest.mark.parametrize("kind", ["tcp", "unix"])
def test_an_infected_file_is_refused_and_logged_by_digest_alone(settings, tmp_path, kind, caplog):
    with scanners.scanner(scanners.truly, tmp_path / "clamd" if kind == "unix" else None) as (settings.CLAMD, _heard):
        said = refused(scanners.EICAR)

    assert said == [VIRUS]
    assert caplog.messages == [f"an upload was refused: virus, SHA-256 {hashlib.sha256(scanners.EICAR).hexdigest()}"]


def test_the_name_of_a_virus_is_not_repeated(settings, caplog):
    with scanners.scanner(scanners.says(b"stream: <script>\nroot logged in</script> FOUND\0")) as (settings.CLAMD, _heard):
        said = refused()

    assert said == [VIRUS]
    assert "script" not in caplog.text


@pytest.mark.parametrize("answer", [
    scanners.hangs, scanners.trickles, scanners.closes_early, scanners.limits_size, scanners.says(b""), scanners.says(b"stream: OK"),
    scanners.says(b"\0"), scanners.says(b"OK\0"), scanners.says(b"stream: OK\nstream: X FOUND?\0"), scanners.says(b"stream: FOUND\0"),
    scanners.says(b"INSTREAM size limit exceeded. ERROR\0"), scanners.says(b"\xff" * 10_000), scanners.says(b"UNKNOWN COMMAND\0"),
], ids=["hangs", "trickles", "closes early", "size limit, early", "empty", "no end", "only the end", "half", "two answers", "no name",
        "size limit", "garbage", "unknown command"])
def test_whatever_is_no_clear_answer_refuses_the_file_within_the_time_limit(settings, caplog, answer):
    began = time.monotonic()

    with scanners.scanner(answer) as (settings.CLAMD, _heard):
        said = refused()
        took = time.monotonic() - began

    assert said == [UNCHECKED]
    assert took < 2
    assert caplog.messages == [f"an upload was refused: unchecked, SHA-256 {hashlib.sha256(b'Good morning').hexdigest()}"]


def test_a_scanner_that_is_not_there_refuses_the_file(settings, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    answers = []
    for settings.CLAMD in (f"tcp://127.0.0.1:{port}", f"unix:{tmp_path}/nothing", "nonsense", "tcp://127.0.0.1:99999"):
        answers.append(refused())

    assert answers == [[UNCHECKED]] * 4


def test_without_a_scanner_nothing_is_asked(settings):
    settings.CLAMD = ""

    assert add().size == 12


def test_a_photograph_goes_through_it_and_says_why(settings):
    settings.CLAMD = "unix:/nowhere"

    with pytest.raises(ValidationError) as caught:
        PhotoField().clean(SimpleUploadedFile("me.png", files.picture("PNG")))

    assert caught.value.messages == ["“me.png” could not be checked for viruses and was not kept: add it again later."]


def test_a_list_to_take_in_goes_through_it_before_it_is_read(settings):
    class Kind:
        refused = KeyError

        def read(self, data):
            raise AssertionError("read before it was checked")

    settings.CLAMD = "unix:/nowhere"
    form = UploadForm({}, {"file": SimpleUploadedFile("notes.txt", b"name,post")}, user=None, kind=Kind())

    assert form.errors["file"] == [UNCHECKED]


@pytest.mark.parametrize(("address", "found"), [
    ("", []), ("tcp://clamav.council.example:3310", []), ("unix:/run/clamav/clamd.ctl", []), ("tcp://clamav", ["documents.E003"]),
    ("unix:run", ["documents.E003"]), ("/run/clamav", ["documents.E003"]), ("tcp://clamav:port", ["documents.E003"])])
def test_an_address_that_cannot_be_read_stops_the_portal(settings, address, found):
    settings.CLAMD = address

    assert [error.id for error in checks.scanner_address()] == found


@pytest.mark.parametrize(("address", "found"), [("", ["documents.W001"]), ("unix:/run/clamav/clamd.ctl", [])])
def test_production_is_warned_when_no_scanner_is_named(settings, address, found):
    settings.CLAMD = address

    assert [warning.id for warning in checks.scanner_named()] == found
