"""Why a file is not taken in: one plain sentence each, naming the file and what to do."""
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from council_portal.documents import limits


class Refused(Exception):
    """The inspection of a file ended with this word of `sentence`."""

    def __init__(self, why):
        super().__init__(why)
        self.why = why


def sentence(why):
    """The sentence for one reason. An unknown reason is a KeyError."""
    return {
        "empty": _("“%(name)s” is empty: check the file and add it again."),
        "too_big": _("“%(name)s” is bigger than %(size)s: make it smaller, or split it, and add it again."),
        "kind": _("“%(name)s” is a kind of file that we cannot take: save it as a PDF and add that."),
        "heic": _("“%(name)s” is an iPhone photo that not everybody can open: save it as a JPEG and add that."),
        "old_office": _("“%(name)s” is in an old Office format: save it as .docx, .xlsx, .pptx or PDF and add that."),
        "disguised": _("“%(name)s” is not what the end of its name says: open it, save it as a PDF and add that."),
        "damaged": _("“%(name)s” is damaged or incomplete: open it, save it again and add the new copy."),
        "active": _("“%(name)s” holds a macro, a script or another file inside it: print it to PDF and add that."),
        "locked": _("“%(name)s” is protected with a password: save a copy without the password and add that."),
        "linked": _("“%(name)s” fetches parts of itself from somewhere else: print it to PDF and add that."),
        "bomb": _("“%(name)s” is too big when it is unpacked: save it as a PDF and add that."),
        "pixels": _("“%(name)s” has more than %(pixels)s million pixels: save a smaller picture and add that."),
        "virus": _("“%(name)s” seems to hold a virus and was not kept: tell your IT service, and add a clean copy."),
        "unchecked": _("“%(name)s” could not be checked for viruses and was not kept: add it again later."),
    }[why]


def refusal(why, name):
    """The ValidationError for this reason and this cleaned name; its code is the reason."""
    words = {"name": name, "size": limits.in_words(limits.max_bytes()), "pixels": limits.max_pixels() // 1_000_000}
    return ValidationError(sentence(why) % words, code=why)
