"""How much the portal takes in. Settings with defaults: DOCUMENT_MAX_BYTES, DOCUMENTS_PER_POST, IMAGE_MAX_PIXELS."""
from django.conf import settings
from django.template.defaultfilters import filesizeformat

NAME_LENGTH = 200  # characters of a display name

# Of what a zipped Office or OpenDocument file may unpack to. The largest honest ones seen are far below; a bomb is far above.
PACKAGE_ENTRIES = 3000
PACKAGE_BYTES = 100 * 1024 * 1024
PACKAGE_RATIO = 200  # unpacked to packed bytes; asked only above PACKAGE_RATIO_FROM, because short repetitive files shrink more
PACKAGE_RATIO_FROM = 10 * 1024 * 1024
PACKAGE_XML_BYTES = 30 * 1024 * 1024  # of XML that has to be read, not only unpacked
PACKAGE_ELEMENTS = 1_000_000  # in that XML: some 2 seconds of work, or several hundred pages


def max_bytes():
    """Bytes of one file."""
    return getattr(settings, "DOCUMENT_MAX_BYTES", 10 * 1024 * 1024)


def per_post():
    """Files in one form."""
    return getattr(settings, "DOCUMENTS_PER_POST", 10)


def max_pixels():
    """Pixels of one picture, width times height."""
    return getattr(settings, "IMAGE_MAX_PIXELS", 40_000_000)


def in_words(size):
    """Bytes as people read them: "10 MB", "1.5 MB", with a space that does not break."""
    return filesizeformat(size).replace(".0\xa0", "\xa0")
