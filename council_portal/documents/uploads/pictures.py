"""JPEG, PNG and WebP: measured and checked for wholeness without unpacking their pixels."""
import io
import struct
import warnings

from PIL import Image

from council_portal.documents import limits
from council_portal.documents.uploads.refusals import Refused

MOST_SEGMENTS = 10_000  # of a JPEG before its pixels, fillings included
END_OF_JPEG = b"\xff\xd9"
MOST_CHUNKS = 20_000  # of a PNG


def check_jpeg(data):
    """Raises Refused. Cameras write things after the picture, so the end is looked for, not expected last."""
    if data.find(END_OF_JPEG, start_of_scan(data)) < 0:
        raise Refused("damaged")
    measure(data, "JPEG", jpeg_size)


def check_png(data):
    """Raises Refused. Every chunk's checksum is read; nothing may follow the last one."""
    if end_of_png(data) != len(data):
        raise Refused("damaged")
    measure(data, "PNG", png_size)


def check_webp(data):
    """Raises Refused. The container says how long it is: shorter is cut off, longer carries something else."""
    if len(data) < 12 or struct.unpack("<I", data[4:8])[0] + 8 != len(data):
        raise Refused("damaged")
    measure(data, "WEBP", webp_size)


def measure(data, kind, size_of):
    """Refuse too many pixels by our own reading of the header, then let Pillow agree that it is a picture of this kind.

    SECURITY: the order matters. Pillow takes memory for a WebP when it opens it, and only warns of sizes up to twice its limit.
    """
    try:
        width, height = size_of(data)
        if width * height > limits.max_pixels():
            raise Refused("pixels")
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[kind]) as picture:
                if picture.width * picture.height > limits.max_pixels():
                    raise Refused("pixels")
                picture.verify()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused("pixels") from None
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, OverflowError):
        raise Refused("damaged") from None


def end_of_png(data):
    """Where the last chunk ends; -1 when there is none."""
    at = 8
    for _step in range(MOST_CHUNKS):
        length, word = int.from_bytes(data[at:at + 4]), data[at + 4:at + 8]
        at += 12 + length
        if word == b"IEND":
            return at
        if at >= len(data):
            break
    return -1


def png_size(data):
    """(width, height) as the first chunk says."""
    return struct.unpack(">II", data[16:24])


def webp_size(data):
    """(width, height) of the canvas or of the one frame."""
    kind = data[12:16]
    if kind == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if kind == b"VP8L":
        bits = struct.unpack("<I", data[21:25])[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise Refused("damaged")


def segments(data):
    """(marker, offset of its content) of a JPEG up to its first scan."""
    at = 2
    for _step in range(MOST_SEGMENTS):
        if at + 4 > len(data) or data[at] != 0xFF:
            break
        marker = data[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        yield marker, at + 4
        at += 2 + struct.unpack(">H", data[at + 2:at + 4])[0]
    raise Refused("damaged")


def jpeg_size(data):
    """(width, height) as the frame header says."""
    for marker, at in segments(data):
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 1:at + 5])
            return width, height
    raise Refused("damaged")


def start_of_scan(data):
    """Where the pixels begin: a thumbnail before it has an end of its own."""
    for marker, at in segments(data):
        if marker == 0xDA:
            return at
    raise Refused("damaged")
