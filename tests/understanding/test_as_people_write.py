"""Messages as they come: slips of the finger, slang, greetings, signatures on the line, days on which something else was."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.understanding.reader import understand
from handlers.understanding.readings import Act, Context, Product, Slot, Understanding

TODAY = date(2026, 11, 23)  # a Monday
CATALOGUE = (
    Product(name="Gatewarden", aliases=("gateway",)),
    Product(name="Ledgerline CRM", aliases=("crm",)),
    Product(name="Tidepool Backup", aliases=("backup",)),
)
DRAFT = {"company": "Pelican Paints", "amount": "45000.00", "currency": "EUR", "close_date": "2027-03-31"}


def read(text: str, **context: object) -> Understanding:
    return understand(text, today=TODAY, catalogue=CATALOGUE, context=Context(**context))  # type: ignore[arg-type]  # any context


def told(found: Understanding) -> dict[str, str]:
    return {slot.value: reading.value for slot, reading in found.slots.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kunde: Dr. Oetting Zahnmedizin; Betrag=19500; Währung=CHF; Produkt: crm",
            {
                "company": "Dr. Oetting Zahnmedizin",
                "product": "Ledgerline CRM",
                "amount": "19500.00",
                "currency": "CHF",
            },
        ),
        (
            "2 deals today? no, one: The Old Lantern Inn, 12k gbp, backup, may",
            {
                "company": "Old Lantern Inn",
                "close_date": "2027-05-31",
                "product": "Tidepool Backup",
                "amount": "12000.00",
                "currency": "GBP",
            },
        ),
        (
            "Hab gerade die Zusage von Rösterei Blum: 9.900 für Backup, unterschreiben in nem Monat, Bauleiter Jan Ode",
            {
                "company": "Rösterei Blum",
                "contact_name": "Jan Ode",
                "close_date": "2026-12-23",
                "product": "Tidepool Backup",
                "amount": "9900.00",
            },
        ),
        (
            "Pelican Foods is interested in Cloud Migration, 40k EUR, closing in May",
            {"company": "Pelican Foods", "close_date": "2027-05-31", "amount": "40000.00", "currency": "EUR"},
        ),
        (
            "Register Halbleiter Sachsen Nord, 12k EUR",
            {"company": "Halbleiter Sachsen Nord", "amount": "12000.00", "currency": "EUR"},
        ),
        (
            "Register Bank of Ireland, 9k EUR, tel 0711 555 0123",
            {"company": "Bank of Ireland", "contact_phone": "+497115550123", "amount": "9000.00", "currency": "EUR"},
        ),
        (
            "Spoke with Dr. Mareike Lund from Fjordblick Klinik gGmbH on Friday, she'd take the crm for 48.000 €, decision in May",
            {
                "company": "Fjordblick Klinik gGmbH",
                "contact_name": "Mareike Lund",
                "close_date": "2027-05-31",
                "product": "Ledgerline CRM",
                "amount": "48000.00",
                "currency": "EUR",
            },
        ),
        (
            "Habe gestern mit Aylin Demir von der Demir Fliesen OHG telefoniert, die wollen Gatewarden, 12.500 €, bis 10. Februar",
            {
                "company": "Demir Fliesen OHG",
                "contact_name": "Aylin Demir",
                "close_date": "2027-02-10",
                "product": "Gatewarden",
                "amount": "12500.00",
                "currency": "EUR",
            },
        ),
        (
            "Got a nod from Vito Sarno of Sarno Brothers Construction, 31k for backup",
            {
                "company": "Sarno Brothers Construction",
                "contact_name": "Vito Sarno",
                "product": "Tidepool Backup",
                "amount": "31000.00",
            },
        ),
        (
            "reg deal: quarrybank tiles ltd / backup / gbp 9,500 / anne quill +44 20 7946 0123",
            {
                "company": "quarrybank tiles ltd",
                "contact_name": "anne quill",
                "contact_phone": "+442079460123",
                "product": "Tidepool Backup",
                "amount": "9500.00",
                "currency": "GBP",
            },
        ),
        (
            "Bitte registrieren: Kantonsschule Rüti, CHF 64'000, Kontakt: Frau Regula Frei, 044 555 19 19",
            {
                "company": "Kantonsschule Rüti",
                "contact_name": "Regula Frei",
                "contact_phone": "+41445551919",
                "amount": "64000.00",
                "currency": "CHF",
            },
        ),
        (
            "Registrierung fürs Projekt „Offene Stadt“ bei der Stadtbücherei Lohr, Gatewarden, 70.000 Euro, AP Jens Ohm",
            {
                "company": "Stadtbücherei Lohr",
                "contact_name": "Jens Ohm",
                "product": "Gatewarden",
                "amount": "70000.00",
                "currency": "EUR",
            },
        ),
        (
            "Register Studio 54 Events, crm, 8k eur, contact Mme Odile Brun",
            {
                "company": "Studio 54 Events",
                "contact_name": "Odile Brun",
                "product": "Ledgerline CRM",
                "amount": "8000.00",
                "currency": "EUR",
            },
        ),
        (
            "hey, pls regsiter a deall for Hollerbach Getränke GmbH, 18k, end of feb",
            {"company": "Hollerbach Getränke GmbH", "amount": "18000.00", "close_date": "2027-02-28"},
        ),
        (
            "Moin, hab da was Neues: Fa. Kruse Fensterbau, so um die 22 Mille, KW 12",
            {"company": "Kruse Fensterbau", "amount": "22000.00", "close_date": "2027-03-28"},
        ),
        (
            "neuer Deal Strandhotel Seeblick, 1,2 Mio, Mitte Q3, Ansprechpartnerin Frau Dr. Anneke Wulff",
            {
                "company": "Strandhotel Seeblick",
                "amount": "1200000.00",
                "close_date": "2027-08-15",
                "contact_name": "Anneke Wulff",
            },
        ),
        (
            "got a live one!! Pendleton Roofing Ltd, crm, about £14.5k, Q3 mid",
            {
                "company": "Pendleton Roofing Ltd",
                "amount": "14500.00",
                "currency": "GBP",
                "close_date": "2027-08-15",
                "product": "Ledgerline CRM",
            },
        ),
        (
            "yo can u register Dunmore Tiles? tidepol bakcup, 11k euros, nxt month",
            {
                "company": "Dunmore Tiles",
                "amount": "11000.00",
                "currency": "EUR",
                "close_date": "2026-12-31",
                "product": "Tidepool Backup",
            },
        ),
        (
            "guten morgen, für die Gemeinde Hinterwald einen Deal anlegen bitte, 65k€, Tidepool Backup",
            {"company": "Gemeinde Hinterwald", "amount": "65000.00", "currency": "EUR", "product": "Tidepool Backup"},
        ),
        ("good morning, register Hinterwald GmbH, 20k", {"company": "Hinterwald GmbH", "amount": "20000.00"}),
        (
            "register Hinterwald GmbH, 20k, morgen",
            {"company": "Hinterwald GmbH", "amount": "20000.00", "close_date": "2026-11-24"},
        ),
        (
            "we're about to close Quillon Design (Dublin), 3 yr deal, 24k total, before xmas, tom@quillondesign.ie",
            {
                "company": "Quillon Design",
                "amount": "24000.00",
                "close_date": "2026-12-24",
                "contact_email": "tom@quillondesign.ie",
                "domain": "quillondesign.ie",
            },
        ),
        (
            "Could you lock in Rosewood Hospice? It's the backup product, 8 thousand pounds, they decide end of quarter",
            {
                "company": "Rosewood Hospice",
                "amount": "8000.00",
                "currency": "GBP",
                "close_date": "2026-12-31",
                "product": "Tidepool Backup",
            },
        ),
        (
            "Schon mal vormerken: Tischlerei Ahrens (Inh. Jörg Ahrens), 7k, irgendwann im Mai",
            {"company": "Tischlerei Ahrens", "contact_name": "Jörg Ahrens", "amount": "7000.00", "close_date": "2027-05-31"},
        ),
        ("Kurz & Klein GbR, 7,5k, bitte registrieren", {"company": "Kurz & Klein GbR", "amount": "7500.00"}),
        (
            "Bitte Pelican GmbH anmelden, Kontakt Eva Kurz, 15k",
            {"company": "Pelican GmbH", "contact_name": "Eva Kurz", "amount": "15000.00"},
        ),
        ("new deal Novemberg Hotels, 20k", {"company": "Novemberg Hotels", "amount": "20000.00"}),
        (
            "register Pelican Ltd, 20k, in novemmber",
            {"company": "Pelican Ltd", "amount": "20000.00", "close_date": "2026-11-30"},
        ),
        (
            "Please register Ashby Tools Ltd. Kind regards, Peter Stone, Stone IT Ltd, 0151 555 0199",
            {"company": "Ashby Tools Ltd."},
        ),
        (
            "Bitte Ahorn GmbH registrieren, 20k. Viele Grüße, Karl Kern, Kern IT GmbH, Tel. 0711 555 0123",
            {"company": "Ahorn GmbH", "amount": "20000.00"},
        ),
    ],
)
def test_a_registration_as_people_write_it(text: str, expected: dict[str, str]) -> None:
    found = read(text)
    assert (found.intent, told(found)) == ("register_deal", expected)


@pytest.mark.parametrize(
    "text",
    [
        "register Pelican GmbH, 45k, spoke to Jane Dorn on Monday",
        "spoke to Pelican AG on Monday, they want Tidepool Backup for 30k",
        "Am Montag mit der Pelican AG gesprochen, Tidepool Backup, 30k, bitte registrieren",
        "war am Freitag bei der Pelican AG, die wollen Gatewarden für 20k",
        "register Pelican Ltd, 20k, meeting with Jane Dorn on Friday",
        "register Pelican GmbH, 20k, next call on 3 December",
        "Pelican GmbH, 20k, Gatewarden, wir haben am Donnerstag eine Demo bei denen, bitte anmelden",
    ],
)
def test_the_day_on_which_somebody_was_met_is_not_the_day_of_the_close(text: str) -> None:
    assert Slot.CLOSE_DATE not in read(text).slots


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("register Pelican GmbH 45k, met with them on Tuesday, closing end of March", "2027-03-31"),
        ("spoke to Pelican GmbH who sign on Monday, 20k register please", "2026-11-30"),
        ("register Pelican Ltd, 20k, decision on Monday", "2026-11-30"),
        ("bitte Pelican GmbH registrieren, 20k, Montag", "2026-11-30"),
        ("spoke to Pelican Ltd about end of March, Gatewarden, 20k, please register", "2027-03-31"),
    ],
)
def test_a_day_that_is_meant_for_the_close_stays(text: str, day: str) -> None:
    assert told(read(text))["close_date"] == day


@pytest.mark.parametrize(
    "text",
    [
        "wait",
        "no wait, 57k",
        "nein warte, 57k",
        "haha",
        "haha, good question",
        "gute Frage",
        "moment bitte",
        "haha ne",
        "lol no idea",
    ],
)
def test_what_people_say_before_they_answer_is_nobodys_name(text: str) -> None:
    assert Slot.CONTACT_NAME not in read(text, asked=Slot.CONTACT_NAME, values=DRAFT).slots


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("no wait, Jane Dorn", "Jane Dorn"),
        ("ach so, Peter Maier", "Peter Maier"),
        ("Jane Dorn haha", "Jane Dorn"),
        ("it's Jo", "Jo"),
    ],
)
def test_the_name_after_it_is(text: str, name: str) -> None:
    assert told(read(text, asked=Slot.CONTACT_NAME, values=DRAFT))["contact_name"] == name


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("register Pelican Ltd 20k, your sales team has already talked to them", "yes"),
        ("register Pelican Ltd 20k, you guys have been in touch already", "yes"),
        ("Pelican GmbH registrieren, 20k, euer Vertrieb war schon in Kontakt", "yes"),
        ("Pelican GmbH registrieren, 20k, der Hersteller hat schon mit denen gesprochen", "yes"),
        ("Pelican GmbH registrieren, 20k, die waren schon in Kontakt mit euch", "yes"),
        ("register Pelican Ltd, your sales team hasn't spoken to them, 20k", "no"),
        ("register Pelican Ltd 20k, another partner was in touch already", None),
        ("register Pelican Ltd 20k, Jane Dorn was in touch already", None),
        ("Pelican GmbH registrieren, 20k, ein anderer Partner war schon in Kontakt", None),
        ("Pelican GmbH registrieren, 20k, wir waren schon in Kontakt", None),
    ],
)
def test_only_the_vendor_counts_as_the_vendor(text: str, value: str | None) -> None:
    assert told(read(text)).get("vendor_engaged") == value


@pytest.mark.parametrize("text", ["how long is my deal protected?", "wie lange ist mein Deal geschützt?"])
def test_how_long_a_deal_of_no_name_is_protected_is_a_question_about_the_rule(text: str) -> None:
    assert read(text).intent == "ask_question"


def test_an_amount_below_zero_is_said_to_be_wrong() -> None:
    found = read("Deal with Pelican Ltd for -5k")
    assert Slot.AMOUNT not in found.slots
    assert found.invalid[Slot.AMOUNT] == "for -5k"


@pytest.mark.parametrize(
    "text", ["I want to talk to my partner manager about Kilbride", "kann ich mit jemandem wegen der Provision sprechen"]
)
def test_a_person_is_asked_for_with_what_it_is_about(text: str) -> None:
    assert Act.HAND_OVER in read(text).acts


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("register Bellweather Farms 12k and Tidewell Boats 18k, both backup", ["Bellweather Farms", "Tidewell Boats"]),
        (
            "Zwei Sachen: Deal mit Orlow Pharma für 20k Ende März und Deal mit Kupfer & Söhne KG für 35k Ende April",
            ["Orlow Pharma", "Kupfer & Söhne KG"],
        ),
    ],
)
def test_two_deals_with_an_amount_each_are_two(text: str, companies: list[str]) -> None:
    assert [deal[Slot.COMPANY].value for deal in read(text).deals] == companies


def test_the_first_name_below_a_forwarded_message_is_no_customer() -> None:
    head = "> From: Dana Whitlock <dana@whitlock.example>\n> Subject: CRM\n"
    text = f"can you register this one?\n\n{head}> We'd take the crm for 21k GBP, decision by 20 January.\n> Dana"
    found = told(read(text))
    assert found["contact_name"] == "Dana Whitlock"
    assert "company" not in found
