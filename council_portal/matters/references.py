"""What looks like the reference of a matter, in words that must name none."""
import re
import unicodedata

from council_portal.matters.models import CROCKFORD

# Four and four of the letters that references are made of; years (2026-2027) are none, and words with a dash have small letters.
CAPITALS = rf"\b(?![0-9]{{4}}-[0-9]{{4}}\b)[{CROCKFORD}]{{4}}-[{CROCKFORD}]{{4}}\b"
SMALL_LETTERS = rf"\b(?=[a-z-]*[0-9])(?=[0-9-]*[a-z])[{CROCKFORD.lower()}]{{4}}-[{CROCKFORD.lower()}]{{4}}\b"
LIKE_ONE = re.compile(f"{CAPITALS}|{SMALL_LETTERS}")
DASHES = re.compile("[\u2010-\u2015\u2212]")


def plain(text):
    """The text with one kind of dash, and wide letters made narrow, so that nothing hides in its spelling."""
    return DASHES.sub("-", unicodedata.normalize("NFKC", text))


def reference_in(text):
    """The first of what looks like a reference in a text, whether or not a matter has it; "" where nothing does."""
    found = LIKE_ONE.search(plain(text))
    return found[0] if found else ""
