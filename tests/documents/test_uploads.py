"""What is taken in, what is not, and what people are told."""
import hashlib
import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from council_portal.documents.uploads import check_upload
from council_portal.documents.uploads.checks import KINDS
from council_portal.documents.uploads.names import clean_name
from tests.documents import files
from tests.documents.corpus import cases
from tests.documents.slow import slow

SAID = {
    "empty": "“{}” is empty: check the file and add it again.",
    "too_big": "“{}” is bigger than 10\xa0MB: make it smaller, or split it, and add it again.",
    "kind": "“{}” is a kind of file that we cannot take: save it as a PDF and add that.",
    "heic": "“{}” is an iPhone photo that not everybody can open: save it as a JPEG and add that.",
    "old_office": "“{}” is in an old Office format: save it as .docx, .xlsx, .pptx or PDF and add that.",
    "disguised": "“{}” is not what the end of its name says: open it, save it as a PDF and add that.",
    "damaged": "“{}” is damaged or incomplete: open it, save it again and add the new copy.",
    "active": "“{}” holds a macro, a script or another file inside it: print it to PDF and add that.",
    "locked": "“{}” is protected with a password: save a copy without the password and add that.",
    "linked": "“{}” fetches parts of itself from somewhere else: print it to PDF and add that.",
    "bomb": "“{}” is too big when it is unpacked: save it as a PDF and add that.",
    "pixels": "“{}” has more than 40 million pixels: save a smaller picture and add that.",
}


def outcome_of(name, content):
    """(the content type, "") or (the reason, the sentence)."""
    try:
        return check_upload(ContentFile(content, name=name)).content_type, ""
    except ValidationError as error:
        return error.code, error.message


@pytest.mark.parametrize(("name", "content", "expected"), [pytest.param(*case[1:], id=case[0]) for case in cases()])
def test_each_file_of_the_corpus_ends_as_declared(name, content, expected):
    found = outcome_of(name, content)

    assert found == (expected, "" if "/" in expected else SAID[expected].format(clean_name(name)))


def test_the_corpus_is_large_and_knows_every_reason_and_every_kind():
    outcomes = {case[3] for case in cases()}

    assert len(cases()) >= 120
    assert outcomes == set(SAID) | {kind.content_type for kind in KINDS.values()}


HEAVY = """
import resource, sys, time
from django.conf import settings
settings.configure(USE_I18N=False, CLAMD="")
from django.core.exceptions import ValidationError
from django.core.files import File
from council_portal.documents.uploads import check_upload
kept, name = sys.argv[1:]
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    outcome = check_upload(File(open(kept, "rb"), name=name)).content_type
except ValidationError as error:
    outcome = error.code
print(outcome, time.process_time() - start, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


def heavy_cases():
    """Those that are made to cost, and the largest of the corpus."""
    return [*slow(), *(case for case in cases() if case[3] in {"bomb", "pixels"} or "6,000" in case[0])]


@pytest.mark.parametrize(("name", "content", "expected"), [pytest.param(*case[1:], id=case[0]) for case in heavy_cases()])
def test_no_file_takes_more_than_five_seconds_of_processor_or_150_megabytes(name, content, expected, tmp_path):
    kept = tmp_path / "upload"
    kept.write_bytes(content)

    told = subprocess.run([sys.executable, "-c", HEAVY, kept, name], capture_output=True, text=True, check=True).stdout.split()

    assert told[0] == expected
    assert float(told[1]) < 5  # seconds
    assert float(told[2]) < 150  # MB


def test_a_checked_upload_carries_its_size_its_digest_and_its_content_from_the_beginning():
    data = files.pdf()

    upload = check_upload(ContentFile(data, name="/home/clerk/agenda.pdf"))

    assert (upload.name, upload.size, upload.digest) == ("agenda.pdf", len(data), hashlib.sha256(data).hexdigest())
    assert upload.content.read() == data


def test_an_upload_does_not_tell_its_name_to_a_log():
    upload = check_upload(ContentFile(files.pdf(), name="grievance of A. Clerk.pdf"))

    shown = repr(upload)

    assert "grievance" not in shown


def test_a_file_that_is_longer_than_it_says_is_refused():
    file = ContentFile(b"a" * 100, name="notes.txt")
    file.size = 50

    with pytest.raises(ValidationError) as refused:
        check_upload(file)

    assert refused.value.code == "damaged"


def test_limits_are_settings(settings):
    settings.DOCUMENT_MAX_BYTES = 5
    settings.IMAGE_MAX_PIXELS = 1_000_000

    assert outcome_of("notes.txt", b"123456")[0] == "too_big"
    settings.DOCUMENT_MAX_BYTES = 1_000_000
    assert outcome_of("plan.png", files.wide_png(1001, 1000)) == (
        "pixels", "“plan.png” has more than 1 million pixels: save a smaller picture and add that.")
