"""How a text is taken apart into words for the search: plain Python, the same for what is kept and for what is asked.

A word is a run of letters and figures, small, without accents and apostrophes. What is not in the Latin alphabet is spelt with the
numbers of its characters, so that neither database has an opinion of its own about letters. docs/decisions/search.md says why.
"""
import re
import unicodedata
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
REFERENCE = re.compile(r"\b([0-9a-hjkmnp-tv-z]{4})-([0-9a-hjkmnp-tv-z]{4})\b", re.IGNORECASE)
LONGEST = 40  # letters of a word that count; the rest of it is left out
MOST_LETTERS = 200_000  # of all words of one case together; PostgreSQL takes a megabyte
MOST_TERMS = 10  # words of a question; more are left out
HALF_WORD = 3  # from so many letters a word is read as the beginning of words too
MISSPELT = range(4, 25)  # letters of a word that is looked for among words nearly the same


def pieces(text):
    """(start, end, word) of each word of a text, which is composed (unicodedata NFC) already."""
    for found in WORD.finditer(text):
        if word := plain(found.group()):
            yield found.start(), found.end(), word


def plain(piece):
    """A piece of text as the word that is kept: small ASCII letters and figures."""
    if piece.isascii():
        return piece.replace("'", "").lower()[:LONGEST]
    letters = unicodedata.normalize("NFKD", piece).casefold()
    return "".join(c if c.isascii() else f"z{ord(c):x}z" for c in letters if c.isalnum())[:LONGEST]


def composed(text):
    """The text with each accented letter as one character."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def singular(word):
    """The word without the ending of an English plural; the word itself where it has none. No other ending is taken off."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("xes", "ches", "shes", "sses", "zes")) else word[:-1]


def words_of(text):
    """The set of words of one text, singulars and references without their dash among them."""
    text = composed(text)
    words = {word for _start, _end, word in pieces(text)}
    return words | {singular(word) for word in words} | {plain(found[1] + found[2]) for found in REFERENCE.finditer(text)}


def kept(words):
    """A set of words as it is stored: in order, with spaces between, no longer than MOST_LETTERS."""
    text = " ".join(sorted(words))
    return text if len(text) <= MOST_LETTERS else text[:MOST_LETTERS].rpartition(" ")[0]


@dataclass(frozen=True)
class Term:
    """One word of a question. near: words that are nearly the same and will do as well."""

    word: str
    near: tuple = ()

    @property
    def begins(self):
        """Is it read as the beginning of words too?"""
        return len(self.word) >= HALF_WORD

    @property
    def whole(self):
        """The words that answer it as they are, besides those that begin with it."""
        return tuple(dict.fromkeys([self.word, singular(self.word), *self.near]))

    def met_by(self, word):
        """Does this word of a text answer it? The same answer as the databases give."""
        return any(form in self.whole or (self.begins and form.startswith(self.word)) for form in (word, singular(word)))


def terms(question):
    """The words of a question, each once, the first ten. Empty when there is no word of two letters or figures in it."""
    words = list(as_typed(question))[:MOST_TERMS]
    return [Term(word) for word in words] if any(len(word) > 1 for word in words) else []


def left_out(question):
    """The words of a question beyond the first ten, as they were typed."""
    return list(as_typed(question).values())[MOST_TERMS:]


def as_typed(question):
    """{word: as it was typed} of a question, each once, in order."""
    text, found = composed(question), {}
    for start, end, word in pieces(text):
        found.setdefault(word, text[start:end])
    return found


def cuts(word):
    """The word, and the word with each of its letters left out: two words with a cut in common are at most a slip apart."""
    return {word, *(word[:at] + word[at + 1:] for at in range(len(word)))}


def is_misspellable(word):
    """Is this a word that a slip of the hand is looked for in: letters only, neither too short nor too long?"""
    return len(word) in MISSPELT and word.isalpha()
