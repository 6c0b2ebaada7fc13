"""When each sweep last ended, in whichever process: for the operator, who sees there what no longer runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from storage.operations_tables import sweep_runs
from storage.upsert import upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepRun:
    """`done_at` is when the sweep last ended well; None: never."""

    sweep: str
    ended_at: datetime
    failed: bool
    done_at: datetime | None


def note_sweep(connection: Connection, sweep: str, at: datetime, *, failed: bool) -> None:
    """It ended at the instant; whatever it was that it met, the last good end stays known."""
    row = {"sweep": sweep, "ended_at": at, "failed": failed, "done_at": None if failed else at}
    connection.execute(upsert(connection, sweep_runs, ["sweep"], keep=["done_at"] if failed else ()), row)


def last_sweeps(connection: Connection) -> tuple[SweepRun, ...]:
    """Every sweep that ever ended, by its name."""
    return tuple(SweepRun(**row) for row in connection.execute(select(sweep_runs).order_by(sweep_runs.c.sweep)).mappings())
