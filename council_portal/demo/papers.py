"""Small files of the demo's own making, checked like any other upload: a letter, a picture, notes."""
import io
import random
from textwrap import shorten

from django.core.files.base import ContentFile
from django.utils.text import slugify
from PIL import Image, ImageDraw

from council_portal.documents.uploads import check_upload

SAID = "Invented for the demo."
WIDTH = 84  # characters of a line of a letter


def letter(title, text):
    """A PDF of one page: what was answered, as a letter."""
    lines = [SAID, "", title, "", *wrapped(text)]
    return checked(pdf(lines), f"reply-{named(title)}.pdf")


def background(title, text):
    """A PDF of one page: the background paper of an event."""
    return checked(pdf([SAID, "", title, "", *wrapped(text)]), f"{named(title)}.pdf")


def named(title):
    """The title of a case as the beginning of a name of a file."""
    return shorten(slugify(title).replace("-", " "), 50, placeholder="").replace(" ", "-")


def notes(title, ward):
    """Plain text: what a Member noted."""
    return checked(f"{SAID}\n\n{title}\nWard: {ward}\n\nThree reports about this, in the order in which they came.\n".encode(),
                   f"notes-{named(title)}.txt")


def picture(seed, title):
    """A drawing of a street, as a PNG: the same seed, the same drawing."""
    rnd = random.Random(f"street {seed}")
    image = Image.new("RGB", (480, 320), (196, 214, 224))
    draw = ImageDraw.Draw(image)
    for left in range(0, 480, 96):
        top = rnd.randint(70, 130)
        wall = tuple(rnd.randint(150, 205) for _ in range(3))
        draw.rectangle((left, top, left + 90, 230), fill=wall)
        for column in (14, 54):
            draw.rectangle((left + column, top + 24, left + column + 22, top + 54), fill=(90, 104, 116))
    draw.rectangle((0, 230, 480, 250), fill=(168, 168, 164))
    draw.rectangle((0, 250, 480, 320), fill=(104, 104, 106))
    at = rnd.randint(60, 380)
    draw.ellipse((at, 264, at + 70, 296), fill=(58, 54, 52))
    draw.text((8, 302), SAID, fill=(240, 240, 240))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return checked(out.getvalue(), f"{named(title)}.png")


def checked(content, name):
    """The Upload, as a form would have made it."""
    return check_upload(ContentFile(content, name=name))


def wrapped(text):
    """The text in lines that fit the page."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def pdf(lines):
    """A PDF of one page with these lines."""
    escaped = [line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in lines]
    body = "BT /F1 11 Tf 60 780 Td 16 TL " + " ".join(f"({line}) Tj T*" for line in escaped) + " ET"
    stream = body.encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % at for at in places)
    return out + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
