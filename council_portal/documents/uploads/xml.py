"""XML read element by element, without a tree, and with a bound on everything that grows."""
import codecs
from xml.parsers import expat

from council_portal.documents.uploads.refusals import Refused

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DEPTH = 1000  # elements inside one another
NAMES = 20_000  # different names of elements and attributes; the reader keeps each
NAMESPACE = 500  # characters; written out before each name
GAP = 1_000_000  # bytes from one "<" to the next: one text, or one element with its attributes


def scan(data, on_element, on_text=None, *, most):
    """Read XML: on_element(tag, attributes), each name as "namespace name". Returns how many elements. Raises Refused.

    most: how many elements it may have.

    SECURITY: a document type is refused, so there is no entity to expand or to fetch; and any encoding but UTF-8, which is all
    that office programs write, so that nobody else can read these bytes differently.
    """
    if data.startswith(UTF_16) or b"\0" in data[:4]:
        raise Refused("damaged")  # the library would follow the mark, whatever encoding it is given
    refuse_gaps(data)
    reader = Reader(on_element, on_text, most)
    reader.read(data)
    return reader.elements


def refuse_gaps(data):
    """The library takes a whole element at once, however many attributes it has."""
    at = 0
    while at + GAP < len(data):
        at = data.rfind(b"<", at, at + GAP) + 1
        if not at:
            raise Refused("bomb")


class Reader:
    """One reading."""

    def __init__(self, on_element, on_text, most):
        self.on_element, self.most = on_element, most
        self.elements = self.depth = 0
        self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.XmlDeclHandler = self.declared
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.StartNamespaceDeclHandler = self.namespace
        self.parser.StartElementHandler = self.begun
        self.parser.EndElementHandler = self.ended
        if on_text:
            self.parser.CharacterDataHandler = on_text

    def read(self, data):
        """Raises Refused."""
        try:
            self.parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError):
            raise Refused("damaged") from None

    def declared(self, version, encoding, standalone):
        """Another encoding than the one we read by."""
        if encoding and encoding.lower() != "utf-8":
            raise Refused("damaged")

    def doctype(self, *_said):
        """No office program writes one."""
        raise Refused("active")

    def namespace(self, prefix, uri):
        """A long one would be copied for every element."""
        if uri and len(uri) > NAMESPACE:
            raise Refused("bomb")

    def begun(self, tag, attributes):
        """One element."""
        self.depth += 1
        self.elements += 1
        if self.depth > DEPTH or self.elements > self.most or len(self.parser.intern) > NAMES:
            raise Refused("bomb")
        self.on_element(tag, attributes)

    def ended(self, tag):
        """Its end."""
        self.depth -= 1
