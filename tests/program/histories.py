"""Random histories of deals: a policy with some of its levers, a sale, and what billing says of it, in the order of hearing."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, Final

from program.billing import BillingFact, Exchange, FactKind
from program.earning import Sale, Sold
from program.money import Money, minor_digits
from program.partners import PartnerKind, Tier
from program.periods import local_date
from program.policy import Policy
from program.policy_reading import read_policy
from program.registrations import Sourced

SHIPPED: Final = (Path(__file__).parents[2] / "program.toml").read_text(encoding="utf-8").split("\n# ── Changes since")[0]
ZONE: Final = "Europe/Berlin"
_WORDS: Final = 'text.en = "."\ntext.de = "."\n'
_LEVERS: Final = (
    '[version.commission.verticals.health]\nclause = "5.21"\nindustries = ["Healthcare"]\npoints = 2.25\n',
    '[version.commission.several]\nclause = "5.22"\nproducts = 2\npoints = 1.5\n',
    '[version.commission.deal_cap]\nclause = "5.23"\namount = 7500\n',
    '[version.promotions.spring]\nclause = "5.24"\nfirst = 2025-03-01\nlast = 2025-05-31\n'
    'kinds = []\ntiers = ["gold", "platinum"]\n'
    "products = []\npoints = 3\n",
    '[version.promotions.spiff]\nclause = "5.25"\nfirst = 2025-01-01\nlast = 2025-12-31\nkinds = ["reseller", "msp"]\ntiers = []\n'
    'products = ["crm"]\namount = 333.33\n',
)
_MARGIN: Final = ('pays = "commission"\nrates = "reseller"', 'pays = "margin"\nrates = "reseller"')
#: One policy for each set of levers, with the same file as plain figures.
Variant = tuple[Policy, dict[str, Any]]


def changed(source: str, old: str, new: str) -> str:
    """The source with the first `old` replaced; it has to be there."""
    assert old in source, old
    return source.replace(old, new, 1)


def variants(count: int) -> list[Variant]:
    """So many policies with different levers, the first one as it is shipped."""
    found = []
    for number in range(count):
        random = Random(number)
        source = SHIPPED + "".join(f"\n{lever}{_WORDS}" for lever in _LEVERS if number and random.random() < 0.6)
        if number % 3 == 2:
            source = changed(source, *_MARGIN)
        if number % 4 == 3:
            source = changed(source, "churn_days = 180", "churn_days = 0")
            source = changed(
                source, 'months = 12\ntext.en = "{months} months after', 'months = 3\ntext.en = "{months} months after'
            )
        if number % 2:
            source = changed(source, "share = 50 ", f"share = {random.choice((25, 33.3333, 100))} ")
            source = changed(
                source, "silver = 23\ngold = 26\nplatinum = 30\ncap = 40", "silver = 24.5\ngold = 26\nplatinum = 30\ncap = 34"
            )
        plain = tomllib.loads(source)["version"][0]
        found.append((read_policy(source).versions[0], plain))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A sale and its facts, as the program and as the plain sums take them; `told` is the order in which they are heard."""

    policy: Policy
    sale: Sale
    tiers: tuple[tuple[datetime, Tier], ...]
    exchange: Exchange
    told: tuple[BillingFact, ...]
    plain_policy: dict[str, Any]
    plain: dict[str, Any]
    rates: dict[tuple[str, date], str]

    def tier_at(self, at: datetime) -> Tier:
        return next(tier for since, tier in reversed(self.tiers) if since <= at)

    @property
    def plain_facts(self) -> list[dict[str, Any]]:
        return [
            {
                "kind": fact.kind.value,
                "source": fact.source,
                "on": fact.on,
                "amount": str(fact.amount.amount) if fact.amount else "0",
            }
            for fact in self.told
        ]


def history(random: Random, variants: Sequence[Variant]) -> History:
    policy, plain_policy = random.choice(variants)
    currency, paid_in = random.choice(("EUR", "EUR", "USD", "JPY", "KWD")), random.choice(("EUR", "EUR", "USD", "JPY"))
    won_at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=random.randrange(365 * 24 * 60))
    tiers = _tiers(random, won_at)
    rates = _rates(random)
    tier = next(tier for since, tier in reversed(tiers) if since <= won_at)
    products = tuple(
        Sold(name=name, family=random.choice(("CRM", "ERP")), is_complex=random.random() < 0.3)
        for name in random.sample(("Alpha", "Beta", "Gamma"), random.randrange(4))
    )
    part = random.choice((100, 100, 100, 70, 30, 33))
    sale = Sale(
        registration_id="R-1",
        partner_id="p",
        kind=random.choice(tuple(PartnerKind)),
        tier=tier,
        currency=paid_in,
        won_at=won_at,
        won_on=local_date(won_at, ZONE),
        value=_money(random, currency, 200_000),
        products=products,
        industry=random.choice((None, "Healthcare", "HEALTHCARE", "Retail")),
        renewal=random.random() < 0.2,
        rewarded=random.random() < 0.2,
        sourced=Sourced.PARTNER if part < 100 else None,
        partner_percent=part,
    )
    plain = {
        "kind": sale.kind.value, "tier": tier.value, "paid_in": paid_in, "currency": currency, "won_on": sale.won_on,
        "value": str(sale.value.amount), "products": [(p.name, p.family, p.is_complex) for p in products],
        "industry": sale.industry, "renewal": sale.renewal, "rewarded": sale.rewarded, "part": part,
        "tier_in": lambda month: _tier_in(month, tiers, sale).value,
    }  # fmt: skip
    return History(
        policy=policy,
        sale=sale,
        tiers=tiers,
        exchange=Exchange(currency="EUR", rates={key: Decimal(rate) for key, rate in rates.items()}),
        told=_told(random, sale),
        plain_policy=plain_policy,
        plain=plain,
        rates=rates,
    )


def _tier_in(month: date, tiers: tuple[tuple[datetime, Tier], ...], sale: Sale) -> Tier:
    """By hand: the tier at the month's first midnight in Berlin, in the month of the win the one at the win."""
    summer = date(month.year, 4, 1) <= month <= date(month.year, 10, 1)
    begins = datetime(month.year, month.month, 1, tzinfo=UTC) - timedelta(hours=2 if summer else 1)
    at = max(begins, sale.won_at)
    return [tier for since, tier in tiers if since <= at][-1]


def _tiers(random: Random, won_at: datetime) -> tuple[tuple[datetime, Tier], ...]:
    changes = sorted(won_at + timedelta(hours=random.randrange(1, 9000)) for _ in range(random.randrange(3)))
    start = datetime(2020, 1, 1, tzinfo=UTC)
    return tuple((at, random.choice(tuple(Tier))) for at in (start, *changes))


def _rates(random: Random) -> dict[tuple[str, date], str]:
    months = [date(year, month, 1) for year in (2024, 2025, 2026, 2027) for month in range(1, 13)]
    around = {"USD": (0.85, 0.98, 4), "JPY": (0.0058, 0.0066, 6), "KWD": (2.9, 3.1, 4)}
    return {
        (currency, month): f"{random.uniform(low, high):.{digits}f}"
        for currency, (low, high, digits) in around.items()
        for month in months
    }


def _money(random: Random, currency: str, most: int) -> Money:
    return Money.from_minor(random.randrange(1, most * 10 ** minor_digits(currency)), currency)


def _told(random: Random, sale: Sale) -> tuple[BillingFact, ...]:
    """What billing says, some of it twice, in any order."""
    kinds = random.choices(tuple(FactKind), weights=(3, 3, 2, 1, 4), k=random.randrange(8))
    facts = []
    for number, kind in enumerate(kinds):
        amount = None if kind is FactKind.CHURN else _money(random, sale.value.currency, 60_000)
        if kind is FactKind.USAGE and amount is not None and random.random() < 0.2:
            amount = Money(amount=-amount.amount, currency=amount.currency)
        on = sale.won_on + timedelta(days=random.randrange(0, 500))
        facts.append(BillingFact(source=f"f{number}", kind=kind, registration_id=sale.registration_id, on=on, amount=amount))
    again = facts + random.choices(facts, k=random.randrange(3)) if facts else facts
    random.shuffle(again)
    return tuple(again)
