"""A stamp on every page of a PDF: drawn once for each shape of page, and laid over what the page shows."""
import io
import logging
import uuid

import pypdf
from django.utils.html import escape
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject

from council_portal.documents.pdf import draw

MOST_PAGES = 3000
WIDTH = 595  # points of the drawing, which is scaled to the page
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # SECURITY: its warnings quote the file
SHEET = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>-</title><style>
@page {{ size: {width:.2f}pt {height:.2f}pt; margin: 0 }}
body {{ margin: 0; font-family: "DejaVu Sans", "Liberation Sans", sans-serif }}
.band {{ position: absolute; left: 0; top: 0; width: 100%; padding: {gap:.2f}pt 0; background: rgba(255, 255, 255, .85);
  border-bottom: {line:.2f}pt solid #942514; color: #942514; font-size: {small:.2f}pt; line-height: 1.3; text-align: center }}
.whole {{ white-space: nowrap }}
.across {{ position: absolute; left: 0; top: {middle:.2f}pt; width: 100%; text-align: center; white-space: nowrap;
  font-size: {large:.2f}pt; font-weight: bold; line-height: 1; color: rgba(148, 37, 20, .16);
  transform: rotate(-{angle}deg) }}
</style></head><body><div class="across">{across}</div><div class="band">{band}</div></body></html>"""


class Locked(Exception):
    """The PDF needs a password."""


class PagesOutOfBounds(Exception):
    """No page, or more than we stamp."""


def stamp(data, said):
    """The bytes of a PDF with these lines on each page. data: bytes. Raises what pypdf raises, NoPdf, Locked and PagesOutOfBounds.

    The page's own content is neither read nor rewritten: a stamp stands after it, so the work is the same for a scan and a letter.
    What only former states of the file held, and what no page leads to, is not in the copy.
    """
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise Locked
    if not 0 < len(reader.pages) <= MOST_PAGES:
        raise PagesOutOfBounds
    writer = pypdf.PdfWriter(clone_from=reader)
    stamps = Stamps(writer, said)
    for page in writer.pages:
        stamps.lay_on(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


class Stamps:
    """The stamps of one copy, one for each shape of page: every drawing costs a tenth of a second, and scans differ by a hair."""

    def __init__(self, writer, said):
        self.writer, self.said, self.drawn = writer, said, {}
        self.before = writer._add_object(stream(b"q\n"))
        self.name = NameObject(f"/Copy{uuid.uuid4().hex}")  # no page has it already

    def lay_on(self, page):
        """Add the stamp to one page, over all that the page shows, upright for the person who reads it."""
        box, turn = page.cropbox, page.rotation % 360
        wide, high = max(abs(float(box.width)), 1), max(abs(float(box.height)), 1)
        shown = (high, wide) if turn in (90, 270) else (wide, high)
        tall = tall_of(shown)
        if tall not in self.drawn:
            self.drawn[tall] = self.draw(tall)
        left, low = float(min(box.left, box.right)), float(min(box.bottom, box.top))
        numbers = matrix(turn, wide, high, scale=shown[0] / WIDTH, lift=shown[1] - shown[0] * tall)
        place = " ".join(f"{number:.5f}" for number in (*numbers[:4], numbers[4] + left, numbers[5] + low))
        after = stream(f"\nQ\n/Artifact BMC q {place} cm {self.name} Do Q EMC\n".encode())
        page[NameObject("/Contents")] = ArrayObject([self.before, *own_content(page), self.writer._add_object(after)])
        self.give(page, self.drawn[tall])

    def draw(self, tall):
        """The stamp for pages so many times as high as wide, as an object of the copy."""
        sheet = pypdf.PdfReader(io.BytesIO(draw(html(WIDTH, WIDTH * tall, self.said)))).pages[0]
        form = stream(sheet.get_contents().get_data()).flate_encode()
        form.update({
            NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject([FloatObject(0), FloatObject(0), FloatObject(WIDTH), FloatObject(WIDTH * tall)]),
            NameObject("/Resources"): sheet["/Resources"].clone(self.writer)})
        return self.writer._add_object(form)

    def give(self, page, form):
        """Name the stamp among the page's resources. Copied, because pages of different sizes may share theirs."""
        resources = DictionaryObject(inherited(page, "/Resources") or {})
        objects = resources.get("/XObject")
        resources[NameObject("/XObject")] = DictionaryObject({**(objects.get_object() if objects else {}), self.name: form})
        page[NameObject("/Resources")] = resources


def tall_of(shown):
    """How many times as high as wide a page is, in tenths, and between bounds, so that there are never many drawings."""
    return min(max(round(shown[1] / shown[0], 1), .1), 4)


def matrix(turn, wide, high, *, scale, lift):
    """The six numbers that put the stamp, scaled and lifted to the top, upright on a page of this size that is shown turned."""
    a, b, c, d, e, f = {0: (1, 0, 0, 1, 0, 0), 90: (0, 1, -1, 0, wide, 0), 180: (-1, 0, 0, -1, wide, high),
                        270: (0, -1, 1, 0, 0, high)}[turn]
    return a * scale, b * scale, c * scale, d * scale, e + c * lift, f + d * lift


def own_content(page):
    """The references to a page's content streams; none for an empty page."""
    content = page.raw_get("/Contents") if "/Contents" in page else None
    whole = content.get_object() if content is not None else None
    if isinstance(whole, ArrayObject):
        return list(whole)
    return [] if whole is None or isinstance(whole, pypdf.generic.NullObject) else [content]


def inherited(page, key):
    """A value of the page or of the branches it hangs on; None when nobody says it."""
    while page is not None:
        if key in page:
            return page[key]
        page = page["/Parent"].get_object() if "/Parent" in page else None
    return None


def stream(data):
    """A stream of PDF with this content."""
    made = DecodedStreamObject()
    made.set_data(data)
    return made


def html(width, height, said):
    """The page that is laid over others, of this size in points."""
    small = width / 65
    across = f"{said[1]} · {said[3]}"
    return SHEET.format(width=width, height=height, gap=small / 3, line=small / 9, small=small, middle=height / 2, angle=35,
                        large=min(width, height) * 1.6 / max(len(across), 1), across=escape(across),
                        band=band(said))


def band(said):
    """The band at the top: what not to do, and below it the rest; date and reference are not broken between two lines."""
    first, *rest = (escape(line) for line in said if line)
    whole = " · ".join(f'<span class="{"whole" if number >= 2 else "name"}">{line}</span>' for number, line in enumerate(rest))
    return f"<b>{first}</b><br>{whole}"
