from django.conf import settings
from django.core.checks import Error

from council_portal.design.colour import LEAST_CONTRAST, WHITE, contrast, is_hex


def check_council_colour(app_configs=None, **kwargs):
    """System check: white text on the council's colour, and the colour as text on white, must be readable (WCAG 2.2 1.4.3)."""
    colour = settings.COUNCIL_COLOUR
    if not is_hex(colour):
        return [
            Error(
                f"COUNCIL_COLOUR is {colour!r}, which is not a colour.",
                hint="Write it as a hash and six hexadecimal digits, such as #00594f.",
                id="design.E001",
            )
        ]
    found = contrast(colour, WHITE)
    if found >= LEAST_CONTRAST:
        return []
    return [
        Error(
            f"COUNCIL_COLOUR {colour} has a contrast of {found:.2f}:1 with white; text on it could not be read.",
            hint=f"Choose a darker shade of it: at least {LEAST_CONTRAST}:1 (WCAG 2.2, 1.4.3).",
            id="design.E002",
        )
    ]
