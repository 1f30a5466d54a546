"""What must not stand in the public part is refused by its form; what only looks a little like it is not."""

import pytest
from django.core.exceptions import ValidationError

from casework.reports.personal import refuse_personal


@pytest.mark.parametrize(("text", "what"), [
    ("Write to ann@example.org about it", "an email address"), ("see ann.smith+bins@mail.example.co.uk.", "an email address"),
    ("at CV21 2AB", "a postcode"), ("lives at ec1a1bb", "a postcode"), ("M1 1AE", "a postcode"), ("ｃｖ21 2ab", "a postcode"),
    ("ring 01788 533533", "a telephone number"), ("07700 900 123", "a telephone number"), ("+44 7700 900123", "a telephone number"),
    ("(020) 7946 0018", "a telephone number"),
    ("case 7KXR-M2PQ shows", "the reference of a case"), ("case 7kxr-m2pq", "the reference of a case"),
    ("KXRT–PMWQ", "the reference of a case")])
def test_it_is_refused_with_what_was_found(text, what):
    with pytest.raises(ValidationError, match=what):
        refuse_personal(text)


@pytest.mark.parametrize("text", [
    "", "142 cases in 2026-2027 and 12 in 2025", "The A45 and the B4429", "£1,250,000.00 over 10 years", "long-term plan, well-kept parks",
    "Schedule 12A, paragraph 3", "From 1 January 2026 to 30 June 2026", "Ward E05009123", "rose by 0.5 to 12.75 per cent", "24/7, 100%"])
def test_plain_words_and_numbers_pass(text):
    assert refuse_personal(text) == text
