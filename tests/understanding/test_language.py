"""Which language a message is in, and which one is asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.language import language_asked_for, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Please register a deal for us", "en"),
        ("what is still missing?", "en"),
        ("by mid January", "en"),
        ("Bitte einen Deal anlegen", "de"),
        ("was fehlt noch?", "de"),
        ("Mitte Januar", "de"),
        ("60k", None),
        ("Jane Dorn", None),
        ("", None),
        ("verknüpfe Q8K3-HVMQ-Z7AT", "de"),  # a code says nothing, whatever its letters spell
    ],
)
def test_the_language_is_told_by_words_of_only_one(text: str, language: str | None) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("auf Deutsch bitte", "de"),
        ("English please", "en"),
        ("can we continue in English? closing end of October", "en"),
        ("können wir auf Deutsch weitermachen?", "de"),
        ("sprichst du deutsch?", "de"),
        ("switch to German", "de"),
        ("register English Tea House Ltd", None),
        ("they speak German there and want 40 seats", None),
        ("Deutsche Feder AG", None),
    ],
)
def test_a_change_of_language_is_a_wish_and_not_a_name(text: str, language: str | None) -> None:
    assert language_asked_for(text) == language


@given(st.text(max_size=200))
def test_any_text_has_a_language_or_none(text: str) -> None:
    assert language_of(text) in (None, "en", "de")
    assert language_asked_for(text) in (None, "en", "de")
