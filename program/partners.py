"""Who takes part: partner companies and their kinds, people and their roles, and who may act for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class PartnerKind(StrEnum):
    REFERRAL = "referral"
    RESELLER = "reseller"
    INTEGRATION = "integration"
    IMPLEMENTATION = "implementation"
    MSP = "msp"
    VAR = "var"


#: Of a partner of several kinds, the first of these says how a deal is worked and paid: who sells on is named before who serves.
_LEADING: Final = (
    PartnerKind.RESELLER,
    PartnerKind.MSP,
    PartnerKind.VAR,
    PartnerKind.IMPLEMENTATION,
    PartnerKind.INTEGRATION,
    PartnerKind.REFERRAL,
)


def leading_kind(kinds: frozenset[PartnerKind]) -> PartnerKind:
    """The kind by which a partner's deals are worked and paid; at least one is needed."""
    return next(kind for kind in _LEADING if kind in kinds)


class Tier(StrEnum):
    REGISTERED = "registered"
    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"
    PLATINUM = "platinum"


class Role(StrEnum):
    SELLER = "seller"
    PARTNER_ADMIN = "partner_admin"
    PARTNER_MANAGER = "partner_manager"
    DIRECT_SELLER = "direct_seller"
    CHANNEL_ADMIN = "channel_admin"

    @property
    def is_partner_side(self) -> bool:
        return self in (Role.SELLER, Role.PARTNER_ADMIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A company in the program. `zone` is an IANA time zone, `currency` ISO 4217, `country` ISO 3166-1 alpha-2."""

    id: str
    name: str
    kinds: frozenset[PartnerKind]
    tier: Tier
    country: str
    zone: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person in the program, at a partner (`partner_id`) or at the vendor (None). `language` is "en" or "de"."""

    id: str
    partner_id: str | None
    name: str
    email: str
    role: Role
    language: str
    zone: str
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputyship:
    """`deputy_id` acts for `manager_id` on every day from `first` to `last`, both included, in the manager's zone."""

    manager_id: str
    deputy_id: str
    first: date
    last: date
