"""One upload, from what the browser sent to what may be kept."""
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.files import File

from council_portal.documents import limits
from council_portal.documents.uploads import office, opendocument, pdf, pictures, text
from council_portal.documents.uploads.names import clean_name, extension
from council_portal.documents.uploads.packages import find_end
from council_portal.documents.uploads.refusals import Refused, refusal
from council_portal.documents.uploads.viruses import refuse_viruses

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A locked .docx is an old Office file around an encrypted one.
LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
OFFICE_TYPE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Upload:
    """A file that was checked. name: cleaned. content_type: of our list. size: bytes. digest: SHA-256, hexadecimal.

    stored: its name in storage once services.put_away has written it, else "". stampable: a stamp was laid on it as a trial.
    """

    name: str = field(repr=False)
    content_type: str
    size: int
    digest: str
    content: File = field(repr=False, compare=False)
    stored: str = ""
    stampable: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of file: as what it is handed out, how it begins, how its inside is checked (raises Refused)."""

    content_type: str
    begins: Callable
    check: Callable


def opens_with(*starts):
    """A test of the first bytes."""
    return lambda data: data.startswith(starts)


def is_webp(data):
    """A RIFF container that holds WebP."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def is_heic(data):
    """The format of iPhone photos, which Pillow cannot read."""
    return data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS


def is_no_other(data):
    """Text has no first bytes of its own; those of other kinds are not its."""
    others = (kind for kind in KINDS.values() if kind.begins is not is_no_other)
    return not (any(kind.begins(data) for kind in others) or is_heic(data) or data.startswith((OLD_OFFICE, b"GIF8")))


JPEG = Kind("image/jpeg", opens_with(b"\xff\xd8\xff"), pictures.check_jpeg)
KINDS = {
    "pdf": Kind("application/pdf", opens_with(b"%PDF-"), pdf.check_pdf),
    "jpg": JPEG,
    "jpeg": JPEG,
    "png": Kind("image/png", opens_with(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), pictures.check_png),
    "webp": Kind("image/webp", is_webp, pictures.check_webp),
    "txt": Kind("text/plain", is_no_other, text.check_text),
    "csv": Kind("text/csv", is_no_other, text.check_csv),
    "docx": Kind(OFFICE_TYPE + "wordprocessingml.document", opens_with(ZIP), office.checker("docx")),
    "xlsx": Kind(OFFICE_TYPE + "spreadsheetml.sheet", opens_with(ZIP), office.checker("xlsx")),
    "pptx": Kind(OFFICE_TYPE + "presentationml.presentation", opens_with(ZIP), office.checker("pptx")),
    **{word: Kind(kind, opens_with(ZIP), opendocument.checker(word)) for word, kind in opendocument.TYPES.items()},
}
OPAQUE = {"pdf", "jpg", "jpeg", "png", "webp"}  # kinds at whose end another kind could hang
BETTER = {"heic": "heic", "heif": "heic", "doc": "old_office", "xls": "old_office", "ppt": "old_office"}


def check_upload(uploaded_file):
    """What may be kept of an UploadedFile.

    Raises ValidationError: one sentence that names the file and what to do; its code is the reason (refusals.py).
    """
    name = clean_name(uploaded_file.name)
    try:
        return checked(uploaded_file, name)
    except Refused as refused:
        raise refusal(refused.why, name) from None


def checked(uploaded_file, name):
    """The Upload. Raises Refused. The file is read once, never beyond the limit."""
    if uploaded_file.size > limits.max_bytes():
        raise Refused("too_big")
    if not uploaded_file.size:
        raise Refused("empty")
    word = extension(name)
    if word not in KINDS:
        raise Refused(BETTER.get(word, "kind"))
    uploaded_file.seek(0)
    data = uploaded_file.read(limits.max_bytes() + 1)
    if len(data) != uploaded_file.size:
        raise Refused("damaged")
    inspect(data, word)
    refuse_viruses(data)
    uploaded_file.seek(0)
    digest = hashlib.sha256(data).hexdigest()
    return Upload(name=name, content_type=KINDS[word].content_type, size=len(data), digest=digest, content=uploaded_file)


def inspect(data, word):
    """Are these bytes what the end of the name says, whole and harmless? Raises Refused."""
    kind = KINDS[word]
    if not kind.begins(data):
        raise Refused(why_not(data, word))
    if word in OPAQUE and find_end(data) >= 0:
        raise Refused("active")  # read from its end it is a ZIP file
    kind.check(data)


def why_not(data, word):
    """The most helpful reason for bytes that begin like another kind of file."""
    if data.startswith(OLD_OFFICE):
        return "locked" if LOCKED_OFFICE in data else "old_office"
    return "heic" if is_heic(data) else "disguised"
