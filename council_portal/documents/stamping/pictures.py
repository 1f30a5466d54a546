"""A stamp on a picture, whose pixels alone are kept: no EXIF, comment, profile or thumbnail comes along."""
import io
import warnings

from PIL import Image, ImageDraw, ImageFont, ImageOps

from council_portal.documents import limits

# Sans serif fonts with the letters of Welsh and of most names, as Debian and others install them (fonts-dejavu-core).
FONTS = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "NotoSans-Regular.ttf")
RED, WHITE, PALE, EDGE = (148, 37, 20), (255, 255, 255), (148, 37, 20, 120), (255, 255, 255, 120)
SAVED_AS = {"JPEG": {"quality": 90}, "PNG": {"compress_level": 3}, "WEBP": {"quality": 90}}


class NoFont(Exception):
    """This server has no font to write the stamp with."""


def stamp(data, said):
    """The bytes of a picture of the same kind with these lines on it, upright. Raises what Pillow raises, and NoFont."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data), formats=list(SAVED_AS)) as picture:
            if picture.width * picture.height > limits.max_pixels():
                raise ValueError("too many pixels")
            kind = picture.format
            ImageOps.exif_transpose(picture, in_place=True)
            marked = with_band(picture, said)
    out = io.BytesIO()
    marked.save(out, kind, **SAVED_AS[kind])
    return out.getvalue()


def with_band(picture, said):
    """A new white picture: a band that says everything, in as many rows as it needs, above the pixels. The band hides nothing."""
    size = max(12, round(picture.width / 50))
    wide, high = max(picture.width, 240), round(size * 1.4)
    letters = font(size)
    rows = [row for line in said if line for row in broken(line, letters, wide - size)]
    top = high * len(rows) + size
    whole = Image.new("RGB", (wide, picture.height + top), WHITE)
    pen = ImageDraw.Draw(whole)
    for number, row in enumerate(rows):
        pen.text((wide // 2, size // 2 + number * high + high // 2), row, font=letters, fill=RED, anchor="mm")
    paste_pixels(picture, whole, ((wide - picture.width) // 2, top))
    write_across(whole, f"{said[1]} · {said[3]}", top)
    return whole


def paste_pixels(picture, whole, place):
    """Nothing but pixels; transparent parts are white."""
    if picture.mode in ("P", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    whole.paste(picture if picture.mode in ("RGB", "RGBA") else picture.convert("RGB"), place,
                picture.getchannel("A") if picture.mode == "RGBA" else None)


def write_across(whole, text, top):
    """The text through the middle of what is below `top`, pale, so that whoever cuts off the band leaves the name."""
    size = max(8, round(whole.width * 1.5 / len(text)))
    strip = Image.new("RGBA", (round(font(size).getlength(text)) + size, size * 2), (0, 0, 0, 0))
    ImageDraw.Draw(strip).text((strip.width // 2, size), text, font=font(size), fill=PALE, anchor="mm",
                               stroke_width=max(1, size // 16), stroke_fill=EDGE)
    strip.thumbnail((whole.width, whole.height - top))
    whole.paste(strip, ((whole.width - strip.width) // 2, top + (whole.height - top - strip.height) // 2), strip)


def broken(line, letters, wide):
    """A line as rows that fit, broken between words, and within one that is too long."""
    rows, row = [], ""
    for word in line.split(" "):
        tried = f"{row} {word}".strip()
        if row and letters.getlength(tried) > wide:
            rows.append(row)
            tried = word
        while letters.getlength(tried) > wide and len(tried) > 1:
            most = max(1, next(n for n in range(len(tried), 0, -1) if n == 1 or letters.getlength(tried[:n]) <= wide))
            rows.append(tried[:most])
            tried = tried[most:]
        row = tried
    return [*rows, row]


def font(size):
    """The first of the fonts that is here. Raises NoFont."""
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    raise NoFont
