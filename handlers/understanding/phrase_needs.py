"""What a pattern cannot do without: beginnings of words, one of which is in every text that it fits.

It is read from the standard library's own parse of the pattern. What cannot be told is left out, so that too much may be tried and
never too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

#: Words are known by so many letters of their beginning: "regi" for register, registriere, registration …; a digit ends them. A
#: shorter word is known with its end: "pro." is no "product".
_LETTERS: Final = 4
#: What a pattern leaves open after so many letters ("leg\\w*") is known by these.
_FEWER: Final = 3
#: Beginnings of the words of most messages: they say least about what a message can be.
_EVERYDAY: Final = frozenset(
    """the. for. of. to. a. an. in. on. at. we. i. it. is. be. by. my. our. you. your and. or. und. der. die. das. den. ich. wir.
    mit. für. ist. ein. eine bei. zu. um. von. im. am. deal regi cust cont kund kont clos mone date prod emai comp firm
    proj""".split()
)
#: What stands right behind a digit counts as a word, too: "50employees".
_HEADS = re.compile(rf"\b\d|(?:\b|(?<=\d))[^\W\d]{{1,{_LETTERS}}}")
#: The standard library's own reading of patterns; it has no public name.
_parser: Final[Any] = import_module("re._parser")
_REPEATS: Final = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
#: Stands for every digit in a set of letters.
_ANY_DIGIT: Final = "\u0660"
_END_OF_WORD: Final = "AT_END_OF_WORD"
_ENDS: Final = frozenset({"AT_BOUNDARY", "AT_END", "AT_END_STRING", _END_OF_WORD})
_WIDEST: Final = 600
#: So many sets of beginnings are looked at of each pattern, each by a bit of its own; more would cost more than they save.
MOST: Final = 3
_NOTHING_MORE: Final = frozenset({""})
#: Stands behind a word of fewer letters than are looked at.
_END: Final = "."
_WORD_ENDS: Final = frozenset({_END})

_Part = tuple[str, Any]
_Parts = tuple[_Part, ...]
_Then = tuple[_Parts, int, Any]
_Heads = frozenset[str] | None


class Where(StrEnum):
    """Where in a line a pattern has to fit, by the method of `re` that says so."""

    ANYWHERE = "search"
    AT_THE_START = "match"
    WHOLE = "fullmatch"


@lru_cache(maxsize=512)  # several tables ask for a piece that is new to all of them
def heads_of(line: str) -> frozenset[str]:
    """The beginnings of the words in the line, whatever their case."""
    found: set[str] = set()
    for head in _HEADS.findall(line if line.isascii() and line.islower() else _folded(line)):
        if len(head) >= _FEWER:
            found.add(head[:_FEWER])
        found.add(head if len(head) == _LETTERS or head.isdecimal() else head + _END)
    return frozenset(found)


def head_of(text: str) -> str | None:
    """The beginning by which the first word of the text is known, if it has any."""
    head = _HEADS.search(_folded(text))
    return None if head is None else head[0] if len(head[0]) == _LETTERS or head[0].isdecimal() else head[0] + _END


def _folded(text: str) -> str:
    return text.casefold().replace("ı", "i")


def needed_by(pattern: str, *, flags: int = 0, where: Where = Where.ANYWHERE) -> tuple[frozenset[str], ...]:
    """Sets of beginnings of words: every text that the pattern fits has one of each. What says most stands first."""
    parts = _plain(_parser.parse(pattern, flags))
    parts += (("AT", "AT_END_STRING"),) if where is Where.WHOLE else ()
    found = sorted(_Needs().of(parts, where is not Where.ANYWHERE), key=_cost)
    return tuple(heads for place, heads in enumerate(found) if not any(other <= heads for other in found[:place]))


def begun_by(pattern: str, *, flags: int = 0) -> frozenset[str] | None:
    """The beginnings of the first word in what the pattern fits, which may have marks before it; None when they cannot be told."""
    return _Needs().beginning(_plain(_parser.parse(pattern, flags)))


def _plain(parsed: Any) -> _Parts:
    """A pattern as the standard library has read it, in tuples: the kind of each part, and what there is to say of it."""
    return tuple(_part(str(op), argument) for op, argument in parsed)


def _part(kind: str, argument: Any) -> _Part:
    if kind in _REPEATS:
        least, most, inner = argument
        return "REPEAT", (least, _LETTERS if str(most) == "MAXREPEAT" else min(most, _LETTERS), _plain(inner))
    if kind == "SUBPATTERN":
        return "BRANCH", (_plain(argument[3]),)
    if kind == "ATOMIC_GROUP":
        return "BRANCH", (_plain(argument),)
    if kind == "BRANCH":
        return "BRANCH", tuple(_plain(branch) for branch in argument[1])
    if kind == "ASSERT_NOT" and argument[0] > 0 and _is_any_word_letter(argument[1]):
        return "AT", _END_OF_WORD
    if kind in ("ASSERT", "ASSERT_NOT"):
        return kind, (argument[0] < 0, _plain(argument[1]))
    if kind in ("IN", "LITERAL"):
        letters = [chr(argument)] if kind == "LITERAL" else _letters(argument)
        return ("OTHER", None) if letters is None else ("LETTERS", tuple(map(_folded, letters)))
    return (kind, str(argument)) if kind == "AT" else ("OTHER", None)


def _is_any_word_letter(parsed: Any) -> bool:
    """Whether the pattern is a set of letters with all those of words in it: after "(?![\\w-])" a word has ended."""
    members = [argument for op, argument in parsed if str(op) == "IN"]
    return len(parsed) == 1 and any(str(argument) == "CATEGORY_WORD" for member in members for _, argument in member)


def _letters(members: Iterable[Any]) -> list[str] | None:
    """The letters of a set in square brackets; None when they are many. A space stands for every kind of space."""
    found: list[str] = []
    for op, argument in members:
        kind = str(op)
        if kind == "LITERAL":
            found.append(chr(argument))
        elif kind == "RANGE" and argument[1] - argument[0] < 10:
            found += map(chr, range(argument[0], argument[1] + 1))
        elif kind == "CATEGORY" and str(argument) in ("CATEGORY_SPACE", "CATEGORY_NOT_WORD"):
            found.append(" ")
        elif kind == "CATEGORY" and str(argument) == "CATEGORY_DIGIT":
            found.append(_ANY_DIGIT)
        else:
            return None
    return found


def _cost(heads: frozenset[str]) -> int:
    return len(heads) + 40 * len(heads & _EVERYDAY)


def _any_of(found: Iterable[_Heads]) -> _Heads:
    together: set[str] = set()
    for heads in found:
        if heads is None:
            return None
        together |= heads
    return frozenset(together) if together and len(together) <= _WIDEST else None


def _of_any(ways: Sequence[Sequence[frozenset[str]]]) -> Iterator[frozenset[str]]:
    """What a text needs that fits one of several ways, each with its own needs in the order of what they say."""
    for place in range(max(map(len, ways))):
        together = _any_of(needs[min(place, len(needs) - 1)] if needs else None for needs in ways)
        if together is not None:
            yield together


def _leaves_word_start(part: _Part, before: bool) -> bool:
    """Whether a word must begin right after the part, where the next letter is one of a word."""
    kind, argument = part
    match kind:
        case "AT":
            return before or argument in ("AT_BOUNDARY", "AT_BEGINNING", "AT_BEGINNING_STRING")
        case "ASSERT":
            return before or (argument[0] and _after_all(argument[1], False))
        case "ASSERT_NOT":
            return before
        case "LETTERS":
            return not any(letter.isalpha() or letter == "_" for letter in argument)
        case "REPEAT":
            least, _, inner = argument
            after = _after_all(inner, before)
            return after and (before or least > 0) and _after_all(inner, after)
        case "BRANCH":
            return all(_after_all(branch, before) for branch in argument)
    return False


def _after_all(parts: _Parts, before: bool) -> bool:
    for part in parts:
        before = _leaves_word_start(part, before)
    return before


class _Needs:
    """What one pattern needs. What a place in it can go on with is worked out once, however many ways lead there."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], _Heads] = {}
        self._after: dict[tuple[int, int, int], _Then] = {}
        self._repeats: dict[tuple[int, int, int, int], _Parts] = {}

    def of(self, parts: _Parts, starts_word: bool) -> list[frozenset[str]]:
        """What each part that must be there needs."""
        needs: list[frozenset[str]] = []
        for place, (kind, argument) in enumerate(parts):
            found = self._begun(parts, place, None, _LETTERS, False) if starts_word else None
            inner: Sequence[_Parts] = ()
            if kind == "BRANCH":
                inner = argument
            elif kind == "REPEAT" and argument[0] > 0:
                inner = argument[2:]
            if found is not None:
                needs.append(found)
            fresh = starts_word and found is None  # else its first word is known already
            if len(inner) == 1:
                needs += self.of(inner[0], fresh)
            elif inner:
                needs += _of_any([sorted(self.of(branch, fresh), key=_cost) for branch in inner])
            starts_word = _leaves_word_start(parts[place], starts_word)
        return needs

    def beginning(self, parts: _Parts) -> _Heads:
        """The ways in which the first word can begin."""
        return self._begun(parts, 0, None, _LETTERS, False)

    def _begun(self, parts: _Parts, place: int, then: _Then | None, left: int, begun: bool) -> _Heads:
        """The ways in which a word can begin, or go on, at a place; None when they are too many to tell."""
        while place >= len(parts) and then is not None:
            parts, place, then = then
        if left <= 0:
            return _NOTHING_MORE
        if place >= len(parts):
            return None
        key = (id(parts), place, id(then), left, begun)
        if key not in self._known:
            self._known[key] = None  # a part that may be empty leads back to itself, and tells nothing
            self._known[key] = self._ways(parts, place, then, left, begun)
        return self._known[key]

    def _ways(self, parts: _Parts, place: int, then: _Then | None, left: int, begun: bool) -> _Heads:
        kind, argument = parts[place]
        match kind:
            case "LETTERS":
                return _any_of(self._lettered(letter, parts, place, then, left, begun) for letter in argument)
            case "AT":
                if begun:
                    return _WORD_ENDS if argument in _ENDS else None
                return self._begun(parts, place + 1, then, left, False)
            case "ASSERT" | "ASSERT_NOT":
                return self._begun(parts, place + 1, then, left, begun)
            case "REPEAT":
                least, most, inner = argument
                ways = [] if least > 0 else [self._begun(parts, place + 1, then, left, begun)]
                if most > 0:
                    again = self._repeated(parts, place, max(least - 1, 0), most - 1)
                    ways.append(self._begun(inner, 0, self._then(again, 0, self._then(parts, place + 1, then)), left, begun))
                return _any_of(ways)
            case "BRANCH":
                after = self._then(parts, place + 1, then)
                return _any_of([self._begun(branch, 0, after, left, begun) for branch in argument])
        return None

    def _lettered(self, letter: str, parts: _Parts, place: int, then: _Then | None, left: int, begun: bool) -> _Heads:
        """The ways to go on after the letter; one that belongs to no word ends the word, and so does a digit."""
        if not letter.isalpha() and letter != "_":
            if begun:
                return _WORD_ENDS
            if letter.isdigit():
                return None if letter == _ANY_DIGIT else frozenset({letter})
            return self._begun(parts, place + 1, then, left, False)
        tails = self._begun(parts, place + 1, then, left - len(letter), True)
        if tails is None and left - len(letter) <= _LETTERS - _FEWER:
            tails = _NOTHING_MORE
        return None if tails is None else frozenset([(letter + tail)[:left] for tail in tails])

    def _then(self, parts: _Parts, place: int, then: _Then | None) -> _Then:
        """What comes after; the same thing each time it is asked for, so that it can be known again."""
        return self._after.setdefault((id(parts), place, id(then)), (parts, place, then))

    def _repeated(self, parts: _Parts, place: int, least: int, most: int) -> _Parts:
        """The repeated part with one repetition less."""
        key = (id(parts), place, least, most)
        if key not in self._repeats:
            self._repeats[key] = (("REPEAT", (least, most, parts[place][1][2])),)
        return self._repeats[key]
