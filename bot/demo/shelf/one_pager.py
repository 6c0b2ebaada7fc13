"""One-pagers of the demo: a page to look at, with places at its foot where a partner's logo, name and contact may stand.

A place is a read-only form field, as whoever designs such a page sets it in their own tool: `partner_logo`, `partner_name`,
`partner_contact`. Nothing is seen of it until somebody is put in.
"""

from __future__ import annotations

from html import escape
from io import BytesIO
from typing import Any, Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, Paragraph, Spacer

from bot.demo.shelf import looks, outline
from bot.demo.shelf.pdf import BODY, colour, listing, sign
from bot.demo.shelf.sources import Source

_WIDTH, _HEIGHT = A4
_MARGIN: Final = 20 * mm
_BAND: Final = 88 * mm
_FOOT: Final = 38 * mm
_GAP: Final = 10 * mm
#: The box for the next step, above the foot.
_CALL: Final = 27 * mm

_TITLE: Final = ParagraphStyle("hero", fontName="Helvetica-Bold", fontSize=29, leading=34, textColor=colour(looks.WHITE))
_LEAD: Final = ParagraphStyle("lead", fontName="Helvetica", fontSize=14, leading=20, textColor=colour("D6ECEA"), spaceBefore=9)
_HEADING: Final = ParagraphStyle(
    "heading", fontName="Helvetica-Bold", fontSize=15, leading=20, textColor=colour(looks.TEAL), spaceAfter=7
)
_POINT: Final = ParagraphStyle("point", parent=BODY, fontSize=12, leading=17.5, spaceAfter=7)
#: The places at the foot: left edge, lower edge, width and height, in points.
_PLACES: Final = {
    "logo": (106 * mm, 11 * mm, 34 * mm, 17 * mm),
    "name": (143 * mm, 20 * mm, 47 * mm, 6 * mm),
    "contact": (143 * mm, 13.8 * mm, 47 * mm, 5.6 * mm),
}


def one_pager(source: Source) -> bytes:
    """The page; its sections stand in two columns, the last one in a box under them."""
    found = outline.outline_of(source.text)
    sink = BytesIO()
    canvas = Canvas(sink, pagesize=A4, invariant=1, lang=source.language)
    canvas.setTitle(source.title)
    canvas.setAuthor(looks.VENDOR)
    _band(canvas, found, source.product or looks.kind_label(source.kind.value, source.language))
    *sections, call = found.sections
    _columns(canvas, sections)
    _call(canvas, call)
    _foot(canvas, source)
    canvas.showPage()
    canvas.save()
    return sink.getvalue()


def _band(canvas: Canvas, found: outline.Outline, label: str) -> None:
    canvas.setFillColor(colour(looks.DEEP))
    canvas.rect(0, _HEIGHT - _BAND, _WIDTH, _BAND, stroke=0, fill=1)
    for (points, digits), grow in zip(zip(looks.HILLS, ("0E4B53", "125A60"), strict=True), (1.0, 1.15), strict=True):
        path = canvas.beginPath()
        side = 118 * mm * grow
        left, foot = 98 * mm, _HEIGHT - _BAND - 0.22 * side
        path.moveTo(left + points[0][0] * side, foot + points[0][1] * side)
        for right, up in points[1:]:
            path.lineTo(left + right * side, foot + up * side)
        path.close()
        canvas.setFillColor(colour(digits))
        canvas.drawPath(path, stroke=0, fill=1)
    canvas.setFillColor(colour(looks.AMBER))
    canvas.setFont("Helvetica-Bold", 9.5)
    canvas.drawString(_MARGIN, _HEIGHT - 20 * mm, label.upper())
    words = [Paragraph(escape(found.headline), _TITLE)]
    words += [Paragraph(escape(one.text), _LEAD) for one in found.lead if isinstance(one, outline.Paragraph)]
    _pour(canvas, words, _MARGIN, _HEIGHT - _BAND + 6 * mm, 138 * mm, _BAND - 32 * mm)


def _columns(canvas: Canvas, found: list[outline.Section]) -> None:
    """Why to the left, what to the right; a third section goes where there is more room: to the left."""
    width = (_WIDTH - 2 * _MARGIN - _GAP) / 2
    for place, sections in enumerate((found[::2], found[1::2])):
        words: list[Any] = []
        for section in sections:
            words += [Paragraph(escape(section.heading), _HEADING), *(_set(block) for block in section.blocks), Spacer(1, 7 * mm)]
        left = _MARGIN + place * (width + _GAP)
        foot = _FOOT + _CALL + 4 * mm
        _pour(canvas, words, left, foot, width, _HEIGHT - _BAND - foot - 12 * mm)


def _call(canvas: Canvas, section: outline.Section) -> None:
    """What to do next."""
    canvas.setFillColor(colour(looks.PALE))
    canvas.roundRect(_MARGIN, _FOOT + 2 * mm, _WIDTH - 2 * _MARGIN, _CALL, 3 * mm, stroke=0, fill=1)
    canvas.setFillColor(colour(looks.AMBER))
    canvas.rect(_MARGIN, _FOOT + 2 * mm + 6 * mm, 1.4 * mm, _CALL - 12 * mm, stroke=0, fill=1)
    words: list[Any] = [Paragraph(escape(section.heading), _HEADING), *(_set(block) for block in section.blocks)]
    _pour(canvas, words, _MARGIN + 8 * mm, _FOOT + 2 * mm, _WIDTH - 2 * _MARGIN - 16 * mm, _CALL - 5 * mm)


def _set(block: outline.Block) -> Flowable:
    match block:
        case outline.Listing(items=items, numbered=numbered):
            return listing(items, _POINT, numbered=numbered)
        case outline.Paragraph(text=text):
            return Paragraph(escape(text), _POINT)
        case _:
            raise ValueError("a one-pager has points and sentences")


def _pour(canvas: Canvas, words: list[Any], x: float, y: float, width: float, height: float) -> None:
    """ValueError where the words do not fit: a one-pager has one page."""
    frame = Frame(x, y, width, height, 0, 0, 0, 0)
    frame.addFromList(words, canvas)
    if words:
        raise ValueError("a one-pager has one page")


def _foot(canvas: Canvas, source: Source) -> None:
    canvas.setStrokeColor(colour(looks.LINE))
    canvas.setLineWidth(0.7)
    canvas.line(_MARGIN, _FOOT - 4 * mm, _WIDTH - _MARGIN, _FOOT - 4 * mm)
    sign(canvas, _MARGIN, 13 * mm, 13 * mm, looks.TEAL, (looks.WHITE, looks.AMBER))
    canvas.setFillColor(colour(looks.INK))
    canvas.setFont("Helvetica-Bold", 12.5)
    canvas.drawString(_MARGIN + 17 * mm, 20.6 * mm, looks.VENDOR)
    canvas.setFillColor(colour(looks.GREY))
    canvas.setFont("Helvetica", 9)
    canvas.drawString(_MARGIN + 17 * mm, 15.2 * mm, "www.vendor.example")
    fields = {"vendor_logo": (_MARGIN, 13 * mm, 13 * mm, 13 * mm)} | {f"partner_{name}": _PLACES[name] for name in source.places}
    for name, place in fields.items():
        x, y, width, height = (round(one) for one in place)
        canvas.acroForm.textfield(
            name=name, x=x, y=y, width=width, height=height, borderWidth=0, fillColor=None, borderColor=None,
            textColor=colour(looks.INK), fieldFlags="readOnly", annotationFlags="print", forceBorder=False,
        )  # fmt: skip
