"""The ZIP file around Office and OpenDocument files: whole, plain, of a bearable size, with nothing strange among its parts."""
import io
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass

from council_portal.documents import limits
from council_portal.documents.uploads.refusals import Refused
from council_portal.documents.uploads.xml import scan

END = b"PK\x05\x06"
END_LENGTH = 22
COMMENT = 0xFFFF
ENTRY = b"PK\x01\x02"
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
# Parts that office programs never write and that Windows would run.
RUN_BY_WINDOWS = re.compile(r"(?i)\.(exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|msi|lnk|html?)$")


@dataclass
class Budget:
    """What one upload may still unpack to, the packages inside it included: bytes, and of what has to be read bytes and elements."""

    unpacked: int = limits.PACKAGE_BYTES
    read: int = limits.PACKAGE_XML_BYTES
    elements: int = limits.PACKAGE_ELEMENTS

    def spend(self, *, unpacked=0, read=0):
        """Raises Refused when nothing is left."""
        self.unpacked -= unpacked
        self.read -= read
        if self.unpacked < 0 or self.read < 0:
            raise Refused("bomb")


@dataclass
class Package:
    """An opened file and its budget."""

    zip: zipfile.ZipFile
    names: list
    budget: Budget

    def read(self, name):
        """The bytes of one part. Raises Refused when that is more than may be read."""
        self.budget.spend(read=self.zip.getinfo(name).file_size)
        return self.zip.read(name)

    def scan(self, name, on_element, on_text=None):
        """Read one part as XML: on_element(tag, attributes), tags and attributes as "namespace name". Raises Refused."""
        self.budget.elements -= scan(self.read(name), on_element, on_text, most=self.budget.elements)


def open_package(data, budget=None):
    """Open, weigh and read through every part. budget: of the package around this one. Returns a Package. Raises Refused."""
    check_end(data)
    budget = budget or Budget()
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        entries = package.infolist()
        weigh(entries, budget)
        for entry in entries:
            check_entry(entry)
            check_content(package, entry)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError, struct.error):
        raise Refused("damaged") from None
    names = [entry.filename for entry in entries]
    if len({name.casefold() for name in names}) != len(names):
        raise Refused("damaged")  # two readers could take two different parts
    return Package(package, names, budget)


def find_end(data):
    """Where the directory of a ZIP file at the end of these bytes closes, or -1. It counts only if the directory is there."""
    at = data.rfind(END, max(0, len(data) - END_LENGTH - COMMENT))
    if at < 0 or at + END_LENGTH > len(data):
        return -1
    size = struct.unpack("<I", data[at + 12:at + 16])[0]
    return at if size <= at and data[at - size:at - size + 4] == ENTRY else -1


def check_end(data):
    """SECURITY: before the library builds an object for each entry, and so that nothing stands before or after the package."""
    at = find_end(data)
    if at < 0:
        raise Refused("damaged")
    disks, here, total, size, offset, comment = struct.unpack("<IHHIIH", data[at + 4:at + END_LENGTH])
    if total > limits.PACKAGE_ENTRIES or size > limits.PACKAGE_ENTRIES * 300:
        raise Refused("bomb")
    if disks or here != total or offset + size != at or at + END_LENGTH + comment != len(data):
        raise Refused("damaged")


def weigh(entries, budget):
    """Refuse by what the directory says; check_content holds it to that."""
    if len(entries) > limits.PACKAGE_ENTRIES:
        raise Refused("bomb")
    total, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    if total > limits.PACKAGE_RATIO_FROM and total > packed * limits.PACKAGE_RATIO:
        raise Refused("bomb")
    budget.spend(unpacked=total)


def check_entry(entry):
    """One entry of the directory: not locked, of an ordinary kind, with a name that stays inside."""
    if entry.flag_bits & 0x1 or entry.flag_bits & 0x40:
        raise Refused("locked")
    name = entry.orig_filename
    parts = re.split(r"[/\\]", name)
    if ".." in parts or "\\" in name or name.startswith("/") or ":" in name or any(ord(c) < 32 for c in name):
        raise Refused("damaged")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused("damaged")
    if RUN_BY_WINDOWS.search(name):
        raise Refused("active")


def check_content(package, entry):
    """Read it to its end, so that its size and checksum are known to be true, and look at how it begins."""
    with package.open(entry) as part:
        block = part.read(1 << 16)
        if block.startswith(PROGRAMS):
            raise Refused("active")
        seen = len(block)
        while block:
            block = part.read(1 << 16)
            seen += len(block)
    if seen != entry.file_size:
        raise Refused("damaged")
