"""Trains the weights of the gate on labelled questions, and says how good they are on questions they have not seen.

    python benchmarks/train_gate.py DATA [--write knowledge/gate_weights.json]

DATA is a folder with, for each set, passages_SET.jsonl ({"pid", "title", "text"}) and questions_SET.jsonl ({"qid", "question",
"gold_pids", "answerable"?}), where SET ends with its language. Of each set's questions, those of another set are asked too, whose topic
is absent. One half of the questions trains, by their ids, the other half says how good it is; the weights that are written are those of
the first half; the bars are set where of all absent ones 3 % would be answered, 1 % where a wrong answer costs. Needs scikit-learn; the program does not.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bot.dictionary import DICTIONARY
from handlers.ports_library import Question
from knowledge.analysing import LetterAnalyser
from knowledge.gate import features
from knowledge.ingest.limits import Limits
from knowledge.ingest.reading import document_of
from knowledge.searching import search
from program.access import BY_RULE
from program.collateral import Document, DocumentKind
from storage.engine import Database
from storage.library import SqlLibrary

AT = datetime(2026, 11, 28, tzinfo=UTC)
MOST = 320
STRENGTH = 3.0
FALSE, UNSURE_FALSE = 0.03, 0.25
STRICT = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`kind` is "own", "near" or "absent"; `right` whether the first passage is the one that answers."""

    set: str
    kind: str
    right: bool
    seen: dict[str, float]
    trains: bool


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def library(connection: Any) -> SqlLibrary:
    return SqlLibrary(connection, BY_RULE, AT, LetterAnalyser())


def fill(database: Database, passages: Sequence[dict[str, Any]]) -> None:
    with database.transaction() as connection:
        shelf = library(connection)
        for number, passage in enumerate(passages):
            content = f"# {passage['title']}\n\n{passage['text']}\n".encode()
            read = document_of("passage.md", content, Limits())
            document = Document(
                id=f"K-{number}",
                name=passage["pid"],
                version=1,
                title=read.title,
                kind=DocumentKind.DOCUMENTATION,
                media_type=read.media_type,
                language=read.language,
                added_at=AT,
                size=len(content),
                digest="",
            )
            shelf.put(document, content, read.chunks)


def cases(data: Path, names: Sequence[str]) -> Iterator[Case]:
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            database = Database(f"sqlite:///{folder}/gate.db")
            database.prepare()
            fill(database, lines(data / f"passages_{name}.jsonl"))
            with database.reading() as connection:
                yield from _asked(library(connection), data, name, names)
            database.close()
        sys.stderr.write(f"{name} read\n")


def _asked(shelf: SqlLibrary, data: Path, name: str, names: Sequence[str]) -> Iterator[Case]:
    topic, _, language = name.rpartition("_")
    rows = lines(data / f"questions_{name}.jsonl")
    own = [row for row in rows if row.get("answerable", True)][:MOST]
    near = [row for row in rows if not row.get("answerable", True)][:MOST]
    strangers = [other for other in names if other.endswith(language) and not _alike(other.rpartition("_")[0], topic)]
    absent = [row for other in strangers for row in lines(data / f"questions_{other}.jsonl")[:240]]
    for kind, questions in (("own", own), ("near", near), ("absent", absent)):
        for row in questions:
            found = search(Question(text=row["question"], language=language, day=AT.date()), shelf, DICTIONARY)
            right = kind == "own" and bool(found) and found[0].candidate.name in row["gold_pids"]
            trains = crc32(row["qid"].encode()) % 2 == 0
            yield Case(set=name, kind=kind, right=right, seen=features(found) if found else {}, trains=trains)


def _alike(one: str, other: str) -> bool:
    """Sets of encyclopedias speak of the same things."""
    wikis = {"xquad", "squad2"}
    return one == other or {one, other} <= wikis


def table(some: Sequence[Case]) -> np.ndarray[Any, Any]:
    return np.array([list(case.seen.values()) for case in some])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    names = sorted(path.stem.removeprefix("passages_") for path in options.data.glob("passages_*.jsonl"))
    every = [case for case in cases(options.data, names) if case.seen]
    # What almost answers has the words of what does: words do not tell them apart, so that it would only teach to doubt.
    used = [case for case in every if case.trains and (case.right or case.kind == "absent")]
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    sizes = {key: sum((case.set, case.kind) == key for case in used) for key in {(case.set, case.kind) for case in used}}
    weights = [100 / sizes[case.set, case.kind] for case in used]
    model.fit(table(used), [case.right for case in used], sample_weight=weights)

    def sure(some: Sequence[Case]) -> np.ndarray[Any, Any]:
        return np.asarray(model.predict_proba(table(some))[:, 1])

    # The bar of the hardest set holds for all: nobody knows beforehand which kind of question comes.
    away = {name: [case for case in every if (case.set, case.kind) == (name, "absent")] for name in names}
    bars = {
        share: max(float(np.quantile(sure(some), 1 - share)) for some in away.values() if some)
        for share in (FALSE, UNSURE_FALSE, STRICT)
    }
    for name in names:
        of = {
            kind: [case for case in every if not case.trains and (case.set, case.kind) == (name, kind)]
            for kind in ("own", "near", "absent")
        }
        own = sure(of["own"])
        line = f"{name:12} n {len(own)}"
        for kind in ("absent", "near"):
            if of[kind]:
                other = sure(of[kind])
                area = roc_auc_score([1] * len(own) + [0] * len(other), [*own, *other])
                limit = np.quantile(other, 0.95)
                shipped = (other >= bars[FALSE]).mean()
                line += (
                    f"   {kind}: AUROC {area:.3f}, answered at 5 % false {(own > limit).mean():.3f}, false as shipped {shipped:.3f}"
                )
        sys.stdout.write(f"{line}   answered as shipped {(own >= bars[FALSE]).mean():.3f}\n")
    raw = {
        "about": "written by benchmarks/train_gate.py; do not edit by hand",
        "bias": round(float(model.intercept_[0]), 3),
        "weights": {name: round(float(weight), 3) for name, weight in zip(every[0].seen, model.coef_[0], strict=True)},
        "usual": {"answered": round(bars[FALSE], 3), "unsure": round(bars[UNSURE_FALSE], 3)},
        "strict": {"answered": round(bars[STRICT], 3), "unsure": round(bars[UNSURE_FALSE], 3)},
    }
    sys.stdout.write(json.dumps(raw, indent=1) + "\n")
    if options.write:
        options.write.write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
