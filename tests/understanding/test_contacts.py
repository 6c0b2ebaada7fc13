"""People, their addresses and their numbers."""

from __future__ import annotations

import pytest

from handlers.understanding.contacts import person_name, read_domains, read_emails, read_phones


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Herr Dr. Karl-Heinz Baum", "Karl-Heinz Baum"),
        ("Prof. Dr. Ada von der Linde", "Ada von der Linde"),
        ("Mrs. Orla O'Neil", "Orla O'Neil"),
        ("jane dorn", "jane dorn"),
        ("Frau", None),
        ("the customer", None),
        ("R2D2 99", None),
    ],
)
def test_a_name_stands_without_salutation_and_titles(written: str, name: str | None) -> None:
    assert person_name(written) == name


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("write to Ann.Reed@Thistle.co.uk.", "Ann.Reed@thistle.co.uk"),
        ("<jörg@büro-nord.de>", "jörg@büro-nord.de"),
    ],
)
def test_an_address_is_checked_without_asking_the_network(text: str, address: str) -> None:
    (found,) = read_emails(text)
    assert found.sure
    assert found.value.lower() == address.lower()


@pytest.mark.parametrize("text", ["ann@@thistle", "ann@thistle", "ann(at)thistle.de", "@thistle.de"])
def test_what_only_looks_like_an_address_is_not_sure(text: str) -> None:
    assert [found.sure for found in read_emails(text)] == [False]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Tel.: +41 44 444 01 20", "+41444440120"),
        ("0921 4440-44", "+49921444044"),
        ("call +1 (212) 444-0100 please", "+12124440100"),
        ("(0171) 4445556", "+491714445556"),
        ("Jim 570-444-0142", "5704440142"),
    ],
)
def test_a_number_is_international_where_that_is_certain(text: str, number: str) -> None:
    (found,) = read_phones(text, country="DE")
    assert (found.value, found.sure) == (number, True)


def test_the_country_of_the_partner_completes_a_number() -> None:
    (found,) = read_phones("phone 01632 960123", country="GB")
    assert found.value == "+441632960123"


@pytest.mark.parametrize(
    "text", ["31.01.2027", "01.02.2027", "2027-04-30", "120.000 EUR", "0,5 Mio. €", "KW 10", "31/01/2027, 15k"]
)
def test_dates_and_amounts_are_no_telephone_numbers(text: str) -> None:
    assert read_phones(text, country="DE") == ()


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("see https://www.thistle.co.uk/about?x=1", "thistle.co.uk"),
        ("(www.zeder-verlag.ch)", "zeder-verlag.ch"),
        ("Marram (marram.no), Norway", "marram.no"),
    ],
)
def test_a_website_is_its_host(text: str, host: str) -> None:
    assert [found.value for found in read_domains(text)] == [host]


@pytest.mark.parametrize("text", ["ann@thistle.co.uk", "z.B. morgen", "Lindwurm e.V. und S.r.l.", "end.Then", "1.200"])
def test_an_address_or_an_abbreviation_is_no_website(text: str) -> None:
    assert read_domains(text) == ()
