"""Customers that are named side by side become a deal each; a name with an "and" in it stays one."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.understanding.reader import understand
from handlers.understanding.readings import Context, Product, Slot, Understanding

TODAY = date(2026, 9, 14)
CATALOGUE = (Product(name="Gatewarden"), Product(name="Ledgerline CRM", aliases=("crm",)))


def read(text: str, asked: Slot | None = None) -> Understanding:
    return understand(text, today=TODAY, catalogue=CATALOGUE, context=Context(asked=asked))


def told(found: Understanding, slot: Slot) -> list[str | None]:
    """What each deal has for the slot."""
    return [deal[slot].value if slot in deal else None for deal in found.deals]


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("register Orlop GmbH and Zirbel AG, contact Ann Reed, end of March", ["Orlop GmbH", "Zirbel AG"]),
        ("Bitte die Orlop GmbH und die Zirbel AG anmelden, Abschluss im Mai", ["Orlop GmbH", "Zirbel AG"]),
        ("register Orlop GmbH & Zirbel AG", ["Orlop GmbH", "Zirbel AG"]),
        ("Deal für Orlop GmbH sowie Zirbel AG, Gatewarden", ["Orlop GmbH", "Zirbel AG"]),
        ("register Orlop GmbH, Zirbel AG and Kelvin Ltd for Gatewarden", ["Orlop GmbH", "Zirbel AG", "Kelvin Ltd"]),
        ("new deals for Orlop GmbH / Zirbel AG, Gatewarden", ["Orlop GmbH", "Zirbel AG"]),
        ("register orlop gmbh and zirbel ag, gatewarden", ["orlop gmbh", "zirbel ag"]),
        ("register Orlop GmbH and Orlop AG, Gatewarden", ["Orlop GmbH", "Orlop AG"]),
        ("register both Orlop Foods and Zirbel Steel, Gatewarden", ["Orlop Foods", "Zirbel Steel"]),
        ("bitte beide registrieren: Orlop Papier und Zirbel Stahl, Gatewarden", ["Orlop Papier", "Zirbel Stahl"]),
        ("register Orlop Foods as well as Zirbel Steel, Gatewarden", ["Orlop Foods", "Zirbel Steel"]),
        ("for Orlop Foods and for Zirbel Steel please register Gatewarden, 10k each", ["Orlop Foods", "Zirbel Steel"]),
    ],
)
def test_customers_named_side_by_side_are_a_deal_each(text: str, companies: list[str]) -> None:
    found = read(text)
    assert (found.intent, told(found, Slot.COMPANY)) == ("register_deal", companies)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("register Müller & Söhne GmbH, Gatewarden", "Müller & Söhne GmbH"),
        ("register Ernst and Young Ltd, Gatewarden", "Ernst and Young Ltd"),
        ("register Orlop GmbH & Co. KG, Gatewarden", "Orlop GmbH & Co. KG"),
        ("register Orlop and Zirbel, Gatewarden", "Orlop and Zirbel"),
        ("register Orlop GmbH, a subsidiary of Zirbel AG, Gatewarden", "Orlop GmbH"),
        ("Registriere Orlop GmbH, Tochter der Zirbel AG, Gatewarden", "Orlop GmbH"),
        ("Neuer Deal: Orlop GmbH und Gatewarden, 20k", "Orlop GmbH"),
    ],
)
def test_one_customer_stays_one(text: str, company: str) -> None:
    assert told(read(text), Slot.COMPANY) == [company]


def test_what_is_said_once_counts_for_all_and_what_is_said_for_each_goes_in_order() -> None:
    found = read("register Orlop GmbH and Zirbel AG, 30k and 40k, contact Ann Reed, end of March")
    assert told(found, Slot.AMOUNT) == ["30000.00", "40000.00"]
    assert told(found, Slot.CONTACT_NAME) == ["Ann Reed", "Ann Reed"]
    assert told(found, Slot.CLOSE_DATE) == ["2027-03-31", "2027-03-31"]


def test_products_and_days_go_in_order_too() -> None:
    found = read("Bitte Orlop GmbH und Zirbel AG registrieren, Gatewarden und Ledgerline CRM, 31.3.2027, 31.5.2027")
    assert told(found, Slot.PRODUCT) == ["Gatewarden", "Ledgerline CRM"]
    assert told(found, Slot.CLOSE_DATE) == ["2027-03-31", "2027-05-31"]


def test_one_amount_for_two_customers_is_asked_back_unless_it_is_said_to_be_for_each() -> None:
    unsaid, said = read("register Orlop GmbH and Zirbel AG, 45k"), read("Orlop GmbH und Zirbel AG registrieren, je 45k")
    assert [deal[Slot.AMOUNT].alternatives for deal in unsaid.deals] == [("22500.00",), ("22500.00",)]
    assert [deal[Slot.AMOUNT].alternatives for deal in said.deals] == [(), ()]


def test_a_website_is_never_that_of_two_customers() -> None:
    assert told(read("register Orlop GmbH and Zirbel AG, ann@orlop.example, 20k each"), Slot.DOMAIN) == [None, None]


@pytest.mark.parametrize("text", ["Orlop GmbH and Zirbel AG", "Orlop GmbH und Zirbel AG"])
def test_two_customers_as_the_answer_are_two_deals(text: str) -> None:
    assert told(read(text, asked=Slot.COMPANY), Slot.COMPANY) == ["Orlop GmbH", "Zirbel AG"]
