"""Takes the elements of a model's list out of its JSON while that is still being written: `{"claims": [{…}, {…` of one shape.

Nothing of it is believed: whoever takes an element checks it, and the whole is read again once it is there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

_BEGINS: Final = re.compile(r'\s*\{\s*"claims"\s*:\s*\[')
_BETWEEN: Final = re.compile(r"[\s,]*")
#: In characters. No element is so long; what comes after it is not looked at.
_LONGEST: Final = 20_000
_DECODER: Final = json.JSONDecoder()


class Arriving:
    """One answer, as it arrives."""

    def __init__(self) -> None:
        self._rest = ""
        self._has_begun = False
        self._is_over = False

    def feed(self, piece: str) -> Iterator[dict[str, Any]]:
        """Every element that has become whole with the piece."""
        if self._is_over:
            return
        self._rest += piece
        if not self._has_begun and not self._begin():
            return
        while (element := self._next()) is not None:
            yield element
        if len(self._rest) > _LONGEST:
            self._is_over = True

    def _begin(self) -> bool:
        begins = _BEGINS.match(self._rest)
        if begins is not None:
            self._rest = self._rest[begins.end() :]
            self._has_begun = True
        self._is_over = begins is None and len(self._rest) > _LONGEST
        return self._has_begun

    def _next(self) -> dict[str, Any] | None:
        self._rest = _BETWEEN.sub("", self._rest, count=1)
        if not self._rest:
            return None
        if not self._rest.startswith("{"):  # the end of the list, or something else than an object
            self._is_over = True
            return None
        if "}" not in self._rest:
            return None
        try:
            element, end = _DECODER.raw_decode(self._rest)
        except ValueError:  # not whole yet
            return None
        except RecursionError:
            self._is_over = True
            return None
        self._rest = self._rest[end:]
        return element if isinstance(element, dict) else None
