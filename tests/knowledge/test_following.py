"""A question that goes on from the one before takes from it what it leaves out, and nothing that it replaces."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.ports_library import Question
from knowledge.following import carried_over


def asked(text: str, before: str, language: str = "en") -> set[str]:
    return set(carried_over(Question(text=text, language=language, day=date(2026, 11, 23), before=(before,) if before else ())))


@pytest.mark.parametrize(
    ("text", "before", "language", "carried"),
    [
        ("And for Gold?", "What discount does a Silver partner get?", "en", {"discount", "partner"}),
        ("What about Platinum?", "Which margin has Gold on renewals?", "en", {"margin", "renewals"}),
        ("Und für Gold?", "Welchen Rabatt bekommt ein Silber-Partner?", "de", {"rabatt", "bekommt", "partner"}),
        ("How long does that?", "Is the pilot free?", "en", {"pilot", "free"}),
        ("And in 2027?", "What does the seat cost in 2026?", "en", {"seat", "cost"}),
        ("Does the Enterprise edition support Okta?", "What discount does Silver get?", "en", set()),
        ("And for Gold?", "", "en", set()),
    ],
)
def test_what_is_left_out_is_carried_over(text: str, before: str, language: str, carried: set[str]) -> None:
    assert asked(text, before, language) == carried
