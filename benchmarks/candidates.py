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
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from itertools import chain, islice
from operator import add, sub
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, text

from benchmarks.invented_names import Names
from benchmarks.measuring import clocks, database_url, insert, peak_memory, table, times
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
                    insert(connection, "customers (id, name, revision, is_customer)", rows)
                    insert(connection, "customer_blocks (block, customer_id)", blocks)
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
            began = clocks(server)
            found = similar(connection, asked)
            searched = clocks(server)
            verdicts |= {(known.file_id, asked): match(asked, known.name).verdict for known in found}
            compared = clocks(server)
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
        | times("search", searching)
        | times("search and comparison", whole)
        | {"comparison, CPU µs": sum(cpu for _, cpu in comparing) / len(verdicts) * 1e6}
        | {"peak memory MB": peak_memory()}
    )


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
    sys.stdout.write(table(figures, f"{len(pairs)} pairs, {chosen.size:,} names"))


if __name__ == "__main__":
    main()
