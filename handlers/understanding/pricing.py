"""What a message says of prices and discounts: which intent it has, and of an offer its units, discount, price and customer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from handlers.understanding import price_words as words
from handlers.understanding.money import read_money
from handlers.understanding.phrases import Phrases, phrase
from handlers.understanding.products import ProductReading, read_products
from handlers.understanding.readings import Product
from handlers.understanding.text import LIMIT, clean

_INTENTS: Final = tuple(intent for intent, _ in words.WORDINGS)
_WORDINGS: Final = Phrases(pattern for _, pattern in words.WORDINGS)
_ELSEWHERE: Final = phrase(words.ELSEWHERE)
_ONE_QUOTE: Final = re.compile(words.ONE_QUOTE, re.IGNORECASE)
_OF_PRODUCTS: Final = frozenset({"quote", "price"})
#: One of these is in every such message.
_HINT: Final = re.compile(
    r"<product>|price|preis|quote|angebot|rabatt|discount|a-[0-9a-z]{4}|profit|case|even|worth|pay|roi\b|rent|wirtschaft|gewinn|lohn|rechn|schwarz"
    r"|channel|cac\b|acqui|kosten|cost|kunde|customer"
)
_PERCENT: Final = re.compile(rf"(?<![\d.,])(\d{{1,3}}(?:[.,]\d{{1,4}})?)\s*{words.PERCENT}", re.IGNORECASE)
_NUMBER: Final = r"\d{1,3}(?:[.,' ]\d{3})+|\d{1,7}"
_UNITS: Final = re.compile(
    rf"(?<![\d.,€$£])({_NUMBER})(?![\d.,]*\d)\s*(?:x\s*)?(?:additional |new |neuen? |weitere[nr]? )?{words.UNITS}\b", re.IGNORECASE
)
_BARE: Final = re.compile(rf"(?:(?:about|around|for|etwa|ca\.?|rund|für)\s+)?({_NUMBER})\s*(?:x|times|mal)?\s*[.!]?", re.IGNORECASE)
_BEFORE: Final = re.compile(rf"(?<![\d.,€$£])({_NUMBER})\s*(?:x|×|times|mal|of|von)?\s*(?:the\s+)?$", re.IGNORECASE)
_PER_UNIT: Final = re.compile(words.PER_UNIT, re.IGNORECASE)
_NAME: Final = r"(?P<company>(?:the\s+)?[A-ZÄÖÜ0-9][^,;:?!\n]{1,80}?)"
_END: Final = (
    r"(?=\s+(?:at|with|for|on|by|a|an|off|mit|auf|zu|zum|für|bei|einen?|geben|anbieten|gewähren|einräumen|give|offer|quote|discount|rabatt|nachlass|"
    r"please|bitte|per|je|pro|in)\b|\s*\d|\s*[?.!,;:]|\s*$)"
)
_NO_NAME: Final = re.compile(rf"[\d.,€$£\s]+(?:$|x\b|EUR\b|USD\b|CHF\b|GBP\b|{words.UNITS}\b|{words.PERCENT})", re.IGNORECASE)
_TO: Final = re.compile(rf"\b(?:to|for|an|für|bei|with|dem Kunden|der Firma|at)\s+(?:die\s+|den\s+|the\s+)?{_NAME}{_END}")
_GIVE: Final = re.compile(
    rf"\b(?:give|offer|quote|[Kk]ann ich|[Kk]önnen wir|[Dd]arf ich|[Dd]ürfen wir|möchten?|wollen|will|gebe|biete)\s+{_NAME}{_END}"
)
_NONE: Final = re.compile(
    r"(?:no|none|kein\w*|ohne|list|list price|listenpreis)(?: (?:discount|rabatt|nachlass))?\W*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What was read of an offer; None for what was not said. A `price` is for a unit if `per_unit`, else for everything."""

    products: tuple[str, ...] = ()
    quantity: int | None = None
    percent: Decimal | None = None
    price: Decimal | None = None
    currency: str | None = None
    per_unit: bool = False
    company: str = ""


def read_pricing(text: str, line: str, *, drafting: bool) -> str:
    """The intent of a message; "" when it is about something else. `line` is the text in lower case with its readings marked.

    With a registration in progress, only a question is about prices.
    """
    if _ONE_QUOTE.fullmatch(text.strip()):
        return "my_quotes"
    if len(line) > LIMIT or (drafting and not line.rstrip(" .").endswith("?")):
        return ""
    likely = _WORDINGS.likely(line)
    if not likely:
        return ""
    elsewhere = _ELSEWHERE.fit(line)
    others = [place for place in likely if _INTENTS[place] not in _OF_PRODUCTS] if elsewhere else likely
    if _WORDINGS.first(line, others) is None:
        return ""
    place = _WORDINGS.place(line)
    if place is None or not _HINT.search(line):
        return ""
    intent = _INTENTS[place]
    return "" if intent in _OF_PRODUCTS and elsewhere else intent


def read_offer(text: str, catalogue: Sequence[Product]) -> Offer:
    """What the words say of an offer."""
    text = clean(text)
    named = read_products(text, catalogue)
    left = text
    for reading in named:
        left = left[: reading.span[0]] + " " * (reading.span[1] - reading.span[0]) + left[reading.span[1] :]
    percent = _PERCENT.search(left)
    money = next((one for one in read_money(left) if one.explicit and not one.alternatives), None)
    quantity = _UNITS.search(left)
    before = next((found for one in named if (found := _BEFORE.search(text[: one.span[0]]))), None)
    counted = quantity or before
    return Offer(
        products=_products(named),
        quantity=_whole(counted[1]) if counted else None,
        percent=_decimal(percent[1]) if percent else None,
        price=money.amount if money and not percent else None,
        currency=money.currency if money else None,
        per_unit=bool(money and _PER_UNIT.search(left)),
        company=_company(left),
    )


def _products(named: Sequence[ProductReading]) -> tuple[str, ...]:
    """The one that is named, or all that it could be; of several, those that are certain."""
    some = named if len(named) == 1 else [one for one in named if len(one.names) == 1]
    return tuple(dict.fromkeys(name for one in some for name in one.names))


def _company(text: str) -> str:
    """The customer, where the words name one after "to", or between the verb and what is given."""
    found = [*_TO.finditer(text), *_GIVE.finditer(text)]
    return next((name for one in found if not _NO_NAME.match(name := one["company"].strip())), "")


def quantity_in(text: str) -> str | None:
    """How many units an answer names: "50", "50 seats", "for 1,200 users"; canonical digits."""
    found = _BARE.fullmatch(text.strip()) or _UNITS.search(text)
    whole = _whole(found[1]) if found else 0
    return str(whole) if 0 < whole <= 1_000_000 else None


def discount_in(text: str) -> str | None:
    """The discount that an answer names, canonical: "12.5 %", "18.00 EUR/unit" or "9000 EUR" in all; no currency is "?"."""
    text = text.strip()
    percent = _PERCENT.search(text) or re.fullmatch(r"(\d{1,2}(?:[.,]\d{1,4})?)", text)
    if percent:
        value = _decimal(percent[1])
        return f"{value} %" if value <= 100 else None
    if _NONE.fullmatch(text):
        return "0 %"
    money = next((one for one in read_money(text) if one.explicit and not one.alternatives), None)
    if money is None or money.amount < 0:
        return None
    return f"{money.amount} {money.currency or '?'}{'/unit' if _PER_UNIT.search(text) else ''}"


def _whole(digits: str) -> int:
    return int(re.sub(r"\D", "", digits))


@cache
def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "."))
