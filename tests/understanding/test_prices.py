"""Prices, discounts and whether it pays are asked for in many words; what else is said stays what it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from handlers.understanding.pricing import Offer, discount_in, quantity_in, read_offer
from handlers.understanding.reader import understand
from handlers.understanding.readings import Context, Product, Slot

CATALOGUE = (
    Product(name="Orbit Cloud"),
    Product(name="FlowDesk CRM", aliases=("crm",)),
    Product(name="Nimbus Backup", aliases=("backup",)),
    Product(name="Nimbus Archive"),
)
TODAY = date(2026, 11, 23)


def intent(text: str, context: Context | None = None) -> str:
    """What is wanted; of a question about prices, what it is about."""
    found = understand(text, today=TODAY, catalogue=CATALOGUE, context=context or Context())
    if found.intent == "ask_question" and found.argument:
        assert text.endswith("?") or found.argument == "price"
        return found.argument
    return found.intent


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("What does Orbit Cloud cost for 50 seats?", "price"),
        ("how much is FlowDesk CRM", "price"),
        ("price of orbit cloud", "price"),
        ("Was kostet Orbit Cloud für 50 Plätze?", "price"),
        ("Wie viel kosten 1.200 Lizenzen Orbit Cloud?", "price"),
        ("Listenpreis Nimbus Backup", "price"),
        ("price list", "price"),
        ("zeig mir die Preisliste", "price"),
        ("Can I give 12 % on Orbit Cloud to Müller Bau?", "quote"),
        ("May we offer Acme GmbH FlowDesk CRM for 18 EUR per seat?", "quote"),
        ("quote 50 Orbit Cloud for Acme GmbH at 8% discount", "quote"),
        ("What discount can I give on Orbit Cloud?", "quote"),
        ("Kann ich Müller Bau GmbH 12 % Rabatt auf Orbit Cloud geben?", "quote"),
        ("Darf ich 12,5 Prozent Nachlass auf Orbit Cloud geben?", "quote"),
        ("Angebot für Acme GmbH: 20 x FlowDesk CRM, 7% Rabatt", "quote"),
        ("wir wollen Acme GmbH 12 % auf FlowDesk CRM geben", "quote"),
        ("my quotes", "my_quotes"),
        ("meine Preisanfragen", "my_quotes"),
        ("show A-7K3M2Q", "my_quotes"),
        ("Is the partnership worth it for me?", "profitability"),
        ("profitability", "profitability"),
        ("when do we break even?", "profitability"),
        ("Lohnt sich die Partnerschaft für uns?", "profitability"),
        ("Rechnet sich das Partnerprogramm?", "profitability"),
        ("Wirtschaftlichkeit", "profitability"),
        ("channel economics", "channel_economics"),
        ("What is our CAC through partners?", "channel_economics"),
        ("Was kostet uns ein Neukunde über Partner?", "channel_economics"),
        ("Kundengewinnungskosten 2025", "channel_economics"),
    ],
)
def test_what_is_asked_for_is_understood(text: str, wanted: str) -> None:
    assert intent(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("What is the discount for registered deals?", "ask_question"),
        ("Wie hoch ist der Nachlass auf registrierte Deals?", "ask_question"),
        ("how much does a nintendo switch cost", "out_of_scope"),
        ("Wie viel kostet ein Zugticket nach Denver?", "out_of_scope"),
        ("show me the top 10 quotes by mark twain", "out_of_scope"),
        ("Register Acme GmbH, FlowDesk CRM, 12% discount, contact Jo Doe", "register_deal"),
        ("Bitte Acme GmbH anmelden, Orbit Cloud, 45k, Rabatt 5 %", "register_deal"),
        ("What is my commission on FlowDesk CRM?", "commission_lookup"),
    ],
)
def test_what_is_something_else_stays_so(text: str, wanted: str) -> None:
    assert intent(text) == wanted


def test_with_a_registration_in_progress_only_a_question_is_about_prices() -> None:
    drafting = Context(asked=Slot.PRODUCT, values={"company": "Acme GmbH"})
    assert intent("What does Orbit Cloud cost?", drafting) == "price"
    assert intent("Orbit Cloud, list price", drafting) == ""


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        (
            "Can I give 12 % on Orbit Cloud to Müller Bau?",
            Offer(products=("Orbit Cloud",), percent=Decimal(12), company="Müller Bau"),
        ),
        (
            "Kann ich Müller Bau GmbH 12,5 % Rabatt auf 50 Plätze FlowDesk CRM geben?",
            Offer(products=("FlowDesk CRM",), quantity=50, percent=Decimal("12.5"), company="Müller Bau GmbH"),
        ),
        (
            "May we offer Zeppelin Werke AG FlowDesk CRM for 18 EUR per seat?",
            Offer(products=("FlowDesk CRM",), price=Decimal(18), currency="EUR", per_unit=True, company="Zeppelin Werke AG"),
        ),
        (
            "Angebot für Acme GmbH: 20 x FlowDesk CRM, 7% Rabatt",
            Offer(products=("FlowDesk CRM",), quantity=20, percent=Decimal(7), company="Acme GmbH"),
        ),
        ("What does Orbit Cloud cost for 50 seats?", Offer(products=("Orbit Cloud",), quantity=50)),
        ("what does nimbus cost?", Offer(products=("Nimbus Backup", "Nimbus Archive"))),
    ],
)
def test_an_offer_is_read(text: str, offer: Offer) -> None:
    assert read_offer(text, CATALOGUE) == offer


@pytest.mark.parametrize(
    ("text", "quantity", "discount"),
    [
        ("50", "50", "50 %"),
        ("for 50 users", "50", None),
        ("1.200 Lizenzen", "1200", None),
        ("make it 10 %", None, "10 %"),
        ("12,5 Prozent", None, "12.5 %"),
        ("18 EUR per seat", None, "18 EUR/unit"),
        ("9000 EUR", None, "9000 EUR"),
        ("kein Rabatt", None, "0 %"),
        ("120 %", None, None),
        ("0", None, "0 %"),
        ("soon", None, None),
    ],
)
def test_an_answer_is_read(text: str, quantity: str | None, discount: str | None) -> None:
    assert (quantity_in(text), discount_in(text)) == (quantity, discount)
