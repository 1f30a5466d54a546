"""OpenDocument files (ODT, ODS, ODP): the kind that they say, no macros, not locked, nothing fetched."""
import re

from council_portal.documents.uploads.packages import open_package
from council_portal.documents.uploads.refusals import Refused

TYPES = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
MANIFEST = "META-INF/manifest.xml"
LOOKED_INTO = re.compile(r"(^|/)(content|styles)\.xml$")
MACROS = re.compile(r"(?i)^(Basic|Scripts)/")
HREF = "http://www.w3.org/1999/xlink href"
# Anything but a part of the package or a place on the page: another file, an address, a folder above.
OUTSIDE = re.compile(r"(?i)^([a-z][a-z0-9+.-]*:|/|\\\\|\.\.)")
ACTS = {"event-listener", "applet", "plugin", "dde-source", "dde-connection", "dde-connection-decl", "dde-link"}
CLICKED = {"a", "bookmark", "user-index-source"}  # waits for a click


def checker(kind):
    """The check of one of odt, ods, odp: takes bytes, raises Refused."""
    return lambda data: check_opendocument(data, kind)


def check_opendocument(data, kind):
    """Raises Refused."""
    package = open_package(data)
    if "mimetype" not in package.names or MANIFEST not in package.names or "content.xml" not in package.names:
        raise Refused("disguised")
    if package.read("mimetype").strip() != TYPES[kind].encode():
        raise Refused("disguised")
    if any(MACROS.match(name) for name in package.names):
        raise Refused("active")
    package.scan(MANIFEST, refuse_locked)
    for name in package.names:
        if LOOKED_INTO.search(name):
            package.scan(name, refuse_outside)


def refuse_locked(tag, attributes):
    """The list of parts says which are encrypted."""
    if tag.rpartition(" ")[2] == "encryption-data":
        raise Refused("locked")


def refuse_outside(tag, attributes):
    """What acts by itself, or is fetched when the file is opened."""
    local = tag.rpartition(" ")[2]
    if local in ACTS:
        raise Refused("active")
    if local not in CLICKED and OUTSIDE.match(attributes.get(HREF, "")):
        raise Refused("linked")
