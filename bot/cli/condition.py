"""In what condition the bot is kept: what waits, what was given up, what ran by the clock, room on the disk, time zones."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from program.policy import Program
from storage.engine import Database
from storage.inbox import Backlog, Inbox
from storage.postings import Postings
from storage.sweep_runs import last_sweeps

#: A mark, what was looked at, and a sentence.
Line = tuple[str, str, str]
_LATE: Final = timedelta(minutes=5)
#: The rarest sweep runs every hour.
_SILENT: Final = timedelta(hours=3)
_LEAST_ROOM: Final = 500 * 1024 * 1024


def condition(database: Database, at: datetime) -> Iterator[Line]:
    """Lines about a database that is of this release's version; those to look at begin with "look"."""
    with database.reading() as connection:
        yield _waiting("inbox", "to be answered", Inbox(connection).backlog(), at)
        yield _waiting("outbox", "to be posted", Postings(connection, at).backlog(), at)
        runs = last_sweeps(connection)
    troubled = [run.sweep for run in runs if run.failed or at - run.ended_at > _SILENT]
    if not runs:
        yield "–", "sweeps", "none has run; partnerbot serve runs them"
    elif troubled:
        yield "look", "sweeps", f"failed, or silent for hours: {', '.join(troubled)}. The log says why"
    else:
        yield "ok", "sweeps", f"{len(runs)} run, the last ended {_ago(max(run.ended_at for run in runs), at)} ago"
    if database.is_sqlite and database.url.database:
        room = shutil.disk_usage(Path(database.url.database).parent).free
        yield "ok" if room >= _LEAST_ROOM else "look", "disk", f"{room // 1024**2:,} MB are free beside the database"


def zones(program: Program) -> Line:
    """Whether the zone of the program is known, and of which year the data is."""
    try:
        ZoneInfo(program.zone)
        data = f"tzdata {version('tzdata')}"
    except ZoneInfoNotFoundError:
        return "wrong", "time zones", f"{program.zone} is not known here. Install tzdata"
    except PackageNotFoundError:
        data = "of the system"
    return "ok", "time zones", f"{program.zone} is known; {data}"


def _waiting(box: str, what: str, backlog: Backlog, at: datetime) -> Line:
    late = backlog.since is not None and at - backlog.since > _LATE
    oldest = "" if backlog.since is None else f", the oldest since {_ago(backlog.since, at)}"
    letters = {"inbox": "given up", "outbox": "dead letters"}[box]
    help_ = ": partnerbot outbox list" if box == "outbox" and backlog.given_up else ""
    mark = "look" if late or backlog.given_up else "ok"
    return mark, box, f"{backlog.waiting} {what}{oldest}; {backlog.given_up} {letters}{help_}"


def _ago(moment: datetime, at: datetime) -> str:
    seconds = max(0, int((at - moment).total_seconds()))
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"
