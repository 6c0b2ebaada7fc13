"""A text in the pieces that stand between its blanks: what can be told of a piece by itself is told once and remembered.

Most words of a message are those of all messages, so that most of what a reader wants to know of a text is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final, TypeVar

#: So many pieces are remembered; then it is begun anew.
_REMEMBERED: Final = 8192
#: What is longer is nobody's usual word, and is not remembered.
LONGEST: Final = 80
#: Every blank but " ", written out: asked of each letter whether it is one, `\s` takes five times as long.
_OTHER_BLANK: Final = re.compile("[\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_PIECE: Final = re.compile(r"\S+\s*|\s+")
_Said = TypeVar("_Said")


class Told(dict[str, _Said]):
    """What is told of pieces of text, by piece: asked for with `[piece]`, worked out where it is not known yet."""

    def __init__(self, tell: Callable[[str], _Said]) -> None:
        super().__init__()
        self._tell = tell

    def __missing__(self, piece: str) -> _Said:
        said = self._tell(piece)
        if len(piece) <= LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[piece] = said
        return said


@lru_cache(maxsize=64)
def pieces_of(text: str) -> tuple[Sequence[str], Sequence[int]]:
    """What stands between blanks, and where each piece begins and, as one place more, where the text ends.

    In a text of several lines the blanks after a piece belong to it; in one of a single line they are left out.
    """
    if _OTHER_BLANK.search(text):
        pieces = _PIECE.findall(text)
        return pieces, list(accumulate(map(len, pieces), initial=0))
    pieces = text.split(" ")
    starts = list(accumulate([len(piece) + 1 for piece in pieces], initial=0))
    starts[-1] -= 1
    return pieces, starts


def is_address(piece: str) -> bool:
    """Whether the piece is an e-mail or web address, in which neither a date nor an amount is read."""
    return "@" in piece or "://" in piece or "www." in piece
