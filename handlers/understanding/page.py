"""A message with everything in it that can be recognised by its form, each stretch of text claimed by one reading only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol, TypeVar

from handlers.understanding.companies_in_text import legal_spans
from handlers.understanding.contacts import TextReading, read_domains, read_emails, read_phones
from handlers.understanding.countries import PAID_IN, CountryReading, read_countries
from handlers.understanding.dates import read_dates
from handlers.understanding.money import read_money
from handlers.understanding.names import Run, runs
from handlers.understanding.phrases import phrase
from handlers.understanding.products import ProductReading, read_products
from handlers.understanding.readings import Context, DateReading, MoneyReading, Product, Slot
from handlers.understanding.text import Kind, Mark, Token, tokens, without_overlap
from handlers.understanding.wording import FRAME

_REGISTER_NUMBER = phrase(
    r"\b(?P<hr>HR[AB])[ :]{0,3}(?P<number>\d{1,7}(?: ?[A-Z]{1,2}\b)?)|\b(?P<vat>(?:DE ?\d{9}|ATU ?\d{8}|CHE-\d{3}\.\d{3}\.\d{3}))\b"
    r"|\b(?:(?:company|registration|register|handelsregister|crn|kvk|siren|siret|fn|gnr|vr)(?:[ -]?(?:number|no\.?|nr\.?|nummer))?)"
    r"[ :.#]{1,3}(?P<other>[A-Z]{0,3}\d[\d ]{3,14}\d[a-z]?)\b",
    flags=re.IGNORECASE,
)
# What the bot calls a registration or a direct opportunity: "R-7K3M2Q" is no amount and no name.
_IDENTIFIER = re.compile(
    r"[LlOoRr]-(?<![\w-]..)(?:(?<=[Rr]-)[0-9A-Za-z]{6}|(?<=[Ll]-)[0-9A-Za-z]{8}|"
    r"(?<=[Oo]-)(?=[A-Za-z]*\d)[0-9A-Za-z]{6}(?:[0-9A-Za-z]{2})?)(?![\w-])"
)
# The digit comes first, so that everything else is passed over quickly.
_COUNTED = phrase(
    r"\d(?<![\w.,]\d)(?P<rest>\d{0,2}(?:[.,' ]\d{3})+|\d{0,6})[ -]?(?:\+ ?)?(?:employees?|staff|people|heads|headcount|ftes?|"
    r"mitarbeiter(?:innen|:innen|\*innen|n)?|mitarbeitende[nr]?|beschäftigten?|angestellten?|leute|köpfe|ma)\b",
    flags=re.IGNORECASE,
)
_HEADCOUNT = phrase(
    r"\b(?:employees|headcount|mitarbeiter(?:zahl)?|beschäftigte)[ ]?[:=][ ]?(?P<count>\d{1,3}(?:[.,' ]\d{3})+|\d{1,7})",
    flags=re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_NUMBER_AND_CAPITAL = re.compile(r"\d{1,3}[A-Z]")
_CAPITALS = re.compile(r"(?: (?:[A-ZÄÖÜ][\w.'-]*|&|\+|und|and|of|für))+ ")
_WORD_BEFORE = re.compile(r"([^\W_][\w&'-]*)[ ]$")
_WORD_AFTER = re.compile(r"[ ]([^\W_][\w&'-]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The text with its readings. `line` is the text in lower case, words apart by single spaces, readings as "<money>", "<date>" …

    The readings are in the order of the text and do not overlap; `bare` are numbers that only might be money.
    """

    text: str
    tokens: tuple[Token, ...]
    runs: tuple[Run, ...]
    line: str
    dates: tuple[DateReading, ...]
    money: tuple[MoneyReading, ...]
    bare: tuple[MoneyReading, ...]
    emails: tuple[TextReading, ...]
    domains: tuple[TextReading, ...]
    phones: tuple[TextReading, ...]
    products: tuple[ProductReading, ...]
    countries: tuple[CountryReading, ...]
    registers: tuple[TextReading, ...]
    employees: tuple[TextReading, ...]


class _Placed(Protocol):
    """Any reading that says where it stands."""

    @property
    def span(self) -> tuple[int, int]: ...


_Reading = TypeVar("_Reading", bound=_Placed)


def read_page(text: str, *, today: date, catalogue: Sequence[Product], context: Context) -> Page:
    """Recognises what has a form of its own; `text` is clean. Where two readings overlap the one of the surer kind stays."""
    legal = legal_spans(text)
    emails, domains = read_emails(text), read_domains(text)
    numbered = _DIGIT.search(text) is not None
    registers, employees = (tuple(_registers(text)), tuple(_employees(text))) if numbered else ((), ())
    amounts = read_money(text)
    countries = [reading for reading in read_countries(text) if not _in_a_name(text, reading.span, legal, before=True)]
    country = _dialled_in(countries, amounts) or context.default_country
    phones = read_phones(text, country=country, asked=context.asked is Slot.CONTACT_PHONE)
    money = [reading for reading in amounts if reading.explicit and not _is_a_name(text, reading, legal)]
    dates = read_dates(text, today=today, day_first=context.day_first)
    products = [reading for reading in read_products(text, catalogue) if reading.sure or not _in_a_name(text, reading.span, legal)]
    claims: tuple[tuple[Kind, Iterable[_Placed]], ...] = (
        (Kind.IDENTIFIER, _identifiers(text) if "-" in text else ()),
        (Kind.EMAIL, emails), (Kind.DOMAIN, domains), (Kind.REGISTER_NUMBER, registers), (Kind.EMPLOYEES, employees),
        (Kind.PHONE, phones), (Kind.PRODUCT, (r for r in products if r.sure)), (Kind.MONEY, money), (Kind.DATE, dates),
        (Kind.PRODUCT, (r for r in products if not r.sure)), (Kind.COUNTRY, countries),
    )  # fmt: skip
    recognised = (Mark(kind, *reading.span) for kind, readings in claims for reading in readings)
    marks = without_overlap((*recognised, *(Mark(Kind.LEGAL, start, end) for start, end in legal)))
    words = tokens(text, marks)
    return Page(
        text=text,
        tokens=words,
        runs=runs(words, text),
        line=" ".join([token.norm for token in words if token.kind is not Kind.LINE]),
        dates=_kept(Kind.DATE, dates, marks),
        money=_kept(Kind.MONEY, money, marks),
        bare=tuple(r for r in amounts if not r.explicit and all(r.span[1] <= m.start or r.span[0] >= m.end for m in marks)),
        emails=_kept(Kind.EMAIL, emails, marks),
        domains=_kept(Kind.DOMAIN, domains, marks),
        phones=_kept(Kind.PHONE, phones, marks),
        products=_kept(Kind.PRODUCT, products, marks),
        countries=_kept(Kind.COUNTRY, countries, marks),
        registers=_kept(Kind.REGISTER_NUMBER, registers, marks),
        employees=_kept(Kind.EMPLOYEES, employees, marks),
    )


def _dialled_in(countries: Sequence[CountryReading], amounts: Sequence[MoneyReading]) -> str | None:
    """The country of a telephone number that names none: the only one in the message, or the only one that pays in its currency."""
    named: set[str | None] = {reading.code for reading in countries}
    named = named or {PAID_IN.get(reading.currency or "") for reading in amounts}
    return named.pop() if len(named) == 1 else None


def _kept(kind: Kind, readings: Sequence[_Reading], marks: Sequence[Mark]) -> tuple[_Reading, ...]:
    if not readings:
        return ()
    spans = {(mark.start, mark.end) for mark in marks if mark.kind is kind}
    return tuple(reading for reading in readings if reading.span in spans)


def _registers(text: str) -> Iterator[TextReading]:
    for match in _REGISTER_NUMBER.all(text):
        number = match["number"] or match["vat"] or match["other"]
        prefix = f"{match['hr'].upper()} " if match["hr"] else ""
        yield TextReading(span=match.span(), value=prefix + " ".join(number.upper().split()))


def _identifiers(text: str) -> Iterator[TextReading]:
    for match in _IDENTIFIER.finditer(text):
        yield TextReading(span=match.span(), value=match[0].upper())


def _employees(text: str) -> Iterator[TextReading]:
    counted = [(match.span(), text[match.start() : match.end("rest")]) for match in _COUNTED.all(text)]
    counted += [(match.span(), match["count"]) for match in _HEADCOUNT.all(text)]
    end = 0
    for span, count in sorted(counted):
        if span[0] >= end:
            end = span[1]
            yield TextReading(span=span, value=re.sub(r"\D", "", count))


def _is_a_name(text: str, reading: MoneyReading, legal: Sequence[tuple[int, int]]) -> bool:
    """ "3K Kartonbau GmbH": a short number with a capital glued to it, and capitalised words up to a legal form."""
    if reading.currency is not None or not _NUMBER_AND_CAPITAL.fullmatch(reading.text):
        return False
    return any(_CAPITALS.fullmatch(text, reading.span[1], start) for start, _ in legal if start - reading.span[1] < 80)


def _in_a_name(text: str, span: tuple[int, int], legal: Sequence[tuple[int, int]], *, before: bool = False) -> bool:
    """Whether the word is a part of somebody's name: "Vault Security GmbH", "Bank of Ireland", "Siemens Deutschland"."""
    after = _WORD_AFTER.match(text, span[1])
    written = text[span[0] : span[1]]
    if any(0 <= start - span[1] <= 1 for start, _ in legal):
        return True
    if after and written[:1].isupper() and after[1][:1].isupper() and not after[1].isdigit() and after[1].lower() not in FRAME:
        return not any(start == after.start(1) for start, _ in legal)
    if not before:
        return False
    ahead = _WORD_BEFORE.search(text, max(0, span[0] - 40), span[0])
    if ahead is None or not written[:1].isupper():
        return False
    word = ahead[1]
    of = re.search(r"[A-ZÄÖÜ][\w-]* of $", text[max(0, span[0] - 40) : span[0]])
    formed = any(end == ahead.end(1) for _, end in legal)
    return bool(of) or (word[:1].isupper() and word.lower() not in FRAME and word.lower() not in _PLACES and not formed)


#: Words before a country that do not make it part of a name.
_PLACES: Final = frozenset("in aus from und and bei nach region land country".split())
