"""PDF: whole, not locked, and without the things that act by themselves."""
import re
import zlib

from council_portal.documents import limits
from council_portal.documents.uploads.refusals import Refused

ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
# Names that run something, start something or carry a file. Fonts, forms and links are ordinary.
ACTS = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|ImportData|GoToE|XFA)(?![A-Za-z])")
LOCKED = re.compile(rb"/Encrypt(?![A-Za-z])")
# Objects may be packed into a stream, where their names cannot be read as they stand. Any letter of a name may be escaped.
OBJ_STM = b"/" + b"".join(b"(?:%c|#%02x|#%02X)" % (c, c, c) for c in b"ObjStm")
PACKED = re.compile(OBJ_STM + rb"(?![A-Za-z]).{0,2000}?stream(?:\r\n|\n|\r)", re.DOTALL)
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
        plain = ESCAPED.sub(lambda found: bytes([int(found.group(1), 16)]), part)
        if LOCKED.search(plain):
            raise Refused("locked")
        if ACTS.search(plain):
            raise Refused("active")


def unpacked(data):
    """The packed objects, one stream after the other. Packed in a way that we cannot undo: refused, as it could hide anything."""
    for found in PACKED.finditer(data):
        try:
            yield zlib.decompressobj().decompress(data[found.end():], limits.PACKAGE_XML_BYTES)
        except zlib.error:
            if not PLAIN.match(data, found.end()):
                raise Refused("active") from None
