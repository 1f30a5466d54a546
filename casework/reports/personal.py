"""What must not stand in the part of a report that the public may read: ways to reach somebody, and numbers of cases."""
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council_portal.matters.models import CROCKFORD

# Four and four of the letters that references are made of; years (2026-2027) are none, and words with a dash have small letters.
REFERENCE = rf"\b(?![0-9]{{4}}-[0-9]{{4}}\b)[{CROCKFORD}]{{4}}-[{CROCKFORD}]{{4}}\b"
SMALL_LETTERS = rf"\b(?=[a-z-]*[0-9])(?=[0-9-]*[a-z])[{CROCKFORD.lower()}]{{4}}-[{CROCKFORD.lower()}]{{4}}\b"
REFUSED = [
    (gettext_lazy("an email address"), re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")),
    (gettext_lazy("a postcode"), re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)),
    (gettext_lazy("a telephone number"), re.compile(r"(?<!\d)(?:\+|00|\(?0)(?:[\s().-]*\d){9,13}(?!\d)")),
    (gettext_lazy("the reference of a case"), re.compile(f"{REFERENCE}|{SMALL_LETTERS}")),
]
DASHES = re.compile("[\u2010-\u2015\u2212]")


def refuse_personal(text):
    """A validator: raises ValidationError that names what was found and where it belongs. Returns the text."""
    plain = DASHES.sub("-", unicodedata.normalize("NFKC", text))
    for what, pattern in REFUSED:
        if found := pattern.search(plain):
            raise ValidationError(_("Take out “%(found)s”: it looks like %(what)s. The public may read this part; what is exempt "
                                    "belongs in "
                                    "the annex.") % {"found": found[0].strip(), "what": what})
    return text
