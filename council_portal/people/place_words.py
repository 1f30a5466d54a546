"""Streets, postcodes and names of wards as they are compared: plain functions over words, the same for the list and for what is typed.

A postcode is compared in capitals without blanks. A street is compared in small letters without apostrophes and dots, with its short
forms written out ("Rd" is road; "St" is saint at the beginning and street elsewhere), and its town after a bar: "mill lane|rugby".
"""
import re
import unicodedata
from collections import defaultdict
from itertools import product

from rapidfuzz import process
from rapidfuzz.distance import OSA

BAR = "|"  # between the words of a street and those of its town
FULL = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
FULL_INSIDE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b")
PART = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)\s+([0-9][A-Z]?)|[A-Z]{1,2}[0-9][A-Z0-9]{0,3}")
OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
INWARD = 3  # characters of a postcode's second half
ALIKE = {"O": "O0", "0": "O0", "I": "I1L", "1": "I1L", "L": "L1", "S": "S5", "5": "S5", "Z": "Z2", "2": "Z2", "B": "B8", "8": "B8"}
SHORT = {
    "rd": "road", "ave": "avenue", "av": "avenue", "ln": "lane", "dr": "drive", "cl": "close", "cres": "crescent", "cr": "crescent",
    "ct": "court", "crt": "court", "gdns": "gardens", "gdn": "gardens", "grdns": "gardens", "gr": "grove", "grv": "grove",
    "pl": "place", "pk": "park", "sq": "square", "str": "street", "ter": "terrace", "terr": "terrace", "tce": "terrace", "wy": "way",
    "wlk": "walk", "hse": "house", "est": "estate", "mt": "mount", "nth": "north", "sth": "south", "grn": "green", "bldgs": "buildings",
}  # fmt: skip
# What says what sort of street it is: "Mill Road" is not "Mill Lane" with a typing error.
SORTS = frozenset(SHORT.values()) - {"north", "south", "house"} | {
    "street", "hill", "row", "mews", "view", "rise", "yard", "parade", "drove", "bank", "croft", "end", "side", "approach", "passage"}
BEFORE = frozenset({"flat", "unit", "apartment", "apt", "no", "number", "room", "block", "house", "the"})  # what may stand before a number
MOST_ERRORS = 2  # letters
LONGEST_NAME = 6  # words of a street in which a typing error is looked for
PIECES = 5  # parts between commas that are looked at
OF_A_WARD = frozenset({"ward", "division"})


def words_of(text):
    """The words of a text in small letters, without accents, apostrophes and dots: "St. Mary's Rd" gives saint, marys, road."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("&", " and ")
    plain = "".join(one for one in plain if not unicodedata.combining(one) and one not in "'’‘`.")
    found = re.findall(r"[^\W_]+", plain)
    return tuple(written_out(word, first=place == 0) for place, word in enumerate(found))


def written_out(word, *, first):
    """A short form as the whole word."""
    if word == "st":
        return "saint" if first else "street"
    return SHORT.get(word, word)


def street_key(street, town=""):
    """What a street of the list is looked for by."""
    words, of_town = " ".join(words_of(street)), " ".join(words_of(town))
    return f"{words}{BAR}{of_town}" if words and of_town else words


def name_key(name):
    """A ward's name, without the word ward or division at its end."""
    words = words_of(name)
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in OF_A_WARD else words)


def postcode_key(text):
    """A postcode in capitals without blanks, or "" for what has not the shape of one."""
    compact = re.sub(r"[\s.-]+", "", text.upper())
    return compact if FULL.fullmatch(compact) else ""


def postcode_text(key):
    """As it is written: CV21 2PX."""
    return f"{key[:-INWARD]} {key[-INWARD:]}"


def lookalikes(text):
    """The postcodes that this may be, where a letter was typed for a digit or the other way round. None for what is too long or short."""
    compact = re.sub(r"\s+", "", text.upper())
    if not re.fullmatch(r"[A-Z0-9]{5,7}", compact):
        return set()
    return {one for letters in product(*(ALIKE.get(letter, letter) for letter in compact)) if FULL.fullmatch(one := "".join(letters))}


def parts(text):
    """How the beginning of a postcode may be read, the likeliest first: [(outward part, beginning of the rest)]."""
    found = PART.fullmatch(text.upper().strip())
    if not found:
        return []
    if found[1]:
        return [(found[1], found[2])]
    cuts = [(found[0][:cut], found[0][cut:]) for cut in range(len(found[0]), 1, -1)]
    return [(out, rest) for out, rest in cuts if OUTWARD.fullmatch(out) and re.fullmatch(r"([0-9][A-Z]?)?", rest)]


def starts(text):
    """Where the name of a street may begin in what was typed: [(from there to the end, from there to the comma)], both lists of words.

    "Flat 2, 12a Mill Ln, Rugby" gives first what begins with "flat", with "2", with "12a" and with "mill", and then the same behind each
    comma: what stands before one may be the name of a house, and what stands behind it a town.
    """
    pieces = text.split(",")[:PIECES]
    return [(behind_numbers(" ".join(pieces[place:])), behind_numbers(piece)) for place, piece in enumerate(pieces) if words_of(piece)]


def behind_numbers(text):
    """The words of a text, and those that are left when what may stand before a street is taken away, one after the other."""
    left, found = text.split(), []
    for place, word in enumerate(left):
        if words := words_of(" ".join(left[place:])):
            found.append(words)
        if not any(letter.isdigit() for letter in word) and word.casefold().strip(".") not in BEFORE:
            break
    return list(dict.fromkeys(found))


def nearest(typed, names):
    """The names that have the fewest typing errors in any of the texts that were typed, in order; [] when none is meant."""
    by_letter, wrong = defaultdict(list), {}
    for name in names:
        by_letter[name[:1]].append(name)
    for one in typed:
        for name, _errors, _place in process.extract(one, by_letter[one[:1]], scorer=OSA.distance, score_cutoff=MOST_ERRORS, limit=None):
            if (few := typing_errors(one, name)) is not None:
                wrong[name] = min(few, wrong.get(name, few))
    return sorted(name for name, few in wrong.items() if few == min(wrong.values()))


def typing_errors(typed, name):
    """How many letters are wrong, missing, too many or changed about, 0 for the same, None for too many to be meant.

    Both begin with the same letter. One may be wrong where the longer has four letters or more, two from eight; of two names of one sort
    of street only the name counts, and two sorts are never the same street.
    """
    if typed[:1] != name[:1]:
        return None
    (one, of_one), (other, of_other) = sorted_out(typed), sorted_out(name)
    if of_one and of_other:
        if of_one != of_other:
            return None
        typed, name = one, other
    shorter, longer = sorted((len(typed), len(name)))
    if shorter < 3 or longer < 4:
        return 0 if typed == name else None
    allowed = MOST_ERRORS if shorter >= 8 else 1
    errors = OSA.distance(typed, name, score_cutoff=allowed)
    return errors if errors <= allowed else None


def sorted_out(street):
    """(name, sort of street) of a street's words: ("mill", "lane"); the sort is "" where it is not known."""
    name, _blank, last = street.rpartition(" ")
    return (name, last) if name and last in SORTS else (street, "")
