"""How fast reminders are found among many partners and sent to many people, and what people who write meanwhile notice of it.

    python -m benchmarks.nudges [--partners 100000] [--messages 10000] [--on sqlite postgresql] [--parts sweep tiers drain]

Sweep: partners that joined over three years, each with a member and every other one with a protected deal, looked at on a Tuesday
morning, for the first time the day before (finding alone, as if all of it had been sent), and then once more, when nothing is new;
beside it, a quarter of the partners, of whom as many have joined on each day.
Tiers: the sweep of tiers over the same partners, and again when nothing is new, and when deals were won.
Drain: that many reminders to that many people, a message each, in a chat that takes one message a second in each conversation; beside
it, somebody asks something five times a second. Prints tables in Markdown. Times are of the wall; CPU is of this process and of the
database's.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import delete, insert, select, text, update

from benchmarks.measuring import clocks, database_url, table
from bot.clock import elapsed
from bot.delivery.delivery import Delivery
from bot.delivery.pace import Pace
from bot.ids import FreshIds
from bot.incoming import Incoming, Sender
from bot.log import configure_logging
from bot.nudge_sweep import NudgeSweep
from bot.sweeps import Sweeps
from bot.turns import Turns
from handlers.message import Said
from program.policy_reading import read_policy
from storage.engine import Database, migrate
from storage.nudge_tables import TOLD, nudges, partner_starts
from storage.tables import accounts, assignments, conversations, members, partners, registrations
from storage.tier_tables import tier_touches
from tests.delivery.fake_chat import FakeChat, once_per

PROGRAM: Final = read_policy((Path(__file__).parents[1] / "program.toml").read_text(encoding="utf-8"))
#: A Tuesday, nine o'clock in Berlin.
NOW: Final = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TODAY: Final = date(2026, 11, 24)
_DAYS: Final = 1096
_AT_ONCE: Final = 10_000
_ASKED_EVERY: Final = 0.2


def fill(database: Database, count: int, *, spread: int, deals: bool) -> None:
    """So many partners that joined on so many days, the last of them today."""
    version = PROGRAM.in_force(NOW).version
    with database.transaction() as connection:
        connection.execute(
            insert(members), [_member(id, None, "partner_manager") for id in sorted({*map(_manager_of, range(count))})]
        )
    for start in range(0, count, _AT_ONCE):
        numbers = range(start, min(start + _AT_ONCE, count))
        rows: dict[Any, list[dict[str, Any]]] = {
            partners: [_partner(number) for number in numbers],
            members: [_member(f"m-{number}", f"p-{number}", "seller") for number in numbers],
            assignments: [{"partner_id": f"p-{number}", "manager_id": _manager_of(number)} for number in numbers],
            accounts: [] if deals else [_account(number) for number in numbers],
            conversations: [] if deals else [_conversation(number) for number in numbers],
            partner_starts: [
                {"partner_id": f"p-{number}", "joined_on": TODAY - timedelta(days=number % spread)} for number in numbers
            ],
            registrations: [_deal(number, version) for number in numbers if number % 2] if deals else [],
        }
        with database.transaction() as connection:
            for into, of_table in rows.items():
                if of_table:
                    connection.execute(insert(into), of_table)
    database.optimise()
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))


def _manager_of(number: int) -> str:
    """Each looks after a hundred."""
    return f"m-manager-{number // 100}"


def _partner(number: int) -> dict[str, Any]:
    tier = {"tier": "registered", "country": "DE", "zone": "Europe/Berlin", "currency": "EUR"}
    return {"id": f"p-{number}", "name": f"Partner {number}", "kinds": ["reseller"]} | tier


def _member(id: str, partner_id: str | None, role: str) -> dict[str, Any]:
    named = {"id": id, "partner_id": partner_id, "name": f"Person {id}", "email": f"{id}@example.com"}
    return named | {"role": role, "language": "en", "zone": "Europe/Berlin", "active": True}


def _account(number: int) -> dict[str, Any]:
    sender = {"chat": "fake", "tenant": "T", "user_id": f"u-{number}"}
    return sender | {"member_id": f"m-{number}", "linked_at": NOW - timedelta(days=9), "private": f"dm:{number}"}


def _conversation(number: int) -> dict[str, Any]:
    sender = {"chat": "fake", "tenant": "T", "user_id": f"u-{number}"}
    return sender | {"member_id": f"m-{number}", "revision": 1, "state": {}}


def _deal(number: int, version: str) -> dict[str, Any]:
    ends = NOW + timedelta(days=number % 89 + 1)
    start = ends - timedelta(days=90)
    return {
        "id": f"R-{number:06}", "revision": 0, "partner_id": f"p-{number}", "member_id": f"m-{number}", "status": "approved",
        "registered_at": start, "policy_version": version, "protected_from": start, "protected_until": ends,
        "company": f"Customer {number}", "company_folded": f"customer {number}", "close_date": TODAY + timedelta(days=60),
        "reasons": [], "note": "", "on_behalf": False, "extensions": 0, "decided_at": start,
    }  # fmt: skip


# ── finding ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def swept(kind: str, count: int, *, spread: int) -> dict[str, float]:
    """Seconds of a first sweep and of a second one, with what they found."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        url = stack.enter_context(database_url(kind, Path(folder)))
        migrate(url)
        database = Database(url)
        fill(database, count, spread=spread, deals=True)
        with database.transaction() as connection:  # as after a sweep of tiers, which finds nobody below theirs
            connection.execute(delete(tier_touches))
        sweep = NudgeSweep(database, PROGRAM, FreshIds())
        begun = time.process_time()
        behind, _ = sweep.find(NOW - timedelta(days=1))
        spent = time.process_time() - begun
        with database.transaction() as connection:  # as if it had all been sent
            connection.execute(update(nudges).values(state=TOLD))
        first, cpu, found = _timed(sweep)
        again, _, nothing = _timed(sweep)
        database.close()
    return {
        "the first ever, finding alone: found": sum(behind.values()),
        "the first ever, finding alone: CPU seconds": spent,
        "a day later: found": found[0],
        "a day later: messages": found[1],
        "a day later: seconds": first,
        "a day later: CPU seconds": cpu,
        "CPU ms for each found": cpu / found[0] * 1e3,
        "once more: found": nothing[0],
        "once more: seconds": again,
    }


def _timed(sweep: NudgeSweep, at: datetime = NOW) -> tuple[float, float, tuple[int, int]]:
    (wall, cpu), done = clocks(None), sweep.run(at)
    then, spent = clocks(None)
    if done.failed:
        raise RuntimeError("the sweep failed; the log says why")
    return then - wall, spent - cpu, (sum(done.found.values()), done.messages)


# ── tiers ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def tiers_swept(kind: str, count: int) -> dict[str, float]:
    """CPU seconds of the first sweeps of tiers, of one in which nothing is new, and of one after a hundred deals were won."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        url = stack.enter_context(database_url(kind, Path(folder)))
        migrate(url)
        database = Database(url)
        fill(database, count, spread=_DAYS, deals=True)
        sweeps, seconds = Sweeps(database, PROGRAM, FreshIds()), {}
        for name in ("the first ever", "the second", "nothing new", "a hundred won"):
            if name == "a hundred won":
                _win(database, 100)
            _, begun = clocks(None)
            if sweeps.run_tiers(NOW).failed:
                raise RuntimeError("the sweep failed; the log says why")
            _, spent = clocks(None)
            seconds[f"{name}: CPU seconds"] = spent - begun
        database.close()
    return seconds


def _win(database: Database, count: int) -> None:
    won = {"status": "won", "closed_at": NOW, "final_minor": 6_000_000, "final_currency": "EUR", "final_products": []}
    with database.transaction() as connection:
        ids = select(registrations.c.id).order_by(registrations.c.id).limit(count)
        connection.execute(update(registrations).where(registrations.c.id.in_(ids)).values(won))


# ── sending ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Watched(FakeChat):
    """A chat that knows when each conversation got its last message."""

    def __init__(self) -> None:
        super().__init__(elapsed=elapsed)
        self.per_conversation = once_per(1)
        self.told: dict[str, int] = {}
        self.awaited = 0
        self.reached = 0
        self.all_told = asyncio.Event()
        self.answered = asyncio.Event()
        self.on_accept = self._accepted

    def _accepted(self) -> None:
        conversation = self.messages[-1].conversation
        self.told[conversation] = self.told.get(conversation, 0) + 1
        if conversation.startswith("asked:"):
            self.answered.set()
            return
        self.reached += self.told[conversation] == 1
        if self.awaited and self.reached >= self.awaited:
            self.all_told.set()


def drained(kind: str, count: int) -> dict[str, float]:
    """Messages a second, what was lost or doubled, and how long people waited for answers with and without it."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        url = stack.enter_context(database_url(kind, Path(folder)))
        migrate(url)
        database = Database(url)
        fill(database, count, spread=1, deals=False)
        figures = asyncio.run(_drained(database, count))
        database.close()
    return figures


async def _drained(database: Database, count: int) -> dict[str, float]:
    chat, began = Watched(), time.monotonic()

    def clock() -> datetime:
        return NOW + timedelta(seconds=time.monotonic() - began)

    ids = FreshIds()
    sweep = NudgeSweep(database, PROGRAM, ids)
    turns = Turns(database, PROGRAM, ids, clock)
    delivery = Delivery(database, turns, {"fake": chat}, clock, elapsed, pace=Pace(), recheck=sweep.recheck)
    delivery.start()
    alone = await _asked(delivery, chat, 50, "before")
    swept = await asyncio.to_thread(sweep.run, clock())
    wall, cpu = clocks(None)
    asking = asyncio.create_task(_asked(delivery, chat, 10_000, "during"))
    chat.awaited = swept.messages
    await chat.all_told.wait()
    then, spent = clocks(None)
    asking.cancel()
    beside = await asking
    await delivery.stop()
    told = [times for conversation, times in chat.told.items() if conversation.startswith("dm:")]
    return {
        "reminders put out": swept.messages,
        "a second": swept.messages / (then - wall),
        "CPU ms each": (spent - cpu) / swept.messages * 1e3,
        "lost": swept.messages - len(told),
        "doubled": sum(times - 1 for times in told),
        "answers p50 ms, alone": _share(alone, 50),
        "answers p99 ms, alone": _share(alone, 99),
        "answers p50 ms, meanwhile": _share(beside, 50),
        "answers p99 ms, meanwhile": _share(beside, 99),
        "p99, meanwhile ÷ alone": _share(beside, 99) / _share(alone, 99),
    }


async def _asked(delivery: Delivery, chat: Watched, count: int, name: str) -> list[float]:
    """Seconds from a message to its answer, one after the other; what there is when it is cancelled."""
    seconds: list[float] = []
    try:
        for number in range(count):
            chat.answered.clear()
            begun = time.perf_counter()
            sender = Sender(chat="fake", tenant="T", user=f"u-{number % 50}")
            said = Said(text="my deals")
            await delivery.receive(
                Incoming(key=f"{name}-{number}", sender=sender, conversation=f"asked:{name}-{number}", private=None, what=said)
            )
            await chat.answered.wait()
            seconds.append(time.perf_counter() - begun)
            await asyncio.sleep(max(0, _ASKED_EVERY - seconds[-1]))
    except asyncio.CancelledError:
        pass
    return seconds


def _share(seconds: Sequence[float], share: int) -> float:
    ordered = sorted(seconds)
    return ordered[len(ordered) * share // 100] * 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--partners", type=int, default=100_000)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--on", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--parts", nargs="+", default=["sweep", "tiers", "drain"])
    asked = parser.parse_args()
    configure_logging("ERROR")
    for kind in asked.on:
        if "sweep" in asked.parts:
            sizes = {f"{asked.partners:,}": (asked.partners, _DAYS), f"{asked.partners // 4:,}": (asked.partners // 4, _DAYS // 4)}
            for named, (count, spread) in sizes.items():
                print(table({named: swept(kind, count, spread=spread)}, f"sweep on {kind}, partners"))  # noqa: T201 - it is what the script is for
        if "tiers" in asked.parts:
            print(table({f"{asked.partners:,}": tiers_swept(kind, asked.partners)}, f"sweep of tiers on {kind}, partners"))  # noqa: T201 - the same
        if "drain" in asked.parts:
            print(table({f"{asked.messages:,}": drained(kind, asked.messages)}, f"drain on {kind}"))  # noqa: T201 - the same


if __name__ == "__main__":
    main()
