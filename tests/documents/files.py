"""Good files of each kind, made here, for tests to keep or to spoil. No malware: what acts is a name, never a program."""
import io
import struct
import zipfile
import zlib

from PIL import Image

OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": (OFFICE + "wordprocessingml.document.main+xml", "word/document.xml"),
    "xlsx": (OFFICE + "spreadsheetml.sheet.main+xml", "xl/workbook.xml"),
    "pptx": (OFFICE + "presentationml.presentation.main+xml", "ppt/presentation.xml"),
}
ODF = "application/vnd.oasis.opendocument."
ODF_TYPES = {"odt": ODF + "text", "ods": ODF + "spreadsheet", "odp": ODF + "presentation"}
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def picture(kind, size=(40, 30), **options):
    """A small picture as `kind` ("JPEG", "PNG", "WEBP", "GIF")."""
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def chunk(word, data):
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + word + data + struct.pack(">I", zlib.crc32(word + data))


def wide_png(width, height):
    """A PNG of so many pixels and few bytes."""
    row = b"\0" * (width // 8 + 2)
    squeeze = zlib.compressobj(9)
    pixels = b"".join(squeeze.compress(row) for _ in range(height)) + squeeze.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def pdf(*more):
    """A PDF of one page; `more` are further objects."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>", *more]
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
                  % (len(objects) + 1, table, len(objects) + 1, len(out)))


def packed_object(content, name=b"/ObjStm"):
    """A stream of packed objects for pdf(), as programs have written them since PDF 1.5."""
    data = zlib.compress(b"4 0 " + content)
    return b"<< /Type %s /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (name, len(data), data)


def package(parts, comment=b"", compress=zipfile.ZIP_DEFLATED):
    """A ZIP file of (name or ZipInfo, content) pairs, in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compress) as zipped:
        for name, content in parts:
            zipped.writestr(name, content)
        zipped.comment = comment
    return out.getvalue()


def office(kind, more=(), *, main=None, types="", body="<x/>"):
    """A small Office file. more: (name, content) pairs; types: further XML in the list of contents; main: another main type."""
    said, part = MAIN[kind]
    contents = (f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/{part}" ContentType="{main or said}"/>{types}</Types>')
    first = rels(f'<Relationship Id="r1" Type="{REL}officeDocument" Target="{part}"/>')
    return package([("[Content_Types].xml", contents), ("_rels/.rels", first), (part, body), *more])


def rels(inside):
    """A list of relationships."""
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'


def relation(kind, target, mode="External"):
    """One relationship, as it stands in a list of them."""
    return rels(f'<Relationship Id="r9" Type="{REL}{kind}" Target="{target}" TargetMode="{mode}"/>')


def word(fields):
    """The body of a Word file with these runs."""
    return (f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>{fields}</w:p></w:body>'
            f'</w:document>')


def opendocument(kind, more=(), *, body="", manifest="", said=None):
    """A small OpenDocument file. body: XML inside its content; manifest: XML inside its list of parts."""
    stored = zipfile.ZipInfo("mimetype")
    content = ('<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
               'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
               'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
               f'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" xmlns:x="http://www.w3.org/1999/xlink">{body}'
               '</office:document-content>')
    listed = f'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{manifest}</m:manifest>'
    return package([(stored, said or ODF_TYPES[kind]), ("content.xml", content), ("META-INF/manifest.xml", listed), *more])


def locked(data):
    """The same ZIP file with every entry marked as encrypted."""
    out = bytearray(data)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(sign)
        while at >= 0:
            out[at + place] |= 1
            at = out.find(sign, at + 4)
    return bytes(out)


def lying_size(data, name, size):
    """The same ZIP file, its directory saying another unpacked size of this part."""
    out = bytearray(data)
    at = out.rfind(name.encode()) - 46
    assert out[at:at + 4] == b"PK\x01\x02"
    out[at + 24:at + 28] = struct.pack("<I", size)
    return bytes(out)


def symlink(name, target):
    """A pair for package(): an entry that is a link to somewhere else."""
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o120777 << 16
    return entry, target
