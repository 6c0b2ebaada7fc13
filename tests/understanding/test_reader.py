"""Whole messages: what a partner wants and says, in one line or in a forwarded e-mail, in English and German."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.reader import understand
from handlers.understanding.readings import Act, Context, Product, Slot, Understanding

TODAY = date(2026, 9, 14)  # a Monday
CATALOGUE = (
    Product(name="Aurora Archive", aliases=("archive",)),
    Product(name="Aurora Mail", aliases=("mail suite",)),
    Product(name="Gatewarden", aliases=("gateway",)),
    Product(name="Ledgerline CRM", aliases=("crm",)),
    Product(name="Ledgerline ERP", aliases=("erp",)),
)
DRAFT = {"company": "Pelican Paints", "amount": "45000.00", "currency": "EUR", "close_date": "2026-12-31"}


def read(text: str, **context: object) -> Understanding:
    return understand(text, today=TODAY, catalogue=CATALOGUE, context=Context(**context))  # type: ignore[arg-type]  # any context


def values(found: Understanding) -> dict[str, str]:
    return {slot.value: reading.value for slot, reading in found.slots.items()}


REGISTRATIONS: Sequence[tuple[str, Mapping[str, str]]] = [
    (
        "Please register Thistle Foods Ltd, contact Ann Reed ann.reed@thistlefoods.co.uk, 38k GBP for Gatewarden, "
        "closing 12 March 2027",
        {
            "company": "Thistle Foods Ltd",
            "contact_name": "Ann Reed",
            "contact_email": "ann.reed@thistlefoods.co.uk",
            "domain": "thistlefoods.co.uk",
            "amount": "38000.00",
            "currency": "GBP",
            "product": "Gatewarden",
            "close_date": "2027-03-12",
        },
    ),
    (
        "new deal with copper kettle cafe 7k usd november",
        {"company": "copper kettle cafe", "amount": "7000.00", "currency": "USD", "close_date": "2026-11-30"},
    ),
    (
        "Just met Omar Haddad at Saffron Travel, they want Ledgerline CRM for 21k EUR by the end of October.",
        {
            "company": "Saffron Travel",
            "contact_name": "Omar Haddad",
            "product": "Ledgerline CRM",
            "amount": "21000.00",
            "currency": "EUR",
            "close_date": "2026-10-31",
        },
    ),
    (
        "deal reg: Kestrel Bank | gateway | 95k GBP | end of next quarter | Joan Miller",
        {
            "company": "Kestrel Bank",
            "product": "Gatewarden",
            "amount": "95000.00",
            "currency": "GBP",
            "close_date": "2026-12-31",
            "contact_name": "Joan Miller",
        },
    ),
    (
        "Neuer Deal mit der Lindwurm Metallbau GmbH & Co. KG aus Fulda, Ansprechpartner Hr. Dr. Kranz, ca. 60.000 €, "
        "Abschluss Mitte Oktober",
        {
            "company": "Lindwurm Metallbau GmbH & Co. KG",
            "contact_name": "Kranz",
            "amount": "60000.00",
            "currency": "EUR",
            "close_date": "2026-10-15",
        },
    ),
    (
        "Könntest du die Firma Storchennest Hotels KG für uns anmelden? Aurora Archive, 12.500 Euro, "
        "Frau Elke Thoma, Tel. 0921 4440123",
        {
            "company": "Storchennest Hotels KG",
            "product": "Aurora Archive",
            "amount": "12500.00",
            "currency": "EUR",
            "contact_name": "Elke Thoma",
            "contact_phone": "+499214440123",
        },
    ),
    (
        "Für die Zeder Verlag AG (www.zeder-verlag.ch) in der Schweiz bitte CHF 30'000 Ledgerline ERP registrieren, nächsten Monat",
        {
            "company": "Zeder Verlag AG",
            "domain": "zeder-verlag.ch",
            "country": "CH",
            "amount": "30000.00",
            "currency": "CHF",
            "product": "Ledgerline ERP",
            "close_date": "2026-10-31",
        },
    ),
    (
        "Kunde: Uhrwerk Museum, Wert: 9.000,- €, Produkt: Gatewarden, Abschluss: 15.02.2027, Ansprechpartner: Rolf Zander, "
        "r.zander@uhrwerk-museum.de",
        {
            "company": "Uhrwerk Museum",
            "domain": "uhrwerk-museum.de",
            "amount": "9000.00",
            "currency": "EUR",
            "product": "Gatewarden",
            "close_date": "2027-02-15",
            "contact_name": "Rolf Zander",
            "contact_email": "r.zander@uhrwerk-museum.de",
        },
    ),
]


@pytest.mark.parametrize(("text", "wanted"), REGISTRATIONS, ids=[wanted["company"] for _, wanted in REGISTRATIONS])
def test_a_registration_is_read_whole_from_one_message(text: str, wanted: Mapping[str, str]) -> None:
    found = read(text)
    assert found.intent == "register_deal"
    assert values(found) == wanted


def test_typing_errors_in_command_words_do_not_matter() -> None:
    found = read("regster a dael for Foxglove Cinema, 8k eur")
    assert found.intent == "register_deal"
    assert values(found)["company"] == "Foxglove Cinema"


def test_the_sender_of_an_email_is_never_the_contact() -> None:
    found = read(
        "FW: project\n\nHello,\nplease register this for us.\n\nEnd customer: Marram Shipping AS\nContact: Liv Dahl\n"
        "Mail: liv.dahl@marram.no\nValue: 70k EUR\n\nKind regards,\nBen Carter\n"
        "Carter IT Ltd\n+44 20 7946 0123\nben@carter-it.co.uk"
    )
    assert values(found) == {
        "company": "Marram Shipping AS",
        "contact_name": "Liv Dahl",
        "contact_email": "liv.dahl@marram.no",
        "domain": "marram.no",
        "amount": "70000.00",
        "currency": "EUR",
    }


def test_the_writer_of_a_forwarded_message_is_the_contact() -> None:
    found = read(
        "Bitte registrieren.\n\nVon: Ida Kern <ida.kern@deichbau.de>\nGesendet: Montag, 14. September 2026 08:30\n"
        "An: info@haendler.de\n"
        "Betreff: Angebot\n\nGuten Tag,\nwir möchten Gatewarden für 18.000 EUR bis Ende November beschaffen.\n\n"
        "Mit freundlichen Grüßen\nIda Kern\nDeichbau Nord GmbH"
    )
    assert values(found) == {
        "company": "Deichbau Nord GmbH",
        "contact_name": "Ida Kern",
        "contact_email": "ida.kern@deichbau.de",
        "domain": "deichbau.de",
        "product": "Gatewarden",
        "amount": "18000.00",
        "currency": "EUR",
        "close_date": "2026-11-30",
    }


def test_thanks_and_a_name_at_the_end_of_a_line_are_the_writers() -> None:
    assert "contact_name" not in values(read("Register Quill Press Inc, 14k USD, end of October. Thanks, Tom"))


@pytest.mark.parametrize(
    "text",
    [
        "Register two deals: Plover Ltd 20k GBP in October, and Heron Inc 35k USD mid November",
        "Zwei Deals bitte: Plover Ltd 20.000 GBP Ende Oktober und Heron Inc 35.000 USD Mitte November",
    ],
)
def test_two_deals_in_one_message_stay_two(text: str) -> None:
    found = read(text)
    assert [
        (deal[Slot.COMPANY].value, deal[Slot.AMOUNT].value, deal[Slot.CURRENCY].value, deal[Slot.CLOSE_DATE].value)
        for deal in found.deals
    ] == [("Plover Ltd", "20000.00", "GBP", "2026-10-31"), ("Heron Inc", "35000.00", "USD", "2026-11-15")]
    assert found.slots == found.deals[0]


def test_free_mail_names_no_company_domain() -> None:
    assert "domain" not in values(read("register Sorrel Bakery, contact Max Ott max.ott@gmx.de, 5k EUR"))


def test_a_range_takes_the_lower_bound_and_says_the_upper() -> None:
    amount = read("register Teal Labs, 40 to 60k EUR, next month").slots[Slot.AMOUNT]
    assert (amount.value, amount.alternatives) == ("40000.00", ("60000.00",))


def test_a_day_that_could_be_two_says_both() -> None:
    close = read("deal Umber Media 20k USD closing 03/04/2027").slots[Slot.CLOSE_DATE]
    assert (close.value, close.alternatives) == ("2027-04-03", ("2027-03-04",))


def test_a_currency_that_was_not_stated_is_not_read() -> None:
    assert "currency" not in values(read("register Vireo Tech, 45k, December"))


@pytest.mark.parametrize(
    ("asked", "text", "wanted"),
    [
        (Slot.CONTACT_NAME, "Jane Dorn", {"contact_name": "Jane Dorn"}),
        (Slot.CONTACT_NAME, "das ist Frau Dr. Anna Beck", {"contact_name": "Anna Beck"}),
        (Slot.CONTACT_NAME, "60k", {"amount": "60000.00"}),
        (Slot.CONTACT_NAME, "Mitte Januar", {"close_date": "2027-01-15"}),
        (
            Slot.CONTACT_NAME,
            "80k, by mid February, talk to Sam Poole",
            {"amount": "80000.00", "close_date": "2027-02-15", "contact_name": "Sam Poole"},
        ),
        (Slot.COMPANY, "the customer is New Meadow Ltd", {"company": "New Meadow Ltd"}),
        (Slot.COMPANY, "die Möwe Reisen AG aus Kiel", {"company": "Möwe Reisen AG"}),
        (Slot.AMOUNT, "fünfzigtausend Euro", {"amount": "50000.00", "currency": "EUR"}),
        (Slot.CLOSE_DATE, "15 May", {"close_date": "2027-05-15"}),
        (Slot.CURRENCY, "pounds", {"currency": "GBP"}),
        (Slot.CONTACT_PHONE, "0171 4445556", {"contact_phone": "+491714445556"}),
        (Slot.REGISTER_NUMBER, "HRB 1234", {"register_number": "HRB 1234"}),
        (Slot.EMPLOYEES, "about 1,200", {"employees": "1200"}),
        (Slot.COUNTRY, "in Österreich", {"country": "AT"}),
        (Slot.VENDOR_ENGAGED, "not yet", {"vendor_engaged": "no"}),
        (Slot.VENDOR_ENGAGED, "ja", {"vendor_engaged": "yes"}),
        (Slot.PRODUCT, "the gateway", {"product": "Gatewarden"}),
    ],
)
def test_an_answer_is_read_for_what_was_asked(asked: Slot, text: str, wanted: Mapping[str, str]) -> None:
    found = read(text, asked=asked, values={"company": "" if asked is Slot.COMPANY else "Pelican Paints"})
    assert found.intent == ""
    assert values(found) == wanted


def test_a_bare_number_beside_thousands_means_thousands() -> None:
    amount = read("50", asked=Slot.AMOUNT, values={"company": "Teal Labs", "amount": "40000.00"}).slots[Slot.AMOUNT]
    assert (amount.value, amount.alternatives) == ("50000.00", ())


def test_a_bare_number_with_nothing_beside_it_is_asked_back() -> None:
    amount = read("50", asked=Slot.AMOUNT, values={"company": "Teal Labs"}).slots[Slot.AMOUNT]
    assert (amount.value, amount.alternatives) == ("50.00", ("50000.00",))


@pytest.mark.parametrize(
    ("text", "slot", "words"),
    [
        ("email is upton at foods", Slot.CONTACT_EMAIL, "upton at foods"),
        ("upton@@foods", Slot.CONTACT_EMAIL, "upton@@foods"),
        ("closing 31.02.2027", Slot.CLOSE_DATE, "31.02.2027"),
        ("Abschluss am 30. Februar", Slot.CLOSE_DATE, "30. Februar"),
        ("the amount is -5000 EUR", Slot.AMOUNT, "-5000 EUR"),
    ],
)
def test_what_cannot_be_right_is_said_and_not_taken(text: str, slot: Slot, words: str) -> None:
    found = read(text, asked=Slot.CONTACT_NAME, values=DRAFT)
    assert words in found.invalid[slot]
    assert slot not in found.slots


def test_two_contacts_are_asked_back() -> None:
    contact = read("Jane Dorn and John Roe", asked=Slot.CONTACT_NAME, values=DRAFT).slots[Slot.CONTACT_NAME]
    assert (contact.value, contact.alternatives) == ("Jane Dorn", ("John Roe",))


def test_with_a_registration_in_progress_the_customer_is_only_named_again() -> None:
    found = read("Kunde ist doch die Pelikan Farben GmbH", values=DRAFT)
    assert (found.intent, values(found)) == ("", {"company": "Pelikan Farben GmbH"})


def test_a_name_out_of_nowhere_is_nothing() -> None:
    found = read("Jane Dorn")
    assert (found.intent, values(found)) == ("out_of_scope", {})


def test_another_company_in_the_middle_is_a_new_registration() -> None:
    found = read("deal for Quince Logistics, 20k", asked=Slot.CONTACT_NAME, values=DRAFT)
    assert (found.intent, values(found)["company"]) == ("register_deal", "Quince Logistics")


def test_a_question_in_the_middle_sets_no_slot() -> None:
    found = read("does Gatewarden support single sign-on?", asked=Slot.PRODUCT, values=DRAFT)
    assert (found.intent, values(found)) == ("ask_question", {})


def test_what_cannot_be_seen_is_not_read() -> None:
    found = read("re\u200bgister \u202eDeal\u202c for Wren\u00ad Optics GmbH, 9k\u00a0EUR\x00")
    assert values(found) == {"company": "Wren Optics GmbH", "amount": "9000.00", "currency": "EUR"}


def test_only_the_first_four_thousand_characters_are_read() -> None:
    assert "amount" not in values(read("register Yucca Farms GmbH " + "x" * 5000 + " 9k EUR"))


@given(
    text=st.one_of(
        st.text(max_size=300),
        st.lists(
            st.sampled_from(
                [
                    "register",
                    "deal",
                    "for",
                    "Acme GmbH",
                    "10k EUR",
                    "end of March",
                    "nein,",
                    "ja",
                    "@",
                    "a@b.de",
                    "+49 30 1234567",
                    "ist",
                    "falsch",
                    "statt",
                    "R-7K3M2Q",
                    "approve",
                    "not",
                    "?",
                    "\n",
                    "Von:",
                    "Gruß",
                    "Frau",
                    "31.02.2027",
                    "CRM",
                    "the second one",
                ]
            ),
            max_size=25,
        ).map(" ".join),
    ),
    asked=st.sampled_from([None, *Slot]),
    drafted=st.booleans(),
    offered=st.sampled_from([(), ("Ledgerline CRM", "Ledgerline ERP"), ("3 April 2027", "4 March 2027")]),
)
def test_any_text_is_read_within_the_contract(text: str, asked: Slot | None, drafted: bool, offered: tuple[str, ...]) -> None:
    found = read(text, asked=asked, values=DRAFT if drafted else {}, offered=offered)
    assert found.language in (None, "en", "de")
    assert found.switch_to in (None, "en", "de")
    assert not found.clears & found.slots.keys()
    assert not found.invalid.keys() & found.slots.keys()
    assert (Act.CHOOSE in found.acts) == (found.chosen is not None)
    for slots in (found.slots, *found.deals):
        for slot, reading in slots.items():
            assert reading.value
            assert reading.value not in reading.alternatives
            if slot is Slot.AMOUNT:
                assert Decimal(reading.value) > 0
            if slot is Slot.CLOSE_DATE:
                assert date.fromisoformat(reading.value).isoformat() == reading.value
            if slot is Slot.CURRENCY:
                assert len(reading.value) == 3
            if slot is Slot.PRODUCT:
                assert reading.value in {product.name for product in CATALOGUE}
