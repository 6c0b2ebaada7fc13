"""Reads what a provider sends back: a completion at once or in chunks, or vectors; whatever is none of these has failed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import hypot, isfinite
from typing import Final

from knowledge.usage import Failure

#: Longer vectors than this no index of pgvector takes.
MOST_DIMENSIONS: Final = 4000


class Failed(Exception):
    """There is no answer, for a reason that is counted."""

    def __init__(self, kind: Failure) -> None:
        super().__init__(kind.value)
        self.kind = kind


class Whole:
    """The chunks of an answer put together as if it had come at once."""

    def __init__(self) -> None:
        self._content: list[str] = []
        self._refusal: list[str] = []
        self._finish: object = None
        self._usage: object = None

    def add(self, chunk: object) -> str:
        """What the chunk adds to the answer."""
        match chunk:
            case {"usage": dict(usage)}:
                self._usage = usage
        match chunk:
            case {"choices": [{"finish_reason": str(finish)}, *_]}:
                self._finish = finish
        match chunk:
            case {"choices": [{"delta": {"refusal": str(refusal)}}, *_]}:
                self._refusal.append(refusal)
        match chunk:
            case {"choices": [{"delta": {"content": str(piece)}}, *_]}:
                self._content.append(piece)
                return piece
        return ""

    def completion(self) -> object:
        message = {"content": "".join(self._content), "refusal": "".join(self._refusal)}
        return {"choices": [{"finish_reason": self._finish, "message": message}], "usage": self._usage}


def parsed(text: bytes | str) -> object:
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):  # no JSON, no text, or nested without end
        raise Failed(Failure.NONSENSE) from None
    return value


def content(completion: object) -> str:
    """What the model wrote, whole."""
    match completion:
        case {"choices": [{"finish_reason": "length"}, *_]}:
            raise Failed(Failure.TRUNCATED)
        case {"choices": [{"finish_reason": "content_filter"}, *_]}:
            raise Failed(Failure.REFUSED)
        case {"choices": [{"message": {"refusal": str(refusal)}}, *_]} if refusal:
            raise Failed(Failure.REFUSED)
        case {"choices": [{"finish_reason": "stop", "message": {"content": str(written)}}, *_]}:
            return written
        case _:
            raise Failed(Failure.NONSENSE)


def vectors(answer: object, count: int, dimensions: int | None) -> tuple[tuple[float, ...], ...]:
    """The vectors of so many texts, in their order, each of length one; all have as many numbers, `dimensions` if it is known."""
    match answer:
        case {"data": [*rows]} if len(rows) == count:
            placed = dict(map(_placed, rows))
        case _:
            raise Failed(Failure.NONSENSE)
    sizes = {len(vector) for vector in placed.values()}
    if placed.keys() != set(range(count)) or len(sizes) != 1 or (dimensions or min(sizes)) not in sizes:
        raise Failed(Failure.NONSENSE)
    return tuple(placed[place] for place in range(count))


def _placed(row: object) -> tuple[int, tuple[float, ...]]:
    match row:
        case {"index": int(place), "embedding": [*numbers]} if 0 < len(numbers) <= MOST_DIMENSIONS:
            return place, _one_long(numbers)
        case _:
            raise Failed(Failure.NONSENSE)


def _one_long(numbers: Sequence[object]) -> tuple[float, ...]:
    """The direction alone: what texts mean is compared by that."""
    vector = [number for number in numbers if isinstance(number, (int, float)) and not isinstance(number, bool)]
    try:
        length = hypot(*vector)
    except OverflowError:  # a whole number without end
        raise Failed(Failure.NONSENSE) from None
    if len(vector) != len(numbers) or not isfinite(length) or length == 0:
        raise Failed(Failure.NONSENSE)
    return tuple(number / length for number in vector)
