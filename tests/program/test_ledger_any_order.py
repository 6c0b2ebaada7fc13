"""However often and in whatever order facts are heard, and whenever a ledger is settled, it ends in the same sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from random import Random
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from program.billing import BillingFact, Exchange
from program.earning import StepKind
from program.ledger import Entry, LineState, differences
from program.money import Money
from program.reckoning import Entitlement, LineKind, Reckoned, Terms, reckon
from tests.program.histories import ZONE, History, Variant, history, variants
from tests.program.test_independent_sums import Ledger

#: Every fact has happened and every holding period is over.
LATE: Final = 1200
#: Lines of the commission and what corrected it.
_OWN: Final = (LineKind.COMMISSION, LineKind.RENEWAL, LineKind.MARGIN, LineKind.CLAWBACK, LineKind.TRUE_UP)

seeds = st.integers(0, 10**6)


@cache
def policies() -> tuple[Variant, ...]:
    return tuple(variants(12))


def told(seed: int) -> History:
    found = history(Random(seed), policies())
    facts = {fact.source: fact for fact in found.told}
    return replace(found, told=tuple(facts.values()))


def heard(found: History, facts: Sequence[BillingFact], days: Sequence[int]) -> Ledger:
    """The ledger after each fact of the sequence was heard and settled on its day, the days in order, and all of it at the end."""
    ledger = Ledger(replace(found, told=tuple(facts)))
    for count, day in enumerate(sorted(days), start=1):
        ledger.settle(min(count, len(facts)), day)
    ledger.settle(len(facts), LATE)
    return ledger


def reckoned(found: History, day: int = LATE, *, exchange: Exchange | None = None) -> Reckoned:
    today = found.sale.won_on + timedelta(days=day)
    terms = Terms(policy=found.policy, exchange=exchange or found.exchange, tier_at=found.tier_at, zone=ZONE, today=today)
    return reckon(found.sale, found.told, terms)


def payable(ledger: Ledger, found: History) -> int:
    day = found.sale.won_on + timedelta(days=2 * LATE)
    due = [entry for entry in ledger.entries if entry.state(day) is not LineState.ACCRUED]
    return sum(entry.line.amount.minor for entry in due)


@given(seeds, st.data())
def test_any_order_and_any_repetition_ends_in_the_same_sums_whenever_it_is_settled(seed: int, data: st.DataObject) -> None:
    found = told(seed)
    at_once = heard(found, found.told, ())
    order = data.draw(st.permutations(found.told))
    again = data.draw(st.lists(st.sampled_from(order), max_size=4)) if order else []
    days = data.draw(st.lists(st.integers(0, LATE), max_size=len(order) + len(again)))
    one_by_one = heard(found, [*order, *again], days)
    assert one_by_one.sums() == at_once.sums()
    assert payable(one_by_one, found) == payable(at_once, found)
    assert one_by_one.settle(len(order) + len(again), LATE) == 0, "settling again books again"


@given(seeds, st.data())
def test_the_order_of_the_facts_changes_nothing_of_what_is_reckoned(seed: int, data: st.DataObject) -> None:
    found = told(seed)
    shuffled = replace(found, told=tuple(data.draw(st.permutations(found.told))))
    assert reckoned(shuffled) == reckoned(found)


@given(seeds, st.integers(0, LATE))
def test_what_a_deal_earns_is_the_partners_part_of_the_whole_on_what_is_left(seed: int, day: int) -> None:
    found = told(seed)
    items = [item for item in reckoned(found, day).entitlements if item.kind in _OWN]
    if not items:
        return
    # The last item is what came last: its steps end in the whole on what was left then, capped, and the partner's part of it.
    stages = [item for item in items if item.item == "commission" or item.amount.amount]
    ends = [step for step in stages[-1].steps if step.kind in (StepKind.WHOLE, StepKind.DEAL_CAP, StepKind.SHARE)]
    total = sum(item.amount.minor for item in items)
    assert ends[-1].money is not None
    assert total == ends[-1].money.minor
    if found.sale.partner_percent < 100:
        whole = next(step.money for step in reversed(ends) if step.kind is not StepKind.SHARE)
        assert whole is not None
        percent = found.sale.partner_percent
        parts = whole.split((percent, 100 - percent))
        assert parts[0].minor == total
        assert parts[0] + parts[1] == whole


@given(seeds, st.lists(st.integers(0, LATE), max_size=6))
def test_taking_everything_back_nets_to_nothing_and_booking_it_again_restores_it(seed: int, days: list[int]) -> None:
    found = told(seed)
    ledger = heard(found, found.told, days)
    before, today = ledger.sums(), found.sale.won_on + timedelta(days=LATE)
    book(ledger, (), found)
    assert ledger.sums() == {}
    assert differences((), ledger.entries, today=today).drafts == ()
    ledger.settle(len(found.told), LATE)
    assert ledger.sums() == before


def book(ledger: Ledger, entitlements: Sequence[Entitlement], found: History) -> None:
    """Books the differences to what is due, the lines named one after the other."""
    today = found.sale.won_on + timedelta(days=LATE)
    for draft in differences(entitlements, ledger.entries, today=today).drafts:
        like = ledger.entries[0].line
        line = replace(
            like,
            id=f"L-{len(ledger.entries)}",
            item=draft.item,
            number=draft.number,
            kind=draft.kind,
            base=draft.base,
            percent=draft.percent,
            amount=draft.amount,
            steps=draft.steps,
            earned_on=draft.on,
            corrects=draft.corrects,
        )
        ledger.entries.append(Entry(line=line, due_on=draft.due_on))


@given(seeds, st.lists(st.integers(0, LATE), max_size=8))
def test_lines_of_an_item_are_counted_and_each_names_the_one_before(seed: int, days: list[int]) -> None:
    found = told(seed)
    ledger = heard(found, found.told, days)
    by_item: dict[str, list[Entry]] = defaultdict(list)
    for entry in ledger.entries:
        by_item[entry.line.item].append(entry)
    for entries in by_item.values():
        assert [entry.line.number for entry in entries] == list(range(1, len(entries) + 1))
        assert [entry.line.corrects for entry in entries[1:]] == [entry.line.id for entry in entries[:-1]]
        assert all(entry.line.amount.amount for entry in entries), "a line of nothing says nothing"


@given(seeds)
def test_without_a_rate_nothing_is_guessed_and_with_it_nothing_is_missing(seed: int) -> None:
    found = told(seed)
    waiting = reckoned(found, exchange=Exchange(currency=found.exchange.currency, rates={}))
    whole = reckoned(found)
    assert whole.missing == frozenset()
    known = {item.item: item.amount for item in whole.entitlements}
    assert all(known[item.item] == item.amount for item in waiting.entitlements)
    assert (len(waiting.entitlements) == len(whole.entitlements)) == (not waiting.missing)


@given(st.integers(0, 10**9), st.integers(1, 99))
def test_a_shared_amount_is_never_more_or_less_than_the_whole(units: int, percent: int) -> None:
    whole = Money.from_minor(units, "EUR")
    mine, theirs = whole.split((percent, 100 - percent))
    assert mine + theirs == whole
    assert abs(mine.minor * 100 - units * percent) <= 100
