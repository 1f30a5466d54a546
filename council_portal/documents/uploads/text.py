"""Plain text and CSV: text in an encoding that people use, and nothing else."""
import codecs
import re

from council_portal.documents.uploads.refusals import Refused

# Everything below the space but tab, line feed, form feed and carriage return.
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
# A cell that asks a spreadsheet to start a program: =cmd|'/c calc'!A0. Nothing else in a formula is a letter before an upright.
# SECURITY: begins only where a cell begins, so that each is searched once.
DDE = re.compile(r"""(?m)(?:^|(?<=[,;\t]))[ "']*+[=+\-@][^,;\t\n]*?[A-Za-z]['"]?\|""")


def check_text(data):
    """UTF-8, UTF-16 that says so, else Latin-1 as Windows writes it. Raises Refused."""
    read(data)


def check_csv(data):
    """Text, and no cell that starts a program. Other formulae stay: the paper is kept as it was sent. Raises Refused."""
    if DDE.search(read(data)):
        raise Refused("active")


def read(data):
    """The text. Refused("disguised") when it is none."""
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = data.decode("utf-16")
        else:
            text = utf8_or_windows(data)
    except UnicodeDecodeError:
        raise Refused("disguised") from None
    if CONTROLS.search(text):
        raise Refused("disguised")
    return text


def utf8_or_windows(data):
    """The text; bytes that Windows leaves undefined are read as Latin-1 reads them."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")
