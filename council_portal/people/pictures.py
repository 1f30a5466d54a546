"""A photograph as it was sent, turned into the few small pictures that are kept: upright, 4 by 5, nothing but pixels."""
import io
import threading
import warnings

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from council_portal.documents import limits

WIDTHS = (96, 192, 320, 640)  # pixels
TALL = 1.25  # height to width
QUALITY = 82
FINER = 3  # so many times wider than it will be is a picture before its last, careful shrinking
ONE_AT_A_TIME = threading.Lock()  # 40 million pixels of a WebP take some 650 MB to unpack: never twice at once in a process
KINDS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
ORIENTATION = 0x0112
# What each orientation of EXIF needs to stand upright.
TURNS = {2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
         5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90}


class TooManyPixels(Exception):
    """More than may be unpacked."""


def check_kind(upload):
    """Raises ValidationError for a checked Upload that is no JPEG, PNG or WebP."""
    if upload.content_type not in KINDS:
        raise no_picture(upload.name)


def no_picture(name):
    """The ValidationError for a file of another kind."""
    says = _("“%(name)s” is not a picture that we can show: choose a JPEG, PNG or WebP file.") % {"name": name}
    return ValidationError(says, code="kind")


def small_pictures(upload):
    """[(width, height, JPEG bytes)] of a checked Upload, the smallest first; never wider than the original, and at least one.

    Cut from the middle to 4 by 5, transparent parts on white. Raises ValidationError for what is no picture or cannot be read.
    SECURITY: pixels are pasted on a new picture, so that no EXIF, XMP, comment, colour profile or thumbnail comes along.
    """
    check_kind(upload)
    upload.content.seek(0)
    data = upload.content.read()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with ONE_AT_A_TIME:
                largest = portrait(data, KINDS[upload.content_type])
    except TooManyPixels:
        raise ValidationError(_("“%(name)s” has more than %(most)s million pixels: save it as a JPEG, or smaller, and choose that.")
                              % {"name": upload.name, "most": limits.max_pixels() // 1_000_000}, code="pixels") from None
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError, IndexError,
            OverflowError, KeyError, TypeError):
        raise ValidationError(_("“%(name)s” cannot be read as a picture: open it, save it again as a JPEG and choose that.")
                              % {"name": upload.name}, code="damaged") from None
    widths = [width for width in WIDTHS if width <= largest.width] or [largest.width]
    return [encoded(largest, width) for width in widths]


def portrait(data, kind):
    """The upright middle of a picture, 4 by 5, at most as wide as the widest size: a new RGB picture."""
    with Image.open(io.BytesIO(data), formats=[kind]) as picture:
        if picture.width * picture.height > limits.max_pixels():
            raise TooManyPixels
        least = round(WIDTHS[-1] * TALL)
        picture.draft("RGB", (least, least))  # a JPEG is unpacked no larger than it is needed
        picture.load()  # before the EXIF, which reads a PNG to its end and would swallow its fault
        turn = orientation(picture)
        tall = 1 / TALL if turn >= 5 else TALL  # lying on its side
        box = middle(picture.size, tall)
        width, height = box[2] - box[0], box[3] - box[1]
        shrink = min(1, WIDTHS[-1] / (height if turn >= 5 else width))
        size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
        part = shrunk(picture, box, max(1, width // (size[0] * FINER)))
    part = on_white(part.resize(size, Image.Resampling.LANCZOS))
    return part.transpose(TURNS[turn]) if turn in TURNS else part


def shrunk(picture, box, times):
    """The box of a picture, a whole number of times smaller, as RGB, RGBA, L or LA.

    Strip by strip, and only then in other colours, so that no second copy of the whole is ever in memory.
    """
    strips, high = [], times * 64
    for top in range(box[1], box[3], high):
        strips.append(plain(picture.crop((box[0], top, box[2], min(top + high, box[3])))).reduce(times))
    whole = Image.new(strips[0].mode, (strips[0].width, sum(strip.height for strip in strips)))
    for number, strip in enumerate(strips):
        whole.paste(strip, (0, number * 64))
    return whole


def plain(picture):
    """In colours that can be shrunk, transparent where it was."""
    if picture.mode == "P" or "transparency" in picture.info:
        return picture.convert("RGBA")
    return picture if picture.mode in ("RGB", "RGBA", "L", "LA") else picture.convert("RGB")


def orientation(picture):
    """1 to 8, as a camera writes it; 1 where it says nothing that makes sense."""
    try:
        turn = picture.getexif().get(ORIENTATION, 1)
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, EOFError):
        return 1
    return turn if turn in TURNS else 1


def middle(size, tall):
    """The largest box in the middle whose height is `tall` times its width: (left, top, right, bottom) in pixels."""
    width, height = size
    wide = max(1, min(width, round(height / tall)))
    high = max(1, min(height, round(wide * tall)))
    left, top = (width - wide) // 2, (height - high) // 2
    return left, top, left + wide, top + high


def on_white(part):
    """The pixels on a new white picture that carries nothing else."""
    clean = Image.new("RGB", part.size, "white")
    clean.paste(part, (0, 0), part.getchannel("A") if part.mode in ("RGBA", "LA") else None)
    return clean


def encoded(largest, width):
    """One size of it: (width, height, JPEG bytes)."""
    height = max(1, round(largest.height * width / largest.width))
    shown = largest if width == largest.width else largest.resize((width, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return shown.width, shown.height, out.getvalue()
