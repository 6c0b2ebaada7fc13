"""The rules on earning of a version of the policy: what comes on top of a rate, what is taken back, when it is paid, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from program.money import Money
from program.partners import PartnerKind, Tier


class DueAfter(StrEnum):
    """What has to happen before what a deal earns becomes payable."""

    WIN = "win"
    FIRST_PAYMENT = "first_payment"
    FULL_PAYMENT = "full_payment"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerticalRule:
    """Percentage points on top for customers of these industries (casefolded)."""

    name: str
    clause: str
    industries: frozenset[str]
    points: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralRule:
    """Percentage points on top for a deal of at least so many products."""

    clause: str
    products: int
    points: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """A time-limited offer on deals won from `first` to `last`, both included, in the program's zone.

    For partners of these kinds and tiers, and of deals with one of these products or families (none named: any). It gives
    percentage points on the rate, or an amount for each deal (a SPIFF), never both.
    """

    name: str
    clause: str
    first: date
    last: date
    kinds: frozenset[PartnerKind]
    tiers: frozenset[Tier]
    products: frozenset[str]
    points: Decimal
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule:
    """Payable so many calendar days after the day on which `after` happened."""

    clause: str
    after: DueAfter
    holding_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClawbackRule:
    """A customer who leaves within so many calendar days of the win takes all of the commission with them; 0: none."""

    clause: str
    churn_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueUpRule:
    """So many calendar months after the win, what was invoiced in them replaces the value that was won."""

    clause: str
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DealCapRule:
    """The most that one deal earns its partner in commission, in the program's currency."""

    clause: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutRule:
    """Below the minimum, in the program's currency, what is payable waits for the next payout; there is one in so many days."""

    clause: str
    minimum: Money
    every_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeRule:
    """A line can be disputed for so many calendar days after it was booked, and is decided within business days."""

    clause: str
    days: int
    business_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EarningRules:
    """`exchange` and `tier` are the numbers of clauses: which exchange rate counts, and which tier."""

    verticals: tuple[VerticalRule, ...]
    several: SeveralRule | None
    promotions: Mapping[str, Promotion]
    due: DueRule
    clawback: ClawbackRule
    true_up: TrueUpRule
    deal_cap: DealCapRule | None
    exchange: str
    tier: str
    payout: PayoutRule
    dispute: DisputeRule
