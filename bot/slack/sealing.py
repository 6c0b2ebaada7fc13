"""Tokens are kept under a key that is not in the database: who reads the database alone has none of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

#: Between the tenant and what is sealed; no tenant has it in its id.
_PART: Final = "\n"


class Seal:
    """Seals with the first of the keys and opens with any. A key is a Fernet key: 32 bytes as URL-safe base64; else ValueError.

    What is sealed for a tenant opens for that tenant alone: moved into another row it is worthless.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("no key")
        fernets = [Fernet(key) for key in keys]
        self._newest = fernets[0]
        self._all = MultiFernet(fernets)

    def seal(self, tenant: str, secret: str) -> str:
        return self._newest.encrypt(f"{tenant}{_PART}{secret}".encode()).decode("ascii")

    def open(self, tenant: str, sealed: str) -> str | None:
        """None for what was sealed with a key that is not known any more, for another tenant, or was changed."""
        return _opened(self._all, tenant, sealed)

    def is_newest(self, tenant: str, sealed: str) -> bool:
        """Whether it was sealed with the first of the keys: then the others may go."""
        return _opened(self._newest, tenant, sealed) is not None


def _opened(fernet: Fernet | MultiFernet, tenant: str, sealed: str) -> str | None:
    try:
        owner, part, secret = fernet.decrypt(sealed.encode()).decode().partition(_PART)
    except InvalidToken:
        return None
    return secret if part and owner == tenant else None
