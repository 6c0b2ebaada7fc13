"""Trains the weights of company matching on labelled pairs of names, and says how good they are on names they have not seen.

    python benchmarks/train_company_match.py PAIRS.json [--write handlers/understanding/company_weights.json]

PAIRS.json is a list of {"a": name, "b": name, "label": 0 or 1}. Run it where the project's dependencies and scikit-learn are
installed; the program itself needs no training library. The same file gives the same weights: everything random is seeded.

Cross-validation leaves no name to learn by heart: names that the labels join are one company, companies are dealt into five
folds, and what is trained for a fold has seen none of the companies of that fold's pairs, on either side.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import pathlib
import statistics
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

from handlers.understanding.company_features import align, features, prepare
from handlers.understanding.company_match import Verdict, judge
from handlers.understanding.company_model import LEAF, Model, read

FOLDS = 5
SEEDS = (1, 2, 3)
TREES = {
    "n_estimators": 80,
    "max_depth": 3,
    "learning_rate": 0.09,
    "subsample": 0.6,
    "max_features": 6,
    "min_samples_leaf": 10,
    "random_state": 0,
}
THRESHOLDS = {"same": 0.72, "possible": 0.45}


def measured(pairs: Sequence[dict[str, Any]]) -> tuple[list[str], Any, Any]:
    """The names of the features, their values (one row a pair) and the labels."""
    rows = []
    for pair in pairs:
        a, b = prepare(pair["a"]), prepare(pair["b"])
        rows.append(features(a, b, align(a, b)))
    names = sorted(rows[0])
    return names, np.array([[row[name] for name in names] for row in rows]), np.array([pair["label"] for pair in pairs])


def trained(names: list[str], values: Any, labels: Any) -> dict[str, Any]:
    """The weights as they are shipped."""
    forest = GradientBoostingClassifier(**TREES).fit(values, labels)
    trees = []
    for (estimator,) in forest.estimators_:
        tree, nodes = estimator.tree_, []
        for index in range(tree.node_count):
            if tree.children_left[index] < 0:
                nodes.append([LEAF, round(float(tree.value[index][0][0]) * TREES["learning_rate"], 5), 0, 0])
            else:
                cut = round(float(tree.threshold[index]), 5)
                nodes.append([int(tree.feature[index]), cut, int(tree.children_left[index]), int(tree.children_right[index])])
        trees.append(nodes)
    prior = float(np.mean(labels))
    about = "written by benchmarks/train_company_match.py; do not edit by hand"
    return {
        "about": about,
        "features": names,
        "base": round(math.log(prior / (1 - prior)), 5),
        "thresholds": THRESHOLDS,
        "trees": trees,
    }


def companies(pairs: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """For each pair the companies its two names belong to, as far as the labels say which names are one company."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for pair in pairs:
        if pair["label"]:
            parent[root(pair["a"])] = root(pair["b"])
    return [(root(pair["a"]), root(pair["b"])) for pair in pairs]


def folds(pairs: Sequence[dict[str, Any]], seed: int) -> Iterator[tuple[list[int], list[int]]]:
    """The indexes to train on and to test, five times."""
    both = companies(pairs)
    dealt = [int(hashlib.sha256(f"{seed}{a}".encode()).hexdigest(), 16) % FOLDS for a, _ in both]
    for fold in range(FOLDS):
        test = [index for index, chosen in enumerate(dealt) if chosen == fold]
        seen = {both[index][0] for index in test}
        yield [index for index, (a, b) in enumerate(both) if a not in seen and b not in seen], test


def report(judged: Sequence[tuple[float, Verdict]], labels: Sequence[int]) -> dict[str, float]:
    """Average precision, and precision, recall and F1 of the two verdicts."""
    ranked = sorted(zip((score for score, _ in judged), labels, strict=True), reverse=True)
    total, seen, before, average = sum(labels), 0, 0, 0.0
    for position, (score, label) in enumerate(ranked, 1):
        seen += label
        if position == len(ranked) or ranked[position][0] != score:
            average += seen / position * (seen - before) / total
            before = seen
    figures = {"AP": average}
    for name, verdicts in (("same", {Verdict.SAME}), ("possible", {Verdict.SAME, Verdict.POSSIBLE})):
        chosen = [label for (_, verdict), label in zip(judged, labels, strict=True) if verdict in verdicts]
        precision, recall = sum(chosen) / max(1, len(chosen)), sum(chosen) / total
        figures |= {
            f"{name} P": precision,
            f"{name} R": recall,
            f"{name} F1": 2 * precision * recall / max(1e-9, precision + recall),
        }
    return figures


def cross_validated(pairs: Sequence[dict[str, Any]]) -> list[dict[str, float]]:
    """One report for each seed: every pair judged by a model that has not seen its companies."""
    names, values, labels = measured(pairs)
    reports = []
    for seed in SEEDS:
        judged: list[tuple[float, Verdict]] = [(0.0, Verdict.DIFFERENT)] * len(pairs)
        for train, test in folds(pairs, seed):
            model: Model = read(trained(names, values[train], labels[train]))
            for index in test:
                verdict = judge(pairs[index]["a"], pairs[index]["b"], model)
                judged[index] = (verdict.score, verdict.verdict)
        reports.append(report(judged, labels.tolist()))
    return reports


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=pathlib.Path)
    parser.add_argument("--write", type=pathlib.Path)
    chosen = parser.parse_args()
    pairs = json.loads(chosen.pairs.read_text(encoding="utf-8"))
    reports = cross_validated(pairs)
    lines = [f"cross-validated, {FOLDS} folds by company, {len(SEEDS)} times: mean (lowest)"]
    for name in reports[0]:
        figures = [one[name] for one in reports]
        lines.append(f"  {name:12} {statistics.mean(figures):.3f} ({min(figures):.3f})")
    sys.stdout.write("\n".join(lines) + "\n")
    weights = trained(*measured(pairs))
    if chosen.write:
        rows = {key: json.dumps(value) for key, value in weights.items() if key != "trees"}
        trees = ",\n  ".join(json.dumps(tree, separators=(",", ":")) for tree in weights["trees"])
        text = "{\n" + "".join(f' "{key}": {value},\n' for key, value in rows.items()) + f' "trees": [\n  {trees}\n ]\n}}\n'
        chosen.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
