"""PDF: whole, not locked, and without the things that act by themselves."""
import re
import zlib

from council_portal.documents import limits
from council_portal.documents.uploads.refusals import Refused


def name(word):
    """The pattern of a name of PDF. Any of its letters may be written as # and two figures."""
    letters = (f"(?:{c}|#{ord(c):02x}|#{ord(c):02X})" for c in word)
    return f"/{''.join(letters)}(?![A-Za-z#])"


# Names that run something, start something or carry a file. Fonts, forms and links are ordinary.
ACTS = re.compile("|".join(name(word) for word in [
    "JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "ImportData", "GoToE", "XFA"]).encode())
LOCKED = re.compile(name("Encrypt").encode())
# Objects may be packed into a stream, where their names cannot be read as they stand.
PACKED = re.compile(name("ObjStm").encode())
MOST_PACKED = 10_000  # streams of packed objects in one file
NEAR = 2000  # bytes from the name to the stream
PIECE = 1 << 14
PLAIN = re.compile(rb"\s*[0-9]")  # packed objects that are not compressed begin with their numbers


def check_pdf(data):
    """Raises Refused. SECURITY: not a reader of PDF. What is hidden better than names and packed objects is not found."""
    if b"%%EOF" not in data[-2048:] or b"startxref" not in data[-2048:]:
        raise Refused("damaged")
    budget = limits.PACKAGE_XML_BYTES
    for part in (data, *unpacked(data)):
        budget -= len(part)
        if budget < 0:
            raise Refused("bomb")
        if LOCKED.search(part):
            raise Refused("locked")
        if ACTS.search(part):
            raise Refused("active")


def unpacked(data):
    """The packed objects, one stream after the other. Packed in a way that we cannot undo: refused, as it could hide anything."""
    for number, found in enumerate(PACKED.finditer(data)):
        if number > MOST_PACKED:
            raise Refused("bomb")
        at = data.find(b"stream", found.end(), found.end() + NEAR)
        if at < 0:
            continue
        at += len(b"stream")
        while data[at:at + 1] in (b"\r", b"\n"):
            at += 1
        try:
            yield inflate(data, at)
        except zlib.error:
            if not PLAIN.match(data, at):
                raise Refused("active") from None


def inflate(data, at):
    """What a stream that begins at `at` unpacks to, at most one byte more than may be read.

    Fed in pieces, because the library copies what is left over.
    """
    squeezed, out, view = zlib.decompressobj(), [], memoryview(data)
    left = limits.PACKAGE_XML_BYTES + 1
    while left > 0 and at < len(data) and not squeezed.eof:
        piece = squeezed.unconsumed_tail or view[at:at + PIECE]
        at += 0 if squeezed.unconsumed_tail else PIECE
        out.append(squeezed.decompress(piece, left))
        left -= len(out[-1])
    return b"".join(out)
