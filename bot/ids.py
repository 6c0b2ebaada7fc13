"""The one place that makes ids and codes: unguessable, and easy to read out over the phone."""

from __future__ import annotations

import secrets
from typing import Final

from handlers.linking import CODE_ALPHABET, CODE_LENGTH

#: One of 700 million, short enough to be said. The database's unique key has the last word: a turn that meets it runs again.
_PUBLIC: Final = 6
#: There are many more lines of statements than deals.
_LINE: Final = 8
_INNER: Final = 20


def _word(length: int) -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


class FreshIds:
    """`handlers.ports.Ids` from the system's randomness."""

    def registration(self) -> str:
        return f"R-{_word(_PUBLIC)}"

    def opportunity(self) -> str:
        return f"O-{_word(_PUBLIC)}"

    def request(self) -> str:
        return f"Q-{_word(_PUBLIC)}"

    def line(self) -> str:
        return f"L-{_word(_LINE)}"

    def quote(self) -> str:
        return f"A-{_word(_PUBLIC)}"

    def payout(self) -> str:
        return f"P-{_word(_PUBLIC)}"

    def dispute(self) -> str:
        return f"D-{_word(_PUBLIC)}"

    def document(self) -> str:
        return f"K-{_word(_PUBLIC)}"

    def answer(self) -> str:
        return f"n-{_word(_INNER)}"

    def member(self) -> str:
        return f"m-{_word(_INNER)}"

    def customer(self) -> str:
        return f"c-{_word(_INNER)}"

    def draft(self) -> str:
        return _word(_INNER)

    def code(self) -> str:
        return _word(CODE_LENGTH)

    def key(self) -> str:
        """A key for a message that brings none of its own."""
        return _word(_INNER)

    def secret(self) -> str:
        """What only the browser that it is handed to can know: 256 bits, safe in a URL."""
        return secrets.token_urlsafe(32)

    def reference(self) -> str:
        """What a person is told when something went wrong, and what the log has."""
        return _word(6)
