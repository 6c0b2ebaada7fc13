"""Measures the library at two sizes on both databases: how fast it is filled and asked, how large it is, and whether both agree.

    python -m benchmarks.library [--sizes 1200,100000] [--questions 300] [--vectors 256]

The text is invented: words of a vocabulary that is as uneven as a language's (the n-th word is n times as rare as the first), in
documents of twenty chunks. Questions take three to seven words of one chunk, and half of these are written differently. Times are those
of the search alone, from the question to the ranked passages; "CPU" is the computing of this process and of the database's.

With --vectors, chunks and questions have vectors of so many numbers, too, by a rule of this file: each word adds to a few of them. What
an embedding model would take for the question is not counted.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from math import hypot
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from benchmarks.measuring import clocks, database_url, peak_memory, table, times
from bot.settling import settle
from handlers.ports_library import Chunk, Meaning, Place, Question
from knowledge.analysing import LetterAnalyser
from knowledge.searching import search
from knowledge.translating import Dictionary
from program.access import BY_RULE
from program.collateral import Document, DocumentKind
from storage.engine import Database
from storage.library import SqlLibrary
from storage.library_filling import keep, set_up, unfilled
from storage.library_vectors import embedder_of

AT = datetime(2026, 11, 28, tzinfo=UTC)
VOCABULARY = 60_000
CHUNKS_EACH = 20
SENTENCES, WORDS = 6, 17
TOGETHER = 50
SYLLABLES = "ba be bi bo bu da de di do du fa fe fi ga ge go ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no ra re ri ro sa".split()
ENDINGS = ("", "", "", "s", "ed", "ing", "er")
TOUCHED = 6
TABLES = ("library_postings", "library_grams", "library_counts")


def vocabulary(chance: random.Random) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4, 4, 5))))] = None
    return list(found)


def chunks(chance: random.Random, words: Sequence[str], weights: Sequence[float], count: int) -> Iterator[str]:
    for _ in range(count):
        drawn = iter(chance.choices(words, cum_weights=weights, k=SENTENCES * WORDS))
        lines = (" ".join(word + chance.choice(ENDINGS) for word in itertools.islice(drawn, WORDS)) for _ in range(SENTENCES))
        yield " ".join(f"{line.capitalize()}." for line in lines)


def fill(database: Database, texts: Sequence[str]) -> None:
    documents = [texts[begin : begin + CHUNKS_EACH] for begin in range(0, len(texts), CHUNKS_EACH)]
    for begin in range(0, len(documents), TOGETHER):
        with database.transaction() as connection:
            shelf = SqlLibrary(connection, BY_RULE, AT, LetterAnalyser())
            shelf.put_all(
                [
                    (
                        _document(number),
                        b"",
                        [Chunk(number=place, place=Place(page=place + 1), text=part) for place, part in enumerate(parts)],
                    )
                    for number, parts in enumerate(documents[begin : begin + TOGETHER], begin)
                ]
            )


@cache
def _pointed(word: str, size: int) -> tuple[tuple[int, int], ...]:
    chance = random.Random(word)
    return tuple((chance.randrange(size), chance.choice((-1, 1))) for _ in range(TOUCHED))


def meaning(text: str, size: int) -> Meaning:
    numbers = [0.0] * size
    for word in text.lower().replace(".", "").split():
        for place, way in _pointed(word, size):
            numbers[place] += way
    length = hypot(*numbers) or 1.0
    return Meaning(model="benchmark", dimensions=size, vector=array("f", (number / length for number in numbers)).tobytes())


def fill_vectors(database: Database, size: int) -> None:
    with database.transaction() as connection:
        set_up(connection)
    while True:
        with database.transaction() as connection:
            wanted = unfilled(connection, embedder_of(connection, "benchmark", size), most=CHUNKS_EACH * TOGETHER)
            if not wanted:
                return
            keep(connection, [(one, meaning(one.chunk.text, size)) for one in wanted])


def _document(number: int) -> Document:
    return Document(
        id=f"K-{number}",
        name=f"{number:06}.md",
        version=1,
        title=f"Document {number}",
        kind=DocumentKind.DOCUMENTATION,
        media_type="text/markdown",
        language="en",
        added_at=AT,
        size=0,
        digest="",
    )


def questions(chance: random.Random, texts: Sequence[str], count: int) -> list[str]:
    asked = []
    for _ in range(count):
        words = chance.choice(texts).lower().replace(".", "").split()
        taken = chance.sample(words, chance.randint(3, 7))
        asked.append(" ".join(word + chance.choice(("", chance.choice(ENDINGS))) for word in taken))
    return asked


def measured(
    database: Database, asked: Sequence[str], server: int | None, size: int
) -> tuple[dict[str, float], list[list[tuple[str, int]]]]:
    dictionary = Dictionary()
    seconds, first_five = [], []
    settle()  # as `partnerbot serve` does
    with database.reading() as connection:
        shelf = SqlLibrary(connection, BY_RULE, AT, LetterAnalyser())
        for one in asked:
            means = meaning(one, size) if size else None
            before = clocks(server)
            found = search(Question(text=one, language="en", day=AT.date()), shelf, dictionary, means)
            seconds.append(tuple(now - then for now, then in zip(clocks(server), before, strict=True)))
            first_five.append([(each.candidate.name, each.candidate.number) for each in found[:5]])
    return times("search", seconds), first_five


def size(database: Database, folder: Path) -> dict[str, float]:
    """In megabytes: the index, and all of it."""
    with database.reading() as connection:
        if database.is_sqlite:
            index = "SELECT sum(pgsize) FROM dbstat WHERE name IN ('library_postings', 'library_grams', 'library_counts')"
            whole = float((folder / "benchmark.db").stat().st_size)
        else:
            index = "SELECT " + " + ".join(f"pg_total_relation_size('{name}')" for name in TABLES)
            whole = float(connection.execute(text("SELECT pg_database_size(current_database())")).scalar() or 0)
        try:
            return {"index MB": float(connection.execute(text(index)).scalar() or 0) / 1e6, "database MB": whole / 1e6}
        except DBAPIError:  # this SQLite may be built without dbstat
            return {"index MB": 0.0, "database MB": whole / 1e6}


def backend(database: Database) -> int | None:
    if database.is_sqlite:
        return None
    with database.reading() as connection:
        return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())


def one(kind: str, count: int, number: int, vectors: int) -> tuple[dict[str, float], Any]:
    chance = random.Random(count)
    words = vocabulary(chance)
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(VOCABULARY)))
    texts = list(chunks(chance, words, weights, count))
    asked = questions(chance, texts, number)
    with tempfile.TemporaryDirectory() as name, database_url(kind, Path(name)) as url:
        database = Database(url)
        database.prepare()
        before = clocks(None)
        fill(database, texts)
        wall, computing = (now - then for now, then in zip(clocks(None), before, strict=True))
        if vectors:
            fill_vectors(database, vectors)
        with database.engine.begin() as connection:
            connection.execute(text("ANALYZE"))
        figures, first_five = measured(database, asked, backend(database), vectors)
        figures |= {"chunks added each second": count / wall, "chunks added each CPU second": count / computing}
        figures |= size(database, Path(name)) | {"peak memory MB": peak_memory()}
        database.close()
    return figures, first_five


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1200,100000")
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--vectors", type=int, default=0)
    options = parser.parse_args()
    figures: dict[str, dict[str, float]] = {}
    for count in map(int, options.sizes.split(",")):
        found = {}
        for kind in ("sqlite", "postgresql"):
            figures[f"{kind} {count:,}"], found[kind] = one(kind, count, options.questions, options.vectors)
        same = sum(mine == theirs for mine, theirs in zip(found["sqlite"], found["postgresql"], strict=True))
        sys.stdout.write(f"{count:,} chunks: the same first five for {same} of {options.questions} questions\n")
        sys.stdout.flush()
    sys.stdout.write(table(figures, "chunks"))


if __name__ == "__main__":
    main()
