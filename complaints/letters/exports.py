"""A letter as a file: Word and PDF, the same words. Neither says who made it, and nothing is told by colour alone."""
import datetime
import io
import zipfile
from itertools import groupby

import docx
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from complaints.letters.texts import HEADING, ITEM
from council_portal.design.context import demo_mark, the_council
from council_portal.design.dates import day
from council_portal.documents.pdf import write_pdf

LANGUAGE = "en-GB"
FONT = "Arial"
# Parts of the library's blank document that a letter has no use for: a picture of it, a second set of styles, empty data.
NOT_NEEDED = ("thumbnail", "stylesWithEffects", "customXml")
FIRST_OF_ZIP = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP file can hold


def letter_pdf(letter):
    """The letter as a tagged PDF (bytes). Raises documents.pdf.NoPdf."""
    parts = [{"kind": kind, "texts": [text for _kind, text in run]} for kind, run in groupby(letter.blocks, key=lambda block: block[0])]
    return write_pdf(render_to_string("letters/letter_pdf.html", {
        "subject": letter.subject, "council": the_council(), "demo_mark": demo_mark(), "facts": facts(letter), "parts": parts}))


def facts(letter):
    """What stands above the text: [(label, value)]."""
    return [(_("Date"), day(letter.made_on)), (_("Our reference"), letter.reference)]


def letter_docx(letter):
    """The letter as a Word file (bytes): headings and lists by their styles. The same letter makes the same bytes."""
    made = docx.Document()
    bare(made)
    dress(made)
    describe(made, letter)
    write(made, letter)
    out = io.BytesIO()
    made.save(out)
    return timeless(out.getvalue())


def bare(made):
    """Take out what a letter has no use for."""
    for relations in (made.part.package.rels, made.part.rels):
        for key in [key for key, one in relations.items() if one.reltype.rpartition("/")[2] in NOT_NEEDED]:
            del relations[key]


def dress(made):
    """The language of its words, and plain black type of a size that can be read."""
    for one in [*made.styles.element.iter(qn("w:lang")), *made.settings.element.iter(qn("w:themeFontLang"))]:
        one.set(qn("w:val"), LANGUAGE)
    for name, size in (("Normal", 12), ("Heading 1", 18), ("Heading 2", 14)):
        style = made.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor(0, 0, 0)
        fonts = style.element.rPr.rFonts
        for slot in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{slot}"), None)
        fonts.set(qn("w:cs"), FONT)
    made.styles["Normal"].paragraph_format.space_after = Pt(10)
    made.styles["Heading 1"].paragraph_format.space_after = Pt(12)


def describe(made, letter):
    """What the file says of itself. SECURITY: the council made it, no person."""
    said = made.core_properties
    at = datetime.datetime.combine(letter.made_on, datetime.time(), datetime.UTC)
    said.author, said.last_modified_by, said.comments, said.keywords = the_council().name[:255], "", "", ""
    said.title, said.language, said.created, said.modified, said.revision = letter.subject[:255], LANGUAGE, at, at, 1


def write(made, letter):
    """Its words."""
    made.add_paragraph().add_run(the_council().name).bold = True
    if mark := demo_mark():
        made.add_paragraph(mark)
    made.add_paragraph(_("In confidence"))
    made.add_heading(letter.subject, level=1)
    made.add_paragraph("\n".join(f"{label}: {value}" for label, value in facts(letter)))
    for kind, text in letter.blocks:
        if kind == HEADING:
            made.add_heading(text, level=2)
        else:
            made.add_paragraph(text, style="List Bullet" if kind == ITEM else None)


def timeless(content):
    """The same Word file without the time at which it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as file, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in file.namelist():
            made.writestr(zipfile.ZipInfo(name, FIRST_OF_ZIP), file.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS = {"docx": (letter_docx, WORD), "pdf": (letter_pdf, "application/pdf")}
