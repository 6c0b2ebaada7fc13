"""Says why a file cannot be taken into the library, and what to do about it."""

from __future__ import annotations

from handlers.ports_library import Unreadable
from handlers.wording import Words


def why_unreadable(words: Words, why: Unreadable) -> str:
    """A sentence or two for whoever sent the file."""
    reason = why.code.removeprefix("document.")
    return words(f"unreadable.{reason}", **why.fields)
