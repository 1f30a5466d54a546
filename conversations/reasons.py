"""What these rooms take for a reason, in one place: words that somebody can read. The portal's own rule; no protocol says it."""
import re

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LETTERS, WORDS, DIFFERENT = 15, 3, 5  # letters in all, words that differ, letters that differ: with fewer it is no sentence
A_SENTENCE = format_lazy(gettext_lazy("A sentence: at least {words} words and {letters} letters."), words=WORDS, letters=LETTERS)
A_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def is_reason(text):
    """Is this a reason in words: LETTERS letters of any alphabet at least, in WORDS different words, not one letter over and over?

    What is stored already is never asked again.
    """
    letters = [one.lower() for one in text if one.isalpha()]
    words = {one.lower() for one in A_WORD.findall(text)}
    return len(letters) >= LETTERS and len(words) >= WORDS and len(set(letters)) >= DIFFERENT


def too_short(ask):
    """What is said at a field whose reason is none. ask: what is to be written, such as "Say why in a sentence", without a full stop."""
    return _("%(ask)s: at least %(words)d words and %(letters)d letters") % {"ask": ask, "words": WORDS, "letters": LETTERS}


def in_words(text):
    """The validator of a field that asks for a reason. Raises ValidationError."""
    if not is_reason(text):
        raise ValidationError(too_short(_("Write a reason in words")), code="reason")
