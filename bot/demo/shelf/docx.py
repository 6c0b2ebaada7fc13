"""Documents of the demo set for a word processor."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from bot.demo.shelf import looks, outline
from bot.demo.shelf.sources import Source
from handlers.packing import fixed

_FONT: Final = "Calibri"
_STYLES: Final = (
    ("Normal", 10.5, looks.INK, False),
    ("Title", 24, looks.DEEP, True),
    ("Heading 1", 14, looks.TEAL, True),
    ("List Bullet", 10.5, looks.INK, False),
    ("List Number", 10.5, looks.INK, False),
)
#: What the file says of when it was made: nothing that changes.
_MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)


def written(source: Source) -> bytes:
    """The document with its head and foot, headings, lists and tables."""
    found = outline.outline_of(source.text)
    page: Any = Document()
    _dress(page, source)
    page.add_paragraph(found.headline, style="Title")
    for block in found.lead:
        _set(page, block)
    for section in found.sections:
        page.add_paragraph(section.heading, style="Heading 1")
        for block in section.blocks:
            _set(page, block)
    sink = BytesIO()
    page.save(sink)
    return fixed(sink.getvalue())


def _dress(page: Any, source: Source) -> None:
    about = page.core_properties
    about.title, about.author, about.language = source.title, looks.VENDOR, source.language
    about.created = about.modified = _MADE
    for name, size, digits, bold in _STYLES:
        style = page.styles[name]
        style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
        style.font.color.rgb = RGBColor.from_string(digits)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:ascii"), _FONT)
        style.paragraph_format.space_after = Pt(6)
    for border in page.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    sheet = page.sections[0]
    sheet.page_width, sheet.page_height = Cm(21), Cm(29.7)
    sheet.left_margin = sheet.right_margin = Cm(2.3)
    head = sheet.header.paragraphs[0]
    head.text = f"{looks.VENDOR}  ·  {looks.kind_label(source.kind.value, source.language)}"
    head.runs[0].font.color.rgb = RGBColor.from_string(looks.GREY)
    sheet.footer.paragraphs[0].text = source.title
    sheet.footer.paragraphs[0].runs[0].font.color.rgb = RGBColor.from_string(looks.GREY)


def _set(page: Any, block: outline.Block) -> None:
    match block:
        case outline.Grid():
            _grid(page, block)
        case outline.Listing(items=items, numbered=numbered):
            for place, item in enumerate(items, start=1):
                # Numbers are written out: those of the style would go on counting from list to list.
                text = f"{place}. {item}" if numbered else item
                page.add_paragraph(text, style="Normal" if numbered else "List Bullet")
        case outline.Paragraph(text=text) | outline.Heading(text=text):
            page.add_paragraph(text)


def _grid(page: Any, grid: outline.Grid) -> None:
    table = page.add_table(rows=0, cols=len(grid.columns))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.LEFT
    for down, row in enumerate((grid.columns, *grid.rows)):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            if down == 0:
                _shade(cell, looks.TEAL)
                for run in cell.paragraphs[0].runs:
                    run.font.bold, run.font.color.rgb = True, RGBColor.from_string(looks.WHITE)
    page.add_paragraph()


def _shade(cell: Any, digits: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), digits)
    cell._tc.get_or_add_tcPr().append(shade)
