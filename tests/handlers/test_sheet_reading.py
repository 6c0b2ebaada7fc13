"""A list of deals is read whatever spreadsheet it came from, and whatever else it may be: never with an exception."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.message import Uploaded, dump, load, sounded
from handlers.sheet import BrokenSheet, records, written
from handlers.sheet_reading import MOST_LINES, Sheet, read_sheet
from handlers.understanding.readings import Product, Slot
from handlers.understanding.sheet_words import COLUMNS
from handlers.understanding.text import fold

CATALOGUE = (Product(name="Nimbus Backup", aliases=("backup",)),)


def read(text: str, *, language: str = "en") -> Sheet:
    return read_sheet(text, today=date(2026, 11, 23), catalogue=CATALOGUE, language=language, country="DE")


def values(sheet: Sheet) -> list[dict[str, str]]:
    return [{slot.value: reading.value for slot, reading in line.read.slots.items()} for line in sheet.lines]


ACME = {"company": "Acme GmbH", "close_date": "2027-03-31", "amount": "45000.00"}


@pytest.mark.parametrize(
    "text",
    [
        "Company,Close date,Amount\nAcme GmbH,2027-03-31,45k\n",
        "\ufeffFirma;Abschluss;Betrag\r\nAcme GmbH;31.03.2027;45.000,00\r\n",
        'KUNDE\tabschluss-datum\tVolumen\n"Acme GmbH"\t31.3.27\t45 Tsd.\n',
        '\n\ncompany,"close_date",amount,,,\nAcme GmbH,3/31/2027,"45,000.00",,,\n,,\n',
        "Customer:,Expected close,Deal size,\rAcme GmbH ,end of March,45000,,,\r",
    ],
)
def test_the_same_deal_is_read_from_every_shape(text: str) -> None:
    assert values(read(text.replace("abschluss-datum", "Abschlussdatum"))) == [ACME]


def test_a_line_keeps_the_number_it_has_in_the_file() -> None:
    sheet = read('company,contact\n\n"Acme\nGmbH",Max\n\nBerta AG,Eva\n')
    assert [line.number for line in sheet.lines] == [3, 6]


def test_what_tables_write_and_people_do_not_say_is_read_too() -> None:
    sheet = read("company;country;register number;product;amount;currency\nAcme;at;HRB 12, AG München;backup;5k;CHF\n")
    assert values(sheet) == [
        {"company": "Acme", "country": "AT", "register_number": "HRB 12, AG München", "product": "Nimbus Backup",
         "amount": "5000.00", "currency": "CHF"}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("", "bulk.fault.empty"),
        (" \n ; ; \n", "bulk.fault.empty"),
        ("Company,Contact\n", "bulk.fault.no_lines"),
        ("Name of nothing\nx\n", "bulk.fault.header"),
        ("Company,Kunde\nx,y\n", "bulk.fault.twice"),
        ('Company\n"Acme\n', "bulk.fault.quote"),
        ("Company\n" + "Acme\n" * (MOST_LINES + 1), "bulk.fault.many"),
        ("Company\n" + "A" * 200_001, "bulk.fault.large"),
    ],
)
def test_a_list_that_is_none_has_its_reason(text: str, id: str) -> None:
    found = read(text)
    assert found.fault is not None
    assert found.fault.id == id
    assert found.lines == ()


def test_a_line_with_more_cells_than_the_header_is_at_fault_alone() -> None:
    sheet = read("company,contact\nAcme, Inc.,Max\nBerta,Eva\n")
    assert [line.fault is None for line in sheet.lines] == [False, True]


cells = st.text(alphabet=st.sampled_from(list(',;\t\n\r" =+-@aA1.€ß\ufeff\x00\xa0')), max_size=12)
rows = st.lists(st.lists(st.one_of(cells, st.sampled_from(sorted(COLUMNS))), max_size=5), max_size=4)


@given(st.one_of(st.text(max_size=60), rows.map(lambda found: "\n".join(",".join(row) for row in found))))
def test_no_text_whatever_brings_the_reading_down(text: str) -> None:
    sheet = read(text)
    assert sheet.fault is not None or sheet.lines


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), min_size=1, max_size=4))
def test_a_written_file_holds_no_formula_and_what_was_written(table: list[list[str]]) -> None:
    back = list(csv.reader(io.StringIO(written(table).decode("utf-8-sig"), newline="")))
    for row, again in zip(table, back, strict=True):
        for cell, shown in zip(row, again, strict=True):
            assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))
            assert shown in (cell, f"'{cell}")


def test_names_of_columns_are_as_they_are_compared() -> None:
    assert all(name == fold(name) for name in COLUMNS)
    assert {Slot.COMPANY, Slot.CLOSE_DATE, Slot.REGISTER_NUMBER} <= set(COLUMNS.values())


def test_records_say_where_they_break() -> None:
    with pytest.raises(BrokenSheet) as broken:
        list(records('a,b\nc,d\n"e'))
    assert broken.value.line == 3


def test_a_file_is_kept_as_it_was_sent_but_for_what_cannot_be_kept() -> None:
    sent = Uploaded(name="a\x00.csv", content=b"x\xff\x00y")
    assert sounded(sent) == Uploaded(name="a.csv", content=b"x\xff\x00y")
    assert load(dump(sounded(sent))) == sounded(sent)
