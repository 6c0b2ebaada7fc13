"""Scores a chunk for a question: its words, their letters, and its best sentence, each as a share of the highest possible.

The same numbers come of the same chunk wherever it is kept, so that every database puts the same passages first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from handlers.ports_library import Candidate, Counts
from knowledge.analysing import above, impact
from knowledge.asking import Sought, rarity
from knowledge.sentences import Sentence, sentences
from knowledge.stop_words import STOP_WORDS
from knowledge.words import grams, key_of_gram, key_of_stem, stem, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A sentence of a chunk, and how much of the question is in it, from 0 to 1."""

    sentence: Sentence
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """How much of the question is in a chunk, each from 0 to 1. `sentences` are in order; `heading` is the best of those above."""

    candidate: Candidate
    words: float
    letters: float
    heading: float
    sentences: tuple[Weighed, ...]

    @property
    def best(self) -> float:
        return max([self.heading, *(one.score for one in self.sentences)])

    @property
    def score(self) -> float:
        return (self.words + self.letters + self.best) / 3


@dataclass(slots=True, kw_only=True)
class _Bag:
    """What a text has of the question: how often each word and each gram, and how many telling words it has in all."""

    stems: Counter[int] = field(default_factory=Counter)
    grams: Counter[int] = field(default_factory=Counter)
    length: int = 0


class Scale:
    """Weighs texts of one language for one question."""

    def __init__(self, sought: Sequence[Sought], counts: Counts, language: str) -> None:
        self._language = language
        self._stop = STOP_WORDS[language]
        self._stems: dict[str, int] = {}
        self._grams: dict[str, int] = {}
        self._stem_weights: list[float] = []
        self._gram_weights: list[float] = []
        for one in sought:
            self._weigh(one, counts)
        self._all_stems = sum(self._stem_weights) or 1.0
        self._all_grams = sum(self._gram_weights) or 1.0
        self._met: dict[str, tuple[int | None, tuple[int, ...]]] = {}

    def _weigh(self, one: Sought, counts: Counts) -> None:
        ending = stem(one.word, self._language)
        if ending not in self._stems:
            self._stems[ending] = len(self._stem_weights)
            self._stem_weights.append(one.share * rarity(counts, key_of_stem(ending)))
        for gram in sorted(grams(one.word)):
            if gram not in self._grams:
                self._grams[gram] = len(self._gram_weights)
                self._gram_weights.append(one.share * rarity(counts, key_of_gram(gram)))

    def score(self, candidate: Candidate) -> Scored:
        found = sentences(candidate.chunk.text)
        headings = [self._bag(line) for line in above(candidate.document, candidate.chunk)]
        bags = [self._bag(sentence.text) for sentence in found]
        whole = _together([*headings, *bags])
        return Scored(
            candidate=candidate,
            words=_weighed(whole.stems, whole.length, self._stem_weights) / self._all_stems,
            letters=_weighed(whole.grams, whole.length, self._gram_weights) / self._all_grams,
            heading=max(map(self._share, headings), default=0.0),
            sentences=tuple(Weighed(sentence=one, score=self._share(bag)) for one, bag in zip(found, bags, strict=True)),
        )

    def _share(self, bag: _Bag) -> float:
        stems = sum(self._stem_weights[place] for place in bag.stems) / self._all_stems
        return (stems + sum(self._gram_weights[place] for place in bag.grams) / self._all_grams) / 2

    def _bag(self, text: str) -> _Bag:
        bag = _Bag()
        for word in words(text):
            if word in self._stop:
                continue
            bag.length += 1
            met = self._met.get(word)
            if met is None:
                met = self._met[word] = self._meet(word)
            place, pieces = met
            if place is not None:
                bag.stems[place] += 1
            for piece in pieces:
                bag.grams[piece] += 1
        return bag

    def _meet(self, word: str) -> tuple[int | None, tuple[int, ...]]:
        pieces = sorted(self._grams[gram] for gram in grams(word) if gram in self._grams)
        return self._stems.get(stem(word, self._language)), tuple(pieces)


def _together(bags: Iterable[_Bag]) -> _Bag:
    whole = _Bag()
    for bag in bags:
        whole.stems += bag.stems
        whole.grams += bag.grams
        whole.length += bag.length
    return whole


def _weighed(found: Counter[int], length: int, weights: Sequence[float]) -> float:
    return sum(weights[place] * impact(found[place], length) for place in sorted(found))
