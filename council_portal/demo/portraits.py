"""Drawn portraits for people of the demo: friendly, abstract, no two alike. No photograph of anybody."""
import colorsys
import io
import random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from council_portal.documents.uploads import check_upload
from council_portal.people.services import keep_photo

SIZE, SCALE = (640, 800), 2  # drawn twice as large, and made smaller for smooth edges
STYLES = ["short", "long", "bun", "curls"]


def give_portraits(people):
    """Give each of these people a drawing in place of a photograph, with words that say what it is."""
    for person in people:
        upload = check_upload(ContentFile(draw(person.name), name="portrait.png"))
        keep_photo(person, upload, alt=f"Drawn portrait of {person.name}, invented for the demo", actor=person)


def draw(name):
    """The portrait of a name, as the bytes of a PNG: the same name, the same drawing."""
    rnd = random.Random(f"portrait {name}")
    hue = rnd.random()
    ground, skin, hair, cloth = tint(hue, 0.9), tint(hue, 0.76), tint(hue, rnd.choice([0.24, 0.4, 0.6])), tint(hue + 0.45, 0.36)
    width, height = (side * SCALE for side in SIZE)
    image = Image.new("RGB", (width, height), ground)
    pen = ImageDraw.Draw(image)
    middle, top = width // 2, int(height * 0.2)
    wide, tall = int(width * rnd.uniform(0.19, 0.22)), int(height * rnd.uniform(0.36, 0.4))
    behind(pen, rnd.choice(STYLES), hair, middle, top, wide, tall)
    pen.rounded_rectangle((middle - wide * 2, int(height * 0.72), middle + wide * 2, height + 200), radius=wide, fill=cloth)
    pen.rectangle((middle - wide // 2, top + tall - 160, middle + wide // 2, int(height * 0.74)), fill=darker(skin))
    collar = int(height * 0.72)
    pen.polygon([(middle - wide // 2, collar), (middle + wide // 2, collar), (middle, int(height * 0.8))], fill=darker(skin))
    pen.ellipse((middle - wide, top, middle + wide, top + tall), fill=skin)
    pen.chord((middle - wide - 12, top - 24, middle + wide + 12, top + tall), 195, 345, fill=hair)
    face(pen, rnd, hue, middle, top, wide, tall)
    out = io.BytesIO()
    image.resize(SIZE, Image.Resampling.BOX).save(out, "PNG", compress_level=1)
    return out.getvalue()


def tint(hue, light):
    """A colour of this hue (0 to 1), so light (0 to 1). A portrait is of one hue: it says nothing of how anybody looks."""
    return tuple(int(part * 255) for part in colorsys.hls_to_rgb(hue % 1, light, 0.34))


def behind(pen, style, hair, middle, top, wide, tall):
    """Hair that is seen behind the head."""
    if style == "long":
        pen.rounded_rectangle((middle - wide - 50, top - 20, middle + wide + 50, top + tall + 160), radius=wide, fill=hair)
    elif style == "bun":
        pen.ellipse((middle - wide // 2, top - 150, middle + wide // 2, top + 60), fill=hair)
    elif style == "curls":
        for step in range(-4, 5):
            at, lift = middle + step * wide // 4, abs(step) * 36
            pen.ellipse((at - 110, top - 90 + lift, at + 110, top + 130 + lift), fill=hair)


def face(pen, rnd, hue, middle, top, wide, tall):
    """Eyes, perhaps with glasses, brows, a nose and a smile."""
    eyes, apart, ink = top + int(tall * 0.5), int(wide * 0.42), tint(hue, 0.16)
    for side in (-1, 1):
        at = middle + side * apart
        pen.ellipse((at - 16, eyes - 18, at + 16, eyes + 18), fill=ink)
        pen.arc((at - 56, eyes - 84, at + 56, eyes + 10), 215, 325, fill=ink, width=12)
    if rnd.random() < 0.35:
        for side in (-1, 1):
            at = middle + side * apart
            pen.ellipse((at - 76, eyes - 66, at + 76, eyes + 66), outline=ink, width=10)
        pen.line((middle - apart + 76, eyes, middle + apart - 76, eyes), fill=ink, width=10)
    pen.arc((middle - 28, eyes + 20, middle + 28, eyes + 110), 30, 150, fill=tint(hue, 0.6), width=12)
    smile = int(wide * rnd.uniform(0.4, 0.55))
    pen.arc((middle - smile, eyes + 60, middle + smile, eyes + 190), 25, 155, fill=tint(hue, 0.3), width=14)


def darker(colour):
    """The same colour in the shade."""
    return tuple(int(part * 0.84) for part in colour)
