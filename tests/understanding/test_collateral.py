"""Collateral is asked for in many words; what only mentions a document stays what it is."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.understanding.collateral import Wish, hits, names_of, read_wish
from handlers.understanding.reader import understand
from handlers.understanding.readings import Context, Product, Slot

CATALOGUE = (Product(name="Nimbus Backup", aliases=("backup",)), Product(name="FlowDesk CRM", aliases=("crm",)))
TODAY = date(2026, 11, 23)


def intent(text: str, context: Context | None = None) -> str:
    return understand(text, today=TODAY, catalogue=CATALOGUE, context=context or Context()).intent


@pytest.mark.parametrize(
    "text",
    [
        "send me the battlecard for retail",
        "Could you share the Nimbus Backup datasheet?",
        "have you got a deck about SD-WAN?",
        "case study manufacturing",
        "one-pager for FlowDesk CRM please",
        "I need something like a flyer for backup",
        "do you have a success story from logistics",
        "Where can I find the pitch deck?",
        "battlecard against Stratovault",
        "please send us the DPA",
        "can you send me the security white paper",
        "send me the price list as PDF",
        "One-pager for Nimbus Backup with our logo",
        "e-mail template for a first contact",
        "Schicken Sie mir die Battlecard für den Handel",
        "Habt ihr eine Präsentation zur Firewall?",
        "Gibt es eine Referenz aus der Fertigung?",
        "Ich bräuchte das Datenblatt zu FlowDesk CRM",
        "Könnten Sie mir den AVV zusenden?",
        "Flyer Nimbus Backup mit unserem Logo",
        "Fallstudie Gesundheitswesen",
        "Wo finde ich die Vorlage fürs Nachfassen?",
        "can you send me the DPA in German?",
        "Habt ihr Unterlagen zur Firewall?",
        "retail battlecard",
        "Preisliste als PDF bitte",
        "send me the certificates",
        "do you have anything on healthcare? a case study maybe",
    ],
)
def test_a_document_is_asked_for(text: str) -> None:
    assert intent(text) == "send_collateral"


@pytest.mark.parametrize(
    "text",
    [
        "ROI calculator",
        "calculate the ROI of Nimbus Backup for a customer",
        "what is the return on investment for my customer?",
        "ROI-Rechner",
        "Berechne den ROI für meinen Kunden",
        "Was spart Nimbus Backup?",
    ],
)
def test_the_return_for_a_customer_is_asked_for(text: str) -> None:
    assert intent(text) == "roi"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We have a presentation at Müller GmbH on Friday, 50k EUR for Nimbus Backup, please register", "register_deal"),
        ("price list", "ask_question"),
        ("my ROI", "profitability"),
        ("Is the partnership worth it for me?", "profitability"),
        ("my deals", "deal_status"),
        ("Does Nimbus Backup come with an SLA?", "ask_question"),
    ],
)
def test_what_is_about_something_else_stays_it(text: str, wanted: str) -> None:
    assert intent(text) == wanted


def test_in_the_middle_of_a_registration_only_a_question_is_about_collateral() -> None:
    drafting = Context(asked=Slot.COMPANY, values={"product": "Nimbus Backup"})
    assert intent("have you got a battlecard for retail?", drafting) == "send_collateral"
    assert intent("Battlecard Print GmbH", drafting) != "send_collateral"


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("send me the battlecard for retail", Wish(kind="battlecard", about=("retail",))),
        ("Schicken Sie mir die Battlecard für den Handel", Wish(kind="battlecard", about=("handel",))),
        ("have you got a deck about Sentinel in German?", Wish(kind="deck", language="de", about=("sentinel",))),
        ("One-pager Nimbus Backup with our logo", Wish(kind="one_pager", about=("nimbus", "backup"), is_branded=True)),
        (
            "Flyer zu EdgeConnect mit unserem Logo auf Englisch",
            Wish(kind="one_pager", language="en", about=("edgeconnect",), is_branded=True),
        ),
        ("case study", Wish(kind="case_study")),
        ("please send me the security white paper", Wish(kind="security", about=("security", "white", "paper"))),
        ("send me the co-branding guidelines", Wish(kind="documentation", about=("co-branding", "guidelines"))),
        ("can you send me the DPA in German?", Wish(kind="legal", language="de", about=("dpa",))),
    ],
)
def test_the_wish_says_which_document(text: str, wish: Wish) -> None:
    assert read_wish(text) == wish


def test_an_industry_is_found_by_whatever_word_it_is_called() -> None:
    names = names_of(["Battlecard: Retail", "battlecards/retail.pptx"])
    assert hits(["handel"], names) == 1
    assert hits(["einzelhandel", "retailers"], names) == 2
    assert hits(["manufacturing"], names) == 0


def test_a_contract_is_found_by_its_short_name() -> None:
    agreement = names_of(["Data processing agreement", "legal/data-processing-agreement.docx"])
    assert hits(["dpa"], agreement) == hits(["avv"], agreement) == 1
    assert hits(["sla"], agreement) == 0
