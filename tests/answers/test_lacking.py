"""What only comes close is shown, not told: another name, number, tier or currency than was asked for. Two questions are two."""

from __future__ import annotations

import pytest

from handlers.ports_library import Verdict
from tests.answers.conftest import Asked

CERTIFIED = "Orvento is certified to ISO 27001 since March 2023. The report on SOC 2 is issued every year in November."
CONNECTORS = "The Personio connector of Orvento synchronises employees every 15 minutes and needs the role of an administrator."
DISCOUNTS = "Silver partners receive a discount of 15 % off the list price, Gold partners 22 % and Platinum partners 28 %."
TRIAL = "The trial of the planning module lasts 21 days and needs no credit card."
ENCRYPTED = "Stored data of every tenant is encrypted with AES-256, and the keys are rotated each quarter."
LANGUAGES = "Die Oberfläche der Planung gibt es auf Deutsch, Englisch und Italienisch."


@pytest.fixture
def shelf(asked: Asked) -> Asked:
    for number, text in enumerate((CERTIFIED, CONNECTORS, DISCOUNTS, TRIAL, ENCRYPTED)):
        asked.shelve(f"said-{number}.md", text)
    asked.shelve("sprachen.md", LANGUAGES, language="de")
    return asked


def test_what_lacks_something_that_was_asked_for_only_comes_close(shelf: Asked) -> None:
    for text, close in (
        ("Is Orvento certified to ISO 27001?", "Is Orvento certified to ISO 9001?"),
        (
            "How often does the Personio connector synchronise?",
            "How often does the Workday connector synchronise?",
        ),
        (
            "What discount do Gold partners receive?",
            "What discount do Bronze partners receive?",
        ),
        ("Which partners receive a discount off the list price?", "Which partners receive no discount, and not the list price?"),
    ):
        assert shelf.ask(text).verdict is Verdict.ANSWERED, text
        answer = shelf.ask(close)
        assert answer.verdict is Verdict.UNSURE, close
        assert answer.citations
    assert shelf.ask("Gibt es die Oberfläche der Planung auf Englisch?", language="de").verdict is Verdict.ANSWERED
    assert shelf.ask("Gibt es die Oberfläche der Planung auf Polnisch?", language="de").verdict is not Verdict.ANSWERED


def test_of_a_short_question_a_word_that_is_nowhere_is_what_was_asked_for_unless_it_is_mistyped(shelf: Asked) -> None:
    assert shelf.ask("Which discount for charities?").verdict is not Verdict.ANSWERED
    assert shelf.ask("How is stored data encyrpted?").verdict is Verdict.ANSWERED


def test_each_of_two_questions_is_answered_and_what_stays_open_is_named(shelf: Asked) -> None:
    both = shelf.ask("How long does the trial of the planning module last, and how is stored data of a tenant encrypted?")
    assert both.verdict is Verdict.ANSWERED
    assert [one.document.name for one in both.citations] == ["said-3.md", "said-4.md"]
    assert both.open == ()
    half = shelf.ask("How long does the trial of the planning module last, and which hovercraft is approved?")
    assert half.verdict is Verdict.ANSWERED
    assert [one.document.name for one in half.citations] == ["said-3.md"]
    assert half.open == ("which hovercraft is approved?",)
    one = shelf.ask("Which partners receive 22 % and 28 % discount off the list price?")
    assert one.open == ()


def test_a_cell_is_told_with_its_column(asked: Asked) -> None:
    table = "Severity | Team | Scale\nCritical | 8 hours | 2 hours\nModerate | 1 business day | 8 hours"
    asked.shelve("sla.md", table, title="Response times")
    answer = asked.ask("What are the response times for moderate severity of Scale?")
    assert answer.citations[0].quote == "Moderate | 1 business day | 8 hours"
    assert answer.citations[0].said == "Severity: Moderate · Team: 1 business day · Scale: 8 hours"


def test_what_another_document_denies_or_says_in_the_other_language_is_shown_beside(asked: Asked) -> None:
    asked.shelve("paper.md", "Orvento is not HIPAA compliant.", title="Security of Orvento")
    asked.shelve("guide.md", "Orvento is HIPAA compliant, and agreements are signed.", title="Guide to Orvento")
    asked.shelve("en.md", "Customer data is deleted within 60 days after termination.", title="Deletion")
    asked.shelve("de.md", "Kundendaten werden 30 Tage nach Vertragsende gelöscht.", title="Löschung", language="de")
    for text, names in (
        ("Is Orvento HIPAA compliant?", {"paper.md", "guide.md"}),
        ("When is customer data deleted after termination?", {"en.md", "de.md"}),
    ):
        answer = asked.ask(text)
        assert answer.verdict is Verdict.ANSWERED, text
        assert {one.document.name for one in (*answer.citations, *answer.contradicts)} == names
