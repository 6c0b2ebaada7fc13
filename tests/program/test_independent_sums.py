"""Whatever happened to a deal, and in whatever order it was heard: the ledger says to the cent what the plain sums say."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from program.ledger import Due, Entry, StatementLine, differences
from program.reckoning import Terms, reckon
from tests.program.histories import ZONE, History, history, variants
from tests.program.plain_money import expected

VARIANTS = variants(12)


class Ledger:
    """Lines and days as they are booked, kept in memory as the database keeps them."""

    def __init__(self, told: History) -> None:
        self._told = told
        self.entries: list[Entry] = []

    def settle(self, heard: int, day: int) -> int:
        """Books what is missing by so much of what is told, so many days after the win; says how many lines that were."""
        told, today = self._told, self._told.sale.won_on + timedelta(days=day)
        facts = tuple({fact.source: fact for fact in told.told[:heard]}.values())
        terms = Terms(policy=told.policy, exchange=told.exchange, tier_at=told.tier_at, zone=ZONE, today=today)
        booking = differences(reckon(told.sale, facts, terms).entitlements, self.entries, today=today)
        for due in booking.dues:
            self._fall_due(due)
        for draft in booking.drafts:
            line = StatementLine(
                id=f"L-{len(self.entries)}",
                partner_id="p",
                registration_id="R-1",
                policy_version=told.policy.version,
                booked_at=datetime(2025, 1, 1, tzinfo=UTC),
                earned_on=draft.on,
                **{
                    name: getattr(draft, name)
                    for name in ("item", "number", "kind", "base", "percent", "amount", "steps", "corrects")
                },
            )
            self.entries.append(Entry(line=line, due_on=draft.due_on))
        return len(booking.drafts)

    def _fall_due(self, due: Due) -> None:
        self.entries = [
            Entry(line=entry.line, due_on=min(filter(None, (entry.due_on, due.on)))) if entry.line.id == due.line_id else entry
            for entry in self.entries
        ]

    def sums(self) -> dict[str, int]:
        """Of each item, in minor units; items that come to nothing are left out."""
        found: dict[str, int] = defaultdict(int)
        for entry in self.entries:
            found[entry.line.item] += entry.line.amount.minor
        return {item: amount for item, amount in found.items() if amount}


def check(seed: int) -> None:
    random = Random(seed)
    told = history(random, VARIANTS)
    ledger = Ledger(told)
    days = sorted(random.randrange(700) for _ in told.told)
    for heard, day in enumerate(days, start=1):
        if random.random() < 0.7:
            ledger.settle(heard, day)
    last = max(days, default=0) + random.randrange(400)
    ledger.settle(len(told.told), last)
    today = told.sale.won_on + timedelta(days=last)
    facts = list({fact["source"]: fact for fact in told.plain_facts}.values())
    assert ledger.sums() == expected(told.plain_policy, told.plain, facts, told.rates, today), f"seed {seed}"
    assert ledger.settle(len(told.told), last) == 0, f"seed {seed}: settling again books again"
    keys = [(entry.line.item, entry.line.number) for entry in ledger.entries]
    assert len(set(keys)) == len(keys), f"seed {seed}: two lines have one key"


@pytest.mark.parametrize("hundred", range(20))
def test_two_thousand_histories_agree_to_the_cent(hundred: int) -> None:
    for seed in range(hundred * 100, hundred * 100 + 100):
        check(seed)


@pytest.mark.slow
@pytest.mark.parametrize("thousand", range(98))
def test_a_hundred_thousand_histories_agree_to_the_cent(thousand: int) -> None:
    for seed in range(2000 + thousand * 1000, 3000 + thousand * 1000):
        check(seed)
