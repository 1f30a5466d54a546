"""A stamp on a picture, whose pixels alone are kept: no EXIF, comment, profile or thumbnail comes along."""
import io
import warnings

from PIL import Image, ImageDraw, ImageFont, ImageOps

from council_portal.documents import limits

# Sans serif fonts with the letters of Welsh and of most names, as Debian and others install them (fonts-dejavu-core).
FONTS = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "NotoSans-Regular.ttf")
RED, WHITE, PALE, EDGE = (148, 37, 20), (255, 255, 255), (148, 37, 20, 120), (255, 255, 255, 120)
SAVED_AS = {"JPEG": {"quality": 90}, "PNG": {}, "WEBP": {"quality": 90}}


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
            clean = on_white(ImageOps.exif_transpose(picture))
    write_across(clean, f"{said[1]} · {said[3]}")
    marked = with_band(clean, said)
    out = io.BytesIO()
    marked.save(out, kind, **SAVED_AS[kind])
    return out.getvalue()


def on_white(picture):
    """The pixels on a new picture that carries nothing else; transparent parts are white."""
    if picture.mode in ("P", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    clean = Image.new("RGB", picture.size, "white")
    clean.paste(picture if picture.mode in ("RGB", "RGBA") else picture.convert("RGB"), (0, 0),
                picture.getchannel("A") if picture.mode == "RGBA" else None)
    return clean


def write_across(picture, text):
    """The text through the middle of the picture, pale, so that cutting off the edge leaves the name."""
    size = max(8, round(picture.width * 1.5 / len(text)))
    wide = round(font(size).getlength(text)) + size
    strip = Image.new("RGBA", (wide, size * 2), (0, 0, 0, 0))
    ImageDraw.Draw(strip).text((wide // 2, size), text, font=font(size), fill=PALE, anchor="mm",
                               stroke_width=max(1, size // 16), stroke_fill=EDGE)
    strip.thumbnail((picture.width, picture.height))
    picture.paste(strip, ((picture.width - strip.width) // 2, (picture.height - strip.height) // 2), strip)


def with_band(picture, said):
    """The picture under a white band that says everything, in as many lines as it needs. The band is added: it hides nothing."""
    size = max(12, round(picture.width / 50))
    wide = max(picture.width, 240)
    letters, rows = font(size), []
    for line in [said[0], *(line for line in said[1:] if line)]:
        rows += broken(line, letters, wide - size)
    high = round(size * 1.4)
    whole = Image.new("RGB", (wide, picture.height + high * len(rows) + size), WHITE)
    whole.paste(picture, ((wide - picture.width) // 2, high * len(rows) + size))
    pen = ImageDraw.Draw(whole)
    for number, row in enumerate(rows):
        pen.text((wide // 2, size // 2 + number * high + high // 2), row, font=letters, fill=RED, anchor="mm")
    return whole


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
