"""Who hands over whose deals to whom; what only sounds like it stays what it is, also while a deal is drafted."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.understanding.reader import understand
from handlers.understanding.readings import Context, Slot

DRAFTING = Context(asked=Slot.CLOSE_DATE, values={"company": "Acme GmbH"})


@pytest.mark.parametrize("context", [Context(), DRAFTING], ids=["idle", "drafting"])
@pytest.mark.parametrize(
    ("text", "whose", "whom"),
    [
        ("move Jane's deals to carl@nordwind.example", "Jane", "carl@nordwind.example"),
        ("please hand over the deals of Jane Doe to Carl Clasen", "Jane Doe", "Carl Clasen"),
        ("transfer r-7k3m2q to Carl", "R-7K3M2Q", "Carl"),
        ("transfer Jane's deals", "Jane", ""),
        ("Übertrage Janes Deals an carl@nordwind.example", "Jane", "carl@nordwind.example"),
        ("übergib die Deals von Jane Doe bitte an Carl", "Jane Doe", "Carl"),
        ("die Deals ehemaliger Kollegen an Carl übertragen", "ehemaliger Kollegen", "Carl"),
    ],
)
def test_deals_are_handed_over(context: Context, text: str, whose: str, whom: str) -> None:
    found = understand(text, today=date(2026, 11, 23), catalogue=(), context=context)
    assert (found.intent, found.subject, found.argument) == ("transfer", whose, whom)


@pytest.mark.parametrize(
    "text",
    ["move the close date to end of March", "move R-7K3M2Q to April", "assign Nordwind to rosa@vendor.example",
     "transfer Nordwind to rosa@vendor.example", "give me my deals", "verschiebe den Abschluss auf Ende April"],
)  # fmt: skip
def test_what_only_sounds_like_it_is_something_else(text: str) -> None:
    for context in (Context(), DRAFTING):
        assert understand(text, today=date(2026, 11, 23), catalogue=(), context=context).intent != "transfer"


@pytest.mark.parametrize("text", ["csv template", "CSV-Vorlage bitte", "send me the csv template", "how do I upload a csv file?"])
def test_the_template_of_a_list_is_asked_for(text: str) -> None:
    assert understand(text, today=date(2026, 11, 23), catalogue=()).intent == "csv_template"


def test_a_spreadsheet_in_a_deal_is_no_template() -> None:
    found = understand("Register Excel Logistik GmbH, contact Max", today=date(2026, 11, 23), catalogue=())
    assert found.intent == "register_deal"


@pytest.mark.parametrize("context", [Context(), DRAFTING], ids=["idle", "drafting"])
@pytest.mark.parametrize(
    "text",
    [
        "who is our partner manager?",
        "Who looks after us?",
        "who's my contact at the vendor",
        "Wer ist unser Partnermanager?",
        "wer betreut uns",
        "Wer ist meine Ansprechpartnerin bei Ihnen?",
    ],
)
def test_who_looks_after_the_partner_is_asked(context: Context, text: str) -> None:
    assert understand(text, today=date(2026, 11, 23), catalogue=(), context=context).intent == "looked_after"


@pytest.mark.parametrize("text", ["our contact is Jane Doe", "Ansprechpartner ist Jane Doe", "who is our contact at Acme?"])
def test_the_customers_contact_is_somebody_else(text: str) -> None:
    assert understand(text, today=date(2026, 11, 23), catalogue=(), context=DRAFTING).intent != "looked_after"
