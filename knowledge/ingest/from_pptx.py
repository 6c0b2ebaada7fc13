"""Reads a presentation slide by slide: titles, text, tables, charts, descriptions of pictures, and the speaker's notes.

What the audience never sees is not there: hidden slides and shapes, what lies beside the slide, text in the colour of what is
behind it. Layouts and masters are the same on every slide, and are not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, Final

from pptx import Presentation

from handlers.ports_library import Unreadable
from knowledge.ingest.colours import Colour
from knowledge.ingest.limits import Limits
from knowledge.ingest.office_charts import blocks_of_chart, blocks_of_diagram
from knowledge.ingest.outline import Block, Heading, Outline, Paragraph, SlideBegins, Table
from knowledge.ingest.pptx_sight import A, Box, Moved, P, Paint, fill_of, ground_of_slide, seen_text

_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DIAGRAM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
#: A picture whose description is the name of its file has none.
_FILE_NAME: Final = re.compile(r"\S+\.\w{3,4}")
_NUMBER_AND_DATE: Final = ("sldNum", "dt")
_SLIDES_TO_REPEAT: Final = 3
_DEEPEST: Final = 50


def outline_of_pptx(content: bytes, limits: Limits) -> Outline:
    """The title is that of the first slide that has one. Slides are numbered as PowerPoint does, hidden ones included."""
    presentation = Presentation(BytesIO(content))
    slides = list(presentation.slides)
    if len(slides) > limits.pages:
        raise Unreadable("document.too_many_pages", pages=str(limits.pages))
    sheet = Box(left=0, top=0, right=float(presentation.slide_width or 0), bottom=float(presentation.slide_height or 0))
    shown = {
        number: list(_Slide(slide, sheet).blocks())
        for number, slide in enumerate(slides, start=1)
        if slide.element.get("show", "1") not in ("0", "false")
    }
    blocks = tuple(_without_repeats(shown))
    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    return Outline(title=title, blocks=blocks, pages=len(slides))


def _without_repeats(shown: Mapping[int, Sequence[Block]]) -> Iterator[Block]:
    """What is the same on most slides once, where it comes first; where most slides have their own number, it not at all."""
    texts = {at: [block.text.strip() if isinstance(block, Paragraph) else "" for block in blocks] for at, blocks in shown.items()}
    most = max(_SLIDES_TO_REPEAT, len(shown) / 2)
    found = Counter(text for some in texts.values() for text in set(some) if text)
    are_numbered = sum(str(at) in some for at, some in texts.items()) >= most
    seen: set[str] = set()
    for at, blocks in shown.items():
        yield SlideBegins(number=at)
        # Its number is what comes last of what reads like it.
        number = len(blocks) - 1 - texts[at][::-1].index(str(at)) if are_numbered and str(at) in texts[at] else -1
        for place, (text, block) in enumerate(zip(texts[at], blocks, strict=True)):
            if place != number and not (found[text] >= most and text in seen):
                yield block
            seen.add(text)


class _Slide:
    def __init__(self, slide: Any, sheet: Box) -> None:
        self._slide = slide
        self._sheet = sheet
        self._paint = Paint(ground_of_slide(slide))
        _open_alternatives(slide.element)

    def blocks(self) -> Iterator[Block]:
        read = list(self._of(self._slide.shapes, Moved(), 0))
        yield from sorted(read, key=lambda block: not isinstance(block, Heading))
        if self._slide.has_notes_slide:
            frame = self._slide.notes_slide.notes_text_frame
            yield from () if frame is None else _paragraphs(frame._txBody, None)

    def _of(self, shapes: Any, moved: Moved, depth: int) -> Iterator[Block]:
        for shape in shapes:
            element = shape.element
            hidden = next((one.get("hidden", "0") for one in element.iter(P + "cNvPr")), "0") in ("1", "true")
            box = _box(shape, moved)
            if hidden or (box is not None and not box.meets(self._sheet)):
                continue
            if element.tag == P + "grpSp":
                yield from _description(element)
                if depth < _DEEPEST:
                    yield from self._of(shape.shapes, moved.into(element), depth + 1)
            else:
                yield from self._shape(shape, box)

    def _shape(self, shape: Any, box: Box | None) -> Iterator[Block]:
        kind = _placeholder(shape)
        if kind in _NUMBER_AND_DATE:
            return
        filled, colour = _filled(shape)
        if filled and box is not None:
            self._paint.add(box, colour)
        ground = self._paint.behind(box)
        if shape.has_text_frame:
            yield from self._text(shape, kind, ground)
        elif shape.has_table:
            yield _table(shape.table)
        elif shape.element.tag == P + "graphicFrame":
            yield from self._graphic(shape.element)
        yield from _description(shape.element)

    def _text(self, shape: Any, kind: str, ground: Colour | None) -> Iterator[Block]:
        blocks = list(_paragraphs(shape.text_frame._txBody, ground))
        if kind in ("title", "ctrTitle"):
            yield Heading(level=1, text=" ".join(block.text for block in blocks))
        else:
            yield from blocks

    def _graphic(self, frame: Any) -> Iterator[Block]:
        parts = self._slide.part.related_part
        for chart in frame.iter(_CHART):
            yield from blocks_of_chart(parts(chart.get(_R + "id")).blob)
        for diagram in frame.iter(_DIAGRAM):
            yield from blocks_of_diagram(parts(diagram.get(_R + "dm")).blob)


def _open_alternatives(slide: Any) -> None:
    """Puts in place what older programs draw: python-pptx sees no shape that has an alternative."""
    for alternatives in list(slide.iter(_MC + "AlternateContent")):
        for shape in alternatives.find(_MC + "Fallback") if alternatives.find(_MC + "Fallback") is not None else ():
            alternatives.addprevious(shape)


def _paragraphs(body: Any, ground: Colour | None) -> Iterator[Paragraph]:
    """One after the other line by line, as they stand in their frame."""
    texts = [text for paragraph in body.iter(A + "p") if (text := seen_text(paragraph, ground)).strip()]
    for text in texts:
        yield Paragraph(text=text, is_item=len(texts) > 1)


def _table(table: Any) -> Table:
    rows = [tuple(_cell(cell) for cell in row.cells if not cell.is_spanned) for row in table.rows]
    first = bool(table.first_row) and len(rows) > 1
    return Table(header=rows[0] if first else (), rows=tuple(rows[1:] if first else rows))


def _cell(cell: Any) -> str:
    filled, colour = fill_of(cell._tc.tcPr)
    ground = colour if filled else None  # else the style of the table paints it, in colours that PowerPoint knows
    return " ".join(block.text for block in _paragraphs(cell._tc, ground))


def _description(element: Any) -> Iterator[Block]:
    for described in element.iter(P + "cNvPr"):
        text = described.get("descr", "").strip()
        if text and not _FILE_NAME.fullmatch(text):
            yield Paragraph(text=text)
        return


def _placeholder(shape: Any) -> str:
    found = next(shape.element.iter(P + "ph"), None)
    return "" if found is None else found.get("type", "body")


def _filled(shape: Any) -> tuple[bool, Colour | None]:
    """Whether the shape paints over what is behind it, and with which colour; one from a style or a layout cannot be known."""
    properties = shape.element.find(P + "spPr")
    if shape.element.tag == P + "pic":
        return True, None
    filled, colour = fill_of(properties)
    if filled or properties is None or properties.find(A + "noFill") is not None:
        return filled, colour
    style = shape.element.find(f"{P}style/{A}fillRef")
    above = shape._base_placeholder if shape.is_placeholder else None
    inherited = above is not None and fill_of(above.element.find(P + "spPr"))[0]
    return inherited or (style is not None and style.get("idx", "0") != "0"), None


def _box(shape: Any, moved: Moved) -> Box | None:
    """Where the shape lies; None where nobody says."""
    places = (shape.left, shape.top, shape.width, shape.height)
    return None if any(place is None for place in places) else moved.box(*map(float, places))
