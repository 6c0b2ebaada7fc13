"""What handlers need to know and to keep of tiers: each partner's history, and what counts for the next one.

As in `handlers.ports`: of partners out of the viewer's sight there is nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was there before a partner's tier was looked at: how many looks, and what had touched the partner since the last."""

    looks: int
    touches: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """That nothing was due of a partner's tier, and before when nothing will be by itself under these rules of the policy.

    `is_below`: what the partner has does not reach its tier.
    """

    seen: Seen
    rules: str
    again_at: datetime
    is_below: bool


class TierLooks(Protocol):
    """Of which partners it is known that nothing is due; `rules` are those of `program.tier_looking.rules_mark`."""

    def to_look_at(self, rules: str) -> tuple[str, ...]:
        """The partners of whom it is not known: touched since the last look, or their day has come, or the rules are others."""
        ...

    def perhaps_below(self, rules: str) -> tuple[str, ...]:
        """The partners who were below their tier at the last look, and those of whom it is not known."""
        ...

    def seen(self, partner_ids: Sequence[str]) -> Mapping[str, Seen]:
        """Asked before anything is read that a look rests on."""
        ...

    def keep(self, looked: Mapping[str, Looked]) -> None:
        """What was found, by partner; nothing of a partner at whom somebody else has looked since."""
        ...
