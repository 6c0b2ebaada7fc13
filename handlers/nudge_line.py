"""One reminder in words, with what can be pressed about it; the first choice is the step that helps most."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.reply import Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    text: str
    choices: tuple[Choice, ...]
