"""A list of deals that somebody sent, read line by line before anything is decided; every fault keeps the line it is in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from handlers.fields import read_fields
from handlers.registration_form import Fault
from handlers.sheet import BrokenSheet, records, without_gap
from handlers.understanding.company_keys import register_key
from handlers.understanding.products import product_slot, read_products
from handlers.understanding.readings import Product, Slot, SlotReading, Understanding
from handlers.understanding.sheet_words import COLUMNS
from handlers.understanding.text import fold

MOST_LINES: Final = 100
#: A hundred lines have far less; whatever is longer is some other file.
MOST_CHARACTERS: Final = 200_000
_LONGEST_CELL: Final = 400
_CODE = re.compile(r"[A-Za-z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A line by the number it has in the file; `fault` is what is wrong with its shape, `read` what its cells say."""

    number: int
    read: Understanding = field(default_factory=Understanding)
    fault: Fault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The lines in their order, or why there are none; `ignored` are columns that mean nothing to us."""

    lines: tuple[SheetLine, ...] = ()
    ignored: tuple[str, ...] = ()
    fault: Fault | None = None


def read_sheet(text: str, *, today: date, catalogue: Sequence[Product], language: str, country: str) -> Sheet:
    """The list in a CSV text; never raises, whatever the text. `country` is where a phone number without its code belongs."""
    if len(text) > MOST_CHARACTERS:
        return Sheet(fault=Fault(id="bulk.fault.large", fields={}))
    try:
        found = list(records(text))
    except BrokenSheet as broken:
        return Sheet(fault=Fault(id="bulk.fault.quote", fields={"line": str(broken.line)}))
    if not found:
        return Sheet(fault=Fault(id="bulk.fault.empty", fields={}))
    header = without_gap(found[0][1])
    columns = [COLUMNS.get(fold(re.sub(r"[-_*:]+", " ", name))) for name in header]
    fault = _fault_of_header(header, columns) or _fault_of_size(len(found) - 1)
    if fault is not None:
        return Sheet(fault=fault)

    def read(cells: Sequence[str]) -> Understanding:
        texts = {slot: cell[:_LONGEST_CELL] for slot, cell in zip(columns, cells, strict=True) if slot is not None and cell}
        understood = read_fields(texts, today=today, catalogue=catalogue, language=language, country=country)
        return as_in_tables(understood, texts, catalogue)

    lines = tuple(_line(number, without_gap(cells), len(header), read) for number, cells in found[1:])
    ignored = tuple(name for name, slot in zip(header, columns, strict=True) if slot is None and name)
    return Sheet(lines=lines, ignored=ignored)


def _line(number: int, cells: list[str], width: int, read: Callable[[Sequence[str]], Understanding]) -> SheetLine:
    if len(cells) > width:
        fault = Fault(id="bulk.fault.cells", fields={"cells": str(len(cells)), "columns": str(width)})
        return SheetLine(number=number, fault=fault)
    return SheetLine(number=number, read=read([*cells, *[""] * (width - len(cells))]))


def _fault_of_header(header: Sequence[str], columns: Sequence[Slot | None]) -> Fault | None:
    if Slot.COMPANY not in columns:
        return Fault(id="bulk.fault.header", fields={})
    twice = next((name for at, name in enumerate(header) if columns[at] is not None and columns[at] in columns[:at]), None)
    return None if twice is None else Fault(id="bulk.fault.twice", fields={"column": twice[:60]})


def _fault_of_size(lines: int) -> Fault | None:
    if not lines:
        return Fault(id="bulk.fault.no_lines", fields={})
    return Fault(id="bulk.fault.many", fields={"most": str(MOST_LINES)}) if lines > MOST_LINES else None


def as_in_tables(understood: Understanding, texts: Mapping[Slot, str], catalogue: Sequence[Product]) -> Understanding:
    """What tables write and people do not say: a country by its code, a register number with its court, a product by any name."""
    slots, invalid = dict(understood.slots), dict(understood.invalid)
    code, number = texts.get(Slot.COUNTRY, ""), texts.get(Slot.REGISTER_NUMBER, "")
    if _CODE.fullmatch(code):
        slots[Slot.COUNTRY] = SlotReading(value=code.upper(), text=code)
        invalid.pop(Slot.COUNTRY, None)
    if number and register_key(number):
        slots[Slot.REGISTER_NUMBER] = SlotReading(value=number, text=number)
        invalid.pop(Slot.REGISTER_NUMBER, None)
    product = product_slot(read_products(texts.get(Slot.PRODUCT, ""), catalogue), texts.get(Slot.PRODUCT, ""))
    if product is not None:
        slots[Slot.PRODUCT] = product
    return replace(understood, slots=slots, invalid=invalid)
