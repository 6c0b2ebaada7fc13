"""What documents with a partner's name need from storage: the logos that partners sent."""

from __future__ import annotations

from typing import Protocol

from handlers.brand import Logo


class Logos(Protocol):
    """Partners' logos, one each; of a partner out of the viewer's sight there is none."""

    def get(self, partner_id: str) -> Logo | None: ...
    def put(self, partner_id: str, logo: Logo) -> None:
        """In place of the one before."""
        ...

    def remove(self, partner_id: str) -> bool:
        """False when there was none."""
        ...
