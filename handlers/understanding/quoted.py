"""Reads again what a model quotes from a message: only what the reader itself finds in the quoted words is a value.

Where the reader has already read something at the quoted place, that whole reading counts ("1.2 million", though only "2 million"
was quoted); words cut out of a number or a name count for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol, TypeVar

from handlers.proposing import Quoted
from handlers.understanding.answers import read_currency
from handlers.understanding.company_keys import domain_key
from handlers.understanding.contacts import TextReading, email_like, person_name, read_phones
from handlers.understanding.countries import country_slot, read_countries
from handlers.understanding.dates import read_date_answer
from handlers.understanding.deal_slots import date_slot, money_slots
from handlers.understanding.money import read_amount_answer
from handlers.understanding.page import Page
from handlers.understanding.products import product_slot, read_products
from handlers.understanding.readings import Context, Product, Slot, SlotReading
from handlers.understanding.wording import COMMAND_WORDS, FRAME

_Slots = Mapping[Slot, SlotReading]
_Span = tuple[int, int]
_LONGEST: Final = 300
_LONGEST_NAME: Final = 120
_BEFORE_A_NAME = re.compile(r"(?:[Ff]irma|[Ff]a\.|company|the|der|die|das|dem|den)\s+")
_ABBREVIATED = re.compile(r"\b(?:inc|ltd|co|corp|e\.v|s\.a|sp|o\.o)\.$", re.IGNORECASE)
_IDENTIFIER = re.compile(r"\b[RQ]-[0-9A-Z]{4,8}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a quote is looked up in: the page of the message, and what reading needs beside it."""

    page: Page
    today: date
    catalogue: Sequence[Product]
    context: Context


class _Placed(Protocol):
    @property
    def span(self) -> _Span: ...


_Reading = TypeVar("_Reading", bound=_Placed)


def derive(slot: Slot, quoted: Quoted, source: Source) -> _Slots:
    """The slot as the reader reads it from the quoted words, with the currency of an amount; empty when it reads nothing there."""
    reader = _READERS.get(slot)
    span = find(quoted.quote, source.page.text)
    if reader is None or span is None:
        return {}
    return reader(source, span, quoted)


def find(quote: str, text: str) -> _Span | None:
    """Where the quote stands in the text, character by character and not in the middle of a word or a number; None when nowhere."""
    said = quote.strip()
    if not said or len(said) > _LONGEST:
        return None
    start = text.find(said)
    while start >= 0:
        end = start + len(said)
        if not _is_cut(text, start, end):
            return start, end
        start = text.find(said, start + 1)
    return None


def _is_cut(text: str, start: int, end: int) -> bool:
    before, after = text[:start][-2:], text[end:][:2]
    if text[start].isalnum() and before[-1:].isalnum():
        return True
    if text[end - 1].isalnum() and after[:1].isalnum():
        return True
    number_goes_on = text[start].isdigit() and re.search(r"\d[.,'/:\-– ]$", before)
    return bool(number_goes_on or (text[end - 1].isdigit() and re.match(r"[.,'/:\-– ]\d", after)))


def _at(readings: Sequence[_Reading], span: _Span) -> list[_Reading]:
    return [reading for reading in readings if reading.span[0] < span[1] and span[0] < reading.span[1]]


def _free(source: Source, span: _Span) -> bool:
    """Whether the reader has read nothing else at the place."""
    page = source.page
    kinds: tuple[Sequence[_Placed], ...] = (
        page.dates, page.money, page.emails, page.domains, page.phones, page.registers, page.employees, page.products,
        page.countries,
    )  # fmt: skip
    return not any(_at(readings, span) for readings in kinds)


def _said(source: Source, span: _Span) -> str:
    return source.page.text[span[0] : span[1]]


def _amount(source: Source, span: _Span, _: Quoted) -> _Slots:
    found = _at(source.page.money, span) or _at(source.page.bare, span)
    if len(found) > 1:  # two amounts in one quote: which is meant is the reader's to say
        return {}
    reading = found[0] if found else None
    if reading is None and _free(source, span):
        reading = read_amount_answer(_said(source, span))
    slots = money_slots(reading) if reading else {}
    return {slot: value for slot, value in slots.items() if value is not None}


def _currency(source: Source, span: _Span, _: Quoted) -> _Slots:
    stated = {reading.currency: reading for reading in _at(source.page.money, span) if reading.currency}
    if len(stated) == 1:
        code, reading = stated.popitem()
        return {Slot.CURRENCY: SlotReading(value=code, text=reading.text)} if code else {}
    alone = read_currency(_said(source, span)) if _free(source, span) else None
    return {Slot.CURRENCY: alone} if alone else {}


def _close_date(source: Source, span: _Span, _: Quoted) -> _Slots:
    found = _at(source.page.dates, span)
    if len(found) > 1:
        return {}
    reading = found[0] if found else None
    if reading is None and _free(source, span):
        reading = read_date_answer(_said(source, span), today=source.today, day_first=source.context.day_first)
    return {Slot.CLOSE_DATE: date_slot(reading)} if reading else {}


def _one(slot: Slot, found: Sequence[TextReading], text: str) -> _Slots:
    sure = [reading for reading in found if reading.sure]
    if len(sure) != 1:
        return {}
    start, end = sure[0].span
    return {slot: SlotReading(value=sure[0].value, text=text[start:end])}


def _email(source: Source, span: _Span, _: Quoted) -> _Slots:
    return _one(Slot.CONTACT_EMAIL, _at(source.page.emails, span), source.page.text)


def _phone(source: Source, span: _Span, _: Quoted) -> _Slots:
    found = _at(source.page.phones, span)
    if found or not _free(source, span):
        return _one(Slot.CONTACT_PHONE, found, source.page.text)
    said = _said(source, span)
    return _one(Slot.CONTACT_PHONE, read_phones(said, country=source.context.default_country, asked=True), said)


def _domain(source: Source, span: _Span, _: Quoted) -> _Slots:
    sites = _at(source.page.domains, span)
    if sites:
        return _one(Slot.DOMAIN, sites, source.page.text)
    hosts = [
        TextReading(span=reading.span, value=reading.value.rpartition("@")[2].lower())
        for reading in _at(source.page.emails, span)
        if reading.sure and domain_key(reading.value)
    ]
    return _one(Slot.DOMAIN, hosts, source.page.text)


def _product(source: Source, span: _Span, _: Quoted) -> _Slots:
    said = _said(source, span)
    known = product_slot(_at(source.page.products, span), source.page.text) or product_slot(
        read_products(said, source.catalogue), said
    )
    return {Slot.PRODUCT: known} if known else {}


def _country(source: Source, span: _Span, _: Quoted) -> _Slots:
    said = _said(source, span)
    known = country_slot(_at(source.page.countries, span), source.page.text) or country_slot(read_countries(said), said)
    return {Slot.COUNTRY: known} if known else {}


def _named(source: Source, span: _Span, quoted: Quoted) -> _Span | None:
    """Where the proposed name stands inside the quote, or the whole quote when no such name does."""
    value = quoted.value.strip()
    inside = find(value, _said(source, span)) if value else span
    if inside is None:
        return None
    return span if inside is span else (span[0] + inside[0], span[0] + inside[1])


def _is_a_value(source: Source, span: _Span) -> bool:
    page = source.page
    kinds: tuple[Sequence[_Placed], ...] = (page.dates, page.money, page.emails, page.phones, page.registers)
    return any(_at(readings, span) for readings in kinds)


def _company(source: Source, span: _Span, quoted: Quoted) -> _Slots:
    place = _named(source, span, quoted)
    if place is None or _is_a_value(source, place):
        return {}
    formed = next((run for run in source.page.runs if run.legal and run.start <= place[0] and place[1] <= run.end), None)
    name = formed.text if formed else _BEFORE_A_NAME.sub("", _said(source, place), count=1)
    name = " ".join(name.split()).strip(" ,;:-–(\"'" if _ABBREVIATED.search(name) else " ,;:.-–(\"'")
    return {Slot.COMPANY: SlotReading(value=name, text=name)} if formed or _may_be_a_company(name) else {}


def _may_be_a_company(name: str) -> bool:
    """Whether the words can be a name at all, and are not a sentence or something said to the bot."""
    words = [word.lower().strip(".,") for word in name.split()]
    if not words or len(words) > 9 or len(name) > _LONGEST_NAME or "?" in name or email_like(name) or _IDENTIFIER.search(name):
        return False
    if not any(c.isalnum() for c in name) or name.isdigit():
        return False
    common = sum(word in FRAME or word in COMMAND_WORDS for word in words)
    return common < len(words) and common <= 2


def _contact(source: Source, span: _Span, quoted: Quoted) -> _Slots:
    place = _named(source, span, quoted)
    if place is None or _is_a_value(source, place):
        return {}
    name = person_name(_said(source, place))
    if name is None or len(name.split()) > 4 or not _may_be_a_company(name):
        return {}
    return {Slot.CONTACT_NAME: SlotReading(value=name, text=_said(source, place))}


_READERS: Final[Mapping[Slot, Callable[[Source, _Span, Quoted], _Slots]]] = {
    Slot.COMPANY: _company,
    Slot.DOMAIN: _domain,
    Slot.CONTACT_NAME: _contact,
    Slot.CONTACT_EMAIL: _email,
    Slot.CONTACT_PHONE: _phone,
    Slot.AMOUNT: _amount,
    Slot.CURRENCY: _currency,
    Slot.CLOSE_DATE: _close_date,
    Slot.PRODUCT: _product,
    Slot.COUNTRY: _country,
}
