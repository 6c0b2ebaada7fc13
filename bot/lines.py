"""JSON lines on standard input: one object a line, anything else refused with the line's number and an example."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TextIO


class BadLine(ValueError):
    """A line of input that cannot be used; the message says which, and what it should look like."""


def read_objects(
    source: TextIO, fits: Callable[[Mapping[str, Any]], bool], example: str
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Each object with its line's number, counted from 1; empty lines are passed over. Raises BadLine for one that does not fit."""
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict) or not fits(row):
            raise BadLine(f"Line {number} cannot be used. It should look like this: {example}")
        yield number, row
