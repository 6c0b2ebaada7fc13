"""Patterns over a message of which only those are tried that can fit it: each is known by the words that it cannot do without.

Most messages hold few of the words that the tables of phrases are about. What a pattern cannot do without is worked out from the
pattern itself, so that a newcomer adds a phrase by adding a line and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from handlers.understanding.phrase_needs import Where, heads_of, needed_by

#: So many sets of beginnings are looked at; more of them would cost more than they save.
_SETS: Final = 3
_Try = Callable[[str], re.Match[str] | None]


class Phrases:
    """Patterns in order, and where in a line they have to fit. Each is compiled when it is tried first: many never are."""

    __slots__ = ("_also", "_always", "_by_head", "_compiled", "_flags", "_heads", "_method", "_patterns", "_tries")

    def __init__(self, patterns: Iterable[str], *, flags: int = 0, where: Where = Where.ANYWHERE) -> None:
        self._patterns = tuple(patterns)
        self._flags = flags
        self._method = where.value
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._tries: dict[int, _Try] = {}
        by_head: dict[str, list[int]] = {}
        needs = [needed_by(pattern, flags=flags, where=where) for pattern in self._patterns]
        for place, needed in enumerate(needs):
            for head in needed[0] if needed else ():
                by_head.setdefault(head, []).append(place)
        self._also = tuple(needed[1:_SETS] for needed in needs)
        self._always = tuple(place for place, needed in enumerate(needs) if not needed)
        self._by_head = {head: tuple(places) for head, places in by_head.items()}
        self._heads = frozenset(by_head)

    def likely(self, line: str) -> Sequence[int]:
        """The places of the patterns that can fit the line, in their order."""
        heads = heads_of(line)
        hits = self._heads & heads
        if not hits:
            return self._always
        places = set(self._always)
        for head in hits:
            places.update(self._by_head[head])
        found = []
        for place in places:
            for needed in self._also[place]:
                if heads.isdisjoint(needed):
                    break
            else:
                found.append(place)
        found.sort()
        return found

    def pattern(self, place: int) -> re.Pattern[str]:
        """The pattern at the place."""
        found = self._compiled.get(place)
        if found is None:
            found = self._compiled[place] = re.compile(self._patterns[place], self._flags)
        return found

    def first(self, line: str) -> tuple[int, re.Match[str]] | None:
        """The place of the first pattern in order that fits, and what it has found."""
        for place in self.likely(line):
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
