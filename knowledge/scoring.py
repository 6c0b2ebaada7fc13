"""How much of a question a chunk has: its words, their letters, its best sentence, its headings, and words that stand together.

Each is a share of the highest possible for the question; `knowledge.weighing` reckons them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handlers.ports_library import Candidate

#: How much each counts beside the words. Chosen by the hits on labelled sets, as round numbers; it matters little.
_LETTERS: Final = 1.5
_SENTENCE: Final = 1.0
_HEADING: Final = 0.5
_TOGETHER: Final = 0.5
_ALL: Final = 1 + _LETTERS + _SENTENCE + _HEADING + _TOGETHER
#: How much nearness in meaning counts beside all of these together, and from where on it is worth a look by itself.
_NEARNESS: Final = 0.5
_NEAR: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A word of the question, and what a chunk has of it; each from 0 to 1.

    `rareness` is how rare it is in its language, `weight` how rare in this library, `letters` the share of its letters that is
    here; `is_here` where it stands here itself.
    """

    rareness: float
    weight: float
    letters: float
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What it is that is looked for: of each word of the question, how rare it is in its language and in this library."""

    rareness: tuple[float, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """How much of the question is in a chunk, each from 0 to 1.

    `words` and `letters` say it of the whole, `sentences` of each sentence under its headings, `heading` of the letters of the best
    heading alone, `together` how many neighbours of the question are neighbours here, `alike` how much of its letters is here.

    What is no share: `asked` is how much the question says, in words as rare as can be, and `evidence` how much of that the chunk
    says again. `unknown` is the share of its words that are nowhere.

    `question`, `shares` and `here` are what `told` is made of, which few are asked for: the share of each word's letters, and which
    words stand here themselves, as bits.

    `nearness` is how near the two are in meaning, from 0 to 1; None where nothing says so.
    """

    candidate: Candidate
    words: float
    letters: float
    heading: float
    together: float
    alike: float
    asked: float
    evidence: float
    unknown: float
    question: Asked
    shares: Sequence[float]
    here: int
    sentences: tuple[float, ...]
    nearness: float | None = None

    @property
    def told(self) -> tuple[Told, ...]:
        """Of each word of the question, in their order."""
        each = zip(self.question.rareness, self.question.weights, self.shares, strict=True)
        return tuple(
            Told(rareness=rare, weight=weight, letters=share, is_here=bool(self.here >> place & 1))
            for place, (rare, weight, share) in enumerate(each)
        )

    @property
    def best(self) -> float:
        return max(self.sentences, default=0.0)

    @property
    def score(self) -> float:
        weighed = self.words + _LETTERS * self.letters + _SENTENCE * self.best + _HEADING * self.heading + _TOGETHER * self.together
        return weighed / _ALL

    @property
    def worth(self) -> float:
        """The score and the nearness in meaning together, from 0 to 1."""
        return self.score if self.nearness is None else (self.score + _NEARNESS * self.nearness) / (1 + _NEARNESS)

    @property
    def is_near(self) -> bool:
        return self.nearness is not None and self.nearness >= _NEAR
