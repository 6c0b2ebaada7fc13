"""Reads plain text: paragraphs between empty lines, lists line by line, headings where a line is underlined or stands alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from knowledge.ingest.outline import Block, Heading, Outline, Paragraph

_BETWEEN: Final = re.compile(r"\n[ \t]*\n\s*")
_UNDERLINED: Final = re.compile(r"[ \t]*(?P<text>\S.{0,118})\n[ \t]*(?P<line>={3,}|-{3,}|~{3,})[ \t]*(?:\n|$)")
_ITEM: Final = re.compile(r"[ \t]*(?:[-*•–+]|\(?\d{1,3}[.)]|[a-z]\))[ \t]+\S")
#: A line alone, without the mark that ends a sentence, is the heading of what follows if that is longer than any heading.
_ALONE: Final = re.compile(r"[ \t]*[^\W_a-z].{0,58}[^\s.,;:!?)…]")
_LONGER_THAN_A_HEADING: Final = 60
#: A line that stops this far before the longest of its paragraph was broken on purpose.
_SHORT: Final = 0.6


def outline_of_text(text: str) -> Outline:
    """The title is the first heading."""
    blocks = tuple(_blocks(text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)))
    first = next((block.text for block in blocks if isinstance(block, Heading)), "")
    return Outline(title=first.strip(), blocks=blocks)


def _blocks(text: str) -> Iterator[Block]:
    parts = _BETWEEN.split(text.strip("\n"))
    for place, (part, following) in enumerate(zip(parts, [*parts[1:], ""], strict=True)):
        rest = part
        if _ALONE.fullmatch(part) and not _ITEM.match(part) and (place == 0 or _has_a_body(following)):
            yield Heading(level=1 if place == 0 else 2, text=part)
            continue
        if heading := _UNDERLINED.match(rest):
            yield Heading(level=1 if heading["line"][0] == "=" else 2, text=heading["text"])
            rest = rest[heading.end() :]
        yield from _paragraphs(rest.split("\n"))


def _has_a_body(text: str) -> bool:
    return len(text) > _LONGER_THAN_A_HEADING or bool(_ITEM.match(text))


def _paragraphs(lines: list[str]) -> Iterator[Paragraph]:
    """Lines that a writer wrapped make one paragraph; list items, and short lines like those of an address, one each."""
    longest = max(map(len, lines))
    text, is_item, last = "", False, 0
    for line in lines:
        begins = bool(_ITEM.match(line))
        if begins and text:
            yield Paragraph(text=text, is_item=is_item)
            text = ""
        is_item = begins or (is_item and bool(text))
        text += ("\n" if last < longest * _SHORT else " ") * bool(text) + line.strip()
        last = len(line)
    if text.strip():
        yield Paragraph(text=text, is_item=is_item)
