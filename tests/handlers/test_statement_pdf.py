"""A statement as PDF: whole however long it is, the same bytes every time, and nothing that a partner typed is markup in it."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from dataclasses import replace

import pytest

from handlers.statement_pdf import Page, drawn

PAGE = Page(
    language="en",
    title="Statement, October 2026",
    lead="Nordwind Systems · as of 23 November 2026",
    columns=("Line", "Earned", "Customer", "What", "Base", "Amount", "State"),
    rows=[("L-7K3M2QAB", "23 Nov 2026", "Acme GmbH", "Commission 23%", "48,000 EUR", "11,040 EUR", "paid")],
    totals=[("Total", "11,040 EUR")],
    clauses_title="What the figures rest on",
    clauses=["5.2 (2026-01) The reseller rate"],
    footer="Fernblick Software",
)


def shown(pdf: bytes) -> str:
    """The text that the pages draw, in the order in which they draw it."""
    streams = re.findall(rb"stream\r?\n(.*?)~>endstream", pdf, re.DOTALL)
    pages = b"".join(zlib.decompress(a85decode(stream)) for stream in streams)
    pieces = re.findall(rb"\(((?:[^()\\]|\\.)*)\) Tj", pages)
    return " ".join(re.sub(rb"\\(\d{3})", lambda match: bytes([int(match[1], 8)]), piece).decode("cp1252") for piece in pieces)


def test_everything_on_the_page_is_drawn() -> None:
    text = shown(drawn(PAGE))
    for words in ("Statement, October 2026", "Nordwind Systems", "Acme GmbH", "11,040 EUR", "The reseller rate", "Fernblick"):
        assert words in text


def test_the_same_page_is_the_same_file() -> None:
    assert drawn(PAGE) == drawn(PAGE)


def test_a_long_statement_goes_on_over_the_pages() -> None:
    long = replace(PAGE, rows=[(f"L-{number:08}", *PAGE.rows[0][1:]) for number in range(200)])
    text = shown(drawn(long))
    assert all(f"L-{number:08}" in text for number in range(200))


@pytest.mark.parametrize(
    ("typed", "drawn_as"),
    [("<b>Söhne</b> &amp;", "<b>Söhne</b> &amp;"), ("Łuczak −5", "Luczak -5"), ("东方 GmbH", "?? GmbH"), ("a\\(b)", "a")],
)
def test_what_was_typed_is_no_markup_and_never_breaks_the_file(typed: str, drawn_as: str) -> None:
    row = ("L-7K3M2QAB", "23 Nov 2026", typed, *PAGE.rows[0][3:])
    pieces = shown(drawn(replace(PAGE, rows=[row])))  # what looked like markup is drawn piece by piece
    assert drawn_as.replace(" ", "") in pieces.replace(" ", "")
