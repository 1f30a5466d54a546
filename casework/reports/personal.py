"""What must not stand in the part of a report that the public may read: ways to reach somebody, and numbers of cases."""
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council_portal.matters.references import LIKE_ONE, plain

REFUSED = [
    (gettext_lazy("an email address"), re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")),
    (gettext_lazy("a postcode"), re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)),
    (gettext_lazy("a telephone number"), re.compile(r"(?<!\d)(?:\+|00|\(?0)(?:[\s().-]*\d){9,13}(?!\d)")),
    (gettext_lazy("the reference of a case"), LIKE_ONE),
]


def refuse_personal(text):
    """A validator: raises ValidationError that names what was found and where it belongs. Returns the text."""
    read = plain(text)
    for what, pattern in REFUSED:
        if found := pattern.search(read):
            raise ValidationError(_("Take out “%(found)s”: it looks like %(what)s. The public may read this part; what is exempt "
                                    "belongs in "
                                    "the annex.") % {"found": found[0].strip(), "what": what})
    return text
