import pytest

from council_portal.design.checks import check_council_colour
from council_portal.design.colour import WHITE, contrast
from council_portal.design.context import initials


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", WHITE, 21.0), (WHITE, "#000000", 21.0), (WHITE, WHITE, 1.0), ("#777777", WHITE, 4.48), ("#767676", WHITE, 4.54)],
)
def test_contrast_is_what_wcag_says_it_is(one, other, expected):
    found = contrast(one, other)

    assert round(found, 2) == expected


@pytest.mark.parametrize("colour", ["green", "#fff", "00594f", "#00594g", "#00594f;}", "", None])
def test_what_is_not_a_colour_is_refused(colour):
    with pytest.raises(ValueError, match="is not a colour"):
        contrast(colour, WHITE)


@pytest.mark.parametrize(
    ("colour", "expected"),
    [("#00594f", []), ("#767676", []), ("#777777", ["design.E002"]), ("#ffdd00", ["design.E002"]),
     ("teal", ["design.E001"]), (None, ["design.E001"])],
)
def test_a_council_colour_that_white_cannot_be_read_on_stops_the_start(settings, colour, expected):
    settings.COUNCIL_COLOUR = colour

    found = check_council_colour()

    assert [error.id for error in found] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Exampleshire Council", "EC"),
        ("London Borough of Southwark", "LBS"),
        ("City of York Council", "CYC"),
        ("Bath and North East Somerset Council", "BNE"),
        ("King's Lynn", "KL"),
        ("", ""),
    ],
)
def test_initials_leave_out_the_small_words(name, expected):
    assert initials(name) == expected
