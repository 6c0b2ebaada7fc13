"""A text as the blocks that it is made of, the same for every format that it is set in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_MARKDOWN: Final = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Points, or steps where they are `numbered`."""

    items: tuple[str, ...]
    numbered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table; `columns` are its head."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Listing | Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading of the second level and what stands under it."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A whole document: its headline, what stands before the first section, and the sections."""

    headline: str
    lead: tuple[Block, ...]
    sections: tuple[Section, ...]


def outline_of(markdown: str) -> Outline:
    """The outline of a text that begins with its headline; other marks than those of blocks are not used in it."""
    blocks = list(_blocks(markdown))
    first = blocks[0]
    if not isinstance(first, Heading) or first.level != 1:
        raise ValueError("a document begins with its headline")
    at = [place for place, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 2]
    return Outline(
        headline=first.text,
        lead=tuple(blocks[1 : at[0] if at else len(blocks)]),
        sections=tuple(_section(blocks[start:end]) for start, end in zip(at, [*at[1:], len(blocks)], strict=False)),
    )


def _section(blocks: list[Block]) -> Section:
    heading, *rest = blocks
    return Section(heading=heading.text if isinstance(heading, Heading) else "", blocks=tuple(rest))


def _blocks(markdown: str) -> Iterator[Block]:
    for node in SyntaxTreeNode(_MARKDOWN.parse(markdown)).children:
        match node.type:
            case "heading":
                yield Heading(level=int(node.tag[1:]), text=_words(node))
            case "paragraph":
                yield Paragraph(text=_words(node))
            case "bullet_list" | "ordered_list":
                yield Listing(items=tuple(_words(item) for item in node.children), numbered=node.type == "ordered_list")
            case "table":
                head, *body = (tuple(_words(cell) for cell in row.children) for part in node.children for row in part.children)
                yield Grid(columns=head, rows=tuple(body))
            case other:
                raise ValueError(f"no format knows how to set: {other}")


def _words(node: SyntaxTreeNode) -> str:
    """The words under a node, on one line."""
    if node.type == "text":
        return node.content
    if node.type == "softbreak":
        return " "
    return "".join(_words(child) for child in node.children)
