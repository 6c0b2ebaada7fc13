"""Documents of the demo set as PDF on A4, and one-pagers with places for a partner."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from io import BytesIO
from typing import Any, Final

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    ListFlowable,
    ListItem,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from bot.demo.shelf import looks, outline
from bot.demo.shelf.sources import Source

_WIDTH, _HEIGHT = A4
_MARGIN: Final = 22 * mm
_INNER: Final = _WIDTH - 2 * _MARGIN


def colour(digits: str) -> Color:
    return HexColor(f"#{digits}")


BODY: Final = ParagraphStyle(
    "body", fontName="Helvetica", fontSize=10.5, leading=15.5, textColor=colour(looks.INK), spaceAfter=5, splitLongWords=1
)
_CELL: Final = ParagraphStyle("cell", parent=BODY, fontSize=9.6, leading=13, spaceAfter=0)
_CELL_RIGHT: Final = ParagraphStyle("cell-right", parent=_CELL, alignment=2)
_HEAD: Final = ParagraphStyle("head", parent=_CELL, fontName="Helvetica-Bold", textColor=colour(looks.WHITE))
_HEAD_RIGHT: Final = ParagraphStyle("head-right", parent=_HEAD, alignment=2)
_TITLE: Final = ParagraphStyle("title", parent=BODY, fontName="Helvetica-Bold", fontSize=23, leading=28, spaceAfter=7)
_LEAD: Final = ParagraphStyle("lead", parent=BODY, fontSize=12, leading=17.5, textColor=colour(looks.GREY), spaceAfter=6)
_SECTION: Final = ParagraphStyle(
    "section",
    parent=BODY,
    fontName="Helvetica-Bold",
    fontSize=13,
    leading=17,
    textColor=colour(looks.TEAL),
    spaceBefore=9,
    spaceAfter=3,
)


def document(source: Source) -> bytes:
    """The document on as many pages as it takes."""
    found = outline.outline_of(source.text)
    sink = BytesIO()
    made = BaseDocTemplate(
        sink, pagesize=A4, title=source.title, author=looks.VENDOR, lang=source.language, invariant=1, initialFontName="Helvetica"
    )
    frame = Frame(_MARGIN, 24 * mm, _INNER, _HEIGHT - 24 * mm - 34 * mm, 0, 0, 0, 0)

    def dress(canvas: Canvas, _: object) -> None:
        _head(canvas, looks.kind_label(source.kind.value, source.language))
        _foot(canvas, source.title)

    made.addPageTemplates([PageTemplate(frames=[frame], onPage=dress)])
    lead = [Paragraph(escape(one.text), _LEAD) if isinstance(one, outline.Paragraph) else _set(one) for one in found.lead]
    story: list[Any] = [Paragraph(escape(found.headline), _TITLE), *lead, Spacer(1, 2 * mm)]
    for section in found.sections:
        story += _section(section)
    made.build(story)
    return sink.getvalue()


def _section(section: outline.Section) -> list[Any]:
    """A heading stays with the first thing under it."""
    first, *rest = [_set(block) for block in section.blocks]
    return [KeepTogether([Paragraph(escape(section.heading), _SECTION), first]), *rest]


def _set(block: outline.Block) -> Flowable:
    match block:
        case outline.Listing(items=items, numbered=numbered):
            return listing(items, BODY, numbered=numbered)
        case outline.Grid():
            return _grid(block)
        case outline.Heading(text=text):
            return Paragraph(escape(text), _SECTION)
        case outline.Paragraph(text=text):
            return Paragraph(escape(text), BODY)


def listing(items: Sequence[str], style: ParagraphStyle, *, numbered: bool = False) -> ListFlowable:
    """Points or steps in the style, their marks in the vendor's colour."""
    mark: dict[str, Any] = {"bulletType": "1"} if numbered else {"bulletType": "bullet", "start": "•"}
    points: list[Any] = [ListItem(Paragraph(escape(item), style), leftIndent=14) for item in items]
    return ListFlowable(
        points,
        leftIndent=14, bulletColor=colour(looks.TEAL), bulletFontName="Helvetica-Bold", bulletFontSize=style.fontSize, **mark,
    )  # fmt: skip


def _grid(grid: outline.Grid) -> Table:
    has_head = any(grid.columns)
    figures = [place > 0 and all(_is_figure(row[place]) for row in grid.rows) for place in range(len(grid.columns))]
    rows = [
        [Paragraph(escape(cell), _CELL_RIGHT if right else _CELL) for cell, right in zip(row, figures, strict=True)]
        for row in grid.rows
    ]
    if has_head:
        heads = zip(grid.columns, figures, strict=True)
        rows.insert(0, [Paragraph(escape(cell), _HEAD_RIGHT if right else _HEAD) for cell, right in heads])
    style: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, colour(looks.LINE)),
        ("LEFTPADDING", (0, 0), (-1, -1), 6),
        ("RIGHTPADDING", (0, 0), (-1, -1), 6),
        ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
        ("BACKGROUND", (0, 1 if has_head else 0), (0, -1), colour(looks.PALE)),
        *([("BACKGROUND", (0, 0), (-1, 0), colour(looks.TEAL))] if has_head else []),
    ]
    return Table(rows, colWidths=_widths(grid), repeatRows=int(has_head), style=TableStyle(style), spaceBefore=3, spaceAfter=7)


def _is_figure(cell: str) -> bool:
    """Whether it is a number or an amount, which stand to the right."""
    return bool(cell) and all(sign.isdigit() or sign in ".,€% " for sign in cell)


def _widths(grid: outline.Grid) -> list[float]:
    """Columns in proportion to what stands in them, none below a seventh of the page."""
    rows = [grid.columns, *grid.rows]
    longest = [max(min(max(len(row[place]) for row in rows), 48), 9) for place in range(len(grid.columns))]
    shares = [max(length / sum(longest), 1 / 7) for length in longest]
    return [_INNER * share / sum(shares) for share in shares]


def sign(canvas: Canvas, x: float, y: float, side: float, ground: str, hills: Sequence[str]) -> None:
    """The vendor's sign with its lower left corner at the point."""
    canvas.setFillColor(colour(ground))
    canvas.roundRect(x, y, side, side, side * 0.2, stroke=0, fill=1)
    for points, digits in zip(looks.HILLS, hills, strict=True):
        path = canvas.beginPath()
        path.moveTo(x + points[0][0] * side, y + points[0][1] * side)
        for right, up in points[1:]:
            path.lineTo(x + right * side, y + up * side)
        path.close()
        canvas.setFillColor(colour(digits))
        canvas.drawPath(path, stroke=0, fill=1)


def _head(canvas: Canvas, label: str) -> None:
    top = _HEIGHT - 21 * mm
    sign(canvas, _MARGIN, top, 9 * mm, looks.TEAL, (looks.WHITE, looks.AMBER))
    canvas.setFillColor(colour(looks.INK))
    canvas.setFont("Helvetica-Bold", 11)
    canvas.drawString(_MARGIN + 12 * mm, top + 3.1 * mm, looks.VENDOR)
    canvas.setFillColor(colour(looks.GREY))
    canvas.setFont("Helvetica", 9)
    canvas.drawRightString(_WIDTH - _MARGIN, top + 3.1 * mm, label)
    canvas.setStrokeColor(colour(looks.LINE))
    canvas.setLineWidth(0.6)
    canvas.line(_MARGIN, top - 4 * mm, _WIDTH - _MARGIN, top - 4 * mm)


def _foot(canvas: Canvas, title: str) -> None:
    canvas.setFillColor(colour(looks.GREY))
    canvas.setFont("Helvetica", 8)
    canvas.drawString(_MARGIN, 13 * mm, title)
    canvas.drawRightString(_WIDTH - _MARGIN, 13 * mm, str(canvas.getPageNumber()))
