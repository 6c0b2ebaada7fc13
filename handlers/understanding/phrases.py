"""Patterns over a message of which only those are tried that can fit it: each is known by the words that it cannot do without.

Most messages hold few of the words that the tables of phrases are about. What a pattern cannot do without is worked out from the
pattern itself, so that a newcomer adds a phrase by adding a line and nothing else. A message is looked through once for all
patterns together: each beginning of a word stands for a number whose bits are the patterns that need it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import Final

from handlers.understanding.phrase_needs import MOST, Where, head_of, heads_of
from handlers.understanding.phrase_needs_known import needed_by
from handlers.understanding.pieces import Told

_Try = Callable[[str], re.Match[str] | None]


class _Index:
    """For every beginning of a word that some pattern needs, the bits of those needs."""

    def __init__(self) -> None:
        self._of_head: dict[str, int] = {}
        self._bits = 0
        self._of_piece = Told(self._needing)
        self.of_line = lru_cache(maxsize=256)(self._met)

    def add(self, needed: Sequence[Sequence[frozenset[str]]]) -> int:
        """Takes in patterns, each by the sets that it needs at most; returns the place of the first of their bits."""
        first = self._bits
        for sets in needed:
            for place, heads in enumerate(sets):
                bit = 1 << (self._bits + place)
                for head in heads:
                    self._of_head[head] = self._of_head.get(head, 0) | bit
            self._bits += MOST
        self._of_piece.clear()
        self.of_line.cache_clear()
        return first

    def _needing(self, piece: str) -> int:
        bits, known = 0, self._of_head
        for head in heads_of(piece):
            if head in known:
                bits |= known[head]
        return bits

    def _met(self, line: str) -> int:
        """The bits of all needs that the line meets; a beginning of a word never goes across a blank."""
        return reduce(or_, map(self._of_piece.__getitem__, line.split()), 0)


_INDEX: Final = _Index()


class Mentions:
    """Whether any of some words may be in a text: its beginnings say so, and in most texts say no."""

    __slots__ = ("_shift",)

    def __init__(self, words: Iterable[str]) -> None:
        """`words` are single words, in small letters."""
        self._shift = _INDEX.add([[frozenset(filter(None, map(head_of, words)))]])

    def likely(self, text: str) -> bool:
        return bool(_INDEX.of_line(text) >> self._shift & 1)


class Phrases:
    """Patterns in order, and where in a line they have to fit. Each is compiled when it is tried first: many never are."""

    __slots__ = ("_compiled", "_ends", "_flags", "_free", "_method", "_patterns", "_shift", "_tries", "_whole")

    def __init__(self, patterns: Iterable[str], *, flags: int = 0, where: Where = Where.ANYWHERE) -> None:
        self._patterns = tuple(patterns)
        self._flags = flags
        self._method = where.value
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._tries: dict[int, _Try] = {}
        needs = [needed_by(pattern, flags=flags, where=where) for pattern in self._patterns]
        self._shift = _INDEX.add(needs)
        self._whole = (1 << MOST * len(needs)) - 1
        # bits of needs that a pattern does not have, which every line meets
        self._free = sum(1 << (MOST * at + place) for at, sets in enumerate(needs) for place in range(len(sets), MOST))
        self._ends = sum(1 << MOST * at for at in range(len(needs)))

    def likely(self, line: str) -> Sequence[int]:
        """The places of the patterns that can fit the line, in their order."""
        met = _INDEX.of_line(line) >> self._shift & self._whole | self._free
        met &= met >> 1 & met >> 2 & self._ends
        if not met:
            return ()
        found = []
        while met:
            lowest = met & -met
            found.append(lowest.bit_length() // MOST)
            met ^= lowest
        return found

    def pattern(self, place: int) -> re.Pattern[str]:
        """The pattern at the place."""
        found = self._compiled.get(place)
        if found is None:
            found = self._compiled[place] = re.compile(self._patterns[place], self._flags)
        return found

    def first(self, line: str, among: Iterable[int] | None = None) -> tuple[int, re.Match[str]] | None:
        """The place of the first pattern in order that fits (`among` those that are likely), and what it has found."""
        for place in self.likely(line) if among is None else among:
            attempt = self._tries.get(place) or self._compile(place)
            match = attempt(line)
            if match:
                return place, match
        return None

    def _compile(self, place: int) -> _Try:
        attempt: _Try = getattr(self.pattern(place), self._method)
        self._tries[place] = attempt
        return attempt

    def find(self, line: str) -> re.Match[str] | None:
        """What the first pattern in order that fits has found."""
        found = self.first(line)
        return found[1] if found else None

    def place(self, line: str) -> int | None:
        """The place of the first pattern in order that fits."""
        found = self.first(line)
        return found[0] if found else None

    def fit(self, line: str) -> bool:
        """Whether any of the patterns fits."""
        return self.first(line) is not None

    def all(self, line: str) -> Iterator[re.Match[str]]:
        """Everything that the patterns find, one after the other."""
        for place in self.likely(line):
            yield from self.pattern(place).finditer(line)


def phrase(pattern: str, *, flags: int = 0, where: Where = Where.ANYWHERE) -> Phrases:
    """One pattern, tried only where it can fit."""
    return Phrases((pattern,), flags=flags, where=where)
