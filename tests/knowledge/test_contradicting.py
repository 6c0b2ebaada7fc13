"""Two sentences contradict each other when they count the same thing and come to other numbers."""

from __future__ import annotations

import pytest

from knowledge.contradicting import contradicts, quantities


@pytest.mark.parametrize(
    ("one", "other", "language", "contrary"),
    [
        ("Deals are protected for 90 days.", "A registered deal is protected for 60 days.", "en", True),
        ("Deals are protected for 90 days.", "A registered deal is protected for 90 days.", "en", False),
        ("Deals are protected for 90 days.", "Invoices are paid within 30 days.", "en", False),
        ("Deals are protected for 90 days.", "Protected deals give 10 % more margin.", "en", False),
        ("Gold-Partner erhalten 20 % Rabatt.", "Der Rabatt für Gold-Partner beträgt 25 Prozent.", "de", True),
        ("The seat costs €1,200.", "A seat costs 1.200 € a year.", "en", False),
        ("The seat costs €1,200.", "A seat costs 1,400 EUR.", "en", True),
        ("The offer ends on 31 March 2027.", "The offer ends on 30 June 2027.", "en", True),
    ],
)
def test_other_numbers_for_the_same_thing_are_a_contradiction(one: str, other: str, language: str, *, contrary: bool) -> None:
    assert contradicts(one, other, language) is contrary
    assert contradicts(other, one, language) is contrary


def test_numbers_are_read_by_what_they_count() -> None:
    assert quantities("20 % of €1,200.50 within 14 days") == {
        "%": frozenset({"20"}),
        "money": frozenset({"1200.50"}),
        "day": frozenset({"14"}),
    }
