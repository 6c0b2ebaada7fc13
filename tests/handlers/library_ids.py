"""What stands for the braces in the ids of sentences about the library, as `tests/handlers/test_words.py` wants them."""

from __future__ import annotations

from handlers.ports_library import UNREADABLE

LIBRARY_IDS: dict[str, list[str]] = {
    "unreadable.{reason}": [code.removeprefix("document.") for code in UNREADABLE],
}
