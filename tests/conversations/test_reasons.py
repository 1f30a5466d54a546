"""What is a reason: one place for all rooms of the programme."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from conversations import reasons


@pytest.mark.parametrize(("text", "is_one"), [
    ("No one is free then.", True), ("Nobody’s there, and it’s late already.", True), ("Die Halle ist überschwemmt.", True),
    ("", False), ("x", False), ("no, it is not.", False), ("aaaaaaaaaaaaaaa", False), ("aaa aaaa aaaaa aaaaaa", False),
    ("no no no no no no no no no no", False), ("Nobodyisfreethatevening", False), ("Nobody whatsoever", False),
    ("1234 5678 9012 345 67", False),
    ("abab baba abba baab aabb", False)])
def test_a_reason_is_in_words(text, is_one):
    assert reasons.is_reason(text) == is_one
    if is_one:
        reasons.in_words(text)
    else:
        with pytest.raises(ValidationError, match="Write a reason in words: at least 3 words and 15 letters"):
            reasons.in_words(text)


def test_how_long_a_reason_is_stands_in_one_place():
    said = f"{reasons.LETTERS} letters"
    elsewhere = [path.name for path in (settings.BASE_DIR / "conversations").rglob("*.py") if said in path.read_text(encoding="utf-8")]

    assert elsewhere == []
    assert said in str(reasons.A_SENTENCE)
    assert said in reasons.too_short("Say why")
