"""A statement drawn as a PDF on A4: a heading, the lines, their sums, and the clauses that they rest on."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle

_INK, _GREY, _LINE, _SHADE = HexColor("#1d2433"), HexColor("#5b6475"), HexColor("#d5dae3"), HexColor("#f3f5f9")
_MARGIN: Final = 18 * mm
#: Widths of the columns; together what A4 leaves between the margins.
_WIDTHS: Final = (20 * mm, 20 * mm, 34 * mm, 31 * mm, 25 * mm, 24 * mm, 20 * mm)
#: Columns of figures stand to the right.
_FIGURES: Final = (4, 5)

_BODY: Final = ParagraphStyle("body", fontName="Helvetica", fontSize=8, leading=10.5, textColor=_INK)
_RIGHT: Final = ParagraphStyle("right", parent=_BODY, alignment=2)
_HEAD: Final = ParagraphStyle("head", parent=_BODY, fontName="Helvetica-Bold", textColor=_GREY)
_HEAD_RIGHT: Final = ParagraphStyle("head-right", parent=_HEAD, alignment=2)
_TITLE: Final = ParagraphStyle("title", parent=_BODY, fontName="Helvetica-Bold", fontSize=18, leading=23)
_LEAD: Final = ParagraphStyle("lead", parent=_BODY, fontSize=9.5, leading=13, textColor=_GREY)
_SECTION: Final = ParagraphStyle("section", parent=_BODY, fontName="Helvetica-Bold", fontSize=10, leading=14)
_SMALL: Final = ParagraphStyle("small", parent=_BODY, fontSize=7.5, leading=10, textColor=_GREY, spaceAfter=3)
_SUM: Final = ParagraphStyle("sum", parent=_RIGHT, fontName="Helvetica-Bold")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is drawn, in words: rows of seven cells, sums by label, and clauses."""

    language: str
    title: str
    lead: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    totals: Sequence[tuple[str, str]]
    clauses_title: str
    clauses: Sequence[str]
    footer: str


def drawn(page: Page) -> bytes:
    """The PDF, the same bytes for the same page. Letters that its fonts do not have are written without their marks."""
    sink = BytesIO()
    document = BaseDocTemplate(sink, pagesize=A4, title=page.title, lang=page.language, invariant=1)
    width, height = A4
    whole = Frame(_MARGIN, _MARGIN + 6 * mm, width - 2 * _MARGIN, height - 2 * _MARGIN - 6 * mm, 0, 0, 0, 0)
    story: list[Any] = [
        Paragraph(_safe(page.title), _TITLE),
        Paragraph(_safe(page.lead), _LEAD),
        Spacer(1, 6 * mm),
        _lines(page),
        Spacer(1, 4 * mm),
        _totals(page),
        Spacer(1, 8 * mm),
        Paragraph(_safe(page.clauses_title), _SECTION),
        *(Paragraph(_safe(clause), _SMALL) for clause in page.clauses),
    ]

    def foot(canvas: Canvas, _: object) -> None:
        canvas.setFont("Helvetica", 7.5)
        canvas.setFillColor(_GREY)
        canvas.drawString(_MARGIN, 12 * mm, written(page.footer))
        canvas.drawRightString(A4[0] - _MARGIN, 12 * mm, str(canvas.getPageNumber()))

    document.addPageTemplates([PageTemplate(frames=[whole], onPage=foot)])
    document.build(story)
    return sink.getvalue()


def _lines(page: Page) -> Table:
    head = [Paragraph(_safe(column), _HEAD_RIGHT if index in _FIGURES else _HEAD) for index, column in enumerate(page.columns)]
    body = [[Paragraph(_safe(cell), _RIGHT if index in _FIGURES else _BODY) for index, cell in enumerate(row)] for row in page.rows]
    style: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, _GREY),
        ("LINEBELOW", (0, 1), (-1, -1), 0.25, _LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ]
    return Table([head, *body], colWidths=list(_WIDTHS), repeatRows=1, style=TableStyle(style))


def _totals(page: Page) -> Table:
    rows = [
        [Paragraph(_safe(label), _SUM if first else _RIGHT), Paragraph(_safe(amount), _SUM if first else _RIGHT)]
        for first, (label, amount) in ((index == 0, total) for index, total in enumerate(page.totals))
    ]
    style: list[Any] = [
        ("BACKGROUND", (0, 0), (-1, 0), _SHADE),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ]
    return Table(rows, colWidths=[44 * mm, 44 * mm], hAlign="RIGHT", style=TableStyle(style))


def _safe(text: str) -> str:
    """Text as a paragraph takes it: no markup in it counts."""
    return escape(written(text), quote=False)


def written(text: str) -> str:
    """The text in the letters that the PDF's own fonts have (Windows-1252)."""
    return "".join(_letter(letter) for letter in text)


def _letter(letter: str) -> str:
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        plain = unicodedata.normalize("NFKD", letter).encode("cp1252", "ignore").decode("cp1252")
        return _WITHOUT_MARKS.get(letter, plain or ("-" if letter in "−‐‑‒" else "?"))
    return letter


#: Letters that do not come apart into one of the alphabet and its mark.
_WITHOUT_MARKS: Final = {"Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "ı": "i", "Ħ": "H", "ħ": "h"}
