"""Countries, only where they are named."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.understanding.countries import country_slot, read_countries
from handlers.understanding.page import read_page
from handlers.understanding.readings import Context


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a bakery in the Netherlands", "NL"),
        ("Huber AG (Schweiz)", "CH"),
        ("Kunde aus Österreich", "AT"),
        ("umbra pharma, germany", "DE"),
        ("based in the UK", "GB"),
        ("Vereinigte Staaten", "US"),
        ("sold to the US", "US"),
        ("bosnia and herzegovina", "BA"),
        ("a port in Côte d'Ivoire", "CI"),
    ],
)
def test_a_country_is_known_in_both_languages(text: str, code: str) -> None:
    found = country_slot(read_countries(text), text)
    assert found is not None
    assert found.value == code


@pytest.mark.parametrize("text", ["call us", "a German customer", "turkey sandwich for Bob", "www.firma.de", "+49 30 1234", "EUR"])
def test_what_only_hints_at_a_country_is_none(text: str) -> None:
    assert read_countries(text) == ()


@pytest.mark.parametrize("text", ["deal for Bank of Ireland", "deal for Marram Deutschland GmbH", "contact Jordan Blake"])
def test_a_country_in_a_name_is_part_of_the_name(text: str) -> None:
    assert read_page(text, today=date(2026, 9, 14), catalogue=(), context=Context()).countries == ()
