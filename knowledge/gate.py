"""Says how sure it is that the first passage answers the question, from what the two have in common.

A small logistic model, trained by benchmarks/train_gate.py. What it looks at are shares of the highest possible for the question,
so that large and small libraries are measured alike, and how much there is at all: a short question is soon matched by chance.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from math import exp, log1p
from pathlib import Path
from typing import Any, Final

from handlers.ports_library import Verdict
from knowledge.scoring import Scored

_WEIGHTS: Final = Path(__file__).with_name("gate_weights.json")


def features(found: Sequence[Scored]) -> dict[str, float]:
    """What the model looks at: the best passage, and how far the next document is behind."""
    first = found[0]
    rival = next((one for one in found if one.candidate.document_id != first.candidate.document_id), None)
    return {
        "score": first.score,
        "alike": first.alike,
        "best": first.best,
        "together": first.together,
        "unknown": first.unknown,
        "missed": first.missed,
        "asked": log1p(first.asked),
        "evidence": log1p(first.evidence),
        "score_and_evidence": first.score * log1p(first.evidence),
        "margin": 1 - rival.score / first.score if rival and first.score else 1.0,
    }


def confidence(found: Sequence[Scored]) -> float:
    """From 0 to 1; 0 where nothing was found."""
    if not found or not found[0].score:
        return 0.0
    model = _model()
    seen = features(found)
    return 1 / (1 + exp(-model["bias"] - sum(weight * seen[name] for name, weight in model["weights"].items())))


def verdict(sure: float, *, is_strict: bool) -> Verdict:
    """What can be said at this confidence; where a wrong answer costs, more is asked."""
    bars: Mapping[str, float] = _model()["strict" if is_strict else "usual"]
    if sure >= bars["answered"]:
        return Verdict.ANSWERED
    return Verdict.UNSURE if sure >= bars["unsure"] else Verdict.UNKNOWN


@cache
def _model() -> Mapping[str, Any]:
    model: Mapping[str, Any] = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return model
