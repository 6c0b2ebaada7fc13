"""A price comes from the list in force on its day; who gives the discount is a matter of tier, approval and protection.

Source: chapter 10 of the policy (and clause 2.7). Amounts are exact: a line is units times unit price, less the discount, rounded
half-even once; a price that was offered is compared as it is, never by a rounded percentage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_UP, Decimal
from enum import StrEnum
from typing import Final

from program.deciding import covered, reason_for
from program.money import Money
from program.partners import Role, Tier
from program.policy import Ground, Policy
from program.registrations import CustomerFile, Reason

#: Beyond it a number of units is a slip.
MOST_UNITS: Final = 1_000_000
_WHOLE: Final = Decimal(100)


class Unit(StrEnum):
    """What a price is for, each for a year."""

    SEAT = "seat"
    DEVICE = "device"
    SERVER = "server"
    SITE = "site"
    TERABYTE = "terabyte"
    LICENCE = "licence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a unit of a product costs for a year from a day on, for those who take at least so many units."""

    product: str
    valid_from: date
    unit: Unit
    amount: Money
    from_quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList:
    """The prices of one product in one currency on a day, the step with the smallest quantity first; at least one."""

    steps: tuple[Price, ...]

    @property
    def least(self) -> int:
        """How many units have to be taken."""
        return self.steps[0].from_quantity

    def of(self, quantity: int) -> Price | None:
        """The price of a unit for so many; None where that is fewer than have to be taken."""
        return next((step for step in reversed(self.steps) if step.from_quantity <= quantity), None)


def list_in_force(prices: Iterable[Price], product: str, currency: str, day: date) -> PriceList | None:
    """The product's price list on the day: every step of the latest list that is valid by then. None where it has no price."""
    known = [one for one in prices if one.product == product and one.amount.currency == currency and one.valid_from <= day]
    if not known:
        return None
    newest = max(one.valid_from for one in known)
    return PriceList(steps=tuple(sorted((one for one in known if one.valid_from == newest), key=lambda one: one.from_quantity)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """So many units at a list price, and what the customer pays for all of them. `offered` is the discount or a price, never both.

    `family` is the product's; `price` the step of the list that goes with the quantity.
    """

    family: str | None
    price: Price
    quantity: int
    discount: Decimal | None = None
    offered: Money | None = None

    def __post_init__(self) -> None:
        if not 0 < self.quantity <= MOST_UNITS:
            raise ValueError("a quantity is from one to a million")
        if (self.discount is None) == (self.offered is None):
            raise ValueError("a line has a discount or a price")
        if self.discount is not None and not 0 <= self.discount <= _WHOLE:
            raise ValueError("a discount is from 0 to 100 per cent")
        if self.offered is not None and (self.offered.currency != self.price.amount.currency or self.offered.amount < 0):
            raise ValueError("a price is in the currency of the list, and not below zero")

    @property
    def listed(self) -> Money:
        """What the list asks for all units, exact."""
        return Money(amount=self.price.amount.amount * self.quantity, currency=self.price.amount.currency)

    @property
    def total(self) -> Money:
        """What the customer pays for the line for a year."""
        if self.offered is not None:
            return self.offered
        if self.discount is None:
            raise ValueError("a line has a discount or a price")
        return Money.rounded(self.listed.amount * (_WHOLE - self.discount) / _WHOLE, self.listed.currency)

    @property
    def percent(self) -> Decimal:
        """The discount in per cent; that of a price with two digits, rounded up so that it never says less than is given."""
        if self.discount is not None:
            return self.discount
        if not self.listed.amount:
            return Decimal(0)
        given = (self.listed.amount - self.total.amount) * _WHOLE / self.listed.amount
        return max(Decimal(0), given.quantize(Decimal("0.01"), rounding=ROUND_UP))

    def is_within(self, limit: Decimal) -> bool:
        """Whether no more than `limit` per cent are given: by the discount as it was said, or by the price, exact."""
        if self.discount is not None:
            return self.discount <= limit
        return self.total.amount * _WHOLE >= self.listed.amount * (_WHOLE - limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What a partner of a tier offers an end customer; at least one line, all in one currency.

    `files` are the customer's own, `doubtful` those of customers that have a similar name: it is not certain who is meant.
    """

    partner_id: str
    tier: Tier
    lines: tuple[Line, ...]
    files: tuple[CustomerFile, ...] = ()
    doubtful: tuple[CustomerFile, ...] = ()

    @property
    def listed(self) -> Money:
        return total_of([line.listed for line in self.lines])

    @property
    def total(self) -> Money:
        """The sum of the lines as they are rounded."""
        return total_of([line.total for line in self.lines])


def total_of(amounts: list[Money]) -> Money:
    """The sum of one amount or more, of one currency; ValueError otherwise."""
    if not amounts:
        raise ValueError("a quote has a line")
    return sum(amounts[1:], start=amounts[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinAuthority:
    """The partner may give it by itself: at most `limit` per cent. `reason` is the clause that says so."""

    limit: Decimal
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsApproval:
    """Somebody of this role decides before it is offered; `limit` is what the partner may give by itself."""

    role: Role
    limit: Decimal
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedQuote:
    """It is not given, whoever asks. The reasons say nothing about anybody else; `most` per cent are possible."""

    most: Decimal
    reasons: tuple[Reason, ...]


Verdict = WithinAuthority | NeedsApproval | RefusedQuote


def judge(quote: Quote, *, policy: Policy, at: datetime) -> Verdict:
    """Who may give what the quote offers, under the policy version in force at the instant."""
    rules = policy.pricing
    if undercuts(quote, quote.files, policy=policy, at=at):
        return RefusedQuote(most=Decimal(0), reasons=tuple(reason_for(one, policy) for one in (Ground.PRICE, Ground.UNDERCUTTING)))
    if not _within(quote, rules.most):
        return RefusedQuote(most=rules.most, reasons=(reason_for(Ground.DISCOUNT_APPROVAL, policy),))
    own = rules.authority[quote.tier]
    grounds: list[Ground] = []
    if not _within(quote, own):
        grounds += [Ground.DISCOUNT_AUTHORITY, Ground.DISCOUNT_APPROVAL]
    if undercuts(quote, quote.doubtful, policy=policy, at=at):
        grounds.append(Ground.UNCLEAR_IDENTITY)
    if not grounds:
        return WithinAuthority(limit=own, reason=reason_for(Ground.DISCOUNT_AUTHORITY, policy))
    return NeedsApproval(
        role=_approver(quote, rules.approval), limit=own, reasons=tuple(reason_for(ground, policy) for ground in grounds)
    )


def undercuts(quote: Quote, files: tuple[CustomerFile, ...], *, policy: Policy, at: datetime) -> bool:
    """Whether a line offers less than the list for what is protected for somebody else on these files."""
    return any(
        not line.is_within(Decimal(0)) and _is_anothers(file, line.family, quote.partner_id, policy, at)
        for line in quote.lines
        for file in files
    )


def _is_anothers(file: CustomerFile, family: str | None, partner_id: str, policy: Policy, at: datetime) -> bool:
    wanted = covered(family, policy)
    return any(claim.partner_id != partner_id and claim.protects(wanted, at) for claim in file.claims)


def _within(quote: Quote, limit: Decimal) -> bool:
    return all(line.is_within(limit) for line in quote.lines)


def _approver(quote: Quote, approval: Mapping[Role, Decimal]) -> Role:
    """The first in the order of the policy whose limit is not passed; one of them is enough, since the quote was not refused."""
    return next(role for role, limit in approval.items() if _within(quote, limit))


def may_approve(role: Role, quote: Quote, *, policy: Policy) -> bool:
    """Whether somebody of the role may approve the quote's discounts."""
    limit = policy.pricing.approval.get(role)
    return limit is not None and _within(quote, limit)
