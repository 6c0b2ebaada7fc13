"""Reads HTML as a person sees it: what is hidden, by whatever means the file itself tells of, is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from knowledge.ingest.cleaning import on_one_line
from knowledge.ingest.colours import BLACK, WHITE, Colour
from knowledge.ingest.outline import Block, Heading, Outline, Paragraph, Table
from knowledge.ingest.styles import (
    Style,
    ground_colour,
    hides,
    is_invisible,
    is_tiny,
    is_transparent,
    sheet_styles,
    style_of,
    text_colour,
)

#: Never drawn, or drawn as something other than the text in it.
_NOT_TEXT: Final = frozenset(
    """script style template noscript head title meta link base iframe object embed applet canvas audio video svg math map area
    param source track frame frameset noframes noembed datalist rp""".split()
)
#: What begins on a line of its own; everything else, known or not, runs on in its line.
_BLOCKS: Final = frozenset(
    """address article aside blockquote body caption center colgroup dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre search section select
    summary table tbody td textarea tfoot th thead tr ul""".split()
)
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sight:
    """What an element hands down to its text; `ground` is None where it cannot be known."""

    colour: Colour = BLACK
    ground: Colour | None = WHITE
    is_invisible: bool = False
    is_tiny: bool = False
    is_transparent: bool = False
    is_preformatted: bool = False

    @property
    def is_seen(self) -> bool:
        lost = self.ground is not None and self.colour.is_lost_on(self.ground)
        return not (lost or self.is_invisible or self.is_tiny or self.is_transparent)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edge:
    """An element begins or ends."""

    name: str
    is_end: bool


def outline_of_html(text: str) -> Outline:
    """The title is that of the page, else its first heading."""
    soup = BeautifulSoup(text, "html.parser")
    title = on_one_line(soup.title.get_text()) if soup.title is not None else ""
    blocks = tuple(_Walker(_Visible(soup)).blocks(soup))
    first = next((block.text for block in blocks if isinstance(block, Heading)), "")
    return Outline(title=title or on_one_line(first), blocks=blocks)


class _Visible:
    """Goes through what can be seen, without recursion: a file decides how deep its elements lie in each other."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self._sheets: Mapping[int, Style] = sheet_styles(soup)

    def parts(self, root: Tag) -> Iterator[_Text | _Edge]:
        stack: list[tuple[Iterator[PageElement], str, _Sight]] = [(iter(root.contents), "", _Sight())]
        while stack:
            children, name, sight = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                yield _Edge(name=name, is_end=True)
            elif isinstance(child, Tag):
                seen = self._sight(child, sight)
                if seen is not None:
                    yield _Edge(name=child.name, is_end=False)
                    if seen.is_seen and isinstance(alt := child.get("alt"), str) and child.name == "img":
                        yield _Text(text=f" {alt} ")
                    stack.append((iter(child.contents), child.name, seen))
            elif type(child) is NavigableString and not isinstance(child, PreformattedString) and sight.is_seen:
                yield _Text(text=str(child) if sight.is_preformatted else " ".join(_spaced(child)))

    def _sight(self, element: Tag, above: _Sight) -> _Sight | None:
        """What is to be seen in the element; None when nothing is."""
        if element.name in _NOT_TEXT or "hidden" in element.attrs or element.get("aria-hidden") == "true":
            return None
        if element.name == "dialog" and "open" not in element.attrs:
            return None
        own = element.get("style")
        style = {**self._sheets.get(id(element), {}), **(style_of(own) if isinstance(own, str) else {})}
        if not style and not element.attrs and element.name not in ("pre", "textarea"):
            return above
        if hides(style):
            return None
        invisible, tiny = is_invisible(style), is_tiny(style)
        return replace(
            above,
            colour=text_colour(element, style) or above.colour,
            ground=ground_colour(element, style, above.ground),
            is_invisible=above.is_invisible if invisible is None else invisible,
            is_tiny=above.is_tiny if tiny is None else tiny,
            is_transparent=is_transparent(style) if "color" in style else above.is_transparent,
            is_preformatted=above.is_preformatted or element.name in ("pre", "textarea"),
        )


def _spaced(text: str) -> Iterator[str]:
    """The words, with an empty one at an end that has white space, so that joining leaves one space there."""
    words = text.split()
    if not words:
        yield from ("", "") if text else ("",)
        return
    if text[0].isspace():
        yield ""
    yield from words
    if text[-1].isspace():
        yield ""


class _Walker:
    """Makes blocks of what is seen."""

    def __init__(self, visible: _Visible) -> None:
        self._visible = visible
        self._text: list[str] = []
        self._lists = 0
        self._tables: list[_TableInTheMaking] = []

    def blocks(self, root: Tag) -> Iterator[Block]:
        heading = 0
        for part in self._visible.parts(root):
            match part:
                case _Text(text=text):
                    self._text.append(text)
                case _Edge(name="br"):
                    self._text.append("" if part.is_end else "\n")
                case _Edge(name=name) if name in _BLOCKS:
                    yield from self._flush(heading)
                    heading = _HEADINGS.get(name, 0) if not part.is_end else 0
                    yield from self._table_edge(name, is_end=part.is_end)
                    if name in ("li", "dt", "dd", "option"):
                        self._lists += -1 if part.is_end else 1
        yield from self._flush(0)
        while self._tables:
            yield from self._close_table()

    def _flush(self, heading: int) -> Iterator[Block]:
        text = "".join(self._text)
        self._text = []
        if not text.strip():
            return
        if self._tables and self._tables[-1].takes(text):
            return
        if heading:
            yield Heading(level=heading, text=text)
        else:
            yield Paragraph(text=text, is_item=self._lists > 0)

    def _table_edge(self, name: str, *, is_end: bool) -> Iterator[Block]:
        if name == "table":
            if not is_end:
                self._tables.append(_TableInTheMaking())
            elif self._tables:
                yield from self._close_table()
        elif self._tables:
            self._tables[-1].edge(name, is_end=is_end)

    def _close_table(self) -> Iterator[Block]:
        table = self._tables.pop()
        if not self._tables:
            yield from table.blocks()
            return
        for block in table.blocks():  # a table in a cell of another: its text is the cell's
            for cell in (*block.header, *(cell for row in block.rows for cell in row)):
                self._tables[-1].takes(cell + " ")


class _TableInTheMaking:
    """Rows of cells, each with whether all of its cells are headers."""

    def __init__(self) -> None:
        self._rows: list[list[str]] = []
        self._are_headers: list[bool] = []
        self._in_cell = False

    def takes(self, text: str) -> bool:
        """Puts text into the cell that is open; False where none is, as in a caption."""
        if self._in_cell:
            self._rows[-1][-1] += f" {text}"
        return self._in_cell

    def edge(self, name: str, *, is_end: bool) -> None:
        if name in ("td", "th"):
            self._in_cell = not is_end
            if not is_end:
                if not self._rows:
                    self._row()
                self._rows[-1].append("")
                self._are_headers[-1] = self._are_headers[-1] and name == "th"
        elif name == "tr" and not is_end:
            self._row()
            self._in_cell = False

    def blocks(self) -> Iterator[Table]:
        rows = [(tuple(row), all_headers) for row, all_headers in zip(self._rows, self._are_headers, strict=True) if any(row)]
        header: tuple[str, ...] = ()
        if rows and rows[0][1]:
            header, rows = rows[0][0], rows[1:]
        yield Table(header=header, rows=tuple(row for row, _ in rows))

    def _row(self) -> None:
        self._rows.append([])
        self._are_headers.append(True)
