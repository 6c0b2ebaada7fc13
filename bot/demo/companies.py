"""The end customers of the demo: invented names that could be anywhere, with an address that belongs to nobody (.example)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.demo.people import local_part, name_in
from bot.demo.sequence import Rolls
from handlers.understanding.company_fold import fold
from program.registrations import Contact

_HEADS: Final = """Ahr Bors Dre Elst Falk Gries Holm Ihl Jens Krau Lind Morn Nies Ost Perl Rask Sorn Tarn Ulm Vend Wolt Zwin Brix
    Clem Dunn Eber Frey Grel Hask Jol Kess Lorn Murt Nev""".split()
_TAILS: Final = "veld mora nau dal brik sted mont lau holt rand gard sund".split()

#: What they do: in German, in English, and the industry as the program calls it.
_TRADES: Final = (
    ("Logistik", "Logistics", "Logistics"),
    ("Metallbau", "Metalworks", "Manufacturing"),
    ("Energie", "Energy", "Energy"),
    ("Verlag", "Publishing", "Media"),
    ("Kliniken", "Clinics", "Healthcare"),
    ("Lebensmittel", "Provisions", "Food"),
    ("Versicherung", "Insurance", "Insurance"),
    ("Hochbau", "Construction", "Construction"),
    ("Möbelwerke", "Furniture", "Manufacturing"),
    ("Reisen", "Travel", "Travel"),
    ("Elektronik", "Electronics", "Electronics"),
    ("Recycling", "Recycling", "Environment"),
    ("Handel", "Trading", "Retail"),
)
_FORMS: Final = {
    "DE": ("GmbH", "AG", "GmbH & Co. KG", "GmbH"), "AT": ("GmbH", "AG"), "CH": ("AG", "GmbH"), "NL": ("B.V.", "N.V."),
    "BE": ("NV", "BV"), "DK": ("A/S", "ApS"), "SE": ("AB",), "FI": ("Oy",), "PL": ("Sp. z o.o.", "S.A."), "CZ": ("s.r.o.", "a.s."),
    "GB": ("Ltd", "PLC"), "IE": ("Ltd",), "FR": ("SAS", "SARL"), "ES": ("S.L.", "S.A."), "IT": ("S.r.l.", "S.p.A."),
    "US": ("Inc.", "LLC"),
}  # fmt: skip
_GERMAN: Final = frozenset({"DE", "AT", "CH"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """An end customer of the demo."""

    name: str
    domain: str
    country: str
    industry: str | None
    employees: int | None


def invented() -> Iterator[tuple[str, int]]:
    """The beginnings of names, each once, with a number that goes with it; neighbours look nothing like each other."""
    for turn in range(len(_HEADS) * len(_TAILS)):
        row, place = divmod(turn, len(_HEADS))
        yield _HEADS[place] + _TAILS[(5 * place + row) % len(_TAILS)], turn


def company_in(country: str, name: tuple[str, int], rolls: Rolls) -> Company:
    """A company of the country with the name begun; half of them tell how many people work there."""
    begun, number = name
    german, english, industry = _TRADES[number % len(_TRADES)]
    trade = german if country in _GERMAN else english
    form = rolls.pick(_FORMS[country])
    employees = rolls.pick((35, 80, 140, 260, 450, 900, 1800)) if rolls.below(2) else None
    return company_named(f"{begun} {trade} {form}", country, industry=industry, employees=employees)


def company_named(name: str, country: str, *, industry: str | None = None, employees: int | None = None) -> Company:
    """A company of this name, with a domain made of its first two words."""
    words = "".join(letter if letter.isalnum() else " " for letter in fold(name)).split()
    return Company(name=name, domain=f"{'-'.join(words[:2])}.example", country=country, industry=industry, employees=employees)


def contact_at(company: Company, rolls: Rolls) -> Contact:
    """Somebody there: by name and address, sometimes by name or by address alone."""
    name = name_in(company.country, rolls)
    email = f"{local_part(name)}@{company.domain}"
    return rolls.pick((Contact(name=name, email=email), Contact(name=name, email=email), Contact(name=name), Contact(email=email)))
