"""Decks and battlecards of the demo set as slides, 16 to 9, with places on the first and the last one for a partner.

A place is a shape without lines and filling that is named `partner_logo`, `partner_name` or `partner_contact`, as whoever designs a
deck names it in the list of the slide's objects.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from bot.demo.shelf import looks, outline
from bot.demo.shelf.sources import Source
from handlers.packing import fixed

_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
_LEFT: Final = Inches(0.8)
_INNER: Final = Inches(11.73)
_FONT: Final = "Calibri"
#: Layouts of the usual template: a title and nothing else.
_TITLE_ONLY: Final = 5
#: The places: left edge, upper edge, width and height, in inches.
_PLACES: Final = {
    "logo": (7.1, 6.42, 1.9, 0.62),
    "name": (9.2, 6.36, 3.35, 0.36),
    "contact": (9.2, 6.72, 3.35, 0.36),
}


def slides(source: Source) -> bytes:
    """A slide for the headline and one for each section."""
    found = outline.outline_of(source.text)
    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    deck.core_properties.title, deck.core_properties.author = source.title, looks.VENDOR
    _opening(deck, found, source)
    for number, section in enumerate(found.sections, start=2):
        _slide(deck, section, number, source)
    sink = BytesIO()
    deck.save(sink)
    return fixed(sink.getvalue())


def _opening(deck: Any, found: outline.Outline, source: Source) -> None:
    slide = _new(deck, looks.DEEP)
    _hills(slide, Inches(7.2), Inches(1.1), Inches(6.4), ("0E4B53", "125A60"))
    _box(slide, 0, Inches(6.0), _WIDTH, Inches(1.5), looks.WHITE)
    label = _text(slide, _LEFT, Inches(0.9), _INNER, Inches(0.4))
    _write(label, looks.kind_label(source.kind.value, source.language).upper(), 14, looks.AMBER, bold=True)
    title = slide.shapes.title
    _at(title, _LEFT, Inches(1.6), Inches(10.4), Inches(1.9))
    _write(title.text_frame, found.headline, 48, looks.WHITE, bold=True, anchor=MSO_ANCHOR.BOTTOM)
    lead = " ".join(one.text for one in found.lead if isinstance(one, outline.Paragraph))
    _write(_text(slide, _LEFT, Inches(3.65), Inches(8.6), Inches(1.2)), lead, 24, "D6ECEA")
    _brand(slide, Inches(6.42), 0.62)
    _places(slide, source)


def _slide(deck: Any, section: outline.Section, number: int, source: Source) -> None:
    slide = _new(deck, looks.WHITE)
    _box(slide, 0, 0, Inches(0.28), _HEIGHT, looks.TEAL)
    title = slide.shapes.title
    _at(title, _LEFT, Inches(0.5), _INNER, Inches(0.9))
    _write(title.text_frame, section.heading, 32, looks.DEEP, bold=True, anchor=MSO_ANCHOR.MIDDLE)
    _box(slide, _LEFT, Inches(1.42), Inches(0.9), Inches(0.06), looks.AMBER)
    top = 1.85
    for block in section.blocks:
        top += _set(slide, block, top)
    _brand(slide, Inches(6.62), 0.42)
    is_last = number == len(outline.outline_of(source.text).sections) + 1
    if is_last:
        _places(slide, source)
    else:
        page = _text(slide, Inches(11.5), Inches(6.66), Inches(1.03), Inches(0.35))
        _write(page, str(number), 12, looks.GREY, align=PP_ALIGN.RIGHT)


def _set(slide: Any, block: outline.Block, top: float) -> float:
    """Sets the block below `top`; returns how much it takes, in inches."""
    match block:
        case outline.Grid():
            return _grid(slide, block, top)
        case outline.Listing(items=items, numbered=numbered):
            for place, item in enumerate(items):
                _card(slide, item, top + 0.92 * place, str(place + 1) if numbered else "")
            return 0.92 * len(items) + 0.1
        case outline.Paragraph(text=text) | outline.Heading(text=text):
            lines = 1 + len(text) // 80
            _write(_text(slide, _LEFT, Inches(top), _INNER, Inches(0.52 * lines)), text, 26, looks.INK)
            return 0.52 * lines + 0.25


def _card(slide: Any, words: str, top: float, mark: str) -> None:
    """A point in a pale box, its mark in the vendor's colour."""
    edge = Inches(0.62) if mark else Inches(0.1)
    side = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, _LEFT, Inches(top), edge, Inches(0.78))
    _fill(side, looks.TEAL)
    if mark:
        _write(side.text_frame, mark, 24, looks.WHITE, bold=True, align=PP_ALIGN.CENTER, anchor=MSO_ANCHOR.MIDDLE)
    card = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, _LEFT + edge, Inches(top), _INNER - edge, Inches(0.78))
    _fill(card, looks.PALE)
    size = 24 if len(words) < 76 else 20
    _write(card.text_frame, words, size, looks.INK, anchor=MSO_ANCHOR.MIDDLE, margin=Inches(0.25))


def _grid(slide: Any, grid: outline.Grid, top: float) -> float:
    height = 0.62 * (len(grid.rows) + 1)
    shape = slide.shapes.add_table(len(grid.rows) + 1, len(grid.columns), _LEFT, Inches(top), _INNER, Inches(height))
    for down, row in enumerate((grid.columns, *grid.rows)):
        for across, words in enumerate(row):
            cell = shape.table.cell(down, across)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.fill.solid()
            ground = looks.TEAL if down == 0 else looks.PALE if down % 2 else looks.WHITE
            cell.fill.fore_color.rgb = _rgb(ground)
            ink = looks.WHITE if down == 0 else looks.INK
            _write(cell.text_frame, words, 20, ink, bold=down == 0 or across == 0, margin=Inches(0.15))
    return height + 0.3


def _new(deck: Any, ground: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = _rgb(ground)
    return slide


def _brand(slide: Any, top: int, side: float) -> None:
    """The vendor's sign and name."""
    square = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, _LEFT, top, Inches(side), Inches(side))
    square.name = "vendor_logo"
    _fill(square, looks.TEAL)
    _hills(slide, _LEFT, top, Inches(side), (looks.WHITE, looks.AMBER))
    words = _text(slide, Emu(_LEFT + Inches(side + 0.12)), top, Inches(4), Inches(side))
    _write(words, looks.VENDOR, 18 if side > 0.5 else 13, looks.INK, bold=True, anchor=MSO_ANCHOR.MIDDLE)


def _hills(slide: Any, left: int, top: int, side: int, colours: tuple[str, ...]) -> None:
    for points, digits in zip(looks.HILLS, colours, strict=True):
        corners = [(int(left + right * side), int(top + (1 - up) * side)) for right, up in points]
        builder = slide.shapes.build_freeform(*corners[0])
        builder.add_line_segments(corners[1:], close=True)
        _fill(builder.convert_to_shape(), digits)


def _places(slide: Any, source: Source) -> None:
    for name in source.places:
        shape = slide.shapes.add_textbox(*(Inches(one) for one in _PLACES[name]))
        shape.name = f"partner_{name}"


def _box(slide: Any, left: int, top: int, width: int, height: int, digits: str) -> None:
    _fill(slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top, width, height), digits)


def _fill(shape: Any, digits: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(digits)
    shape.line.fill.background()
    shape.shadow.inherit = False


def _rgb(digits: str) -> RGBColor:
    """A colour by its six digits."""
    return RGBColor(*bytes.fromhex(digits))  # type: ignore[no-untyped-call]  # python-pptx says no types here


def _text(slide: Any, left: int, top: int, width: int, height: int) -> Any:
    return slide.shapes.add_textbox(left, top, width, height).text_frame


def _at(shape: Any, left: int, top: int, width: int, height: int) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _write(
    frame: Any,
    words: str,
    size: int,
    digits: str,
    *,
    bold: bool = False,
    align: PP_ALIGN = PP_ALIGN.LEFT,
    anchor: MSO_ANCHOR | None = None,
    margin: int = 0,
) -> None:
    """One paragraph into the frame."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = margin
    if anchor is not None:
        frame.vertical_anchor = anchor
    paragraph = frame.paragraphs[0]
    paragraph.alignment = align
    run = paragraph.add_run()
    run.text = words
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, _FONT
    run.font.color.rgb = _rgb(digits)
