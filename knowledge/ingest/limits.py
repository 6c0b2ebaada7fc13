"""How much a file may ask for before it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Sizes in bytes, times in seconds; `ratio` is how many times its packed size an entry of an archive may unpack to.

    `memory` is the address space of the process that reads. `characters` is the text that a file may hold in all.
    """

    size: int = 25_000_000
    unpacked: int = 150_000_000
    ratio: int = 200
    entries: int = 5_000
    pages: int = 2_000
    characters: int = 10_000_000
    seconds: int = 60
    cpu_seconds: int = 30
    memory: int = 1_500_000_000


LIMITS: Final = Limits()
