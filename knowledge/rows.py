"""Finds the rows of tables in a passage: a row says little without the names of its columns, and they say nothing by themselves.

Ingest writes a table as lines, with a bar between two cells, and puts the line of the column names above the rows of every chunk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from knowledge.sentences import Sentence

#: Between two cells.
BAR: Final = re.compile(r"(?<!\S)\|(?!\S)")
_PARAGRAPH: Final = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What is quoted whole, `text[start:end]`: a sentence, or a row. `share` is how much of the question it has, from 0 to 1.

    `header` is the place of the piece with the names of its columns; None for what is no row, and for a header itself.
    """

    start: int
    end: int
    share: float
    header: int | None = None
    is_header: bool = False

    @property
    def length(self) -> int:
        return self.end - self.start


def pieces(text: str, found: Sequence[Sentence], shares: Sequence[float]) -> tuple[Piece, ...]:
    """The sentences of the text, each with its share of the question; those of one row as one."""
    made: list[Piece] = []
    header: int | None = None
    for piece, is_row in _lines(text, found, shares):
        if header is not None and (not is_row or _PARAGRAPH.search(text, made[-1].end, piece.start)):
            header = None
        if is_row and header is None:
            header = len(made)
            made.append(Piece(start=piece.start, end=piece.end, share=piece.share, is_header=True))
        else:
            made.append(Piece(start=piece.start, end=piece.end, share=piece.share, header=header))
    return tuple(made)


def _lines(text: str, found: Sequence[Sentence], shares: Sequence[float]) -> Iterator[tuple[Piece, bool]]:
    """The sentences, those of a line with bars together; and whether it is one."""
    both = zip(found, shares, strict=False)
    for begin, some in groupby(both, key=lambda one: text.rfind("\n", 0, one[0].start)):
        end = text.find("\n", begin + 1)
        own = list(some)
        if BAR.search(text, begin + 1, end if end >= 0 else len(text)):
            yield Piece(start=own[0][0].start, end=own[-1][0].end, share=max(share for _, share in own)), True
        else:
            yield from ((Piece(start=one.start, end=one.end, share=share), False) for one, share in own)
