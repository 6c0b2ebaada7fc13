"""Where approvals are to be posted is understood by rules alone, in both languages, and nothing else is taken for it."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.understanding.reader import understand

TODAY = date(2026, 11, 23)

SAID = [
    ("post my approvals here", "approvals_here"),
    ("Please post approvals here from now on", "approvals_here"),
    ("post the approval cards in this channel", "approvals_here"),
    ("send my approvals to this channel", "approvals_here"),
    ("approvals here please", "approvals_here"),
    ("use this channel for my approvals", "approvals_here"),
    ("Freigaben hier posten", "approvals_here"),
    ("Bitte meine Freigaben hier posten", "approvals_here"),
    ("Poste meine Freigaben hier", "approvals_here"),
    ("Schicken Sie meine Freigaben bitte in diesen Kanal", "approvals_here"),
    ("Genehmigungen ab jetzt bitte hier", "approvals_here"),
    ("Entscheidungen hierher schicken", "approvals_here"),
    ("Freigaben in diesem Kanal posten", "approvals_here"),
    ("nutze diesen Kanal für meine Freigaben", "approvals_here"),
    ("stop posting approvals here", "approvals_stop"),
    ("Don't post my approvals here any more", "approvals_stop"),
    ("no more approvals here", "approvals_stop"),
    ("stop posting approvals in my channel", "approvals_stop"),
    ("not here any more", "approvals_stop"),
    ("send approvals only to me alone", "approvals_stop"),
    ("nicht mehr hier", "approvals_stop"),
    ("Freigaben nicht mehr hier posten", "approvals_stop"),
    ("Freigaben hier nicht mehr posten", "approvals_stop"),
    ("Poste meine Freigaben nicht mehr hier", "approvals_stop"),
    ("keine Freigaben mehr hier", "approvals_stop"),
    ("Freigaben wieder nur an mich", "approvals_stop"),
    ("where do my approvals go?", "approvals_where"),
    ("Where are my approvals posted?", "approvals_where"),
    ("where do you post my approvals", "approvals_where"),
    ("change my approval channel", "approvals_where"),
    ("Wohin gehen meine Freigaben?", "approvals_where"),
    ("Wo landen meine Freigaben", "approvals_where"),
    ("Wo werden meine Freigaben gepostet?", "approvals_where"),
    ("Freigabekanal ändern", "approvals_where"),
]
NOT_SAID = [
    "approve Donau Logistik",
    "show my approvals queue",
    "what is waiting for me?",
    "how long does an approval take?",
    "I need an approval for 12 % discount",
    "register a deal with Hier Software GmbH",
    "Wie lange dauert eine Freigabe?",
    "Genehmigen Sie R-6PGEZD",
    "post my deals here",
    "stop sending me reminders about approvals",
    "where is my deal?",
]


@pytest.mark.parametrize(("said", "intent"), SAID)
def test_what_is_said_about_where_approvals_go(said: str, intent: str) -> None:
    assert understand(said, today=TODAY, catalogue=()).intent == intent


@pytest.mark.parametrize("said", NOT_SAID)
def test_nothing_else_is_taken_for_it(said: str) -> None:
    assert not understand(said, today=TODAY, catalogue=()).intent.startswith("approvals_")
