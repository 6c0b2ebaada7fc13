"""What handlers need to know and to keep of tiers: each partner's history, and what counts for the next one.

As in `handlers.ports`: of partners out of the viewer's sight there is nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from program.partners import Partner, Tier
from program.tier_facts import Certificate, Facts, PartnerFact
from program.tier_history import TierChange


class Tiers(Protocol):
    def at(self, partner_id: str, instant: datetime) -> Tier:
        """The tier that the partner held at the instant: by its history, else the partner's own. LookupError out of sight."""
        ...

    def changes(self, partner_id: str) -> tuple[TierChange, ...]:
        """The partner's history, oldest first."""
        ...

    def facts(self, partner_id: str) -> Facts:
        """Everything that counts for the partner's tier; deals are in the program's currency."""
        ...

    def histories(self, partner_ids: Sequence[str]) -> Mapping[str, tuple[TierChange, ...]]:
        """The same as `changes` for each of several partners."""
        ...

    def facts_of(self, partner_ids: Sequence[str]) -> Mapping[str, Facts]:
        """The same as `facts` for each of several partners."""
        ...

    def lock(self, partner_id: str) -> Partner | None:
        """The partner as it stands, locked until the turn ends: nobody else changes its tier meanwhile."""
        ...

    def add(self, change: TierChange) -> None:
        """Adds a line to the history, which only grows; the partner's tier is the line's from now on."""
        ...

    def certify(self, certificate: Certificate) -> None:
        """Keeps it; one of the same person, area, family and first day is replaced."""
        ...

    def record(self, fact: PartnerFact) -> None:
        """Keeps it; one of the same partner, kind and name is replaced."""
        ...
