"""Amounts as sellers write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.money import read_amount_answer, read_money
from handlers.understanding.readings import MoneyReading


def only(text: str) -> MoneyReading:
    """The one amount in a text."""
    (reading,) = read_money(text)
    return reading


@pytest.mark.parametrize(
    ("words", "amount", "currency"),
    [
        ("35k EUR", "35000", "EUR"),
        ("35 K€", "35000", "EUR"),
        ("€35k", "35000", "EUR"),
        ("k€ 35", "35000", "EUR"),
        ("35 TEUR", "35000", "EUR"),
        ("35T€", "35000", "EUR"),
        ("35 Tsd. Euro", "35000", "EUR"),
        ("35 Tausend Euro", "35000", "EUR"),
        ("35 Kilo-Euro", "35000", "EUR"),
        ("35 grand", "35000", None),
        ("35 thousand quid", "35000", "GBP"),
        ("2,4 Mio. €", "2400000", "EUR"),
        ("2.4 Mio EUR", "2400000", "EUR"),
        ("2,4 Millionen Schweizer Franken", "2400000", "CHF"),
        ("$2.4m", "2400000", "USD"),
        ("$2.4MM", "2400000", "USD"),
        ("2.4 MUSD", "2400000", "USD"),
        ("£2.4 million", "2400000", "GBP"),
        ("1.75bn USD", "1750000000", "USD"),
        ("3 Mrd. Euro", "3000000000", "EUR"),
        ("7 lakh rupees", "700000", "INR"),
        ("3 crore INR", "30000000", "INR"),
        ("US$ 700", "700", "USD"),
        ("C$ 700", "700", "CAD"),
        ("AUD$700", "700", "AUD"),
        ("700 Canadian dollars", "700", "CAD"),
        ("SEK 700k", "700000", "SEK"),
        ("700 złoty", "700", "PLN"),
        ("EUR700", "700", "EUR"),
        ("EUR: 700", "700", "EUR"),
        ("22k/yr GBP", "22000", "GBP"),
        ("22k ARR EUR", "22000", "EUR"),
        ("£22.50 GBP", "22.50", "GBP"),
        ("30 dollars 15 cents", "30.15", "USD"),
        ("-700 EUR", "-700", "EUR"),
    ],
)
def test_magnitude_and_currency_stand_on_either_side(words: str, amount: str, currency: str | None) -> None:
    reading = only(words)
    assert (reading.amount, reading.currency, reading.text) == (Decimal(amount), currency, words)
    assert reading.explicit
    assert reading.alternatives == ()


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("27.500 €", "27500"),
        ("27,500 €", "27500"),
        ("27 500 €", "27500"),
        ("27'500 €", "27500"),
        ("27’500.- €", "27500"),
        ("27.500,-- €", "27500"),
        ("27.500,50 €", "27500.50"),
        ("27,500.50 €", "27500.50"),
        ("27 500,50 €", "27500.50"),
        ("€ 27 500", "27500"),
        ("1 234 000 €", "1234000"),
        ("1.234.000 €", "1234000"),
        ("12,34,000 €", "1234000"),
        ("500 000 €", "500000"),
        ("27,5 €", "27.5"),
        ("0.5 €", "0.5"),
    ],
)
def test_thousands_are_parted_in_any_of_the_usual_ways(words: str, amount: str) -> None:
    assert only(words).amount == Decimal(amount)


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("half a million euros", "500000"),
        ("eine halbe Million Euro", "500000"),
        ("a quarter of a million euros", "250000"),
        ("anderthalb Millionen Euro", "1500000"),
        ("one and a half million euros", "1500000"),
        ("thirty-two thousand euros", "32000"),
        ("zweiunddreißigtausend Euro", "32000"),
        ("dreissigtausend Euro", "30000"),
        ("hundertfünfzigtausend Euro", "150000"),
        ("two hundred and fifty thousand euros", "250000"),
        ("two million five hundred thousand euros", "2500000"),
        ("fünfzig Tausend Euro", "50000"),
        ("eine Million Euro", "1000000"),
        ("twelve euros", "12"),
    ],
)
def test_amounts_in_words_are_read(words: str, amount: str) -> None:
    reading = only(words)
    assert (reading.amount, reading.currency) == (Decimal(amount), "EUR")


@pytest.mark.parametrize(
    ("words", "lower", "upper", "currency"),
    [
        ("30 to 45k EUR", "30000", "45000", "EUR"),
        ("30-45k", "30000", "45000", None),
        ("30k–45k €", "30000", "45000", "EUR"),
        ("zwischen 30 und 45 Tausend Euro", "30000", "45000", "EUR"),
        ("between $30k and $45k", "30000", "45000", "USD"),
        ("30.000 bis 45.000 Euro", "30000", "45000", "EUR"),
        ("EUR 30 to 45k", "30000", "45000", "EUR"),
        ("30 bis 45 TEUR", "30000", "45000", "EUR"),
        ("1–2 Mio. €", "1000000", "2000000", "EUR"),
        ("800k to 1.2m", "800000", "1200000", None),
        ("from 26 to 50 €", "26", "50", "EUR"),
        ("$500 - $2k", "500", "2000", "USD"),
    ],
)
def test_the_bounds_of_a_range_share_magnitude_and_currency(words: str, lower: str, upper: str, currency: str | None) -> None:
    reading = only(words)
    assert (reading.amount, reading.upper, reading.currency) == (Decimal(lower), Decimal(upper), currency)


def test_a_dash_before_a_day_is_no_range() -> None:
    reading = only("Elbe Optik – 12k – 15 January")
    assert (reading.amount, reading.upper) == (Decimal(12000), None)


def test_a_small_number_after_a_word_for_an_amount_may_be_thousands() -> None:
    assert only("amount: 60").alternatives == (Decimal(60), Decimal(60000))
    assert only("Volumen 60.000").alternatives == ()


@pytest.mark.parametrize(
    ("words", "amount", "alternatives"),
    [
        ("1.250 Mio. €", "1250000000", ("1250000000", "1250000")),
        ("1.250 million euros", "1250000", ()),
        ("1,250 Millionen Euro", "1250000", ()),
        ("1,250 million euros", "1250000000", ()),
        ("1.250 TEUR", "1250000", ()),
        ("1.250k EUR", "1250000", ("1250000", "1250")),
    ],
)
def test_a_separator_before_three_digits_and_a_magnitude_is_settled_or_asked(
    words: str, amount: str, alternatives: tuple[str, ...]
) -> None:
    reading = only(words)
    assert reading.amount == Decimal(amount)
    assert reading.alternatives == tuple(Decimal(each) for each in alternatives)


def test_a_bare_number_only_might_be_money() -> None:
    for words in ("Elbe Optik, 45000, March", "Deal über 45.000 für Elbe Optik"):
        reading = only(words)
        assert (reading.amount, reading.currency, reading.explicit) == (Decimal(45000), None, False)


@pytest.mark.parametrize(
    "words",
    [
        "call +49 30 1234567, 030/1234567 or 030-1234567",
        "+1 (570) 555-0142",
        "HRB 27028, 70173 Stuttgart, DE123456789",
        "IBAN DE02 1203 0000 0000 2020 51",
        "ISO 27001 and Office 365 for 65 users",
        "10k users and 5k seats at 3 sites",
        "10 % or 12.5 percent off",
        "version 2.1, S/4, 24/7",
        "Q1 2027, KW 12, H2, FY27",
        "15.02.2027, 31/03/2027, 2027-03-31, 15 March 2027",
        "at 14:30 or 3.30 pm",
        "kim50k@euro.example",
        "10.1.2.3",
        "thanks a million",
        "the second one, 3rd",
        "50k-Mitarbeiter" + " ",
        "",
    ],
)
def test_what_is_no_money_is_not_read_as_money(words: str) -> None:
    assert [reading for reading in read_money(words) if reading.explicit] == []


def test_amounts_are_found_in_a_message_in_written_order_with_their_words() -> None:
    text = (
        "Elbe Optik: 25 users at 40 EUR a month, first year 12k EUR, 31.01.2027 EUR 500 for setup; call 040 5550123. Later 1,2 Mio."
    )
    readings = read_money(text)
    assert [reading.text for reading in readings] == ["40 EUR", "12k EUR", "EUR 500", "1,2 Mio"]
    assert all(text[slice(*reading.span)] == reading.text for reading in readings)


@pytest.mark.parametrize(
    ("answer", "amount", "alternatives"),
    [
        ("70k", "70000", ()),
        ("70.000", "70000", ()),
        ("about 70", "70", ("70", "70000")),
        ("siebzig", "70", ("70", "70000")),
        ("1.200", "1200", ("1200", "1.200")),
        ("1,200", "1200", ()),
        ("2500", "2500", ()),
        ("40-60", "40", ("40", "40000")),
        ("a million", "1000000", ()),
    ],
)
def test_a_bare_answer_is_an_amount(answer: str, amount: str, alternatives: tuple[str, ...]) -> None:
    reading = read_amount_answer(answer)
    assert reading is not None
    assert reading.amount == Decimal(amount)
    assert reading.alternatives == tuple(Decimal(each) for each in alternatives)


@pytest.mark.parametrize("answer", ["no idea yet", "30 users", "70173 Stuttgart", "10%", "3 or 4 or 5", ""])
def test_an_answer_without_an_amount_is_none(answer: str) -> None:
    assert read_amount_answer(answer) is None


@given(cents=st.integers(min_value=0, max_value=10**13))
def test_an_amount_printed_in_any_convention_is_read_back_exactly(cents: int) -> None:
    amount = Decimal(cents).scaleb(-2)
    english = f"{amount:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    for text in (
        f"{english} EUR",
        f"EUR {english}",
        f"{german} €",
        f"€{german}",
        f"CHF {english.replace(',', chr(39))}",
        f"{german.replace('.', ' ')} €",
    ):
        assert only(text).amount == amount


pieces = st.sampled_from(
    "45k 1,2 1.200 50 2027 EUR € $ CHF TEUR Mio. million half a eine und and to bis - – , . / : ( users % amount from between "
    "zwanzig thousand hundred 000 500 -5 p.a. cents 12.500,- k m T \n".split(" ")
)


@given(text=st.lists(pieces, max_size=14).map(" ".join) | st.lists(pieces, max_size=8).map("".join) | st.text(max_size=80))
def test_readings_never_overlap_and_quote_the_text(text: str) -> None:
    end = 0
    for reading in read_money(text):
        assert end <= reading.span[0] < reading.span[1]
        end = reading.span[1]
        assert reading.text == text[slice(*reading.span)]
        assert reading.amount.is_finite()
        assert reading.upper is None or reading.upper > reading.amount
        assert reading.alternatives == () or reading.alternatives[0] == reading.amount


@pytest.mark.parametrize("piece", ["a", "1", "1,", "1 ", "1 000 ", "EUR 5 ", "50k ", "half a ", "$", "5 to ", "@", "\n"])
def test_a_very_long_text_is_read_to_its_end(piece: str) -> None:
    text = piece * (20_000 // len(piece)) + " | 7k PLN"
    assert read_money(text)[-1].currency == "PLN"
