"""Who asks how long an approval takes asks a question, and nobody else does."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.understanding.question_words import WORDS, asks_approval_time
from handlers.understanding.reader import understand

ASKED = [
    "How long does an approval take?",
    "how quickly do you decide",
    "How fast are approvals?",
    "How long does it take to get approved?",
    "please, how long will the review of my deal take?",
    "What's the median approval time?",
    "average decision time?",
    "Wie lange dauert eine Genehmigung?",
    "wie schnell entscheiden Sie?",
    "Wie lange brauchen Sie für die Prüfung?",
    "Bitte, wie lange dauert die Freigabe im Schnitt?",
    "Was ist die durchschnittliche Bearbeitungszeit?",
]
OTHERWISE = [
    "How long is an approval valid?",
    "How long does the protection last after approval?",
    "Wie lange gilt eine Genehmigung?",
    "Wie lange ist mein Deal nach der Genehmigung geschützt?",
    "How long does the approval of R-7K3M2Q take?",
    "approve Acme",
    "Genehmige Acme, die Prüfung ist fertig",
    "Register Acme, decision at the end of March, 50k EUR",
    "the decision takes them how long, I don't know",
]


@pytest.mark.parametrize("text", ASKED)
def test_it_is_a_question_about_the_time_of_an_approval(text: str) -> None:
    assert understand(text, today=date(2026, 11, 23), catalogue=()).intent == "ask_question"
    assert asks_approval_time(text)


@pytest.mark.parametrize("text", OTHERWISE)
def test_it_is_something_else(text: str) -> None:
    assert not asks_approval_time(text)


@pytest.mark.parametrize("text", ASKED)
def test_one_of_the_words_that_are_looked_for_first_is_in_it(text: str) -> None:
    assert {word.strip("?,.").lower() for word in text.split()} & WORDS
