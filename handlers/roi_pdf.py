"""A return as one page to hand to an end customer: the result, every sum, the years as bars, and who stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from io import BytesIO
from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Frame, Paragraph, Table, TableStyle

from handlers.brand import Brand
from handlers.statement_pdf import written
from program.co_branding import Box, placed
from program.policy_branding import BrandingRules

_WIDTH, _HEIGHT = A4
_MARGIN: Final = 20 * mm
_INNER: Final = _WIDTH - 2 * _MARGIN
_INK, _GREY, _LINE, _SHADE = HexColor("#1d2433"), HexColor("#5b6475"), HexColor("#d5dae3"), HexColor("#f3f5f9")
_GOOD, _BAD = HexColor("#0b6e6e"), HexColor("#b4452f")

_TITLE: Final = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=22, leading=27, textColor=_INK)
_LEAD: Final = ParagraphStyle("lead", fontName="Helvetica", fontSize=12, leading=17, textColor=_GREY, spaceBefore=4)
_CELL: Final = ParagraphStyle("cell", fontName="Helvetica", fontSize=9.5, leading=13, textColor=_INK)
_HOW: Final = ParagraphStyle("how", parent=_CELL, fontSize=8.5, leading=11.5, textColor=_GREY)
_FIGURE: Final = ParagraphStyle("figure", parent=_CELL, fontName="Helvetica-Bold", alignment=2)
_SMALL: Final = ParagraphStyle("small", parent=_HOW, fontSize=8, leading=11)
#: The vendor's name stands in letters of this height; a partner's logo is measured by it.
_VENDOR_HEIGHT: Final = 12 * mm
_LOGO: Final = Box(
    left=Decimal(112) * Decimal(mm),
    top=Decimal(14) * Decimal(mm),
    width=Decimal(30) * Decimal(mm),
    height=Decimal(18) * Decimal(mm),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoiPage:
    """What is drawn, in words: the result, rows of label, figure and how it comes about, and a bar for each year."""

    language: str
    title: str
    lead: str
    headlines: Sequence[tuple[str, str]]
    rows: Sequence[tuple[str, str, str]]
    chart_title: str
    bars: Sequence[tuple[str, Decimal, str]]
    note: str
    vendor: str
    prepared: str


def drawn(page: RoiPage, brand: Brand | None, rules: BrandingRules) -> bytes:
    """The PDF, the same bytes for the same page and brand."""
    sink = BytesIO()
    canvas = Canvas(sink, pagesize=A4, invariant=1, lang=page.language)
    canvas.setTitle(written(page.title))
    top = _HEIGHT - 20 * mm
    _pour(canvas, [Paragraph(_safe(page.title), _TITLE), Paragraph(_safe(page.lead), _LEAD)], top - 27 * mm, 27 * mm)
    _headlines(canvas, page.headlines, top - 57 * mm)
    table = _table(page.rows)
    _, high = table.wrapOn(canvas, _INNER, _HEIGHT)
    table.drawOn(canvas, _MARGIN, top - 65 * mm - high)
    _bars(canvas, page, top - 65 * mm - high - 12 * mm)
    _pour(canvas, [Paragraph(_safe(page.note), _SMALL)], 40 * mm, 14 * mm)
    _foot(canvas, page, brand, rules)
    canvas.showPage()
    canvas.save()
    return sink.getvalue()


def _pour(canvas: Canvas, words: list[Any], foot: float, height: float) -> None:
    Frame(_MARGIN, foot, _INNER, height, 0, 0, 0, 0).addFromList(words, canvas)


def _headlines(canvas: Canvas, headlines: Sequence[tuple[str, str]], foot: float) -> None:
    """The figures that matter, each in a box."""
    gap = 5 * mm
    width = (_INNER - gap * (len(headlines) - 1)) / len(headlines)
    for place, (label, figure) in enumerate(headlines):
        left = _MARGIN + place * (width + gap)
        canvas.setFillColor(_SHADE)
        canvas.roundRect(left, foot, width, 22 * mm, 2.5 * mm, stroke=0, fill=1)
        canvas.setFillColor(_GOOD if "−" not in figure else _BAD)
        canvas.setFont("Helvetica-Bold", 17)
        canvas.drawString(left + 5 * mm, foot + 11 * mm, written(figure))
        canvas.setFillColor(_GREY)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(left + 5 * mm, foot + 5 * mm, written(label))


def _table(rows: Sequence[tuple[str, str, str]]) -> Table:
    cells = [
        [Paragraph(_safe(label), _CELL), Paragraph(_safe(how), _HOW), Paragraph(_safe(figure), _FIGURE)]
        for label, figure, how in rows
    ]
    style: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
    return Table(cells, colWidths=[52 * mm, _INNER - 86 * mm, 34 * mm], style=TableStyle(style))


def _bars(canvas: Canvas, page: RoiPage, top: float) -> None:
    """A bar to the right for what is left, in another colour where it is less than nothing."""
    canvas.setFillColor(_INK)
    canvas.setFont("Helvetica-Bold", 11)
    canvas.drawString(_MARGIN, top, written(page.chart_title))
    most = max((abs(value) for _, value, _ in page.bars), default=Decimal(0)) or Decimal(1)
    for place, (label, value, shown) in enumerate(page.bars):
        foot = top - (place + 1) * 8.5 * mm
        canvas.setFillColor(_GREY)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(_MARGIN, foot + 1.6 * mm, written(label))
        length = float(abs(value) / most) * 100 * mm
        canvas.setFillColor(_GOOD if value >= 0 else _BAD)
        canvas.rect(_MARGIN + 22 * mm, foot, max(length, 0.5 * mm), 5.5 * mm, stroke=0, fill=1)
        canvas.setFillColor(_INK)
        canvas.drawString(_MARGIN + 25 * mm + length, foot + 1.6 * mm, written(shown))


def _foot(canvas: Canvas, page: RoiPage, brand: Brand | None, rules: BrandingRules) -> None:
    canvas.setStrokeColor(_LINE)
    canvas.line(_MARGIN, 37 * mm, _WIDTH - _MARGIN, 37 * mm)
    canvas.setFillColor(_INK)
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawString(_MARGIN, 23.5 * mm, written(page.vendor))
    canvas.setFillColor(_GREY)
    canvas.setFont("Helvetica", 8.5)
    canvas.drawString(_MARGIN, 18 * mm, written(page.prepared))
    if brand is None:
        return
    if brand.logo is not None:
        box = placed(brand.logo.width, brand.logo.height, _LOGO, Decimal(_VENDOR_HEIGHT), rules)
        picture = ImageReader(BytesIO(brand.logo.content))
        canvas.drawImage(picture, float(box.left), float(box.top), width=float(box.width), height=float(box.height), mask="auto")
    for text, font, size, foot in ((brand.name, "Helvetica-Bold", 12.0, 23.5), (brand.contact, "Helvetica", 8.5, 18.0)):
        _beside_the_logo(canvas, text, font, size, foot * mm)


def _beside_the_logo(canvas: Canvas, text: str, font: str, size: float, foot: float) -> None:
    left, text = 146 * mm, written(text)
    wide = canvas.stringWidth(text, font, size)
    canvas.setFillColor(_INK if font.endswith("Bold") else _GREY)
    canvas.setFont(font, size * min(1.0, (_WIDTH - _MARGIN - left) / wide) if wide else size)
    canvas.drawString(left, foot, text)


def _safe(text: str) -> str:
    return escape(written(text), quote=False)
