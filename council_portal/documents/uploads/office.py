"""Word, Excel and PowerPoint files (OOXML): the kind that they say, no macros, nothing embedded that runs, nothing fetched."""
import re

from council_portal.documents.uploads.packages import open_package
from council_portal.documents.uploads.refusals import Refused

WORDS = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": WORDS + "wordprocessingml.document.main+xml",
    "xlsx": WORDS + "spreadsheetml.sheet.main+xml",
    "pptx": WORDS + "presentationml.presentation.main+xml",
}
DEPTH = 3  # a presentation with a chart with its sheet; more is a Russian doll
ACTIVE_TYPE = re.compile(r"(?i)macro|vba|activex|oleobject")
LINKED_TYPE = re.compile(r"(?i)externallink")
# Macros, Excel 4 macros, controls, objects of other programs, and files inside that could hold any of these.
ACTIVE_PART = re.compile(r"(?i)vba\w*\.(bin|xml)$|/activex/|/macrosheets/|/embeddings/.*\.(bin|ole)$"
                         r"|\.(doc|xls|ppt|dot|xlt|pot|pps)m$|\.(doc|xls|ppt|xlsb)$")
EMBEDDED = re.compile(r"(?i)\.(docx|xlsx|pptx)$")
DDE = re.compile(r"(?i)(?:^|\s)DDE(AUTO)?\b")
HYPERLINK = re.compile(r"/hyperlink$")


def checker(kind):
    """The check of one of docx, xlsx, pptx: takes bytes, raises Refused."""
    return lambda data: check_office(data, kind)


def check_office(data, kind, depth=1, budget=None):
    """Raises Refused. depth: how many files this one lies in, itself included. budget: of the outermost."""
    if depth > DEPTH:
        raise Refused("active")
    package = open_package(data, budget)
    if any(ACTIVE_PART.search(f"/{name}") for name in package.names):
        raise Refused("active")
    check_types(package, kind)
    for name in package.names:
        if name.lower().endswith(".rels"):
            package.scan(name, refuse_external)
        elif kind == "docx" and name.lower().endswith(".xml"):
            check_fields(package, name)
        elif found := EMBEDDED.search(name):
            check_office(package.read(name), found.group(1).lower(), depth + 1, package.budget)
        else:
            refuse_zip(package, name)


def check_types(package, kind):
    """The list of contents names this kind as the main part, once, and nothing that acts or is fetched."""
    if "[Content_Types].xml" not in package.names:
        raise Refused("disguised")
    types = []
    package.scan("[Content_Types].xml", lambda tag, attributes: types.append(attributes.get("ContentType", "")))
    if any(ACTIVE_TYPE.search(t) for t in types):
        raise Refused("active")
    if any(LINKED_TYPE.search(t) for t in types):
        raise Refused("linked")
    if [t for t in types if t in MAIN.values()] != [MAIN[kind]]:
        raise Refused("disguised")


def refuse_external(tag, attributes):
    """Only a hyperlink, which waits for a click, may lead outside."""
    target = attributes.get("Target", "")
    outside = attributes.get("TargetMode", "").lower() == "external" or "://" in target or target.startswith("\\\\")
    if outside and not HYPERLINK.search(attributes.get("Type", "")):
        raise Refused("linked")


def check_fields(package, name):
    """A field that talks to another program; its code may be cut into pieces. Raises Refused."""
    said, inside = [], [False]

    def element(tag, attributes):
        inside[0] = tag.endswith(" instrText")
        if tag.endswith(" fldChar"):
            said.append(" ")  # another field begins
        said.extend(f" {value} " for key, value in attributes.items() if key.endswith(" instr"))

    package.scan(name, element, lambda text: said.append(text) if inside[0] else None)
    if DDE.search("".join(said)):
        raise Refused("active")


def refuse_zip(package, name):
    """A ZIP file among the parts that is no office file."""
    with package.zip.open(name) as part:
        if part.read(4) == b"PK\x03\x04":
            raise Refused("active")
