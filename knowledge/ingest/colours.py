"""Whether text can be told from what is behind it, by their colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: Of 255 steps of red, green or blue; nobody sees less on a screen.
_TELLS_APART: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """Each from 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def of_hex(cls, text: str) -> Colour | None:
        """Of six hexadecimal digits, None for anything else ("auto")."""
        try:
            red, green, blue = bytes.fromhex(text)
        except ValueError:
            return None
        return cls(red=red, green=green, blue=blue)

    def is_lost_on(self, ground: Colour) -> bool:
        """Whether text of this colour cannot be seen on a ground of that one."""
        steps = (self.red - ground.red, self.green - ground.green, self.blue - ground.blue)
        return max(map(abs, steps)) < _TELLS_APART


WHITE: Final = Colour(red=255, green=255, blue=255)
BLACK: Final = Colour(red=0, green=0, blue=0)
