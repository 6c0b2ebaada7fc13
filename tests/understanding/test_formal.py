"""Who says Sie to the bot is understood like who says du."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.understanding.formal import familiar
from handlers.understanding.reader import understand
from handlers.understanding.readings import Act, Context, Slot

DRAFTING = Context(asked=Slot.AMOUNT, values={"company": "Ahornhof GmbH"}, language="de")


@pytest.mark.parametrize(
    ("formal", "same"),
    [
        ("Zeigen Sie mir das Formular", "zeige mir das Formular"),
        ("Bitte ändern Sie das", "Bitte ändere das"),
        ("Sammeln Sie alles", "sammle alles"),
        ("Vergessen Sie es", "vergiss es"),
        ("Könnten Sie das wiederholen?", "könntest du das wiederholen?"),
        ("Was brauchen Sie noch?", "Was brauchst du noch?"),
        ("Wie arbeiten Sie?", "Wie arbeitest du?"),
        ("Der Kunde kennt Sie schon", "Der Kunde kennt Sie schon"),
        ("Die Website ist kurz. Sie ist freiwillig.", "Die Website ist kurz. Sie ist freiwillig."),
        ("Siegen Stahl GmbH", "Siegen Stahl GmbH"),
    ],
)
def test_an_order_or_a_question_becomes_familiar_and_nothing_else(formal: str, same: str) -> None:
    assert familiar(formal) == same


@pytest.mark.parametrize(
    ("text", "intent", "subject"),
    [
        ("Genehmigen Sie R-7K3M2Q", "approve", "R-7K3M2Q"),
        ("Lehnen Sie Ahornhof ab, weil sie schon kaufen", "decline", "Ahornhof"),
        ("Verlängern Sie R-7K3M2Q, weil der Vorstand im März tagt", "extend_registration", "R-7K3M2Q"),
        ("Ziehen Sie Ahornhof zurück", "withdraw_deal", "Ahornhof"),
        ("Bitte ändern Sie den Betrag von Ahornhof auf 60k", "amend_registration", "Ahornhof"),
        ("Öffnen Sie Ahornhof wieder", "reopen_deal", "Ahornhof"),
    ],
)
def test_commands_are_read(text: str, intent: str, subject: str) -> None:
    found = understand(text, today=date(2026, 11, 23), catalogue=())
    assert (found.intent, found.subject) == (intent, subject)


def test_a_deal_is_registered() -> None:
    text = "Registrieren Sie bitte die Ahornhof GmbH, Kontakt einkauf@ahornhof.example, 45k EUR, Abschluss Ende März"
    found = understand(text, today=date(2026, 11, 23), catalogue=())
    assert found.intent == "register_deal"
    assert found.slots[Slot.COMPANY].value == "Ahornhof GmbH"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Vergessen Sie es", Act.CANCEL),
        ("Zeigen Sie mir das Formular", Act.SHOW_FORM),
        ("Könnten Sie das wiederholen?", Act.REPEAT),
        ("Was brauchen Sie noch?", Act.MISSING),
        ("Wozu brauchen Sie den Betrag?", Act.WHY),
        ("Machen Sie das rückgängig", Act.UNDO),
    ],
)
def test_what_is_said_within_a_registration_is_read(text: str, act: Act) -> None:
    assert act in understand(text, today=date(2026, 11, 23), catalogue=(), context=DRAFTING).acts
