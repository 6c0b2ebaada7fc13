"""Patterns over a message of which only those are tried that can fit it: each is known by the words that it cannot do without.

Most messages hold few of the words that the tables of phrases are about. What a pattern cannot do without is worked out from the
pattern itself when it is compiled, so that a newcomer adds a phrase by adding a line and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

#: Words are known by so many letters of their beginning: "reg" for register, registriere, registration …
_LETTERS: Final = 3
#: Beginnings of everyday words: they say least about what a message can be.
_EVERYDAY: Final = frozenset("the for of to a an in on at we i it is be und der die das den ich wir mit für ist ein ein".split())
_HEADS = re.compile(rf"\b\w{{1,{_LETTERS}}}")
#: The standard library's own reading of patterns; it has no public name.
_parser: Final[Any] = import_module("re._parser")
_REPEATS: Final = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_WIDEST: Final = 600
_DEEPEST: Final = 60

_Item = tuple[Any, Any]
_Heads = frozenset[str] | None


@lru_cache(maxsize=256)
def heads_of(line: str) -> frozenset[str]:
    """The beginnings of the words in the line, whatever their case."""
    return frozenset(_HEADS.findall(line if line.isascii() and line.islower() else _folded(line)))


def _folded(text: str) -> str:
    return text.casefold().replace("ı", "i")


class Phrases:
    """Patterns in order. With `anchored` they are tried where the line begins (or at `start`), else anywhere in it."""

    __slots__ = ("_always", "_anchored", "_by_head", "_heads", "patterns")

    def __init__(self, patterns: Iterable[str | re.Pattern[str]], *, flags: int = 0, anchored: bool = False) -> None:
        self.patterns = tuple(re.compile(pattern, 0 if isinstance(pattern, re.Pattern) else flags) for pattern in patterns)
        self._anchored = anchored
        always: list[int] = []
        by_head: dict[str, list[int]] = {}
        for place, pattern in enumerate(self.patterns):
            needed = needed_by(pattern, anchored=anchored)
            if needed is None:
                always.append(place)
            else:
                for head in needed:
                    by_head.setdefault(head, []).append(place)
        self._always = tuple(always)
        self._by_head = {head: tuple(places) for head, places in by_head.items()}
        self._heads = frozenset(by_head)

    def likely(self, line: str) -> Sequence[int]:
        """The places of the patterns that can fit the line, in their order."""
        hits = self._heads & heads_of(line)
        if not hits:
            return self._always
        if len(hits) == 1 and not self._always:
            return self._by_head[next(iter(hits))]
        return sorted({*self._always, *(place for head in hits for place in self._by_head[head])})

    def find(self, line: str) -> re.Match[str] | None:
        """What the first pattern in order that fits has found."""
        for place in self.likely(line):
            pattern = self.patterns[place]
            match = pattern.match(line) if self._anchored else pattern.search(line)
            if match:
                return match
        return None

    def place(self, line: str) -> int | None:
        """The place of the first pattern in order that fits."""
        patterns, anchored = self.patterns, self._anchored
        for place in self.likely(line):
            if patterns[place].match(line) if anchored else patterns[place].search(line):
                return place
        return None

    def fit(self, line: str) -> bool:
        """Whether any of the patterns fits."""
        return self.place(line) is not None


def phrase(pattern: str, *, flags: int = 0, anchored: bool = False) -> Phrases:
    """One pattern, tried only where it can fit."""
    return Phrases((pattern,), flags=flags, anchored=anchored)


def needed_by(pattern: re.Pattern[str], *, anchored: bool = False) -> frozenset[str] | None:
    """Beginnings of words, one of which is in every text that the pattern fits; None when nothing like that can be said."""
    return _needed(list(_parser.parse(pattern.pattern, pattern.flags)), anchored)


def _needed(items: Sequence[_Item], starts_word: bool) -> _Heads:
    """Of all the parts that must be there, the one that says most."""
    best: _Heads = None
    for place, (op, argument) in enumerate(items):
        name = str(op)
        found = _begun(items[place:], _LETTERS, begun=False, depth=0) if starts_word else None
        if found is None and (inner := _inside(name, argument)) is not None:
            found = _any_of([_needed(branch, starts_word) for branch in inner])
        best = found if best is None or (found is not None and _cost(found) < _cost(best)) else best
        starts_word = _leaves_word_start(name, argument, starts_word)
    return best


def _cost(heads: frozenset[str]) -> int:
    return len(heads) + 40 * len(heads & _EVERYDAY)


def _inside(name: str, argument: Any) -> list[list[_Item]] | None:
    """The patterns inside a part of which one must be there; None for a part without any, or one that may be absent."""
    if name == "SUBPATTERN":
        return [list(argument[3])]
    if name == "ATOMIC_GROUP":
        return [list(argument)]
    if name == "BRANCH":
        return [list(branch) for branch in argument[1]]
    if name in _REPEATS and argument[0] > 0:
        return [list(argument[2])]
    return None


def _any_of(found: Sequence[_Heads]) -> _Heads:
    together: set[str] = set()
    for heads in found:
        if heads is None:
            return None
        together |= heads
    return frozenset(together) if together and len(together) <= _WIDEST else None


def _leaves_word_start(name: str, argument: Any, before: bool) -> bool:
    """Whether a word must begin right after the part, where the next letter is one of a word."""
    if name == "AT":
        return before or str(argument) in ("AT_BOUNDARY", "AT_BEGINNING", "AT_BEGINNING_STRING")
    if name in ("ASSERT", "ASSERT_NOT"):
        return before
    if name == "LITERAL":
        return not _of_a_word(chr(argument))
    if name == "IN":
        letters = _letters(argument)
        return letters is not None and not any(map(_of_a_word, letters))
    if name in _REPEATS:
        least, _, inner = argument
        after = _after_all(list(inner), before)
        return after and (before or least > 0) and _after_all(list(inner), after)
    if name == "SUBPATTERN":
        return _after_all(list(argument[3]), before)
    if name == "ATOMIC_GROUP":
        return _after_all(list(argument), before)
    if name == "BRANCH":
        return all(_after_all(list(branch), before) for branch in argument[1])
    return False


def _after_all(items: Sequence[_Item], before: bool) -> bool:
    for op, argument in items:
        before = _leaves_word_start(str(op), argument, before)
    return before


def _of_a_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _letters(members: Sequence[_Item]) -> list[str] | None:
    """The letters of a set in square brackets; None when they are many. A space stands for every kind of space."""
    found: list[str] = []
    for op, argument in members:
        name = str(op)
        if name == "LITERAL":
            found.append(chr(argument))
        elif name == "RANGE" and argument[1] - argument[0] < 10:
            found += map(chr, range(argument[0], argument[1] + 1))
        elif name == "CATEGORY" and str(argument) in ("CATEGORY_SPACE", "CATEGORY_NOT_WORD"):
            found.append(" ")
        else:
            return None
    return found


def _begun(items: Sequence[_Item], left: int, *, begun: bool, depth: int) -> _Heads:
    """The ways in which a word that begins here can begin; None when they are too many to tell."""
    if left <= 0:
        return frozenset({""})
    if not items or depth > _DEEPEST:
        return None
    (op, argument), rest = items[0], list(items[1:])
    name = str(op)
    if name == "LITERAL":
        return _lettered([chr(argument)], rest, left, begun, depth)
    if name == "IN":
        letters = _letters(argument)
        return None if letters is None else _lettered(letters, rest, left, begun, depth)
    if name == "AT":
        ends = str(argument) in ("AT_BOUNDARY", "AT_END", "AT_END_STRING")
        return frozenset({""}) if begun and ends else None if begun else _begun(rest, left, begun=False, depth=depth + 1)
    if name in ("ASSERT", "ASSERT_NOT"):
        return _begun(rest, left, begun=begun, depth=depth + 1)
    if name in _REPEATS:
        least, most, inner = argument
        ways = [] if least > 0 else [rest]
        if most > 0:
            again = (op, (max(least - 1, 0), most - 1 if str(most) != "MAXREPEAT" else most, inner))
            ways.append([*inner, again, *rest])
        return _any_of([_begun(way, left, begun=begun, depth=depth + 1) for way in ways])
    inside = _inside(name, argument)
    if inside is None:
        return None
    return _any_of([_begun([*branch, *rest], left, begun=begun, depth=depth + 1) for branch in inside])


def _lettered(letters: Sequence[str], rest: list[_Item], left: int, begun: bool, depth: int) -> _Heads:
    """The ways to go on after any of the letters; one that belongs to no word ends the word."""
    found: set[str] = set()
    for letter in letters:
        if not _of_a_word(letter):
            if not begun:
                return None
            found.add("")
            continue
        written = _folded(letter)
        tails = _begun(rest, left - len(written), begun=True, depth=depth + 1)
        if tails is None:
            return None
        found |= {(written + tail)[:left] for tail in tails}
    return frozenset(found)
