"""Two sentences contradict each other when they count the same thing and come to other numbers, or when one denies the other."""

from __future__ import annotations

import pytest

from knowledge.contradicting import Said, contradicts
from knowledge.glossary import Glossary
from knowledge.quantities import quantities
from knowledge.translating import Dictionary

DICTIONARY = Dictionary(Glossary())


@pytest.mark.parametrize(
    ("one", "other", "languages", "contrary"),
    [
        ("Deals are protected for 90 days.", "A registered deal is protected for 60 days.", "en en", True),
        ("Deals are protected for 90 days.", "A registered deal is protected for 90 days.", "en en", False),
        ("Deals are protected for 90 days.", "Invoices are paid within 30 days.", "en en", False),
        ("Deals are protected for 90 days.", "Protected deals give 10 % more margin.", "en en", False),
        ("Gold-Partner erhalten 20 % Rabatt.", "Der Rabatt für Gold-Partner beträgt 25 Prozent.", "de de", True),
        ("Gold partners get 20 % discount.", "Silver partners get 15 % discount.", "en en", False),
        ("The seat costs €1,200.", "A seat costs 1.200 € a year.", "en en", False),
        ("The seat costs €1,200.", "A seat costs 1,400 EUR.", "en en", True),
        ("The seat costs €1,200.", "A seat costs 1,400 USD.", "en en", False),
        ("The offer ends on 31 March 2027.", "The offer ends on 30 June 2027.", "en en", True),
        ("Onboarding takes six weeks.", "The onboarding takes 8 weeks.", "en en", True),
        ("Registered deals are protected for 90 days.", "Registrierte Deals sind 60 Tage geschützt.", "en de", True),
        ("Registered deals are protected for 90 days.", "Registrierte Deals sind 90 Tage geschützt.", "en de", False),
        ("Orvento guarantees 99.5 % availability.", "Kaldara guarantees an availability of 99.8 %.", "en en", False),
        ("Orvento guarantees 99.5 % availability.", "Orvento guarantees an availability of 99.8 % for all.", "en en", True),
        ("Orvento is not HIPAA compliant.", "Orvento is HIPAA compliant and signs agreements.", "en en", True),
        ("Orvento is not HIPAA compliant.", "Orvento is no HIPAA compliant company.", "en en", False),
        ("Orvento is not HIPAA compliant.", "Is Orvento HIPAA compliant?", "en en", False),
        ("Die Daten verlassen die EU nicht.", "Die Oberfläche gibt es auf Deutsch.", "de de", False),
        ("Das Portal unterstützt Passkeys nicht.", "Das Portal unterstützt Passkeys für alle Nutzer.", "de de", True),
    ],
)
def test_what_cannot_both_be_right_is_a_contradiction(one: str, other: str, languages: str, *, contrary: bool) -> None:
    mine, theirs = (Said(text=text, language=code) for text, code in zip((one, other), languages.split(), strict=True))
    assert contradicts(mine, theirs, DICTIONARY) is contrary
    assert contradicts(theirs, mine, DICTIONARY) is contrary


def test_numbers_are_read_by_what_they_count() -> None:
    assert quantities("20 % of €1,200.50 within 14 Tagen, after two days, for 3 sites") == {
        "%": frozenset({"20"}),
        "eur": frozenset({"1200.50"}),
        "day": frozenset({"14", "2"}),
        "site": frozenset({"3"}),
    }
