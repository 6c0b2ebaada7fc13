"""Trains the weights of the gate on labelled questions, and says how good they are on questions they have not seen.

    python benchmarks/train_gate.py DATA [--write knowledge/gate_weights.json]

DATA is a folder with, for each set, passages_SET.jsonl ({"pid", "title", "text"}) and questions_SET.jsonl ({"qid", "question",
"gold_pids", "answerable"?}), where SET ends with its language. Of each set's questions, those of another set are asked too, whose topic
is absent; and each of its own once more without the passages that answer it ("gone"), as one that others only come close to. Told is how
good what was trained on one half of the documents, by their names, is on the other half; and how good what was trained on the other
sets is on this one. What is written was trained on all; 25 % of the absent questions would be shown what comes close. Needs
scikit-learn; the program does not.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.neural_network import MLPClassifier

from bot.dictionary import DICTIONARY
from handlers.ports_library import Question
from knowledge.analysing import LetterAnalyser
from knowledge.gate import features, rare_features
from knowledge.ingest.limits import Limits
from knowledge.ingest.reading import document_of
from knowledge.scoring import Scored
from knowledge.searching import search
from program.access import BY_RULE
from program.collateral import Document, DocumentKind
from storage.engine import Database
from storage.library import SqlLibrary

AT = datetime(2026, 11, 28, tzinfo=UTC)
MOST = 600
MOST_ABSENT = 300
UNITS = 3
RESTRAINT = 10.0
STRENGTH = 1.0
UNSURE_FALSE = 0.25
#: What is answered is surely spoken of, and more likely right than not; where a wrong answer costs, likelier still. On documents
#: that were not trained with, the first halves the false answers to absent questions and costs one or two in a hundred of the right.
SURE = 0.7
RIGHT, STRICT_RIGHT = 0.6, 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`kind` is "own", "near", "gone" or "absent"; `right` whether the first passage is the one that answers."""

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
    absent = [row for other in strangers for row in lines(data / f"questions_{other}.jsonl")[:MOST_ABSENT]]
    for kind, questions in (("own", own), ("near", near), ("absent", absent)):
        for row in questions:
            found = search(Question(text=row["question"], language=language, day=AT.date()), shelf, DICTIONARY)
            right = kind == "own" and bool(found) and found[0].candidate.name in row["gold_pids"]
            trains = crc32(row["doc"].encode()) % 2 == 0
            yield Case(set=name, kind=kind, right=right, seen=_seen(found), trains=trains)
            if kind == "own":
                left = [one for one in found if one.candidate.name not in row["gold_pids"]]
                yield Case(set=name, kind="gone", right=False, seen=_seen(left), trains=trains)


def _seen(found: Sequence[Scored]) -> dict[str, float]:
    return features(found) | rare_features(found) if found else {}


def _alike(one: str, other: str) -> bool:
    """Sets of encyclopedias speak of the same things."""
    wikis = {"xquad", "squad2"}
    return one == other or {one, other} <= wikis


def table(some: Sequence[Case]) -> np.ndarray[Any, Any]:
    return np.array([list(case.seen.values()) for case in some])


class About:
    """Whether the library speaks of it at all: a network, for which each set's own and absent questions count alike.

    What almost answers has the words of what does, and would only teach to doubt, so that it is left out.
    """

    def __init__(self, some: Sequence[Case]) -> None:
        used = [case for case in some if case.kind in {"own", "absent"}]
        seen = table(used)
        self._mean, self._spread = seen.mean(0), seen.std(0) + 1e-9
        self._network = MLPClassifier((UNITS,), activation="tanh", solver="lbfgs", alpha=RESTRAINT, max_iter=5000, random_state=0)
        own = [case.kind == "own" for case in used]
        self._network.fit((seen - self._mean) / self._spread, own, sample_weight=alike(used))

    def sure(self, some: Sequence[Case]) -> np.ndarray[Any, Any]:
        return np.asarray(self._network.predict_proba((table(some) - self._mean) / self._spread)[:, 1])

    def written(self, names: Sequence[str]) -> dict[str, Any]:
        """Its numbers, for features as they come."""
        (into, out), (biases, bias) = self._network.coefs_, self._network.intercepts_
        units = []
        for unit in range(UNITS):
            weights = into[:, unit] / self._spread
            start = biases[unit] - weights @ self._mean
            units.append(
                {"counts": round(float(out[unit, 0]), 4), "bias": round(float(start), 4), "weights": named(names, weights)}
            )
        return {"bias": round(float(bias[0]), 4), "units": units}


class Right:
    """Whether the first passage is the one that answers, and not one that only comes close: right and wrong count alike in all."""

    def __init__(self, some: Sequence[Case]) -> None:
        used = [case for case in some if case.right or case.kind != "own"]
        seen, right = table(used), np.array([case.right for case in used])
        self._mean, self._spread = seen.mean(0), seen.std(0) + 1e-9
        weights = alike(used)
        weights[right] /= weights[right].mean()
        weights[~right] *= right.sum() / weights[~right].sum()
        self._model = LogisticRegression(C=STRENGTH, max_iter=3000)
        self._model.fit((seen - self._mean) / self._spread, right, sample_weight=weights)

    def sure(self, some: Sequence[Case]) -> np.ndarray[Any, Any]:
        return np.asarray(self._model.predict_proba((table(some) - self._mean) / self._spread)[:, 1])

    def written(self, names: Sequence[str]) -> dict[str, Any]:
        """Its numbers, for features as they come."""
        weights = self._model.coef_[0] / self._spread
        bias = float(self._model.intercept_[0] - weights @ self._mean)
        return {"bias": round(bias, 4), "weights": named(names, weights)}


def named(names: Sequence[str], weights: Iterable[float]) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def alike(used: Sequence[Case]) -> np.ndarray[Any, Any]:
    """What each case counts, 1 on the average, so that every kind of every set counts alike."""
    sizes = Counter((case.set, case.kind) for case in used)
    counts = np.array([1 / sizes[case.set, case.kind] for case in used])
    return np.asarray(counts / counts.mean())


def area(about: About, some: Sequence[Case]) -> float:
    """AUROC of the questions that the set answers against the absent ones; what found nothing is as unsure as can be."""
    own, other = ([case for case in some if case.kind == each] for each in ("own", "absent"))
    sure = [about.sure([case])[0] if case.seen else 0.0 for case in (*own, *other)]
    return float(roc_auc_score([1] * len(own) + [0] * len(other), sure))


def bar(model: About, away: Sequence[Sequence[Case]], share: float) -> float:
    """The bar of the hardest set holds for all: nobody knows beforehand which kind of question comes."""
    return round(max(float(np.quantile(model.sure(some), 1 - share)) for some in away), 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    names = sorted(path.stem.removeprefix("passages_") for path in options.data.glob("passages_*.jsonl"))
    every = list(cases(options.data, names))
    seen = [case for case in every if case.seen]
    about, right = About(seen), Right(seen)
    half, half_right = About([case for case in seen if case.trains]), Right([case for case in seen if case.trains])
    away = [[case for case in seen if (case.set, case.kind) == (name, "absent")] for name in names]
    unsure = bar(about, away, UNSURE_FALSE)
    bars = {
        "usual": {"about": unsure, "sure": SURE, "right": RIGHT},
        "strict": {"about": unsure, "sure": SURE, "right": STRICT_RIGHT},
    }
    for name in names:
        some = [case for case in every if case.set == name]
        unseen = [case for case in some if not case.trains]
        others = About([case for case in seen if case.set != name])
        line = f"{name:12} absent: AUROC unseen half {area(half, unseen):.3f}, unseen set {area(others, some):.3f}"
        line += f", as shipped {area(about, some):.3f}; of the unseen half would be answered"
        for kind, of in (
            ("right", [case for case in unseen if case.right]),
            ("wrong passage", [case for case in unseen if case.kind == "own" and not case.right]),
            ("near", [case for case in unseen if case.kind == "near"]),
            ("gone", [case for case in unseen if case.kind == "gone"]),
            ("absent", [case for case in unseen if case.kind == "absent"]),
        ):
            if there := [case for case in of if case.seen]:
                passes = (half.sure(there) >= SURE) & (half_right.sure(there) >= RIGHT)
                line += f", {kind} {passes.sum() / len(of):.3f}"
        sys.stdout.write(f"{line}\n")
    told = list(seen[0].seen)
    note = "written by benchmarks/train_gate.py; do not edit by hand"
    raw = {"note": note, "about": about.written(told), "right": right.written(told), **bars}
    sys.stdout.write(json.dumps(bars, indent=1) + "\n")
    if options.write:
        options.write.write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
