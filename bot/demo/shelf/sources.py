"""The texts of the demo's collateral: what stands above each of them, and figures put in from the price list of the demo."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Final

from bot.demo.prices import list_prices
from program.collateral import Audience, DocumentKind
from program.partners import PartnerKind, Tier
from program.pricing import Price, PriceList, Unit

_BRACES: Final = re.compile(r"\{\{([^{}]+)\}\}")
_RELATIVE: Final = re.compile(r"today([+-]\d+)")
_UNITS: Final = {
    "en": {
        Unit.SEAT: "seat",
        Unit.DEVICE: "device",
        Unit.SERVER: "server",
        Unit.SITE: "site",
        Unit.TERABYTE: "terabyte",
        Unit.LICENCE: "licence",
    },
    "de": {
        Unit.SEAT: "Arbeitsplatz",
        Unit.DEVICE: "Gerät",
        Unit.SERVER: "Server",
        Unit.SITE: "Standort",
        Unit.TERABYTE: "Terabyte",
        Unit.LICENCE: "Lizenz",
    },
}
_COLUMNS: Final = {
    "en": ("Product", "Unit", "From quantity", "Price a unit and year"),
    "de": ("Produkt", "Einheit", "Ab Menge", "Preis je Einheit und Jahr"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One document before it is made into a file. `name` is its path in the library, its ending the format.

    `places` are the places that it has for a partner: name, logo, contact. `text` is Markdown.
    """

    name: str
    version: int
    title: str
    kind: DocumentKind
    language: str
    text: str
    owner: str
    product: str = ""
    industry: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    audience: Audience = field(default_factory=Audience)
    places: tuple[str, ...] = ()


def sources(today: date) -> tuple[Source, ...]:
    """All of them as of a day, older versions before newer ones. Only a year and days of validity depend on it."""
    folder = files("bot.demo") / "library"
    texts = [one.read_text(encoding="utf-8") for one in folder.iterdir() if one.name.endswith(".md")]
    found = [_read(text, today) for text in texts]
    return tuple(sorted(found, key=lambda one: (one.name, one.version)))


def _read(text: str, today: date) -> Source:
    _, above, body = text.split("---\n", 2)
    stated = dict(line.split(": ", 1) for line in above.strip().splitlines())
    language = stated["language"]
    title = _with_figures(stated["title"], language, today)
    return Source(
        name=stated["name"],
        version=int(stated.get("version", "1")),
        title=title,
        kind=DocumentKind(stated["kind"]),
        language=language,
        text=_with_figures(body.strip() + "\n", language, today),
        owner=stated["owner"],
        product=stated.get("product", ""),
        industry=stated.get("industry", ""),
        valid_from=_day(stated.get("valid_from"), language, today),
        valid_until=_day(stated.get("valid_until"), language, today),
        audience=Audience(
            tiers=frozenset(Tier(one) for one in _list(stated.get("tiers"))),
            kinds=frozenset(PartnerKind(one) for one in _list(stated.get("partner_kinds"))),
            countries=frozenset(_list(stated.get("countries"))),
            is_internal=stated.get("internal") == "yes",
        ),
        places=_list(stated.get("cobranding")),
    )


def _list(stated: str | None) -> tuple[str, ...]:
    return tuple(one.strip() for one in stated.split(",")) if stated else ()


def _day(stated: str | None, language: str, today: date) -> date | None:
    if stated is None:
        return None
    relative = _RELATIVE.fullmatch(stated)
    return today + timedelta(days=int(relative[1])) if relative else date.fromisoformat(_with_figures(stated, language, today))


def _with_figures(text: str, language: str, today: date) -> str:
    """The text with years and prices in place of what stands in braces. KeyError for anything that is not known."""
    years = {"year": today.year, "next_year": today.year + 1, "last_year": today.year - 1}

    def figure(found: re.Match[str]) -> str:
        name = found[1]
        if name in years:
            return str(years[name])
        if name == "price_table":
            return _price_table(language)
        verb, rest = name.split(" ", 1)
        *words, last = rest.split(" ")
        product, quantity = (" ".join(words), int(last)) if last.isdigit() else (rest, 1)
        each = _price(product, quantity).amount.amount
        return _euros({"price": each, "cost": each * quantity}[verb], language)

    return _BRACES.sub(figure, text)


def _price(product: str, quantity: int) -> Price:
    steps = tuple(one for one in list_prices() if one.product == product)
    found = PriceList(steps=steps).of(quantity)
    if found is None:
        raise KeyError(product)
    return found


def _euros(amount: Decimal, language: str) -> str:
    whole = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return f"€{whole}" if language == "en" else f"{whole.translate(str.maketrans(',.', '.,'))} €"


def _price_table(language: str) -> str:
    prices = (
        (one.product, _UNITS[language][one.unit], str(one.from_quantity), _euros(one.amount.amount, language))
        for one in list_prices()
    )
    rows = [_COLUMNS[language], ("---",) * len(_COLUMNS[language]), *prices]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
