"""Colours as WCAG 2.2 reckons with them. Plain Python."""

import re

WHITE = "#ffffff"
# WCAG 2.2 1.4.3: the least contrast of text of ordinary size.
LEAST_CONTRAST = 4.5

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def is_hex(colour):
    """True for `#rrggbb`, the one form that the portal takes."""
    return isinstance(colour, str) and _HEX.fullmatch(colour) is not None


def luminance(colour):
    """Relative luminance of `#rrggbb`, 0 (black) to 1 (white). ValueError for any other form. WCAG 2.2, definitions."""
    if not is_hex(colour):
        raise ValueError(f"{colour!r} is not a colour written as #rrggbb")
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Contrast of two `#rrggbb` colours, 1 (none) to 21 (black on white). ValueError for any other form. WCAG 2.2, definitions."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _linear(part):
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
