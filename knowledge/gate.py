"""Says how sure it is that the library speaks of what is asked, and that the first passage answers it, by what they share.

The first is a small network (three units), the second a logistic model; benchmarks/train_gate.py trains both, the second also on
questions whose passage was taken away, where others come close. What they look at are shares of the highest possible for the
question, so that large and small libraries are measured alike; how much there is at all, since a short question is soon matched
by chance; and how rare the matched words are in their language, since any library has common ones. What it is that a passage
lacks is not seen from numbers: that is `knowledge.lacking`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log1p, tanh
from pathlib import Path
from typing import Any, Final

from handlers.ports_library import Verdict
from knowledge.scoring import Scored

_WEIGHTS: Final = Path(__file__).with_name("gate_weights.json")


def features(found: Sequence[Scored]) -> dict[str, float]:
    """How much of the question the best passage has, and how far the next document is behind."""
    first = found[0]
    rival = next((one for one in found if one.candidate.document_id != first.candidate.document_id), None)
    return {
        "score": first.score,
        "alike": first.alike,
        "best": first.best,
        "together": first.together,
        "unknown": first.unknown,
        "missed": max((one.weight for one in first.told if not one.is_here), default=0.0),
        "asked": log1p(first.asked),
        "evidence": log1p(first.evidence),
        "score_and_evidence": first.score * log1p(first.evidence),
        "margin": 1 - rival.score / first.score if rival and first.score else 1.0,
    }


def rare_features(found: Sequence[Scored]) -> dict[str, float]:
    """How rare in their language are the words that were asked, found and missed."""
    told = found[0].told
    return {
        "rarest_asked": max((one.rareness for one in told), default=0.0),
        "rare_asked": log1p(sum(one.rareness for one in told)),
        "rarest_found": max((one.rareness * one.letters for one in told), default=0.0),
        "rare_found": log1p(sum(one.rareness * one.letters for one in told)),
        "rarest_missed": max((one.rareness for one in told if not one.is_here), default=0.0),
        "telling_found": log1p(sum(one.rareness * one.weight * one.letters for one in told)),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Sureness:
    """How likely it is, from 0 to 1, that the library speaks of what is asked (`about`), and that the first passage answers it."""

    about: float
    right: float


def sureness(found: Sequence[Scored]) -> Sureness:
    """0 and 0 where nothing was found."""
    if not found or not found[0].score:
        return Sureness(about=0.0, right=0.0)
    seen = features(found) | rare_features(found)
    model = _model()
    about, right = model["about"], model["right"]
    units = (unit["counts"] * tanh(_linear(unit, seen)) for unit in about["units"])
    return Sureness(about=_logistic(about["bias"] + sum(units)), right=_logistic(_linear(right, seen)))


def _linear(model: Mapping[str, Any], seen: Mapping[str, float]) -> float:
    total: float = model["bias"] + sum(weight * seen[name] for name, weight in model["weights"].items())
    return total


def _logistic(raw: float) -> float:
    return 1 / (1 + exp(-raw))


def verdict(sure: Sureness, *, is_strict: bool) -> Verdict:
    """What can be said when it is so sure; where a wrong answer costs, more is asked."""
    bars: Mapping[str, float] = _model()["strict" if is_strict else "usual"]
    if sure.about < bars["about"]:
        return Verdict.UNKNOWN
    return Verdict.ANSWERED if sure.about >= bars["sure"] and sure.right >= bars["right"] else Verdict.UNSURE


@cache
def _model() -> Mapping[str, Any]:
    model: Mapping[str, Any] = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return model
