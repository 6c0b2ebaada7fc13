"""What looks like chance and like ids in the demo, and is the same every time."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final, TypeVar

from handlers.linking import CODE_ALPHABET

Item = TypeVar("Item")

# A linear congruential sequence with the constants of ANSI C; its low bits are poor, so the upper ones are used.
_FACTOR: Final = 1_103_515_245
_STEP: Final = 12_345
_MODULUS: Final = 2**31


class Rolls:
    """A sequence of numbers that is fixed by its seed."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def below(self, limit: int) -> int:
        self._state = (self._state * _FACTOR + _STEP) % _MODULUS
        return (self._state >> 12) % limit

    def pick(self, items: Sequence[Item]) -> Item:
        return items[self.below(len(items))]


def fixed_id(prefix: str, name: str, length: int = 6) -> str:
    """An id that looks like any other and follows from the name alone: R-7K3M2Q."""
    number = int.from_bytes(sha256(f"{prefix}{name}".encode()).digest())
    letters = []
    for _ in range(length):
        number, rest = divmod(number, len(CODE_ALPHABET))
        letters.append(CODE_ALPHABET[rest])
    return prefix + "".join(letters)
