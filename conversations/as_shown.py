"""What was said, as a form showed it. The form carries a word of it, signed: from that it is known later whether it was corrected since,
and what was said can be told from what somebody typed beside it, though what it was before is kept nowhere."""
from dataclasses import dataclass

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "what was said"


@dataclass(frozen=True)
class Shown:
    """What a form showed. version: of the Remark. length, mark: of its text; the text cannot be read out of them."""

    version: int
    length: int
    mark: str


def word_of(said, user):
    """The word for a form that shows what was said to this reader."""
    return signing.dumps([user.person_id, str(said.uid), said.version, len(said.text), mark_of(said.text)], salt=SALT)


def read(word, said, user):
    """The Shown of such a word; None for what is none, and for what was shown to somebody else or is of other words."""
    try:
        person, uid, *shown = signing.loads(word or "", salt=SALT)
    except signing.BadSignature:
        return None
    return Shown(*shown) if (person, uid) == (user.person_id, str(said.uid)) else None


def mark_of(text):
    """A text as a word that it cannot be read out of."""
    return salted_hmac(SALT, text).hexdigest()[:20]


def put_for(text, shown, other):
    """What was typed, with `other` in the place of what the form had shown; None where that does not stand in it as it was shown.

    shown: a Shown. Line ends may be of either kind.
    """
    text = text.replace("\r\n", "\n")
    for start in range(len(text) - shown.length + 1 if shown.length else 0):
        if constant_time_compare(mark_of(text[start:start + shown.length]), shown.mark):
            return text[:start] + other + text[start + shown.length:]
    return None
