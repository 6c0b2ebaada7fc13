"""Reads a Word document as it is printed: tracked deletions, comments, hidden and white text are not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, Final, cast

import docx
from docx.opc.part import Part

from knowledge.ingest.archives import parsed_xml
from knowledge.ingest.docx_styles import Look, Styles, W, look_of, value
from knowledge.ingest.office_charts import blocks_of_chart, blocks_of_diagram
from knowledge.ingest.outline import Block, Heading, Outline, Paragraph, Table

_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
#: What is taken out of the text, or never was in it: what tracked changes deleted, and instructions of fields.
_GONE: Final = frozenset(W + name for name in ("del", "moveFrom", "instrText", "delText", "rt", "rPr", "pPr", "sdtPr"))
_SIGNS: Final[Mapping[str, str]] = {W + "tab": " ", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
#: A picture whose description is the name of its file has none.
_FILE_NAME: Final = re.compile(r"\S+\.\w{3,4}")


def outline_of_docx(content: bytes) -> Outline:
    """The title is the paragraph in the style "Title", else the first heading."""
    walker = _Walker(docx.Document(BytesIO(content)))
    blocks = tuple(walker.blocks())
    headings = sorted((block for block in blocks if isinstance(block, Heading)), key=lambda block: block.level > 1)
    return Outline(title=headings[0].text if headings else "", blocks=blocks)


class _Walker:
    def __init__(self, document: Any) -> None:
        self._part = document.part
        self._body = document.element.body
        self._styles = Styles(document.styles.element)
        self._notes = {kind: self._note_elements(kind) for kind in ("footnote", "endnote")}
        ground = document.element.find(W + "background")
        self._page = Look() if ground is None else Look(ground=ground.get(W + "color"))
        self._after: list[Block] = []  # what hangs on the paragraph being read: notes, charts, text boxes

    def blocks(self) -> Iterator[Block]:
        """What is above and below every page comes once, first; it is under no heading."""
        seen: set[str] = set()
        for reference in self._body.iter(W + "headerReference", W + "footerReference"):
            part = self._part.related_parts.get(reference.get(_R + "id"))
            for block in self._of(part.element, self._page) if part is not None else ():
                text = block.text if isinstance(block, Paragraph | Heading) else repr(block)
                if text not in seen:
                    yield Paragraph(text=text) if isinstance(block, Heading) else block
                seen.add(text)
        yield from self._of(self._body, self._page)

    def _of(self, holder: Any, above: Look) -> Iterator[Block]:
        for child in _opened(holder):
            if child.tag == W + "p":
                yield from self._paragraph(child, above)
                after, self._after = self._after, []
                yield from after
            elif child.tag == W + "tbl":
                yield from self._table(child, above)

    def _paragraph(self, paragraph: Any, above: Look) -> Iterator[Block]:
        style = self._styles.paragraph(paragraph.find(W + "pPr"))
        if style.is_contents:
            return
        text = "".join(self._text(paragraph, style.look.over(above)))
        if not text.strip():
            return
        if style.level:
            yield Heading(level=style.level, text=text)
        else:
            yield Paragraph(text=text, is_item=style.is_item)

    # --- within a paragraph ---

    def _text(self, holder: Any, above: Look) -> Iterator[str]:
        for child in _opened(holder):
            if child.tag == W + "r":
                properties = child.find(W + "rPr")
                named = self._styles.look(value(properties, W + "rStyle"))
                yield from self._run(child, look_of(properties).over(named).over(above))
            elif child.tag == _MATH:
                yield child.text or ""
            elif child.tag not in _GONE:
                yield from self._text(child, above)

    def _run(self, run: Any, look: Look) -> Iterator[str]:
        for child in _opened(run):
            if child.tag == W + "t" and look.is_seen:
                yield child.text or ""
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag]
            elif child.tag in (W + "footnoteReference", W + "endnoteReference"):
                note = self._notes[child.tag.removeprefix(W).removesuffix("Reference")].get(child.get(W + "id"))
                self._after += () if note is None else self._inside(note)
            elif child.tag in (W + "drawing", W + "pict", W + "object") and not look.vanishes:
                self._after += self._drawn(child)

    def _drawn(self, drawing: Any) -> Iterator[Block]:
        """A picture's description, what a chart or diagram shows, and text in boxes."""
        for described in drawing.iter(_WP + "docPr"):
            if described.get("hidden", "0") in ("1", "true"):
                return
            if (text := described.get("descr", "").strip()) and not _FILE_NAME.fullmatch(text):
                yield Paragraph(text=text)
        for chart in drawing.iter(_CHART):
            yield from blocks_of_chart(self._related(chart.get(_R + "id")))
        for diagram in drawing.iter(_DIAGRAM):
            yield from blocks_of_diagram(self._related(diagram.get(_R + "dm")))
        for box in drawing.iter(W + "txbxContent"):
            yield from self._inside(box)

    def _inside(self, holder: Any) -> list[Block]:
        """What stands in a note or a box; what hangs on its own paragraphs is kept apart from what hangs on the one around it."""
        around, self._after = self._after, []
        # Its ground is its own, and which that is lies in the drawing: white text in a box is taken to be seen.
        blocks = list(self._of(holder, Look(ground="" if holder.tag == W + "txbxContent" else None).over(self._page)))
        self._after = around
        return blocks

    # --- tables ---

    def _table(self, table: Any, above: Look) -> Iterator[Block]:
        properties = table.find(W + "tblPr")
        painted = self._styles.is_painted_table(value(properties, W + "tblStyle"))
        ground = Look(ground="unknown") if painted else Look()
        rows = [row for row in _opened(table) if row.tag == W + "tr" and not _is_gone(row)]
        if rows and all(len(_cells(row)) == 1 for row in rows):  # a frame around text
            for row in rows:
                for cell in _cells(row):
                    yield from self._of(cell, look_of(cell.find(W + "tcPr")).over(ground).over(above))
            return
        above_cells: list[str] = []
        read: list[tuple[str, ...]] = []
        for row in rows:
            above_cells = self._row(row, above_cells, ground.over(above))
            read.append(tuple(above_cells))
        first = properties is None or _first_row_is_header(properties, rows)
        yield Table(header=read[0] if read and first else (), rows=tuple(read[1:] if first else read))

    def _row(self, row: Any, before: list[str], above: Look) -> list[str]:
        """The texts of its cells; a cell that goes on from the row above has the text of that one."""
        texts: list[str] = []
        for place, cell in enumerate(_cells(row)):
            properties = cell.find(W + "tcPr")
            merged = value(properties, W + "vMerge")
            if merged in ("", "continue") and place < len(before):
                texts.append(before[place])
            else:
                blocks = self._of(cell, look_of(properties).over(above))
                texts.append(" ".join(_flat(block) for block in blocks))
        return texts

    # --- other parts ---

    def _note_elements(self, kind: str) -> Mapping[str | None, Any]:
        for relation in self._part.rels.values():
            if relation.reltype.endswith(f"/{kind}s") and not relation.is_external:
                root = parsed_xml(relation.target_part.blob)
                return {note.get(W + "id"): note for note in root.iter(W + kind) if note.get(W + "type", "normal") == "normal"}
        return {}

    def _related(self, id: str | None) -> bytes:
        return cast("Part", self._part.related_parts[id]).blob


def _opened(holder: Any) -> Iterator[Any]:
    """The children, with what only wraps them opened; of alternatives, the first."""
    for child in holder:
        if child.tag == _MC + "AlternateContent":
            choice = child.find(_MC + "Choice")
            yield from _opened(child.find(_MC + "Fallback") if choice is None else choice) if len(child) else ()
        elif child.tag == W + "sdt":
            gallery = value(child, f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
            content = child.find(W + "sdtContent")
            if content is not None and gallery != "Table of Contents":
                yield from _opened(content)
        elif child.tag in (W + "ins", W + "moveTo", W + "customXml", W + "smartTag"):
            yield from _opened(child)
        elif isinstance(child.tag, str) and child.tag not in _GONE:
            yield child


def _cells(row: Any) -> list[Any]:
    return [cell for cell in _opened(row) if cell.tag == W + "tc"]


def _is_gone(row: Any) -> bool:
    properties = row.find(W + "trPr")
    return properties is not None and any(properties.find(W + name) is not None for name in ("del", "hidden"))


def _first_row_is_header(properties: Any, rows: list[Any]) -> bool:
    look = properties.find(W + "tblLook")
    marked = any(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows[:1])
    return marked or look is None or look.get(W + "firstRow", "1") == "1"


def _flat(block: Block) -> str:
    match block:
        case Paragraph() | Heading():
            return block.text
        case Table():
            return " ".join(cell for row in (block.header, *block.rows) for cell in row if cell)
        case _:
            return ""
