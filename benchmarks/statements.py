"""How fast money and tiers are answered, and how fast everything is reckoned anew, in a program of a million won deals.

    python -m benchmarks.statements [--deals 1000000] [--partners 10000] [--on sqlite postgresql] [--folder DIR] [--asked 300]

Every deal has its sale, its invoice and payment, and the line that was booked for it; all values are multiples of a hundred, so
that one SQL statement can sum the same commissions without rounding. What is asked are whole turns of partners' admins: message
in, reply out, as a chat has them. The full recomputation reckons every deal from its facts with all its steps, and is compared with
that one statement; the sums must be equal. Needs the development packages, whose PostgreSQL it starts. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import sub
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text

from benchmarks.measuring import clocks, database_url, insert, peak_memory, table, times
from bot.ids import FreshIds
from bot.incoming import Incoming, Sender
from bot.log import configure_logging
from bot.turns import Turns
from handlers.message import Said
from program.partners import Tier
from program.periods import local_date
from program.policy import RateTable
from program.policy_reading import read_policy
from program.reckoning import Terms, reckon
from program.tier_history import tier_at
from storage.books import SqlBooks
from storage.engine import Database, migrate
from storage.played import SqlPlayed

PROGRAM: Final = read_policy((Path(__file__).parents[1] / "program.toml").read_text(encoding="utf-8"))
NOW: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_VERSION: Final = PROGRAM.in_force(NOW).version
_SEED: Final = 20_261_123
_AT_ONCE: Final = 20_000
_DAYS: Final = 1000
#: What a partner asks, by what it is called in the table.
QUESTIONS: Final = {
    "statement": "What did I earn in October?",
    "explanation": "why 23 % and not 26 %?",
    "what-if": "what would I earn on 60k at Gold?",
    "forecast": "commission forecast",
    "tier progress": "how far am I from Gold?",
}
_RATES: Final = PROGRAM.in_force(NOW).commission.rates[RateTable.RESELLER].by_tier
_SUMS: Final = text(
    "SELECT partner_id, SUM(value_minor * CASE tier "
    + " ".join(f"WHEN '{tier.value}' THEN {int(rate)}" for tier, rate in _RATES.items())
    + " END / 100) FROM sales GROUP BY partner_id"
)


def load(url: str, partners: int, deals: int) -> float:
    """Fills an empty database; the seconds it took."""
    migrate(url)
    database, began = Database(url), time.perf_counter()
    zone = "" if database.is_sqlite else "+00:00"
    with database.transaction() as connection:
        tiers = tuple(Tier)
        rows = [
            (f"p{n}", f"Partner {n}", '["reseller"]', tiers[n % 5].value, "DE", "Europe/Berlin", "EUR") for n in range(partners)
        ]
        insert(connection, "partners (id, name, kinds, tier, country, zone, currency)", rows)
        people = [
            (f"m{n}", f"p{n}", f"Person {n}", f"m{n}@p{n}.example", "partner_admin", "en", "Europe/Berlin", True)
            for n in range(partners)
        ]
        insert(connection, "members (id, partner_id, name, email, role, language, zone, active)", people)
        accounts = [("console", "local", f"m{n}@p{n}.example", f"m{n}", _instant(NOW, zone)) for n in range(partners)]
        insert(connection, "accounts (chat, tenant, user_id, member_id, linked_at)", accounts)
    dice = random.Random(_SEED)
    for start in range(0, deals, _AT_ONCE):
        some = [_deal(dice, number, partners, zone) for number in range(start, min(start + _AT_ONCE, deals))]
        with database.transaction() as connection:
            for into, rows in zip(_TABLES, zip(*some, strict=True), strict=True):
                flat = [row for of_deal in rows for row in of_deal]
                insert(connection, into, flat)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if database.is_sqlite else "VACUUM ANALYZE"))
    database.close()
    return time.perf_counter() - began


_TABLES: Final = (
    "registrations (id, revision, partner_id, member_id, status, registered_at, policy_version, company, company_folded, close_date, "
    "reasons, note, on_behalf, extensions, closed_at, final_minor, final_currency, final_products)",
    "sales (registration_id, won_at, partner_id, kind, tier, currency, won_on, value_minor, value_currency, products, renewal, "
    "rewarded, partner_percent)",
    'billing_facts (kind, source, registration_id, "on", amount_minor, currency, recorded_at)',
    "statement_lines (id, partner_id, registration_id, item, number, kind, policy_version, base_minor, base_currency, percent, "
    "amount_minor, currency, steps, earned_on, booked_at)",
    'line_dues (line_id, "on")',
)


def _deal(dice: random.Random, number: int, partners: int, zone: str) -> tuple[list[tuple[Any, ...]], ...]:
    """The rows of one deal in the order of the tables; instants as both databases take them."""
    partner = number % partners
    tier = tuple(Tier)[partner % 5]
    won_at = NOW - timedelta(days=dice.randrange(_DAYS), minutes=dice.randrange(600))
    won_on, value = local_date(won_at, PROGRAM.zone), dice.randrange(20, 800) * 10_000
    at, before = _instant(won_at, zone), _instant(won_at - timedelta(days=40), zone)
    id, line, amount = f"R-{number}", f"L-{number}", value * int(_RATES[tier]) // 100
    company = f"Customer {number} GmbH"
    deal = (
        id,
        2,
        f"p{partner}",
        f"m{partner}",
        "won",
        before,
        _VERSION,
        company,
        company.lower(),
        won_on.isoformat(),
        "[]",
        "",
        False,
        0,
    )
    sale = (id, at, f"p{partner}", "reseller", tier.value, "EUR", won_on.isoformat(), value, "EUR", "[]", False, False, 100)
    steps = [
        {"kind": "value", "minor": value, "currency": "EUR"},
        {"kind": "tier_rate", "clause": "5.2", "percent": str(_RATES[tier]), "name": tier.value},
        {"kind": "rate", "percent": str(_RATES[tier])},
        {"kind": "whole", "minor": amount, "currency": "EUR"},
    ]
    booked = (
        line, f"p{partner}", id, "commission", 1, "commission", _VERSION, value, "EUR", str(_RATES[tier]), amount, "EUR",
        json.dumps(steps), won_on.isoformat(), at,
    )  # fmt: skip
    facts = [
        (kind, f"{kind}-{number}", id, (won_on + timedelta(days=9)).isoformat(), value, "EUR", at)
        for kind in ("invoice", "payment")
    ]
    due = (line, (won_on + timedelta(days=39)).isoformat())
    return [(*deal, at, value, "EUR", "[]")], [sale], facts, [booked], [due]


def _instant(at: datetime, zone: str) -> str:
    """As the database takes it: PostgreSQL with its zone, SQLite without one."""
    return f"{at:%Y-%m-%d %H:%M:%S}.000000{zone}"


def ask(url: str, asked: int, partners: int) -> dict[str, float]:
    """Whole turns, the kinds of questions mixed, each by a partner of its own."""
    database = Database(url)
    turns = Turns(database, PROGRAM, FreshIds(), lambda: NOW)
    with database.reading() as connection:
        server = None if database.is_sqlite else connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    dice = random.Random(_SEED)
    took: dict[str, list[tuple[float, ...]]] = {kind: [] for kind in QUESTIONS}
    for number in range(asked + 20):
        for kind, words in QUESTIONS.items():
            partner = dice.randrange(partners)
            sender = Sender(chat="console", tenant="local", user=f"m{partner}@p{partner}.example")
            message = Incoming(
                key=f"{kind}-{number}-{time.time_ns()}", sender=sender, conversation=sender.user, what=Said(text=words)
            )
            began = clocks(server)
            reply = turns.take(message)
            if number >= 20:  # the first ones warm up
                took[kind].append(tuple(map(sub, clocks(server), began)))
            if not reply.parts or "reference" in str(reply.parts[0]):
                raise SystemExit(f"{words}: {reply.parts}")
    database.close()
    figures: dict[str, float] = {}
    for kind, seconds in took.items():
        figures |= times(kind, seconds)
    return figures | {"peak memory MB": peak_memory()}


def recompute(url: str) -> dict[str, float]:
    """Every deal reckoned from its facts, and the same sums in one statement."""
    database = Database(url)
    with database.reading() as connection:
        server = None if database.is_sqlite else connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        began = clocks(server)
        summed = {id: int(minor) for id, minor in connection.execute(_SUMS)}
        in_sql = tuple(map(sub, clocks(server), began))
        began = clocks(server)
        reckoned = dict(_reckoned(SqlPlayed(connection, PROGRAM, NOW), SqlBooks(connection, NOW, PROGRAM.currency)))
        in_python = tuple(map(sub, clocks(server), began))
    database.close()
    if summed != reckoned:
        raise SystemExit("the sums differ")
    return {
        "one statement, CPU s": in_sql[1],
        "full recomputation, CPU s": in_python[1],
        "recomputation ÷ statement": in_python[1] / in_sql[1],
    }


def _reckoned(played: SqlPlayed, books: SqlBooks) -> Iterator[tuple[str, int]]:
    exchange, today = books.exchange(), local_date(NOW, PROGRAM.zone)
    for partner in played.partners():
        _, history = played.standing(partner.id)
        held = partial(tier_at, history, own=partner.tier)
        minor = 0
        for deal in played.deals(partner.id):
            terms = Terms(policy=deal.policy, exchange=exchange, tier_at=held, zone=PROGRAM.zone, today=today)
            minor += sum(entitled.amount.minor for entitled in reckon(deal.sale, deal.facts, terms).entitlements)
        yield partner.id, minor


def _elsewhere(*words: str) -> dict[str, float]:
    """What a process of its own measures: this one's memory is full of deals."""
    done = subprocess.run([sys.executable, "-m", "benchmarks.statements", *words], check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deals", type=int, default=1_000_000)
    parser.add_argument("--partners", type=int, default=10_000)
    parser.add_argument("--asked", type=int, default=300, help="how often each kind of question is asked")
    parser.add_argument("--on", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    parser.add_argument("--folder", type=Path, help="where the databases are kept; without it, they are thrown away")
    parser.add_argument("--ask", metavar="URL", help=argparse.SUPPRESS)
    parser.add_argument("--recompute", metavar="URL", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    configure_logging("WARNING")
    if chosen.ask:
        sys.stdout.write(json.dumps(ask(chosen.ask, chosen.asked, chosen.partners)))
        return
    if chosen.recompute:
        sys.stdout.write(json.dumps(recompute(chosen.recompute)))
        return
    figures = {}
    with ExitStack() as stack:
        folder = chosen.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for kind in chosen.on:
            url = stack.enter_context(database_url(kind, folder))
            seconds = load(url, chosen.partners, chosen.deals)
            asked = _elsewhere("--ask", url, "--asked", str(chosen.asked), "--partners", str(chosen.partners))
            figures[kind] = asked | _elsewhere("--recompute", url) | {"loading s": seconds}
    sys.stdout.write(table(figures, f"{chosen.deals:,} deals of {chosen.partners:,} partners"))


if __name__ == "__main__":
    main()
