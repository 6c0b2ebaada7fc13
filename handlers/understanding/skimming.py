"""What of a text a grammar has to read, and in which parts: most of it is a gap, and is told by a look into a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from handlers.understanding.pieces import Told, is_address, pieces_of


class Part(NamedTuple):
    """A word, number or mark of a text: the group of the lexer's pattern that it is (`sort`), its letters and its offsets.

    `said` is what the group holds, `text` may have more ("12.000" of "12.000,-").
    """

    sort: int
    said: str
    text: str
    start: int
    end: int


class Cutter:
    """Cuts stretches of a text into parts. What is in a piece of text is remembered, as far as the next one does not matter."""

    def __init__(self, pattern: str, *, goes_on: str = r"(?!)") -> None:
        """`pattern` has a group for each sort of parts, the last for marks; `goes_on` fits a piece that the next may belong to."""
        self._pattern = re.compile(pattern)
        self._goes_on = re.compile(goes_on)
        self._bar = (Part(self._pattern.groups, "|", "|", 0, 1),)
        self._told = Told(self._cut)

    def parts(self, text: str, first: int, last: int) -> list[Part]:
        """The parts of the text from the piece `first` to before the piece `last`."""
        pieces, starts = pieces_of(text)
        found: list[Part] = []
        make = tuple.__new__
        place = first
        while place < last:
            begin = starts[place]
            cut = self._told[pieces[place]]
            if cut is None:  # rare, and not remembered
                joined = min(place + 2, last)
                cut = self._parts(text[begin : starts[joined - 1] + len(pieces[joined - 1])])
                place = joined
            else:
                place += 1
            for sort, said, written, start, end in cut:
                found.append(make(Part, (sort, said, written, begin + start, begin + end)))
        return found

    def _cut(self, piece: str) -> tuple[Part, ...] | None:
        if is_address(piece):
            return self._bar
        return None if self._goes_on.search(piece) else self._parts(piece)

    def _parts(self, piece: str) -> tuple[Part, ...]:
        found = self._pattern.finditer(piece)
        return tuple(Part(each.lastindex or 0, each[each.lastindex or 0], each[0], each.start(), each.end()) for each in found)


_WRITTEN: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_GAP_OF: Final = {"x": "x", "X": "X", "p": "x", "P": "X"}


class Skimmer:
    """Tells by each piece of a text whether it has to be read.

    It is "?" for what a phrase is made around ("March", "12"), "-" for what only means something beside that ("for", "the"), "x" or
    "X" for a word that means nothing here, "p" or "P" where a mark follows such a word.
    """

    def __init__(self, kind: Callable[[str], str], *, signs: frozenset[str] = frozenset()) -> None:
        """`kind` tells of a word whether it is "?", "-", "x" or "X"; a piece with one of the `signs` has to be read."""
        self._kind = kind
        self._read = re.compile(rf"[\d{re.escape(''.join(sorted(signs)))}]")
        self._told = Told(self._skim)

    def _skim(self, piece: str) -> str:
        if is_address(piece):
            return "-"
        if self._read.search(piece):
            return "?"
        kinds = [self._kind(word) for word in _WRITTEN.findall(piece)]
        if "?" in kinds:
            return "?"
        if len(kinds) != 1 or kinds[0] == "-" or not piece[0].isalpha():
            return "-"
        word = _WRITTEN.match(piece)
        marked = word is None or "\n" in piece or (not piece[word.end() :].isspace() and word.end() < len(piece))
        return {"x": "p", "X": "P"}[kinds[0]] if marked else kinds[0]

    def stretches(self, text: str) -> Iterator[tuple[str, int, int, str]]:
        """The stretches of the text that have to be read, by the first of their pieces and the first after them.

        Beside them stands the kind of gap before and after each, "" at the text's ends.
        """
        pieces, _ = pieces_of(text)
        kinds = "".join(map(self._told.__getitem__, pieces))
        last, at = 0, kinds.find("?")
        while at >= 0:
            first = last + len(kinds[last:at].rstrip("-"))
            if first > last and kinds[first - 1] in "pP":
                first -= 1
            last = len(kinds) - len(kinds[at:].lstrip("-?"))
            before = _GAP_OF.get(kinds[first - 1], "") if first else ""
            yield before, first, last, _GAP_OF[kinds[last]] if last < len(kinds) else ""
            at = kinds.find("?", last)
