"""What direct sellers say of their opportunities and leads is read by its number, and steals nothing from anybody else."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.understanding.reader import understand
from handlers.understanding.readings import Context, Slot

TODAY = date(2026, 11, 23)
DRAFTING = Context(asked=Slot.AMOUNT, values={Slot.COMPANY.value: "Acme GmbH"})


@pytest.mark.parametrize(
    ("text", "intent", "subject", "argument"),
    [
        ("won O-7K3M2Q for 90k EUR", "won_deal", "O-7K3M2Q", "90k EUR"),
        ("we won o-7k3m2q", "won_deal", "O-7K3M2Q", ""),
        ("O-7K3M2Q is won: 90k", "won_deal", "O-7K3M2Q", "90k"),
        ("won R-7K3M2Q 50k", "won_deal", "R-7K3M2Q", "50k"),
        ("gewonnen O-7K3M2Q für 85k", "won_deal", "O-7K3M2Q", "85k"),
        ("wir haben den Lead R-7K3M2Q gewonnen", "won_deal", "R-7K3M2Q", ""),
        ("lost O-7K3M2Q because of price", "withdraw_deal", "O-7K3M2Q", "price"),
        ("R-7K3M2Q verloren wegen Preis", "withdraw_deal", "R-7K3M2Q", "Preis"),
        ("close O-7K3M2Q as lost", "withdraw_deal", "O-7K3M2Q", ""),
        ("withdraw O-7K3M2Q", "withdraw_deal", "O-7K3M2Q", ""),
        ("nimm O-7K3M2Q zurück", "withdraw_deal", "O-7K3M2Q", ""),
        ("change O-7K3M2Q to 90k", "amend_registration", "O-7K3M2Q", "90k"),
        ("ändere O-7K3M2Q auf Ende Mai", "amend_registration", "O-7K3M2Q", "Ende Mai"),
        ("O-7K3M2Q", "deal_status", "O-7K3M2Q", ""),
        ("zeig mir O-7K3M2Q", "deal_status", "O-7K3M2Q", ""),
        ("show my opportunities", "deal_status", "", ""),
        ("meine Verkaufschancen", "deal_status", "", ""),
        ("my leads", "list_leads", "", ""),
        ("zeig mir die übergebenen Leads", "list_leads", "", ""),
    ],
)
def test_a_direct_sellers_words_name_what_they_act_on(text: str, intent: str, subject: str, argument: str) -> None:
    found = understand(text, today=TODAY, catalogue=())
    assert (found.intent, found.subject, found.argument) == (intent, subject, argument)


@pytest.mark.parametrize("text", ["won", "lost", "change the amount to 60k", "60k", "the lead is Ana Lopez"])
def test_in_a_draft_an_answer_stays_an_answer(text: str) -> None:
    assert understand(text, today=TODAY, catalogue=(), context=DRAFTING).intent in ("", "out_of_scope")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("R-7K3M2Q", "deal_status"),
        ("withdraw R-7K3M2Q", "withdraw_deal"),
        ("approve R-7K3M2Q", "approve"),
        ("register a deal: Leads & Co GmbH, contact Jo, 50k, end of March", "register_deal"),
    ],
)
def test_what_means_something_else_still_does(text: str, intent: str) -> None:
    assert understand(text, today=TODAY, catalogue=()).intent == intent
