"""Drawn portraits for people of the demo: friendly, abstract, no two alike. No photograph of anybody."""
import io
import random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from council_portal.documents.uploads import check_upload
from council_portal.people.services import keep_photo

SIZE, SCALE = (640, 800), 2  # drawn twice as large, and made smaller for smooth edges
GROUNDS = [(214, 226, 220), (222, 216, 230), (230, 222, 206), (206, 222, 232), (232, 214, 210), (220, 228, 204)]
SKINS = [(245, 214, 186), (226, 184, 148), (198, 148, 108), (160, 110, 76), (120, 78, 54), (92, 60, 44)]
HAIRS = [(40, 34, 32), (86, 58, 40), (140, 96, 56), (198, 164, 110), (170, 170, 172), (224, 224, 222), (120, 54, 40)]
CLOTHES = [(0, 89, 79), (47, 72, 118), (122, 58, 92), (88, 96, 60), (150, 82, 52), (60, 60, 72)]


def give_portraits(people):
    """Give each of these people a drawing in place of a photograph, with words that say what it is."""
    for person in people:
        upload = check_upload(ContentFile(draw(person.name), name="portrait.png"))
        keep_photo(person, upload, alt=f"Drawn portrait of {person.name}, invented for the demo", actor=person)


def draw(name):
    """The portrait of a name, as the bytes of a PNG: the same name, the same drawing."""
    rnd = random.Random(f"portrait {name}")
    width, height = (side * SCALE for side in SIZE)
    image = Image.new("RGB", (width, height), rnd.choice(GROUNDS))
    pen = ImageDraw.Draw(image)
    skin, hair, cloth = rnd.choice(SKINS), rnd.choice(HAIRS), rnd.choice(CLOTHES)
    middle, top = width // 2, int(height * 0.2)
    wide, tall = int(width * rnd.uniform(0.19, 0.22)), int(height * rnd.uniform(0.36, 0.4))
    style = rnd.choice(["short", "long", "bun", "curls", "bald", "scarf"])
    behind(pen, style, hair, cloth, middle, top, wide, tall)
    pen.rounded_rectangle((middle - wide * 2, int(height * 0.72), middle + wide * 2, height + 200), radius=wide, fill=cloth)
    pen.rectangle((middle - wide // 2, top + tall - 160, middle + wide // 2, int(height * 0.74)), fill=darker(skin))
    collar = int(height * 0.72)
    pen.polygon([(middle - wide // 2, collar), (middle + wide // 2, collar), (middle, int(height * 0.8))], fill=darker(skin))
    pen.ellipse((middle - wide, top, middle + wide, top + tall), fill=skin)
    before(pen, style, hair, cloth, middle, top, wide, tall)
    face(pen, rnd, skin, middle, top, wide, tall)
    out = io.BytesIO()
    image.resize(SIZE, Image.Resampling.BOX).save(out, "PNG", compress_level=1)
    return out.getvalue()


def behind(pen, style, hair, cloth, middle, top, wide, tall):
    """Hair that hangs behind the head, or a scarf around it."""
    if style == "long":
        pen.rounded_rectangle((middle - wide - 50, top - 20, middle + wide + 50, top + tall + 160), radius=wide, fill=hair)
    elif style == "bun":
        pen.ellipse((middle - wide // 2, top - 150, middle + wide // 2, top + 60), fill=hair)
    elif style == "curls":
        for step in range(-4, 5):
            at, lift = middle + step * wide // 4, abs(step) * 36
            pen.ellipse((at - 110, top - 90 + lift, at + 110, top + 130 + lift), fill=hair)
    elif style == "scarf":
        pen.rounded_rectangle((middle - wide - 60, top - 60, middle + wide + 60, top + tall + 190), radius=wide, fill=darker(cloth))


def before(pen, style, hair, cloth, middle, top, wide, tall):
    """The hair above the forehead."""
    if style == "bald":
        pen.arc((middle - wide, top, middle + wide, top + tall), 150, 200, fill=hair, width=34)
        pen.arc((middle - wide, top, middle + wide, top + tall), -20, 30, fill=hair, width=34)
    elif style == "scarf":
        pen.chord((middle - wide - 6, top - 16, middle + wide + 6, top + tall), 200, 340, fill=darker(cloth))
    else:
        pen.chord((middle - wide - 12, top - 24, middle + wide + 12, top + tall), 195, 345, fill=hair)


def face(pen, rnd, skin, middle, top, wide, tall):
    """Eyes, perhaps with glasses, brows, a nose and a smile."""
    eyes, apart, ink = top + int(tall * 0.5), int(wide * 0.42), (44, 38, 36)
    for side in (-1, 1):
        at = middle + side * apart
        pen.ellipse((at - 16, eyes - 18, at + 16, eyes + 18), fill=ink)
        pen.arc((at - 56, eyes - 84, at + 56, eyes + 10), 215, 325, fill=ink, width=12)
    if rnd.random() < 0.35:
        for side in (-1, 1):
            at = middle + side * apart
            pen.ellipse((at - 76, eyes - 66, at + 76, eyes + 66), outline=ink, width=10)
        pen.line((middle - apart + 76, eyes, middle + apart - 76, eyes), fill=ink, width=10)
    pen.arc((middle - 28, eyes + 20, middle + 28, eyes + 110), 30, 150, fill=darker(skin), width=12)
    smile = int(wide * rnd.uniform(0.4, 0.55))
    pen.arc((middle - smile, eyes + 60, middle + smile, eyes + 190), 25, 155, fill=(140, 60, 58), width=14)


def darker(colour):
    """The same colour in the shade."""
    return tuple(int(part * 0.84) for part in colour)
