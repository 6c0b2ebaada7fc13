"""`partnerbot policy backtest`: what the recorded deals would have earned under another policy. Writes nothing but the report."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, TextIO

from rich.console import Console
from rich.table import Table

from bot.cli.policy import load
from handlers.wording import Words
from program.backtest import Outcome, by_tier, compare
from program.money import Money
from program.partners import Partner
from program.periods import local_date
from program.policy import Policy, Program
from program.tier_history import tier_at
from storage.books import SqlBooks
from storage.engine import Database
from storage.played import SqlPlayed

_COLUMNS: Final = ("partner", "tier", "deals", "now", "then", "difference", "waiting for a rate")
#: Partners in the table on the screen: those with the largest differences. The file has all.
_SHOWN: Final = 20


def backtest(
    database: Database, own: Program, file: Path, *, version: str | None = None, to: Path | None = None, at: datetime, sink: TextIO
) -> int:
    """Prints the differences by partner and by tier, and writes all of them to a CSV file where one is named; 0 if it could."""
    program = load(file, sink)
    if program is None:
        return 1
    policy = next((one for one in reversed(program.versions) if version in (None, one.version)), None)
    if policy is None:
        print(f"{file}: there is no version “{version}”.", file=sink)
        return 1
    if program.currency != own.currency:
        print(f"{file}: its currency is {program.currency}, the program's is {own.currency}.", file=sink)
        return 1
    found = dict(_played(database, own, policy, at))
    if not found:
        print("No deal has been won yet, so there is nothing to play.", file=sink)
        return 0
    names = {partner.id: partner.name for partner in found}
    outcomes = [outcome for of_partner in found.values() for outcome in of_partner]
    _show(outcomes, names, policy, sink)
    if to is not None:
        _write(outcomes, names, to)
        print(f"All of it: {to}", file=sink)
    return 0


def _played(database: Database, own: Program, policy: Policy, at: datetime) -> Iterator[tuple[Partner, tuple[Outcome, ...]]]:
    with database.reading() as connection:
        recorded = SqlPlayed(connection, own, at)
        exchange = SqlBooks(connection, at, own.currency).exchange()
        for partner in recorded.partners():
            facts, history = recorded.standing(partner.id)
            yield (
                partner,
                compare(
                    recorded.deals(partner.id),
                    policy,
                    facts=facts,
                    held=partial(tier_at, history, own=partner.tier),
                    exchange=exchange,
                    zone=own.zone,
                    today=local_date(at, own.zone),
                ),
            )


def _show(outcomes: Sequence[Outcome], names: Mapping[str, str], policy: Policy, sink: TextIO) -> None:
    console = Console(file=sink, highlight=False)
    changed = sorted((one for one in outcomes if one.difference), key=lambda one: -abs(one.difference))
    title = f"Under version {policy.version}: partners with the largest differences"
    console.print(_table(title, [(names[one.partner_id], one) for one in changed[:_SHOWN]]))
    if len(changed) > _SHOWN:
        console.print(f"{len(changed) - _SHOWN} more rows have a difference.")
    tiers = list(by_tier(outcomes))
    console.print(_table("By tier", [("all partners", one) for one in tiers]))
    before, after = (Money.from_minor(sum(amounts), tiers[0].before.currency) for amounts in _minor(tiers))
    words = Words("en")
    deals = sum(one.deals for one in tiers)
    console.print(f"{deals} deals: {words.money(before)} now, {words.money(after)} then.")
    if waiting := sum(one.waiting for one in tiers):
        console.print(f"{waiting} of them wait for an exchange rate and are in no sum.")


def _minor(outcomes: Sequence[Outcome]) -> tuple[list[int], list[int]]:
    return [one.before.minor for one in outcomes], [one.after.minor for one in outcomes]


def _table(title: str, rows: Sequence[tuple[str, Outcome]]) -> Table:
    words = Words("en")
    table = Table(title=title, title_justify="left")
    for name in _COLUMNS[:6]:
        table.add_column(name, justify="left" if name in ("partner", "tier") else "right")
    for name, one in rows:
        difference = Money(amount=one.difference, currency=one.after.currency)
        figures = (words.money(one.before), words.money(one.after), words.money(difference))
        table.add_row(name, one.tier.value, words.number(one.deals), *figures)
    return table


def _write(outcomes: Sequence[Outcome], names: Mapping[str, str], to: Path) -> None:
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*_COLUMNS, "currency"))
        for one in outcomes:
            figures = (one.before.amount, one.after.amount, one.difference)
            writer.writerow((names[one.partner_id], one.tier.value, one.deals, *figures, one.waiting, one.after.currency))
